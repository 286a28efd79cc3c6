import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { z } from "zod";
import { FailureError, failure } from "../../src-shared/failure";
import { type Container, type ContainerClient, containerClients } from "../../src-shared/ipc";
import { printableLine } from "../../src-shared/printable";
import { shellQuote } from "../transport/shell-words";

/** Milliseconds that a client has to list its containers. */
const LIMIT_MS = 10_000;
/** Bytes of a list: that of some thousand pods. */
const MAX_LIST = 64 * 1024 * 1024;

/** The clients of containers that are on PATH. None of them is started. */
export async function findContainerClients(path = process.env.PATH ?? "") {
  const found: ContainerClient[] = [];
  for (const client of containerClients) {
    if (await isOnPath(client, path)) found.push(client);
  }
  return found;
}

/** Whether a program can be started by its name. */
export async function isOnPath(program: string, path: string): Promise<boolean> {
  const file = process.platform === "win32" ? `${program}.exe` : program;
  for (const folder of path.split(delimiter)) {
    if (folder === "") continue;
    try {
      await access(join(folder, file), constants.X_OK);
      return true;
    } catch {
      // Not in this folder, or not for us.
    }
  }
  return false;
}

/**
 * The running containers that a client reaches, by name.
 * @param limitMs milliseconds that the client has
 * @throws FailureError `no_transport` with the client's own words, `connect_timeout`
 */
export async function listContainers(
  client: ContainerClient,
  limitMs = LIMIT_MS,
): Promise<Container[]> {
  const containers = await lists[client]((args) => run(client, args, limitMs));
  return containers.sort((one, other) =>
    `${one.detail} ${one.name}`.localeCompare(`${other.detail} ${other.name}`),
  );
}

type Run = (args: string[]) => Promise<string>;

/** A name that goes into a command: what a list shows of it has to be all there is of it. */
const name = z.string().regex(/^[^\p{Cc}\p{Cf}]+$/u);
const dockerSchema = z.object({ Names: name, Image: z.string() });
const podmanSchema = z.array(z.object({ Names: z.array(name).min(1), Image: z.string() }));
const podsSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name, namespace: name }),
      spec: z.object({ containers: z.array(z.object({ name })) }),
    }),
  ),
});

const lists: Record<ContainerClient, (run: Run) => Promise<Container[]>> = {
  docker: async (run) => {
    // One object a line. `--format json` is only known since 23.
    const lines = (await run(["ps", "--format", "{{json .}}"])).split("\n");
    return lines
      .filter((line) => line.trim() !== "")
      .map((line) => parse("docker", dockerSchema, line))
      .map(({ Names, Image }) => engineContainer("docker", Names.split(",")[0] ?? Names, Image));
  },
  podman: async (run) => {
    const found = parse("podman", podmanSchema, await run(["ps", "--format", "json"]));
    return found.map(({ Names, Image }) => engineContainer("podman", Names[0] ?? "", Image));
  },
  kubectl: async (run) => {
    const running = ["get", "pods", "-o", "json", "--field-selector=status.phase=Running"];
    let text: string;
    try {
      text = await run([...running, "--all-namespaces"]);
    } catch (error) {
      // Many may only see their own namespace.
      if (!(error instanceof FailureError) || !/forbidden/i.test(error.failure.lines.join("\n"))) {
        throw error;
      }
      text = await run(running);
    }
    return parse("kubectl", podsSchema, text).items.flatMap(({ metadata, spec }) =>
      spec.containers.map((container) => ({
        name: spec.containers.length === 1 ? metadata.name : `${metadata.name}/${container.name}`,
        detail: `${metadata.namespace}, ${container.name}`,
        command: [
          "kubectl exec -i -n",
          shellQuote(metadata.namespace),
          shellQuote(metadata.name),
          "-c",
          shellQuote(container.name),
          "--",
        ].join(" "),
      })),
    );
  },
};

function engineContainer(client: "docker" | "podman", container: string, image: string): Container {
  return {
    name: container,
    detail: printableLine(image),
    command: `${client} exec -i ${shellQuote(container)}`,
  };
}

function parse<T>(client: ContainerClient, schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text === "" ? "[]" : text));
  } catch {
    throw new FailureError(
      failure("no_transport", `What ${client} prints is no list of containers.`, {
        advice: `Look at what it prints in a terminal: it may be another program of the name ${client}, or a version that is not known yet.`,
        lines: text
          .split("\n", 10)
          .map((line) => printableLine(line))
          .filter((line) => line !== ""),
      }),
    );
  }
}

function run(client: ContainerClient, args: string[], limitMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: limitMs, maxBuffer: MAX_LIST, killSignal: "SIGKILL" } as const;
    const child = execFile(client, args, { ...options, windowsHide: true }, (error, out, words) => {
      if (error === null) {
        resolve(out);
        return;
      }
      const lines = words
        .split("\n")
        .map((line) => printableLine(line))
        .filter((line) => line !== "")
        .slice(-10);
      const late = error.killed === true && error.signal === "SIGKILL";
      reject(
        new FailureError(
          late
            ? failure("connect_timeout", `${client} did not answer within ${limitMs / 1000} s.`, {
                advice: "Check that its engine or cluster can be reached, and try again.",
                lines,
              })
            : failure("no_transport", `${client} cannot list its containers.`, {
                advice: "Its own words are below.",
                lines: lines.length > 0 ? lines : [printableLine(error.message)],
              }),
        ),
      );
    });
    // Some clients ask for a login: nobody is there to answer.
    child.stdin?.end();
  });
}
