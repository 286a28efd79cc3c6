import { StandaloneServices } from "monaco-editor/editor/standalone/browser/standaloneServices.js";
import { IStorageService } from "monaco-editor/platform/storage/common/storage.js";
import { recall, remember } from "../shell/remembered";

// As Monaco's own widget calls them (editor/contrib/suggest/browser/suggestWidget.js).
const KEY = "expandSuggestionDocs";
const PROFILE = 0;
const USER = 0;
/** What is remembered for the next start. */
const NAME = "suggestion-docs";

/** Documentation stands beside the suggestions from the first one on; Ctrl+Space folds it away for good. */
export function showSuggestionDocs(): void {
  const storage = StandaloneServices.get(IStorageService);
  storage.store(KEY, recall(NAME) !== "false", PROFILE, USER);
  storage.onDidChangeValue(
    PROFILE,
    KEY,
  )(() => {
    remember(NAME, storage.getBoolean(KEY, PROFILE, true));
  });
}
