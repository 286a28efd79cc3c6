import { useState } from "react";
import { closeTab } from "../shell/shell-store";
import { Button } from "../ui/button";
import { Dialog, DialogButtons } from "../ui/dialog";
import { LineDialog } from "../ui/line-dialog";
import { TextInput } from "../ui/text-input";
import styles from "./file-dialogs.module.css";

interface NewFileDialogProps {
  /** What it is of, as in "New template". */
  word: string;
  /** Empty for the outermost. */
  folder: string;
  description: string;
  placeholder: string;
  /** @returns what is wrong with the name, or null */
  check: (name: string) => string | null;
  /** @returns why it could not be made, or null */
  onCreate: (name: string) => Promise<string | null>;
  onClose: () => void;
}

/** Asks for the name of a new file of a library. */
export function NewFileDialog(props: NewFileDialogProps) {
  const { word, folder, description, placeholder, check, onCreate, onClose } = props;
  return (
    <LineDialog
      title={folder === "" ? `New ${word}` : `New ${word} in ${folder}`}
      description={description}
      label="Name"
      saveLabel={`Create the ${word}`}
      first=""
      check={check}
      onSave={onCreate}
      onClose={onClose}
      control={(ids, line, set) => (
        <TextInput {...ids} isCode placeholder={placeholder} value={line} onChange={set} />
      )}
    />
  );
}

interface UnsavedDialogProps {
  path: string;
  tabId: string;
  /** @returns why it could not be saved, or null */
  save: () => Promise<string | null>;
  discard: () => void;
  onClose: () => void;
}

/** Asks what becomes of what is not saved, before a tab is closed. */
export function UnsavedDialog({ path, tabId, save, discard, onClose }: UnsavedDialogProps) {
  const [error, setError] = useState<string | null>(null);
  const close = () => {
    onClose();
    closeTab(tabId);
  };
  const saveAndClose = async () => {
    const failed = await save();
    if (failed === null) close();
    else setError(failed);
  };
  return (
    <Dialog
      title={`Save the changes of ${path.slice(path.lastIndexOf("/") + 1)}?`}
      description="What is not saved is lost when the tab is closed."
      isModalQuestion
      onClose={onClose}
    >
      <p className={styles.error} role="alert">
        {error}
      </p>
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="danger"
          onClick={() => {
            discard();
            close();
          }}
        >
          Don't save
        </Button>
        <Button variant="primary" autoFocus onClick={() => void saveAndClose()}>
          Save
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
