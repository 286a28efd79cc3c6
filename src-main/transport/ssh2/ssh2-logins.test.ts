import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { AuthContext, Connection, KeyboardAuthContext } from "ssh2";
import { afterEach, describe, expect, it } from "vitest";
import type { Answer, Ask, QuestionBody } from "../../../src-shared/question";
import { failureOf } from "../../testing/failure-of";
import { eventually } from "../../testing/processes";
import {
  echoSessions,
  startRawServer,
  startSsh2Server,
  type TestServer,
} from "../../testing/ssh2-server";
import type { Transport } from "../transport";
import { type Ssh2Target, spawnSsh2 } from "./ssh2";

const servers: TestServer[] = [];
const transports: Transport[] = [];
afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

/** ssh2's server class, with a login of the test's own. */
async function serve(
  onLogin: (context: AuthContext) => void,
  more: Parameters<typeof startSsh2Server>[1] = {},
  onReady: (connection: Connection) => void = echoSessions,
) {
  const server = await startSsh2Server((connection) => {
    connection.on("authentication", onLogin);
    connection.on("ready", () => onReady(connection));
  }, more);
  servers.push(server);
  return server;
}

async function enter(target: Ssh2Target, ask: Ask | null, signal?: AbortSignal) {
  const transport = await spawnSsh2(target, "cat", { ask, onStep: () => {}, signal });
  transports.push(transport);
  return transport;
}

function answering(...answers: Answer[]): { ask: Ask; asked: QuestionBody[] } {
  const asked: QuestionBody[] = [];
  const ask: Ask = async (body) => {
    asked.push(body);
    return answers[asked.length - 1] ?? { kind: "cancel" };
  };
  return { ask, asked };
}
const text = (...values: string[]): Answer => ({ kind: "text", values, remember: false });

/** Nobody answers until the question is void. */
function neverAnswering(): { ask: Ask; asked: QuestionBody[] } {
  const asked: QuestionBody[] = [];
  const ask: Ask = (body, signal) => {
    asked.push(body);
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve({ kind: "cancel" }));
    });
  };
  return { ask, asked };
}

const password = (context: AuthContext, right = "right") => {
  if (context.method !== "password") context.reject(["password"]);
  else if (context.password === right) context.accept();
  else context.reject(["password"]);
};

/** Has ssh2's server begin the login while the client still looks at its key. */
function acceptUnasked(connection: Connection | undefined): void {
  const { _protocol: protocol } = connection as unknown as {
    _protocol: { serviceAccept(name: string): void; _kexinit: unknown; _queue: unknown };
  };
  protocol._kexinit = undefined;
  protocol._queue = undefined;
  protocol.serviceAccept("ssh-userauth");
}

describe("a password", () => {
  it("is asked for again until it is right", async () => {
    const { target } = await serve(password);
    const { ask, asked } = answering(text("wrong"), text("right"));
    const transport = await enter(target, ask);
    transport.writable.end("in");
    expect(String(await transport.readable.toArray())).toBe("in");
    expect(asked).toEqual(
      [1, 2].map((attempt) => ({
        kind: "secret",
        purpose: "password",
        subject: "deploy@box",
        attempt,
      })),
    );
  });

  it("is refused after three attempts, and the failure says what was tried", async () => {
    const { target } = await serve(password);
    const { ask, asked } = answering(text("a"), text("b"), text("c"));
    const failure = await failureOf(enter(target, ask));
    expect(failure.code).toBe("auth_refused");
    expect(failure.message).toBe("box refused the login for deploy (tried password).");
    expect(failure.lines).toContain("It accepts: password");
    expect(asked).toHaveLength(3);
  });

  it("is waited for by nobody where nobody can be asked, and Cancel works", async () => {
    const { target } = await serve(password);
    expect((await failureOf(enter(target, null))).code).toBe("auth_refused");
    expect((await failureOf(enter(target, answering().ask))).code).toBe("cancelled");
    const stop = new AbortController();
    const { ask, asked } = neverAnswering();
    const started = failureOf(enter(target, ask, stop.signal));
    await eventually(() => asked.length, Boolean);
    stop.abort();
    expect((await started).code).toBe("cancelled");
  });

  it("that has to be changed is said, not waited for", async () => {
    const { target } = await serve((context) => {
      if (context.method === "password") context.requestChange("New password:", () => {});
      else context.reject(["password"]);
    });
    const failure = await failureOf(enter(target, answering(text("old")).ask));
    expect(failure.message).toContain("wants the password of deploy changed");
  });

  it("is a question that a closed connection makes void", async () => {
    let connection: Connection | undefined;
    const server = await startSsh2Server((each) => {
      connection = each;
      each.on("authentication", (context) => context.reject(["password"]));
    });
    servers.push(server);
    const { ask, asked } = neverAnswering();
    const started = failureOf(enter(server.target, ask));
    await eventually(() => asked.length, Boolean);
    connection?.end();
    expect((await started).code).toBe("host_unreachable");
  });
});

