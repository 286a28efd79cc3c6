import type { Host } from "../../src-shared/host";
import type { Services } from "../services";
import { userName } from "../ssh-config/user-name";
import { ExitStatus } from "./exit-status";
import { printable, printJson } from "./print";

/** `hosts`: the list that the window shows. @returns the exit status */
export async function hostsCommand({ hosts }: Services, asJson: boolean): Promise<number> {
  // What a host comes to takes ssh a moment each: only for who asked for it.
  const list = asJson ? await hosts.resolvedList() : await hosts.list();
  for (const problem of list.problems) {
    process.stderr.write(printable(`${problem}\n`, process.stderr));
  }
  if (asJson) {
    printJson(list.hosts.map(row));
    return ExitStatus.OK;
  }
  const rows = list.hosts.map(({ id, name, source, origin }) => [
    source === "local" ? id : name,
    source === "local" ? name : source,
    origin,
  ]);
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  for (const [name = "", source = "", origin = ""] of rows) {
    process.stdout.write(`${name.padEnd(width)}  ${source.padEnd(12)}  ${origin}`.trimEnd());
    process.stdout.write("\n");
  }
  return ExitStatus.OK;
}

/** What scripts get of a host. */
function row({ id, name, source, address, resolved, tags, group }: Host) {
  const isLocal = source === "local";
  return {
    name: isLocal ? id : name,
    source,
    hostname: resolved?.hostname ?? address,
    port: resolved?.port ?? null,
    user: isLocal ? userName() || null : (resolved?.user ?? null),
    tags,
    group,
  };
}
