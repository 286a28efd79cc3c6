import { useShell } from "../shell/shell-store";
import { modKey } from "../ui/keys";
import { saveTemplate } from "./template-actions";
import { openTemplateDialog } from "./template-dialog-store";
import { isUnsaved, knownSession } from "./template-sessions";

interface Command {
  label: string;
  keys: string;
  run: () => void;
}

/** What can be done with templates just now: first for the one whose tab is shown. */
export function templateCommands(): Command[] {
  const { tabs, activeTabId } = useShell.getState();
  const tab = tabs.find((each) => each.id === activeTabId);
  const session = tab?.kind === "template" ? knownSession(tab.path) : undefined;
  return [
    ...(session === undefined ? [] : commandsOf(session)),
    {
      label: "New template",
      keys: "",
      run: () => openTemplateDialog({ kind: "new", folder: "" }),
    },
  ];
}

function commandsOf(session: NonNullable<ReturnType<typeof knownSession>>): Command[] {
  const { path } = session;
  const { isDouble, mode } = session.state.getState();
  return [
    ...(isUnsaved(path)
      ? [{ label: "Save the template", keys: `${modKey}+S`, run: () => void saveTemplate(session) }]
      : []),
    {
      label: "Apply the template to hosts…",
      keys: "",
      run: () => openTemplateDialog({ kind: "apply", template: path }),
    },
    {
      label: "Format the statements of the template",
      keys: "Shift+Alt+F",
      run: () => void session.source.editor?.format(),
    },
    {
      label: "Go to the other end of the block",
      keys: `${modKey}+Shift+\\`,
      run: () => session.source.editor?.goToMatch(),
    },
    {
      label: "New data set",
      keys: "",
      run: () => openTemplateDialog({ kind: "new-data", template: path, names: [] }),
    },
    ...(mode === "text"
      ? []
      : [{ label: "Preview: as text", keys: "", run: () => session.setMode("text") }]),
    ...(mode === "invisible"
      ? []
      : [
          {
            label: "Preview: with invisible characters",
            keys: "",
            run: () => session.setMode("invisible"),
          },
        ]),
    ...(mode === "diff"
      ? []
      : [
          {
            label: "Preview: difference from other data",
            keys: "",
            run: () => session.setMode("diff"),
          },
        ]),
    {
      label: isDouble ? "Preview: one" : "Preview: two side by side",
      keys: "",
      run: () => session.setDouble(!isDouble),
    },
  ];
}
