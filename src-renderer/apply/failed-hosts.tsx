import { CircleAlert } from "lucide-react";
import type { Failure } from "../../src-shared/failure";
import { formatPlural } from "../../src-shared/format";
import styles from "./apply-panel.module.css";
import { nameOf } from "./apply-words";

interface FailedProps {
  failed: ReadonlyMap<string, Failure>;
  shownHost: string | null;
  onShow: (hostId: string) => void;
}

/** Hosts that could not be compared with or written to: each says why. */
export function FailedHosts({ failed, shownHost, onShow }: FailedProps) {
  return (
    <section className={styles.group} aria-label="Failed">
      <p className={styles.failedTitle}>
        <CircleAlert size={14} aria-hidden />
        {formatPlural(failed.size, "host")} failed
      </p>
      <ul className={styles.hosts}>
        {[...failed].map(([id, { message }]) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={shownHost === id}
              className={styles.failedHost}
              onClick={() => onShow(id)}
            >
              <span className={styles.hostName}>{nameOf(id)}</span>
              <span className={styles.reason}>{message}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
