import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import type { Sshd } from "../src-main/testing/sshd";
import { TestUsers } from "../src-main/testing/users";
import type { TourReport } from "./tour-report";
import type { AppWindow } from "./window";

const PASSWORD = "a password for the tour";

/** What the server of the tour takes beside keys. */
export const serverOptions = ["PasswordAuthentication yes", "UsePAM yes"];

/** Hosts of the configuration that ask a person something. */
export class AskingHosts {
  readonly #users = new TestUsers();
  /** Whether there is one that asks for a password: only root can make a user for it. */
  readonly hasGuest = process.getuid?.() === 0;

  constructor(sshd: Sshd) {
    const stranger = [
      "Host stranger",
      "  HostName 127.0.0.1",
      `  Port ${sshd.port}`,
      `  UserKnownHostsFile ${join(sshd.folder, "stranger_known_hosts")}`,
      "  StrictHostKeyChecking ask",
    ];
    const guest = this.hasGuest
      ? [
          "Host guest",
          "  HostName 127.0.0.1",
          `  Port ${sshd.port}`,
          `  User ${this.#users.add({ password: PASSWORD })}`,
          "  PreferredAuthentications password",
        ]
      : [];
    const rest = readFileSync(sshd.configFile, "utf8");
    writeFileSync(sshd.configFile, [...stranger, ...guest, rest].join("\n"));
  }

  remove(): void {
    this.#users.removeAll();
  }
}

/** The part of the tour that is about hosts: added, found, asked about, lost and had again. */
export async function tourOfHosts(
  report: TourReport,
  page: Page,
  ui: AppWindow,
  sshd: Sshd,
  { hasGuest }: AskingHosts,
): Promise<void> {
  const shot = (name: string) => report.shot(page, name);
  const dialog = page.getByRole("dialog");
  const filter = page.getByPlaceholder("Filter hosts");

  await report.step("Add a host with a name, a group and a tag", async () => {
    await page.getByRole("button", { name: "Add a host", exact: true }).click();
    await page.keyboard.type(`127.0.0.1:${sshd.port}`);
    await dialog.getByRole("button", { name: "More…" }).click();
    await dialog.getByLabel("Name", { exact: true }).fill("shop");
    await dialog.getByLabel("Group", { exact: true }).fill("production/web");
    await dialog.getByLabel("Tags", { exact: true }).fill("nginx ");
    const filled = await shot("add-host");
    await dialog.getByRole("button", { name: "Add and connect" }).click();
    await expect(ui.hostState).toHaveText("ready");
    await expect(ui.host("shop")).toBeVisible();
    await expect(ui.statusBar).toContainText("3 sessions");
    return ["It is in its group and its session is ready.", filled, await shot("added-host")];
  });

  await report.step("Find it again", async () => {
    await filter.fill("tag:nginx group:production");
    await expect(ui.host("shop")).toBeVisible();
    await expect(ui.host("web1")).toBeHidden();
    const filtered = await shot("filter");
    await filter.press("Escape");
    await expect(ui.host("web1")).toBeVisible();
    return ["The filter knows tags and groups beside words.", filtered];
  });

  await report.step("A host key that is not known is asked about", async () => {
    await ui.host("stranger").click();
    await expect(dialog).toContainText("SHA256");
    await expect(dialog.getByRole("button", { name: "Don’t connect" })).toBeFocused();
    const asked = await shot("host-key");
    await dialog.getByRole("button", { name: "Trust and connect" }).click();
    await expect(ui.hostState).toHaveText("ready");
    return ["No is the default; it is connected after a deliberate Yes.", asked];
  });

  if (hasGuest) {
    await report.step("A password is asked for, and a wrong one is said", async () => {
      await ui.host("guest").click();
      await expect(dialog.getByLabel("Password", { exact: true })).toBeFocused();
      const asked = await shot("password");
      await page.keyboard.type("not this one");
      await page.keyboard.press("Enter");
      await expect(dialog.getByRole("alert")).toContainText("refused");
      const refused = await shot("password-refused");
      await page.keyboard.type(PASSWORD);
      await page.keyboard.press("Enter");
      await expect(ui.hostState).toHaveText("ready");
      return ["The second one was right.", asked, refused];
    });
  }

  await report.step("A link that is lost says so, and one click has it again", async () => {
    await ui.host("shop").click();
    await page.getByRole("tab", { name: "Overview" }).filter({ visible: true }).click();
    await expect(
      page.getByRole("region", { name: "Facts" }).filter({ visible: true }),
    ).toContainText("Memory");
    const facts = await shot("facts");
    process.kill(await agentPid(page, "shop"), "SIGKILL");
    await expect(ui.hostState).toHaveText("lost");
    const lost = await shot("lost");
    await page.getByRole("button", { name: "Reconnect", exact: true }).click();
    await expect(ui.hostState).toHaveText("ready");
    return [
      "The agent was killed: the tab says what happened, and keeps what was known.",
      facts,
      lost,
      await shot("reconnected"),
    ];
  });

  await report.step("A host that cannot be reached says why", async () => {
    await page.getByRole("button", { name: "Add a host", exact: true }).click();
    await page.getByLabel("Address").fill("127.0.0.1:1");
    await page.keyboard.press("Enter");
    await expect(ui.hostState).toHaveText("failed");
    const alert = page.getByRole("article", { name: "127.0.0.1:1" }).getByRole("alert");
    await expect(alert).toContainText("refuses connections");
    await expect(alert).toContainText("Connection refused");
    const [first] = await alert.getByRole("paragraph").allTextContents();
    return [`It says: ${first}`, await shot("failed-host")];
  });
}

/** The process of the agent of a host. */
async function agentPid(page: Page, name: string): Promise<number> {
  const pid = await page.evaluate(async (wanted) => {
    const [hosts, sessions] = [await window.rmote.listHosts(), await window.rmote.listSessions()];
    if (!hosts.ok || !sessions.ok) return null;
    const host = hosts.value.hosts.find((each) => each.name === wanted);
    const session = sessions.value.find(({ hostId }) => hostId === host?.id);
    return session?.state.kind === "ready" ? session.state.hello.pid : null;
  }, name);
  if (pid === null) throw new Error(`there is no session with ${name}`);
  return pid;
}
