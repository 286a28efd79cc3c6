import type { Duplex } from "node:stream";
import ssh2, { type Client } from "ssh2";
import { FailureError, failure } from "../../../src-shared/failure";
import { printableLine } from "../../../src-shared/printable";
import type { Ask } from "../../../src-shared/question";
import {
  cancelled,
  connectionEnded,
  evidence,
  socketFailure,
  sshFailure,
  timedOut,
} from "./failures";
import type { HopConfig } from "./hop-config";
import { HostKeyCheck } from "./host-key-check";
import { endDebug, tellLoginFailures } from "./internals";
import { Login } from "./login";
import { Patience } from "./patience";

/** Milliseconds that a server has in all for its part of a login, as long as sshd's LoginGraceTime. */
const LOGIN_MS = 120_000;
/** Characters of banners that are kept of one login. */
const MAX_BANNER = 16_384;

export interface LinkSetup {
  ask: Ask | null;
  signal: AbortSignal | undefined;
  /** Takes a sentence for the session's log. */
  note: (line: string) => void;
  /** Milliseconds until keys must have been exchanged, questions apart. */
  timeoutMs: number;
  /** The machine is who it says; the login begins. */
  onLogin: () => void;
}

/** A machine that has let us in. */
export interface Link {
  hop: HopConfig;
  client: Client;
  socket: Duplex;
  /** Resolves when the connection is gone. */
  ended: Promise<void>;
  /** What ended it, or null where nothing was said. */
  lastError(): string | null;
}

/**
 * Logs in over a stream that reaches a hop's SSH server. The stream is destroyed where it fails.
 * @throws FailureError with the reason
 */
export async function openLink(hop: HopConfig, socket: Duplex, setup: LinkSetup): Promise<Link> {
  // From here on somebody listens: an error without a listener would end the app.
  socket.on("error", () => {});
  const hostKeys = await HostKeyCheck.of(hop, setup.note);
  return await new Promise((resolve, reject) => {
    new Opening(hop, socket, setup, hostKeys, resolve, reject).begin();
  });
}

class Opening {
  readonly #client = new ssh2.Client();
  readonly #void = new AbortController();
  readonly #patience: Patience;
  readonly #offers: string[] = [];
  readonly #login: Login;
  #state: "opening" | "open" | "ended" = "opening";
  #isVerified = false;
  #answered: { methods: string[]; isPartial: boolean } = { methods: [], isPartial: false };
  #lastError: unknown = null;
  #bannerLeft = MAX_BANNER;

