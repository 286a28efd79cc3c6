import { useState } from "react";
import { formatPlural } from "../../src-shared/format";
import type { ImportPreview } from "../../src-shared/host";
import { ipc } from "../ipc";
import { Field } from "../ui/field";
import { ImportBody, ImportProblems, ImportRows } from "../ui/import-parts";
import { Sheet } from "../ui/sheet";
import { SuggestInput } from "../ui/suggest-input";
import { wrongPath } from "./group-actions";
import { applyChange } from "./host-changes";
import { closeHostDialog } from "./host-dialog-store";
import styles from "./import-dialog.module.css";
import { setFilter } from "./list-store";
import { useListWords } from "./list-words";

const formats: Record<ImportPreview["format"], string> = {
  rmote: "A list of hosts that was exported by Rmote Desktop",
  "ansible-ini": "An Ansible inventory (INI)",
  "ansible-yaml": "An Ansible inventory (YAML)",
};

/** Shows what a file to import holds, and takes it over. */
export function ImportDialog({ preview }: { preview: ImportPreview }) {
  const [group, setGroup] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { groups } = useListWords();
  const wrong = wrongPath(group.trim());
  const taken = preview.hosts.filter((host) => !host.isKnown).length;
  const known = preview.hosts.length - taken;
  const hosts = formatPlural(taken, "host");
  const save = async () => {
    if (wrong !== null) return;
    setBusy(true);
    const request = ipc.importHosts({ importId: preview.importId, group: group.trim() });
    const done = await applyChange(`${hosts} ${taken === 1 ? "was" : "were"} imported.`, request);
    setBusy(false);
    if ("changeId" in done) {
      // What came would else be hidden by what was looked for before.
      setFilter("");
      closeHostDialog();
    } else setProblem(`${done.message} ${done.advice}`.trim());
  };
  return (
    <Sheet
      title={`Import ${hosts}`}
      subtitle={`${formats[preview.format]}: ${preview.file}`}
      saveLabel={`Import ${hosts}`}
      isBusy={isBusy || taken === 0}
      isChanged={false}
      problem={problem}
      onSave={() => void save()}
      onClose={closeHostDialog}
    >
      <ImportBody>
        <p className={styles.summary}>{summary(taken, known, preview.groups.length)}</p>
        <ImportProblems problems={preview.problems} />
        {taken > 0 && (
          <Field label="Into the group" error={wrong ?? undefined}>
            {(ids) => (
              <SuggestInput
                {...ids}
                placeholder="None: as in the file"
                suggestions={groups}
                value={group}
                onChange={setGroup}
              />
            )}
          </Field>
        )}
        <Hosts hosts={preview.hosts} group={wrong === null ? group.trim() : ""} />
      </ImportBody>
    </Sheet>
  );
}

function summary(taken: number, known: number, groups: number): string {
  if (taken + known === 0) return "There is no host in this file.";
  const parts = [
    `${formatPlural(taken, "new host")} in ${formatPlural(groups, "group")}.`,
    ...(known === 0
      ? []
      : [
          `${formatPlural(known, "host")} of the file ${known === 1 ? "is" : "are"} in the list already and ${known === 1 ? "stays" : "stay"} as ${known === 1 ? "it is" : "they are"}.`,
        ]),
  ];
  return parts.join(" ");
}

interface HostsProps {
  hosts: ImportPreview["hosts"];
  /** The group that they are put into; empty for none. */
  group: string;
}

function Hosts({ hosts, group }: HostsProps) {
  return (
    <ImportRows
      label="Hosts of the file"
      rows={hosts}
      className={styles.host}
      row={({ name, address, isKnown, group: own }) => (
        <>
          <span className={styles.name} data-known={isKnown}>
            {name}
          </span>
          <span className={styles.address}>{address}</span>
          <span className={styles.group}>
            {isKnown ? "known" : [group, own].filter(Boolean).join("/")}
          </span>
        </>
      )}
    />
  );
}
