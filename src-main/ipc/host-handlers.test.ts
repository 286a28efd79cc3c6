import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hostFolder } from "../testing/host-folder";
import { hostHandlers } from "./host-handlers";

const folder = hostFolder("Host web1");

/** The handlers over a real host service; what a person chooses in a dialog is given. */
function handlers(chosen: string | null) {
  const closed: string[] = [];
  const hosts = folder.service();
  const sessions = { close: async (hostId: string) => void closed.push(hostId) };
  const choose = async () => chosen;
  return {
    closed,
    hosts,
    ...hostHandlers(
      { hosts, hostList: () => hosts.list(), sessions },
      {
        openFile: choose,
        openPaths: async () => [],
        saveFile: choose,
        openFolder: choose,
        showFile: () => {},
      },
    ),
  };
}

describe("the handlers of hosts", () => {
  it("close the sessions of hosts that are removed, and of no others", async () => {
    const { closed, addHost, removeHosts } = handlers(null);
    const {
      host: { id },
    } = await addHost({ address: "db1" });
    await expect(removeHosts({ hostIds: ["config:web1"] })).rejects.toThrow("cannot be removed");
    expect(closed).toEqual([]);
    await removeHosts({ hostIds: [id] });
    expect(closed).toEqual([id]);
  });

  it("close the session of a host whose adding is undone", async () => {
    const { closed, addHost, undoHostChange } = handlers(null);
    const { host, change } = await addHost({ address: "db1" });
    await undoHostChange({ changeId: change?.changeId ?? "" });
    expect(closed).toEqual([host.id]);
  });

  it("export to and import from the file that a person chose", async () => {
    const file = join(folder.path, "chosen.json");
    const { addHost, editHost, exportHosts, chooseImport, importHosts, hosts } = handlers(file);
    await addHost({ address: "db1" });
    await editHost({ hostId: "added:db1", edit: { tags: ["x"] } });
    expect(await exportHosts({ hostIds: null })).toBe(file);
    folder.write("data/hosts.json", '{"version":2,"groups":[],"hosts":{}}');
    const preview = await chooseImport(undefined);
    expect(preview?.hosts.map(({ name }) => name)).toEqual(["db1"]);
    await importHosts({ importId: preview?.importId ?? "", group: "in" });
    expect(await hosts.get("added:db1")).toMatchObject({ tags: ["x"], group: "in" });
  });

  it("do nothing where a person chose none", async () => {
    const { exportHosts, chooseImport } = handlers(null);
    expect(await exportHosts({ hostIds: null })).toBeNull();
    expect(await chooseImport(undefined)).toBeNull();
  });
});
