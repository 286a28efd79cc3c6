import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { parseDocstring } from "../../src-shared/docstring";
import type { Method, Tool } from "../../src-shared/tool";
import { CallFormView } from "../console/call-form-view";
import {
  chooseMethod,
  consoleOf,
  type MethodChoice,
  submit,
  toolConsoleId,
  useConsole,
} from "../console/console-store";
import { SignatureLine } from "../console/signature-line";
import { whenReady } from "../hosts/when-ready";
import { Button } from "../ui/button";
import { classes } from "../ui/classes";
import { DocText, DocView } from "../ui/doc-view";
import { OwnToolHost } from "./own-tool-host";
import styles from "./own-tool-methods.module.css";
import type { OwnToolSession } from "./own-tool-session";
import { OwnToolStrips } from "./own-tool-strips";
import { useOwnTools } from "./own-tools-store";

const noTools: readonly Tool[] = [];

/** What can be called in a file of own tools, with the form of the method that is chosen. */
export function OwnToolMethods({ session }: { session: OwnToolSession }) {
  const { path } = session;
  const consoleId = toolConsoleId(path);
  const file = useOwnTools((state) => state.files.get(path));
  const { choice: chosen } = useConsole((state) => consoleOf(state.hosts, consoleId));
  const tools = file?.tools ?? noTools;
  const choice = tools.some((tool) => isOf(tool, chosen)) ? chosen : firstOf(tools);
  useEffect(() => {
    // What the form says is what is called.
    if (choice !== null && choice !== chosen) chooseMethod(consoleId, choice);
  }, [choice, chosen, consoleId]);
  const isWrong = file !== undefined && (file.error !== null || file.trouble !== null);
  const isStale = isWrong && tools.length > 0;
  return (
    <section className={styles.pane} aria-label="Methods" data-pane="methods">
      <OwnToolStrips session={session} file={file} />
      <OwnToolHost session={session} />
      <div className={classes(styles.list, isStale && styles.stale)} data-testid="own-methods">
        {file !== undefined && !isWrong && tools.length === 0 && file.module !== null && (
          <p className={styles.none}>
            There is no tool in this file yet. A tool is a class that inherits from{" "}
            <code>Tool</code>, and each of its methods can be called.
          </p>
        )}
        {tools.map((tool) => (
          <section key={tool.key} className={styles.tool} aria-label={tool.name}>
            <h2 className={styles.name}>{tool.name}</h2>
            <DocView doc={parseDocstring(tool.doc)} className={styles.doc} />
            <ul>
              {tool.methods.map((method) => (
                <MethodItem
                  key={method.name}
                  session={session}
                  tool={tool}
                  method={method}
                  isChosen={choice?.toolKey === tool.key && choice.method === method.name}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}

function isOf(tool: Tool, choice: MethodChoice | null): boolean {
  return tool.key === choice?.toolKey && tool.methods.some(({ name }) => name === choice.method);
}

function firstOf(tools: readonly Tool[]): MethodChoice | null {
  for (const { key, methods } of tools) {
    const [first] = methods;
    if (first !== undefined) return { toolKey: key, method: first.name };
  }
  return null;
}

interface MethodItemProps {
  session: OwnToolSession;
  tool: Tool;
  method: Method;
  isChosen: boolean;
}

function MethodItem({ session, tool, method, isChosen }: MethodItemProps) {
  const consoleId = toolConsoleId(session.path);
  const item = useRef<HTMLLIElement>(null);
  const choose = () => {
    chooseMethod(consoleId, { toolKey: tool.key, method: method.name });
    // In a small window its form would begin below what can be seen.
    requestAnimationFrame(() => item.current?.scrollIntoView({ block: "nearest" }));
  };
  return (
    <li ref={item} className={classes(styles.method, isChosen && styles.chosen)}>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.choose}
          aria-expanded={isChosen}
          aria-label={`${tool.name}.${method.name}`}
          onClick={choose}
        >
          {isChosen ? (
            <code className={styles.only}>{method.name}</code>
          ) : (
            <SignatureLine method={method} />
          )}
          {!isChosen && method.summary !== "" && (
            <span className={styles.summary}>
              <DocText text={method.summary} />
            </span>
          )}
        </button>
        <Button
          variant="quiet"
          className={styles.line}
          aria-label={`Line ${method.line}: ${method.name}`}
          onClick={() => session.goTo(method.line)}
        >
          Line {method.line}
        </Button>
      </div>
      {isChosen && <Form session={session} tool={tool} method={method} />}
    </li>
  );
}

function Form({ session, tool, method }: Omit<MethodItemProps, "isChosen">) {
  const consoleId = toolConsoleId(session.path);
  const host = useConsole((state) => consoleOf(state.hosts, consoleId));
  const hostId = useStore(session.state, (state) => state.hostId);
  const root = useRef<HTMLDivElement>(null);
  const isConnecting = useRef(false);
  const call = async (isDryRun: boolean) => {
    if (isConnecting.current) return;
    isConnecting.current = true;
    const isConnected = await whenReady(hostId);
    isConnecting.current = false;
    // Why there is no session is told above the form.
    if (!isConnected || submit(consoleId, hostId, isDryRun)) return;
    requestAnimationFrame(() =>
      root.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    );
  };
  return (
    <div ref={root} className={styles.form}>
      <CallFormView
        hostId={consoleId}
        targetId={hostId}
        console={host}
        choice={{ toolKey: tool.key, method: method.name }}
        method={method}
        running={host.calls.find((each) => each.outcome === null) ?? null}
        onCall={(isDryRun) => void call(isDryRun)}
      />
    </div>
  );
}
