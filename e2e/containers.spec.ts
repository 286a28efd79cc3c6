import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { launchApp, type RunningApp } from "./app";
import { AppWindow } from "./window";

// No engine can be had on every machine that runs tests. This docker lists one container, as docker
// 24 prints it, and runs what is to be run there here; kubectl reaches no cluster.
const DOCKER = `#!/bin/sh
case "$1 $2 $3" in
"ps --format {{json .}}")
  echo '{"ID":"c0b2f6f1e6a5","Image":"nginx:1.25","Names":"shop","State":"running"}' ;;
"exec -i shop")
  shift 3; exec "$@" ;;
*)
  echo "unknown: $*" >&2; exit 1 ;;
esac
`;
const KUBECTL = `#!/bin/sh
echo 'The connection to the server localhost:8080 was refused' >&2
exit 1
`;

let folder: string;
let app: RunningApp;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rmote-clients-"));
  for (const [name, script] of [
    ["docker", DOCKER],
    ["kubectl", KUBECTL],
  ] as const) {
    writeFileSync(join(folder, name), script);
    chmodSync(join(folder, name), 0o755);
  }
  app = await launchApp({ env: { PATH: `${folder}:${process.env.PATH}` } });
});
test.afterAll(async () => {
  await app?.close();
  rmSync(folder, { recursive: true });
});

test("a container is picked, named, and connected to", async () => {
  const { page } = app;
  const ui = new AppWindow(page);
  const dialog = page.getByRole("dialog").first();
  await page.getByRole("button", { name: "Add a host", exact: true }).click();
  await page.keyboard.type("shop");
  await dialog.getByRole("button", { name: "More…" }).click();
  await dialog.getByRole("tab", { name: "Connection" }).click();
  await dialog.getByRole("radio", { name: /^Command/ }).click();

  await dialog.getByRole("button", { name: "Choose a Kubernetes pod…" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "kubectl" })).toContainText(
    "localhost:8080 was refused",
  );
  await page.keyboard.press("Escape");

  await dialog.getByRole("button", { name: "Choose a Docker container…" }).click();
  await expect(page.getByRole("option", { name: /shop/ })).toContainText("nginx:1.25");
  await page.keyboard.press("Enter");
  await expect(dialog.getByLabel("Command", { exact: true })).toHaveValue("docker exec -i shop");
  await dialog.getByRole("button", { name: "Add and connect" }).click();
  await expect(ui.hostState).toHaveText("ready");
});
