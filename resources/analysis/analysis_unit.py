"""A source, read as far as it can be: a tree of all of it but the lines that Python stumbles on."""

from __future__ import annotations

import ast
import re
import warnings

from analysis_scopes import Names
from analysis_text import Text
from analysis_walk import read_names

# Each costs a parse.
_REPAIRS = 12
_AFTER = re.compile(r"expected an indented block after .* on line (\d+)")
_UNREADABLE = (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError)


class Unit:
    """`error` is what Python refuses it for, `lines` those that had to be taken out for `tree`."""

    def __init__(self, source: str) -> None:
        if source.startswith("\ufeff"):
            source = source[1:]
        self.text = Text(source.replace("\r\n", "\n").replace("\r", "\n"))
        self.error: "Exception | None" = None
        self.lines: "set[int]" = set()
        self.warnings: "list[tuple[int, str]]" = []
        self.tree = self._read()
        self._names: "Names | None" = None

    @property
    def names(self) -> Names:
        if self._names is None:
            # Of a line that was taken out it is not known what it binds and reads.
            words = [word for line in self.lines for word in re.findall(r"[^\W\d]\w*", self.text.row(line))]
            try:
                self._names = read_names(self.tree, self.text, words)
            except RecursionError as error:
                self.error = self.error or error
                self.tree = ast.Module([], [])
                self._names = read_names(self.tree, self.text, words)
        return self._names

    def _read(self) -> ast.Module:
        rows = list(self.text.rows)
        for _ in range(_REPAIRS):
            try:
                tree = _parse("\n".join(rows))
            except SyntaxError as error:
                self.error = self.error or error
                if not self._repair(rows, error):
                    break
            except _UNREADABLE as error:
                self.error = self.error or error
                break
            else:
                if self.error is None:
                    self._compile(tree)
                return tree
        # All that stands before the first line that cannot be read is the last attempt.
        for end in sorted({min(self.lines, default=1) - 1, 0}, reverse=True):
            try:
                tree = _parse("\n".join(self.text.rows[:end]))
                self.lines = set(range(end + 1, len(rows) + 1))
                return tree
            except _UNREADABLE:
                continue
        return ast.Module([], [])

    def _repair(self, rows: "list[str]", error: SyntaxError) -> bool:
        """Takes out the line of an error; False where that cannot help any more."""
        line = min(error.lineno or 0, len(rows))
        if line < 1:
            return False
        message = error.msg or ""
        after = _AFTER.match(message)
        if after is not None:
            head = int(after.group(1))
            code = self.text.masked().split("\n")[head - 1].rstrip()
            if not code.endswith(":") or rows[head - 1].endswith(" pass"):
                return self._blank(rows, line, "")
            rows[head - 1] = rows[head - 1][: len(code)] + " pass"
            return True
        row = rows[line - 1]
        indent = row[: len(row) - len(row.lstrip())]
        if isinstance(error, IndentationError) or row.strip() == "pass":
            return self._blank(rows, line, "")
        # What is in the block of a head that cannot be read stays in one.
        opens = row.rstrip().endswith(":") and line not in self.lines
        return self._blank(rows, line, indent + ("if 1:" if opens else "pass"))

    def _blank(self, rows: "list[str]", line: int, text: str) -> bool:
        if rows[line - 1] == text:
            return False
        rows[line - 1] = text
        self.lines.add(line)
        return True

    def _compile(self, tree: ast.Module) -> None:
        """What only the compiler refuses, or warns of."""
        try:
            with warnings.catch_warnings(record=True) as said:
                warnings.simplefilter("always")
                compile(self.text.source, "tool", "exec", dont_inherit=True)
            self.warnings = sorted({(each.lineno, str(each.message)) for each in said})
        except _UNREADABLE as error:
            self.error = error


def _parse(source: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


_last: "dict[str, Unit]" = {}


def unit_of(source: str) -> Unit:
    """The unit of a source; the last few are kept."""
    unit = _last.pop(source, None) or Unit(source)
    _last[source] = unit
    while len(_last) > 3:
        del _last[next(iter(_last))]
    return unit