  constructor(
    private readonly hop: HopConfig,
    private readonly socket: Duplex,
    private readonly setup: LinkSetup,
    private readonly hostKeys: HostKeyCheck,
    private readonly resolve: (link: Link) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    this.#patience = new Patience(setup.timeoutMs, () => this.#end(timedOut(hop.name)));
    this.#login = new Login(
      hop,
      this.#context,
      () => this.#state === "opening",
      (error) => this.#end(error),
    );
  }

  begin(): void {
    const { hop, socket, setup } = this;
    const ended = new Promise<void>((resolve) => this.#client.once("close", () => resolve()));
    this.#listen(ended);
    if (setup.signal?.aborted) {
      this.#end(cancelled(hop.name));
      return;
    }
    if (socket.destroyed) {
      this.#end(connectionEnded(hop.name, []));
      return;
    }
    setup.signal?.addEventListener("abort", this.#onAbort, { once: true });
    try {
      this.#client.connect({
        sock: socket,
        username: hop.user,
        // Limits are kept here, where questions stop the clock.
        readyTimeout: 0,
        keepaliveInterval: hop.aliveIntervalMs,
        keepaliveCountMax: hop.aliveCountMax,
        tryKeyboard: true,
        agentForward: false,
        algorithms: {
          kex: hop.algorithms.kex as "curve25519-sha256"[],
          cipher: hop.algorithms.cipher as "aes128-ctr"[],
          hmac: hop.algorithms.hmac as "hmac-sha1"[],
          serverHostKey: this.hostKeys.algorithms as "ssh-rsa"[],
          compress: hop.compression ? ["zlib@openssh.com", "none"] : ["none"],
        },
        hostVerifier: (key: Buffer, verify: (isValid: boolean) => void) => {
          this.hostKeys.check(key, this.#context).then(
            () => {
              this.#isVerified = true;
              this.#guarded(() => verify(true));
            },
            (error: unknown) => this.#end(error),
          );
        },
        authHandler: (_methods, _isPartial, next) => {
          this.#nextLogin((method) => next(method));
        },
        debug: (message) => {
          if (/^Handshake: \(remote\)/.test(message) && this.#offers.length < 12) {
            this.#offers.push(printableLine(message.replace("Handshake: (remote)", "It offers:")));
          }
        },
      });
      tellLoginFailures(this.#client, (methods, isPartial) => {
        this.#answered = { methods, isPartial };
      });
    } catch (error) {
      this.#end(error);
    }
  }

  #listen(ended: Promise<void>): void {
    const client = this.#client;
    client.on("error", (error) => {
      const level = "level" in error ? error.level : null;
      // The next key is tried; the login knows of it.
      if (level === "agent") return;
      this.#lastError ??= error;
      if (this.#state === "opening") {
        const { name, host } = this.hop;
        this.#end(
          level === "client-socket"
            ? socketFailure(name, host, error)
            : sshFailure(name, error, this.#offers),
        );
      } else if (this.#state === "open") {
        this.setup.note(`${this.hop.name}: ${evidence(error).join("")}`);
        this.socket.destroy();
      }
    });
    client.on("close", () =>
      this.#end(sshFailure(this.hop.name, "It closed the connection.", this.#offers)),
    );
    client.on("banner", (message) => {
      const text = message.slice(0, this.#bannerLeft);
      this.#bannerLeft -= text.length;
      for (const line of text.split(/\r?\n/)) {
        if (printableLine(line) !== "") this.setup.note(printableLine(line));
      }
    });
    client.on("handshake", () => {
      endDebug(client);
      if (this.#state === "opening" && this.#isVerified) {
        this.#patience.restart(LOGIN_MS);
        this.setup.onLogin();
      }
    });
    client.on("change password", () => {
      this.#end(
        new FailureError(
          failure(
            "auth_refused",
            `${this.hop.name} wants the password of ${this.hop.user} changed.`,
            {
              advice: "Log in once in a terminal and choose a new one.",
            },
          ),
        ),
      );
    });
    client.once("ready", () => {
      if (!this.#isVerified) {
        this.#end(unverified(this.hop.name));
        return;
      }
      if (this.#state !== "opening") return;
      this.#state = "open";
      this.#settle();
      const { hop, socket } = this;
      this.resolve({
        hop,
        client,
        socket,
        ended,
        lastError: () => (this.#lastError === null ? null : evidence(this.#lastError).join("")),
      });
    });
  }

  #nextLogin(next: (method: Awaited<ReturnType<Login["next"]>>) => void): void {
    // A server may claim at any time that the login begins: no secret goes to one that was not checked.
    if (!this.#isVerified) {
      this.#end(unverified(this.hop.name));
      return;
    }
    const { methods, isPartial } = this.#answered;
    this.#login.next(methods, isPartial).then(
      (method) => this.#guarded(() => next(method)),
      (error: unknown) => this.#end(error),
    );
  }

  /** What the checks ask with: the clock stands still meanwhile, and an end of the attempt ends the question. */
  get #context() {
    const { ask, note } = this.setup;
    const asking: Ask | null =
      ask === null ? null : (body, signal) => this.#patience.pausedBy(ask(body, signal));
    return { ask: asking, signal: this.#void.signal, note };
  }

  /** ssh2 throws where the connection has ended meanwhile. */
  #guarded(call: () => void): void {
    if (this.#state === "ended") return;
    try {
      call();
    } catch (error) {
      this.#end(sshFailure(this.hop.name, this.#lastError ?? error, this.#offers));
    }
  }

  readonly #onAbort = () => this.#end(cancelled(this.hop.name));

  #settle(): void {
    this.#patience.stop();
    this.setup.signal?.removeEventListener("abort", this.#onAbort);
  }

  /** The one way in which an attempt fails, or an open connection is given up. */
  #end(error: unknown): void {
    const wasOpening = this.#state === "opening";
    if (this.#state === "open") {
      this.#lastError ??= error;
      if (error instanceof FailureError && this.#isFatal(error)) this.setup.note(error.message);
    }
    this.#state = "ended";
    this.#settle();
    this.#void.abort();
    this.socket.destroy();
    if (wasOpening) this.reject(error);
  }

  #isFatal({ failure: { code } }: FailureError): boolean {
    return code === "host_key_changed" || code === "host_key_unknown";
  }
}

function unverified(name: string): FailureError {
  return new FailureError(
    failure("host_key_unknown", `${name} went on before its host key was checked.`, {
      advice: "This is no SSH server that follows the rules. Do not trust it.",
    }),
  );
}
