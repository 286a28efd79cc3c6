/** The last lines of a stream of text, bounded in number and length. */
export class LineTail {
  readonly #lines: string[] = [];
  #rest = "";
  #listener: (() => void) | null = null;

  /**
   * @param limit lines to keep
   * @param width characters to keep of a line
   */
  constructor(
    private readonly limit = 40,
    private readonly width = 500,
  ) {}

  push(chunk: Buffer): void {
    const parts = (this.#rest + chunk.toString("utf8")).split(/\r?\n/);
    this.#rest = (parts.pop() ?? "").slice(-this.width);
    for (const part of parts) this.#add(part);
    this.#listener?.();
  }

  /** Oldest first, a last line without its newline included. */
  lines(): string[] {
    const rest = clean(this.#rest, this.width);
    return rest === "" ? [...this.#lines] : [...this.#lines, rest].slice(-this.limit);
  }

  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  #add(part: string): void {
    const line = clean(part, this.width);
    if (line === "") return;
    this.#lines.push(line);
    if (this.#lines.length > this.limit) this.#lines.shift();
  }
}

/** Printable text only: what a target writes must not steer a terminal. */
function clean(line: string, width: number): string {
  return line
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trimEnd()
    .slice(0, width);
}
