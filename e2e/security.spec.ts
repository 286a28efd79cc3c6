import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { requestSchemas } from "../src-shared/ipc";
import { launchApp, type RunningApp } from "./app";
import { root } from "./cli";

let app: RunningApp;
test.beforeAll(async () => {
  app = await launchApp();
});
test.afterAll(() => app.close());

test("the page has no Node and only named methods", async () => {
  const seen = await app.page.evaluate(() => ({
    node: ["require", "process", "module", "Buffer", "global"].filter((name) => name in window),
    methods: Object.keys(window.rmote).sort(),
  }));
  expect(seen.node).toEqual([]);
  expect(seen.methods).toEqual([...Object.keys(requestSchemas), "on"].sort());
});

test("the window is sandboxed and isolated", async () => {
  const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    // Not in the types: the preferences as Electron took them.
    const contents = window?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    const { sandbox, contextIsolation, nodeIntegration, webSecurity } =
      contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webSecurity };
  });
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });
});

test("the policy comes with the page, and eval is refused", async () => {
  const seen = await app.page.evaluate(async () => {
    const reply = await fetch(location.href);
    let evaluated = "refused";
    try {
      // biome-ignore lint/security/noGlobalEval: that it is refused is what is tested
      evaluated = String(eval("1 + 1"));
    } catch (error) {
      evaluated = error instanceof EvalError ? "refused" : String(error);
    }
    let made = "refused";
    try {
      made = String(new Function("return 1")());
    } catch (error) {
      made = error instanceof EvalError ? "refused" : String(error);
    }
    return {
      url: location.href,
      policy: reply.headers.get("content-security-policy"),
      isolated: window.crossOriginIsolated,
      evaluated,
      made,
    };
  });
  expect(seen.url).toBe("rmote://app/index.html");
  expect(seen.policy).toContain("default-src 'none'");
  expect(seen.policy).not.toContain("'unsafe-eval'");
  expect(seen).toMatchObject({ isolated: true, evaluated: "refused", made: "refused" });
});

test("nothing remote is loaded, and no file outside the page's folder", async () => {
  const outcomes = await app.page.evaluate(async () => {
    const urls = [
      "https://example.org/",
      "file:///etc/hostname",
      "rmote://app/../main/main.js",
      "rmote://app/%2e%2e/main/main.js",
      "rmote://app/..%2f..%2fpackage.json",
      "rmote://other/index.html",
    ];
    return Promise.all(
      urls.map((url) =>
        fetch(url).then(
          (reply) => (reply.ok ? `loaded ${url}` : "refused"),
          () => "refused",
        ),
      ),
    );
  });
  expect(outcomes).toEqual(outcomes.map(() => "refused"));
});

test("navigation, windows and permissions are refused", async () => {
  const { page, electron } = app;
  await page.evaluate(() => {
    location.href = "https://example.org/";
  });
  await page.evaluate(() => {
    window.open("data:text/html,hello");
  });
  expect(await page.evaluate(() => location.href)).toBe("rmote://app/index.html");
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(
    1,
  );
  const permission = await page.evaluate(() =>
    navigator.permissions.query({ name: "geolocation" }).then(({ state }) => state),
  );
  expect(permission).toBe("denied");
});

test("a request with a wrong shape is refused", async () => {
  const reply = await app.page.evaluate(() =>
    // A page that was taken over would not mind the types either.
    (window.rmote.connect as (input: unknown) => Promise<unknown>)({ hostId: 5 }),
  );
  expect(reply).toMatchObject({ ok: false, failure: { code: "bad_request" } });
});

test("an event or a channel that is not in the contract is not there", async () => {
  const outcome = await app.page.evaluate(() => {
    try {
      (window.rmote.on as (channel: string, listener: () => void) => void)("secrets", () => {});
      return "subscribed";
    } catch {
      return "refused";
    }
  });
  expect(outcome).toBe("refused");
});

test("a page that is not ours is refused, even with our preload", async () => {
  const preload = join(root, "out/preload/preload.cjs");
  const reply = await app.electron.evaluate(async ({ BrowserWindow }, path) => {
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload: path } });
    await stranger.loadURL("data:text/html,<h1>stranger</h1>");
    const answer: unknown = await stranger.webContents.executeJavaScript(
      "window.rmote.listHosts()",
    );
    stranger.destroy();
    return answer;
  }, preload);
  expect(reply).toEqual({
    ok: false,
    failure: expect.objectContaining({ code: "bad_request" }),
  });
});

test("an unknown channel has no answer, and a page with Node of its own gets none either", async () => {
  const answers = await app.electron.evaluate(async ({ BrowserWindow }) => {
    // The worst case: a page that reached ipcRenderer itself.
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: { nodeIntegration: true, contextIsolation: false, sandbox: false },
    });
    await stranger.loadURL("data:text/html,<h1>stranger</h1>");
    const ask = (channel: string, input: string) =>
      stranger.webContents.executeJavaScript(
        `require("electron").ipcRenderer.invoke("${channel}", ${input})
          .then((reply) => reply.ok === false ? reply.failure.code : "answered", () => "no answer")`,
      ) as Promise<string>;
    const seen = [await ask("readSecrets", "{}"), await ask("connect", '{"hostId":"local"}')];
    stranger.destroy();
    return seen;
  });
  expect(answers).toEqual(["no answer", "bad_request"]);
});
