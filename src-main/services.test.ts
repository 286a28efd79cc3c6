import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HostList } from "../src-shared/host";
import { noSecretStore } from "./questions/secret-store";
import { createServices, type Services } from "./services";
import { electronFolder } from "./settings/electron-folder";
import { eventually } from "./testing/processes";

/** What the build wrote. */
const agentFolder = resolve(import.meta.dirname, "../out/agent");

let home: string;
let lists: HostList[];
const running: Services[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "rmote-services-"));
  lists = [];
  vi.stubEnv("RMOTE_DESKTOP_HOME", home);
  vi.stubEnv("RMOTE_DESKTOP_STATE", undefined);
  vi.stubEnv("RMOTE_DESKTOP_SSH_CONFIG", "/dev/null");
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((services) => services.stop()));
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

/** The services of one run of the app; those of the run before are to be stopped. */
function create(): Services {
  const ignore = () => {};
  const services = createServices(agentFolder, noSecretStore("A test."), {
    hostsChanged: (list) => lists.push(list),
    sessionChanged: ignore,
    questionsChanged: ignore,
    settingsChanged: ignore,
    libraryChanged: ignore,
    logRecords: ignore,
    applyProgress: ignore,
    transfersChanged: ignore,
  });
  running.push(services);
  return services;
}

const kinds = (services: Services) =>
  services.sessions.list().map(({ hostId, state }) => `${hostId} ${state.kind}`);

describe("the sessions that were open at the end", () => {
  it("are opened again where the settings say so", async () => {
    const first = create();
    await first.settings.save({ reopenSessions: true });
    await first.start();
    await first.connect("local");
    await first.stop();
    const second = create();
    await second.start();
    await eventually(
      () => kinds(second),
      (now) => now.includes("local ready"),
    );
    await second.sessions.close("local");
    await second.stop();
    const third = create();
    await third.start();
    expect(kinds(third)).toEqual([]);
  });

  it("are left alone where they do not, also after an end that came by surprise", async () => {
    const first = create();
    await first.start();
    await first.connect("local");
    const file = join(home, ".state", "open-sessions.json");
    await eventually(
      () => JSON.parse(readFileSync(file, "utf8")),
      ({ hostIds }) => hostIds[0] === "local",
    );
    const second = create();
    await second.start();
    expect(kinds(second)).toEqual([]);
  });

  it("are forgotten where their host is gone from the list", async () => {
    mkdirSync(join(home, ".state"));
    writeFileSync(
      join(home, ".state", "open-sessions.json"),
      JSON.stringify({ version: 1, hostIds: ["config:gone", "local"] }),
    );
    const services = create();
    await services.settings.save({ reopenSessions: true });
    await services.start();
    expect(kinds(services)).toEqual(["local connecting"]);
  });
});

describe("the services", () => {
  it("tell in the list what could not be kept beside what was asked for", async () => {
    // A folder in the place of the file: there nobody can write.
    mkdirSync(join(home, ".state", "open-sessions.json"), { recursive: true });
    writeFileSync(join(home, "settings.json"), "nonsense");
    const services = create();
    await services.start();
    expect((await services.connect("local")).state.kind).toBe("ready");
    const said = await eventually(
      () => lists.at(-1)?.problems ?? [],
      (problems) => problems.length > 1,
    );
    expect(said.join("\n")).toMatch(/settings\.json was damaged/);
    expect(said.join("\n")).toMatch(/open-sessions\.json cannot be written/);
    expect((await services.hostList()).problems).toEqual(expect.arrayContaining(said));
  });

  it("read the ssh configuration that the settings name, unless the environment names one", async () => {
    const file = join(home, "other_config");
    writeFileSync(file, "Host web7\n  HostName 127.0.0.1\n");
    vi.stubEnv("RMOTE_DESKTOP_SSH_CONFIG", undefined);
    const services = create();
    await services.start();
    await services.settings.save({ sshConfigFile: file });
    expect(await services.sshConfig()).toEqual({ file, option: file, system: null });
    await eventually(
      () => lists.at(-1)?.hosts.map(({ id }) => id) ?? [],
      (ids) => ids.includes("config:web7"),
    );
    const { configFile } = await services.hosts.target(await services.hosts.get("config:web7"));
    expect(configFile).toBe(file);
    vi.stubEnv("RMOTE_DESKTOP_SSH_CONFIG", "/dev/null");
    expect(await create().sshConfig()).toEqual({
      file: "/dev/null",
      option: "/dev/null",
      system: null,
    });
  });

  it("have a lost session made anew as soon as the setting is switched on", async () => {
    const services = create();
    await services.start();
    const { state } = await services.connect("local");
    if (state.kind !== "ready") throw new Error(state.kind);
    process.kill(state.hello.pid, "SIGKILL");
    await eventually(
      () => kinds(services),
      (now) => now.includes("local lost"),
    );
    await services.settings.save({ autoReconnect: true });
    await eventually(
      () => kinds(services),
      (now) => now.includes("local ready"),
    );
  });
});

describe("the folder of Electron's own files", () => {
  it("is in the state folder, and what an earlier version had is moved there once", () => {
    const folders = { data: home, state: join(home, ".state") };
    mkdirSync(join(home, "electron"));
    writeFileSync(join(home, "electron", "Preferences"), "{}");
    expect(electronFolder(folders)).toBe(join(home, ".state", "electron"));
    expect(readFileSync(join(home, ".state", "electron", "Preferences"), "utf8")).toBe("{}");
    mkdirSync(join(home, "electron"));
    expect(electronFolder(folders)).toBe(join(home, ".state", "electron"));
    expect(readFileSync(join(home, ".state", "electron", "Preferences"), "utf8")).toBe("{}");
  });
});
