import { X } from "lucide-react";
import { CallMark } from "../console/call-mark";
import { callState } from "../console/call-state";
import { cancel, useCallsOn } from "../console/console-store";
import { Button } from "../ui/button";
import { Disclosure } from "../ui/disclosure";
import { Elapsed } from "../ui/elapsed";
import styles from "./overview.module.css";

/** The calls that run on a host now. */
export function CallsInFlight({ hostId }: { hostId: string }) {
  const running = useCallsOn(hostId).filter(({ outcome }) => outcome === null);
  return (
    <section aria-label="Calls in flight">
      <Disclosure title="Calls in flight" name="inFlight" summary={String(running.length)}>
        {running.length === 0 && <p className={styles.quiet}>None.</p>}
        <ul className={styles.list}>
          {running.map((call) => (
            <li key={call.id} className={styles.call}>
              <CallMark state={callState(call)} />
              <code title={call.text}>{call.text}</code>
              <Elapsed since={call.startedAt} />
              <Button
                variant="quiet"
                icon={X}
                aria-label={`Cancel ${call.text}`}
                onClick={() => cancel(call)}
              >
                {call.isCancelling ? "Cancelling" : "Cancel"}
              </Button>
            </li>
          ))}
        </ul>
      </Disclosure>
    </section>
  );
}
