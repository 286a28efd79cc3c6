import { StringDecoder } from "node:string_decoder";
import { printableLine } from "../../src-shared/printable";

/** The last lines of a stream of text, bounded in number and length. */
export class LineTail {
  readonly #decoder = new StringDecoder("utf8");
  #lines: string[] = [];
  #rest = "";
  #listener: (() => void) | null = null;

  /** @param limit lines to keep */
  constructor(private readonly limit = 40) {}

  push(chunk: Buffer): void {
    const parts = (this.#rest + this.#decoder.write(chunk)).split(/\r\n|\r|\n/);
    // A line without end is kept by its end.
    this.#rest = (parts.pop() ?? "").slice(-4096);
    const added = parts.slice(-this.limit).map((part) => printableLine(part));
    this.#lines = [...this.#lines, ...added.filter((line) => line !== "")].slice(-this.limit);
    this.#listener?.();
  }

  /** Oldest first, a last line without its newline included. */
  lines(): string[] {
    const rest = printableLine(this.#rest);
    return rest === "" ? [...this.#lines] : [...this.#lines, rest].slice(-this.limit);
  }

  onChange(listener: () => void): void {
    this.#listener = listener;
  }
}
