import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { type Sshd, startSshd } from "../src-main/testing/sshd";
import { launchApp, type RunningApp } from "./app";
import { AppWindow } from "./window";

let sshd: Sshd;
let app: RunningApp;
let ui: AppWindow;

test.beforeAll(async () => {
  sshd = await startSshd(["web1"]);
  app = await launchApp({ sshConfig: sshd.configFile });
  ui = new AppWindow(app.page);
});
test.afterAll(async () => {
  await app?.close();
  await sshd?.stop();
});

const file = (path: string) => join(app.home, "templates", path);

async function expectNoAxeViolations(): Promise<void> {
  const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}
