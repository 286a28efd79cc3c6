import type { Become } from "../../src-shared/host";
import { Select } from "../ui/select";
import { TextInput } from "../ui/text-input";
import styles from "./edit-fields.module.css";
import type { SettingsDraft } from "./host-draft";

interface BecomeFieldProps {
  become: SettingsDraft["become"];
  inherited: Become | null | undefined;
  from: string;
  describedBy: string;
  onChange: (become: SettingsDraft["become"]) => void;
}

/** Which other user the agent runs as, and what makes it so. */
export function BecomeField({ become, inherited, from, describedBy, onChange }: BecomeFieldProps) {
  const method = typeof become === "string" ? become : become.method;
  const options = [
    { value: "inherited", label: inheritedWords(inherited, from) },
    ...(inherited ? [{ value: "nobody", label: "Stay the same user" }] : []),
    { value: "sudo", label: "sudo" },
    { value: "doas", label: "doas" },
    { value: "su", label: "su" },
  ];
  const choose = (value: string) => {
    if (value === "inherited" || value === "nobody") return onChange(value);
    const found = (["sudo", "doas", "su"] as const).find((each) => each === value);
    const user = typeof become === "string" ? "root" : become.user;
    if (found !== undefined) onChange({ method: found, user });
  };
  return (
    <div className={styles.line}>
      <Select label="Become by" value={method} options={options} onChange={choose} />
      {typeof become !== "string" && (
        <TextInput
          isShort
          aria-label="Become user"
          aria-describedby={describedBy}
          placeholder="root"
          value={become.user}
          onChange={(user) => onChange({ ...become, user })}
        />
      )}
    </div>
  );
}

function inheritedWords(become: Become | null | undefined, from: string): string {
  if (become) return `${become.method} as ${become.user} (${from})`;
  return become === null ? `Stay the same user (${from})` : "Stay the same user";
}
