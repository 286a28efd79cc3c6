import { useMemo, useState } from "react";
import { transportOf } from "../../src-shared/host-settings";
import { ipc } from "../ipc";
import { Field } from "../ui/field";
import field from "../ui/field.module.css";
import { Sheet } from "../ui/sheet";
import { ColourField } from "./colour-field";
import styles from "./edit-fields.module.css";
import { groupAt, groupName, outerGroup } from "./group-actions";
import { applyChange } from "./host-changes";
import { closeHostDialog } from "./host-dialog-store";
import { type DraftErrors, isSameDraft, readSettings, settingsDraft } from "./host-draft";
import { useHosts } from "./hosts-store";
import { inheritedSettings } from "./inherited";
import { useListWords } from "./list-words";
import { SettingsFields } from "./settings-fields";

/** Edits what a group says for all hosts in it. */
export function EditGroupSheet({ path }: { path: string }) {
  const [before] = useState(() => {
    const { colour, notes, settings } = groupAt(path);
    return { colour, notes, settings: settingsDraft(settings) };
  });
  const [draft, setDraft] = useState(before);
  const [errors, setErrors] = useState<DraftErrors>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const groups = useHosts((state) => state.groups);
  const words = useListWords();
  const inherited = useMemo(() => inheritedSettings(outerGroup(path), groups, []), [path, groups]);
  const put = (more: Partial<typeof draft>) => {
    setDraft({ ...draft, ...more });
    setErrors({});
    setProblem(null);
  };
  const save = async () => {
    const { settings, errors: wrong } = readSettings(draft.settings);
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) return;
    setBusy(true);
    const { colour, notes } = draft;
    const request = ipc.saveGroup({ group: { path, settings, notes, colour } });
    const done = await applyChange(`The group ${path} was saved.`, request);
    setBusy(false);
    if ("changeId" in done) closeHostDialog();
    else setProblem(`${done.message} ${done.advice}`.trim());
  };
  const command = draft.settings.command.trim();
  const usual = transportOf(
    { source: "added" },
    { ...inherited.settings, ...(command === "" ? {} : { command }) },
  );
  return (
    <Sheet
      title={groupName(path)}
      subtitle={`Group ${path}. What it says holds for every host in it that says nothing else.`}
      saveLabel="Save"
      isBusy={isBusy}
      isChanged={!isSameDraft(draft, before)}
      problem={problem}
      onSave={() => void save()}
      onClose={closeHostDialog}
    >
      <div className={styles.body}>
        <div className={styles.fields}>
          <Field label="Colour" kind="named">
            {() => <ColourField value={draft.colour} onChange={(colour) => put({ colour })} />}
          </Field>
          <Field label="Notes">
            {(ids) => (
              <textarea
                {...ids}
                className={field.area}
                value={draft.notes}
                onChange={(event) => put({ notes: event.target.value })}
              />
            )}
          </Field>
          <SettingsFields
            draft={draft.settings}
            inherited={inherited}
            usual={usual}
            errors={errors}
            hostNames={words.names}
            onChange={(settings) => put({ settings })}
          />
        </div>
      </div>
    </Sheet>
  );
}
