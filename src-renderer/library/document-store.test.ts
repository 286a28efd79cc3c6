import { renameSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { libraryHandlers } from "../../src-main/ipc/library-handlers";
import type { LibraryService } from "../../src-main/library/library-service";
import { libraryFolder } from "../../src-main/testing/library-folder";
import { eventually } from "../../src-main/testing/processes";
import { ToolMoves } from "../../src-main/tools/tool-moves";
import { toFailure } from "../../src-shared/failure";
import type { LibraryList } from "../../src-shared/library";
import { followMoves, noticeList, type OpenDocument, openDocument } from "./document-store";

const folder = libraryFolder();
let service: LibraryService;
let opened: OpenDocument[] = [];

/** The bridge to real services over real files: only the process between is left out. */
beforeEach(() => {
  service = folder.service();
  const choose = async () => null;
  const dialogs = {
    openFile: choose,
    openPaths: async () => [],
    saveFile: choose,
    openFolder: choose,
    showFile: () => {},
  };
  const handlers = libraryHandlers(
    { libraries: service, toolMoves: new ToolMoves(service.of("tools")) },
    dialogs,
  );
  const rmote = Object.fromEntries(
    Object.entries(handlers).map(([channel, handle]) => [
      channel,
      async (input: never) => {
        try {
          return { ok: true, value: await handle(input) };
        } catch (error) {
          return { ok: false, failure: toFailure(error) };
        }
      },
    ]),
  );
  vi.stubGlobal("window", { rmote });
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((document) => document.close()));
  vi.unstubAllGlobals();
});

function open(path: string): OpenDocument {
  const document = openDocument("templates", path);
  opened.push(document);
  return document;
}
const stateOf = (document: OpenDocument) => document.state.getState();
const until = (document: OpenDocument, check: (state: ReturnType<typeof stateOf>) => boolean) =>
  eventually(() => stateOf(document), check);
const loaded = async (path: string) => {
  const document = open(path);
  await until(document, ({ text, failure }) => text !== null || failure !== null);
  return document;
};
/** What the main process tells when something has changed. */
const tell = async () => {
  const list: LibraryList = await service.of("templates").list();
  noticeList(list);
};
/** What would be there after a crash. */
const draft = async (path: string) => (await service.of("templates").read(path)).draft?.text;

describe("an open file", () => {
  it("is edited and saved, with its own byte order mark and line ends", async () => {
    folder.write("a.mako", "\ufeffone\r\ntwo\r\n");
    const document = await loaded("a.mako");
    expect(stateOf(document)).toMatchObject({ text: "one\r\ntwo\r\n", isDirty: false });
    document.edit("one\r\nTWO\r\n");
    expect(stateOf(document).isDirty).toBe(true);
    expect(await document.save()).toBeNull();
    expect(stateOf(document)).toMatchObject({ isDirty: false, other: null });
    expect(folder.read("a.mako")).toBe("\ufeffone\r\nTWO\r\n");
    await tell();
    expect(await document.save()).toBeNull();
  });

  it("is clean again when what was typed is taken back", async () => {
    folder.write("a.mako", "one");
    const document = await loaded("a.mako");
    document.edit("two");
    document.edit("one");
    expect(stateOf(document).isDirty).toBe(false);
  });

  it("says why it cannot be read, and is read once it can", async () => {
    folder.write("a.mako", Buffer.from([0xff, 0xfe]));
    const document = await loaded("a.mako");
    expect(stateOf(document).failure?.message).toContain("is not UTF-8 text");
    folder.write("a.mako", "mended");
    await tell();
    await until(document, ({ text, failure }) => text === "mended" && failure === null);
  });
});

describe("what was typed", () => {
  it("is kept within 500 ms of a key, also while typing goes on", async () => {
    folder.write("a.mako", "one");
    const document = await loaded("a.mako");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      for (const text of ["one t", "one tw", "one two"]) {
        document.edit(text);
        await vi.advanceTimersByTimeAsync(200);
      }
      expect(await draft("a.mako")).toBe("one tw");
      await vi.advanceTimersByTimeAsync(300);
      expect(await draft("a.mako")).toBe("one two");
    } finally {
      vi.useRealTimers();
    }
  });

  it("is kept at once when asked, and forgotten with a save or on purpose", async () => {
    folder.write("a.mako", "one");
    const document = await loaded("a.mako");
    document.edit("two");
    document.keepDraft();
    await tell();
    expect(await draft("a.mako")).toBe("two");
    await document.save();
    expect(await service.of("templates").drafts()).toEqual([]);
    document.edit("three");
    document.keepDraft();
    document.discard();
    expect(stateOf(document)).toMatchObject({ text: "two", isDirty: false });
    await document.save();
    expect(await service.of("templates").drafts()).toEqual([]);
  });

  it("is there after a crash, and said to be from before", async () => {
    folder.write("a.mako", "one");
    const { mark } = await service.of("templates").read("a.mako");
    await service.of("templates").draft("a.mako", { text: "typed", mark });
    const document = await loaded("a.mako");
    expect(stateOf(document)).toMatchObject({
      text: "typed",
      saved: "one",
      isDirty: true,
      isRecovered: true,
      other: null,
    });
    expect(await document.save()).toBeNull();
    expect(stateOf(document)).toMatchObject({ isDirty: false, isRecovered: false });
    expect(folder.read("a.mako")).toBe("typed");
  });

  it("before a crash stands against what another program wrote after it", async () => {
    folder.write("a.mako", "theirs");
    await service.of("templates").draft("a.mako", { text: "typed", mark: "older" });
    const document = await loaded("a.mako");
    expect(stateOf(document).other).toEqual({ kind: "changed", text: "theirs" });
    expect((await document.save())?.code).toBe("file_changed");
    expect(folder.read("a.mako")).toBe("theirs");
  });

  it("outlives its file", async () => {
    await service.of("templates").draft("gone.mako", { text: "typed", mark: "older" });
    const document = await loaded("gone.mako");
    expect(stateOf(document)).toMatchObject({ text: "typed", other: { kind: "gone" } });
    document.keepMine();
    expect(await document.save()).toBeNull();
    expect(folder.read("gone.mako")).toBe("typed");
  });

  it("is kept when the tab closes, and goes on in another one", async () => {
    folder.write("a.mako", "one");
    const document = await loaded("a.mako");
    const again = open("a.mako");
    expect(again).toBe(document);
    document.edit("two");
    document.close();
    again.edit("three");
    again.close();
    await tell();
    expect(await draft("a.mako")).toBe("three");
  });
});

