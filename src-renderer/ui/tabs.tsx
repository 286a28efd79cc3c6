import { Tabs as Primitive } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { classes } from "./classes";
import styles from "./tabs.module.css";

export interface TabPart {
  value: string;
  label: string;
  /** Something in it is wrong. */
  isWrong?: boolean;
  content: ReactNode;
}

interface TabsProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  parts: readonly TabPart[];
}

/**
 * Parts of a dialog of which one is shown. They stay in the page, so that nothing typed is lost.
 * Ctrl+PageDown and Ctrl+PageUp go from part to part, from wherever one is in them.
 */
export function Tabs({ label, value, onChange, parts }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOf(event);
    if (step === 0) return;
    event.preventDefault();
    const at = parts.findIndex((part) => part.value === value);
    const next = (at + step + parts.length) % parts.length;
    const part = parts[next];
    if (part === undefined) return;
    onChange(part.value);
    // What had the focus is hidden now.
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  };
  return (
    <Primitive.Root
      value={value}
      onValueChange={onChange}
      onKeyDown={onKeyDown}
      className={styles.tabs}
    >
      <Primitive.List ref={list} className={classes(styles.row, styles.list)} aria-label={label}>
        {parts.map((part) => (
          <Primitive.Trigger key={part.value} value={part.value} className={styles.tab}>
            {part.label}
            {part.isWrong && <span className={styles.wrong}>!</span>}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {parts.map((part) => (
        <Primitive.Content
          key={part.value}
          value={part.value}
          forceMount
          hidden={part.value !== value}
          tabIndex={-1}
          className={styles.content}
        >
          {part.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}

/** @returns how many parts a key goes on, 0 for one that is for something else */
function stepOf({ key, ctrlKey, shiftKey }: KeyboardEvent): -1 | 0 | 1 {
  if (!ctrlKey) return 0;
  if (key === "PageDown" || (key === "Tab" && !shiftKey)) return 1;
  return key === "PageUp" || key === "Tab" ? -1 : 0;
}
