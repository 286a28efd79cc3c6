import { parseAddress } from "../../src-shared/address";
import {
  type Become,
  type Host,
  type HostColour,
  type HostEdit,
  type HostSettings,
  hostSettingsSchema,
  type TransportKind,
} from "../../src-shared/host";
import { wrongPath } from "./group-actions";

/** One row of a list that is edited; the id stays while the rows move. */
export interface Line {
  id: number;
  text: string;
}

export interface Variable {
  id: number;
  name: string;
  value: string;
}

/** Settings as they are typed. Null, or an empty text, is what is inherited. */
export interface SettingsDraft {
  transport: TransportKind | null;
  user: string;
  port: string;
  identity: string;
  command: string;
  python: string;
  jump: Line[] | null;
  sshOptions: Line[] | null;
  environment: Variable[];
  become: Become | "nobody" | "inherited";
}

export interface HostDraft {
  name: string;
  address: string;
  group: string;
  tags: string[];
  colour: HostColour | null;
  notes: string;
  favourite: boolean;
  settings: SettingsDraft;
}

/** What is wrong, by field: a key of the draft, for a row of a list with its id: `jump/3`. */
export type DraftErrors = Readonly<Record<string, string>>;

let ids = 0;

export function newLine(text = ""): Line {
  ids += 1;
  return { id: ids, text };
}

export function newVariable(name = "", value = ""): Variable {
  ids += 1;
  return { id: ids, name, value };
}

export function settingsDraft(settings: HostSettings): SettingsDraft {
  const { become, environment = {}, jump, sshOptions, port } = settings;
  return {
    transport: settings.transport ?? null,
    user: settings.user ?? "",
    port: port === undefined ? "" : String(port),
    identity: settings.identity ?? "",
    command: settings.command ?? "",
    python: settings.python ?? "",
    jump: jump?.map(newLine) ?? null,
    sshOptions: sshOptions?.map(newLine) ?? null,
    environment: Object.entries(environment).map(([name, value]) => newVariable(name, value)),
    become: become === undefined ? "inherited" : (become ?? "nobody"),
  };
}

export function hostDraft(host: Host): HostDraft {
  const { name, address, group, tags, colour, notes, favourite } = host;
  const settings = settingsDraft(host.settings);
  return { name, address, group, tags: [...tags], colour, notes, favourite, settings };
}

/** A draft for a host to be added, with the user and port of its address where they belong. */
export function newHostDraft(address: string): HostDraft {
  const settings = settingsDraft({});
  return withSplitAddress({
    name: "",
    address,
    group: "",
    tags: [],
    colour: null,
    notes: "",
    favourite: false,
    settings,
  });
}

/** User and port that were typed into the address go into their own fields. */
export function withSplitAddress(draft: HostDraft): HostDraft {
  const parsed = parseAddress(draft.address);
  if (typeof parsed === "string") return draft;
  const settings = { ...draft.settings };
  if (parsed.user !== null) settings.user = parsed.user;
  if (parsed.port !== null) settings.port = String(parsed.port);
  return { ...draft, address: parsed.host, settings };
}

const sentences = {
  user: "A user's name has from 1 to 256 characters.",
  port: "A port is a whole number from 1 to 65535.",
  identity: "The path of a key has at most 4096 characters.",
  command: "A command has at most 4096 characters.",
  python: "The path of a Python has at most 4096 characters.",
  jump: "A hop is a name of the list or an address such as ops@bastion:22.",
  sshOptions: "An option is written Name=value, as in Compression=yes.",
  environment: "A name has letters, digits and underscores, and does not begin with a digit.",
} as const;