describe("keyboard-interactive", () => {
  const interactive =
    (rounds: (context: KeyboardAuthContext) => void) => (context: AuthContext) => {
      if (context.method === "keyboard-interactive") rounds(context);
      else context.reject(["keyboard-interactive"]);
    };

  it("asks several prompts at once, in the server's words, and round after round", async () => {
    const { target } = await serve(
      interactive((context) => {
        context.prompt(
          [
            { prompt: "Name\u001b[31m: ", echo: true },
            { prompt: "PIN: ", echo: false },
          ],
          "Two questions",
          "for you\nto answer",
          (first) => {
            context.prompt([{ prompt: "Code: ", echo: true }], (second) => {
              const isRight = [...first, ...second].join() === "me,1234,99";
              if (isRight) context.accept();
              else context.reject(["keyboard-interactive"]);
            });
          },
        );
      }),
    );
    const { ask, asked } = answering(text("me", "1234"), text("99"));
    await enter(target, ask);
    expect(asked).toEqual([
      {
        kind: "prompts",
        subject: "deploy@box",
        instruction: "Two questions\nfor you\nto answer",
        prompts: [
          { text: "Name[31m:", echo: true },
          { text: "PIN:", echo: false },
        ],
      },
      {
        kind: "prompts",
        subject: "deploy@box",
        instruction: "",
        prompts: [{ text: "Code:", echo: true }],
      },
    ]);
  });

  it("asks for a lone password as one that can be remembered", async () => {
    const { target } = await serve(
      interactive((context) => {
        context.prompt([{ prompt: "Password: ", echo: false }], ([answer]) => {
          if (answer === "right") context.accept();
          else context.reject(["keyboard-interactive"]);
        });
      }),
    );
    const { ask, asked } = answering(text("wrong"), text("right"));
    await enter(target, ask);
    expect(asked.map((body) => body.kind === "secret" && [body.purpose, body.attempt])).toEqual([
      ["password", 1],
      ["password", 2],
    ]);
  });

  it("ends where a server asks on and on", async () => {
    const { target } = await serve(
      interactive((context) => {
        const again = () => context.prompt([{ prompt: "More?", echo: true }], again);
        again();
      }),
    );
    const ask: Ask = async () => text("yes");
    const failure = await failureOf(enter(target, ask));
    expect(failure.message).toContain("asks more than a login needs");
  });
});

describe("several factors", () => {
  it("are a key, then a password, as the server wants them", async () => {
    const seen: string[] = [];
    let hasKey = false;
    const server = await serve((context) => {
      if (context.method !== "none") seen.push(context.method);
      if (context.method === "publickey" && !hasKey) {
        if (context.signature === undefined) {
          context.accept();
        } else {
          hasKey = true;
          context.reject(["password"], true);
        }
      } else if (context.method === "password" && hasKey) {
        password(context);
      } else {
        context.reject([hasKey ? "password" : "publickey"]);
      }
    });
    const key = join(server.folder, "factor");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
    const [known = ""] = server.target.sshOptions;
    const { ask, asked } = answering(text("right"));
    await enter(
      { ...server.target, identity: key, sshOptions: [known, "IdentityAgent=none"] },
      ask,
    );
    expect(asked).toHaveLength(1);
    expect([...new Set(seen)]).toEqual(["publickey", "password"]);
  });
});

