import { stat } from "node:fs/promises";
import { toFailure } from "../../src-shared/failure";
import { formatBytes } from "../../src-shared/format";
import type { Services } from "../services";
import type { Connection } from "../session/connection";
import { downloadFile } from "../transfer/download";
import { downloadFolder } from "../transfer/download-folder";
import { fileFailure } from "../transfer/local-files";
import { RemoteFiles, type TransferTools, transferTools } from "../transfer/remote-files";
import type { Progress, TransferOptions, Transferred } from "../transfer/transfer";
import type { TransferredFolder } from "../transfer/tree";
import { uploadFile } from "../transfer/upload";
import { uploadFolder } from "../transfer/upload-folder";
import { type ConnectFlags, connect } from "./call-command";
import { ExitStatus, exitStatus } from "./exit-status";
import { printable, printFailure, printJson, rounded } from "./print";

export interface TransferFlags extends ConnectFlags {
  parents?: boolean;
  /** Off by `--no-resume`. */
  resume: boolean;
  json?: boolean;
}

/** What is carried, and where to: the paths in the order in which they are given. */
export interface Carry {
  direction: "upload" | "download";
  host: string;
  from: string;
  to: string;
}

type Carried = Transferred | TransferredFolder;

/** `upload` and `download`: a file or folder over a connection of its own. @returns the exit status */
export async function transferCommand(
  services: Services,
  agentFolder: string,
  carry: Carry,
  flags: TransferFlags,
): Promise<number> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const begin = performance.now();
  let connection: Connection | null = null;
  const progress = new ProgressLine();
  try {
    const isFolder = carry.direction === "upload" ? await isLocalFolder(carry.from) : null;
    connection = await connect(services, agentFolder, carry.host, flags, stop.signal);
    const done = await run(connection, transferTools(services.tools), carry, isFolder, {
      resume: flags.resume,
      makeParents: flags.parents ?? false,
      signal: stop.signal,
      onProgress: (now) => progress.show(now),
    });
    progress.end();
    if (flags.json)
      printJson({ ok: true, value: done, elapsed_ms: rounded(performance.now() - begin) });
    else process.stdout.write(printable(`${sentence(done)}\n`, process.stdout));
    return ExitStatus.OK;
  } catch (error) {
    progress.end();
    const reason = toFailure(error);
    printFailure(reason, flags.json ?? false, performance.now() - begin);
    return exitStatus(reason);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    await connection?.close();
  }
}

async function run(
  { protocol }: Connection,
  tools: TransferTools,
  { direction, from, to }: Carry,
  isFolder: boolean | null,
  options: TransferOptions,
): Promise<Carried> {
  if (direction === "upload") {
    const upload = isFolder ? uploadFolder : uploadFile;
    return await upload(protocol, tools, from, to, options);
  }
  const { type } = await new RemoteFiles(protocol, tools, options.signal).look(from);
  const download = type === "directory" ? downloadFolder : downloadFile;
  return await download(protocol, tools, from, to, options);
}

/** Asked before anything is connected to. @throws FailureError `file_error` */
async function isLocalFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw fileFailure(`${path} cannot be read.`, error);
  }
}

function sentence(done: Carried): string {
  const size = sizeOf(done.size);
  if ("files" in done) {
    const all = `${done.files} ${done.files === 1 ? "file" : "files"}, ${size}`;
    return `${done.path}: ${done.changed === 0 ? "unchanged" : `${done.changed} changed`} (${all})`;
  }
  if (!done.changed) return `${done.path}: unchanged (${size})`;
  const resumed = done.resumedAt > 0 ? `, gone on with at ${sizeOf(done.resumedAt)}` : "";
  return `${done.path}: written (${size}${resumed})`;
}

/** Scripts and terminals of all kinds read it: with the blank that each of them knows. */
function sizeOf(bytes: number): string {
  return formatBytes(bytes).replaceAll("\u202f", " ");
}

/** How far it is, on a terminal: one line, written over again and again. */
class ProgressLine {
  private shown = 0;
  private isOpen = false;

  show({ done, total }: Progress): void {
    const now = performance.now();
    // A terminal may be slower than the link.
    if (!process.stderr.isTTY || (now - this.shown < 100 && done < total)) return;
    this.shown = now;
    this.isOpen = true;
    const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
    process.stderr.write(`\r\x1b[K${percent} %  ${sizeOf(done)} of ${sizeOf(total)}`);
  }

  end(): void {
    if (this.isOpen) process.stderr.write("\r\x1b[K");
    this.isOpen = false;
  }
}
