import { Ellipsis } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { IconButton } from "./button";
import { CommandItems, useAfterMenu } from "./command-items";
import menu from "./menu.module.css";
import type { MenuCommand } from "./menu-command";

interface MoreMenuProps {
  /** Of the button. */
  label: string;
  /** What the menu is about, for a screen reader. */
  title: string;
  /** Read when it opens. */
  commands: () => MenuCommand[];
}

/** What can be done with a thing as a whole, behind a button with three dots. */
export function MoreMenu({ label, title, commands }: MoreMenuProps) {
  const after = useAfterMenu();
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <IconButton icon={Ellipsis} label={label} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={menu.menu}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label={title}
          onCloseAutoFocus={after.onCloseAutoFocus}
        >
          <Items commands={commands} choose={after.choose} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface ItemsProps {
  commands: () => MenuCommand[];
  choose: (run: () => void) => void;
}

/** Drawn only while the menu is open. */
function Items({ commands, choose }: ItemsProps) {
  return (
    <CommandItems
      commands={commands()}
      item={({ title, keys, run }, children) => (
        <DropdownMenu.Item
          key={title}
          className={menu.item}
          aria-keyshortcuts={keys || undefined}
          onSelect={() => choose(run)}
        >
          {children}
        </DropdownMenu.Item>
      )}
      separator={(key) => <DropdownMenu.Separator key={key} className={menu.separator} />}
    />
  );
}
