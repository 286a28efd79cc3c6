import { Command } from "cmdk";
import { Check, ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import { type ReactNode, useState } from "react";
import type { TemplateEntry } from "../../src-shared/template-files";
import methodStyles from "../console/method-picker.module.css";
import { HostChoices } from "../hosts/host-choices";
import { useHosts } from "../hosts/hosts-store";
import { classes } from "../ui/classes";
import type { ContextChoice } from "./context-choice";
import styles from "./context-picker.module.css";

interface ContextPickerProps {
  /** Accessible name. */
  label: string;
  entry: TemplateEntry;
  choice: ContextChoice | null;
  onChoose: (choice: ContextChoice) => void;
  /** Whether a command opens it. */
  isMain?: boolean;
}

/** Chooses what a preview is rendered with: a data set and a host, either of them or none. */
export function ContextPicker(props: ContextPickerProps) {
  const { label, entry, choice, onChoose, isMain } = props;
  const [isOpen, setOpen] = useState(false);
  const words = useChoiceWords(entry, choice);
  const choose = (more: Partial<ContextChoice>) => {
    setOpen(false);
    onChoose({ dataSet: null, hostId: null, ...choice, ...more });
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger
        data-choose-data={isMain}
        className={styles.trigger}
        aria-label={`${label}: ${words}`}
        title={words}
      >
        <span className={styles.words}>{words}</span>
        <ChevronDown size={13} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={classes(methodStyles.popover, styles.popover)}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
        >
          <HostChoices
            label="Data sets and hosts"
            placeholder="Search data sets and hosts"
            empty="No data set and no host has these words."
            chosenId={choice?.hostId ?? null}
            onChoose={(host) => choose({ hostId: host.id })}
            before={(search) => (
              <>
                <DataSets entry={entry} choice={choice} search={search} onChoose={choose} />
                {search === "" && choice?.hostId != null && (
                  <Item value="no host" isChosen={false} onSelect={() => choose({ hostId: null })}>
                    No host
                  </Item>
                )}
              </>
            )}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface DataSetsProps {
  entry: TemplateEntry;
  choice: ContextChoice | null;
  search: string;
  onChoose: (more: Partial<ContextChoice>) => void;
}

function DataSets({ entry, choice, search, onChoose }: DataSetsProps) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = entry.dataSets.filter(({ name }) =>
    words.every((word) => name.toLowerCase().includes(word)),
  );
  if (shown.length === 0) return null;
  return (
    <Command.Group heading="Data sets">
      {shown.map(({ path, name, format }) => (
        <Item
          key={path}
          value={path}
          isChosen={path === choice?.dataSet}
          onSelect={() => onChoose({ dataSet: path })}
        >
          <span className={methodStyles.host}>{name}</span>
          <span className={methodStyles.summary}>{format.toUpperCase()}</span>
        </Item>
      ))}
      {search === "" && choice?.dataSet != null && (
        <Item value="no data set" isChosen={false} onSelect={() => onChoose({ dataSet: null })}>
          No data set
        </Item>
      )}
    </Command.Group>
  );
}

interface ItemProps {
  value: string;
  isChosen: boolean;
  onSelect: () => void;
  children: ReactNode;
}

function Item({ value, isChosen, onSelect, children }: ItemProps) {
  return (
    <Command.Item value={value} className={methodStyles.item} onSelect={onSelect}>
      {children}
      {isChosen && <Check size={13} className={methodStyles.chosen} aria-label="chosen" />}
    </Command.Item>
  );
}

/** What is chosen, in words. */
function useChoiceWords(entry: TemplateEntry, choice: ContextChoice | null): string {
  const host = useHosts((state) =>
    choice?.hostId == null
      ? undefined
      : (state.hosts?.find(({ id }) => id === choice.hostId)?.name ?? "removed host"),
  );
  const set = entry.dataSets.find(({ path }) => path === choice?.dataSet)?.name;
  return [set, host].filter((word) => word !== undefined).join(" + ") || "No data";
}
