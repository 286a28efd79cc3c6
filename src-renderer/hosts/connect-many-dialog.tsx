import { formatPlural } from "../../src-shared/format";
import { Button } from "../ui/button";
import { Dialog, DialogButtons } from "../ui/dialog";
import { connectAll } from "./connect-many";
import { closeHostDialog } from "./host-dialog-store";

/** Asks before a great many hosts are connected to. */
export function ConnectManyDialog({ hostIds }: { hostIds: readonly string[] }) {
  const hosts = formatPlural(hostIds.length, "host");
  return (
    <Dialog
      title={`Connect to ${hosts}?`}
      description="A few are connected to at a time, and each may ask for its key or a password. Disconnect calls off those whose turn has not come."
      onClose={closeHostDialog}
    >
      <DialogButtons>
        <Button onClick={closeHostDialog}>Cancel</Button>
        <Button
          variant="primary"
          autoFocus
          onClick={() => {
            closeHostDialog();
            void connectAll(hostIds);
          }}
        >
          Connect to {hosts}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
