import { Copy, FilePlus2, FolderOpen, Play } from "lucide-react";
import { parseDocstring } from "../../src-shared/docstring";
import type { Found, GalleryEntry } from "../../src-shared/gallery-search";
import type { Method, Tool } from "../../src-shared/tool";
import { goToSavedCall } from "../calls/call-commands";
import { CallFacts } from "../calls/call-facts";
import { runSavedCall } from "../calls/run-store";
import { CopyMenu, callOfMethod } from "../console/copy-menu";
import { SignatureLine } from "../console/signature-line";
import { CallOn } from "../tools/call-on";
import { MethodDetails } from "../tools/method-details";
import { showOwnTool } from "../tools/own-tool-actions";
import { SourceView } from "../tools/source-view";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { DocText, DocView } from "../ui/doc-view";
import { copySnippet } from "./copy-dialog";
import styles from "./entry-detail.module.css";
import { insertInto, useInsertTarget } from "./insert-target";
import { showLine, useSnippets } from "./snippets-store";

/** A snippet, a file of the user's or a saved call: what it is, what can be called of it and its source. */
export function EntryDetail({ found: { entry, match } }: { found: Found }) {
  const reveal = useSnippets((state) => state.reveal);
  const { snippet } = entry;
  const target = useInsertTarget();
  return (
    <>
      <section className={styles.about} aria-label={entry.title} data-pane="snippet">
        <header className={styles.head}>
          <h2 className={styles.title}>{entry.title}</h2>
          <EntryActions entry={entry} />
        </header>
        <DocView doc={parseDocstring(entry.doc)} className={styles.doc} />
        {entry.call !== null && <CallFacts call={entry.call.saved} />}
        {entry.tags.length > 0 && (
          <ul className={styles.tags} aria-label="Tags">
            {entry.tags.map((tag) => (
              <li key={tag}>{tag}</li>
            ))}
          </ul>
        )}
        {entry.tools.map((tool) => (
          <ul key={tool.key} aria-label={`Methods of ${tool.name}`}>
            {tool.methods.map((method) => (
              <MethodItem key={method.name} entry={entry} tool={tool} method={method} />
            ))}
          </ul>
        ))}
        {snippet !== null && target === null && (
          <p className={styles.hint}>Open one of your tools to insert a method into it.</p>
        )}
      </section>
      <section className={styles.source} aria-label="Source" data-pane="source">
        {entry.source !== "" && (
          <SourceView
            name={snippet?.module ?? `gallery/${entry.call?.path ?? entry.title}`}
            source={entry.source}
            line={reveal?.line ?? match?.line ?? null}
            wish={reveal}
            {...(entry.call !== null && { language: "yaml" })}
          />
        )}
      </section>
    </>
  );
}

function EntryActions({ entry }: { entry: GalleryEntry }) {
  const { snippet, path, call } = entry;
  return (
    <div className={styles.actions} data-entry-actions>
      {snippet !== null && (
        <Button variant="primary" icon={FilePlus2} onClick={() => void copySnippet(snippet)}>
          Copy to your tools
        </Button>
      )}
      {path !== null && (
        <Button variant="primary" icon={FolderOpen} onClick={() => showOwnTool(path)}>
          Open
        </Button>
      )}
      {call !== null && (
        <>
          <Button
            variant="primary"
            icon={Play}
            keys="Shift+Enter"
            onClick={() => void runSavedCall(call.path)}
          >
            Run
          </Button>
          <Button icon={FolderOpen} onClick={() => void goToSavedCall(call.path)}>
            Open in the form
          </Button>
        </>
      )}
      <CopyButton
        text={() => entry.source}
        label="Copy the source"
        words="Copy text"
        icon={Copy}
        variant="plain"
      />
    </div>
  );
}

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);

interface MethodItemProps {
  entry: GalleryEntry;
  tool: Tool;
  method: Method;
}

function MethodItem({ entry, tool, method }: MethodItemProps) {
  const target = useInsertTarget();
  const part = entry.snippet?.parts[`${tool.name}.${method.name}`];
  return (
    <li className={styles.method}>
      <div className={styles.methodHead}>
        <code className={styles.name}>{method.name}</code>
        <div className={styles.methodActions}>
          <CallOn tool={tool} method={method} />
          <CopyMenu
            label={`Copy a call of ${method.name} as`}
            call={() => callOfMethod(tool.key, method)}
          />
          {part !== undefined && target !== null && (
            <Button
              variant="quiet"
              aria-label={`Insert ${method.name} into ${target}`}
              onClick={() => insertInto(target, method.name, part)}
            >
              Insert into {nameOf(target)}
            </Button>
          )}
          <Button
            variant="quiet"
            aria-label={`Line ${method.line}: ${method.name}`}
            onClick={() => showLine(method.line)}
          >
            Line {method.line}
          </Button>
        </div>
      </div>
      {method.summary !== "" && (
        <p className={styles.summary}>
          <DocText text={method.summary} />
        </p>
      )}
      <SignatureLine method={method} />
      <MethodDetails method={method} />
    </li>
  );
}
