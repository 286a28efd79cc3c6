import { useState } from "react";
import { type DataFormat, dataSetPath } from "../../src-shared/template-files";
import { closeTab, templateTabId } from "../shell/shell-store";
import { Button } from "../ui/button";
import { Dialog, DialogButtons } from "../ui/dialog";
import { Field } from "../ui/field";
import { LineDialog } from "../ui/line-dialog";
import { Select } from "../ui/select";
import { TextInput } from "../ui/text-input";
import { ApplyDialog } from "./apply-dialog";
import { createDataSet, renameDataSet } from "./data-set-actions";
import { createTemplate, saveTemplate } from "./template-actions";
import { closeTemplateDialog, useTemplateDialog } from "./template-dialog-store";
import styles from "./template-dialogs.module.css";
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
    <LineDialog
      title={folder === "" ? "New template" : `New template in ${folder}`}
      description="Name it like the file that it makes; the name says how it is coloured."
      label="Name"
      saveLabel="Create the template"
      first=""
      check={(line) => wrongTemplateName(folder, line, hasPath)}
      onSave={(line) => createTemplate(templatePath(folder, line), "")}
      onClose={closeTemplateDialog}
      control={(ids, line, set) => (
        <TextInput {...ids} isCode placeholder="nginx.conf" value={line} onChange={set} />
      )}
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
  const [error, setError] = useState<string | null>(null);
  const close = () => {
    closeTemplateDialog();
    closeTab(templateTabId(template));
  };
  const save = async () => {
    const session = knownSession(template);
    const failed = session === undefined ? null : await saveTemplate(session);
    if (failed === null) close();
    else setError(failed);
  };
  return (
    <Dialog
      title={`Save the changes of ${template.slice(template.lastIndexOf("/") + 1)}?`}
      description="What is not saved is lost when the tab is closed."
      isModalQuestion
      onClose={closeTemplateDialog}
    >
      <p className={styles.error} role="alert">
        {error}
      </p>
      <DialogButtons>
        <Button onClick={closeTemplateDialog}>Cancel</Button>
        <Button
          variant="danger"
          onClick={() => {
            knownSession(template)?.documents.discard();
            close();
          }}
        >
          Don't save
        </Button>
        <Button variant="primary" autoFocus onClick={() => void save()}>
          Save
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
