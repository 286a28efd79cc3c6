import { describe, expect, it } from "vitest";
import { findFolders } from "./folders";

describe("findFolders", () => {
  it("keeps the state beside the user's files where those were moved", () => {
    expect(findFolders({ RMOTE_DESKTOP_HOME: "/data" })).toMatchObject({
      data: "/data",
      state: "/data/.state",
    });
  });

  it("keeps the state where the environment says", () => {
    const env = { RMOTE_DESKTOP_HOME: "/data", RMOTE_DESKTOP_STATE: "/state" };
    expect(findFolders(env)).toMatchObject({ data: "/data", state: "/state" });
  });

  it("keeps files and state apart by itself", () => {
    const { data, state } = findFolders({});
    expect(data).toContain("rmote-desktop");
    expect(state).toContain("rmote-desktop");
    expect(state).not.toBe(data);
  });

  it("names another ssh configuration to ssh, and the usual one not", () => {
    const { sshConfig, sshConfigOption } = findFolders({});
    expect(sshConfig).toMatch(/\.ssh.config$/);
    expect(sshConfigOption).toBeNull();
    expect(findFolders({ RMOTE_DESKTOP_SSH_CONFIG: "/etc/other" })).toMatchObject({
      sshConfig: "/etc/other",
      sshConfigOption: "/etc/other",
    });
  });
});
