import { ContextMenu } from "radix-ui";
import { type ReactNode, useState } from "react";
import { CommandItems, useAfterMenu } from "./command-items";
import menu from "./menu.module.css";
import type { MenuCommand } from "./menu-command";

export interface MenuContent {
  /** What it is about, for a screen reader. */
  label: string;
  commands: MenuCommand[];
}

interface CommandMenuProps {
  /** What the menu was asked for, read when it opens. */
  content: () => MenuContent;
  children: ReactNode;
}

/** The menu of what it is opened on, by the right button or the menu key. */
export function CommandMenu({ content, children }: CommandMenuProps) {
  const [shown, setShown] = useState<MenuContent | null>(null);
  const after = useAfterMenu();
  return (
    <ContextMenu.Root onOpenChange={(open) => open && setShown(content())}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        {shown !== null && (
          <ContextMenu.Content
            className={menu.menu}
            collisionPadding={8}
            aria-label={shown.label}
            onCloseAutoFocus={after.onCloseAutoFocus}
          >
            <CommandItems
              commands={shown.commands}
              item={({ title, keys, run }, children) => (
                <ContextMenu.Item
                  key={title}
                  className={menu.item}
                  aria-keyshortcuts={keys || undefined}
                  onSelect={() => after.choose(run)}
                >
                  {children}
                </ContextMenu.Item>
              )}
              separator={(key) => <ContextMenu.Separator key={key} className={menu.separator} />}
            />
          </ContextMenu.Content>
        )}
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

/** Whether a key asks for the menu. */
export function isMenuKey({ key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">): boolean {
  return key === "ContextMenu" || (key === "F10" && shiftKey);
}

/** Asks for the menu where an element is, since the keyboard has no pointer. */
export function openMenuAt(elementId: string): void {
  const element = document.getElementById(elementId);
  if (element === null) return;
  const { left, bottom } = element.getBoundingClientRect();
  const at = { clientX: left + 24, clientY: bottom };
  element.dispatchEvent(
    new window.MouseEvent("contextmenu", { bubbles: true, cancelable: true, ...at }),
  );
}
