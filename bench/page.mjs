// The page of an app that was started with a debugging port.
import { createServer } from "node:net";
import { chromium } from "playwright";

/** @returns {Promise<number>} a port on which nobody listens */
export function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/**
 * Waits for the page. Closing the browser that comes with it only lets go of the app.
 * @param {number} port
 */
export async function openPage(port) {
  for (;;) {
    const browser = await connect(port);
    const page = browser?.contexts()[0]?.pages()[0];
    if (page !== undefined) return { browser, page };
    await browser?.close();
    await new Promise((again) => setTimeout(again, 50));
  }
}

/** @param {number} port */
async function connect(port) {
  try {
    return await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  } catch {
    // Not listening yet.
    return null;
  }
}
