import { Tabs } from "radix-ui";
import { Activity } from "react";
import type { Host } from "../../src-shared/host";
import type { Session } from "../../src-shared/session";
import { Console } from "../console/console";
import { consoleOf, useConsole } from "../console/console-store";
import { Files } from "../files/files";
import { useHasTransfers } from "../files/transfers-store";
import tabs from "../ui/tabs.module.css";
import { factsSummary } from "./fact-rows";
import { factsOf, useFacts } from "./facts-store";
import styles from "./host-parts.module.css";
import { Overview } from "./overview";
import { hostParts, showPart, usePart } from "./part-store";

const words = { console: "Console", files: "Files", overview: "Overview" } as const;

interface HostPartsProps {
  host: Host;
  session: Session | undefined;
  canCall: boolean;
}

/** The console, the files and the overview of a host, one of them shown. */
export function HostParts({ host, session, canCall }: HostPartsProps) {
  const chosen = usePart(host.id);
  const hasCalls = useConsole((state) => consoleOf(state.hosts, host.id).calls.length > 0);
  const hasTransfers = useHasTransfers(host.id);
  // Without a session and without results the console and the files are empty places.
  const isShown = { console: canCall || hasCalls, files: canCall || hasTransfers, overview: true };
  const parts = hostParts.filter((each) => isShown[each]);
  const part = parts.includes(chosen) ? chosen : "overview";
  const facts = useFacts((state) => factsOf(state.hosts, host.id).facts);
  const summary = facts === null ? "" : factsSummary(facts);
  return (
    <Tabs.Root
      value={part}
      onValueChange={(value) => {
        const wanted = hostParts.find((each) => each === value);
        if (wanted !== undefined) showPart(host.id, wanted);
      }}
      className={styles.parts}
    >
      {parts.length > 1 && (
        <div className={styles.row}>
          <Tabs.List className={tabs.row} aria-label={`Parts of ${host.name}`}>
            {parts.map((each) => (
              <Tabs.Trigger key={each} value={each} className={tabs.tab}>
                {words[each]}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          {part === "console" && (
            <p className={styles.summary} title={summary}>
              {summary}
            </p>
          )}
        </div>
      )}
      {parts.map((each) => (
        <Tabs.Content
          key={each}
          value={each}
          forceMount
          tabIndex={-1}
          hidden={each !== part}
          className={styles.content}
        >
          {/* What is not looked at is neither rendered anew nor lost. */}
          <Activity mode={each === part ? "visible" : "hidden"}>
            {each === "console" && <Console hostId={host.id} canCall={canCall} />}
            {each === "files" && <Files hostId={host.id} session={session} canCall={canCall} />}
            {each === "overview" && <Overview host={host} session={session} canCall={canCall} />}
          </Activity>
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
