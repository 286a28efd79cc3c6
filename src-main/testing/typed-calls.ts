/**
 * What the types of calls allow and refuse. Nothing of it runs: `tsc` is the test, and an
 * expected error that does not come is one.
 */
import {
  asNumber,
  Exec,
  Facts,
  FileSystem,
  type Protocol,
  Service,
  User,
  type Value,
  withOptions,
} from "../api/main";

export async function typedCalls(protocol: Protocol): Promise<void> {
  const text: string = await protocol.call(FileSystem.read_str, "/etc/hosts");
  const bytes: Uint8Array = await protocol.call(FileSystem.read_bytes, "/etc/hosts", 0, 10);
  const there: boolean = await protocol.call(FileSystem.exists, { path: "/etc/hosts" });
  const patient = withOptions(FileSystem.read_str, { timeoutMs: 100 });
  // @ts-expect-error text is not null
  const nothing: null = await protocol.call(patient, "/etc/hosts");
  // @ts-expect-error a str is no number
  const wrong: number = await protocol.call(FileSystem.read_str, "/etc/hosts");
  // @ts-expect-error a path is text
  await protocol.call(FileSystem.read_str, 5);
  // @ts-expect-error the path is missing
  await protocol.call(FileSystem.read_str);
  // @ts-expect-error the path is missing, by name too
  await protocol.call(FileSystem.read_str, { encoding: "utf-8" });
  // @ts-expect-error the path is there twice
  await protocol.call(FileSystem.read_str, "/etc/hosts", { path: "/etc/hosts" });
  // @ts-expect-error no such parameter
  await protocol.call(FileSystem.read_str, "/etc/hosts", { encodin: "utf-8" });
  // @ts-expect-error not one of the Literal
  await protocol.call(FileSystem.read_str, "/etc/hosts", { errors: "panic" });
  // @ts-expect-error one too many
  await protocol.call(FileSystem.read_str, "/etc/hosts", "utf-8", "strict", true);

  // Only by name, Optional and Union.
  await protocol.call(FileSystem.write, "/tmp/a", "text", { mode: 0o644, owner: null });
  await protocol.call(FileSystem.write, "/tmp/a", bytes, { mode: "u=rw", check: true });
  // @ts-expect-error `mode` has no position
  await protocol.call(FileSystem.write, "/tmp/a", "text", 0o644);
  // @ts-expect-error neither text, nor a number, nor None
  await protocol.call(FileSystem.write, "/tmp/a", "text", { mode: true });

  // *args, dict and float.
  await protocol.call(Exec.command, "ls", "-l", { env: new Map([["LANG", "C"]]), timeout: 2.5 });
  // @ts-expect-error each argument is text
  await protocol.call(Exec.command, "ls", 5);
  // @ts-expect-error a dict of text
  await protocol.call(Exec.command, "ls", { env: new Map([["LANG", 5]]) });
  // @ts-expect-error no plain object is a dict
  await protocol.call(Exec.command, "ls", { env: { LANG: "C" } });

  // Lists of a Literal, results with names.
  const facts: Map<string, Value> = await protocol.call(Facts.gather, ["os", "cpu"]);
  // @ts-expect-error no such part
  await protocol.call(Facts.gather, ["os", "gpu"]);
  const stat = await protocol.call(FileSystem.stat, "/etc/hosts");
  const size: Value = stat.fields.get("size");
  // @ts-expect-error no such field
  stat.fields.get("sise");
  const all: Value = await protocol.call(FileSystem.list, "/etc");

  // Streams.
  for await (const line of protocol.stream(Exec.lines, "uptime")) line.toUpperCase();
  const lines: string[] = await protocol.call(FileSystem.tail, "/etc/hosts", { follow: false });
  for await (const entry of protocol.stream(Service.journal, "ssh.service")) {
    entry.fields.get("message");
    // @ts-expect-error no such field
    entry.fields.get("text");
  }
  // @ts-expect-error it yields nothing
  protocol.stream(FileSystem.read_str, "/etc/hosts");

  // As before there were types.
  const tool = { name: "Disk", module: null, source: "", filename: "disk.py" };
  const value: Value = await protocol.call(tool, "usage", ["/"], new Map());
  await protocol.call(User.list, false);
  use(
    text,
    there,
    nothing,
    wrong,
    facts,
    size,
    all,
    lines,
    value,
    asNumber({ $: "float", value: 1 }),
  );
}

function use(..._values: unknown[]): void {}
