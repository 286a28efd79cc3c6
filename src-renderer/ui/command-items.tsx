import { Fragment, type ReactNode, useRef } from "react";
import menu from "./menu.module.css";
import type { MenuCommand } from "./menu-command";

interface CommandItemsProps {
  commands: readonly MenuCommand[];
  /** Of the kind of menu that it is in. */
  item: (command: MenuCommand, children: ReactNode) => ReactNode;
  separator: (key: string) => ReactNode;
}

/** Commands as the items of a menu, parts of them apart. */
export function CommandItems({ commands, item, separator }: CommandItemsProps) {
  return commands.map((command, at) => (
    <Fragment key={command.title}>
      {at > 0 && commands[at - 1]?.part !== command.part && separator(`before ${command.title}`)}
      {item(
        command,
        <>
          {command.label}
          {command.keys !== "" && (
            <kbd className={menu.keys} aria-hidden>
              {command.keys}
            </kbd>
          )}
        </>,
      )}
    </Fragment>
  ));
}

/**
 * Runs what is chosen in a menu once the menu is gone and has given the focus back,
 * which it would else take from a dialog.
 */
export function useAfterMenu() {
  const chosen = useRef<(() => void) | null>(null);
  return {
    choose: (run: () => void) => {
      chosen.current = run;
    },
    /** Of the menu's content. */
    onCloseAutoFocus: () => {
      const run = chosen.current;
      chosen.current = null;
      if (run !== null) setTimeout(run);
    },
  };
}
