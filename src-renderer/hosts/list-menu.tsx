import { Ellipsis } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { IconButton } from "../ui/button";
import menu from "../ui/menu.module.css";
import { CommandItems, useAfterMenu } from "./command-items";
import { listCommands } from "./host-commands";

/** What can be done with the list as a whole: groups, import, export. */
export function ListMenu() {
  const after = useAfterMenu();
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <IconButton icon={Ellipsis} label="More for hosts" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={menu.menu}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Hosts"
          onCloseAutoFocus={after.onCloseAutoFocus}
        >
          <CommandItems
            commands={listCommands()}
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
