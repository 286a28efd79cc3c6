import type { SavedCall } from "../../src-shared/saved-call";
import { pythonText } from "../console/python-text";
import styles from "./call-facts.module.css";

/** A long argument is cut: its file stands below. */
const MAX_TEXT = 200;

/** What a saved call calls, where, and with what; secrets by their names. */
export function CallFacts({ call }: { call: SavedCall }) {
  const { tool, method, args, kwargs, hosts, deadline } = call;
  const facts: [string, string][] = [
    ["Calls", `${tool}.${method}`],
    ["On", hosts.join(", ")],
    ...(deadline === null ? [] : [["Gives up after", `${deadline} s`] as [string, string]]),
    ...args.map((value, at): [string, string] => [
      `Argument ${at + 1}`,
      pythonText(value, MAX_TEXT),
    ]),
    ...[...kwargs].map(([name, value]): [string, string] => [name, pythonText(value, MAX_TEXT)]),
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, text], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name may be that of an argument too
        <div key={at} className={styles.fact}>
          <dt>{name}</dt>
          <dd className="selectable">
            <code>{text}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}
