import { z } from "zod";

/**
 * A machine in the host list.
 *
 * `id` is stable over restarts and unique: `local`, `config:ALIAS` for a host of
 * the user's ssh config, `added:ADDRESS` for one that the user added.
 */
export const hostSchema = z.object({
  id: z.string(),
  name: z.string(),
  source: z.enum(["local", "config", "added"]),
  /** Where the host is written down: `~/.ssh/config:12`, or the data file; empty for this machine. */
  origin: z.string(),
  /** What ssh is given as its destination: an alias, or `host` of an added one; this machine's own name for it. */
  address: z.string(),
  user: z.string().nullable(),
  port: z.number().int().min(1).max(65_535).nullable(),
});
export type Host = z.infer<typeof hostSchema>;
