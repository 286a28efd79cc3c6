import { join } from "node:path";
import { BrowserWindow, session, shell } from "electron";
import { PAGE_ORIGIN, PAGE_URL } from "./scheme";

/** The surface colours of the two themes (src-renderer/ui/tokens.css): no flash before the page paints. */
const surfaces = { light: "#f9fafc", dark: "#11141b" } as const;

/**
 * The app's window: sandboxed page, no navigation away, no further windows, no permissions.
 * @param out the folder with the built `preload` in it
 */
export function createWindow(out: string, isDark: boolean): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 800,
    minHeight: 560,
    show: false,
    backgroundColor: isDark ? surfaces.dark : surfaces.light,
    autoHideMenuBar: true,
    title: "Rmote Desktop",
    webPreferences: {
      preload: join(out, "preload", "preload.cjs"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  guard(window);
  window.once("ready-to-show", () => window.show());
  void window.loadURL(PAGE_URL);
  return window;
}

function guard({ webContents }: BrowserWindow): void {
  webContents.on("will-navigate", (event) => event.preventDefault());
  webContents.on("will-redirect", (event) => event.preventDefault());
  webContents.on("will-attach-webview", (event) => event.preventDefault());
  webContents.setWindowOpenHandler(({ url }) => {
    // A link of our own page opens in the user's browser; nothing opens in the app.
    if (url.startsWith("https://")) void shell.openExternal(url);
    return { action: "deny" };
  });
  const permissions = session.defaultSession;
  // Copying text is all that the page asks for.
  const isAllowed = (permission: string, origin: string) =>
    permission === "clipboard-sanitized-write" &&
    (origin === PAGE_ORIGIN || origin.startsWith(`${PAGE_ORIGIN}/`));
  permissions.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(isAllowed(permission, details.requestingUrl)),
  );
  permissions.setPermissionCheckHandler((_contents, permission, origin) =>
    isAllowed(permission, origin),
  );
}
