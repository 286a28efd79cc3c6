import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { askpassLauncher } from "./askpass-launcher";

/** Characters that a helper may send: ssh's own prompts are shorter, a server's may be of any length. */
const MAX_REQUEST = 1 << 20;

const requestSchema = z.strictObject({
  token: z.string(),
  prompt: z.string(),
  /** SSH_ASKPASS_PROMPT: `none` for a notice, `confirm`, or empty. */
  hint: z.string(),
  /** Number of the ssh process that asks, where the system tells. */
  asker: z.number(),
});
export type AskpassRequest = Omit<z.infer<typeof requestSchema>, "token">;

/** Answers a prompt; null to cancel. The signal aborts when ssh has ended the helper. */
type Answerer = (request: AskpassRequest, signal: AbortSignal) => Promise<string | null>;

/** Where the helpers of one connection attempt ask. */
export class AskpassServer {
  /** Variables that ssh, and what it starts, have to have. */
  readonly env: Record<string, string>;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #token: string;
  readonly #answer: Answerer;

  private constructor(server: Server, address: string, launcher: string, answer: Answerer) {
    this.#server = server;
    this.#answer = answer;
    this.#token = randomBytes(24).toString("base64url");
    this.env = {
      SSH_ASKPASS: launcher,
      SSH_ASKPASS_REQUIRE: "force",
      RMOTE_ASKPASS_SOCKET: address,
      RMOTE_ASKPASS_TOKEN: this.#token,
    };
    server.on("connection", (socket) => this.#serve(socket));
    // After it has begun to listen nothing of ours depends on it: a helper that is not served ends.
    server.on("error", () => {});
  }

  /** @throws FailureError `file_error`, or the error of listening */
  static async listen(answer: Answerer): Promise<AskpassServer> {
    const { folder, file } = askpassLauncher();
    const name = randomBytes(6).toString("hex");
    const address =
      process.platform === "win32" ? `\\\\.\\pipe\\rmote-desktop-${name}` : join(folder, name);
    const server = createServer({ allowHalfOpen: true });
    server.listen(address);
    await once(server, "listening");
    return new AskpassServer(server, address, file, answer);
  }

  /** Cancels what is asked and takes no more. Safe to repeat. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #serve(socket: Socket): void {
    const gone = new AbortController();
    let received = "";
    this.#sockets.add(socket);
    socket.setEncoding("utf8");
    socket.on("error", () => {});
    socket.on("end", () => gone.abort());
    socket.on("close", () => {
      this.#sockets.delete(socket);
      gone.abort();
    });
    socket.on("data", (text: string) => {
      if (received.endsWith("\n")) return;
      received += text;
      if (received.length > MAX_REQUEST) socket.destroy();
      else if (received.endsWith("\n")) void this.#reply(socket, received, gone.signal);
    });
  }

  async #reply(socket: Socket, line: string, signal: AbortSignal): Promise<void> {
    const request = parse(line);
    if (request === null || !isSame(request.token, this.#token)) {
      socket.destroy();
      return;
    }
    const { token: _, ...rest } = request;
    const answer = await this.#answer(rest, signal);
    socket.end(`${JSON.stringify({ answer })}\n`);
  }
}

function parse(line: string): z.infer<typeof requestSchema> | null {
  try {
    return requestSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
