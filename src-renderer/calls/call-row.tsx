import { Bookmark, Play, TriangleAlert } from "lucide-react";
import { undoLastFiles } from "../library/library-actions";
import type { LibraryChild } from "../library/library-rows";
import { deleteCall, openSavedCall } from "./call-actions";
import { openCallDialog } from "./call-dialog-store";
import styles from "./call-row.module.css";
import { runSavedCall } from "./run-store";

/** What stands before the name of a saved call. */
export function CallIcon({ isWrong }: Pick<LibraryChild, "isWrong">) {
  return isWrong ? <TriangleAlert size={13} className={styles.wrong} /> : <Bookmark size={13} />;
}

/** Runs a saved call. For the pointer alone: Shift+Enter runs the row that the keyboard is on. */
export function RunCallButton({ path, label, isWrong }: LibraryChild) {
  if (isWrong) return null;
  return (
    <button
      type="button"
      aria-hidden
      tabIndex={-1}
      title={`Run ${label}`}
      className={styles.run}
      onClick={(event) => {
        event.stopPropagation();
        void runSavedCall(path);
      }}
    >
      <Play size={12} />
    </button>
  );
}

/** The keys of a row of a saved call. @returns whether it was one */
export function onCallKey({ path }: LibraryChild, key: string, isShift: boolean): boolean {
  if (key === "Enter") void (isShift ? runSavedCall(path) : openSavedCall(path));
  else if (isShift) return false;
  else if (key === "F2") openCallDialog({ kind: "rename", path });
  else if (key === "Delete") void deleteCall(path);
  else if (key === "Mod+z") undoLastFiles();
  else return false;
  return true;
}
