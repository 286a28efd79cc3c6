import { Ban } from "lucide-react";
import { RadioGroup } from "radix-ui";
import { type HostColour, hostColours } from "../../src-shared/host";
import { Tip } from "../ui/tooltip";
import styles from "./edit-fields.module.css";

interface ColourFieldProps {
  /** Undefined: nothing is chosen, as for several hosts. */
  value: HostColour | null | undefined;
  onChange: (colour: HostColour | null) => void;
}

/** The colour that a host or a group is marked with. */
export function ColourField({ value, onChange }: ColourFieldProps) {
  return (
    <RadioGroup.Root
      aria-label="Colour"
      className={styles.colours}
      value={value === undefined ? "" : (value ?? "none")}
      onValueChange={(chosen) => onChange(hostColours.find((each) => each === chosen) ?? null)}
    >
      {(["none", ...hostColours] as const).map((colour) => {
        const label = colour === "none" ? "No colour" : colour;
        return (
          <Tip key={colour} text={label}>
            <RadioGroup.Item
              value={colour}
              aria-label={label}
              data-colour={colour}
              className={styles.colour}
            >
              {colour === "none" && <Ban size={13} aria-hidden />}
            </RadioGroup.Item>
          </Tip>
        );
      })}
    </RadioGroup.Root>
  );
}
