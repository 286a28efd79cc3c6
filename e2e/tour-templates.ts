import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { startSshd } from "../src-main/testing/sshd";
import { launchApp } from "./app";
import type { TourReport } from "./tour-report";
import { AppWindow } from "./window";

/** Each has a home folder of its own, so that `~/app.conf` is another file on each. */
const NAMES = ["web1", "web2", "web3", "db1"];

/**
 * The part of the tour that is about templates, in a window of its own: from an empty library to a
 * file on hosts, over ssh. The data folder holds nothing but where each host's home is.
 */
export async function tourOfTemplates(report: TourReport): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rmote-tour-"));
  const home = join(folder, "data");
  const hosts = Object.fromEntries(
    NAMES.map((name) => [
      `config:${name}`,
      { settings: { environment: { HOME: join(folder, name) } } },
    ]),
  );
  for (const name of [...NAMES, "data"]) mkdirSync(join(folder, name));
  writeFileSync(join(home, "hosts.json"), JSON.stringify({ version: 2, groups: [], hosts }));
  const onHost = (name: string) => join(folder, name, "app.conf");
  writeFileSync(onHost("web2"), "# by hand\nworkers 1\nlisten 80;\n");
  symlinkSync("/etc/hostname", onHost("db1"));

  const sshd = await startSshd(NAMES);
  const app = await launchApp({ home, sshConfig: sshd.configFile });
  const { page } = app;
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  const ui = new AppWindow(page);
  const shot = (name: string) => report.shot(page, name);
  const everyLook = (name: string) => report.everyLook(app, name);
  const panel = page.getByRole("dialog", { name: "Apply app.conf.mako to hosts" });
  const button = (name: string | RegExp) => panel.getByRole("button", { name, exact: true });

  try {
    await report.step("Templates, before there is one", async () => {
      await ui.showTemplates();
      await expect(page.getByRole("heading", { name: /as a template/ })).toBeVisible();
      return ["The centre says what a template is.", ...(await everyLook("templates-welcome"))];
    });

    await report.step("A new template, rendered at every key", async () => {
      await page.getByRole("button", { name: "New template" }).last().click();
      await page.keyboard.type("app.conf");
      const named = await shot("new-template");
      await page.keyboard.press("Enter");
      await ui.template.expectFocus();
      const empty = await shot("empty-template");
      await page.keyboard.type("# for everybody\n");
      const line = "listen 80";
      for (let length = 1; length <= line.length; length += 1) {
        await page.keyboard.type(line.charAt(length - 1));
        await ui.output.expectText(`# for everybody\n${line.slice(0, length)}`);
      }
      const typed = await shot("typed");
      for (let i = 0; i < 2; i += 1) await page.keyboard.press("Backspace");
      await page.keyboard.type("${port};\n% for site in sites");
      await page.keyboard.press("Enter");
      await page.keyboard.type("site ${site};");
      await ui.template.expectText(/site \$\{site\};\n% endfor/);
      return ["The terminator of the block came by itself.", named, empty, typed];
    });

    await report.step(
      "A name that fails is marked, and mended by one click in the data",
      async () => {
        const missing = ui.dataPane.getByRole("button", { name: "Add port" });
        await expect(missing).toBeVisible();
        await expect(ui.output.box.locator(".failed-place").last()).toContainText("port");
        await expect(ui.template.box.locator(".failure-words").first()).toBeVisible();
        const marked = await everyLook("failing-name");
        await missing.click();
        await ui.data.expectText("port:");
        await ui.output.expectText("listen None;");
        await ui.data.fill("port: 8080\nsites: [shop.example.com, blog.example.com]\n");
        await ui.output.expectText("listen 8080;\nsite shop.example.com;\nsite blog.example.com;");
        await expect(page.getByRole("button", { name: /problem/ })).toBeHidden();
        return ["The rest is rendered all the while.", ...marked, await shot("mended")];
      },
    );

    await report.step("At a syntax error the last good output stays", async () => {
      await ui.template.line("% endfor").click();
      await page.keyboard.press("End");
      await page.keyboard.press("Backspace");
      await expect(ui.preview.getByRole("alert")).toContainText("cannot be read");
      await expect(ui.preview).toContainText("Last output");
      await ui.output.expectText("site blog.example.com;");
      const wrong = await everyLook("syntax-error");
      await page.keyboard.type("r");
      await expect(ui.preview.getByRole("alert")).toBeHidden();
      return ["It is dimmed, with the reason and the line below it.", ...wrong];
    });

    await report.step("The facts of a real host", async () => {
      await ui.chooseData("web1");
      const offered = await shot("host-not-connected");
      await ui.dataPane.getByRole("button", { name: "Connect" }).click();
      await expect(ui.statusBar).toContainText("1 session");
      await ui.template.line("# for everybody").click();
      await page.keyboard.press("Home");
      await page.keyboard.press("Shift+End");
      await page.keyboard.insertText(
        '# ${host["name"]}: ${facts["os"]["pretty_name"]}\nworkers ${facts["cpu"]["logical"]}',
      );
      await ui.output.expectText(/# web1: \S.*\nworkers \d+\nlisten 8080;/);
      await ui.dataPane.getByRole("button", { name: "Show the host's facts" }).click();
      await expect(page.getByTestId("facts").filter({ visible: true })).toContainText("facts");
      const facts = await everyLook("facts");
      await ui.dataPane.getByRole("button", { name: "Show the data set" }).click();
      await page.keyboard.press("Control+s");
      await expect(page.getByRole("tab", { name: "app.conf.mako" })).not.toContainText("unsaved");
      return ["web1's own, beside the data set.", offered, ...facts];
    });

    await report.step("Two previews, and the difference between them", async () => {
      await page.getByRole("button", { name: "Two side by side" }).click();
      await expect(page.getByTestId("second-output").filter({ visible: true })).toBeVisible();
      const both = await everyLook("side-by-side");
      await page.getByRole("button", { name: "Two side by side" }).click();
      await page.getByRole("combobox", { name: "Show the output as" }).click();
      await page.getByRole("option", { name: "Difference" }).click();
      const changed = page
        .getByTestId("difference")
        .filter({ visible: true })
        .locator(".line-insert");
      await expect(changed.first()).toBeVisible();
      const difference = await everyLook("difference");
      await page.getByRole("combobox", { name: "Show the output as" }).click();
      await page.getByRole("option", { name: "Text" }).click();
      return ["With and without the host.", ...both, ...difference];
    });

    await report.step("Apply: where to, and how", async () => {
      await page.getByRole("button", { name: "Apply to hosts" }).click();
      await expect(panel.getByLabel("File", { exact: true })).toBeFocused();
      const offered = await everyLook("apply-setup");
      await button("Compare").click();
      await expect(panel).toContainText("Say where the file is");
      const wrong = await shot("apply-wrong");
      await panel.getByLabel("File", { exact: true }).fill("~/app.conf");
      await panel.getByRole("checkbox", { name: "Keep a backup beside it" }).check();
      for (const name of NAMES) {
        const row = panel.getByRole("option", { name });
        if ((await row.getAttribute("aria-selected")) !== "true") await row.click();
      }
      return [
        "Nothing is connected to before this is whole.",
        ...offered,
        wrong,
        await shot("apply-filled"),
      ];
    });

    await report.step("Compare with the files on the hosts", async () => {
      await button("Compare").click();
      await expect(panel.getByRole("status")).toContainText("Nothing was written yet");
      await panel.getByRole("button", { name: /^Change on 1 host/ }).click();
      await expect(panel.getByTestId("apply-diff").locator(".line-delete").first()).toBeVisible();
      const compared = await everyLook("apply-review");
      await panel.getByRole("button", { name: /^db1/ }).click();
      await expect(panel.getByRole("alert")).toContainText("symbolic link");
      expect(readFileSync(onHost("web2"), "utf8")).toContain("by hand");
      return [
        "Hosts with the same change are one group; a link is not followed unless asked.",
        ...compared,
        ...(await everyLook("apply-failed")),
      ];
    });

    await report.step("Write it, and see that it is written", async () => {
      await button("Apply to 3 hosts").click();
      await expect(panel.getByRole("status")).toContainText("3 hosts changed");
      for (const name of ["web1", "web2", "web3"]) {
        expect(readFileSync(onHost(name), "utf8")).toContain(`# ${name}: `);
      }
      await panel.getByRole("button", { name: /^Change on 1 host/ }).click();
      const done = await everyLook("apply-done");
      await button("Close").last().click();
      return ["The old file of web2 is kept beside the new one.", ...done];
    });

    await report.step("Applied again, there is nothing to do", async () => {
      await page.getByRole("button", { name: "Apply to hosts" }).click();
      await expect(panel.getByLabel("File", { exact: true })).toHaveValue("~/app.conf");
      await button("Compare").click();
      await expect(panel.getByRole("status")).toContainText("3 hosts without a change");
      await expect(button(/^Apply to/)).toHaveCount(0);
      const again = await everyLook("apply-again");
      await page.keyboard.press("Escape");
      await expect(panel).toBeHidden();
      expect(complaints).toEqual([]);
      return ["Where and how is remembered; the files are as they should be.", ...again];
    });
    await app.close();
  } finally {
    await app.kill();
    await sshd.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
