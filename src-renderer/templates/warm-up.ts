import { loadEditor } from "../editor/load-editor";
import { onLibrary } from "../library/library-store";
import { startEngine } from "../python/preview-engine";

/** Milliseconds after which it is done also where the page is never idle. */
const PATIENCE = 5000;

/**
 * Has the editor's code and the preview's Python there before the first template is opened: a moment
 * after the first paint, for those who have templates. Others get them with the first one.
 */
export function startWarmUp(): void {
  const stop = onLibrary("templates", ({ files }) => {
    if (files.length === 0) return;
    stop();
    requestIdleCallback(
      () => {
        startEngine();
        // A failure is told where an editor is opened.
        loadEditor().catch(() => {});
      },
      { timeout: PATIENCE },
    );
  });
}
