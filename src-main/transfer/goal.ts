import { dirname, join } from "node:path";
import { FailureError, failure } from "../../src-shared/failure";
import type { Standing, Transfer } from "../../src-shared/transfer";
import { freeName } from "./free-name";
import { look } from "./local-files";
import type { RemoteFiles } from "./remote-files";

/** Where a transfer goes, and what stands there: on the host for an upload, here for a download. */
export class Goal {
  constructor(
    private readonly view: Transfer,
    private readonly remote: RemoteFiles,
  ) {}

  /** What stands there now; null where there is nothing. @throws FailureError */
  async standing(): Promise<Standing | null> {
    const { direction, remotePath, localPath } = this.view;
    const [standing = null] = await this.#find([direction === "upload" ? remotePath : localPath]);
    return standing;
  }

  /** Another name in the same folder that is free. @throws FailureError */
  async besides(isFolder: boolean): Promise<Pick<Transfer, "name" | "remotePath" | "localPath">> {
    const { direction, name, remotePath, localPath } = this.view;
    const isUpload = direction === "upload";
    const at = (each: string) =>
      isUpload ? joinRemote(folderOf(remotePath), each) : join(dirname(localPath), each);
    const free = await freeName(name, isFolder, async (names) =>
      (await this.#find(names.map(at))).map((each) => each !== null),
    );
    if (free === null) {
      throw new FailureError(failure("bad_request", `There are too many files named ${name}.`));
    }
    return {
      name: free,
      remotePath: isUpload ? at(free) : remotePath,
      localPath: isUpload ? localPath : at(free),
    };
  }

  async #find(paths: string[]): Promise<(Standing | null)[]> {
    if (this.view.direction === "upload") return await this.remote.find(paths);
    return await Promise.all(paths.map(standingHere));
  }
}

export function joinRemote(folder: string, name: string): string {
  return `${folder.replace(/\/+$/, "")}/${name}`;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

async function standingHere(path: string): Promise<Standing | null> {
  const info = await look(path);
  if (info === null) return null;
  const { size, mtimeMs } = info;
  return { type: typeOf(info), size, modified: Math.floor(mtimeMs) };
}

function typeOf(info: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }) {
  if (info.isFile()) return "file";
  if (info.isDirectory()) return "directory";
  return info.isSymbolicLink() ? "link" : "other";
}
