/** Where to go with the client that is built in. What is left out is the ssh configuration's. */
export interface Ssh2Target {
  /** What sentences call it. */
  name: string;
  /** The destination as ssh is given it: an alias of the configuration, a name or an address. */
  address: string;
  user: string | null;
  port: number | null;
  /** Path of a private key. */
  identity: string | null;
  /** Hosts to go through, the first hop first: `[user@]host[:port]`. Empty for the configuration's own. */
  jump: readonly string[];
  /** As behind ssh's `-o`: `Compression=yes`. */
  sshOptions: readonly string[];
  /** Another configuration than the user's own (`ssh -F`). */
  configFile: string | null;
}
