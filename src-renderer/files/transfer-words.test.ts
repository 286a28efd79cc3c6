import { describe, expect, it } from "vitest";
import { failure } from "../../src-shared/failure";
import type { Transfer, TransferState } from "../../src-shared/transfer";
import { goalWords, leftWords, percentOf, runningWords, transferWords } from "./transfer-words";

const transfer = (state: TransferState, more: Partial<Transfer> = {}): Transfer => ({
  id: "1",
  hostId: "h",
  direction: "upload",
  name: "a",
  localPath: "/home/me/a",
  remotePath: "/srv/a\n",
  isFolder: false,
  state,
  ...more,
});
const plain = (words: string | null) => words?.replaceAll("\u202f", " ");
const KIB = 1024;

describe("a transfer in words", () => {
  it("says how far it is, how fast, and how long it takes", () => {
    const state = { kind: "running", done: 30 * KIB, total: 120 * KIB, rate: 9 * KIB } as const;
    expect(plain(transferWords(transfer(state)))).toBe(
      "25 % · 30.0 KiB of 120.0 KiB · 9.0 KiB/s · 10 s left",
    );
    expect(plain(transferWords(transfer({ ...state, rate: null })))).toBe(
      "25 % · 30.0 KiB of 120.0 KiB",
    );
    expect(transferWords(transfer({ ...state, total: null }))).toBe("Preparing…");
    const left = (bytes: number) => plain(leftWords({ done: 0, total: bytes, rate: 1 }));
    expect([left(59), left(61), left(7200), left(1e9)]).toEqual([
      "59 s left",
      "2 min left",
      "2 h left",
      "days left",
    ]);
    expect(leftWords({ done: 0, total: 5, rate: 0 })).toBe("");
    expect(percentOf({ done: 0, total: 0 })).toBe(100);
    expect(percentOf({ done: 999, total: 1000 })).toBe(99);
  });

  it("says what became of it", () => {
    const done = { kind: "done", changed: true, size: KIB, files: null, resumedAt: 0 } as const;
    expect(plain(transferWords(transfer(done)))).toBe("Uploaded · 1.0 KiB");
    expect(plain(transferWords(transfer({ ...done, files: 3, changed: false })))).toBe(
      "Was there already, the same · 3 files, 1.0 KiB",
    );
    const download = transfer({ ...done, resumedAt: 512 }, { direction: "download" });
    expect(plain(transferWords(download))).toBe("Downloaded · 1.0 KiB · gone on with at 512 B");
    expect([goalWords(transfer(done)), goalWords(download)]).toEqual(["/srv/a\\n", "/home/me/a"]);
    const moved = { done: 0, total: null };
    const failed = (lines: string[], advice = "") =>
      transferWords(
        transfer({
          kind: "failed",
          ...moved,
          failure: failure("file_error", "No.", { lines, advice }),
        }),
      );
    expect([failed(["ENOENT"]), failed(["ENOENT"], "Look.")]).toEqual(["No. ENOENT", "No. Look."]);
    expect(transferWords(transfer({ kind: "cancelled", isSkipped: true }))).toContain("Skipped");
  });

  it("says of all what runs in the background", () => {
    const running = (done: number) => transfer({ kind: "running", done, total: 100, rate: null });
    const asking = transfer({
      kind: "asking",
      standing: { type: "file", size: 0, modified: 0 },
      answers: [],
    });
    expect(plain(runningWords([running(10), running(60), transfer({ kind: "waiting" })]))).toBe(
      "3 transfers, 35 %",
    );
    expect(plain(runningWords([asking, running(10)]))).toBe("1 transfer, 10 %, 1 asks you");
    expect(runningWords([transfer({ kind: "cancelled", isSkipped: false })])).toBeNull();
  });
});
