import { Command } from "cmdk";
import { ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import { useMemo, useState } from "react";
import type { Host } from "../../src-shared/host";
import type { Session } from "../../src-shared/session";
import type { Method, Tool } from "../../src-shared/tool";
import { chooseMethod } from "../console/console-store";
import styles from "../console/method-picker.module.css";
import { connectHost } from "../hosts/choose-host";
import { filterHosts, filterIndex, parseFilter } from "../hosts/host-filter";
import { addressOf } from "../hosts/host-rows";
import { isOpen, useHosts } from "../hosts/hosts-store";
import { StateMark } from "../hosts/state-mark";
import { stateKind, stateWord } from "../hosts/state-words";
import { Button } from "../ui/button";

/** As many hosts as one looks at before one types on. */
const MOST = 50;

/** Chooses the host on which to call a method: its console opens with the method chosen. */
export function CallOn({ tool, method }: { tool: Tool; method: Method }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button variant="quiet" aria-label={`Call ${method.name} on…`}>
          Call on… <ChevronDown size={13} aria-hidden />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.popover}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Choose a host"
        >
          <HostChoices
            onChoose={(host) => {
              setOpen(false);
              chooseMethod(host.id, { toolKey: tool.key, method: method.name });
              connectHost(host.id);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function HostChoices({ onChoose }: { onChoose: (host: Host) => void }) {
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
        placeholder="Search hosts"
        value={search}
        onValueChange={setSearch}
      />
      <Command.List className={styles.list} label="Hosts to call on">
        <Command.Empty className={styles.empty}>No host has these words.</Command.Empty>
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
          </Command.Item>
        ))}
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
