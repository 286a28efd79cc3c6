import { ToggleGroup } from "radix-ui";
import { type ReactNode, useEffect, useId } from "react";
import { openOverlay } from "../shell/shell-store";
import { setTheme, themes, useTheme } from "../shell/theme";
import { Dialog } from "../ui/dialog";
import { FailureView } from "../ui/failure-view";
import { ConnectionSettings } from "./connection-settings";
import { RememberedAnswers } from "./remembered-answers";
import styles from "./settings-dialog.module.css";
import { loadSettings, useSettings } from "./settings-store";

const words = { system: "As the system", light: "Light", dark: "Dark" } as const;

export function SettingsDialog() {
  const failure = useSettings((state) => state.failure);
  useEffect(() => {
    void loadSettings();
  }, []);
  return (
    <Dialog title="Settings" isWide onClose={() => openOverlay(null)}>
      {failure !== null && <FailureView failure={failure} />}
      <Part title="Connections">
        <ConnectionSettings />
      </Part>
      <Part title="Remembered answers">
        <RememberedAnswers />
      </Part>
      <Part title="Appearance">
        <Appearance />
      </Part>
      <Part title="About">
        <About />
      </Part>
    </Dialog>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h3 className={styles.heading} id={id}>
        {title}
      </h3>
      <div className={styles.body}>{children}</div>
    </section>
  );
}

function Appearance() {
  const theme = useTheme((state) => state.theme);
  return (
    <ToggleGroup.Root
      type="single"
      value={theme}
      aria-label="Appearance"
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
  );
}

function About() {
  const info = useSettings((state) => state.info);
  if (info === null) return null;
  const parts = [
    `Electron ${info.electronVersion}`,
    `Chromium ${info.chromeVersion}`,
    `Node ${info.nodeVersion}`,
    info.platform,
  ];
  return (
    <dl className={styles.about}>
      <Row name="Rmote Desktop">{info.version}</Row>
      <Row name="Files">
        <code>{info.dataFolder}</code>
      </Row>
      <Row name="Runs on">{parts.join(", ")}</Row>
    </dl>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="selectable">{children}</dd>
    </div>
  );
}
