import { Tabs as Primitive } from "radix-ui";
import type { ReactNode } from "react";
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

/** Parts of a dialog of which one is shown. They stay in the page, so that nothing typed is lost. */
export function Tabs({ label, value, onChange, parts }: TabsProps) {
  return (
    <Primitive.Root value={value} onValueChange={onChange} className={styles.tabs}>
      <Primitive.List className={styles.list} aria-label={label}>
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
