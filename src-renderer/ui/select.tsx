import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import { classes } from "./classes";
import menu from "./menu.module.css";
import styles from "./select.module.css";

export interface SelectOption {
  value: string;
  label: string;
}

interface SelectProps {
  label: string;
  value: string;
  options: readonly SelectOption[];
  onChange: (value: string) => void;
  placeholder?: string;
  /** Smaller and without an edge, for tool bars. */
  isQuiet?: boolean;
  isInvalid?: boolean;
  describedBy?: string | undefined;
  onBlur?: () => void;
}

export function Select(props: SelectProps) {
  const { label, value, options, onChange, placeholder = "Choose", isQuiet, isInvalid } = props;
  return (
    <Primitive.Root value={value} onValueChange={onChange}>
      <Primitive.Trigger
        aria-label={label}
        aria-invalid={isInvalid || undefined}
        aria-describedby={props.describedBy}
        onBlur={props.onBlur}
        className={classes(styles.trigger, isQuiet && styles.quiet)}
      >
        <span className={styles.value}>
          <Primitive.Value placeholder={placeholder} />
        </span>
        <ChevronDown size={13} aria-hidden />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          className={classes(menu.menu, styles.list)}
          position="popper"
          sideOffset={4}
          collisionPadding={8}
        >
          <Primitive.Viewport>
            {options.map((option) => (
              <Primitive.Item key={option.value} value={option.value} className={menu.item}>
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
                <Primitive.ItemIndicator className={styles.check}>
                  <Check size={13} aria-hidden />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
