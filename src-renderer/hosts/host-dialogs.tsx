import { ConnectManyDialog } from "./connect-many-dialog";
import { EditGroupSheet } from "./group-sheet";
import { useHostDialog } from "./host-dialog-store";
import { AddHostSheet, EditHostSheet } from "./host-sheet";
import { EditHostsSheet } from "./hosts-sheet";
import { ImportDialog } from "./import-dialog";
import { MoveDialog, NewGroupDialog, RenameGroupDialog, TagDialog } from "./line-dialogs";
import { RemoveDialog } from "./remove-dialog";

/** The dialog about hosts or groups that is open, if one is. */
export function HostDialogs() {
  const dialog = useHostDialog((state) => state.dialog);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case "add":
      return <AddHostSheet address={dialog.address} />;
    case "edit":
      return <EditHostSheet hostId={dialog.hostId} part={dialog.part} />;
    case "edit-many":
      return <EditHostsSheet hostIds={dialog.hostIds} />;
    case "move":
      return <MoveDialog hostIds={dialog.hostIds} />;
    case "tag":
      return <TagDialog hostIds={dialog.hostIds} />;
    case "connect-many":
      return <ConnectManyDialog hostIds={dialog.hostIds} />;
    case "remove":
      return <RemoveDialog hostIds={dialog.hostIds} run={dialog.run} />;
    case "edit-group":
      return <EditGroupSheet path={dialog.path} />;
    case "new-group":
      return <NewGroupDialog outer={dialog.outer} />;
    case "rename-group":
      return <RenameGroupDialog path={dialog.path} />;
    case "import":
      return <ImportDialog preview={dialog.preview} />;
  }
}
