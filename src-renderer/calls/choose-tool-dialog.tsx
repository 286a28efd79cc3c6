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
  hasMethod: boolean;
}

interface ChooseToolDialogProps {
  /** Of the saved call. */
  path: string;
  /** The file of tools that is meant, where that is known. */
  toolPath: string | null;
}

/** Asks which of the user's tools a saved call is meant for. */
export function ChooseToolDialog({ path, toolPath }: ChooseToolDialogProps) {
  const candidates = useCandidates(path, toolPath);
  const [at, setAt] = useState("0");
  const [error, setError] = useState<string | null>(null);
  const chosen = candidates[Number(at)];
  const read = savedCallFile(path)?.read;
  const method = read?.ok ? read.call.method : "";
  const choose = async () => {
    if (chosen === undefined) return;
    const wrong = await chooseCallTool(path, chosen);
    if (wrong === null) closeCallDialog();
    else setError(wrong);
  };
  return (
    <Dialog
      title={`Choose the tool of ${callNameOf(path)}`}
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
            hint={hintOf(path, method, chosen)}
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
        </div>
      )}
      <DialogButtons>
        <Button onClick={closeCallDialog}>{candidates.length === 0 ? "Close" : "Cancel"}</Button>
        {chosen !== undefined && (
          <Button variant="primary" onClick={() => void choose()}>
            Use {chosen.tool}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}

function hintOf(path: string, method: string, chosen: Candidate | undefined): string {
  if (chosen === undefined) return "";
  if (!chosen.hasMethod)
    return `${chosen.tool} has no method ${method}: the call cannot be run with it.`;
  const folder = folderOf(chosen.path);
  if (folder === toolFolderOf(path)) return `${chosen.tool} has the method ${method}.`;
  const there = callPathOf(folder, callNameOf(path));
  return isCallThere(there)
    ? `There is a ${there} already, so it gets a number.`
    : `It moves to ${there}.`;
}

/** All own tools but the one that it calls now: first those that have what it calls. */
function useCandidates(path: string, toolPath: string | null): readonly Candidate[] {
  const files = useOwnTools((state) => state.files);
  const read = savedCallFile(path)?.read;
  if (!read?.ok) return [];
  const { call } = read;
  const now = toolPathOfCall(path, call);
  const rank = (each: Candidate) =>
    (each.path === toolPath ? 0 : 4) + (each.tool === call.tool ? 0 : 2) + (each.hasMethod ? 0 : 1);
  return [...files.values()]
    .flatMap((file) =>
      file.tools.map(({ name, methods }) => ({
        path: file.path,
        tool: name,
        hasMethod: methods.some((each) => each.name === call.method),
      })),
    )
    .filter((each) => each.path !== now || each.tool !== call.tool)
    .sort((a, b) => rank(a) - rank(b));
}
