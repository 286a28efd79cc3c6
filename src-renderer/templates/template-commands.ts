import { connect, isOpen, useHosts } from "../hosts/hosts-store";
import { pressShown } from "../shell/press-shown";
import { useShell } from "../shell/shell-store";
import { modKey } from "../ui/keys";
import { addMissingNames } from "./data-set-actions";
import { namesOfData } from "./missing-names";
import { saveTemplate } from "./template-actions";
import { openTemplateDialog } from "./template-dialog-store";
import { isUnsaved, knownSession } from "./template-sessions";

type Session = NonNullable<ReturnType<typeof knownSession>>;

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

/** What can be done with the data of its preview. */
function dataCommandsOf(session: Session): Command[] {
  const { choice } = session.state.getState();
  const names = namesOfData(session.first.view.getState().missing);
  const { hosts, sessions } = useHosts.getState();
  const host = hosts?.find(({ id }) => id === choice.hostId);
  return [
    {
      label: "Choose the data of the preview",
      keys: "",
      run: () => pressShown("[data-choose-data]"),
    },
    ...(names.length === 0
      ? []
      : [
          {
            label: "Add the missing names to the data",
            keys: "",
            run: () => void addMissingNames(session, names).then(() => session.goTo("Data", 1)),
          },
        ]),
    ...(host === undefined || isOpen(sessions.get(host.id))
      ? []
      : [
          {
            label: `Connect to ${host.name} for its facts`,
            keys: "",
            run: () => void connect(host.id),
          },
        ]),
    {
      label: "New data set",
      keys: "",
      run: () => openTemplateDialog({ kind: "new-data", template: session.path, names: [] }),
    },
  ];
}

function commandsOf(session: Session): Command[] {
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
      label: "Wrap long lines, or not",
      keys: "Alt+Z",
      run: () => session.source.editor?.toggleWordWrap(),
    },
    {
      label: "Go to the other end of the block",
      keys: `${modKey}+Shift+\\`,
      run: () => session.source.editor?.goToMatch(),
    },
    ...dataCommandsOf(session),
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
