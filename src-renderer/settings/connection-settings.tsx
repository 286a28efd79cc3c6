import { type ReactNode, useId } from "react";
import type { AppInfo } from "../../src-shared/ipc";
import { Button } from "../ui/button";
import styles from "./settings-dialog.module.css";
import { chooseSshConfig, saveSettings, useSettings } from "./settings-store";

/** What holds for all connections. */
export function ConnectionSettings() {
  const settings = useSettings((state) => state.settings);
  const info = useSettings((state) => state.info);
  if (settings === null) return null;
  return (
    <>
      {info !== null && <SshConfig info={info} />}
      <Check
        isChecked={settings.autoReconnect}
        hint="With growing pauses. Calls that were running are never repeated."
        onChange={(autoReconnect) => void saveSettings({ autoReconnect })}
      >
        Reconnect by itself when a link is lost
      </Check>
      <Check
        isChecked={settings.reopenSessions}
        hint="Those that were open when the app ended."
        onChange={(reopenSessions) => void saveSettings({ reopenSessions })}
      >
        Open the sessions of the last time at the start
      </Check>
    </>
  );
}

function SshConfig({ info }: { info: AppInfo }) {
  const { sshConfigFile, sshConfigOrigin } = info;
  return (
    <div className={styles.file}>
      <p>ssh configuration</p>
      <code className="selectable">{sshConfigFile}</code>
      {sshConfigOrigin === "environment" ? (
        <p className={styles.hint}>
          The environment says so (RMOTE_DESKTOP_SSH_CONFIG), before any setting.
        </p>
      ) : (
        <>
          <p className={styles.hint}>It is read and watched, and never written to.</p>
          <div className={styles.buttons}>
            <Button onClick={() => void chooseSshConfig()}>Choose another file…</Button>
            {sshConfigOrigin === "setting" && (
              <Button onClick={() => void saveSettings({ sshConfigFile: null })}>
                Use the usual one
              </Button>
            )}
          </div>
        </>
      )}
    </div>
  );
}

interface CheckProps {
  isChecked: boolean;
  hint: string;
  onChange: (isChecked: boolean) => void;
  children: ReactNode;
}

function Check({ isChecked, hint, onChange, children }: CheckProps) {
  const id = useId();
  return (
    <div className={styles.check}>
      <input
        id={id}
        type="checkbox"
        checked={isChecked}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{children}</label>
      <p id={`${id}-hint`} className={styles.hint}>
        {hint}
      </p>
    </div>
  );
}
