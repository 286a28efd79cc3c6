import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connection, fromLocal, fromSsh } from "../src-main/session/connection";
import { agent } from "../src-main/testing/agent";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { RawPeer, runToExit } from "./raw";

const HOSTS = 50;

/** What the figures are measured with: a real sshd on loopback under many names, and its Python. */
export class Lab {
  readonly hosts: string[];
  readonly sshd: Sshd;
  readonly #home: string;
  #open: { close(): Promise<void> }[] = [];

  private constructor(sshd: Sshd, hosts: string[], home: string) {
    this.sshd = sshd;
    this.hosts = hosts;
    this.#home = home;
  }

  static async open(): Promise<Lab> {
    const hosts = Array.from({ length: HOSTS }, (_, i) => `host${i}`);
    // What the user's own start-up files do would be in ours and in the limit, and blur their ratio.
    const home = mkdtempSync(join(tmpdir(), "rmote-bench-home-"));
    return new Lab(await startSshd(hosts, [`SetEnv HOME=${home}`]), hosts, home);
  }

  /** An agent over ssh. Closed with the figure, unless it does that itself. */
  async connect(host = "host0"): Promise<Connection> {
    return this.#keep(await fromSsh(agent, { host, configFile: this.sshd.configFile }));
  }

  /**
   * The Python that ssh reaches, by its path. Over loopback it is one of this machine; what `python3`
   * means here may be a script that looks for one.
   */
  async python(): Promise<string> {
    const connection = await this.connect();
    await connection.close();
    return connection.hello.executable;
  }

  /** An agent in a process of this machine. */
  async connectLocal(python: string): Promise<Connection> {
    return this.#keep(await fromLocal(agent, { python }));
  }

  /** A command over ssh that waits for bytes of ours, as the limit of what an agent can do. */
  async rawPeer(command: string, host = "host0"): Promise<RawPeer> {
    return this.#keep(await RawPeer.start("ssh", this.#sshArguments(host, command)));
  }

  /** Runs a command over ssh to its end. */
  async runOver(host: string, command: string): Promise<void> {
    await runToExit("ssh", this.#sshArguments(host, command));
  }

  /** Ends what a figure has left open. */
  async tidy(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((each) => each.close()));
  }

  async close(): Promise<void> {
    await this.tidy();
    await this.sshd.stop();
    rmSync(this.#home, { recursive: true, force: true });
  }

  #keep<T extends { close(): Promise<void> }>(opened: T): T {
    this.#open.push(opened);
    return opened;
  }

  /** As our own transport starts ssh. */
  #sshArguments(host: string, command: string): string[] {
    const options = ["-o", "BatchMode=yes", "-o", "RemoteCommand=none"];
    return ["-T", "-F", this.sshd.configFile, ...options, "--", host, command];
  }
}
