import { ChevronRight } from "lucide-react";
import { Collapsible } from "radix-ui";
import { type ReactNode, useState } from "react";
import { recall, remember } from "../shell/remembered";
import styles from "./disclosure.module.css";

interface DisclosureProps {
  title: string;
  /** Said beside the title while it is folded. */
  summary?: ReactNode;
  isOpen?: boolean;
  /** Under which its state is kept between starts. */
  name?: string;
  children: ReactNode;
}

/** A heading that folds what is under it. */
export function Disclosure({ title, summary, isOpen = true, name, children }: DisclosureProps) {
  const remembered = name === undefined ? null : recall(`open.${name}`);
  const [open, setOpen] = useState(remembered === null ? isOpen : remembered === "true");
  const change = (next: boolean) => {
    setOpen(next);
    if (name !== undefined) remember(`open.${name}`, next);
  };
  return (
    <Collapsible.Root open={open} onOpenChange={change}>
      <Collapsible.Trigger className={styles.trigger}>
        <ChevronRight size={13} aria-hidden />
        <span className={styles.title}>{title}</span>
        {!open && <span className={styles.summary}>{summary}</span>}
      </Collapsible.Trigger>
      <Collapsible.Content>{children}</Collapsible.Content>
    </Collapsible.Root>
  );
}
