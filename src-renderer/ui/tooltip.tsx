import { Tooltip } from "radix-ui";
import { type ReactNode, useLayoutEffect, useState } from "react";
import { closesTip } from "./escape";
import styles from "./tooltip.module.css";

interface TipProps {
  text: ReactNode;
  keys?: string;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactNode;
}

/**
 * A word about the one element inside. It must not hold what is said nowhere else.
 * Escape closes it and is not used up by that: what it is meant for hears it too.
 */
export function Tip({ text, keys, side = "bottom", children }: TipProps) {
  const [isOpen, setOpen] = useState(false);
  // With the words themselves: a key may come before effects that wait for the next frame.
  useLayoutEffect(() => {
    if (!isOpen) return;
    const onKeyDown = ({ key }: KeyboardEvent) => {
      if (key === "Escape") setOpen(false);
    };
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [isOpen]);
  return (
    <Tooltip.Root open={isOpen} onOpenChange={setOpen}>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          className={styles.tip}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onEscapeKeyDown={closesTip}
        >
          {text}
          {keys !== undefined && <kbd className={styles.keys}>{keys}</kbd>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

export function TipProvider({ children }: { children: ReactNode }) {
  return (
    <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
      {children}
    </Tooltip.Provider>
  );
}
