import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { launchApp, type RunningApp } from "./app";
import { noComplaints } from "./axe";

/** Hosts of one machine, each with a home folder of its own: `~/app.conf` is another file on each. */
const NAMES = ["web1", "web2", "web3", "db1"];

/** One more, whose key nobody knows yet. */
const STRANGER = "stranger";

let sshd: Sshd;
let root: string;
let app: RunningApp;

const file = (name: string) => join(root, name, "app.conf");
const panel = () => app.page.getByRole("dialog", { name: "Apply app.conf.mako to hosts" });
const button = (name: string | RegExp) => panel().getByRole("button", { name });

test.beforeAll(async () => {
  sshd = await startSshd([...NAMES, STRANGER]);
});
/** An ssh configuration in which the stranger is asked about. */
function sshConfig(): string {
  const config = join(root, "ssh_config");
  writeFileSync(
    config,
    `Host ${STRANGER}
  UserKnownHostsFile ${join(root, "known_hosts")}
  StrictHostKeyChecking ask
Host *
  Include ${sshd.configFile}
`,
  );
  return config;
}
test.afterAll(() => sshd.stop());
test.beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "rmote-apply-"));
  const home = join(root, "data");
  const hosts = Object.fromEntries(
    [...NAMES, STRANGER].map((name) => [
      `config:${name}`,
      { settings: { environment: { HOME: join(root, name) } } },
    ]),
  );
  for (const name of [...NAMES, STRANGER, "data/templates"])
    mkdirSync(join(root, name), { recursive: true });
  writeFileSync(join(home, "hosts.json"), JSON.stringify({ version: 2, groups: [], hosts }));
  writeFileSync(
    join(home, "templates/app.conf.mako"),
    "name ${host['name'][:3]}\nport ${port}\nkernel ${facts['kernel']['name']}\n",
  );
  writeFileSync(join(home, "templates/app.conf.test.yaml"), "port: 8080\n");
  app = await launchApp({ home, sshConfig: sshConfig() });
  await app.page.getByRole("button", { name: "Templates", exact: true }).click();
  await app.page.getByRole("treeitem", { name: /app\.conf/ }).click();
  await app.page.getByRole("button", { name: "Apply to hosts" }).click();
});
test.afterEach(async () => {
  await app.close();
  rmSync(root, { recursive: true, force: true, maxRetries: 10 });
});

/** Fills in where, chooses the hosts by keyboard, and compares. */
async function compare(names: readonly string[]): Promise<void> {
  const { page } = app;
  await panel().getByLabel("File", { exact: true }).fill("~/app.conf");
  for (const name of names) {
    await panel().getByRole("searchbox", { name: "Filter the hosts" }).fill(name);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
  }
  await expect(panel()).toContainText(`${names.length} host`);
  await button("Compare").press("Enter");
}

test("a template goes to hosts over ssh: compared, grouped, chosen, applied, once", async () => {
  writeFileSync(file("web1"), "name web\nport 80\nkernel Linux\n");
  writeFileSync(file("web2"), "name web\nport 80\nkernel Linux\n");
  writeFileSync(file("web3"), "name web\nport 8080\nkernel Linux\n");
  await compare(NAMES);
  await expect(panel().getByRole("status")).toContainText("Nothing was written yet");
  await expect(panel().getByRole("region", { name: "Change on 2 hosts" })).toContainText("web1");
  await expect(panel().getByRole("region", { name: "New file on 1 host" })).toContainText("db1");
  await expect(panel().getByRole("region", { name: "No change on 1 host" })).toContainText("web3");
  await expect(panel().getByTestId("apply-diff")).toContainText("port 8080");
  await noComplaints(app.page);
  expect(readFileSync(file("web1"), "utf8")).toContain("port 80\n");

  await panel().getByRole("checkbox", { name: "Apply to web2" }).press("Space");
  await button("Apply to 2 hosts").press("Enter");
  await expect(panel().getByRole("status")).toContainText("2 hosts changed");
  expect(readFileSync(file("web1"), "utf8")).toBe("name web\nport 8080\nkernel Linux\n");
  expect(readFileSync(file("db1"), "utf8")).toBe("name db1\nport 8080\nkernel Linux\n");
  expect(readFileSync(file("web2"), "utf8")).toContain("port 80\n");

  await panel().getByRole("checkbox", { name: "Apply to web2" }).press("Space");
  await button("Apply to 1 host").press("Enter");
  await expect(panel().getByRole("status")).toContainText("3 hosts changed");
  await button("Close").last().press("Enter");
  await expect(panel()).toBeHidden();
  // The next time it is offered as it was, and there is nothing left to do.
  await app.page.getByRole("button", { name: "Apply to hosts" }).click();
  await expect(panel().getByLabel("File", { exact: true })).toHaveValue("~/app.conf");
  await button("Compare").press("Enter");
  await expect(panel().getByRole("region", { name: "No change on 4 hosts" })).toBeVisible();
  await expect(button(/^Apply to/)).toHaveCount(0);
});

