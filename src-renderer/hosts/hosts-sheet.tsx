import { useState } from "react";
import type { Host, HostsEdit } from "../../src-shared/host";
import { ipc } from "../ipc";
import { Field } from "../ui/field";
import { Select } from "../ui/select";
import { Sheet } from "../ui/sheet";
import { SuggestInput } from "../ui/suggest-input";
import { ColourField } from "./colour-field";
import styles from "./edit-fields.module.css";
import { wrongPath } from "./group-actions";
import { hostsByIds, nameOf } from "./host-actions";
import { applyChange } from "./host-changes";
import { closeHostDialog } from "./host-dialog-store";
import { useListWords } from "./list-words";
import { TagsField } from "./tags-field";

/** Edits several hosts. What is left alone stays as each of them has it. */
export function EditHostsSheet({ hostIds }: { hostIds: readonly string[] }) {
  const [hosts] = useState(() => hostsByIds(hostIds));
  const [edit, setEdit] = useState<HostsEdit>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const words = useListWords();
  const wrong = edit.group === undefined ? null : wrongPath(edit.group);
  const put = (more: HostsEdit) => {
    setEdit({ ...edit, ...more });
    setProblem(null);
  };
  const tags = [...new Set(hosts.flatMap((host) => host.tags))].sort();
  const removed = edit.removeTags ?? [];
  const isChanged = Object.values(edit).some((each) => !Array.isArray(each) || each.length > 0);
  const save = async () => {
    if (wrong !== null) return;
    if (!isChanged) return closeHostDialog();
    setBusy(true);
    const request = ipc.editHosts({ hostIds: hosts.map((host) => host.id), edit });
    const done = await applyChange(`${nameOf(hosts)} were saved.`, request);
    setBusy(false);
    if ("changeId" in done) closeHostDialog();
    else setProblem(`${done.message} ${done.advice}`.trim());
  };
  return (
    <Sheet
      title={nameOf(hosts)}
      subtitle={hosts.map((host) => host.name).join(", ")}
      saveLabel={`Save ${nameOf(hosts)}`}
      isBusy={isBusy}
      isChanged={isChanged}
      problem={problem}
      isLow
      onSave={() => void save()}
      onClose={closeHostDialog}
    >
      <div className={styles.body}>
        <div className={styles.fields}>
          <Field label="Group" error={wrong ?? undefined}>
            {(ids) => (
              <SuggestInput
                {...ids}
                placeholder={common(hosts, (host) => host.group || "none", "groups")}
                suggestions={words.groups}
                value={edit.group ?? ""}
                onChange={(group) => put({ group })}
              />
            )}
          </Field>
          <Field label="Colour" kind="named">
            {() => <ColourField value={edit.colour} onChange={(colour) => put({ colour })} />}
          </Field>
          <Field label="Favourite" kind="named">
            {() => (
              <Select
                label="Favourite"
                value={edit.favourite === undefined ? "stay" : String(edit.favourite)}
                options={[
                  { value: "stay", label: "As it is" },
                  { value: "true", label: "In Favourites" },
                  { value: "false", label: "Not in Favourites" },
                ]}
                onChange={(value) => {
                  const { favourite: _, ...rest } = edit;
                  setEdit(value === "stay" ? rest : { ...rest, favourite: value === "true" });
                }}
              />
            )}
          </Field>
          <Field label="Add tags">
            {(ids) => (
              <TagsField
                ids={ids}
                tags={edit.addTags ?? []}
                suggestions={words.tags}
                onChange={(addTags) => put({ addTags })}
              />
            )}
          </Field>
          {tags.length > 0 && (
            <Field label="Remove tags" kind="group">
              {() => (
                <div className={styles.toggles}>
                  {tags.map((tag) => (
                    <button
                      key={tag}
                      type="button"
                      className={styles.toggle}
                      aria-pressed={removed.includes(tag)}
                      onClick={() =>
                        put({
                          removeTags: removed.includes(tag)
                            ? removed.filter((each) => each !== tag)
                            : [...removed, tag],
                        })
                      }
                    >
                      {tag}
                    </button>
                  ))}
                </div>
              )}
            </Field>
          )}
        </div>
      </div>
    </Sheet>
  );
}

/** What all of them have, or that they differ. */
function common(hosts: readonly Host[], of: (host: Host) => string, many: string): string {
  const values = [...new Set(hosts.map(of))];
  return values.length === 1 ? `${values[0]}, as it is` : `several ${many}, as they are`;
}
