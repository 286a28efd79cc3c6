import { Plus } from "lucide-react";
import { openTemplateTab } from "../shell/shell-store";
import { SidebarHeader } from "../shell/sidebar-header";
import { IconButton } from "../ui/button";
import { openTemplateDialog } from "./template-dialog-store";
import { useTemplates } from "./templates-store";

export function TemplatesSidebar() {
  const templates = useTemplates();
  return (
    <>
      <SidebarHeader title="Templates">
        <IconButton
          icon={Plus}
          label="New template"
          onClick={() => openTemplateDialog({ kind: "new", folder: "" })}
        />
      </SidebarHeader>
      <div role="tree" aria-label="Templates">
        {templates.map(({ path }) => (
          <div key={path} role="treeitem" tabIndex={0} onClick={() => openTemplateTab(path)}>
            {path}
          </div>
        ))}
      </div>
    </>
  );
}
