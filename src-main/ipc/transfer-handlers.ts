import { printableLine } from "../../src-shared/printable";
import type { Services } from "../services";
import { localName } from "../transfer/transfer-state";
import type { Dialogs } from "./dialogs";
import type { Handlers } from "./handlers";

type Channel =
  | "listTransfers"
  | "chooseUpload"
  | "dropUpload"
  | "chooseDownload"
  | "answerTransfer"
  | "cancelTransfers"
  | "resumeTransfers"
  | "clearTransfers"
  | "showTransfer";

/** Paths of this machine come from the system's own dialogs or from a drop, never from the page (`docs/security.md`). */
export function transferHandlers(
  { transfers }: Pick<Services, "transfers">,
  dialogs: Dialogs,
): Pick<Handlers, Channel> {
  return {
    listTransfers: () => transfers.list(),
    chooseUpload: async ({ hostId, folder, what }) => {
      const into = printableLine(folder);
      const paths = await dialogs.openPaths(`The ${what} to upload to ${into}`, what);
      transfers.upload(hostId, folder, paths);
      return paths.length;
    },
    dropUpload: ({ hostId, folder, localPaths }) => {
      transfers.upload(hostId, folder, localPaths);
      return localPaths.length;
    },
    chooseDownload: async ({ hostId, remotePaths, isFile }) => {
      const names = remotePaths.map(localName);
      const [path, ...more] = remotePaths;
      const [name] = names;
      if (path === undefined || name === undefined) return 0;
      if (isFile && more.length === 0) {
        const file = await dialogs.saveFile("Download", name);
        if (file === null) return 0;
        transfers.downloadAs(hostId, path, file);
      } else {
        const folder = await dialogs.openFolder("The folder to download to");
        if (folder === null) return 0;
        transfers.download(hostId, remotePaths, folder);
      }
      return remotePaths.length;
    },
    answerTransfer: ({ id, answer, isForAll }) => {
      transfers.answer(id, answer, isForAll);
      return null;
    },
    cancelTransfers: ({ ids }) => {
      transfers.cancel(ids);
      return null;
    },
    resumeTransfers: ({ ids }) => {
      transfers.resume(ids);
      return null;
    },
    clearTransfers: ({ ids }) => {
      transfers.clear(ids);
      return null;
    },
    showTransfer: ({ id }) => {
      dialogs.showFile(transfers.fileOf(id));
      return null;
    },
  };
}
