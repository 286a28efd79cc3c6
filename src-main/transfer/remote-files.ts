import { z } from "zod";
import { FailureError, failure } from "../../src-shared/failure";
import type { Standing } from "../../src-shared/transfer";
import { isTyped, type Value } from "../../src-shared/value";
import type { OnItem } from "../protocol/item-stream";
import type { Returned } from "../protocol/protocol";
import type { ToolSource } from "../protocol/tool-source";
import type { ToolLibrary } from "../tools/tool-library";

/** What calls methods on a target: a `Session`, or the `Protocol` of a connection. */
export interface Caller {
  run(
    tool: ToolSource,
    method: string,
    args: Value[],
    kwargs: Map<Value, Value>,
    options: { onItem: OnItem; signal?: AbortSignal },
  ): Promise<Returned>;
}

/** The built-in tools that transfers call. */
export interface TransferTools {
  transfer: ToolSource;
  files: ToolSource;
}

/** Those tools, as they are built in. */
export function transferTools(library: Pick<ToolLibrary, "find">): TransferTools {
  return {
    transfer: library.find("Transfer", "begin"),
    files: library.find("FileSystem", "checksum"),
  };
}

const uploadStart = z.object({
  path: z.string(),
  part: z.string().nullable(),
  offset: z.number().int().nonnegative(),
  is_there: z.boolean(),
  changed: z.boolean(),
});
const version = z.object({
  path: z.string(),
  type: z.enum(["file", "directory", "link", "other"]),
  size: z.number().int().nonnegative(),
  mode: z.number().int().min(0).max(0o7777),
  version: z.string().max(200),
});
export type FileVersion = z.infer<typeof version>;
const entry = z.object({
  path: z.string().min(1),
  type: z.enum(["file", "directory", "link", "other"]),
  size: z.number().int().nonnegative(),
  mode: z.number().int().min(0).max(0o7777),
  target: z.string().nullable(),
});
/** Something in a folder of a target; `path` is below that folder, as the target told it. */
export type Entry = z.infer<typeof entry>;
const found = z.object({
  types: z.array(version.shape.type.nullable()),
  sizes: z.array(z.number().int().nonnegative()),
  modified: z.array(z.number().int()),
});
const changed = z.object({ changed: z.boolean() });

/** The files of one target, as the tool `Transfer` and a few methods of `FileSystem` give them. */
export class RemoteFiles {
  constructor(
    private readonly caller: Caller,
    private readonly tools: TransferTools,
    private readonly signal?: AbortSignal,
  ) {}

  /** Prepares an upload; `part` is null where the content is there already. @throws FailureError */
  async begin(
    path: string,
    content: { size: number; checksum: string; mode: number },
    options: { resume: boolean; makeParents: boolean },
  ) {
    const { size, checksum, mode } = content;
    const { resume, makeParents } = options;
    const value = await this.#call("begin", [path, size, checksum], {
      mode,
      resume,
      make_parents: makeParents,
    });
    return read(uploadStart, value);
  }

  /** Writes bytes of an upload. @throws FailureError */
  async put(part: string, offset: number, data: Uint8Array): Promise<void> {
    await this.#call("put", [part, offset, data]);
  }

  /** Puts an upload in its place. @throws FailureError */
  async finish(
    path: string,
    part: string,
    { size, checksum, mode }: { size: number; checksum: string; mode: number },
  ): Promise<void> {
    await this.#call("finish", [path, part, size, checksum, mode]);
  }

  /** Removes the part of an upload, also after that was cancelled. @throws FailureError */
  async throwAway(part: string): Promise<void> {
    const options = { onItem: () => {} };
    await this.caller.run(this.tools.transfer, "throw_away", [part], new Map(), options);
  }

  /** What a download of a file or folder begins with. @throws FailureError */
  async look(path: string): Promise<FileVersion> {
    return read(version, await this.#call("look", [path]));
  }

  /** What is at each of some paths; null where there is nothing. @throws FailureError */
  async find(paths: string[]): Promise<(Standing | null)[]> {
    const { types, sizes, modified } = read(found, await this.#call("find", [paths]));
    return paths.map((_, at) => {
      const type = types[at] ?? null;
      return type === null ? null : { type, size: sizes[at] ?? 0, modified: modified[at] ?? 0 };
    });
  }

  /** SHA-256 of a file on the target. @throws FailureError */
  async checksum(path: string): Promise<string> {
    return read(z.string(), await this.#call("checksum", [path], {}, this.tools.files));
  }

  /**
   * Gives the bytes of a file from `offset` on to `onData`, one chunk after the other.
   * @returns SHA-256 of the whole file
   * @throws FailureError also for another version of the file, and what `onData` throws
   */
  async get(
    file: FileVersion,
    offset: number,
    onData: (data: Uint8Array) => Promise<void>,
  ): Promise<string> {
    const onItem = async (item: Value) => onData(read(z.instanceof(Uint8Array), item));
    const args = [file.path, offset, file.version];
    const value = await this.#call("get", args, {}, this.tools.transfer, onItem);
    return read(z.object({ checksum: z.string() }), value).checksum;
  }

  /** Gives all that is in a folder to `onEntry`, each folder before what is in it. @throws FailureError */
  async walk(path: string, onEntry: (entry: Entry) => void): Promise<void> {
    const onItem = (item: Value) => onEntry(read(entry, item));
    await this.#call("walk", [path], {}, this.tools.transfer, onItem);
  }

  /** Makes a folder, or gives it that mode. @returns whether that changed something @throws FailureError */
  async mkdir(path: string, mode: number, makeParents: boolean): Promise<boolean> {
    const options = { mode, make_parents: makeParents };
    return read(changed, await this.#call("mkdir", [path], options, this.tools.files)).changed;
  }

  /** Makes a symbolic link, also in the place of another one. @returns whether that changed something @throws FailureError */
  async symlink(path: string, target: string): Promise<boolean> {
    return read(changed, await this.#call("symlink", [path, target], {}, this.tools.files)).changed;
  }

  async #call(
    method: string,
    args: Value[],
    kwargs: Record<string, Value> = {},
    tool = this.tools.transfer,
    onItem: OnItem = () => {},
  ): Promise<Value> {
    const options = { onItem, ...(this.signal && { signal: this.signal }) };
    const named = new Map<Value, Value>(Object.entries(kwargs));
    return (await this.caller.run(tool, method, args, named, options)).value;
  }
}

/** What a target answered, if it has the shape that it should have. @throws FailureError `protocol_error` */
function read<T>(schema: z.ZodType<T>, value: Value): T {
  const isTuple = typeof value === "object" && value !== null && isTyped(value);
  const plain = isTuple && value.$ === "namedtuple" ? Object.fromEntries(value.fields) : value;
  const result = schema.safeParse(plain);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new FailureError(
    failure("protocol_error", "The target answered a transfer with something else.", {
      lines: [`${issue?.path.join(".")}: ${issue?.message}`],
      advice: "The connection is not to be trusted. Connect again.",
    }),
  );
}
