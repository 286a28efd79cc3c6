import { useEffect } from "react";
import { loadEditor } from "../editor/load-editor";
import { startEngine } from "../python/preview-engine";

/**
 * Begins to load what a template's tab needs, where templates are looked at: the preview's Python and
 * the editor. Both are large, and who never looks at templates has neither.
 */
export function useWarmUp(): void {
  useEffect(() => {
    startEngine();
    // Where it cannot be loaded the tab says so.
    loadEditor().catch(() => {});
  }, []);
}
