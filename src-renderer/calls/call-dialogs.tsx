import { callNameOf, callPathOf, toolFolderOf, wrongCallName } from "../../src-shared/saved-call";
import { Button } from "../ui/button";
import { Dialog, DialogButtons } from "../ui/dialog";
import { LineDialog } from "../ui/line-dialog";
import { TextInput } from "../ui/text-input";
import { copyCallText, isCallThere, renameCall, showCallFile } from "./call-actions";
import { closeCallDialog, useCallDialog } from "./call-dialog-store";
import { RunDialog } from "./run-dialog";
import { SaveCallDialog } from "./save-call-dialog";

/** The dialog about saved calls that is open, if one is. */
export function CallDialogs() {
  const dialog = useCallDialog((state) => state.dialog);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case "save":
      return <SaveCallDialog consoleId={dialog.consoleId} />;
    case "rename":
      return <RenameDialog path={dialog.path} />;
    case "problem":
      return <ProblemDialog path={dialog.path} words={dialog.words} />;
    case "run":
      return <RunDialog path={dialog.path} />;
  }
}

function RenameDialog({ path }: { path: string }) {
  const old = callNameOf(path);
  const check = (name: string) => {
    const wrong = wrongCallName(name);
    if (wrong !== null || name === old) return wrong;
    return isCallThere(callPathOf(toolFolderOf(path), name))
      ? `There is a call ${name} already.`
      : null;
  };
  return (
    <LineDialog
      title={`Rename ${old}`}
      label="Name"
      saveLabel="Rename"
      first={old}
      check={check}
      onSave={(name) => renameCall(path, name)}
      onClose={closeCallDialog}
      control={(ids, line, set) => <TextInput {...ids} value={line} onChange={set} />}
    />
  );
}

function ProblemDialog({ path, words }: { path: string; words: string }) {
  return (
    <Dialog
      title={`${callNameOf(path)} cannot be used`}
      description={`${words} The file is left as it is; once it is saved anew it is read again.`}
      onClose={closeCallDialog}
    >
      <DialogButtons>
        <Button onClick={() => copyCallText(path)}>Copy its text</Button>
        <Button onClick={() => void showCallFile(path)}>Show in its folder</Button>
        <Button variant="primary" autoFocus onClick={closeCallDialog}>
          Close
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
