import { useEffect, useState } from "react";
import { formatBytes, formatExact } from "../../src-shared/format";
import { printableName } from "../../src-shared/printable";
import { type ConflictAnswer, isUnderWay, type Transfer } from "../../src-shared/transfer";
import { usePart } from "../hosts/part-store";
import { ipc } from "../ipc";
import { notify, useShell } from "../shell/shell-store";
import { Button } from "../ui/button";
import { Dialog, DialogButtons } from "../ui/dialog";
import styles from "./conflict-dialog.module.css";
import { endAsking, putOff, useConflicts } from "./conflict-store";
import { goalWords } from "./transfer-words";
import { transfersOf, useTransfers } from "./transfers-store";

type Asking = Transfer & { state: { kind: "asking" } };

const kinds = { file: "file", directory: "folder", link: "symbolic link", other: "device" };

const isAsking = (transfer: Transfer): transfer is Asking => transfer.state.kind === "asking";

/** Asks what becomes of what stands where a transfer goes, one after the other, for the host whose files are shown. */
export function ConflictDialog() {
  const hostId = useShell(({ tabs, activeTabId }) => {
    const tab = tabs.find((each) => each.id === activeTabId);
    return tab?.kind === "host" ? tab.hostId : "";
  });
  const part = usePart(hostId);
  const all = useTransfers((state) => state.all);
  const conflicts = useConflicts();
  if (part !== "files") return null;
  const asking = transfersOf(all, hostId).filter(isAsking);
  const wanted = asking.find(({ id }) => id === conflicts.wanted);
  const open = asking.filter(({ id }) => !conflicts.putOff.has(id));
  const first = wanted ?? open[0];
  if (first === undefined) return null;
  const hasMore = transfersOf(all, hostId).some((each) => each.id !== first.id && isUnderWay(each));
  return <Conflict key={first.id} transfer={first} asking={asking} hasMore={hasMore} />;
}

interface ConflictProps {
  transfer: Asking;
  asking: readonly Asking[];
  /** Whether others may ask the same. */
  hasMore: boolean;
}

function Conflict({ transfer, asking, hasMore }: ConflictProps) {
  const { id, state, isFolder } = transfer;
  const { standing, answers } = state;
  const [isForAll, setForAll] = useState(false);
  const name = printableName(transfer.name);
  const others = asking.length - 1;
  useEffect(() => endAsking, []);
  const answer = async (chosen: ConflictAnswer) => {
    const reply = await ipc.answerTransfer({ id, answer: chosen, isForAll });
    if (!reply.ok) notify(reply.failure.message);
  };
  const where = transfer.direction === "upload" ? "on the host" : "on this machine";
  return (
    <Dialog
      title={`${name} is there already`}
      isModalQuestion
      onClose={() => putOff(asking.map((each) => each.id))}
    >
      <p className={styles.path}>{goalWords(transfer)}</p>
      <p className={styles.words}>
        The {kinds[standing.type]} {where}
        {standing.type === "file" && ` has ${formatBytes(standing.size)} and`} was changed{" "}
        {formatExact(standing.modified).slice(0, 16)}. {consequence(answers, isFolder === true)}
      </p>
      {hasMore && (
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={isForAll}
            onChange={(event) => setForAll(event.target.checked)}
          />
          Do the same for all others of these that are there already
          {others > 0 && ` (${others} so far)`}
        </label>
      )}
      <DialogButtons>
        {answers.includes("replace") && (
          <Button variant="danger" onClick={() => void answer("replace")}>
            {isFolder ? "Merge" : "Replace"}
          </Button>
        )}
        <span className={styles.space} />
        <Button onClick={() => void answer("skip")}>Skip</Button>
        <Button variant="primary" autoFocus onClick={() => void answer("keep_both")}>
          Keep both
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function consequence(answers: readonly ConflictAnswer[], isFolder: boolean): string {
  if (!answers.includes("replace")) return "It cannot be replaced by this transfer.";
  if (!isFolder) return "Replacing it cannot be undone.";
  return "Merging replaces the files that are in both; what only it has stays.";
}
