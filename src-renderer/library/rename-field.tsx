import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { LibraryKind } from "./library-kind";
import type { LibraryRow } from "./library-rows";
import styles from "./library-tree.module.css";
import { labelOf, renameRow } from "./tree-actions";
import { setRenaming } from "./tree-store";

interface RenameFieldProps {
  kind: LibraryKind;
  row: LibraryRow;
  /** Gives the focus back to the tree. */
  onEnd: () => void;
}

/** A row's name while it is edited: Enter takes it, Escape leaves it, leaving the field takes a good one. */
export function RenameField({ kind, row, onEnd }: RenameFieldProps) {
  const [name, setName] = useState(labelOf(row));
  const [error, setError] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const isEnding = useRef(false);
  useEffect(() => {
    const field = input.current;
    if (field === null) return;
    field.focus();
    // The name without what tells the kind of file.
    const dot = field.value.indexOf(".");
    field.setSelectionRange(0, dot > 0 ? dot : field.value.length);
  }, []);
  const end = () => {
    isEnding.current = true;
    setRenaming(kind.library, null);
  };
  const take = async (isLeft: boolean) => {
    if (isEnding.current) return;
    isEnding.current = true;
    const wrong = await renameRow(kind, row, name.trim());
    isEnding.current = false;
    if (wrong !== null && !isLeft) return setError(wrong);
    end();
    if (!isLeft) onEnd();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Enter") void take(false);
    else if (event.key === "Escape") {
      end();
      onEnd();
    } else return;
    event.preventDefault();
  };
  return (
    <span className={styles.rename}>
      <input
        ref={input}
        className={styles.input}
        aria-label={`New name of ${labelOf(row)}`}
        aria-invalid={error !== null || undefined}
        aria-describedby={error === null ? undefined : "rename-error"}
        autoComplete="off"
        spellCheck={false}
        value={name}
        onChange={(event) => {
          setName(event.target.value);
          setError(null);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => void take(true)}
        onClick={(event) => event.stopPropagation()}
      />
      {error !== null && (
        <span id="rename-error" role="alert" className={styles.error}>
          {error}
        </span>
      )}
    </span>
  );
}
