import { ChevronDown, Download, Eye, EyeOff, FolderPlus, Upload } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { Button, IconButton } from "../ui/button";
import { useAfterMenu } from "../ui/command-items";
import menu from "../ui/menu.module.css";
import { SearchField } from "../ui/search-field";
import { askForFolder, download, upload } from "./file-actions";
import { selectedEntries } from "./file-commands";
import styles from "./files.module.css";
import { type FolderView, setFilesFilter, toggleHidden, useFiles } from "./files-store";
import { focusFiles } from "./focus-files";

/** What is done most with a folder, and the filter. */
export function FilesBar({ hostId, view }: { hostId: string; view: FolderView }) {
  const { path, selected, filter } = view;
  const showsHidden = useFiles((state) => state.showsHidden);
  return (
    <div className={styles.bar}>
      <UploadMenu hostId={hostId} isOff={path === ""} />
      <Button
        icon={Download}
        disabled={selected.size === 0}
        onClick={() => void download(hostId, selectedEntries(hostId))}
      >
        Download…
      </Button>
      <Button icon={FolderPlus} disabled={path === ""} onClick={() => askForFolder(hostId)}>
        New folder…
      </Button>
      <SearchField
        label="Filter the files"
        placeholder="Filter"
        className={styles.filter}
        data-file-filter
        value={filter}
        onChange={(text) => setFilesFilter(hostId, text)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "ArrowDown" && event.key !== "Escape") return;
          event.preventDefault();
          event.stopPropagation();
          focusFiles();
        }}
      />
      <IconButton
        icon={showsHidden ? Eye : EyeOff}
        label={showsHidden ? "Hide hidden files" : "Show hidden files"}
        aria-pressed={showsHidden}
        onClick={toggleHidden}
      />
    </div>
  );
}

/** The system's dialogs choose either files or folders, so there are two. */
function UploadMenu({ hostId, isOff }: { hostId: string; isOff: boolean }) {
  const after = useAfterMenu();
  const item = (label: string, what: "files" | "folders") => (
    <DropdownMenu.Item
      className={menu.item}
      onSelect={() => after.choose(() => void upload(hostId, what))}
    >
      {label}
    </DropdownMenu.Item>
  );
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <Button icon={Upload} disabled={isOff}>
          Upload
          <ChevronDown size={13} aria-hidden />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={menu.menu}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={after.onCloseAutoFocus}
        >
          {item("Files…", "files")}
          {item("Folders…", "folders")}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
