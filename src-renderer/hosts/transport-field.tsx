import { RadioGroup } from "radix-ui";
import type { TransportKind } from "../../src-shared/host";
import styles from "./edit-fields.module.css";

const transports: { kind: TransportKind; label: string; when: string }[] = [
  {
    kind: "openssh",
    label: "OpenSSH",
    when: "The ssh of this system; all of ~/.ssh/config holds.",
  },
  {
    kind: "ssh2",
    label: "Built-in",
    when: "Where there is no ssh here. Needs no other program.",
  },
  { kind: "local", label: "This machine", when: "A Python here, without a login." },
  {
    kind: "command",
    label: "Command",
    when: "A container or anything else with a command before it.",
  },
];

export const transportLabels: Record<TransportKind, string> = {
  openssh: "OpenSSH",
  ssh2: "Built-in",
  local: "This machine",
  command: "Command",
};

interface TransportFieldProps {
  value: TransportKind | null;
  /** What holds if none is chosen, and where it comes from. */
  inherited: TransportKind;
  from: string;
  onChange: (value: TransportKind | null) => void;
}

/** How a host is reached, each way with the case that it is for. */
export function TransportField({ value, inherited, from, onChange }: TransportFieldProps) {
  const options = [
    {
      value: "inherited",
      label: transportLabels[inherited],
      when: from === "" ? "Unless a group says otherwise." : `Inherited ${from}.`,
    },
    ...transports.map(({ kind, ...more }) => ({ value: kind as string, ...more })),
  ];
  return (
    <RadioGroup.Root
      aria-label="Transport"
      className={styles.choices}
      value={value ?? "inherited"}
      onValueChange={(chosen) =>
        onChange(transports.find((each) => each.kind === chosen)?.kind ?? null)
      }
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className={styles.choice}
          aria-label={`${nameOf(option)}. ${option.when}`}
        >
          <span className={styles.dot} />
          <span className={styles.choiceLabel}>{nameOf(option)}</span>
          <span className={styles.when}>{option.when}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

function nameOf({ value, label }: { value: string; label: string }): string {
  return value === "inherited" ? `Default (${label})` : label;
}
