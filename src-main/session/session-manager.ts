import { FailureError, failure } from "../../src-shared/failure";
import type { Session as SessionView } from "../../src-shared/session";
import type { Connection, ConnectOptions } from "./connection";
import { Session, type SessionEvents, type SessionOptions } from "./session";

/** The sessions of the app: at most one for each host. */
export class SessionManager {
  readonly #sessions = new Map<string, Session>();
  #isAutoReconnect = false;

  /** @param connect makes a connection to a host, as its settings say it at that time */
  constructor(
    private readonly connect: (hostId: string, options: ConnectOptions) => Promise<Connection>,
    private readonly events: SessionEvents,
    private readonly options: Omit<SessionOptions, "isAutoReconnect"> = {},
  ) {}

  /** Opens a session with a host, or joins the one that is open. @throws FailureError */
  open(hostId: string): Promise<SessionView> {
    let session = this.#sessions.get(hostId);
    if (session === undefined) {
      const connect = (options: ConnectOptions) => this.connect(hostId, options);
      const isAutoReconnect = () => this.#isAutoReconnect;
      session = new Session(hostId, connect, this.events, { ...this.options, isAutoReconnect });
      this.#sessions.set(hostId, session);
    }
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

  /** Ends the session of a host, if there is one. Resolves when no process of it is left. */
  async close(hostId: string): Promise<void> {
    await this.#sessions.get(hostId)?.close();
  }

  /** Resolves when no process of any session is left. */
  async closeAll(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
  }

  /**
   * Asks every target at once whether it still answers, and tries lost links
   * anew: this machine has slept, or its network has changed.
   */
  wake(): void {
    for (const session of this.#sessions.values()) session.wake();
  }

  /** Whether lost links are made anew by themselves, from now on. */
  setAutoReconnect(isOn: boolean): void {
    this.#isAutoReconnect = isOn;
    for (const session of this.#sessions.values()) session.setAutoReconnect(isOn);
  }
}
