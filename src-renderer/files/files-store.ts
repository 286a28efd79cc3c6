import { create } from "zustand";
import { type Failure, failure } from "../../src-shared/failure";
import { ipc } from "../ipc";
import { recall, remember } from "../shell/remembered";
import { filterWords, isFound, type SortKey, type SortOrder, sortKeys } from "./entry-rows";
import { type FileEntry, nameOf, readEntries, readFolder } from "./file-entry";

const TOOL = "rmote.tools.transfer.Transfer";
/** Of a folder, more than a person looks through; a target may go on without end. */
const MOST_ENTRIES = 200_000;

/** The folder of a host that is shown, and where one is in it. */
export interface FolderView {
  /** Its whole path; empty before the first. */
  path: string;
  entries: readonly FileEntry[];
  /** Whether there are more than can be shown. */
  isCut: boolean;
  /** What is being read, and how many entries have come of it. */
  reading: { path: string; count: number; callId: string } | null;
  /** Why what was asked for last cannot be shown. */
  refused: { path: string; failure: Failure } | null;
  /** The session that it was read over. */
  session: string;
  filter: string;
  /** Names: where the keyboard is, where a selection begins, what is selected. */
  active: string | null;
  anchor: string | null;
  selected: ReadonlySet<string>;
}

const nothing: FolderView = {
  path: "",
  entries: [],
  isCut: false,
  reading: null,
  refused: null,
  session: "",
  filter: "",
  active: null,
  anchor: null,
  selected: new Set(),
};

interface FilesState {
  hosts: ReadonlyMap<string, FolderView>;
  order: SortOrder;
  showsHidden: boolean;
}

export const useFiles = create<FilesState>(() => ({
  hosts: new Map(),
  order: {
    by: sortKeys.find((key) => key === recall("files.sort")) ?? "name",
    isDescending: recall("files.descending") === "true",
  },
  showsHidden: recall("files.hidden") === "true",
}));

export function folderOf(hosts: ReadonlyMap<string, FolderView>, hostId: string): FolderView {
  return hosts.get(hostId) ?? nothing;
}

export function folderNow(hostId: string): FolderView {
  return folderOf(useFiles.getState().hosts, hostId);
}

export function changeFolder(hostId: string, more: Partial<FolderView>): void {
  useFiles.setState(({ hosts }) => ({
    hosts: new Map(hosts).set(hostId, { ...folderOf(hosts, hostId), ...more }),
  }));
}

/** Sorts by a column; the other way round where that is done already. */
export function sortBy(by: SortKey): void {
  const { order } = useFiles.getState();
  // What is largest or newest is looked for first.
  const first = by === "size" || by === "modified";
  const isDescending = order.by === by ? !order.isDescending : first;
  remember("files.sort", by);
  remember("files.descending", isDescending);
  useFiles.setState({ order: { by, isDescending } });
}

export function toggleHidden(): void {
  const showsHidden = !useFiles.getState().showsHidden;
  remember("files.hidden", showsHidden);
  useFiles.setState({ showsHidden });
  if (showsHidden) return;
  for (const hostId of useFiles.getState().hosts.keys()) {
    keepSelected(hostId, (name) => !name.startsWith("."));
  }
}

const lastFolder = (hostId: string) => `folder.${hostId}`;

/** Shows the last folder of a host, or the home, once for each session. */
export async function openOnce(hostId: string, session: string): Promise<void> {
  const { session: known, path } = folderNow(hostId);
  if (session === "" || known === session) return;
  changeFolder(hostId, { session });
  const last = path || recall(lastFolder(hostId));
  if (last !== null && (await openFolder(hostId, last))) return;
  if (folderNow(hostId).path === "") await openFolder(hostId, "~", null, true);
}

/**
 * Shows a folder of a host; where that cannot be, what was shown stays and the reason is said.
 * @param select the name that the keyboard is on then
 * @param keepsRefusal what was refused before is still said
 * @returns whether it is shown
 */
