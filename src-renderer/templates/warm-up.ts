import { useEffect } from "react";
import { loadEditor } from "../editor/load-editor";
import { onLibrary } from "../library/library-store";
import { startEngine } from "../python/preview-engine";

/** Milliseconds after which it is done also where the page is never idle. */
const PATIENCE = 5000;

/**
 * Begins to load what a template's tab needs: the preview's Python and the editor. Both are
 * large, and who never looks at templates has neither.
 */
function warmUp(): void {
  startEngine();
  // Where it cannot be loaded the tab says so.
  loadEditor().catch(() => {});
}

/** For those who have templates: a moment after the first paint, before the first one is opened. */
export function startWarmUp(): void {
  const stop = onLibrary("templates", ({ files }) => {
    if (files.length === 0) return;
    stop();
    requestIdleCallback(warmUp, { timeout: PATIENCE });
  });
}

/** For the others: where templates are looked at. */
export function useWarmUp(): void {
  useEffect(warmUp, []);
}
