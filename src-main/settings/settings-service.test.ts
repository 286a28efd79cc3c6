import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultSettings, type Settings } from "../../src-shared/settings";
import { failureOf } from "../testing/failure-of";
import { SettingsService } from "./settings-service";

let folder: string;
let file: string;
let service: SettingsService;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-settings-"));
  file = join(folder, "settings.json");
  service = new SettingsService(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("SettingsService", () => {
  it("begins with what is usual, and writes nothing before something is changed", async () => {
    expect(await service.get()).toEqual(defaultSettings);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("changes what is given, keeps the rest, and tells it", async () => {
    const told: Settings[] = [];
    const end = service.onChange((settings) => told.push(settings));
    await Promise.all([
      service.save({ autoReconnect: true }),
      service.save({ sshConfigFile: "/etc/ssh/other", reopenSessions: undefined }),
    ]);
    const expected = {
      sshConfigFile: "/etc/ssh/other",
      autoReconnect: true,
      reopenSessions: false,
    };
    expect(told.at(-1)).toEqual(expected);
    expect(await new SettingsService(folder).get()).toEqual(expected);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ version: 1, ...expected });
    end();
    await service.save({ autoReconnect: false });
    expect(told).toHaveLength(2);
  });

  it("takes a file that a person has written by hand, with what they care for only", async () => {
    writeFileSync(file, '{ "version": 1, "reopenSessions": true }');
    expect(await service.get()).toEqual({ ...defaultSettings, reopenSessions: true });
  });

  it.each([
    ["no JSON", "nonsense"],
    ["another version", '{ "version": 2 }'],
    ["a value of another kind", '{ "version": 1, "autoReconnect": "yes" }'],
    ["a setting that there is not", '{ "version": 1, "autoReconect": true }'],
  ])("sets a file with %s aside, and says where it is", async (_name, text) => {
    writeFileSync(file, text);
    expect(await service.get()).toEqual(defaultSettings);
    expect(await service.get()).toEqual(defaultSettings);
    const [aside = "", ...more] = readdirSync(folder);
    expect(more).toEqual([]);
    expect(readFileSync(join(folder, aside), "utf8")).toBe(text);
    expect(service.problems).toEqual([
      `${file} was damaged. It was kept as ${join(folder, aside)}, and an empty one begun.`,
    ]);
  });

  it("tells nobody of settings that cannot be written, and says why", async () => {
    const told: Settings[] = [];
    service.onChange((settings) => told.push(settings));
    // A file in the place of the folder: there nobody can write, root neither.
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "");
    expect((await failureOf(service.save({ autoReconnect: true }))).code).toBe("file_error");
    expect(told).toEqual([]);
  });
});
