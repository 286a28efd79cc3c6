import { LOCAL_HOST_ID } from "../../src-shared/address";
import { FailureError, failure } from "../../src-shared/failure";
import type { Host } from "../../src-shared/host";
import type { Session as SessionView } from "../../src-shared/session";
import type { Agent } from "../protocol/bootstrap";
import { type Connection, type ConnectOptions, fromLocal, fromSsh } from "./connection";
import { Session, type SessionEvents } from "./session";

/** The sessions of the app: at most one for each host. */
export class SessionManager {
  readonly #sessions = new Map<string, Session>();
  /** Ended sessions that have a successor, until the last process of theirs is gone. */
  readonly #replaced = new Set<Session>();

  constructor(
    private readonly agent: Agent,
    private readonly sshConfigFile: string | null,
    private readonly events: SessionEvents,
  ) {}

  /** Opens a session with a host, or joins the one that is open. @throws FailureError */
  open(host: Host): Promise<SessionView> {
    const current = this.#sessions.get(host.id);
    if (current?.isOpen) return current.open();
    if (current !== undefined) this.#replace(current);
    const session = new Session(host.id, (options) => this.#connect(host, options), {
      ...this.events,
      // What an ended session still says is not news of its successor.
      onChange: (view) => {
        if (this.#sessions.get(host.id) === session) this.events.onChange(view);
      },
    });
    this.#sessions.set(host.id, session);
    this.events.onChange(session.view);
    return session.open();
  }

  /** The session of a host. @throws FailureError `session_closed` where there is none */
  get(hostId: string): Session {
    const session = this.#sessions.get(hostId);
    if (session !== undefined) return session;
    throw new FailureError(
      failure("session_closed", "There is no session with this host.", {
        advice: "Connect first.",
      }),
    );
  }

  list(): SessionView[] {
    return [...this.#sessions.values()].map((session) => session.view);
  }

  async close(hostId: string): Promise<void> {
    await this.#sessions.get(hostId)?.close();
  }

  /** Resolves when no process of any session is left. */
  async closeAll(): Promise<void> {
    const all = [...this.#sessions.values(), ...this.#replaced];
    await Promise.all(all.map((session) => session.close()));
  }

  #replace(session: Session): void {
    this.#replaced.add(session);
    void session.close().then(() => this.#replaced.delete(session));
  }

  #connect(host: Host, options: ConnectOptions): Promise<Connection> {
    if (host.id === LOCAL_HOST_ID) return fromLocal(this.agent, options);
    const target = {
      host: host.address,
      user: host.user,
      port: host.port,
      configFile: this.sshConfigFile,
    };
    return fromSsh(this.agent, target, options);
  }
}
