import { Save, Send } from "lucide-react";
import { Button } from "../ui/button";
import { modKey } from "../ui/keys";
import { saveTemplate } from "./template-actions";
import { openTemplateDialog } from "./template-dialog-store";
import styles from "./template-header.module.css";
import type { TemplateSession } from "./template-session";
import { useIsUnsaved } from "./template-sessions";

/** Which template it is, and what can be done with it as a whole. */
export function TemplateHeader({ session }: { session: TemplateSession }) {
  const isUnsaved = useIsUnsaved(session.path);
  const at = session.path.lastIndexOf("/") + 1;
  return (
    <header className={styles.header}>
      <h1 className={styles.path} title={session.path}>
        {at > 0 && <span className={styles.folder}>{session.path.slice(0, at)}</span>}
        {session.path.slice(at)}
      </h1>
      {isUnsaved && (
        <span className={styles.unsaved} role="status">
          Unsaved changes
        </span>
      )}
      <span className={styles.space} />
      <Button
        icon={Save}
        keys={`${modKey}+S`}
        variant="quiet"
        data-save
        disabled={!isUnsaved}
        onClick={() => void saveTemplate(session)}
      >
        Save
      </Button>
      <Button
        icon={Send}
        data-apply
        onClick={() => openTemplateDialog({ kind: "apply", template: session.path })}
      >
        Apply to hosts…
      </Button>
    </header>
  );
}
