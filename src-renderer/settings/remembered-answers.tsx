import { useEffect, useRef, useState } from "react";
import { formatPlural } from "../../src-shared/format";
import { Button } from "../ui/button";
import styles from "./settings-dialog.module.css";
import { forgetSecrets, useSettings } from "./settings-store";

/** How many passwords, passphrases and secrets of calls are kept, or why none can be. */
export function RememberedAnswers() {
  const secrets = useSettings((state) => state.secrets);
  const [isAsking, setAsking] = useState(false);
  if (secrets === null) return null;
  const { isPossible, reason, count } = secrets;
  return (
    <>
      <p>
        {count === 0
          ? "No password, passphrase or secret of a call is remembered."
          : `${formatPlural(count, "password, passphrase or secret of a call", "passwords, passphrases and secrets of calls")} ${count === 1 ? "is" : "are"} remembered.`}
      </p>
      <p className={styles.hint}>
        {isPossible
          ? "They are encrypted by this system’s keyring, and never part of the files that you share."
          : reason}
      </p>
      {count > 0 && (
        <div className={styles.buttons}>
          {isAsking ? (
            <Confirm count={count} onEnd={() => setAsking(false)} />
          ) : (
            <Button onClick={() => setAsking(true)}>Forget all…</Button>
          )}
        </div>
      )}
    </>
  );
}

function Confirm({ count, onEnd }: { count: number; onEnd: () => void }) {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <>
      <p className={styles.question} role="alert">
        They cannot be brought back.
      </p>
      <Button variant="danger" onClick={() => void forgetSecrets().then(onEnd)}>
        Forget {count === 1 ? "it" : `all ${count}`}
      </Button>
      <Button ref={keep} onClick={onEnd}>
        Keep them
      </Button>
    </>
  );
}
