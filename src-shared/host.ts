import { z } from "zod";

/** How a host is reached: the system's OpenSSH, the client that is built in, a process here, a command's prefix. */
export const transportKinds = ["openssh", "ssh2", "local", "command"] as const;
export type TransportKind = (typeof transportKinds)[number];

/** What a host may be marked with; ui/tokens.css has the shades. */
export const hostColours = ["red", "orange", "yellow", "green", "teal", "blue", "purple"] as const;
export type HostColour = (typeof hostColours)[number];

const text = z.string().max(4096);
const portSchema = z.number().int().min(1).max(65_535);

/** Another user on the target, who the agent runs as. */
export const becomeSchema = z.strictObject({
  method: z.enum(["sudo", "doas", "su"]),
  user: z.string().min(1).max(256),
});
export type Become = z.infer<typeof becomeSchema>;

/**
 * How to reach a host and run its Python. What is left out is the group's, then
 * the outer groups', then the user's ssh configuration's or the usual.
 */
export const hostSettingsSchema = z
  .strictObject({
    transport: z.enum(transportKinds),
    user: z.string().min(1).max(256),
    port: portSchema,
    /** Path of a private key. */
    identity: text.min(1),
    /** Hosts to go through, the first hop first: `[user@]host[:port]` or a name of the list. */
    jump: z.array(text.min(1)).max(16),
    /** As behind ssh's `-o`: `Compression=yes`. */
    sshOptions: z.array(text.min(1)).max(64),
    /** For the transport `command`: what goes before the command to be run, `docker exec -i web`. */
    command: text.min(1),
    /** Path of the target's Python. */
    python: text.min(1),
    /** Variables that the agent and what it starts have. */
    environment: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), text),
    /** Null: nobody else, whatever the group says. */
    become: becomeSchema.nullable(),
  })
  .partial();
export type HostSettings = z.infer<typeof hostSettingsSchema>;

/** A path of nested groups: `production/web`; empty for no group. */
export const groupPathSchema = z
  .string()
  .max(512)
  .refine(
    (path) => path === "" || path.split("/").every((name) => name.trim() === name && name !== ""),
    {
      message: "The names of nested groups are separated by one slash each, as in production/web.",
    },
  );

/** What is kept of a host beside how to reach it. */
export const hostDetailsSchema = z.strictObject({
  group: groupPathSchema,
  tags: z
    .array(
      z
        .string()
        .regex(/^[^\s,:]+$/)
        .max(64),
    )
    .max(64),
  colour: z.enum(hostColours).nullable(),
  notes: z.string().max(65_536),
  favourite: z.boolean(),
  settings: hostSettingsSchema,
});
export type HostDetails = z.infer<typeof hostDetailsSchema>;

/** A change of one host; what is left out stays. `settings` replaces all of them. */
export const hostEditSchema = hostDetailsSchema
  .extend({
    /** Of an added host only: what the list calls it. */
    name: z.string().min(1).max(256),
    /** Of an added host only: the destination, a name or an address without user and port. */
    address: z.string().min(1).max(512),
  })
  .partial();
export type HostEdit = z.infer<typeof hostEditSchema>;

/** A change of several hosts. */
export const hostsEditSchema = z
  .strictObject({
    group: groupPathSchema,
    colour: z.enum(hostColours).nullable(),
    favourite: z.boolean(),
    addTags: hostDetailsSchema.shape.tags,
    removeTags: hostDetailsSchema.shape.tags,
  })
  .partial();
export type HostsEdit = z.infer<typeof hostsEditSchema>;

/** What `ssh -G` says a destination comes to. */
export interface Resolved {
  hostname: string;
  user: string;
  port: number;
}

/**
 * A machine in the host list.
 *
 * `id` is stable over restarts and edits, and unique: `local`, `config:ALIAS` for a
 * host of the user's ssh config, `added:KEY` for one that the user added.
 */
export interface Host extends HostDetails {
  id: string;
  name: string;
  source: "local" | "config" | "added";
  /** Where the host is written down: `~/.ssh/config:12`, or the data file; empty for this machine. */
  origin: string;
  /** What ssh is given as its destination: an alias, or the address of an added one; this machine's own name for it. */
  address: string;
  /** What ssh makes of that; null until it was asked, and where it is not asked. */
  resolved: Resolved | null;
  /** When a session was last asked for, in milliseconds since the epoch; null for never. */
  lastUsed: number | null;
}

/** A group that has something of its own to say. Groups that only hosts name exist without one. */
export const hostGroupSchema = z.strictObject({
  path: groupPathSchema.min(1),
  settings: hostSettingsSchema,
  notes: z.string().max(65_536),
  colour: z.enum(hostColours).nullable(),
});
export type HostGroup = z.infer<typeof hostGroupSchema>;

/** The host list, and what could not be read of it, in sentences. */
export interface HostList {
  hosts: Host[];
  groups: HostGroup[];
  problems: string[];
}

/** What changed the list, to be undone as long as nothing else changed the same entries. */
export interface HostChange {
  changeId: string;
  hostIds: string[];
  /** Those of them that it made: without it they are not there. */
  addedIds: string[];
}

/** A host that was added, and the change that did it; null where it was there already. */
export interface AddedHost {
  host: Host;
  change: HostChange | null;
}

/** Where the value of one ssh option comes from. */
export type OptionOrigin =
  | { kind: "file"; file: string; line: number }
  /** Settings of this host or of a group, by its path. */
  | { kind: "host" }
  | { kind: "group"; path: string }
  | { kind: "default" };

/** One option that holds for a host, as `ssh -G` names it. */
export interface EffectiveOption {
  name: string;
  value: string;
  origin: OptionOrigin;
}

/** The options of a host that ssh takes into account, or why it takes none. */
export interface EffectiveOptions {
  options: EffectiveOption[];
  /** ssh's own message where it does not accept its configuration; null otherwise. */
  problem: string | null;
}

/** What a file to import holds, before anything of it is taken. */
export interface ImportPreview {
  importId: string;
  file: string;
  format: "rmote" | "ansible-ini" | "ansible-yaml";
  hosts: { name: string; address: string; group: string; isKnown: boolean }[];
  groups: string[];
  /** What is in the file and cannot be taken, in sentences. */
  problems: string[];
}
