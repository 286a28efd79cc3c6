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

Line = Tuple[str, str, List[int]]


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
        # The lines of the output: text, newline and the lines of the template that wrote them.
        self._out: "list[Line]" = []
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
        self._out.append(self.written(index, *values))

    def written(self, index: int, *values: Any) -> Line:
        """As `write`, of a line in a def."""
        node = self._writer.texts[index]
        if not values:
            return self._taken("".join(node.parts), node, [node.line])  # type: ignore[arg-type]
        texts = ["%s" % (value,) for value in values]
        rest = iter(texts)
        text = "".join([part if type(part) is str else next(rest) for part in node.parts])  # type: ignore[misc]
        if "\n" not in text and not self._returned:
            return self._taken(text, node, [node.line])
        known = self._returned
        origins = [known[id(value)][1] if id(value) in known else [] for value in values]
        return self._taken(text, node, _lines(node, list(zip(texts, origins))))

    def begin(self, index: int) -> None:
        self._open.append((self._writer.texts[index], []))

    def value(self, value: Any) -> None:
        text = "%s" % (value,)
        known = self._returned.get(id(value))
        self._open[-1][1].append((text, known[1] if known is not None else []))

    def end(self) -> None:
        self._out.append(self._line())

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
        text = "".join([text + newline for text, newline, _ in self._out])
        if self._out and not self._parsed.ends and self._out[-1][1]:
            text = text[: -len(self._out[-1][1])]
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
        lines = [line for each in self._out for line in each[2]]
        # Behind a newline at the end is no line.
        return "".join(parts) + text[end:], lines[: text.count("\n") + (text[-1:] not in ("", "\n"))], places

    def _line(self) -> Line:
        node, values = self._open.pop()
        rest = iter(values)
        text = "".join([part if isinstance(part, str) else next(rest)[0] for part in node.parts])
        return self._taken(text, node, _lines(node, values))

    def _taken(self, text: str, node: Text, lines: "list[int]") -> Line:
        """The line, as long as the output has room for it."""
        self._left -= len(text) + len(node.newline)
        if self._left < 0:
            self._stopped = Stopped()
            raise self._stopped
        return text, node.newline, lines

    def _code_at(self, line: int) -> "Code | None":
        index = bisect.bisect_right(self._starts, line)
        return self._writer.codes[self._starts[index - 1]] if index else None


def _lines(node: Text, values: "list[tuple[str, list[int]]]") -> "list[int]":
    """The lines of the template that wrote a line's text: of its expressions the texts, and what wrote these."""
    rest = iter(values)
    lines = [node.line]
    for index, part in enumerate(node.parts):
        if isinstance(part, str):
            continue
        text, written_by = next(rest)
        if written_by and index == 0:
            lines = written_by[:1]
        count = text.count("\n")
        if count:
            lines += written_by[1:] if len(written_by) == count + 1 else [part.line] * count
    return lines


def utf16(text: str) -> int:
    """The length of a text as JavaScript counts it."""
    return len(text) if text.isascii() else len(text) + sum(1 for char in text if char > "\uffff")
