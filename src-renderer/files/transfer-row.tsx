import { ArrowDownToLine, ArrowUpFromLine, FolderSearch, RotateCw, X } from "lucide-react";
import { printableName } from "../../src-shared/printable";
import { isUnderWay, type Transfer } from "../../src-shared/transfer";
import { ipc } from "../ipc";
import { notify } from "../shell/shell-store";
import { Button, IconButton } from "../ui/button";
import { classes } from "../ui/classes";
import { askAbout } from "./conflict-store";
import styles from "./transfer-list.module.css";
import { goalWords, percentOf, transferWords } from "./transfer-words";

/** A transfer: what it is, how far it is, and what can be done about it. */
export function TransferRow({ transfer }: { transfer: Transfer }) {
  const { direction, state } = transfer;
  const name = printableName(transfer.name);
  const isUpload = direction === "upload";
  const Icon = isUpload ? ArrowUpFromLine : ArrowDownToLine;
  const goal = goalWords(transfer);
  return (
    <div className={styles.row} data-state={state.kind} data-testid={`transfer-${name}`}>
      <Icon
        size={14}
        role="img"
        aria-label={isUpload ? "Upload" : "Download"}
        className={styles.icon}
      />
      <div className={styles.about}>
        <p className={styles.what}>
          <span className={styles.name} title={name}>
            {name}
          </span>
          <span className={styles.goal} title={goal}>
            {isUpload ? "to the host: " : "to this machine: "}
            <span className="mono">{goal}</span>
          </span>
        </p>
        {state.kind === "running" && <Bar transfer={transfer} name={name} />}
        <p className={classes(styles.words, state.kind === "failed" && "selectable")}>
          {transferWords(transfer)}
        </p>
      </div>
      <Buttons transfer={transfer} name={name} />
    </div>
  );
}

function Bar({ transfer: { state }, name }: { transfer: Transfer; name: string }) {
  if (state.kind !== "running") return null;
  const percent = percentOf(state);
  return (
    <div
      role="progressbar"
      aria-label={`Progress of ${name}`}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { "aria-valuenow": percent })}
      className={styles.bar}
    >
      <div className={styles.done} style={{ width: `${percent ?? 0}%` }} />
    </div>
  );
}

function Buttons({ transfer, name }: { transfer: Transfer; name: string }) {
  const { id, direction, state } = transfer;
  const isAgain = state.kind === "failed" || state.kind === "cancelled";
  return (
    <div className={styles.buttons}>
      {state.kind === "asking" && (
        <Button onClick={() => askAbout(id)} aria-label={`Answer what becomes of ${name}`}>
          Answer…
        </Button>
      )}
      {isAgain && (
        <Button
          icon={RotateCw}
          aria-label={`${state.kind === "failed" ? "Resume" : "Begin again"}: ${name}`}
          onClick={() => void ipc.resumeTransfers([id])}
        >
          {state.kind === "failed" ? "Resume" : "Begin again"}
        </Button>
      )}
      {state.kind === "done" && direction === "download" && (
        <Button
          icon={FolderSearch}
          aria-label={`Show ${name} in its folder`}
          onClick={() => void show(id)}
        >
          Show in folder
        </Button>
      )}
      {isUnderWay(transfer) ? (
        <IconButton
          icon={X}
          size={14}
          label={`Cancel ${name}`}
          onClick={() => void ipc.cancelTransfers([id])}
        />
      ) : (
        <IconButton
          icon={X}
          size={14}
          label={`Clear ${name}`}
          onClick={() => void ipc.clearTransfers([id])}
        />
      )}
    </div>
  );
}

async function show(id: string): Promise<void> {
  const reply = await ipc.showTransfer(id);
  if (!reply.ok) notify(reply.failure.message);
}