test("what a host refuses is told beside the others, and nothing is written there", async () => {
  const { page } = app;
  symlinkSync("/etc/hostname", file("web1"));
  writeFileSync(file("web2"), "old\n");
  await panel().getByLabel("Check command").fill("grep -H wanted {}");
  await compare(["web1", "web2"]);
  await expect(panel().getByRole("region", { name: "Failed" })).toContainText("symbolic link");
  await button("Apply to 1 host").press("Enter");
  await expect(panel().getByRole("status")).toContainText("1 host failed");
  expect(readFileSync(file("web2"), "utf8")).toBe("old\n");
  await panel().getByRole("button", { name: /^web2/ }).click();
  await expect(panel().getByRole("alert")).toContainText("grep");
  // Mended, and tried again.
  await button("Back").click();
  await panel().getByLabel("Check command").fill("grep -H port {}");
  await panel().getByLabel("Keep a backup beside it").check();
  await button("Compare").click();
  await button("Apply to 1 host").click();
  await expect(panel().getByRole("status")).toContainText("1 host changed");
  await expect(panel()).toContainText("backup kept");
  await page.keyboard.press("Escape");
  await expect(panel()).toBeHidden();
});

test("a file that somebody else has changed meanwhile is not written over", async () => {
  writeFileSync(file("web1"), "old\n");
  await compare(["web1"]);
  await expect(button("Apply to 1 host")).toBeVisible();
  writeFileSync(file("web1"), "somebody else's\n");
  await button("Apply to 1 host").click();
  await expect(panel().getByRole("status")).toContainText("1 host failed");
  expect(readFileSync(file("web1"), "utf8")).toBe("somebody else's\n");
});

test("wrong fields are said before anything is connected to", async () => {
  await panel().getByLabel("File", { exact: true }).fill("app.conf");
  await panel().getByLabel("Mode").fill("rwx");
  await panel().getByLabel("Check command").fill("nginx -t");
  await button("Compare").click();
  await expect(panel().getByLabel("File", { exact: true })).toBeFocused();
  for (const words of ["Begin the path", "octal mode", "Put {}", "Choose at least one host"]) {
    await expect(panel()).toContainText(words);
  }
  expect(existsSync(file("web1"))).toBe(false);
});

test("a host that asks is answered without leaving the comparison, which can be stopped", async () => {
  const { page } = app;
  await compare([STRANGER]);
  const answer = button("Answer 1 host that waits");
  await expect(answer).toBeVisible();
  await button("Stop comparing").press("Enter");
  await expect(panel().getByRole("region", { name: "Failed" })).toContainText("Cancelled");
  await button("Back").click();
  await button("Compare").click();
  await answer.click();
  await page.getByRole("button", { name: "Trust and connect" }).click();
  await expect(panel().getByRole("region", { name: "New file on 1 host" })).toContainText(STRANGER);
  await button("Apply to 1 host").press("Enter");
  await expect(panel().getByRole("status")).toContainText("1 host changed");
});

test("of two data sets with one name each is applied for itself", async () => {
  const { page } = app;
  await page.keyboard.press("Escape");
  writeFileSync(join(root, "data/templates/app.conf.test.json"), '{"port": 9090}\n');
  await page.getByRole("button", { name: /^Data of the preview/ }).click();
  await expect(page.getByRole("option", { name: /JSON/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Apply to hosts" }).click();
  await panel().getByRole("combobox", { name: "Data" }).click();
  await page.getByRole("option", { name: "app.conf.test.json" }).click();
  await compare(["web1"]);
  await expect(panel().getByTestId("apply-diff")).toContainText("port 9090");
});
