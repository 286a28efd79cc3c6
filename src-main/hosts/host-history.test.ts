import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FailureError } from "../../src-shared/failure";
import type { HostChange } from "../../src-shared/host";
import { failureOf } from "../testing/failure-of";
import { hostFolder } from "../testing/host-folder";
import type { HostService } from "./host-service";

const folder = hostFolder("Host web1 web2");
const HOSTS = "data/hosts.json";

describe("undo", () => {
  it("takes back a removal with all that was said of the host", async () => {
    const hosts = folder.service();
    const {
      host: { id },
    } = await hosts.add({ address: "db1", details: { notes: "precious", tags: ["x"] } });
    const before = folder.read(HOSTS);
    const { changeId } = await hosts.remove([id]);
    await hosts.undo(changeId);
    expect(folder.read(HOSTS)).toBe(before);
    expect((await failureOf(hosts.undo(changeId))).code).toBe("not_found");
  });

  it("takes back an added host, and says what is gone with it", async () => {
    const hosts = folder.service();
    await hosts.edit("config:web1", { favourite: true });
    const before = folder.read(HOSTS);
    const { host, change } = await hosts.add({ address: "db1" });
    expect(change).toMatchObject({ hostIds: [host.id], addedIds: [host.id] });
    expect(await hosts.undo(change?.changeId ?? "")).toEqual([host.id]);
    expect(folder.read(HOSTS)).toBe(before);
    expect((await hosts.list()).hosts.map(({ name }) => name)).not.toContain("db1");
    const { changeId, addedIds } = await hosts.edit("config:web2", { favourite: true });
    expect(addedIds).toEqual([]);
    expect(await hosts.undo(changeId)).toEqual([]);
  });

  it("touches only what the change touched", async () => {
    const hosts = folder.service();
    const { changeId } = await hosts.edit("config:web1", { favourite: true });
    await hosts.edit("config:web2", { notes: "later" });
    await hosts.undo(changeId);
    const list = await hosts.list();
    expect(list.hosts.slice(1).map(({ favourite, notes }) => [favourite, notes])).toEqual([
      [false, ""],
      [false, "later"],
    ]);
  });

  it("is refused where the same entry has changed since, and names it", async () => {
    const hosts = folder.service();
    const { changeId } = await hosts.edit("config:web1", { favourite: true });
    await hosts.edit("config:web1", { notes: "later" });
    const before = folder.read(HOSTS);
    const { code, message } = await failureOf(hosts.undo(changeId));
    expect(code).toBe("bad_request");
    expect(message).toBe("This change cannot be undone: web1 has changed since.");
    expect(folder.read(HOSTS)).toBe(before);
  });

  it("is refused where another host has the name by now", async () => {
    const hosts = folder.service();
    const {
      host: { id },
    } = await hosts.add({ address: "a", name: "db1" });
    const { changeId } = await hosts.edit(id, { name: "db2" });
    await hosts.add({ address: "b", name: "db1" });
    expect((await failureOf(hosts.undo(changeId))).message).toContain("another host called db1");
  });

  it("goes back a hundred changes", async () => {
    const hosts = folder.service();
    const first = await hosts.edit("config:web1", { notes: "0" });
    for (let i = 1; i <= 100; i++) await hosts.edit("config:web2", { notes: String(i) });
    expect((await failureOf(hosts.undo(first.changeId))).code).toBe("not_found");
  });
});

const names = fc.constantFrom("a", "b", "c", "db 1");
const paths = fc.constantFrom("a", "a/b", "a/b/c", "d", "d/a");
const ids = fc.constantFrom("config:web1", "config:web2", "local", "added:a", "added:b", "added:c");
const settings = fc.record(
  {
    user: names,
    port: fc.integer({ min: 1, max: 65_535 }),
    become: fc.constantFrom(null, { method: "sudo" as const, user: "root" }),
    environment: fc.dictionary(fc.constantFrom("A", "B"), names),
  },
  { requiredKeys: [] },
);
const details = fc.record(
  {
    group: fc.oneof(fc.constant(""), paths),
    tags: fc.array(fc.constantFrom("x", "y", "z")),
    notes: fc.string(),
    favourite: fc.boolean(),
    settings,
  },
  { requiredKeys: [] },
);

type Step = (hosts: HostService) => Promise<HostChange | null>;
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(names, details).map(
    ([name, given]): Step =>
      async (hosts) =>
        (await hosts.add({ address: "10.0.0.1", name, details: given })).change,
  ),
  fc.tuple(ids, details).map(
    ([id, edit]): Step =>
      (hosts) =>
        hosts.edit(id, edit),
  ),
  fc.tuple(ids, names).map(
    ([id, name]): Step =>
      (hosts) =>
        hosts.edit(id, { name }),
  ),
  fc.tuple(fc.uniqueArray(ids), paths).map(
    ([some, group]): Step =>
      (hosts) =>
        hosts.editMany(some, { group, addTags: ["x"], removeTags: ["y"] }),
  ),
  ids.map(
    (id): Step =>
      (hosts) =>
        hosts.duplicate(id),
  ),
  ids.map(
    (id): Step =>
      (hosts) =>
        hosts.remove([id]),
  ),
  fc.tuple(paths, settings).map(
    ([path, given]): Step =>
      (hosts) =>
        hosts.saveGroup({ path, settings: given, notes: "", colour: null }),
  ),
  fc.tuple(paths, paths).map(
    ([from, to]): Step =>
      (hosts) =>
        hosts.renameGroup(from, to),
  ),
  paths.map(
    (path): Step =>
      (hosts) =>
        hosts.removeGroup(path),
  ),
);

/** Null for a step that is refused: it must not have changed anything. */
async function tried(step: Step, hosts: HostService): Promise<HostChange | null> {
  try {
    return await step(hosts);
  } catch (error) {
    if (error instanceof FailureError && error.failure.code !== "internal") return null;
    throw error;
  }
}

describe("any sequence of changes", () => {
  it("comes back to the same file when it is undone from its end", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 6 }), async (sequence) => {
        const hosts = folder.service();
        folder.write(HOSTS, '{"version":2,"groups":[],"hosts":{}}');
        // The form in which we write it ourselves.
        await hosts.undo((await hosts.edit("local", { notes: "x" })).changeId);
        const states = [folder.read(HOSTS)];
        const changes: string[] = [];
        for (const step of sequence) {
          const change = await tried(step, hosts);
          if (change === null) continue;
          changes.push(change.changeId);
          states.push(folder.read(HOSTS));
        }
        for (const changeId of changes.reverse()) {
          expect(folder.read(HOSTS)).toBe(states.pop());
          await hosts.undo(changeId);
        }
        expect(folder.read(HOSTS)).toBe(states.pop());
      }),
      { numRuns: 60 },
    );
  });
});
