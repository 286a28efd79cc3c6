import type { Services } from "../services";
import { ExitStatus } from "./exit-status";
import { printJson } from "./print";

/** `hosts`: the list that the window shows. @returns the exit status */
export async function hostsCommand({ hosts }: Services, asJson: boolean): Promise<number> {
  const list = await hosts.list();
  for (const problem of list.problems) process.stderr.write(`${problem}\n`);
  if (asJson) {
    printJson(
      list.hosts.map(({ id, name, source, origin, address, user, port }) => ({
        name: source === "local" ? id : name,
        source,
        origin,
        hostname: address,
        user,
        port,
      })),
    );
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
