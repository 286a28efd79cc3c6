import { callNameOf, callPathOf, toolFolderOf, wrongCallName } from "../../src-shared/saved-call";
import { Button } from "../ui/button";
import { Dialog, DialogButtons } from "../ui/dialog";
import { LineDialog } from "../ui/line-dialog";
import { TextInput } from "../ui/text-input";
import { copyCallText, isCallThere, renameCall, showCallFile } from "./call-actions";
import { closeCallDialog, openCallDialog, useCallDialog } from "./call-dialog-store";
import { ChooseToolDialog } from "./choose-tool-dialog";
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
      return <ProblemDialog {...dialog} />;
    case "tool":
      return <ChooseToolDialog path={dialog.path} toolPath={dialog.toolPath} />;
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

interface ProblemDialogProps {
  path: string;
  words: string;
  canChoose?: boolean;
}

function ProblemDialog({ path, words, canChoose = false }: ProblemDialogProps) {
  const advice = canChoose
    ? "Choose what it is meant for, or mend the file by hand."
    : "The file is left as it is; once it is saved anew it is read again.";
  const choose = () => openCallDialog({ kind: "tool", path, toolPath: null });
  return (
    <Dialog
      title={`${callNameOf(path)} cannot be used`}
      description={`${words} ${advice}`}
      onClose={closeCallDialog}
    >
      <DialogButtons>
        <Button onClick={() => copyCallText(path)}>Copy its text</Button>
        <Button onClick={() => void showCallFile(path)}>Show in its folder</Button>
        {canChoose ? (
          <Button variant="primary" autoFocus onClick={choose}>
            Choose what it calls…
          </Button>
        ) : (
          <Button variant="primary" autoFocus onClick={closeCallDialog}>
            Close
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}
