import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, test } from "@playwright/test";
import { descendants } from "../src-main/testing/processes";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { launchApp, type RunningApp } from "./app";
import { AppWindow } from "./window";

/** The files of a host in the real window, over ssh to a real sshd. Both ends are this machine. */
let sshd: Sshd;
let app: RunningApp;
let ui: AppWindow;
let folder: string;
/** What the host has, and what this machine has. */
let there: string;
let here: string;

const MIB = 2 ** 20;
const sha256 = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

test.beforeAll(async () => {
  sshd = await startSshd(["web1"]);
  app = await launchApp({ sshConfig: sshd.configFile });
  ui = new AppWindow(app.page);
  await ui.connect("web1");
  await app.page.getByRole("tab", { name: "Files" }).click();
  await expect(list().getByRole("option").first()).toBeVisible();
});
test.afterAll(async () => {
  await app.close();
  await sshd.stop();
});
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-files-"));
  there = join(folder, "there");
  here = join(folder, "here");
  mkdirSync(there);
  mkdirSync(here);
});
test.afterEach(async () => {
  const clear = app.page.getByRole("button", { name: "Clear finished" });
  if (await clear.isVisible()) await clear.click();
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

const list = () => app.page.getByRole("listbox", { name: "Files" });
const entry = (name: string) => list().getByRole("option", { name, exact: true });
const pathField = () => app.page.getByRole("textbox", { name: "Path of the folder" });
const line = () => app.page.getByTestId("folder-line");
const transfer = (name: string) => app.page.getByTestId(`transfer-${name}`);
const state = (of: Locator, kind: string) => expect(of).toHaveAttribute("data-state", kind);
const button = (name: string | RegExp) => app.page.getByRole("button", { name });

async function goTo(path: string): Promise<void> {
  await pathField().fill(path);
  await pathField().press("Enter");
  await expect(pathField()).toHaveValue(path);
  await expect(list()).toBeFocused();
}

/** The system's dialogs cannot be driven: they answer what a person would have chosen. */
async function willChoose(paths: string[]): Promise<void> {
  await app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: chosen.length === 0, filePaths: chosen });
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen[0] ?? "" });
  }, paths);
}

async function upload(what: "Files…" | "Folders…", paths: string[]): Promise<void> {
  await willChoose(paths);
  await button("Upload").click();
  await app.page.getByRole("menuitem", { name: what }).click();
}

async function expectAxeClean(): Promise<void> {
  const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test("shots", async () => {
  const { page } = app;
  mkdirSync(join(there, "conf.d"));
  for (const name of ["nginx.conf", "report 2026-11.pdf", "a\nb", "-rf", "x\u202Egpj.exe"]) writeFileSync(join(there, name), randomBytes(5000));
  symlinkSync("conf.d", join(there, "current"));
  symlinkSync("nowhere", join(there, "broken"));
  await goTo(there);
  await expect(entry("nginx.conf")).toBeVisible();
  writeFileSync(join(here, "big.iso"), randomBytes(300 * MIB));
  writeFileSync(join(here, "nginx.conf"), "new");
  writeFileSync(join(here, "small.txt"), "new");
  await upload("Files…", [join(here, "nginx.conf"), join(here, "small.txt"), join(here, "none"), join(here, "big.iso")]);
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.screenshot({ path: "/tmp/f1.png" });
  await expectAxeClean();
  await page.keyboard.press("Escape");
  await expect(transfer("big.iso")).toContainText("left");
  await page.screenshot({ path: "/tmp/f2.png" });
  await app.setTheme("dark");
  await app.setSize(900, 600);
  await page.screenshot({ path: "/tmp/f3.png" });
  await expectAxeClean();
});
