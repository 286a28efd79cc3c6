/** Lines and columns of a text's offsets, all from 1; offsets and columns in UTF-16 units. */
export class TextPlaces {
  private readonly starts: number[] = [0];

  constructor(text: string) {
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) {
      this.starts.push(end + 1);
    }
  }

  at(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }

  range(start: number, end: number) {
    const { line, column } = this.at(start);
    const { line: endLine, column: endColumn } = this.at(end);
    return { line, column, endLine, endColumn };
  }
}
