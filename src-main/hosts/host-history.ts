import { randomUUID } from "node:crypto";
import type { HostChange } from "../../src-shared/host";
import {
  type GroupEntry,
  type HostEntry,
  isSame,
  type Overlay,
  withGroup,
  withHost,
} from "./overlay";

/** Changes that can be undone. */
const MAX_CHANGES = 100;

interface EntryChange<T> {
  key: string;
  before: T | null;
  after: T | null;
}

interface Change {
  hosts: EntryChange<HostEntry>[];
  groups: EntryChange<GroupEntry>[];
}

interface Undone {
  overlay: Overlay;
  /** The hosts whose entries are as before. */
  hostIds: string[];
  /** Those that are not there any more, since the change made them. */
  removedIds: string[];
}

/** The last changes of the overlay, each as what it did to the entries it touched. */
export class HostHistory {
  readonly #changes = new Map<string, Change>();

  /** @param hostIds the hosts that the change is about, also where nothing of theirs came out different */
  remember(before: Overlay, after: Overlay, hostIds: readonly string[]): HostChange {
    const changeId = randomUUID();
    const hosts = differences(before.hosts, after.hosts);
    this.#changes.set(changeId, {
      hosts,
      groups: differences(before.groups, after.groups),
    });
    for (const oldest of this.#changes.keys()) {
      if (this.#changes.size <= MAX_CHANGES) break;
      this.#changes.delete(oldest);
    }
    return {
      changeId,
      hostIds: [...hostIds],
      addedIds: hosts.filter(isMade).map(({ key }) => key),
    };
  }

  /**
   * The overlay without that change.
   * @returns null where the change is not remembered; otherwise the overlay, or
   *   the name of what has changed since
   */
  undo(changeId: string, overlay: Overlay): Undone | { changed: string } | null {
    const change = this.#changes.get(changeId);
    if (change === undefined) return null;
    const changed =
      changedSince(change.hosts, overlay.hosts) ?? changedSince(change.groups, overlay.groups);
    if (changed !== null) return { changed };
    let result = overlay;
    for (const { key, before } of change.hosts) result = withHost(result, key, before);
    for (const { key, before } of change.groups) result = withGroup(result, key, before);
    const removedIds = change.hosts.filter(isMade).map(({ key }) => key);
    return { overlay: result, hostIds: change.hosts.map(({ key }) => key), removedIds };
  }

  forget(changeId: string): void {
    this.#changes.delete(changeId);
  }
}

/** Whether the change made the host, and not only an entry about one of the ssh configuration. */
function isMade({ key, before, after }: EntryChange<HostEntry>): boolean {
  return before === null && after !== null && key.startsWith("added:");
}

function differences<T extends HostEntry | GroupEntry>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): EntryChange<T>[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys]
    .map((key) => ({ key, before: before.get(key) ?? null, after: after.get(key) ?? null }))
    .filter((change) => !isSame(change.before, change.after));
}

function changedSince<T extends HostEntry | GroupEntry>(
  changes: EntryChange<T>[],
  now: ReadonlyMap<string, T>,
): string | null {
  const changed = changes.find(({ key, after }) => !isSame(now.get(key) ?? null, after));
  if (changed === undefined) return null;
  const { name } = { name: undefined, ...now.get(changed.key), ...changed.before } as HostEntry;
  return name ?? changed.key.replace(/^config:/, "");
}
