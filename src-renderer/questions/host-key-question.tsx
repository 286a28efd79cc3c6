import { useEffect, useRef, useState } from "react";
import type { QuestionBody } from "../../src-shared/question";
import { randomart } from "../../src-shared/randomart";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { DialogButtons } from "../ui/dialog";
import { fingerprintParts } from "./fingerprint";
import styles from "./question.module.css";
import type { QuestionProps } from "./question-dialog";

type HostKeyBody = Extract<QuestionBody, { kind: "host_key" }>;

/** An unknown host key. No is the default: Enter alone trusts nobody. */
export function HostKeyQuestion({
  body,
  isSending,
  onAnswer,
}: QuestionProps & { body: HostKeyBody }) {
  const [isArt, setArt] = useState(false);
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  const art = randomart(body.fingerprint, artTitle(body.keyType));
  const { algorithm, groups } = fingerprintParts(body.fingerprint);
  return (
    <>
      <dl className={styles.facts}>
        <div>
          <dt>Address</dt>
          <dd className="mono selectable">{body.address}</dd>
        </div>
        <div>
          <dt>Key type</dt>
          <dd className="mono selectable">{body.keyType}</dd>
        </div>
        <div>
          <dt>Fingerprint</dt>
          <dd className={styles.fingerprint}>
            <code className="selectable" data-testid="fingerprint">
              {algorithm}
              {groups.map((group, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
                <span key={at}>{group}</span>
              ))}
            </code>
            <CopyButton label="Copy the fingerprint" text={() => body.fingerprint} />
          </dd>
        </div>
        {body.knownAs.length > 0 && (
          <div>
            <dt>Known as</dt>
            <dd>
              <span className="mono selectable">{body.knownAs.join(", ")}</span>
              <span className={styles.hint}>The same key is trusted under these names.</span>
            </dd>
          </div>
        )}
      </dl>
      {art !== null && (
        <Button
          variant="quiet"
          className={styles.more}
          aria-expanded={isArt}
          onClick={() => setArt(!isArt)}
        >
          {isArt ? "Hide randomart" : "Show randomart"}
        </Button>
      )}
      {isArt && art !== null && (
        <pre
          ref={bringIntoView}
          className={`${styles.art} selectable`}
          role="img"
          aria-label="Randomart of the key"
        >
          {art.join("\n")}
        </pre>
      )}
      <p className={styles.hint}>
        If you trust it, the key is written into known_hosts, and the host is not asked about again.
      </p>
      <DialogButtons>
        <Button variant="plain" disabled={isSending} onClick={() => onAnswer({ kind: "accept" })}>
          Trust and connect
        </Button>
        <Button
          ref={no}
          variant="primary"
          disabled={isSending}
          onClick={() => onAnswer({ kind: "cancel" })}
        >
          Don’t connect
        </Button>
      </DialogButtons>
    </>
  );
}

/** As ssh-keygen writes it: all keys of this type have one length. */
function artTitle(keyType: string): string {
  return keyType === "ED25519" ? "ED25519 256" : keyType;
}

function bringIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest" });
}
