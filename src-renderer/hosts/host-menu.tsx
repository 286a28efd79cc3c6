import { ContextMenu } from "radix-ui";
import { type ReactNode, useState } from "react";
import menu from "../ui/menu.module.css";
import { CommandItems, useAfterMenu } from "./command-items";
import type { HostCommand } from "./host-commands";

export interface MenuContent {
  /** What it is about, for a screen reader. */
  label: string;
  commands: HostCommand[];
}

interface HostMenuProps {
  /** What the menu was asked for, read when it opens. */
  content: () => MenuContent;
  children: ReactNode;
}

/** The menu of a host, a selection or a group, by the right button or the menu key. */
export function HostMenu({ content, children }: HostMenuProps) {
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
