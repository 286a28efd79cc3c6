"""One render of a template for the preview: what was written by which line, and what failed where."""

import bisect
import re
import sys
from typing import Any, Callable, Iterator, List, Tuple

from rmote.template_blame import describe, undefined_name
from rmote.template_code import compile_source, named
from rmote.template_nodes import Code, Parsed, Text

from preview_fence import restore
from preview_writer import CONSTANTS, StrictWriter

# Failures that are listed, and of one expression.
MAX_FAILURES = 100
MAX_OF_ONE = 20
MAX_MARK = 60
FILE = "<template>"

# Around the number of a failure in a text: no characters that people write.
_OPEN, _SHUT = "\ue0f0\ue0f1", "\ue0f1\ue0f0"
_MARK = re.compile("%s([0-9]+)%s" % (_OPEN, _SHUT))

# Text, newline, and for each line of the text that of the template.
Line = Tuple[str, str, List[int]]

# A template may change what Python's names mean.
_str = str


class Stopped(BaseException):
    """Ends a run from within."""


class Failure:
    """What failed. `code` is the expression or statement, None where it cannot be said."""

    def __init__(self, number: int, error: BaseException, code: "Code | None", message: str) -> None:
        self.number = number
        self.type = type(error).__name__
        self.name = undefined_name(error)
        self.code = code
        self.message = message

    def mark(self) -> str:
        """What stands in the output."""
        shown = "%s: %s" % (self.type, self.name) if self.name else self.message
        shown = " ".join(shown.split())
        return "\u27e8%s\u27e9" % (shown if len(shown) <= MAX_MARK else shown[: MAX_MARK - 1] + "\u2026")


