import { formatPlural } from "../../src-shared/format";
import type { Session } from "../../src-shared/session";
import { Disclosure } from "../ui/disclosure";
import styles from "./overview.module.css";

/** The last line says the most. */
function showEnd(box: HTMLElement | null): void {
  if (box !== null) box.scrollTop = box.scrollHeight;
}

/** What the transport wrote to stderr. */
export function TransportLog({ session, isOpen }: { session: Session; isOpen: boolean }) {
  const { stderr } = session;
  if (stderr.length === 0) return null;
  return (
    <section aria-label="Log of the transport">
      <Disclosure
        title="Log of the transport"
        isOpen={isOpen}
        summary={`${formatPlural(stderr.length, "line")}: ${stderr.at(-1) ?? ""}`}
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <pre ref={showEnd} className={`${styles.log} selectable`} tabIndex={0}>
          {stderr.join("\n")}
        </pre>
      </Disclosure>
    </section>
  );
}
