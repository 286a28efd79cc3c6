import { Check } from "lucide-react";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { formatPlural } from "../../src-shared/format";
import type { Host } from "../../src-shared/host";
import { filterHosts, filterIndex, parseFilter } from "../hosts/host-filter";
import { isOpen, useHosts } from "../hosts/hosts-store";
import { StateMark } from "../hosts/state-mark";
import { stateKind, stateWord } from "../hosts/state-words";
import { Button } from "../ui/button";
import { SearchField } from "../ui/search-field";
import { useListKeys } from "../ui/use-list-keys";
import styles from "./host-checklist.module.css";

const PAGE = 10;

interface HostChecklistProps {
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
  error: string | undefined;
}

/** Hosts to choose several of: type to filter, arrows to walk, Space to choose. */
export function HostChecklist({ chosen, onChange, error }: HostChecklistProps) {
  const id = useId();
  const [filter, setFilter] = useState("");
  const [active, setActive] = useState(0);
  const hosts = useHosts((state) => state.hosts);
  const sessions = useHosts((state) => state.sessions);
  const index = useMemo(() => filterIndex(hosts ?? []), [hosts]);
  const shown = filterHosts(index, parseFilter(filter), (host) => isOpen(sessions.get(host)));
  const at = Math.min(active, shown.length - 1);
  const goTo = (to: number) => {
    setActive(to);
    document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: "nearest" });
  };
  const walk = useListKeys({ count: shown.length, active: at, goTo, page: PAGE });
  const toggle = (host: Host) => {
    const next = new Set(chosen);
    if (!next.delete(host.id)) next.add(host.id);
    onChange(next);
  };
  const isAll = shown.length > 0 && shown.every((host) => chosen.has(host.id));
  const toggleShown = () => {
    const next = new Set(chosen);
    for (const { id: hostId } of shown) {
      if (isAll) next.delete(hostId);
      else next.add(hostId);
    }
    onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (walk(event)) return;
    const host = shown[at];
    if (event.key === " " && host !== undefined) {
      event.preventDefault();
      toggle(host);
    } else if (event.key === "a" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      toggleShown();
    }
  };
  return (
    <section className={styles.hosts} aria-label="Hosts">
      <div className={styles.head}>
        <SearchField
          label="Filter the hosts"
          placeholder="Filter: name, tag:web, is:open"
          value={filter}
          onChange={(text) => {
            setFilter(text);
            setActive(0);
          }}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown") return;
            event.preventDefault();
            document.getElementById(id)?.focus();
          }}
          className={styles.filter}
        />
        <Button variant="quiet" disabled={shown.length === 0} onClick={toggleShown}>
          {isAll ? "Choose none of these" : `Choose all ${shown.length}`}
        </Button>
      </div>
      <div
        id={id}
        role="listbox"
        aria-label="Hosts to write to"
        aria-multiselectable
        aria-invalid={error !== undefined || undefined}
        aria-describedby={`${id}-count`}
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        tabIndex={0}
        className={styles.list}
        onKeyDown={onKeyDown}
      >
        {shown.map((host, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
          <div
            key={host.id}
            id={`${id}-${i}`}
            role="option"
            aria-selected={chosen.has(host.id)}
            data-active={i === at || undefined}
            className={styles.row}
            onClick={() => {
              setActive(i);
              toggle(host);
            }}
          >
            <span className={styles.box} aria-hidden>
              {chosen.has(host.id) && <Check size={11} strokeWidth={3} />}
            </span>
            <StateMark kind={stateKind(sessions.get(host.id))} />
            <span className={styles.name}>{host.name}</span>
            <span className={styles.detail}>{stateWord(sessions.get(host.id))}</span>
          </div>
        ))}
        {shown.length === 0 && <p className={styles.none}>No host has these words.</p>}
      </div>
      <p id={`${id}-count`} className={styles.count} data-wrong={error !== undefined || undefined}>
        {error ?? `${formatPlural(chosen.size, "host")} chosen`}
      </p>
    </section>
  );
}
