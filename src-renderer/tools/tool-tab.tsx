import { useEffect, useState } from "react";
import { parseDocstring } from "../../src-shared/docstring";
import type { Failure } from "../../src-shared/failure";
import type { Tool } from "../../src-shared/tool";
import { SignatureLine } from "../console/signature-line";
import { ipc } from "../ipc";
import { openToolTab, type Reveal } from "../shell/shell-store";
import { Button } from "../ui/button";
import { DocText, DocView } from "../ui/doc-view";
import { FailureView } from "../ui/failure-view";
import { CallOn } from "./call-on";
import { MethodDetails } from "./method-details";
import { SourceView } from "./source-view";
import styles from "./tool-tab.module.css";
import { useTools } from "./tools-store";

export function ToolTab({ toolKey, reveal }: { toolKey: string; reveal: Reveal | null }) {
  const tool = useTools((state) => state.tools?.find((each) => each.key === toolKey));
  if (tool === undefined) return <p className={styles.gone}>This tool is not there any more.</p>;
  return (
    <article className={styles.tab} aria-label={tool.name}>
      <div className={styles.columns}>
        <section className={styles.about} aria-label="Methods" data-pane="methods">
          <h1 className={styles.name}>{tool.name}</h1>
          <code className={styles.module}>{tool.module}</code>
          <DocView doc={parseDocstring(tool.doc)} className={styles.doc} />
          <ul>
            {tool.methods.map((method) => (
              <li key={method.name} className={styles.method}>
                <SignatureLine method={method} />
                {method.summary !== "" && (
                  <p className={styles.summary}>
                    <DocText text={method.summary} />
                  </p>
                )}
                <MethodDetails method={method} />
                <div className={styles.actions}>
                  <CallOn tool={tool} method={method} />
                  <Button variant="quiet" onClick={() => openToolTab(tool.key, method.line)}>
                    Line {method.line}
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        </section>
        <Source tool={tool} reveal={reveal} />
      </div>
    </article>
  );
}

function Source({ tool, reveal }: { tool: Tool; reveal: Reveal | null }) {
  const { module } = tool;
  const [source, setSource] = useState<string | Failure | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt asks anew
  useEffect(() => {
    let isCurrent = true;
    void ipc.toolSource(module).then((reply) => {
      if (isCurrent) setSource(reply.ok ? reply.value : reply.failure);
    });
    return () => {
      isCurrent = false;
    };
  }, [module, attempt]);
  return (
    <section className={styles.source} aria-label="Source" data-pane="source">
      {typeof source === "string" && (
        <SourceView name={module} source={source} line={reveal?.line ?? tool.line} wish={reveal} />
      )}
      {source !== null && typeof source === "object" && (
        <div className={styles.failed}>
          <FailureView failure={source}>
            <Button onClick={() => setAttempt(attempt + 1)}>Read it again</Button>
          </FailureView>
        </div>
      )}
    </section>
  );
}
