import type { HostSettings } from "../../../src-shared/host";
import type { Overlay } from "../overlay";
import {
  firstFileSchema,
  fromFile,
  fromFirstFile,
  OVERLAY_VERSION,
  overlayFileSchema,
} from "../overlay-schema";
import type { ImportData, ImportedHost } from "./import-data";

/** Options of ssh that start a program here. */
const RUNS_PROGRAM =
  /^\s*(proxycommand|localcommand|knownhostscommand|pkcs11provider|securitykeyprovider|xauthlocation)\b/i;

/**
 * What an export of ours holds; what it says of the machine that it comes from is left out.
 * @param value the JSON
 * @throws Error with what is wrong
 */
export function readOwn(value: object): ImportData {
  const overlay = overlayOf(value);
  const hosts: ImportedHost[] = [];
  const problems: string[] = [];
  for (const [id, { name, address, ...entry }] of overlay.hosts) {
    if (id === "local") {
      problems.push("What the file says of the machine that it was made on is not taken.");
    } else if (name !== undefined && address !== undefined) {
      hosts.push({ name, address, entry });
    } else {
      hosts.push({ name: id.slice("config:".length), address: null, entry });
    }
  }
  for (const { name, entry } of hosts) problems.push(...programs(name, entry.settings));
  for (const [path, { settings }] of overlay.groups) {
    problems.push(...programs(`The group ${path}`, settings));
  }
  return { format: "rmote", hosts, groups: new Map(overlay.groups), problems };
}

/** What a person has to know before taking it: connecting would run it on this machine. */
function programs(owner: string, settings: HostSettings = {}): string[] {
  const { command, sshOptions = [] } = settings;
  const options = sshOptions.filter((option) => RUNS_PROGRAM.test(option));
  const found = [...(command === undefined ? [] : [command]), ...options];
  return found.map((each) => `${owner} runs a program on this machine to connect: ${each}`);
}

function overlayOf(value: object): Overlay {
  const { version } = value as { version?: unknown };
  if (typeof version === "number" && version > OVERLAY_VERSION) {
    throw new Error("It was written by a newer Rmote Desktop.");
  }
  if (version === 1) return fromFirstFile(firstFileSchema.parse(value));
  const parsed = overlayFileSchema.safeParse(value);
  if (parsed.success) return fromFile(parsed.data);
  const [issue] = parsed.error.issues;
  throw new Error(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "It has another form."}`);
}
