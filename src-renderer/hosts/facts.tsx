import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { formatAgo, formatDuration, formatExact } from "../../src-shared/format";
import type { Host } from "../../src-shared/host";
import { isReady, type Session } from "../../src-shared/session";
import { IconButton } from "../ui/button";
import { classes } from "../ui/classes";
import { FailureView } from "../ui/failure-view";
import { useNow } from "../ui/use-now";
import { ageWords, type FactRow, factRows, missingRow, usages } from "./fact-rows";
import styles from "./facts.module.css";
import { factsOf, gather, sessionKey, useFacts } from "./facts-store";
import type { HostFacts } from "./host-facts";
import { UsageList } from "./usage-list";

/** What a host is: what it says of itself when it is asked, and what the agent knows. */
export function Facts({ host, session }: { host: Host; session: Session | undefined }) {
  const { facts, at, isGathering, failure } = useFacts((state) => factsOf(state.hosts, host.id));
  const now = useNow(15_000);
  const key = sessionKey(session);
  return (
    <section aria-label="Facts">
      <header className={styles.head}>
        <h2 className={styles.title}>Facts</h2>
        <span className={styles.age} role="status">
          {isGathering ? "gathering…" : facts !== null && ageWords(at, now)}
        </span>
        {key !== "" && (
          <IconButton
            icon={RotateCw}
            size={13}
            label="Gather the facts again"
            disabled={isGathering}
            onClick={() => void gather(host.id, key)}
          />
        )}
      </header>
      {failure !== null && (
        <div className={styles.failed}>
          <FailureView failure={failure} />
        </div>
      )}
      <div className={styles.columns}>
        {facts !== null && <Rows rows={factRows(facts)} />}
        <Rows rows={agentRows(session, now, facts !== null)} />
      </div>
      {facts !== null && <Usages facts={facts} />}
    </section>
  );
}

function Usages({ facts }: { facts: HostFacts }) {
  const { memory, disks } = usages(facts);
  return (
    <div className={styles.columns}>
      <Part title="Memory" reason={facts.missing.get("memory")}>
        <UsageList usages={memory} label="Memory" />
      </Part>
      <Part title="Disks" reason={facts.missing.get("disks")}>
        {disks.length === 0 ? (
          <p className={styles.none}>None of its own.</p>
        ) : (
          <UsageList usages={disks} label="Disks" isPaths />
        )}
      </Part>
    </div>
  );
}

interface PartProps {
  title: string;
  reason: string | undefined;
  children: ReactNode;
}

function Part({ title, reason, children }: PartProps) {
  return (
    <div className={styles.part}>
      <h3 className={styles.heading}>{title}</h3>
      {reason === undefined ? (
        children
      ) : (
        <p className={styles.none}>{missingRow("memory", reason).value}</p>
      )}
    </div>
  );
}

function Rows({ rows }: { rows: readonly FactRow[] }) {
  if (rows.length === 0) return null;
  return (
    <dl>
      {rows.map(({ name, value, title, isMissing }) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd
            className={classes("selectable", isMissing && styles.missing)}
            title={title === "" ? value : `${value}\n${title}`}
          >
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What the agent said of itself when it started; of the target only what its facts do not say. */
function agentRows(session: Session | undefined, now: number, hasFacts: boolean): FactRow[] {
  const state = session?.state;
  if (state === undefined || !isReady(state) || !("hello" in state)) return [];
  const { hello, latencyMs } = state;
  const row = (name: string, value: string, title = ""): FactRow => ({
    name,
    value,
    title,
    isMissing: false,
  });
  return [
    row("User", hello.user),
    ...(hasFacts ? [] : [row("Hostname", hello.hostname), row("Platform", hello.platform)]),
    row("Agent", `${hello.agentVersion}, ${hello.implementation} ${hello.pythonVersion}`),
    row("Its Python", hello.executable),
    row("Process", String(hello.pid)),
    row("Encoding", hello.encoding),
    row("Latency", latencyMs === null ? "not measured yet" : formatDuration(latencyMs)),
    row("Connected", formatAgo(state.since, now), formatExact(state.since)),
  ];
}