describe("another program", () => {
  it("that changes a file without unsaved text is followed", async () => {
    folder.write("a.mako", "one");
    const document = await loaded("a.mako");
    writeFileSync(folder.file("a.mako"), "another");
    await tell();
    await until(document, ({ text }) => text === "another");
    expect(stateOf(document)).toMatchObject({ isDirty: false, other: null });
    document.edit("mine");
    expect(await document.save()).toBeNull();
  });

  it("that changes a file with unsaved text is told; both texts stay until a person chooses", async () => {
    folder.write("a.mako", "one");
    const document = await loaded("a.mako");
    document.edit("mine");
    writeFileSync(folder.file("a.mako"), "theirs");
    // Found out by the save itself.
    expect((await document.save())?.code).toBe("file_changed");
    expect(stateOf(document)).toMatchObject({
      text: "mine",
      other: { kind: "changed", text: "theirs" },
    });
    expect(folder.read("a.mako")).toBe("theirs");
    document.keepMine();
    expect(stateOf(document)).toMatchObject({ text: "mine", saved: "theirs", isDirty: true });
    expect(await document.save()).toBeNull();
    expect(folder.read("a.mako")).toBe("mine");

    document.edit("mine again");
    writeFileSync(folder.file("a.mako"), "theirs again");
    await tell();
    await until(document, ({ other }) => other?.kind === "changed");
    document.takeTheirs();
    expect(stateOf(document)).toMatchObject({ text: "theirs again", isDirty: false, other: null });
    await document.save();
    expect(await service.of("templates").drafts()).toEqual([]);
  });

  it("that writes the same text changes nothing, whatever the time of the file", async () => {
    folder.write("a.mako", "one");
    const document = await loaded("a.mako");
    document.edit("mine");
    folder.write("new", "one");
    renameSync(folder.file("new"), folder.file("a.mako"));
    await tell();
    expect(await document.save()).toBeNull();
    expect(folder.read("a.mako")).toBe("mine");
  });

  it("that removes a file does not take its text, and may bring it back", async () => {
    folder.write("a.mako", "one");
    const document = await loaded("a.mako");
    rmSync(folder.file("a.mako"));
    await tell();
    await until(document, ({ other }) => other?.kind === "gone");
    expect(stateOf(document)).toMatchObject({ text: "one", isDirty: false });
    folder.write("a.mako", "back");
    await tell();
    await until(document, ({ other, text }) => other === null && text === "back");
    expect(stateOf(document).isDirty).toBe(false);
  });
});

it("goes on under the new path of its file", async () => {
  folder.write("web/a.mako", "one");
  const document = await loaded("web/a.mako");
  document.edit("typed");
  document.keepDraft();
  const { list } = await service.of("templates").move([{ from: "web", to: "site" }]);
  followMoves("templates", [{ from: "web", to: "site" }]);
  noticeList(list);
  expect(open("site/a.mako")).toBe(document);
  expect(await document.save()).toBeNull();
  expect(stateOf(document)).toMatchObject({ isDirty: false, other: null });
  expect(folder.read("site/a.mako")).toBe("typed");
});

describe("what is typed and not saved", () => {
  it("is there when the file is opened again at once", async () => {
    folder.write("a.mako", "one");
    const document = openDocument("templates", "a.mako");
    await until(document, ({ text }) => text !== null);
    document.edit("two");
    const closing = document.close();
    const again = await loaded("a.mako");
    await closing;
    expect(stateOf(again)).toMatchObject({ text: "two", isDirty: true });
    expect(await again.save()).toBeNull();
    expect(folder.read("a.mako")).toBe("two");
    expect(await draft("a.mako")).toBeUndefined();
  });

  it("is of the file as it was seen last, so that nobody is asked after a crash", async () => {
    folder.write("a.mako", "one");
    const document = await loaded("a.mako");
    document.edit("two");
    await document.keepDraft();
    // As git does: the same text, written anew.
    rmSync(folder.file("a.mako"));
    folder.write("a.mako", "one");
    await tell();
    const { mark } = await service.of("templates").read("a.mako");
    await vi.waitFor(async () => {
      expect((await service.of("templates").read("a.mako")).draft?.mark).toBe(mark);
    }, 10_000);
  });
});
