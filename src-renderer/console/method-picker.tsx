import { Command } from "cmdk";
import { ChevronsUpDown } from "lucide-react";
import { Popover } from "radix-ui";
import { useId, useRef, useState } from "react";
import { isSnippetModule } from "../../src-shared/snippet";
import type { Tool } from "../../src-shared/tool";
import { ownToolPath } from "../tools/own-tools-store";
import type { MethodChoice } from "./console-store";
import styles from "./method-picker.module.css";

interface MethodPickerProps {
  tools: readonly Tool[];
  choice: MethodChoice | null;
  onChoose: (choice: MethodChoice) => void;
  /** One was chosen, and the list is gone. */
  onChosen: () => void;
}

/** Chooses a method of any tool: grouped by tool, found by typing. */
export function MethodPicker({ tools, choice, onChoose, onChosen }: MethodPickerProps) {
  const [isOpen, setOpen] = useState(false);
  const isChosen = useRef(false);
  const id = useId();
  const tool = tools.find((each) => each.key === choice?.toolKey);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          role="combobox"
          aria-label="Method"
          aria-expanded={isOpen}
          aria-controls={id}
          aria-haspopup="dialog"
          data-tab-focus
          className={styles.trigger}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
            event.preventDefault();
            setOpen(true);
          }}
        >
          {tool === undefined || choice === null ? (
            <span className={styles.placeholder}>Choose a method</span>
          ) : (
            <span className={styles.name}>
              <span className={styles.tool}>{tool.name}.</span>
              {choice.method}
            </span>
          )}
          <ChevronsUpDown size={13} aria-hidden />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          id={id}
          className={styles.popover}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Choose a method"
          onCloseAutoFocus={(event) => {
            if (!isChosen.current) return;
            isChosen.current = false;
            event.preventDefault();
            onChosen();
          }}
        >
          <Command label="Search by name or summary" filter={rank} loop>
            <Command.Input className={styles.input} placeholder="Search by name or summary" />
            <Command.List className={styles.list} label="Choices">
              <Command.Empty className={styles.empty}>No method has these words.</Command.Empty>
              {tools.map((each) => (
                <Command.Group key={each.key} heading={<Heading tool={each} />}>
                  {each.methods.map((method) => (
                    <Command.Item
                      key={method.name}
                      value={`${each.key}.${method.name}`}
                      keywords={[`${each.name}.${method.name}`, method.summary]}
                      className={styles.item}
                      onSelect={() => {
                        onChoose({ toolKey: each.key, method: method.name });
                        isChosen.current = true;
                        setOpen(false);
                      }}
                    >
                      <code>{method.name}</code>
                      <span className={styles.summary}>{method.summary}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The name of a tool; of an own one its file too, and of a snippet's that word: two may have one name. */
function Heading({ tool }: { tool: Tool }) {
  const path = isSnippetModule(tool.module) ? "snippet" : ownToolPath(tool.key);
  return (
    <>
      {tool.name}
      {path !== undefined && <span className={styles.path}>{path}</span>}
    </>
  );
}

/** What is shown for a search, and in which order: a name that begins so, one that has it, a summary that does. */
function rank(_value: string, search: string, keywords: string[] = []): number {
  const [name = "", summary = ""] = keywords.map((each) => each.toLowerCase());
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const hasAll = (text: string) => words.every((word) => text.includes(word));
  const first = words[0] ?? "";
  if (name.slice(name.lastIndexOf(".") + 1).startsWith(first) && hasAll(name)) return 1;
  if (hasAll(name)) return 0.8;
  return hasAll(`${name}\n${summary}`) ? 0.3 : 0;
}
