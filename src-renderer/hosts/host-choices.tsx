import { Command } from "cmdk";
import { Check } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import type { Host } from "../../src-shared/host";
import type { Session } from "../../src-shared/session";
import styles from "../console/method-picker.module.css";
import { filterHosts, filterIndex, parseFilter } from "./host-filter";
import { addressOf } from "./host-rows";
import { isOpen, useHosts } from "./hosts-store";
import { StateMark } from "./state-mark";
import { stateKind, stateWord } from "./state-words";

/** As many hosts as one looks at before one types on. */
const MOST = 50;

interface HostChoicesProps {
  label: string;
  onChoose: (host: Host) => void;
  /** The host that is chosen already. */
  chosenId?: string | null;
  placeholder?: string;
  empty?: string;
  /** Items before the hosts, for the words that are searched for. */
  before?: (search: string) => ReactNode;
}

/** A list to choose a host from by typing: those that are ready first. */
export function HostChoices({ label, onChoose, chosenId, before, ...words }: HostChoicesProps) {
  const [search, setSearch] = useState("");
  const hosts = useHosts((state) => state.hosts);
  const sessions = useHosts((state) => state.sessions);
  const index = useMemo(() => filterIndex(hosts ?? []), [hosts]);
  const isReady = (host: Host) => stateKind(sessions.get(host.id)) === "ready";
  const shown = filterHosts(index, parseFilter(search), (id) => isOpen(sessions.get(id)))
    .sort((a, b) => Number(isReady(b)) - Number(isReady(a)))
    .slice(0, MOST);
  return (
    <Command label="Search hosts" shouldFilter={false} loop>
      <Command.Input
        className={styles.input}
        placeholder={words.placeholder ?? "Search hosts"}
        value={search}
        onValueChange={setSearch}
      />
      <Command.List className={styles.list} label={label}>
        <Command.Empty className={styles.empty}>
          {words.empty ?? "No host has these words."}
        </Command.Empty>
        {before?.(search)}
        {shown.length > 0 && (
          <Command.Group heading={before === undefined ? undefined : "Hosts"}>
            {shown.map((host) => (
              <Command.Item
                key={host.id}
                value={host.id}
                className={styles.item}
                onSelect={() => onChoose(host)}
              >
                <StateMark kind={stateKind(sessions.get(host.id))} />
                <span className={styles.host}>{host.name}</span>
                <span className={styles.summary}>{detailOf(host, sessions.get(host.id))}</span>
                {host.id === chosenId && (
                  <Check size={13} className={styles.chosen} aria-label="chosen" />
                )}
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command>
  );
}

/** Its state where it has one, else its address where that is not its name. */
function detailOf(host: Host, session: Session | undefined): string {
  if (session !== undefined) return stateWord(session);
  const address = addressOf(host);
  return address === host.name ? "" : address;
}
