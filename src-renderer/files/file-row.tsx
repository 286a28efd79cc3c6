import {
  File,
  FileCog,
  FileSymlink,
  Folder,
  FolderSymlink,
  type LucideIcon,
  Unlink,
} from "lucide-react";
import { memo } from "react";
import { formatBytes, formatExact } from "../../src-shared/format";
import { printableName } from "../../src-shared/printable";
import { Marked } from "../hosts/marked";
import { classes } from "../ui/classes";
import { type FileEntry, isFolder, modeText } from "./file-entry";
import styles from "./file-list.module.css";

interface FileRowProps {
  id: string;
  entry: FileEntry;
  index: number;
  count: number;
  /** The keyboard is on it. */
  isActive: boolean;
  isSelected: boolean;
  isDropTarget: boolean;
  words: readonly string[];
  /** Pixels from the top of the rows. */
  start: number;
}

/** @param list id of the list: hosts have one each */
export const fileRowId = (list: string, index: number): string => `${list}-row-${index}`;

export const FileRow = memo((props: FileRowProps) => {
  const { id, entry, index, words } = props;
  const size = entry.type === "file" ? formatBytes(entry.size) : "";
  const exact = formatExact(entry.modified);
  const octal = entry.mode.toString(8).padStart(4, "0");
  const name = printableName(entry.name);
  const [Icon, what] = kindOf(entry);
  const isDirectory = isFolder(entry);
  const target = entry.target === null ? null : printableName(entry.target);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names the active row
    <div
      id={id}
      role="option"
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-more`}
      aria-posinset={index + 1}
      aria-setsize={props.count}
      aria-selected={props.isSelected}
      data-row={index}
      data-folder-name={isDirectory ? entry.name : undefined}
      className={classes(
        styles.row,
        props.isActive && styles.active,
        props.isSelected && styles.selected,
        props.isDropTarget && styles.drop,
      )}
      style={{ transform: `translateY(${props.start}px)` }}
    >
      <span className={styles.name}>
        <Icon size={15} aria-hidden className={isDirectory ? styles.folder : styles.file} />
        <span className={styles.words} title={target === null ? name : `${name} → ${target}`}>
          <span id={`${id}-name`}>
            <Marked text={name} words={words} />
          </span>
          {target !== null && <span className={styles.target}> → {target}</span>}
        </span>
      </span>
      <span className={styles.size} aria-hidden>
        {size}
      </span>
      <span className={styles.modified} aria-hidden title={exact}>
        {exact.slice(0, 16)}
      </span>
      <span className={styles.mode} aria-hidden title={octal}>
        {modeText(entry.mode)}
      </span>
      <span id={`${id}-more`} className="visually-hidden">
        {[
          what,
          ...(target === null ? [] : [`leads to ${target}`]),
          ...(size === "" ? [] : [size]),
          `modified ${exact.slice(0, 16)}`,
          `mode ${octal}`,
        ].join(", ")}
      </span>
    </div>
  );
});

function kindOf({ type, leadsTo }: FileEntry): [LucideIcon, string] {
  if (type === "directory") return [Folder, "Folder"];
  if (type === "file") return [File, "File"];
  if (type === "other") return [FileCog, "Device, pipe or socket"];
  if (leadsTo === null) return [Unlink, "Link that leads nowhere"];
  return leadsTo === "directory" ? [FolderSymlink, "Link to a folder"] : [FileSymlink, "Link"];
}
