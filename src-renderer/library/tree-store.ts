import { create } from "zustand";
import type { LibraryName } from "../../src-shared/library";
import { recall, remember } from "../shell/remembered";
import { folderId } from "./library-rows";

export interface TreeState {
  filter: string;
  /** Paths of folded folders, kept between starts. */
  folded: ReadonlySet<string>;
  /** The row that the keyboard is on; null for the first. */
  activeRowId: string | null;
  /** The row whose name is being edited. */
  renaming: string | null;
}

const nameOf = (library: LibraryName) => `${library}.folded`;

const makeTree = (library: LibraryName) =>
  create<TreeState>(() => ({
    filter: "",
    // A path has no line break.
    folded: new Set((recall(nameOf(library)) ?? "").split("\n").filter(Boolean)),
    activeRowId: null,
    renaming: null,
  }));

/** What the tree of each library shows. */
export const trees = { templates: makeTree("templates"), tools: makeTree("tools") };

export function setTreeFilter(library: LibraryName, filter: string): void {
  trees[library].setState({ filter });
}

export function setFolderFolded(library: LibraryName, path: string, isFolded: boolean): void {
  const folded = new Set(trees[library].getState().folded);
  isFolded ? folded.add(path) : folded.delete(path);
  trees[library].setState({ folded });
  remember(nameOf(library), [...folded].join("\n"));
}

export function goToTreeRow(library: LibraryName, activeRowId: string): void {
  trees[library].setState({ activeRowId });
}

/** Has a row's name edited where it stands; null ends that. */
export function setRenaming(library: LibraryName, renaming: string | null): void {
  trees[library].setState({ renaming, ...(renaming === null ? {} : { activeRowId: renaming }) });
}

/** Shows a new folder and has its name edited. */
export function nameNewFolder(library: LibraryName, path: string): void {
  setRenaming(library, folderId(path));
}
