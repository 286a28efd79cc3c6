import { useIsToolUnsaved } from "./own-tool-sessions";
import { ownToolPath, useOwnTools } from "./own-tools-store";

interface UnsavedNoteProps {
  toolKey: string;
  className: string | undefined;
}

/** Says that a call of an own tool would run what stands in its editor, and not what is saved. */
export function UnsavedNote({ toolKey, className }: UnsavedNoteProps) {
  const path = useOwnTools(() => ownToolPath(toolKey)) ?? "";
  const isUnsaved = useIsToolUnsaved(path);
  if (!isUnsaved) return null;
  return (
    <p className={className} role="status">
      Calls the text of {path} as it stands in its editor, which is not saved.
    </p>
  );
}
