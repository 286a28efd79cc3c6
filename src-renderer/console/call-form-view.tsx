import { Bookmark } from "lucide-react";
import { useId } from "react";
import { notesOf } from "../../src-shared/docstring";
import type { Method } from "../../src-shared/tool";
import { askToSaveCall } from "../calls/call-dialog-store";
import { Button, IconButton } from "../ui/button";
import { Disclosure } from "../ui/disclosure";
import { DocText, DocView } from "../ui/doc-view";
import { modKey } from "../ui/keys";
import { Tip } from "../ui/tooltip";
import { emptyField } from "./call-form";
import styles from "./call-form-view.module.css";
import {
  type CallEntry,
  cancel,
  checkField,
  checkTimeout,
  editField,
  editTimeout,
  formOf,
  type HostConsole,
  type MethodChoice,
  resetField,
} from "./console-store";
import { CopyMenu, callOfForm } from "./copy-menu";
import { hasDryRun, isDryRun } from "./dry-run";
import { FieldErrorLine } from "./field-error";
import { ParameterField } from "./parameter-field";
import { SignatureLine } from "./signature-line";
import { TextControl } from "./text-control";

interface CallFormViewProps {
  /** Of the console that the form is in: a host's, or a tool's of the user's. */
  hostId: string;
  /** The host that is called. */
  targetId: string;
  console: HostConsole;
  choice: MethodChoice;
  method: Method;
  /** The newest call that still runs. */
  running: CallEntry | null;
  /** @param isDryRun whether it is only to tell what would change, whatever the form says of that */
  onCall: (isDryRun: boolean) => void;
}

/** What a method is for, and the form made from its signature. */
export function CallFormView({
  hostId,
  targetId,
  console: host,
  choice,
  method,
  running,
  onCall,
}: CallFormViewProps) {
  const form = formOf(host, choice, method);
  const timeoutErrorId = useId();
  const isDry = hasDryRun(method) && isDryRun(form);
  const keys = { call: `${modKey}+Enter`, dryRun: `${modKey}+Shift+Enter` };
  return (
    <>
      <div className={styles.scroll}>
        <div className={styles.about}>
          {method.summary !== "" && (
            <p>
              <DocText text={method.summary} />
            </p>
          )}
          <Disclosure
            title="Signature"
            name="signature"
            isOpen={false}
            summary={<code className={styles.brief}>{method.signature}</code>}
          >
            <div className={styles.whole}>
              <SignatureLine method={method} />
              <DocView doc={notesOf(method)} />
            </div>
          </Disclosure>
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: nothing here is submitted; Call is a button of its own */}
        <div role="group" aria-label="Parameters" className={styles.fields}>
          {method.parameters.map((parameter) => (
            <ParameterField
              key={`${choice.toolKey}.${method.name}.${parameter.name}`}
              parameter={parameter}
              field={form.get(parameter.name) ?? emptyField(parameter)}
              errors={host.errors}
              onChange={(field) => editField(hostId, parameter.name, field)}
              onBlur={() => checkField(hostId, parameter)}
              onReset={() => resetField(hostId, parameter)}
            />
          ))}
          {method.parameters.length === 0 && <p className={styles.none}>It takes no parameters.</p>}
        </div>
      </div>
      <footer className={styles.footer}>
        <div className={styles.buttons}>
          <Button
            variant="primary"
            keys={keys.call}
            aria-label={isDry ? "Dry run" : "Call"}
            title={isDry ? "check is set: it only tells what would change" : undefined}
            data-run
            data-dry-run={isDry || undefined}
            onClick={() => onCall(false)}
          >
            {isDry ? "Dry run" : "Call"}
          </Button>
          {hasDryRun(method) && !isDry && running === null && (
            <Tip text="Tell what would change, and change nothing" keys={keys.dryRun}>
              <Button data-dry-run onClick={() => onCall(true)}>
                Dry run
              </Button>
            </Tip>
          )}
          {running !== null && (
            <Button keys="Esc" aria-label="Cancel" data-cancel onClick={() => cancel(running)}>
              {running.isCancelling ? "Cancelling" : "Cancel"}
            </Button>
          )}
          <IconButton
            icon={Bookmark}
            label="Save call…"
            keys={`${modKey}+Shift+S`}
            data-save-call
            onClick={() => askToSaveCall(hostId)}
          />
          <CopyMenu
            label="Copy the call as"
            align="start"
            call={() => callOfForm(hostId, targetId)}
          />
        </div>
        <div className={styles.timeout}>
          Give up after
          <span className={styles.seconds}>
            <TextControl
              label="Give up after"
              value={host.timeout}
              onChange={(timeout) => editTimeout(hostId, timeout.replace(/\n/g, ""))}
              onBlur={() => checkTimeout(hostId)}
              placeholder="never"
              isMultiline={false}
              isInvalid={host.timeoutError !== null}
              describedBy={host.timeoutError === null ? undefined : timeoutErrorId}
            />
          </span>
          {host.timeout !== "" && "s"}
        </div>
        {host.timeoutError !== null && (
          <div className={styles.timeoutError}>
            <FieldErrorLine
              id={timeoutErrorId}
              error={{ message: host.timeoutError, fix: null }}
              onFix={() => undefined}
            />
          </div>
        )}
      </footer>
    </>
  );
}
