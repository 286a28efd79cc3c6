import { ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import { useStore } from "zustand";
import picker from "../console/method-picker.module.css";
import { openHost } from "../hosts/choose-host";
import { HostChoices } from "../hosts/host-choices";
import { useHosts } from "../hosts/hosts-store";
import { StateMark } from "../hosts/state-mark";
import { stateKind, stateWord } from "../hosts/state-words";
import { Strip } from "../templates/strip";
import { Button } from "../ui/button";
import styles from "./own-tool-methods.module.css";
import type { OwnToolSession } from "./own-tool-session";
import { useIsToolUnsaved } from "./own-tool-sessions";

/** Where the methods are called, and what is called there. */
export function OwnToolHost({ session }: { session: OwnToolSession }) {
  const hostId = useStore(session.state, (state) => state.hostId);
  const host = useHosts((state) => state.hosts?.find((each) => each.id === hostId));
  const link = useHosts((state) => state.sessions.get(hostId));
  const isUnsaved = useIsToolUnsaved(session.path);
  const [isOpen, setOpen] = useState(false);
  const failure =
    link?.state.kind === "failed" || link?.state.kind === "lost" ? link.state.failure : null;
  return (
    <>
      <div className={styles.bar}>
        <span className={styles.label}>Call on</span>
        <Popover.Root open={isOpen} onOpenChange={setOpen}>
          <Popover.Trigger asChild>
            <button type="button" className={styles.host} aria-label="Host to call on">
              <StateMark kind={stateKind(link)} size={8} />
              <span className={styles.hostName}>{host?.name ?? "Removed host"}</span>
              <span className="visually-hidden">{stateWord(link)}</span>
              <ChevronDown size={13} aria-hidden />
            </button>
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              className={picker.popover}
              align="start"
              sideOffset={4}
              collisionPadding={8}
              aria-label="Choose a host"
            >
              <HostChoices
                label="Hosts to call on"
                chosenId={hostId}
                onChoose={({ id }) => {
                  session.chooseHost(id);
                  setOpen(false);
                }}
              />
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
        <span className={styles.what} role="status">
          {isUnsaved && "Calls the unsaved text."}
        </span>
      </div>
      {failure !== null && (
        <Strip kind="bad" actions={<Button onClick={() => openHost(hostId)}>Show the host</Button>}>
          {failure.message} {failure.advice}
        </Strip>
      )}
    </>
  );
}
