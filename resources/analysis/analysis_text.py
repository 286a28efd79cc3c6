"""Places in a source: ast counts bytes of UTF-8 from 0, Python's text characters, an editor UTF-16 units from 1."""

from __future__ import annotations

import re
from typing import Any

Place = "tuple[int, int]"

_TOKEN = re.compile(r"#[^\n]*|(?P<prefix>\b[A-Za-z]{1,2})?(?P<quote>'''|\"\"\"|'|\")")
_REST = {
    "'": re.compile(r"(?:\\.|[^\\\n'])*('|(?=\n)|\Z)", re.S),
    '"': re.compile(r"(?:\\.|[^\\\n\"])*(\"|(?=\n)|\Z)", re.S),
    "'''": re.compile(r"(?:\\.|[^\\])*?('''|\Z)", re.S),
    '"""': re.compile(r"(?:\\.|[^\\])*?(\"\"\"|\Z)", re.S),
}
_OPENERS = {")": "(", "]": "[", "}": "{"}
_STATEMENT = re.compile(r"\s*(?:@|(?:def|class|return|if|elif|for|while|with|import|from|async|try|except)\b)")
# Characters that the brackets of a call are looked for in.
_FAR = 4000


def utf16(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


class Text:
    """A source with line feeds only. A place is (line from 1, characters from 0)."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.rows = source.split("\n")
        self._starts = [0]
        for row in self.rows:
            self._starts.append(self._starts[-1] + len(row) + 1)
        self._strings: "list[tuple[int, int, bool, int]] | None" = None
        self._masked = ""

    def row(self, line: int) -> str:
        return self.rows[line - 1] if 0 < line <= len(self.rows) else ""

    def characters(self, line: int, byte: int) -> int:
        row = self.row(line)
        if row.isascii():
            return min(byte, len(row))
        return len(row.encode("utf-8", "surrogatepass")[:byte].decode("utf-8", "replace"))

    def start(self, node: Any) -> "tuple[int, int]":
        return node.lineno, self.characters(node.lineno, node.col_offset)

    def end(self, node: Any) -> "tuple[int, int]":
        return node.end_lineno, self.characters(node.end_lineno, node.end_col_offset)

    def place(self, line: int, column: int) -> "tuple[int, int]":
        """Of an editor's line and column; what is beyond the text is its nearest end."""
        line = min(max(line, 1), len(self.rows))
        row, units = self.row(line), 1
        for index, char in enumerate(row):
            if units >= column:
                return line, index
            units += 2 if char > "\uffff" else 1
        return line, len(row)

    def range(self, start: "tuple[int, int]", end: "tuple[int, int]") -> "dict[str, int]":
        """As an editor counts."""
        return {
            "line": start[0],
            "column": utf16(self.row(start[0])[: start[1]]) + 1,
            "end_line": end[0],
            "end_column": utf16(self.row(end[0])[: end[1]]) + 1,
        }

    def of(self, node: Any) -> "dict[str, int]":
        return self.range(self.start(node), self.end(node))

    def segment(self, node: Any) -> str:
        return self.source[self.offset(self.start(node)) : self.offset(self.end(node))]

    def offset(self, place: "tuple[int, int]") -> int:
        return self._starts[place[0] - 1] + place[1]

    def at(self, offset: int) -> "tuple[int, int]":
        line = self.source.count("\n", 0, offset) + 1
        return line, offset - self._starts[line - 1]

    def word_at(self, place: "tuple[int, int]") -> "tuple[str, tuple[int, int], tuple[int, int]] | None":
        """The word that a place is in, or directly behind."""
        for match in re.finditer(r"\w+", self.row(place[0])):
            if match.start() <= place[1] <= match.end():
                return match.group(), (place[0], match.start()), (place[0], match.end())
        return None

    def strings(self) -> "list[tuple[int, int, bool, int]]":
        """Comments and strings: offset, offset behind, whether its braces have code, offset of what is in it.

        The last is -1 for a comment.
        """
        if self._strings is None:
            found = []
            position = 0
            while True:
                match = _TOKEN.search(self.source, position)
                if match is None:
                    break
                quote = match.group("quote")
                if quote is None:
                    found.append((match.start(), match.end(), False, -1))
                    position = match.end()
                    continue
                rest = _REST[quote].match(self.source, match.end())
                position = rest.end() if rest else len(self.source)
                formatted = bool({"f", "F", "t", "T"} & set(match.group("prefix") or ""))
                found.append((match.start(), position, formatted, match.end()))
            self._strings = found
        return self._strings

    def is_code(self, offset: int) -> bool:
        """Whether what is typed at an offset is code: in no comment, and in no string but a field of an f-string."""
        for start, end, formatted, inside in self.strings():
            if start >= offset:
                break
            if inside < 0:
                if offset <= end:
                    return False
            elif offset < end or (offset == end and not self._is_closed(start, end, inside)):
                if not formatted or offset < inside:
                    return False
                before = self.source[inside:offset].replace("{{", "").replace("}}", "")
                field = before.rpartition("{")[2] if before.count("{") > before.count("}") else None
                return field is not None and ":" not in field
        return True

    def _is_closed(self, start: int, end: int, inside: int) -> bool:
        quote = self.source[inside - 1]
        size = 3 if self.source[inside - 3 : inside] == quote * 3 and inside - 3 >= start else 1
        return end - size >= inside and self.source.startswith(quote * size, end - size)

    def masked(self) -> str:
        """The source with blanks in place of comments and of what is in strings."""
        if not self._masked:
            parts, last = [], 0
            for start, end, formatted, inside in self.strings():
                parts.append(self.source[last:start])
                text = self.source[start:end]
                if not formatted:
                    text = re.sub(r"[^\n]", " ", text) if inside < 0 else re.sub(r"[^\n'\"]", " ", text)
                parts.append(text)
                last = end
            self._masked = "".join(parts) + self.source[last:]
        return self._masked

    def expression_before(self, end: int) -> str:
        """The chain of names, calls and indexes that ends at an offset; empty where there is none."""
        masked, at = self.masked(), end
        while at > 0:
            char = masked[at - 1]
            if char == "." or char == "_" or char.isalnum():
                at -= 1
            elif char in _OPENERS:
                opener = self._opener(at - 1)
                if opener is None:
                    return ""
                at = opener
            elif char in "'\"":
                at = next((start for start, stop, _, _ in self.strings() if start < at <= stop), at)
                break
            else:
                break
        return self.source[at:end]

    def _opener(self, closer: int) -> "int | None":
        masked, depth = self.masked(), 0
        for at in range(closer, max(closer - _FAR, -1), -1):
            if masked[at] in ")]}":
                depth += 1
            elif masked[at] in "([{":
                depth -= 1
                if depth == 0:
                    return at
        return None

    def call_around(self, offset: int) -> "tuple[int, str] | None":
        """The call whose brackets an offset is in: the offset of its bracket, and what stands in it before."""
        masked, depth = self.masked(), 0
        for at in range(offset - 1, max(offset - _FAR, -1), -1):
            char = masked[at]
            if char in ")]}":
                depth += 1
            elif char in "([{":
                depth -= 1
                if depth < 0:
                    before = masked[:at][-1:]
                    if char == "(" and (before in ")]_'\"" or before.isalnum()) and before:
                        return at, masked[at + 1 : offset]
                    depth = 0
            elif char == "\n" and depth == 0 and _STATEMENT.match(masked, at + 1, offset):
                return None
        return None
