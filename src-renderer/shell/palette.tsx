import { Command } from "cmdk";
import { Dialog } from "radix-ui";
import { type ReactNode, useMemo, useState } from "react";
import { useSavedCalls } from "../calls/saved-calls-store";
import { useHosts } from "../hosts/hosts-store";
import { useTemplates } from "../templates/templates-store";
import { useOwnToolFiles } from "../tools/own-tools-store";
import { useTools } from "../tools/tools-store";
import { useEscape } from "../ui/escape";
import { commands, type Command as Entry } from "./commands";
import { returnFocus } from "./focus";
import styles from "./palette.module.css";
import { type QuickOpenEntry, quickOpenEntries } from "./quick-open-entries";
import { openOverlay, useShell } from "./shell-store";

/** Everything one can do, found by typing. */
export function CommandPalette() {
  const [search, setSearch] = useState("");
  const activeTabId = useShell((state) => state.activeTabId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what can be done depends on the tab that is shown
  const all = useMemo(commands, [activeTabId]);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = all.filter((entry) =>
    words.every((word) => entry.label.toLowerCase().includes(word)),
  );
  return (
    <Palette label="Commands" placeholder="Type a command" search={search} onSearch={setSearch}>
      {shown.map((entry) => (
        <Item key={entry.label} entry={entry} />
      ))}
    </Palette>
  );
}

/** Hosts, templates, tools and methods, found by typing. */
export function QuickOpen() {
  const [search, setSearch] = useState("");
  const hosts = useHosts((state) => state.hosts);
  const templates = useTemplates();
  const ownFiles = useOwnToolFiles();
  const tools = useTools((state) => state.tools);
  const calls = useSavedCalls((state) => state.files);
  const entries = useMemo(
    () =>
      quickOpenEntries(hosts ?? [], templates, ownFiles, tools ?? [], [...calls.values()], search),
    [hosts, templates, ownFiles, tools, calls, search],
  );
  return (
    <Palette
      label="Find a host, a template, a tool or a method"
      placeholder="Find a host, a template, a tool or a method"
      search={search}
      onSearch={setSearch}
    >
      {entries.map((entry) => (
        <Item key={entry.id} entry={entry} />
      ))}
    </Palette>
  );
}

function Item({ entry }: { entry: Entry | QuickOpenEntry }) {
  const detail = "detail" in entry ? entry.detail : entry.keys;
  return (
    <Command.Item
      value={"id" in entry ? entry.id : entry.label}
      className={styles.item}
      onSelect={() => {
        openOverlay(null);
        entry.run();
      }}
    >
      <span className={styles.label}>{entry.label}</span>
      <span className={styles.detail}>{detail}</span>
    </Command.Item>
  );
}

interface PaletteProps {
  label: string;
  placeholder: string;
  search: string;
  onSearch: (search: string) => void;
  children: ReactNode;
}

function Palette({ label, placeholder, search, onSearch, children }: PaletteProps) {
  useEscape(() => openOverlay(null));
  return (
    <Dialog.Root open onOpenChange={(open) => !open && openOverlay(null)}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.scrim} />
        <Dialog.Content
          className={styles.palette}
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
        >
          <Dialog.Title className="visually-hidden">{label}</Dialog.Title>
          <Command label={label} shouldFilter={false} loop>
            <Command.Input
              className={styles.input}
              placeholder={placeholder}
              value={search}
              onValueChange={onSearch}
            />
            <Command.List className={styles.list} label={label}>
              <Command.Empty className={styles.empty}>Nothing has these words.</Command.Empty>
              {children}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
