import { formatPlural } from "../../src-shared/format";
import { Button } from "../ui/button";
import { Dialog, DialogButtons } from "../ui/dialog";
import { disconnectMany } from "./connect-many";
import { hostsByIds, nameOf } from "./host-actions";
import { closeHostDialog } from "./host-dialog-store";
import { isOpen, useHosts } from "./hosts-store";

interface RemoveDialogProps {
  hostIds: readonly string[];
  /** Removes them. */
  run: () => Promise<void>;
}

/** Asks before hosts go whose sessions are open. Cancel comes first: Enter alone ends nothing. */
export function RemoveDialog({ hostIds, run }: RemoveDialogProps) {
  const sessions = useHosts((state) => state.sessions);
  const hosts = hostsByIds(hostIds);
  const open = hosts.filter(({ id }) => isOpen(sessions.get(id)));
  const calls = open.reduce((sum, { id }) => sum + (sessions.get(id)?.callsInFlight ?? 0), 0);
  const whose =
    open.length !== 1
      ? "Their open sessions end"
      : hosts.length === 1
        ? "Its open session ends"
        : `The open session of ${nameOf(open)} ends`;
  const more = calls === 0 ? "" : `, and ${formatPlural(calls, "call")} with it`;
  return (
    <Dialog
      title={`Remove ${nameOf(hosts)}?`}
      description={`${whose}${more}.`}
      onClose={closeHostDialog}
    >
      <DialogButtons>
        <Button onClick={closeHostDialog}>Cancel</Button>
        <Button
          variant="danger"
          onClick={() => {
            closeHostDialog();
            void disconnectMany(hostIds).then(run);
          }}
        >
          Disconnect and remove
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
