import { Ellipsis } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { CommandItems, useAfterMenu } from "../hosts/command-items";
import { IconButton } from "../ui/button";
import menu from "../ui/menu.module.css";
import type { LibraryKind } from "./library-kind";
import { treeCommands } from "./tree-commands";

/** What can be done with a library as a whole: folders, import, export. */
export function LibraryMenu({ kind }: { kind: LibraryKind }) {
  const after = useAfterMenu();
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <IconButton icon={Ellipsis} label={`More for ${kind.title.toLowerCase()}`} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={menu.menu}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label={kind.title}
          onCloseAutoFocus={after.onCloseAutoFocus}
        >
          <CommandItems
            commands={treeCommands(kind, undefined)}
            item={({ title, keys, run }, children) => (
              <DropdownMenu.Item
                key={title}
                className={menu.item}
                aria-keyshortcuts={keys || undefined}
                onSelect={() => after.choose(run)}
              >
                {children}
              </DropdownMenu.Item>
            )}
            separator={(key) => <DropdownMenu.Separator key={key} className={menu.separator} />}
          />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
