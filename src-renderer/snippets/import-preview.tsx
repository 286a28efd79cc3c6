import { useEffect, useState } from "react";
import { toFailure } from "../../src-shared/failure";
import type { LibraryImportFile } from "../../src-shared/library";
import { isToolFile, toolModule } from "../../src-shared/own-tool";
import { formatOf } from "../../src-shared/target-format";
import type { Tool } from "../../src-shared/tool";
import { readTools } from "../python/preview-engine";
import { SourceView } from "../tools/source-view";
import styles from "./import-preview.module.css";

/** What a file that is to be imported has: its tools, which are read and not run, and its text. */
export function ImportPreview({ file }: { file: LibraryImportFile }) {
  return (
    <>
      {isToolFile(file.path) && <Contents path={file.path} text={file.text} />}
      <div className={styles.source}>
        <SourceView
          name={`import/${file.path}`}
          source={file.text}
          line={null}
          wish={null}
          language={formatOf(file.path)}
        />
      </div>
    </>
  );
}

type Read = { tools: readonly Tool[] } | { problem: string };

function Contents({ path, text }: { path: string; text: string }) {
  const [read, setRead] = useState<Read | null>(null);
  useEffect(() => {
    let isCurrent = true;
    setRead(null);
    void readFile(path, text).then((found) => {
      if (isCurrent && found !== null) setRead(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [path, text]);
  return (
    <div className={styles.contents} role="status" aria-label="Tools in it">
      {read === null && "Reading it…"}
      {read !== null && "problem" in read && read.problem}
      {read !== null && "tools" in read && read.tools.length === 0 && "There is no tool in it."}
      {read !== null && "tools" in read && read.tools.length > 0 && (
        <ul className="selectable">
          {read.tools.map((tool) => (
            <li key={tool.key}>
              <b>{tool.name}</b>: {tool.methods.map(({ name }) => name).join(", ") || "no methods"}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Null where a later one is read already. */
async function readFile(path: string, text: string): Promise<Read | null> {
  try {
    const outcome = await readTools("import", text, toolModule(path) ?? "tools.imported");
    if (outcome.kind === "superseded") return null;
    if (outcome.kind === "stopped") return { problem: "It takes too long to read this file." };
    const { error, tools } = outcome;
    if (error === null) return { tools };
    return { problem: `It is no Python that runs. Line ${error.line}: ${error.message}` };
  } catch (thrown) {
    return { problem: toFailure(thrown).message };
  }
}
