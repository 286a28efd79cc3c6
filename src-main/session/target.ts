import type { HostSettings, TransportKind } from "../../src-shared/host";

/** Everything that it takes to reach a host: what its own, its groups' and the app's settings come to. */
export interface Target {
  hostId: string;
  /** What sentences call it. */
  name: string;
  transport: TransportKind;
  /** The destination as ssh is given it: an alias of the configuration, a name or an address. */
  address: string;
  /** Those that hold, inherited ones included. `jump` has destinations of ssh: names of the list are resolved. */
  settings: HostSettings;
  /** Another ssh configuration than the user's own (`ssh -F`). */
  configFile: string | null;
}
