import { useRef } from "react";
import { useTools } from "../tools/tools-store";
import { UnsavedNote } from "../tools/unsaved-note";
import { CallFormView } from "./call-form-view";
import { CallLog } from "./call-log";
import { CallsList } from "./calls-list";
import styles from "./console.module.css";
import { chooseMethod, consoleOf, submit, useConsole } from "./console-store";
import { MethodPicker } from "./method-picker";
import { ResultView } from "./result-view";

interface ConsoleProps {
  hostId: string;
  /** Whether there is a session to call over. Without one, results can still be looked at. */
  canCall: boolean;
}

/** Scrolls the tab, and nothing around it, so that one sees what comes: in a narrow window it stands below the form. */
function bringIntoView(outcome: HTMLElement | null): void {
  const tab = outcome?.closest("article");
  if (!outcome || !tab) return;
  const [inner, outer] = [outcome.getBoundingClientRect(), tab.getBoundingClientRect()];
  const by = Math.min(inner.top - outer.top, inner.bottom - outer.bottom);
  if (by > 0) tab.scrollTop += by;
}

/** Choose a method, fill in its form, call it, see what comes back. */
export function Console({ hostId, canCall }: ConsoleProps) {
  const host = useConsole((state) => consoleOf(state.hosts, hostId));
  const tools = useTools((state) => state.tools);
  const failure = useTools((state) => state.failure);
  const root = useRef<HTMLDivElement>(null);
  const outcome = useRef<HTMLDivElement>(null);
  const { choice } = host;
  const method = tools
    ?.find((tool) => tool.key === choice?.toolKey)
    ?.methods.find((each) => each.name === choice?.method);
  const running = host.calls.find((call) => call.outcome === null) ?? null;
  const shown = host.calls.find((call) => call.id === host.shownCallId) ?? null;

  const call = (isDryRun: boolean) => {
    if (!canCall) return;
    const isSent = submit(hostId, hostId, isDryRun);
    requestAnimationFrame(() => {
      if (isSent) bringIntoView(outcome.current);
      else root.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    });
  };
  const focusForm = () => {
    const controls = ":is(textarea, input, button)";
    const [first] = [`[aria-label="Parameters"] ${controls}`, "[data-run]"].flatMap((selector) => [
      ...(root.current?.querySelectorAll<HTMLElement>(selector) ?? []),
    ]);
    first?.focus();
  };
  return (
    <div ref={root} className={styles.console}>
      <section className={styles.form} aria-label="Console" data-pane="form">
        {canCall && (
          <div className={styles.picker}>
            <MethodPicker
              tools={tools ?? []}
              choice={choice}
              onChoose={(next) => chooseMethod(hostId, next)}
              onChosen={focusForm}
            />
          </div>
        )}
        {failure !== null && <p className={styles.problem}>{failure.message}</p>}
        {canCall && choice !== null && method !== undefined && (
          <UnsavedNote toolKey={choice.toolKey} className={styles.note} />
        )}
        {canCall && choice !== null && method !== undefined && (
          <CallFormView
            hostId={hostId}
            targetId={hostId}
            console={host}
            choice={choice}
            method={method}
            running={running}
            onCall={call}
          />
        )}
        {host.calls.length > 0 && <CallsList calls={host.calls} shownCallId={host.shownCallId} />}
      </section>
      <div ref={outcome} className={styles.outcome} data-pane="outcome">
        {shown === null ? (
          <p className={styles.hint}>
            {choice === null
              ? "Choose a method. What it returns, logs and raises appears here."
              : "The result appears here."}
          </p>
        ) : (
          <>
            <ResultView key={shown.id} call={shown} canCall={canCall} />
            <CallLog callId={shown.id} isRunning={shown.outcome === null} />
          </>
        )}
      </div>
    </div>
  );
}
