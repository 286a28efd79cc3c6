import { StringDecoder } from "node:string_decoder";
import { printableLine } from "../../src-shared/printable";

/** The last lines of a stream of text, bounded in number and length. */
export class LineTail {
  readonly #decoder = new StringDecoder("utf8");
  #lines: string[] = [];
  #rest = "";
  #listener: (() => void) | null = null;

  /**
   * @param limit lines to keep
   * @param isKept is asked of each line when it has ended, and once
   */
  constructor(
    private readonly limit = 40,
    private readonly isKept: ((line: string) => boolean) | null = null,
  ) {}

  push(chunk: Buffer): void {
    const parts = (this.#rest + this.#decoder.write(chunk)).split(/\r\n|\r|\n/);
    // A line without end is kept by its end.
    this.#rest = (parts.pop() ?? "").slice(-4096);
    this.#lines = [...this.#lines, ...this.#kept(parts)].slice(-this.limit);
    this.#listener?.();
  }

  #kept(parts: string[]): string[] {
    const { isKept } = this;
    const looked = isKept === null ? parts.slice(-this.limit) : parts;
    const lines = looked.map((part) => printableLine(part)).filter((line) => line !== "");
    return isKept === null ? lines : lines.filter(isKept).slice(-this.limit);
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
