import { Save } from "lucide-react";
import header from "../templates/template-header.module.css";
import { Button } from "../ui/button";
import { modKey } from "../ui/keys";
import { saveOwnTool } from "./own-tool-actions";
import { OwnToolProblems } from "./own-tool-problems";
import type { OwnToolSession } from "./own-tool-session";
import { useIsToolUnsaved } from "./own-tool-sessions";

/** Which file it is, and whether it is saved. */
export function OwnToolHeader({ session }: { session: OwnToolSession }) {
  const { path } = session;
  const isUnsaved = useIsToolUnsaved(path);
  const at = path.lastIndexOf("/") + 1;
  return (
    <header className={header.header}>
      <h1 className={header.path} title={path}>
        {at > 0 && <span className={header.folder}>{path.slice(0, at)}</span>}
        {path.slice(at)}
      </h1>
      {isUnsaved && (
        <span className={header.unsaved} role="status">
          Unsaved changes
        </span>
      )}
      <span className={header.space} />
      <OwnToolProblems session={session} />
      <Button
        icon={Save}
        keys={`${modKey}+S`}
        variant="quiet"
        data-save
        disabled={!isUnsaved}
        onClick={() => void saveOwnTool(session)}
      >
        Save
      </Button>
    </header>
  );
}
