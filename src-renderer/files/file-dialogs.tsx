import { useState } from "react";
import { printableName } from "../../src-shared/printable";
import { Button } from "../ui/button";
import { Dialog, DialogButtons } from "../ui/dialog";
import { LineDialog } from "../ui/line-dialog";
import { TextInput } from "../ui/text-input";
import styles from "./conflict-dialog.module.css";
import { makeFolder, namesOf, remove, rename, wrongName } from "./file-actions";
import { closeFileDialog, type FileDialog, useFileDialog } from "./file-dialog-store";

/** Names that are told before the rest is counted. */
const TOLD = 6;

/** The dialog about files of a host that is open, if one is. */
export function FileDialogs() {
  const dialog = useFileDialog((state) => state.dialog);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case "new-folder":
      return <NewFolderDialog {...dialog} />;
    case "rename":
      return <RenameDialog {...dialog} />;
    case "remove":
      return <RemoveDialog {...dialog} />;
  }
}

function NewFolderDialog({ hostId, folder }: FileDialog & { kind: "new-folder" }) {
  return (
    <LineDialog
      onClose={closeFileDialog}
      title="New folder"
      description={`In ${printableName(folder)}`}
      label="Name"
      saveLabel="Make folder"
      first=""
      check={wrongName}
      onSave={(name) => makeFolder(hostId, folder, name)}
      control={(ids, line, set) => (
        <TextInput {...ids} autoFocus isCode value={line} onChange={set} />
      )}
    />
  );
}

function RenameDialog({ hostId, folder, entry }: FileDialog & { kind: "rename" }) {
  const shown = printableName(entry.name);
  // What cannot be typed cannot be kept in part: such a name is typed anew.
  const first = shown === entry.name ? shown : "";
  return (
    <LineDialog
      onClose={closeFileDialog}
      title={`Rename ${shown}`}
      label="New name"
      saveLabel="Rename"
      first={first}
      check={wrongName}
      onSave={(name) => rename(hostId, folder, entry.name, name)}
      control={(ids, line, set) => (
        <TextInput
          {...ids}
          autoFocus
          isCode
          onFocus={({ currentTarget }) => {
            // The name without what tells the kind of file.
            const dot = currentTarget.value.lastIndexOf(".");
            currentTarget.setSelectionRange(0, dot > 0 ? dot : currentTarget.value.length);
          }}
          value={line}
          onChange={set}
        />
      )}
    />
  );
}

/** Says what goes. Cancel comes first: Enter alone removes nothing. */
function RemoveDialog({ hostId, folder, entries }: FileDialog & { kind: "remove" }) {
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const run = async () => {
    setBusy(true);
    const reason = await remove(hostId, folder, entries);
    setBusy(false);
    setRefused(reason);
    if (reason === null) closeFileDialog();
  };
  const folders = entries.filter(({ type }) => type === "directory").length;
  const all = folders === 1 && entries.length === 1 ? "It goes" : "Folders go";
  const more =
    folders > 0 ? ` ${all} with all that is in ${entries.length === 1 ? "it" : "them"}.` : "";
  return (
    <Dialog
      title={`Remove ${namesOf(entries)}?`}
      description={`From ${printableName(folder)} on the host. This cannot be undone.${more}`}
      onClose={closeFileDialog}
    >
      {entries.length > 1 && (
        <ul className={styles.names}>
          {entries.slice(0, TOLD).map(({ name, type }) => (
            <li key={name} className="mono">
              {printableName(name)}
              {type === "directory" && "/"}
            </li>
          ))}
          {entries.length > TOLD && <li>and {entries.length - TOLD} more</li>}
        </ul>
      )}
      {refused !== null && (
        <p role="alert" className={styles.refused}>
          {refused}
        </p>
      )}
      <DialogButtons>
        <Button onClick={closeFileDialog}>{refused === null ? "Cancel" : "Close"}</Button>
        <Button variant="danger" disabled={isBusy} onClick={() => void run()}>
          {isBusy ? "Removing…" : "Remove"}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
