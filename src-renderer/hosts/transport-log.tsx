import { formatPlural } from "../../src-shared/format";
import type { Host } from "../../src-shared/host";
import type { Session } from "../../src-shared/session";
import { Disclosure } from "../ui/disclosure";
import styles from "./overview.module.css";
import { speakerOf } from "./state-words";
import { useTransport } from "./use-transport";

/** The last line says the most. */
function showEnd(box: HTMLElement | null): void {
  if (box !== null) box.scrollTop = box.scrollHeight;
}

interface TransportLogProps {
  host: Host;
  session: Session;
  isOpen: boolean;
}

/** What the transport wrote to stderr. */
export function TransportLog({ host, session, isOpen }: TransportLogProps) {
  const { stderr } = session;
  const title = `Log of ${speakerOf(useTransport(host))}`;
  if (stderr.length === 0) return null;
  return (
    <section aria-label={title}>
      <Disclosure
        title={title}
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
