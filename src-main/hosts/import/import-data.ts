import type { HostSettings, ImportPreview } from "../../../src-shared/host";
import type { GroupEntry, HostEntry } from "../overlay";

/** A host that a file to import names. */
export interface ImportedHost {
  name: string;
  /** Null for one of an ssh configuration that only this file's maker has to know. */
  address: string | null;
  entry: Omit<HostEntry, "name" | "address">;
}

/** What a file to import holds, in our words. */
export interface ImportData {
  format: ImportPreview["format"];
  hosts: ImportedHost[];
  groups: Map<string, GroupEntry>;
  /** What cannot be taken, in sentences. */
  problems: string[];
}

/** What only says how to get to a host: of one in the ssh configuration that file is the truth. */
export const CONNECTION_SETTINGS = ["user", "port", "identity", "jump", "sshOptions"] as const;

/** The settings without those that say how to get to the host. */
export function withoutConnection(settings: HostSettings): HostSettings {
  const kept = Object.entries(settings).filter(
    ([key]) => !CONNECTION_SETTINGS.some((each) => each === key),
  );
  return Object.fromEntries(kept);
}