/** Reads the settings. Rows with nothing in them are left out. */
export function readSettings(draft: SettingsDraft): {
  settings: HostSettings;
  errors: DraftErrors;
} {
  const settings: HostSettings = {};
  const errors: Record<string, string> = {};
  const { shape } = hostSettingsSchema;
  if (draft.transport !== null) settings.transport = draft.transport;
  for (const key of ["user", "identity", "command", "python"] as const) {
    const text = draft[key].trim();
    if (text === "") continue;
    if (shape[key].safeParse(text).success) settings[key] = text;
    else errors[key] = sentences[key];
  }
  if (draft.port.trim() !== "") {
    const port = /^\d+$/.test(draft.port.trim()) ? Number(draft.port) : Number.NaN;
    if (shape.port.safeParse(port).success) settings.port = port;
    else errors.port = sentences.port;
  }
  for (const key of ["jump", "sshOptions"] as const) {
    const lines = draft[key]?.filter(({ text }) => text.trim() !== "");
    if (lines === undefined) continue;
    for (const { id, text } of lines) {
      const fits =
        key === "jump" ? isHop(text) : /^\s*[A-Za-z][A-Za-z0-9]*\s*[=\s]\s*\S/.test(text);
      if (!fits) errors[`${key}/${id}`] = sentences[key];
    }
    const texts = lines.map(({ text }) => text.trim());
    if (shape[key].safeParse(texts).success) settings[key] = texts;
    else errors[key] = "There are too many of them.";
  }
  readEnvironment(draft.environment, settings, errors);
  if (draft.become === "nobody") settings.become = null;
  else if (draft.become !== "inherited") {
    const user = draft.become.user.trim();
    if (user === "") errors.become = "Say which user, root for example.";
    else settings.become = { ...draft.become, user };
  }
  return { settings, errors };
}

/** An address, or the name of a host of the list, which may have spaces. */
function isHop(text: string): boolean {
  return !text.includes(",") && typeof parseAddress(text.trim().replaceAll(" ", "-")) !== "string";
}

function readEnvironment(
  variables: readonly Variable[],
  settings: HostSettings,
  errors: Record<string, string>,
): void {
  const environment: Record<string, string> = {};
  for (const { id, name, value } of variables) {
    const trimmed = name.trim();
    if (trimmed === "" && value === "") continue;
    const key = `environment/${id}`;
    if (Object.hasOwn(environment, trimmed)) errors[key] = `${trimmed} is there twice.`;
    else if (!hostSettingsSchema.shape.environment.safeParse({ [trimmed]: value }).success)
      errors[key] = sentences.environment;
    else environment[trimmed] = value;
  }
  if (Object.keys(environment).length > 0) settings.environment = environment;
}

/**
 * Reads a whole draft.
 * @param source of the host, `added` for a new one: only then name and address are its own
 * @param needsAddress whether the transport reaches it by an address
 */
export function readHost(
  draft: HostDraft,
  source: Host["source"],
  needsAddress: boolean,
): { edit: HostEdit; errors: DraftErrors } {
  const { settings, errors: settingErrors } = readSettings(draft.settings);
  const errors: Record<string, string> = { ...settingErrors };
  const { group, tags, colour, notes, favourite } = draft;
  const edit: HostEdit = { group, tags, colour, notes, favourite, settings };
  const path = wrongPath(group);
  if (path !== null) errors.group = path;
  if (source !== "added") return { edit, errors };
  const name = draft.name.trim();
  // Nobody sees the address of a host that is not reached by one; it is made of its name.
  const address = draft.address.trim() || (needsAddress ? "" : asAddress(name));
  const parsed = parseAddress(address);
  if (!needsAddress) {
    // What was typed before the transport was chosen is what the field shows for a name.
    if (name === "" && draft.address.trim() === "") errors.name = "Give it a name.";
  } else if (typeof parsed === "string") errors.address = parsed;
  return { edit: { ...edit, name: name || address, address }, errors };
}

function asAddress(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^-+/, "") || "host";
}

/** Whether two drafts would be saved as the same. */
export function isSameDraft(a: unknown, b: unknown): boolean {
  const plain = (draft: unknown) =>
    JSON.stringify(draft, (key, value: unknown) => (key === "id" ? undefined : value));
  return plain(a) === plain(b);
}
