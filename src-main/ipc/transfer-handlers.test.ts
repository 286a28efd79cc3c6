import { describe, expect, it } from "vitest";
import { FailureError, failure } from "../../src-shared/failure";
import { builtIn } from "../testing/agent";
import { failureOf } from "../testing/failure-of";
import { transferTools } from "../transfer/remote-files";
import { TransferService } from "../transfer/transfer-service";
import { transferHandlers } from "./transfer-handlers";

/** The handlers over a service without any session: what is begun stays in its list. */
function handlers(chosen: string | null) {
  const asked: string[] = [];
  const none = () => {
    throw new FailureError(failure("session_closed", "None."));
  };
  const transfers = new TransferService({
    sessions: { get: none },
    connect: async () => none(),
    tools: transferTools({
      find: (name) => builtIn(name === "Transfer" ? "transfer" : "fs", name),
    }),
    onChange: () => {},
  });
  const choose = async (title: string, name = "") => {
    asked.push(`${title} ${name}`.trim());
    return chosen;
  };
  const shown: string[] = [];
  const all = transferHandlers(
    { transfers },
    {
      openFile: async () => null,
      openPaths: async (title) => [await choose(title)].flatMap((path) => path ?? []),
      saveFile: choose,
      openFolder: choose,
      showFile: (file) => void shown.push(file),
    },
  );
  const goals = () =>
    transfers.list().map(({ localPath, remotePath }) => `${localPath} ${remotePath}`);
  return { all, asked, goals, shown };
}

const download = (remotePaths: string[], isFile: boolean) => ({
  hostId: "h",
  remotePaths,
  isFile,
});

describe("the handlers of transfers", () => {
  it("take paths of this machine from the system's dialogs", async () => {
    const { all, asked, goals } = handlers("/home/me/chosen");
    await all.chooseUpload({ hostId: "h", folder: "/", what: "folders" });
    await all.chooseDownload(download(["/srv/a"], true));
    await all.chooseDownload(download(["/srv/a"], false));
    await all.chooseDownload(download(["/srv/a", "/srv/b"], true));
    expect(goals()).toEqual([
      "/home/me/chosen /chosen",
      "/home/me/chosen /srv/a",
      "/home/me/chosen/a /srv/a",
      "/home/me/chosen/a /srv/a",
      "/home/me/chosen/b /srv/b",
    ]);
    expect(asked).toEqual([
      "The folders to upload to /",
      "Download a",
      "The folder to download to",
      "The folder to download to",
    ]);
  });

  it("begin nothing where a person chose nothing, or a name cannot be one here", async () => {
    const { all, asked, goals } = handlers(null);
    expect(await all.chooseUpload({ hostId: "h", folder: "/srv", what: "files" })).toBe(0);
    expect(await all.chooseDownload(download(["/srv/a"], true))).toBe(0);
    expect(await all.chooseDownload(download(["/srv/a", "/b"], false))).toBe(0);
    expect(asked).toHaveLength(3);
    const refused = await failureOf(
      Promise.resolve(all.chooseDownload(download(["/srv/a", "/srv/.."], false))),
    );
    expect(refused.code).toBe("bad_request");
    expect([asked.length, goals()]).toEqual([3, []]);
  });

  it("show nothing that is no download of theirs", async () => {
    const { all, shown } = handlers("/home/me/chosen");
    await all.chooseDownload(download(["/srv/a"], true));
    const [begun] = await all.listTransfers(undefined);
    expect(() => all.showTransfer({ id: begun?.id ?? "" })).toThrow("not here");
    expect(() => all.showTransfer({ id: "other" })).toThrow("not in the list");
    expect(shown).toEqual([]);
  });
});
