import { useEffect, useState } from "react";
import { readData } from "../../src-shared/data-set";
import type { ApplyContext } from "../apply/apply-context";
import { ApplyPanel } from "../apply/apply-panel";
import { failureWords } from "../library/library-actions";
import { notify } from "../shell/shell-store";
import { formatOfPath } from "./context-source";
import { closeTemplateDialog } from "./template-dialog-store";
import type { TemplateSession } from "./template-session";
import { sessionOf } from "./template-sessions";
import { templateOf } from "./templates-store";

interface Loaded {
  source: string;
  contexts: ApplyContext[];
}

/** Applies a template as it stands in its editor, saved or not: it is what the preview shows. */
export function ApplyDialog({ template }: { template: string }) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const session = sessionOf(template);
  useEffect(() => {
    let isCurrent = true;
    load(session).then((all) => {
      if (!isCurrent) return;
      if (typeof all !== "string") return setLoaded(all);
      closeTemplateDialog();
      notify(all);
    });
    return () => {
      isCurrent = false;
    };
  }, [session]);
  if (loaded === null) return null;
  const { hostId } = session.state.getState().choice;
  return (
    <ApplyPanel
      templatePath={template}
      source={loaded.source}
      contexts={loaded.contexts}
      hostId={hostId}
      onClose={closeTemplateDialog}
    />
  );
}

/** The text, and what it can be rendered with: the chosen data set first. @returns a sentence where that is not readable */
async function load({ state, documents, path }: TemplateSession): Promise<Loaded | string> {
  const { dataSet } = state.getState().choice;
  const text = await documents.read(path);
  if (typeof text !== "string") return failureWords(text);
  const source = documents.fileTextOf(path) ?? text;
  const sets = templateOf(path).dataSets;
  const chosenFirst = sets.filter((set) => set.path === dataSet);
  const contexts: ApplyContext[] = [];
  for (const set of [...chosenFirst, ...sets.filter((each) => each.path !== dataSet)]) {
    const text = await documents.read(set.path);
    const read = typeof text === "string" ? readData(text, formatOfPath(set.path)) : null;
    const isTwin = sets.some(({ name, path }) => name === set.name && path !== set.path);
    const name = isTwin ? set.path.slice(set.path.lastIndexOf("/") + 1) : set.name;
    if (read?.ok) contexts.push({ id: set.path, name, value: read.value });
    else if (set.path === dataSet) {
      const [problem] = read?.problems ?? [];
      if (typeof text !== "string") return failureWords(text);
      return `The data set ${set.name} cannot be read: line ${problem?.line}: ${problem?.message} Mend it first.`;
    }
  }
  const none: ApplyContext = { id: "none", name: "No data set", value: new Map() };
  return { source, contexts: dataSet === null ? [none, ...contexts] : [...contexts, none] };
}