export async function openFolder(
  hostId: string,
  path: string,
  select: string | null = null,
  keepsRefusal = false,
): Promise<boolean> {
  const callId = crypto.randomUUID();
  const before = folderNow(hostId);
  if (before.reading !== null) void ipc.cancelCall(before.reading.callId);
  changeFolder(hostId, {
    reading: { path, count: 0, callId },
    ...(keepsRefusal ? {} : { refused: null }),
  });
  const isLatest = () => folderNow(hostId).reading?.callId === callId;
  const entries: FileEntry[] = [];
  let isCut = false;
  let isOdd = false;
  const request = {
    callId,
    hostId,
    tool: TOOL,
    method: "browse",
    args: [path],
    kwargs: {},
    timeoutSeconds: null,
    isUnasked: true,
  };
  const outcome = await ipc.call(request, (items) => {
    for (const { value } of items) {
      const more = readEntries(value);
      if (more === null) isOdd = true;
      else if (entries.length < MOST_ENTRIES) entries.push(...more);
      else isCut = true;
    }
    if (isOdd || isCut) void ipc.cancelCall(callId);
    if (isLatest()) changeFolder(hostId, { reading: { path, count: entries.length, callId } });
  });
  if (!isLatest()) return false;
  const whole = outcome.ok ? readFolder(outcome.value) : isCut ? path : null;
  if (isOdd || whole === null) {
    const reason = outcome.ok || isOdd ? noFolder : outcome.failure;
    changeFolder(hostId, { reading: null, refused: { path, failure: reason } });
    return false;
  }
  show(hostId, whole, entries, isCut, select);
  return true;
}

/** Reads the folder that is shown once more; what is selected stays so. */
export async function readAgain(hostId: string, select: string | null = null): Promise<void> {
  const { path } = folderNow(hostId);
  if (path !== "") await openFolder(hostId, path, select);
}

function show(
  hostId: string,
  path: string,
  entries: readonly FileEntry[],
  isCut: boolean,
  select: string | null,
): void {
  const before = folderNow(hostId);
  const isSame = before.path === path;
  const names = new Set(entries.map(({ name }) => name));
  const active = select ?? (isSame ? before.active : null);
  const kept = [...before.selected].filter((name) => isSame && names.has(name));
  changeFolder(hostId, {
    path,
    entries,
    isCut,
    reading: null,
    active,
    anchor: active,
    selected: new Set(select === null ? kept : [select]),
    filter: isSame ? before.filter : "",
  });
  remember(lastFolder(hostId), path);
}

/** Goes to a name, which is selected alone unless it is said what is. */
export function goToEntry(
  hostId: string,
  name: string,
  selected: Iterable<string> = [name],
  keepsAnchor = false,
): void {
  const { anchor } = folderNow(hostId);
  changeFolder(hostId, {
    active: name,
    anchor: keepsAnchor ? anchor : name,
    selected: new Set(selected),
  });
}

export function setFilesFilter(hostId: string, filter: string): void {
  changeFolder(hostId, { filter });
  const words = filterWords(filter);
  keepSelected(hostId, (name) => isFound(name, words));
}

/** What is not shown any more is not selected either: nothing that one cannot see is removed. */
function keepSelected(hostId: string, isShown: (name: string) => boolean): void {
  const { selected } = folderNow(hostId);
  if ([...selected].every(isShown)) return;
  changeFolder(hostId, { selected: new Set([...selected].filter(isShown)) });
}

/** The folder around the one that is shown; the keyboard is on where one came from. */
export async function goUp(hostId: string): Promise<void> {
  const { path } = folderNow(hostId);
  if (path === "" || path === "/") return;
  const at = path.lastIndexOf("/");
  await openFolder(hostId, path.slice(0, at) || "/", nameOf(path));
}

const noFolder = failure("protocol_error", "The target's answer is no list of files.", {
  advice: "The connection is not to be trusted. Connect again.",
});
