import { type DataProblem, readData } from "../../src-shared/data-set";
import type { DataFormat } from "../../src-shared/template-files";
import type { Value } from "../../src-shared/value";
import { factsOf, useFacts } from "../hosts/facts-store";
import { hostById } from "../hosts/hosts-store";
import { type ContextChoice, contextOf } from "./context-choice";

export interface ChosenContext {
  /** The same object as long as nothing in it has changed. */
  context: Map<string, Value>;
  /** What is wrong with the data set; then `context` has what it held before. */
  problems: readonly DataProblem[];
}

interface Made {
  data: ReadonlyMap<string, Value> | null;
  host: ReturnType<typeof hostById>;
  facts: Value;
  chosen: ChosenContext;
}

/** What data sets and hosts come to as contexts, each made anew only when something in it changed. */
export class ContextSource {
  private readonly read = new Map<string, { text: string; value: Map<string, Value> | null }>();
  private readonly problems = new Map<string, readonly DataProblem[]>();
  private readonly made = new Map<string, Made>();

  /** @param textOf the text of a data set; null while it is not there yet */
  constructor(private readonly textOf: (path: string) => string | null) {}

  /** @returns null while the data set is not there yet */
  get(choice: ContextChoice): ChosenContext | null {
    const { dataSet, hostId } = choice;
    if (dataSet !== null && !this.readSet(dataSet)) return null;
    const data = dataSet === null ? null : (this.read.get(dataSet)?.value ?? null);
    const problems = this.problems.get(dataSet ?? "") ?? noProblems;
    const host = hostId === null ? undefined : hostById(hostId);
    const facts = hostId === null ? null : factsOf(useFacts.getState().hosts, hostId).value;
    const key = `${dataSet}\n${hostId}`;
    const known = this.made.get(key);
    const isSame = known?.data === data && known.host === host && known.facts === facts;
    if (isSame && known.chosen.problems === problems) return known.chosen;
    const given = host === undefined || facts === null ? null : { host, facts };
    const context = isSame ? known.chosen.context : contextOf(data, given);
    const chosen = { context, problems };
    this.made.set(key, { data, host, facts, chosen });
    return chosen;
  }

  /** Reads a data set that has another text than before. @returns whether there is one */
  private readSet(path: string): boolean {
    const text = this.textOf(path);
    if (text === null) return false;
    const known = this.read.get(path);
    if (known?.text === text) return true;
    const set = readData(text, formatOfPath(path));
    this.read.set(path, { text, value: set.ok ? set.value : (known?.value ?? null) });
    this.problems.set(path, set.ok ? noProblems : set.problems);
    return true;
  }
}

const noProblems: readonly DataProblem[] = [];

export function formatOfPath(path: string): DataFormat {
  return path.endsWith(".json") ? "json" : "yaml";
}
