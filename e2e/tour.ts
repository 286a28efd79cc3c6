import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { descendants, eventually } from "../src-main/testing/processes";
import { startSshd } from "../src-main/testing/sshd";
import { launchApp } from "./app";
import { root } from "./cli";
import { tourOfFiles } from "./tour-files";
import { AskingHosts, serverOptions, tourOfHosts } from "./tour-hosts";
import { TourReport } from "./tour-report";
import { tourOfResults } from "./tour-results";
import { tourOfTemplates } from "./tour-templates";
import { tourOfTools } from "./tour-tools";
import { AppWindow } from "./window";

/** The main job in the real window, from an empty data folder (npm run tour). */
test("the tour", async () => {
  // Five windows and some hundred and forty pictures, each of which waits for a busy machine to paint.
  test.setTimeout(720_000);
  const folder = process.env.RMOTE_TOUR ?? join(root, ".tour");
  const report = new TourReport(folder, "A tour of Rmote Desktop");
  const sshd = await startSshd(["web1", "web2"], serverOptions);
  const asking = new AskingHosts(sshd);
  const app = await launchApp({ sshConfig: sshd.configFile });
  const { page } = app;
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  const ui = new AppWindow(page);
  const shot = (name: string) => report.shot(page, name);

  try {
    await report.step("First start, with an empty data folder", async () => {
      await expect(ui.host("This machine")).toBeVisible();
      await expect(ui.host("web1")).toBeVisible();
      await expect(ui.host("web2")).toBeVisible();
      await expect(page.getByRole("button", { name: "Connect to This machine" })).toBeVisible();
      return [
        "The list has This machine and the two hosts of the ssh configuration; the centre says how to begin.",
        await shot("first-start"),
      ];
    });

    await report.step("Connect to This machine with one click", async () => {
      await page.getByRole("button", { name: "Connect to This machine" }).click();
      await expect(ui.hostState).toHaveText("ready");
      await expect(ui.statusBar).toContainText("1 session");
      const ready = await shot("local-ready");
      await page.getByRole("tab", { name: "Overview" }).click();
      const facts = page.getByRole("region", { name: "Facts" });
      await expect(facts).toContainText("Python");
      await expect(facts).toContainText("gathered");
      const overview = await shot("local-overview");
      await page.getByRole("tab", { name: "Console" }).click();
      return [
        "Ready; the overview has the facts that the machine says of itself.",
        ready,
        overview,
      ];
    });

    for (const [host, label] of [
      ["This machine", "local"],
      ["web1", "ssh"],
    ] as const) {
      if (host === "web1") {
        await report.step("Connect to a real sshd on loopback, by its alias", async () => {
          await ui.connect("web1");
          await expect(ui.statusBar).toContainText("2 sessions");
          return ["web1 is ready beside This machine.", await shot("ssh-ready")];
        });
      }

      await report.step(`Call a tool on ${host}: its result and its log`, async () => {
        await ui.chooseMethod("Exec.shell");
        await ui.field("script").fill("uname -s; echo $((6 * 7)); echo careful >&2");
        await ui.call();
        await expect(ui.result).toHaveAttribute("data-state", "ok");
        await expect(ui.result).toContainText("Exit status 0");
        await expect(ui.result.getByLabel("stdout", { exact: true })).toContainText(/Linux\s*42/);
        await expect(ui.result.getByLabel("stderr", { exact: true })).toContainText("careful");
        await expect(ui.callLog).toContainText("Running uname -s");
        await expect(ui.callLog).toContainText("Exit status 0");
        return [
          "Exit status 0; stdout has Linux and 42, stderr its own place; the log has both records.",
          await shot(`${label}-result`),
        ];
      });

      await report.step(`Call a tool on ${host} that raises: the remote traceback`, async () => {
        await ui.chooseMethod("FileSystem.read_str");
        await ui.field("path").fill("/no/such/file");
        await ui.call();
        await expect(ui.result).toHaveAttribute("data-state", "raised");
        await expect(ui.result).toContainText("FileNotFoundError");
        const frames = ui.result.getByRole("list", { name: /Traceback/ });
        await expect(frames).toContainText("rmote.tools.fs");
        await expect(frames).toContainText("with open(_expand(path)");
        return [
          "FileNotFoundError with its message, and the frame in the tool's own source.",
          await shot(`${label}-exception`),
        ];
      });

      await report.step(`Watch the output of a script on ${host} as it comes`, async () => {
        await ui.chooseMethod("Exec.lines");
        await ui.field("script").fill("echo first; echo second; exec sleep 300");
        await ui.call();
        await expect(ui.itemCount).toHaveText("2 items");
        await expect(ui.items).toContainText("second");
        await expect(ui.result).toHaveAttribute("data-state", "running");
        const running = await shot(`${label}-items`);
        await page.keyboard.press("Escape");
        await expect(ui.result).toHaveAttribute("data-state", "cancelled");
        await expect(ui.items).toContainText("second");
        return [
          "Both lines were there while the script ran, and stay after Esc has ended it.",
          running,
          await shot(`${label}-items-cancelled`),
        ];
      });

      await report.step(`Cancel a call on ${host} while it runs`, async () => {
        await ui.chooseMethod("Exec.shell");
        await ui.field("script").fill("echo started; sleep 300");
        await ui.call();
        await expect(ui.callLog).toContainText("Running echo started");
        await expect(ui.result).toHaveAttribute("data-state", "running");
        await expect(ui.statusBar).toContainText("1 call running");
        const running = await shot(`${label}-running`);
        await page.keyboard.press("Escape");
        await expect(ui.result).toHaveAttribute("data-state", "cancelled");
        await expect(ui.statusBar).toContainText("0 calls running");
        return [
          "The log arrived while the call ran; Esc ended it at once.",
          running,
          await shot(`${label}-cancelled`),
        ];
      });
    }

    await tourOfFiles(report, app);

    await tourOfResults(report, app, sshd.folder);
    await tourOfHosts(report, page, ui, sshd, asking);

    await report.step("The same in the dark, and in a small window", async () => {
      await ui.host("web1").click();
      await app.setTheme("dark");
      const dark = await shot("dark");
      await app.setSize(900, 600);
      const small = await shot("dark-small");
      await app.setTheme("light");
      return [dark, small, await shot("light-small")];
    });

    await report.step("Nothing is left when the app ends", async () => {
      await app.close();
      await eventually(
        () => descendants(sshd.pid),
        (left) => left.length === 0,
      );
      expect(complaints).toEqual([]);
      return [
        "No process of a session is left on either side, and the page had no error to report.",
      ];
    });
    await tourOfTemplates(report);
    await tourOfTools(report);
    report.end();
  } finally {
    await app.kill();
    await sshd.stop();
    asking.remove();
  }
});
