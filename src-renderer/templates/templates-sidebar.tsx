import { Plus } from "lucide-react";
import { useMemo } from "react";
import { LibrarySidebar } from "../library/library-sidebar";
import { useShell } from "../shell/shell-store";
import { IconButton } from "../ui/button";
import { openTemplateDialog } from "./template-dialog-store";
import { templateKind, templateRow } from "./template-kind";
import { useTemplates } from "./templates-store";
import { useWarmUp } from "./warm-up";

/** The templates of the user's folder. */
export function TemplatesSidebar() {
  useWarmUp();
  const templates = useTemplates();
  const entries = useMemo(() => templates.map(templateRow), [templates]);
  const shownPath = useShell(({ tabs, activeTabId }) => {
    const tab = tabs.find((each) => each.id === activeTabId);
    return tab?.kind === "template" ? tab.path : null;
  });
  return (
    <LibrarySidebar
      kind={templateKind}
      entries={entries}
      shownPath={shownPath}
      actions={
        <IconButton
          icon={Plus}
          label="New template"
          onClick={() => openTemplateDialog({ kind: "new", folder: "" })}
        />
      }
    />
  );
}
