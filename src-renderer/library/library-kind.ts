import type { ReactNode } from "react";
import type { LibraryImportFile, LibraryName } from "../../src-shared/library";
import type { MenuCommand } from "../ui/menu-command";
import type { Move } from "./library-actions";
import type { LibraryChild, LibraryEntry } from "./library-rows";

/** What a library's tree has to know of what lies in it. */
export interface LibraryKind {
  library: LibraryName;
  /** What the library is called: `Templates`. */
  title: string;
  /** What its tree is called, where another one stands beside it. */
  treeLabel?: string;
  /** What its filter is called, where that is more than `Filter` and the title. */
  filterLabel?: string;
  /** What one of it is called: `template`. */
  word: string;
  /** Said where there is none, and where none is found; left out for the usual sentences. */
  noneWords?: { none: (folder: string) => string; notFound: (filter: string) => string };
  /** What stands before the name, such as an icon. */
  icon: (entry: LibraryEntry) => ReactNode;
  /** What stands on the right, as words; empty for nothing. */
  detail: (entry: LibraryEntry) => string;
  /** All that moves when an entry gets another path, itself first. */
  movesOf: (entry: LibraryEntry, to: string) => Move[];
  /** The path of an entry from the name that a person typed: `nginx.conf` in `web` is `web/nginx.conf.mako`. */
  pathOf: (folder: string, name: string) => string;
  /** What is wrong with such a name; null where nothing is. */
  wrongName: (folder: string, name: string) => string | null;
  /** Folders that are not shown while nothing of the tree lies in them; left out for none. */
  hidesFolder?: (path: string) => boolean;
  /** @param isLook whether the focus stays in the tree */
  open: (entry: LibraryEntry, isLook: boolean) => void;
  /** What is in a file that is to be imported; only its name is shown if left out. */
  importPreview?: (file: LibraryImportFile) => ReactNode;
  /** Asks for the name of a new entry in a folder. */
  askForNew: (folder: string) => void;
  /** What stands beneath entries; left out where nothing does. */
  child?: ChildKind;
}

/** What a library's tree has to know of what stands beneath entries. */
export interface ChildKind {
  /** What several are called: `saved call`. */
  word: string;
  icon: (child: LibraryChild) => ReactNode;
  /** A button that the pointer finds on the row; the keyboard has a key for it. */
  action: (child: LibraryChild) => ReactNode;
  commands: (child: LibraryChild) => MenuCommand[];
  open: (child: LibraryChild) => void;
  /** @returns whether the key did something */
  onKey: (child: LibraryChild, key: string, isShift: boolean) => boolean;
  /** The path of what is dragged, also from beside the tree; null for nothing that can be dropped on this entry. */
  draggedTo: (entry: LibraryEntry) => string | null;
  setDragged: (child: LibraryChild | null) => void;
  drop: (path: string, entry: LibraryEntry) => void;
}
