import { useState } from "react";
import type { Failure } from "../../src-shared/failure";
import type { EffectiveOption, EffectiveOptions } from "../../src-shared/host";
import { FailureView } from "../ui/failure-view";
import field from "../ui/field.module.css";
import { SearchField } from "../ui/search-field";
import { originWords } from "./inherited";
import styles from "./options-table.module.css";

interface OptionsTableProps {
  /** Null while ssh is asked. */
  options: EffectiveOptions | Failure | null;
}

/** What ssh takes into account for a host, and which line or setting says so. */
export function OptionsTable({ options }: OptionsTableProps) {
  if (options === null)
    return (
      <p className={styles.note} role="status">
        Asking ssh…
      </p>
    );
  if ("code" in options) return <FailureView failure={options} />;
  return (
    <div className={styles.options}>
      {options.problem !== null && (
        <div className={styles.problem} role="alert">
          <p>ssh does not accept its configuration. It says:</p>
          <pre className="selectable">{options.problem}</pre>
        </div>
      )}
      {(options.problem === null || options.options.length > 0) && (
        <Options options={options.options} />
      )}
    </div>
  );
}

function Options({ options }: { options: readonly EffectiveOption[] }) {
  const [filter, setFilter] = useState("");
  const [hideDefaults, setHideDefaults] = useState(true);
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = options.filter(
    (option) =>
      (!hideDefaults || option.origin.kind !== "default") &&
      words.every((word) => textOf(option).includes(word)),
  );
  return (
    <>
      <div className={styles.bar}>
        <SearchField
          label="Filter options"
          placeholder="Filter options"
          className={styles.filter}
          value={filter}
          onChange={setFilter}
        />
        <label className={field.check}>
          <input
            type="checkbox"
            checked={hideDefaults}
            onChange={(event) => setHideDefaults(event.target.checked)}
          />
          Hide ssh's defaults
        </label>
      </div>
      {shown.length === 0 ? (
        <p className={styles.note}>{noneWords(options, filter)}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Option</th>
              <th scope="col">Value</th>
              <th scope="col">From</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((option, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: some options are there several times
              <tr key={`${option.name} ${at}`}>
                <th scope="row" className="selectable">
                  <code>{option.name}</code>
                </th>
                <td className="selectable">
                  <code>{option.value}</code>
                </td>
                <td className="selectable">{originWords(option.origin)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function textOf({ name, value, origin }: EffectiveOption): string {
  return `${name}\n${value}\n${originWords(origin)}`.toLowerCase();
}

function noneWords(options: readonly EffectiveOption[], filter: string): string {
  if (filter !== "") return `No option has “${filter}” in it.`;
  return options.length === 0 ? "ssh is not asked for this host." : "Only ssh's defaults hold.";
}
