import { formatAgo, formatDuration, formatExact } from "../../src-shared/format";
import type { SessionState } from "../../src-shared/session";
import { Disclosure } from "../ui/disclosure";
import { useNow } from "../ui/use-now";
import styles from "./facts.module.css";

type Ready = Extract<SessionState, { kind: "ready" }>;

/** What the agent said of the host when it started. */
export function Facts({ state }: { state: Ready }) {
  const { hello, latencyMs, since } = state;
  const now = useNow(30_000);
  const python = `${hello.implementation} ${hello.pythonVersion}`;
  const facts: [name: string, value: string, title?: string][] = [
    ["Hostname", hello.hostname],
    ["User", hello.user],
    ["Platform", hello.platform],
    ["Python", python],
    ["Executable", hello.executable],
    ["Encoding", hello.encoding],
    ["Process", String(hello.pid)],
    ["Agent", hello.agentVersion],
    ["Latency", latencyMs === null ? "not measured yet" : formatDuration(latencyMs)],
    ["Connected", formatAgo(since, now), formatExact(since)],
  ];
  return (
    <section className={styles.facts} aria-label="Facts">
      <Disclosure
        title="Facts"
        name="facts"
        isOpen={window.innerHeight >= 720}
        summary={`${hello.user}@${hello.hostname} · ${python} · ${hello.platform}`}
      >
        <dl className={styles.sheet}>
          {facts.map(([name, value, title]) => (
            <div key={name} className={styles.fact}>
              <dt>{name}</dt>
              <dd className="selectable" title={title ?? value}>
                {value}
              </dd>
            </div>
          ))}
        </dl>
      </Disclosure>
    </section>
  );
}
