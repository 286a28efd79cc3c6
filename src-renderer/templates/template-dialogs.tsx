import { useState } from "react";
import { type DataFormat, dataSetPath } from "../../src-shared/template-files";
import { NewFileDialog, UnsavedDialog } from "../library/file-dialogs";
import { templateTabId } from "../shell/shell-store";
import { Field } from "../ui/field";
import { LineDialog } from "../ui/line-dialog";
import { Select } from "../ui/select";
import { TextInput } from "../ui/text-input";
import { ApplyDialog } from "./apply-dialog";
import { createDataSet, renameDataSet } from "./data-set-actions";
import { createTemplate, saveTemplate } from "./template-actions";
import { closeTemplateDialog, useTemplateDialog } from "./template-dialog-store";
import { templatePath, wrongDataName, wrongTemplateName } from "./template-name";
import { knownSession } from "./template-sessions";
import { hasPath, templateOf } from "./templates-store";

/** The dialog about templates that is open, if one is. */
export function TemplateDialogs() {
  const dialog = useTemplateDialog((state) => state.dialog);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case "new":
      return <NewTemplateDialog folder={dialog.folder} />;
    case "new-data":
      return <NewDataDialog template={dialog.template} names={dialog.names} />;
    case "rename-data":
      return <RenameDataDialog template={dialog.template} path={dialog.path} />;
    case "apply":
      return <ApplyDialog template={dialog.template} />;
    case "close":
      return <CloseDialog template={dialog.template} />;
  }
}

function NewTemplateDialog({ folder }: { folder: string }) {
  return (
    <NewFileDialog
      word="template"
      folder={folder}
      description="Name it like the file that it makes; the name says how it is coloured."
      placeholder="nginx.conf"
      check={(name) => wrongTemplateName(folder, name, hasPath)}
      onCreate={(name) => createTemplate(templatePath(folder, name), "")}
      onClose={closeTemplateDialog}
    />
  );
}

const formats = [
  { value: "yaml", label: "YAML" },
  { value: "json", label: "JSON" },
] as const satisfies { value: DataFormat; label: string }[];

function NewDataDialog({ template, names }: { template: string; names: readonly string[] }) {
  const [format, setFormat] = useState<DataFormat>("yaml");
  return (
    <LineDialog
      title="New data set"
      description={`It lies beside ${template}.`}
      label="Name"
      saveLabel="Create the data set"
      first=""
      check={(line) => wrongDataName(template, line, (name) => isDataSet(template, name))}
      onSave={(line) => createDataSet(template, dataSetPath(template, line, format), names)}
      onClose={closeTemplateDialog}
      control={(ids, line, set) => (
        <TextInput {...ids} placeholder="production" value={line} onChange={set} />
      )}
      more={
        <Field label="Format" kind="named">
          {() => (
            <Select
              label="Format"
              value={format}
              options={formats}
              onChange={(value) => setFormat(value === "json" ? "json" : "yaml")}
            />
          )}
        </Field>
      }
    />
  );
}

function isDataSet(template: string, name: string): boolean {
  return templateOf(template).dataSets.some((set) => set.name === name);
}

function RenameDataDialog({ template, path }: { template: string; path: string }) {
  const set = templateOf(template).dataSets.find((each) => each.path === path);
  const old = set?.name ?? "";
  return (
    <LineDialog
      title={`Rename ${old}`}
      label="Name"
      saveLabel="Rename"
      first={old}
      check={(line) =>
        wrongDataName(template, line, (name) => name !== old && isDataSet(template, name))
      }
      onSave={(line) =>
        renameDataSet(template, path, dataSetPath(template, line, set?.format ?? "yaml"))
      }
      onClose={closeTemplateDialog}
      control={(ids, line, set) => <TextInput {...ids} value={line} onChange={set} />}
    />
  );
}

function CloseDialog({ template }: { template: string }) {
  return (
    <UnsavedDialog
      path={template}
      tabId={templateTabId(template)}
      save={async () => {
        const session = knownSession(template);
        return session === undefined ? null : await saveTemplate(session);
      }}
      discard={() => knownSession(template)?.documents.discard()}
      onClose={closeTemplateDialog}
    />
  );
}
