import { CircleHelp } from "lucide-react";
import { hostById } from "../hosts/hosts-store";
import { Button } from "../ui/button";
import { classes } from "../ui/classes";
import styles from "../ui/notice.module.css";
import { waitingWords } from "./question-words";
import { answerWaiting, useQueue } from "./questions-store";

/** Tells of hosts that wait for an answer while one does something else. It stays until they have one. */
export function WaitingNotice() {
  const { shown, hidden } = useQueue();
  const isTold = hidden.length > 0 && shown.length === 0;
  const nameOf = (hostId: string) => hostById(hostId)?.name ?? hostId;
  return (
    <div className={classes(styles.place, styles.right)} role="status">
      {isTold && (
        <div className={styles.notice} data-pane="waiting">
          <CircleHelp size={15} aria-hidden className={styles.icon} />
          <span className={styles.words}>{waitingWords(hidden, nameOf)}</span>
          <Button variant="quiet" className={styles.action} onClick={answerWaiting}>
            Answer
          </Button>
        </div>
      )}
    </div>
  );
}
