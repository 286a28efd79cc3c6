/**
 * What the types of calls allow and refuse. Nothing of it runs: `tsc` is the test, and an
 * expected error that does not come is one.
 */
import {
  Apt,
  asNumber,
  type DatetimeValue,
  Exec,
  Facts,
  FileSystem,
  type Int,
  Process,
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
  const size: Int = stat.fields.get("size");
  const owner: string | null = stat.fields.get("owner");
  const modified: number = asNumber(stat.fields.get("modified"));
  // @ts-expect-error a size is no text
  const sizeText: string = stat.fields.get("size");
  // @ts-expect-error an owner may have no name
  const ownerName: string = stat.fields.get("owner");
  // @ts-expect-error no such field
  stat.fields.get("sise");
  const written = await protocol.call(FileSystem.write, "/tmp/a", "text");
  const changes: string[] = written.fields.get("changes");
  // @ts-expect-error what is no text has no diff
  written.fields.get("diff").length;
  const [first] = await protocol.call(Process.tree);
  // Named tuples in each other.
  const childName: string | undefined = first?.fields.get("children")[0]?.fields.get("name");
  const versions: Map<string, string | null> = (await protocol.call(Apt.package, "vim")).fields.get(
    "versions",
  );
  const all: Value = await protocol.call(FileSystem.list, "/etc");

  // Streams.
  for await (const line of protocol.stream(Exec.lines, "uptime")) line.toUpperCase();
  const lines: string[] = await protocol.call(FileSystem.tail, "/etc/hosts", { follow: false });
  for await (const entry of protocol.stream(Service.journal, "ssh.service")) {
    const message: string | null = entry.fields.get("message");
    const time: DatetimeValue | null = entry.fields.get("time");
    use(message, time);
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
    owner,
    modified,
    sizeText,
    ownerName,
    changes,
    childName,
    versions,
    all,
    lines,
    value,
    asNumber({ $: "float", value: 1 }),
  );
}

function use(..._values: unknown[]): void {}
