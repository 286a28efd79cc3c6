import { useState } from "react";
import { callNameOf, callPathOf, toolFolderOf, toolPathOfCall } from "../../src-shared/saved-call";
import { folderOf } from "../library/library-rows";
import { useOwnTools } from "../tools/own-tools-store";
import { Button } from "../ui/button";
import { Dialog, DialogButtons } from "../ui/dialog";
import { Field } from "../ui/field";
import { Select } from "../ui/select";
import { chooseCallTool, isCallThere } from "./call-actions";
import { closeCallDialog } from "./call-dialog-store";
import styles from "./save-call-dialog.module.css";
import { savedCallFile } from "./saved-calls-store";

interface Candidate {
  path: string;
  tool: string;
  methods: readonly string[];
}

interface ChooseToolDialogProps {
  /** Of the saved call. */
  path: string;
  /** The file of tools that is meant, where that is known. */
  toolPath: string | null;
}

/** Asks which method of the user's tools a saved call is meant for. */
export function ChooseToolDialog({ path, toolPath }: ChooseToolDialogProps) {
  const candidates = useCandidates(path, toolPath);
  const [at, setAt] = useState("0");
  const [wanted, setWanted] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const chosen = candidates[Number(at)];
  const read = savedCallFile(path)?.read;
  const before = read?.ok ? read.call.method : "";
  const methods = chosen?.methods ?? [];
  const method = [wanted, before].find((each) => methods.includes(each ?? "")) ?? methods[0];
  const choose = async () => {
    if (chosen === undefined || method === undefined) return;
    const wrong = await chooseCallTool(path, { path: chosen.path, tool: chosen.tool, method });
    if (wrong === null) closeCallDialog();
    else setError(wrong);
  };
  return (
    <Dialog
      title={`Choose what ${callNameOf(path)} calls`}
      description={
        candidates.length === 0
          ? "You have no tool of your own yet. Make one, or mend the file of the call."
          : "The call names it from now on and lies beside its file. The rest of the call stays as it is."
      }
      onClose={closeCallDialog}
    >
      {candidates.length > 0 && (
        <div className={styles.more}>
          <Field
            kind="named"
            label="Tool"
            error={error ?? undefined}
            hint={placeHint(path, chosen)}
          >
            {(ids) => (
              <Select
                label="Tool"
                describedBy={ids["aria-describedby"]}
                value={at}
                options={candidates.map((each, index) => ({
                  value: String(index),
                  label: `${each.tool} in ${each.path}`,
                }))}
                onChange={setAt}
              />
            )}
          </Field>
          <Field kind="named" label="Method" hint={methodHint(before, methods)}>
            {(ids) => (
              <Select
                label="Method"
                describedBy={ids["aria-describedby"]}
                value={method ?? ""}
                placeholder="None"
                options={methods.map((name) => ({ value: name, label: name }))}
                onChange={setWanted}
              />
            )}
          </Field>
        </div>
      )}
      <DialogButtons>
        <Button onClick={closeCallDialog}>{candidates.length === 0 ? "Close" : "Cancel"}</Button>
        {chosen !== undefined && method !== undefined && (
          <Button variant="primary" onClick={() => void choose()}>
            Use {chosen.tool}.{method}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}

function methodHint(before: string, methods: readonly string[]): string {
  if (methods.length === 0) return "The tool has no method.";
  return methods.includes(before) ? "" : `There is no ${before} in it: say what it is called now.`;
}

/** Where the call comes to lie, when that changes. */
function placeHint(path: string, chosen: Candidate | undefined): string {
  if (chosen === undefined) return "";
  const folder = folderOf(chosen.path);
  if (folder === toolFolderOf(path)) return "";
  const there = callPathOf(folder, callNameOf(path));
  return isCallThere(there)
    ? `There is a ${there} already, so it gets a number.`
    : `It moves to ${there}.`;
}

/** All own tools: first the one that it calls now, then those that have what it calls. */
function useCandidates(path: string, toolPath: string | null): readonly Candidate[] {
  const files = useOwnTools((state) => state.files);
  const read = savedCallFile(path)?.read;
  if (!read?.ok) return [];
  const { call } = read;
  const now = toolPathOfCall(path, call);
  const rank = (each: Candidate) =>
    (each.path === (toolPath ?? now) ? 0 : 4) +
    (each.tool === call.tool ? 0 : 2) +
    (each.methods.includes(call.method) ? 0 : 1);
  return [...files.values()]
    .flatMap((file) =>
      file.tools.map(({ name, methods }) => ({
        path: file.path,
        tool: name,
        methods: methods.map((each) => each.name),
      })),
    )
    .sort((a, b) => rank(a) - rank(b));
}
