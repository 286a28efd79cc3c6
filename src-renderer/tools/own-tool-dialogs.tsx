import { useState } from "react";
import { libraryList } from "../library/library-store";
import { closeTab, ownToolTabId } from "../shell/shell-store";
import dialogs from "../templates/template-dialogs.module.css";
import { Button } from "../ui/button";
import { Dialog, DialogButtons } from "../ui/dialog";
import { LineDialog } from "../ui/line-dialog";
import { TextInput } from "../ui/text-input";
import { newToolText } from "./new-tool-text";
import { createOwnTool, saveOwnTool } from "./own-tool-actions";
import { closeOwnToolDialog, useOwnToolDialog } from "./own-tool-dialog-store";
import { ownToolPathOf, wrongToolName } from "./own-tool-name";
import { knownToolSession } from "./own-tool-sessions";

/** The dialog about own tools that is open, if one is. */
export function OwnToolDialogs() {
  const dialog = useOwnToolDialog((state) => state.dialog);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case "new":
      return <NewToolDialog folder={dialog.folder} />;
    case "close":
      return <CloseDialog path={dialog.path} />;
  }
}

export function isToolPath(path: string): boolean {
  return libraryList("tools")?.files.some((file) => file.path === path) ?? false;
}

function NewToolDialog({ folder }: { folder: string }) {
  return (
    <LineDialog
      title={folder === "" ? "New tool" : `New tool in ${folder}`}
      description="It is a Python file. It begins with a small tool that you can call at once."
      label="Name"
      saveLabel="Create the tool"
      first=""
      check={(line) => wrongToolName(folder, line, isToolPath)}
      onSave={(line) => {
        const path = ownToolPathOf(folder, line);
        return createOwnTool(path, newToolText(path));
      }}
      onClose={closeOwnToolDialog}
      control={(ids, line, set) => (
        <TextInput {...ids} isCode placeholder="nginx" value={line} onChange={set} />
      )}
    />
  );
}

function CloseDialog({ path }: { path: string }) {
  const [error, setError] = useState<string | null>(null);
  const close = () => {
    closeOwnToolDialog();
    closeTab(ownToolTabId(path));
  };
  const save = async () => {
    const session = knownToolSession(path);
    const failed = session === undefined ? null : await saveOwnTool(session);
    if (failed === null) close();
    else setError(failed);
  };
  return (
    <Dialog
      title={`Save the changes of ${path.slice(path.lastIndexOf("/") + 1)}?`}
      description="What is not saved is lost when the tab is closed."
      isModalQuestion
      onClose={closeOwnToolDialog}
    >
      <p className={dialogs.error} role="alert">
        {error}
      </p>
      <DialogButtons>
        <Button onClick={closeOwnToolDialog}>Cancel</Button>
        <Button
          variant="danger"
          onClick={() => {
            knownToolSession(path)?.documents.discard();
            close();
          }}
        >
          Don't save
        </Button>
        <Button variant="primary" autoFocus onClick={() => void save()}>
          Save
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
