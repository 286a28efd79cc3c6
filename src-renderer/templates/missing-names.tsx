import { Plus } from "lucide-react";
import { Button } from "../ui/button";
import { hostNames } from "./context-choice";
import { Strip } from "./strip";

interface MissingNamesProps {
  names: readonly string[];
  /** Whether there is a data set to add them to; else one is made. */
  hasDataSet: boolean;
  onAdd: (names: readonly string[]) => void;
}

const isOfHost = (name: string) => hostNames.some((each) => each === name);

/** Those of the names that a data set can have: the others come from a host. */
export function namesOfData(missing: readonly { name: string }[]): string[] {
  return missing.map(({ name }) => name).filter((name) => !isOfHost(name));
}

/** As many as fit in a line or two; the others come when these are added. */
const MOST = 8;

/** The names that the template uses and the data lacks: one click adds one, or all of them. */
export function MissingNames({ names, hasDataSet, onAdd }: MissingNamesProps) {
  const own = names.filter((name) => !isOfHost(name));
  const ofHost = hostNames.filter((name) => names.includes(name));
  if (names.length === 0) return null;
  return (
    <Strip
      isLow
      actions={
        <>
          {own.slice(0, MOST).map((name) => (
            <Button key={name} aria-label={`Add ${name}`} onClick={() => onAdd([name])}>
              <Plus size={12} aria-hidden />
              <code>{name}</code>
            </Button>
          ))}
          {own.length > 1 && <Button onClick={() => onAdd(own)}>Add all</Button>}
        </>
      }
    >
      {own.length > 0 && (hasDataSet ? "Not in the data: " : "No data yet for: ")}
      {ofHost.length > 0 && `${ofHost.join(" and ")} from a host, which can be chosen above.`}
    </Strip>
  );
}
