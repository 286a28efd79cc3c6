import { ToggleGroup } from "radix-ui";
import { useEffect, useState } from "react";
import type { AppInfo } from "../../src-shared/ipc";
import { ipc } from "../ipc";
import { Dialog } from "../ui/dialog";
import styles from "./settings-dialog.module.css";
import { openOverlay } from "./shell-store";
import { setTheme, themes, useTheme } from "./theme";

const words = { system: "As the system", light: "Light", dark: "Dark" } as const;

export function SettingsDialog() {
  const theme = useTheme((state) => state.theme);
  const [info, setInfo] = useState<AppInfo | string | null>(null);
  useEffect(() => {
    void ipc.appInfo().then((reply) => setInfo(reply.ok ? reply.value : reply.failure.message));
  }, []);
  return (
    <Dialog title="Settings" onClose={() => openOverlay(null)}>
      <h3 className={styles.heading} id="settings-theme">
        Appearance
      </h3>
      <ToggleGroup.Root
        type="single"
        value={theme}
        aria-labelledby="settings-theme"
        className={styles.choices}
        onValueChange={(value) => {
          const chosen = themes.find((each) => each === value);
          if (chosen !== undefined) setTheme(chosen);
        }}
      >
        {themes.map((each) => (
          <ToggleGroup.Item key={each} value={each} className={styles.choice}>
            {words[each]}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
      <h3 className={styles.heading}>About</h3>
      {typeof info === "string" && <p className={styles.failed}>{info}</p>}
      {info !== null && typeof info === "object" && (
        <dl className={styles.about}>
          <Row name="Rmote Desktop">{info.version}</Row>
          <Row name="Files">{info.dataFolder}</Row>
          <Row name="ssh config">{info.sshConfigFile}</Row>
          <Row name="Runs on">
            {`Electron ${info.electronVersion}, Chromium ${info.chromeVersion}, Node ${info.nodeVersion}, ${info.platform}`}
          </Row>
        </dl>
      )}
    </Dialog>
  );
}

function Row({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="selectable">{children}</dd>
    </div>
  );
}
