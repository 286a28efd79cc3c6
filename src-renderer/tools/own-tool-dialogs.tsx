import { NewFileDialog, UnsavedDialog } from "../library/file-dialogs";
import { libraryList } from "../library/library-store";
import { ownToolTabId } from "../shell/shell-store";
import { newToolText } from "./new-tool-text";
import { createOwnTool, saveOwnTool } from "./own-tool-actions";
import { closeOwnToolDialog, useOwnToolDialog } from "./own-tool-dialog-store";
import { ownToolPathOf, wrongToolName } from "./own-tool-name";
import { knownToolSession } from "./own-tool-sessions";

/** The dialog about own tools that is open, if one is. */
export function OwnToolDialogs() {
  const dialog = useOwnToolDialog((state) => state.dialog);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case "new":
      return <NewToolDialog folder={dialog.folder} />;
    case "close":
      return <CloseDialog path={dialog.path} />;
  }
}

export function isToolPath(path: string): boolean {
  return libraryList("tools")?.files.some((file) => file.path === path) ?? false;
}

function NewToolDialog({ folder }: { folder: string }) {
  return (
    <NewFileDialog
      word="tool"
      folder={folder}
      description="It is a Python file. It begins with a small tool that you can call at once."
      placeholder="nginx"
      check={(name) => wrongToolName(folder, name, isToolPath)}
      onCreate={(name) => {
        const path = ownToolPathOf(folder, name);
        return createOwnTool(path, newToolText(path));
      }}
      onClose={closeOwnToolDialog}
    />
  );
}

function CloseDialog({ path }: { path: string }) {
  return (
    <UnsavedDialog
      path={path}
      tabId={ownToolTabId(path)}
      save={async () => {
        const session = knownToolSession(path);
        return session === undefined ? null : await saveOwnTool(session);
      }}
      discard={() => knownToolSession(path)?.documents.discard()}
      onClose={closeOwnToolDialog}
    />
  );
}
