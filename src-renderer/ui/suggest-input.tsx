import { Popover } from "radix-ui";
import { type ComponentProps, type KeyboardEvent, useId, useState } from "react";
import { classes } from "./classes";
import styles from "./suggest-input.module.css";
import { TextInput } from "./text-input";

interface SuggestInputProps
  extends Omit<ComponentProps<"input">, "onChange" | "value" | "onSelect"> {
  value: string;
  onChange: (text: string) => void;
  /** All there are; those that have what is typed are offered. */
  suggestions: readonly string[];
  /** Called instead of `onChange` with one that was chosen. */
  onChoose?: (text: string) => void;
  isCode?: boolean;
}

/** As many as one looks at before one types on. */
const MOST = 50;

/** A line of text with a list of what one may mean. Anything else can be typed too. */
export function SuggestInput(props: SuggestInputProps) {
  const { value, onChange, suggestions, onChoose = onChange, onKeyDown, ...rest } = props;
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const listId = useId();
  const typed = value.trim().toLowerCase();
  const exact = suggestions.some((each) => each.toLowerCase() === typed);
  // One that is chosen already does not hide the others.
  const shown = suggestions
    .filter((each) => exact || each.toLowerCase().includes(typed))
    .slice(0, MOST);
  const isShown = isOpen && shown.length > 0;
  const open = () => {
    setOpen(true);
    setActive(-1);
  };
  const choose = (text: string) => {
    onChoose(text);
    setOpen(false);
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    const chosen = isShown ? shown[active] : undefined;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!isShown) open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const from = active === -1 && step === -1 ? 0 : active;
      setActive((from + step + shown.length) % Math.max(1, shown.length));
    } else if (event.key === "Enter" && chosen !== undefined) choose(chosen);
    else return onKeyDown?.(event);
    event.preventDefault();
  };
  return (
    <Popover.Root open={isShown} onOpenChange={setOpen}>
      <Popover.Anchor asChild>
        <TextInput
          {...rest}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isShown}
          aria-controls={listId}
          aria-activedescendant={isShown && active !== -1 ? `${listId}-${active}` : undefined}
          value={value}
          onChange={(text) => {
            onChange(text);
            open();
          }}
          onClick={open}
          onKeyDown={keys}
          onBlur={(event) => {
            setOpen(false);
            rest.onBlur?.(event);
          }}
        />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className={styles.list}
          role="presentation"
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => event.preventDefault()}
          // A dialog around it would keep the wheel for itself.
          onWheel={(event) => event.stopPropagation()}
        >
          <div id={listId} role="listbox" aria-label="Suggestions">
            {shown.map((each, at) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the input has the focus and names the active option
              <div
                key={each}
                id={`${listId}-${at}`}
                role="option"
                aria-selected={at === active}
                className={classes(styles.option, at === active && styles.active)}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => choose(each)}
              >
                {each}
              </div>
            ))}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
