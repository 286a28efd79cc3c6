import { Fragment, type ReactNode } from "react";
import menu from "../ui/menu.module.css";
import type { HostCommand } from "./host-commands";

interface CommandItemsProps {
  commands: readonly HostCommand[];
  /** Of the kind of menu that it is in. */
  item: (key: string, run: () => void, children: ReactNode) => ReactNode;
  separator: (key: string) => ReactNode;
}

/** Commands as the items of a menu, parts of them apart. */
export function CommandItems({ commands, item, separator }: CommandItemsProps) {
  return commands.map((command, at) => (
    <Fragment key={command.title}>
      {at > 0 && commands[at - 1]?.part !== command.part && separator(`before ${command.title}`)}
      {item(
        command.title,
        command.run,
        <>
          {command.label}
          {command.keys !== "" && <kbd className={menu.keys}>{command.keys}</kbd>}
        </>,
      )}
    </Fragment>
  ));
}

/** Runs what was chosen in a menu once the menu is gone, which would take the focus from a dialog. */
export function afterMenu(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run));
}
