import { CornerLeftUp, RotateCw } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { printableName } from "../../src-shared/printable";
import { IconButton } from "../ui/button";
import { TextInput } from "../ui/text-input";
import { refusalWords } from "./file-actions";
import { joinPath } from "./file-entry";
import styles from "./files.module.css";
import { changeFolder, type FolderView, goUp, openFolder, readAgain } from "./files-store";
import { focusFiles } from "./focus-files";

/** Where one is: a path that can be typed, and beneath it why it cannot be shown. */
export function PathBar({ hostId, view }: { hostId: string; view: FolderView }) {
  const { path, reading, refused } = view;
  const id = useId();
  /** What is typed; null while it is the folder that is shown. */
  const [draft, setDraft] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = draft?.trim() ?? "";
    const isWhole = wanted.startsWith("/") || wanted.startsWith("~");
    const to = wanted === "" ? path : isWhole || path === "" ? wanted : joinPath(path, wanted);
    if (!(await openFolder(hostId, to))) return;
    setDraft(null);
    focusFiles();
  };
  return (
    <form className={styles.path} onSubmit={(event) => void submit(event)} noValidate>
      <IconButton
        icon={CornerLeftUp}
        label="Folder above"
        keys="Alt+Up"
        disabled={path === "/" || path === ""}
        onClick={() => void goUp(hostId)}
      />
      <div className={styles.pathField}>
        <TextInput
          isCode
          aria-label="Path of the folder"
          aria-invalid={refused !== null || undefined}
          aria-describedby={refused === null ? undefined : `${id}-refused`}
          value={draft ?? printableName(path)}
          onChange={setDraft}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={() => {
            if (refused === null) setDraft(null);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            setDraft(null);
            changeFolder(hostId, { refused: null });
            focusFiles();
          }}
        />
        {reading !== null && (
          <span className={styles.reading} role="status">
            {reading.count === 0 ? "Reading…" : `Reading… ${reading.count}`}
          </span>
        )}
      </div>
      <IconButton
        icon={RotateCw}
        label="Read the folder again"
        keys="F5"
        disabled={path === ""}
        onClick={() => void readAgain(hostId)}
      />
      {refused !== null && (
        <p id={`${id}-refused`} role="alert" className={styles.refused}>
          {refusalWords(refused.failure, refused.path)}
        </p>
      )}
    </form>
  );
}
