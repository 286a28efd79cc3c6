import { X } from "lucide-react";
import { useEffect } from "react";
import { Button, IconButton } from "../ui/button";
import { classes } from "../ui/classes";
import styles from "../ui/notice.module.css";
import { dismissNotice, useShell } from "./shell-store";

const SHOWN_FOR = 8000;

/** One short message, said once. It goes by itself, but not while something in it has the focus or the pointer. */
export function NoticeLine() {
  const notice = useShell((state) => state.notice);
  const id = notice?.id;
  useEffect(() => {
    if (id === undefined) return;
    const timer = setInterval(() => {
      const box = document.getElementById("notice");
      if (box?.matches(":hover, :focus-within")) return;
      dismissNotice(id);
    }, SHOWN_FOR);
    return () => clearInterval(timer);
  }, [id]);
  return (
    <div id="notice" role="status" className={classes(styles.place, styles.centred)}>
      {notice !== null && (
        <div key={notice.id} className={styles.notice} data-pane="notice">
          <span className={styles.words}>{notice.message}</span>
          {notice.action !== null && (
            <Button
              variant="quiet"
              className={styles.action}
              onClick={() => {
                notice.action?.run();
                dismissNotice(notice.id);
              }}
            >
              {notice.action.label}
            </Button>
          )}
          <IconButton icon={X} size={13} label="Dismiss" onClick={() => dismissNotice(notice.id)} />
        </div>
      )}
    </div>
  );
}
