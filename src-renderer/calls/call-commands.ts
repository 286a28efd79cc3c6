import { callNameOf, secretsOf } from "../../src-shared/saved-call";
import { canUndoFiles, undoLastFiles } from "../library/library-actions";
import { focusTab } from "../shell/focus";
import { pressShown } from "../shell/press-shown";
import { modKey } from "../ui/keys";
import { type MenuCommand, menuCommand } from "../ui/menu-command";
import {
  copyCallText,
  deleteCall,
  duplicateCall,
  exportCall,
  forgetSecrets,
  openSavedCall,
  showCallFile,
} from "./call-actions";
import { openCallDialog } from "./call-dialog-store";
import { findTarget, knownTools } from "./call-tool";
import { runSavedCall } from "./run-store";
import { savedCallFile, useSavedCalls } from "./saved-calls-store";

/** What can be done with a saved call. */
export function callCommands(path: string): MenuCommand[] {
  const read = savedCallFile(path)?.read;
  const hasSecrets = read?.ok === true && secretsOf(read.call).length > 0;
  const found = read?.ok ? findTarget(path, read.call, knownTools()) : null;
  const canChoose =
    (found?.kind === "trouble" && found.canChoose) || (read?.ok && read.call.file !== null);
  return [
    menuCommand(1, "Run", () => void runSavedCall(path), "Shift+Enter"),
    menuCommand(1, "Open in the form", () => void openSavedCall(path), "Enter"),
    menuCommand(2, "Rename…", () => openCallDialog({ kind: "rename", path }), "F2"),
    ...(canChoose
      ? [
          menuCommand(2, "Choose what it calls…", () =>
            openCallDialog({ kind: "tool", path, toolPath: null }),
          ),
        ]
      : []),
    menuCommand(2, "Duplicate", () => void duplicateCall(path)),
    menuCommand(2, `Delete ${callNameOf(path)}`, () => void deleteCall(path), "Del"),
    ...(hasSecrets ? [menuCommand(2, "Forget its secrets", () => void forgetSecrets(path))] : []),
    menuCommand(3, "Copy its text", () => copyCallText(path)),
    menuCommand(3, "Show in its folder", () => void showCallFile(path)),
    menuCommand(3, "Export to a folder…", () => exportCall(path)),
    ...(canUndoFiles() ? [menuCommand(4, "Undo", undoLastFiles, `${modKey}+Z`)] : []),
  ];
}

/** For the palette. */
export function savedCallCommands(): { label: string; keys: string; run: () => void }[] {
  const canSave = document.querySelector<HTMLElement>("[data-save-call]")?.checkVisibility();
  return [
    ...(canSave
      ? [
          {
            label: "Save the call…",
            keys: `${modKey}+Shift+S`,
            run: () => void pressShown("[data-save-call]"),
          },
        ]
      : []),
    ...[...useSavedCalls.getState().files.keys()].map((path) => ({
      label: `Run the call ${callNameOf(path)}`,
      keys: "",
      run: () => void runSavedCall(path),
    })),
  ];
}

/** For quick open: opens the call in its form. */
export async function goToSavedCall(path: string): Promise<void> {
  await openSavedCall(path);
  focusTab();
}