describe("servers that are old, odd or hostile", () => {
  it("are named with what they offer where nothing is in common", async () => {
    const { target } = await serve((context) => context.accept(), {
      algorithms: { kex: ["diffie-hellman-group14-sha1"] },
    });
    const failure = await failureOf(enter(target, null));
    expect(failure.message).toBe("box and this client have no key exchange algorithm in common.");
    expect(failure.lines.join("\n")).toContain("diffie-hellman-group14-sha1");
    const sshOptions = [...target.sshOptions, "KexAlgorithms=+diffie-hellman-group14-sha1"];
    await enter({ ...target, sshOptions }, null);
  });

  it("say something else, too much, or nothing to the end", async () => {
    const says = async (words: string | Buffer, end: boolean) => {
      const server = await startRawServer((socket) => {
        if (end) socket.end(words);
        else socket.write(words);
      });
      servers.push(server);
      const sshOptions = [...server.target.sshOptions, "ConnectTimeout=1"];
      return (await failureOf(enter({ ...server.target, sshOptions }, null))).code;
    };
    expect(await says("HTTP/1.1 400 Bad Request\r\n\r\n", false)).toBe("connect_timeout");
    expect(await says("HTTP/1.1 400 Bad Request\r\n\r\n", true)).toBe("host_unreachable");
    expect(await says("x".repeat(100_000), false)).toBe("host_unreachable");
    expect(await says("SSH-1.0-old\r\n", false)).toBe("host_unreachable");
    expect(await says(`SSH-2.0-x\r\n${"\u00ff".repeat(5000)}`, false)).toBe("host_unreachable");
    expect(await says("", true)).toBe("host_unreachable");
    const kexinit = Buffer.concat([Buffer.from([0, 0, 0, 12, 10, 20]), Buffer.alloc(10)]);
    expect(await says(Buffer.concat([Buffer.from("SSH-2.0-x\r\n"), kexinit]), false)).toBe(
      "host_unreachable",
    );
  });

  it("get no login before their key was checked, also where they go on at once", async () => {
    let connection: Connection | undefined;
    const methods: string[] = [];
    const server = await startSsh2Server((each) => {
      connection = each;
      each.on("authentication", (context) => methods.push(context.method));
    });
    servers.push(server);
    const none = join(server.folder, "none");
    const sshOptions = [`UserKnownHostsFile=${none}`, "IdentityFile=none", "IdentityAgent=none"];
    const { ask, asked } = neverAnswering();
    const started = failureOf(enter({ ...server.target, sshOptions }, ask));
    await eventually(() => asked.length, Boolean);
    acceptUnasked(connection);
    expect(["host_key_unknown", "host_unreachable"]).toContain((await started).code);
    expect(methods).toEqual([]);
    expect(existsSync(none)).toBe(false);
  });

  it("cannot fill our memory by sending more than they may", async () => {
    const { target } = await serve(
      (context) => context.accept(),
      {},
      (connection) => {
        connection.on("session", (accept) => {
          accept().on("exec", (acceptExec) => {
            const channel = acceptExec();
            // The window that we gave, made larger than it is.
            Object.assign((channel as unknown as { outgoing: object }).outgoing, {
              window: 2 ** 31,
              packetSize: 30_001,
            });
            channel.write(Buffer.alloc(64 * 1024 * 1024));
          });
        });
      },
    );
    const transport = await enter(target, null);
    await eventually(
      () => transport.stderrLines().join(),
      (lines) => lines.includes("sent more than it may"),
    );
    await transport.close();
    expect(transport.readable.readableLength).toBeLessThan(16 * 1024 * 1024);
  });

  it("have their banner shown, made printable", async () => {
    const { target } = await serve((context) => context.accept(), {
      banner: "Keep\u001b]0;x\u0007 out\nplease",
    });
    const transport = await enter(target, null);
    expect(transport.stderrLines()).toEqual(["Keep]0;x out", "please"]);
  });

  it("that run no command are said to", async () => {
    const { target } = await serve(
      (context) => context.accept(),
      {},
      (connection) => {
        connection.on("session", (accept) => {
          accept().on("exec", (_accept, reject) => reject());
        });
      },
    );
    expect((await failureOf(enter(target, null))).code).toBe("login_refused");
  });

  it("that vanish are noticed, and the exit says that it is none", async () => {
    let connection: Connection | undefined;
    const { target } = await serve(
      (context) => context.accept(),
      {},
      (each) => {
        connection = each;
        echoSessions(each);
      },
    );
    const transport = await enter(target, null);
    transport.readable.resume();
    connection?.end();
    const exit = await transport.exited;
    expect(exit).toEqual({ code: null, signal: null });
    expect(transport.explain(exit)?.code).toBe("connection_lost");
  });
});
