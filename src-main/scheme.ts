import { readFile } from "node:fs/promises";
import { basename, extname, join, normalize, sep } from "node:path";
import { protocol } from "electron";

/** The page's origin: our own scheme, so that it has neither file access nor a network origin. */
const SCHEME = "rmote";
export const PAGE_ORIGIN = `${SCHEME}://app`;
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`;

/** WebAssembly is compiled by the Python worker; nothing else beyond our own files runs or loads. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join("; ");

/**
 * The worker that runs templates (src-renderer/python/python-worker.ts): it loads scripts of ours, and
 * reaches nothing else, not even the app's own files.
 */
const PYTHON_WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ttf": "font/ttf",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};

/** Has to run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Serves the files of the built page, and nothing outside its folder. */
export function serveScheme(folder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const path = pagePath(folder, request.url);
    if (path === null || request.method !== "GET") return new Response(null, { status: 404 });
    try {
      const body = await readFile(path);
      return new Response(new Uint8Array(body), { headers: headers(path) });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

/** The file that a URL of the page stands for; null for anything outside the folder. */
function pagePath(folder: string, url: string): string | null {
  let pathname: string;
  try {
    const parsed = new URL(url);
    if (parsed.host !== "app") return null;
    pathname = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  if (pathname.includes("\0")) return null;
  const path = normalize(join(folder, pathname));
  return path.startsWith(folder + sep) ? path : null;
}

function headers(path: string): Record<string, string> {
  return {
    "Content-Type": types[extname(path)] ?? "application/octet-stream",
    "Content-Security-Policy": basename(path).startsWith("python-worker")
      ? PYTHON_WORKER_POLICY
      : CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    // Cross-origin isolation: the Python worker is interrupted through shared memory.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
  };
}
