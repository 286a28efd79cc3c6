import { FileCode, Server, Settings, Wrench } from "lucide-react";
import { IconButton } from "../ui/button";
import styles from "./rail.module.css";
import { chooseSection, openOverlay, type Section, useShell } from "./shell-store";

const sections = [
  { id: "hosts", label: "Hosts", icon: Server },
  { id: "templates", label: "Templates", icon: FileCode },
  { id: "tools", label: "Tools", icon: Wrench },
] as const satisfies { id: Section; label: string; icon: typeof Server }[];

export function Rail() {
  const section = useShell((state) => state.section);
  const sidebarOpen = useShell((state) => state.sidebarOpen);
  return (
    <nav className={styles.rail} aria-label="Sections">
      {sections.map(({ id, label, icon }) => (
        <IconButton
          key={id}
          icon={icon}
          size={19}
          label={label}
          tipSide="right"
          className={styles.item}
          aria-pressed={section === id && sidebarOpen}
          onClick={() => chooseSection(id)}
        />
      ))}
      <span className={styles.space} />
      <IconButton
        icon={Settings}
        size={19}
        label="Settings"
        tipSide="right"
        className={styles.item}
        onClick={() => openOverlay("settings")}
      />
    </nav>
  );
}
