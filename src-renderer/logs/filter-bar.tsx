import { SearchField } from "../ui/search-field";
import { Select } from "../ui/select";
import styles from "./filter-bar.module.css";
import { levels, type RecordFilter } from "./record-filter";

interface FilterBarProps {
  filter: RecordFilter;
  onChange: (filter: RecordFilter) => void;
  /** Tells this bar's controls from those of another log. */
  of: string;
}

const words: Record<string, string> = {
  DEBUG: "All levels",
  INFO: "Info and above",
  WARNING: "Warning and above",
  ERROR: "Error and above",
  CRITICAL: "Critical only",
};

export function FilterBar({ filter, onChange, of }: FilterBarProps) {
  return (
    <>
      <SearchField
        label={`Search ${of}`}
        placeholder="Search"
        className={styles.search}
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search })}
      />
      <Select
        isQuiet
        label={`Level of ${of}`}
        value={filter.level}
        options={levels.map((level) => ({ value: level, label: words[level] ?? level }))}
        onChange={(level) =>
          onChange({ ...filter, level: levels.find((each) => each === level) ?? "DEBUG" })
        }
      />
    </>
  );
}
