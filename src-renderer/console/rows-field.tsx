import { Plus, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { isSecretLike } from "../../src-shared/saved-call";
import type { ParameterType } from "../../src-shared/tool";
import { Button, IconButton } from "../ui/button";
import {
  type Draft,
  type DraftEntry,
  type DraftItem,
  emptyDraft,
  newEntry,
  newItem,
} from "./draft";
import { moved, without } from "./row-order";
import styles from "./rows-field.module.css";
import { canBeSecret, secretDraft } from "./secret-draft";
import { LockButton } from "./secret-field";
import { ValueField, type ValueFieldProps } from "./value-field";

interface ListFieldProps extends ValueFieldProps {
  type: ParameterType & { kind: "list" };
  draft: Draft & { kind: "list" };
}

/** The rows of a list. Alt+arrow moves a row, Alt+Backspace removes it. */
export function ListField({ type, draft, onChange, ...rest }: ListFieldProps) {
  const { items } = draft;
  const set = (next: typeof items) => onChange({ kind: "list", items: next });
  return (
    <Rows
      label={rest.label}
      noun="item"
      placeholder={rest.placeholder}
      ids={items.map((item) => item.id)}
      onAdd={() => set([...items, newItem(type.item)])}
      onRemove={(at) => set(without(items, at))}
      onMove={(at, by) => set(moved(items, at, by))}
      lock={(at) => {
        const item = items[at];
        if (item === undefined) return null;
        const put = (draft: Draft) =>
          set(items.map((each) => (each.id === item.id ? { ...each, draft } : each)));
        return (
          <RowLock
            type={type.item}
            draft={item.draft}
            label={`${rest.label} item ${at + 1}`}
            place={freePlace(`${rest.place}.${at + 1}`, items)}
            onChange={put}
          />
        );
      }}
      row={(at) => {
        const item = items[at];
        if (item === undefined) return null;
        return (
          <ValueField
            {...rest}
            type={type.item}
            draft={item.draft}
            isNoneUsual={false}
            label={`${rest.label} item ${at + 1}`}
            path={`${rest.path}/${item.id}`}
            place={`${rest.place}.${at + 1}`}
            placeholder=""
            onChange={(draft) =>
              set(items.map((each) => (each.id === item.id ? { ...each, draft } : each)))
            }
          />
        );
      }}
    />
  );
}

interface DictFieldProps extends ValueFieldProps {
  type: ParameterType & { kind: "dict" };
  draft: Draft & { kind: "dict" };
}

export function DictField({ type, draft, onChange, ...rest }: DictFieldProps) {
  const { entries } = draft;
  const set = (next: typeof entries) => onChange({ kind: "dict", entries: next });
  return (
    <Rows
      label={rest.label}
      noun="entry"
      placeholder={rest.placeholder}
      ids={entries.map((entry) => entry.id)}
      onAdd={() => set([...entries, newEntry(type.key, type.value)])}
      onRemove={(at) => set(without(entries, at))}
      onMove={(at, by) => set(moved(entries, at, by))}
      lock={(at) => {
        const entry = entries[at];
        if (entry === undefined) return null;
        const put = (value: Draft) =>
          set(entries.map((each) => (each.id === entry.id ? { ...each, value } : each)));
        return (
          <RowLock
            type={type.value}
            draft={entry.value}
            label={`${rest.label} value ${at + 1}`}
            place={entryPlace(rest.place, entry, at)}
            isSuggested={isSecretLike(keyText(entry))}
            onChange={put}
          />
        );
      }}
      row={(at) => {
        const entry = entries[at];
        if (entry === undefined) return null;
        const put = (more: { key: Draft } | { value: Draft }) =>
          set(entries.map((each) => (each.id === entry.id ? { ...each, ...more } : each)));
        return (
          <div className={styles.entry}>
            {(["key", "value"] as const).map((part) => (
              <ValueField
                {...rest}
                key={part}
                type={type[part]}
                draft={entry[part]}
                isNoneUsual={false}
                label={`${rest.label} ${part} ${at + 1}`}
                path={`${rest.path}/${entry.id}/${part}`}
                place={entryPlace(rest.place, entry, at)}
                placeholder={part}
                onChange={(next) => put(part === "key" ? { key: next } : { value: next })}
              />
            ))}
          </div>
        );
      }}
    />
  );
}

/** The text of an entry's key; empty where it is no text. */
const keyText = ({ key }: DraftEntry) => (key.kind === "text" ? key.text.trim() : "");

function entryPlace(place: string, entry: DraftEntry, at: number): string {
  return `${place}.${keyText(entry) || at + 1}`;
}

/** Another row may have been locked where this one stands now. */
function freePlace(place: string, items: readonly DraftItem[]): string {
  const taken = items.flatMap(({ draft }) => (draft.kind === "secret" ? [draft.name] : []));
  let free = place;
  for (let count = 2; taken.includes(free); count += 1) free = `${place}-${count}`;
  return free;
}

interface RowLockProps {
  type: ParameterType;
  draft: Draft;
  label: string;
  place: string;
  isSuggested?: boolean;
  onChange: (draft: Draft) => void;
}

function RowLock({ type, draft, label, place, isSuggested = false, onChange }: RowLockProps) {
  if (!canBeSecret(type)) return null;
  const isSecret = draft.kind === "secret";
  return (
    <LockButton
      label={label}
      isSecret={isSecret}
      isSuggested={isSuggested}
      onToggle={() => onChange(isSecret ? emptyDraft(type) : secretDraft(type, place))}
    />
  );
}

interface RowsProps {
  label: string;
  noun: string;
  placeholder: string;
  ids: readonly number[];
  onAdd: () => void;
  onRemove: (at: number) => void;
  onMove: (at: number, by: 1 | -1) => void;
  row: (at: number) => ReactNode;
  /** The button that makes a secret of the row; null where it can be none. */
  lock: (at: number) => ReactNode;
}

function Rows({ label, noun, placeholder, ids, onAdd, onRemove, onMove, row, lock }: RowsProps) {
  const list = useRef<HTMLDivElement>(null);
  /** The focus goes with the row, once it is there. */
  const focusRow = (at: number) =>
    requestAnimationFrame(() => {
      const control = list.current?.children[at]?.querySelector<HTMLElement>("textarea, button");
      (control ?? list.current?.parentElement?.querySelector<HTMLElement>("[data-add]"))?.focus();
    });
  const keys = (event: KeyboardEvent, at: number) => {
    if (!event.altKey) return;
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (by !== 0) {
      onMove(at, by);
      focusRow(Math.min(ids.length - 1, Math.max(0, at + by)));
    } else if (event.key === "Backspace") {
      onRemove(at);
      focusRow(Math.max(0, at - 1));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid item without its own box
    <div role="group" aria-label={label}>
      <div ref={list} className={styles.rows}>
        {ids.map((id, at) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the controls inside
          <div key={id} className={styles.row} onKeyDown={(event) => keys(event, at)}>
            {row(at)}
            {lock(at)}
            <IconButton
              icon={X}
              size={13}
              label={`Remove ${noun} ${at + 1} of ${label}`}
              keys="Alt+Backspace"
              onClick={() => {
                onRemove(at);
                focusRow(Math.max(0, at - 1));
              }}
            />
          </div>
        ))}
      </div>
      <Button
        variant="quiet"
        icon={Plus}
        data-add
        className={styles.add}
        aria-label={`Add ${noun} to ${label}`}
        title={ids.length > 1 ? "Alt+Up and Alt+Down move a row" : undefined}
        onClick={() => {
          onAdd();
          focusRow(ids.length);
        }}
      >
        Add {noun}
        {ids.length === 0 && placeholder !== "" && (
          <code className={styles.default}>{placeholder}</code>
        )}
      </Button>
    </div>
  );
}
