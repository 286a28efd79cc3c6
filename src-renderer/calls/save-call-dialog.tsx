import { useEffect, useState } from "react";
import { formatPlural } from "../../src-shared/format";
import { parseSelectors, selectHosts } from "../../src-shared/host-selector";
import { callNameOf, wrongCallName } from "../../src-shared/saved-call";
import { consoleOf, type ReadyCall, readCall, useConsole } from "../console/console-store";
import { useHosts } from "../hosts/hosts-store";
import { Field } from "../ui/field";
import { LineDialog } from "../ui/line-dialog";
import { TextInput } from "../ui/text-input";
import { isCallThere } from "./call-actions";
import { closeCallDialog } from "./call-dialog-store";
import { openSecrets, pathFor, replaceable, saveCall, selectorOfConsole } from "./save-call";
import styles from "./save-call-dialog.module.css";
import { savedCallFile } from "./saved-calls-store";

/** Saves what stands in a form under a name. Where something is wrong in the form, that says so instead. */
export function SaveCallDialog({ consoleId }: { consoleId: string }) {
  const [ready, setReady] = useState<ReadyCall | null>(null);
  useEffect(() => {
    const read = readCall(consoleId);
    if (read === null) closeCallDialog();
    else setReady(read);
  }, [consoleId]);
  return ready === null ? null : <SaveDialog consoleId={consoleId} ready={ready} />;
}

function SaveDialog({ consoleId, ready }: { consoleId: string; ready: ReadyCall }) {
  const { savedPath } = consoleOf(useConsole.getState().hosts, consoleId);
  const replaced = replaceable(ready, savedPath);
  const known = replaced === null ? undefined : savedCallFile(replaced)?.read;
  const before = known?.ok === true ? known.call : null;
  const [line, setLine] = useState(before?.hosts.join(", ") ?? selectorOfConsole(consoleId));
  const [description, setDescription] = useState(before?.description ?? "");
  const hosts = useHosts((state) => state.hosts) ?? [];
  const selectors = parseSelectors(line);
  const selected = selectHosts(hosts, selectors);
  const hostsError =
    selectors.length === 0 ? "Name at least one host." : (selected.problems[0] ?? undefined);
  const unlocked = openSecrets(ready);
  const check = (name: string) => {
    const wrong = wrongCallName(name);
    if (wrong !== null) return wrong;
    const path = pathFor(ready, name);
    if (path !== replaced && isCallThere(path)) return `There is a call ${name} already.`;
    return selectors.length === 0 ? "Name at least one host." : null;
  };
  return (
    <LineDialog
      title="Save the call"
      description={`It becomes a small text file, ${pathFor(ready, "NAME")}, in the folder of your tools. What is secret is not in it.`}
      label="Name"
      saveLabel="Save"
      first={replaced === null ? "" : callNameOf(replaced)}
      check={check}
      onSave={(name) =>
        saveCall(ready, pathFor(ready, name), { hosts: selectors, description }, replaced)
      }
      onClose={closeCallDialog}
      control={(ids, name, set) => (
        <TextInput {...ids} placeholder="restart-nginx" value={name} onChange={set} />
      )}
      more={
        <div className={styles.more}>
          <Field
            label="Hosts"
            error={hostsError}
            hint={
              hostsError === undefined &&
              `${formatPlural(selected.hosts.length, "host")}: ${namesOf(selected.hosts)}`
            }
          >
            {(ids) => (
              <TextInput
                {...ids}
                placeholder="web1, tag:prod, group:web"
                value={line}
                onChange={setLine}
              />
            )}
          </Field>
          <Field label="Description">
            {(ids) => <TextInput {...ids} value={description} onChange={setDescription} />}
          </Field>
          {unlocked.length > 0 && (
            <p className={styles.warning} role="alert">
              {unlocked.join(", ")} would be written into the file as it stands. Lock it in the form
              by the button beside it, and it is asked for at each run.
            </p>
          )}
        </div>
      }
    />
  );
}

function namesOf(hosts: readonly { name: string }[]): string {
  const names = hosts.slice(0, 5).map(({ name }) => name);
  return hosts.length > 5 ? `${names.join(", ")} …` : names.join(", ");
}
