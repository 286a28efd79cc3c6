/**
 * A machine in the host list.
 *
 * `id` is stable over restarts and unique: `local`, `config:ALIAS` for a host of
 * the user's ssh config, `added:ADDRESS` for one that the user added.
 */
export interface Host {
  id: string;
  name: string;
  source: "local" | "config" | "added";
  /** Where the host is written down: `~/.ssh/config:12`, or the data file; empty for this machine. */
  origin: string;
  /** What ssh is given as its destination: an alias, or `host` of an added one; this machine's own name for it. */
  address: string;
  user: string | null;
  port: number | null;
}