class Run:
    """The state of a render; its methods are what the written Python calls."""

    def __init__(self, parsed: Parsed, writer: StrictWriter, namespace: "dict[str, Any]", limit: int) -> None:
        self.failures: "list[Failure]" = []
        self._marks: "list[str]" = []
        self._parsed = parsed
        self._writer = writer
        self._namespace = namespace
        # Characters that may still be written.
        self._left = limit
        # The output, and for each of its lines that of the template. Plain texts and numbers: what has others in it
        # would have Python look for garbage at every key.
        self._out: "list[str]" = []
        self._lines: "list[int]" = []
        self._newline = ""
        # The lines that are being put together: the inner ones are of defs that are called meanwhile.
        self._open: "list[tuple[Text, list[tuple[str, list[int]]]]]" = []
        # What defs returned, and the lines that wrote it; kept, so that ids stay theirs.
        self._returned: "dict[int, tuple[str, list[int]]]" = {}
        self._guards = 0
        self._stopped: "BaseException | None" = None
        self._starts: "list[int]" = []
        # The Python that it was written as, once it was compiled.
        self.source = ""

    def compile(self) -> "Callable[[], None]":
        """What runs the template. Raises what `compile` does."""
        self.source = self._writer.source()
        self._starts = sorted(self._writer.codes)
        code = compile_source(self.source, FILE, {number: getattr(self, name) for name, number in CONSTANTS.items()})

        def render() -> None:
            try:
                exec(code, self._namespace)
            finally:
                restore()

        return render

    # What the template calls.

    def write(self, index: int, *values: Any) -> None:
        """A line of text, with the values of its expressions."""
        text, line, newline, ends = self._writer.formats[index]
        if values:
            texts = tuple(map(_str, values))
            text %= texts
            if text.count("\n") != ends or self._returned:
                return self._add(self._long(self._writer.texts[index], values, texts))
        self._take(len(text))
        self._out.append(text)
        self._lines.append(line)
        self._newline = newline

    def written(self, index: int, *values: Any) -> Line:
        """As `write`, of a line in a def."""
        return self._long(self._writer.texts[index], values, tuple(map(_str, values)))

    def begin(self, index: int) -> None:
        self._open.append((self._writer.texts[index], []))

    def value(self, value: Any) -> None:
        text = "%s" % (value,)
        known = self._returned.get(id(value))
        self._open[-1][1].append((text, known[1] if known is not None else []))

    def end(self) -> None:
        self._add(self._line())

    def end_in_def(self) -> Line:
        return self._line()

    def value_failed(self) -> None:
        """Notes the exception of an expression, which leaves a mark; or raises it where the template may handle it."""
        if self._guards or self._stopped is not None:
            self._open.pop()
        number = self.failed()
        self._open[-1][1].append(("%s%d%s" % (_OPEN, number, _SHUT), []))

    def failed(self) -> int:
        """Notes the exception that is being handled, or raises it again where the template may handle it."""
        error = sys.exc_info()[1]
        assert error is not None
        if self._guards or self._stopped is not None:
            raise error
        trace = error.__traceback__
        return self.note(error, self._code_at(trace.tb_lineno) if trace is not None else None, self.describe(error))

    def guard(self) -> None:
        self._guards += 1

    def unguard(self) -> None:
        self._guards -= 1

    def recheck(self) -> None:
        """Does not let an `except` of the template handle what stops it."""
        error = sys.exc_info()[1]
        if isinstance(error, (KeyboardInterrupt, Stopped)):
            self._stopped = error
        if self._stopped is not None:
            raise self._stopped

    def text_function(self, function: Any, _newline: "str | None") -> Any:
        """As on a target, and remembers which lines wrote what it returns."""

        def call(*args: Any, **kwargs: Any) -> Any:
            depth = len(self._open)
            returned = None

            def run() -> "Iterator[Line]":
                nonlocal returned
                returned = yield from function(*args, **kwargs)

            try:
                found = list(run())
            finally:
                del self._open[depth:]
            if returned is not None:
                return returned
            text = "".join([text + newline for text, newline, _ in found])
            if found and found[-1][1]:
                text = text[: -len(found[-1][1])]
            if text:
                self._returned[id(text)] = (text, [line for each in found for line in each[2]])
            return text

        return named(call, function)

    # What the caller asks for.

    def describe(self, error: BaseException) -> str:
        return describe(error, undefined_name(error), self._namespace)

    def note(self, error: BaseException, code: "Code | None", message: str) -> int:
        """Adds a failure, as far as there is room. The number that its mark has."""
        failure = Failure(len(self._marks), error, code, message)
        self._marks.append(failure.mark())
        of_this = sum(1 for each in self.failures if each.code is code)
        if len(self.failures) < MAX_FAILURES and of_this < MAX_OF_ONE:
            self.failures.append(failure)
        return failure.number

    def end_early(self, error: BaseException, message: str) -> None:
        """Adds what ended the run before the template's end."""
        code = None
        trace = error.__traceback__
        while trace is not None:
            frame = trace.tb_frame
            if frame.f_globals is self._namespace and frame.f_code.co_filename == FILE:
                code = self._code_at(trace.tb_lineno) or code
            trace = trace.tb_next
        # What ended it is always told.
        del self.failures[MAX_FAILURES - 1 :]
        self.failures.append(Failure(len(self._marks), error, code, message))
        self._marks.append("")

    def output(self) -> "tuple[str, list[int], dict[int, tuple[int, int]]]":
        """The text, for each of its lines that of the template, and by number where marks are (UTF-16 offsets)."""
        text = "".join(self._out)
        if not self._parsed.ends and self._newline:
            text = text[: -len(self._newline)]
        parts: "list[str]" = []
        places: "dict[int, tuple[int, int]]" = {}
        at = end = 0
        for match in _MARK.finditer(text) if self._marks else ():
            number = int(match.group(1))
            if number < len(self._marks):
                before, mark = text[end : match.start()], self._marks[number]
                at += utf16(before)
                places.setdefault(number, (at, at + utf16(mark)))
                at += utf16(mark)
                parts += [before, mark]
                end = match.end()
        # Behind a newline at the end is no line.
        return "".join(parts) + text[end:], self._lines[: text.count("\n") + (text[-1:] not in ("", "\n"))], places

    def _line(self) -> Line:
        return self._put(*self._open.pop())

    def _long(self, node: Text, values: "tuple[Any, ...]", texts: "tuple[str, ...]") -> Line:
        """A line whose values may have lines of their own."""
        known = self._returned
        origins = [known[id(value)][1] if id(value) in known else [] for value in values]
        return self._put(node, list(zip(texts, origins)))

    def _put(self, node: Text, values: "list[tuple[str, list[int]]]") -> Line:
        """A line of its values' texts, each with the lines of the template that wrote it."""
        rest = iter(values)
        parts = []
        lines = [node.line]
        for index, part in enumerate(node.parts):
            if isinstance(part, str):
                parts.append(part)
                continue
            text, written_by = next(rest)
            parts.append(text)
            if written_by and index == 0:
                lines = written_by[:1]
            count = text.count("\n")
            if count:
                lines += written_by[1:] if len(written_by) == count + 1 else [part.line] * count
        text = "".join(parts)
        self._take(len(text) + len(node.newline))
        return text, node.newline, lines

    def _take(self, characters: int) -> None:
        """Counts what is written. Raises Stopped where the output has no room for it."""
        self._left -= characters
        if self._left < 0:
            self._stopped = Stopped()
            raise self._stopped

    def _add(self, line: Line) -> None:
        text, self._newline, lines = line
        self._out.append(text + self._newline)
        self._lines += lines

    def _code_at(self, line: int) -> "Code | None":
        index = bisect.bisect_right(self._starts, line)
        return self._writer.codes[self._starts[index - 1]] if index else None


def utf16(text: str) -> int:
    """The length of a text as JavaScript counts it."""
    return len(text) if text.isascii() else len(text) + sum(1 for char in text if char > "\uffff")
