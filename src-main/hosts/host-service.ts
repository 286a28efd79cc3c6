import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { formatAddress, LOCAL_HOST_ID, parseAddress } from "../../src-shared/address";
import { FailureError, failure } from "../../src-shared/failure";
import type { Host } from "../../src-shared/host";
import type { HostList } from "../../src-shared/ipc";
import type { Folders } from "../settings/folders";
import { JsonFile } from "../settings/json-file";
import { readConfigHosts } from "./ssh-config-hosts";

const fileSchema = z.object({
  version: z.literal(1),
  hosts: z.array(
    z.object({
      host: z.string(),
      user: z.string().nullable(),
      port: z.number().int().min(1).max(65_535).nullable(),
    }),
  ),
});
type AddedHost = z.infer<typeof fileSchema>["hosts"][number];

/** The host list: this machine, the hosts of the user's ssh configuration, and those that were added. */
export class HostService {
  readonly #file: JsonFile<z.infer<typeof fileSchema>>;
  /** Uses of the file wait for each other, or one would undo another. */
  #turn: Promise<unknown> = Promise.resolve();
  readonly #problems = new Set<string>();

  constructor(
    private readonly folders: Folders,
    private readonly onChange: (list: HostList) => void = () => {},
  ) {
    this.#file = new JsonFile(join(folders.data, "hosts.json"), fileSchema, () => ({
      version: 1,
      hosts: [],
    }));
  }

  /** The list as the files have it now. */
  async list(): Promise<HostList> {
    const [config, added] = await Promise.all([
      readConfigHosts(this.folders.sshConfig),
      this.#inTurn(() => this.#read()),
    ]);
    const fromConfig = config.hosts.map(
      ({ alias, file, line }): Host => ({
        id: `config:${alias}`,
        name: alias,
        source: "config",
        origin: `${file}:${line}`,
        address: alias,
        user: null,
        port: null,
      }),
    );
    const hosts = [thisMachine(), ...fromConfig, ...added.map((host) => this.#addedHost(host))];
    return { hosts, problems: [...config.problems, ...this.#problems] };
  }

  /** @throws FailureError `not_found` */
  async get(hostId: string): Promise<Host> {
    const { hosts } = await this.list();
    const host = hosts.find(({ id }) => id === hostId);
    if (host !== undefined) return host;
    throw new FailureError(
      failure("not_found", "This host is not in the list any more.", {
        advice: "It was removed from the file that named it. Add it again to connect.",
      }),
    );
  }

  /**
   * Adds a host by `[user@]host[:port]`.
   * @returns the host, also where it was there already
   * @throws FailureError `bad_request` with the sentence that says what is wrong, `file_error`
   */
  async add(address: string): Promise<Host> {
    const parsed = parseAddress(address);
    if (typeof parsed === "string") throw new FailureError(failure("bad_request", parsed));
    await this.#change((hosts) => {
      const known = hosts.some((host) => formatAddress(host) === formatAddress(parsed));
      return known ? hosts : [...hosts, parsed].sort(byAddress);
    });
    return this.#addedHost(parsed);
  }

  /** Removes a host that was added. @throws FailureError `bad_request` for any other */
  async remove(hostId: string): Promise<void> {
    const host = await this.get(hostId);
    if (host.source !== "added") {
      throw new FailureError(
        failure("bad_request", `${host.name} is not a host that you added.`, {
          advice: host.source === "config" ? `It stands in ${host.origin}.` : "",
        }),
      );
    }
    await this.#change((hosts) => hosts.filter((added) => this.#addedHost(added).id !== hostId));
  }

  /** The host that a person means: `local`, an id, a name in the list, or an address. */
  async find(text: string): Promise<Host> {
    const { hosts } = await this.list();
    const known = hosts.find(({ id, name }) => id === text || name === text);
    if (known !== undefined) return known;
    const parsed = parseAddress(text);
    if (typeof parsed === "string") throw new FailureError(failure("bad_request", parsed));
    return this.#addedHost(parsed);
  }

  async #read(): Promise<AddedHost[]> {
    const { content, problem } = await this.#file.read();
    if (problem !== null) this.#problems.add(problem);
    return content.hosts;
  }

  async #change(change: (hosts: AddedHost[]) => AddedHost[]): Promise<void> {
    await this.#inTurn(async () => {
      const before = await this.#read();
      const after = change(before);
      if (after !== before) await this.#file.write({ version: 1, hosts: after });
    });
    this.onChange(await this.list());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  #addedHost({ host, user, port }: AddedHost): Host {
    const name = formatAddress({ host, user, port });
    return {
      id: `added:${name}`,
      name,
      source: "added",
      origin: this.#file.path,
      address: host,
      user,
      port,
    };
  }
}

function thisMachine(): Host {
  return {
    id: LOCAL_HOST_ID,
    name: "This machine",
    source: "local",
    origin: "",
    address: hostname(),
    user: userName(),
    port: null,
  };
}

/** Who runs this; a container's user may have no name. */
function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER ?? null;
  }
}

function byAddress(a: AddedHost, b: AddedHost): number {
  return formatAddress(a).localeCompare(formatAddress(b), "en", { numeric: true });
}
