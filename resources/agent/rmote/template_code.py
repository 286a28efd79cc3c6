"""A parsed template as Python: a module, each line of which is the same line of the template.

The names of the context are the module's names. What the engine adds has none: its functions are called
as constants of the code, which stand as large numbers in the source. A def with text in it becomes a
generator of its lines, and is made a function that returns them as one text.
"""

import _thread
import os
import re
import sys
import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

from rmote.template_parse import Code, Parsed, Statement, Text

_NAME = re.compile(r"[^\W\d]\w*")

# Stand for the engine's functions in the source; no template knows them.
_EMIT = int.from_bytes(os.urandom(9), "big") | 1 << 72
TEXT_FUNCTION = _EMIT + 1

# A StopIteration that an expression of a def raises must not end its text in silence: Python 3.7 and
# newer see to that by themselves (`from __future__ import generator_stop`).
_FLAGS = 0x80000 if sys.version_info < (3, 7) else 0

_warnings_lock = _thread.allocate_lock()


class Writer(object):
    """Writes the Python source.

    With `split` each expression is on a line of its own, and `codes` has the code on each line.
    """

    def __init__(self, parsed, split=False):
        # type: (Parsed, bool) -> None
        self.parsed = parsed
        self.codes = {}  # type: dict[int, Code]
        self.depth = 0
        # The defs and classes that are open.
        self.scopes = []  # type: list[Statement]
        self._split = split
        self._out = []  # type: list[str]
        # The line of the source that is being written.
        self._at = 1
        # Formats and expressions of the text that is not written yet, and its first line.
        self._formats = []  # type: list[str]
        self._args = []  # type: list[Code]
        self._first = 0
        # For each open block whether there is a statement in its branch.
        self._filled = [True]

    def source(self):
        # type: () -> str
        for node in self.parsed.nodes:
            if isinstance(node, Text):
                if not self.scopes or self.scopes[-1].has_text:
                    self.text(node)
            else:
                self.flush()
                self.statement(node)
        self.flush()
        return "".join(self._out) + "\n"

    def text(self, node):
        # type: (Text) -> None
        codes = [part for part in node.parts if isinstance(part, Code)]
        shown = "".join(["%s" if isinstance(p, Code) else p.replace("%", "%%") for p in node.parts])
        if self._formats and not codes and self.parsed.newline is not None:
            # A line is written when all of its expressions have values; what follows without any goes with it.
            self._formats.append(shown)
            return
        self.flush()
        self._first = node.line
        self._formats = [shown]
        self._args = codes
        if self.parsed.newline is None:
            self.flush()
            self.add(";" + self.emission(repr(node.newline)))

    def flush(self):
        # type: () -> None
        """Writes the text that waits."""
        if not self._formats:
            return
        shown = (self.parsed.newline or "").join(self._formats)
        args, self._formats, self._args = self._args, [], []
        if not args:
            self.line(self._first, self.emission(repr(shown.replace("%%", "%"))), None)
            return
        before, after = self.emission("\0").split("\0")
        self.line(self._first, "%s%r%%(" % (before, shown), args[0])
        for code in args:
            self.code(code)
            self.add(",")
        self.add(")" + after)

    def emission(self, text):
        # type: (str) -> str
        """The statement that writes the text, which is an expression."""
        return "yield " + text if self.scopes else "%d(%s)" % (_EMIT, text)

    def code(self, code):
        # type: (Code) -> None
        """Writes an expression in brackets, on its line."""
        self.move(code.line, code)
        # A comment ends with its line.
        has_comment = "#" in code.text.rsplit("\n", 1)[-1]
        text = "(%s)" % (code.text + "\n" if has_comment else code.text)
        self.add(text)

    def statement(self, node):
        # type: (Statement) -> None
        if node.role == "close":
            self._close(node)
            return
        text = node.code.text
        if node.role == "plain":
            self.line(node.line, text, node.code)
            return
        if node.role == "next" and not self._filled.pop():
            self.add(" pass")
        self.depth -= node.role == "next"
        self.line(node.line, text if text.endswith(":") else text + ":", node.code)
        self.depth += 1
        self._filled.append(False)
        if node.role == "open" and node.keyword in ("def", "class"):
            self.scopes.append(node)

    def _close(self, node):
        if not self._filled.pop():
            self.add(" pass")
        self.depth -= 1
        opener = node.opener
        if self.scopes and self.scopes[-1] is opener:
            self.scopes.pop()
            name = _NAME.search(opener.code.text, len("def"))
            if opener.has_text and name is not None:
                # Also as a name of the class that it is in.
                made = "%s=%d(%s,%r)" % (name.group(), TEXT_FUNCTION, name.group(), self.parsed.newline)
                self.line(node.line, made, opener.code)

    def line(self, number, text, code):
        # type: (int, str, Code | None) -> None
        """Writes a statement, or its beginning, that is on a line of the template."""
        self.move(number, code)
        if self._out and not self._out[-1].endswith("\n"):
            # Two ends of blocks cannot be on one line: only with `split` or without a line between.
            self.add("\n")
        self.add(" " * self.depth + text)
        self._filled[-1] = True

    def move(self, number, code):
        # type: (int, Code | None) -> None
        """Goes on to a line."""
        if self._split:
            self.add("\n")
            if code is not None:
                self.codes[self._at] = code
        elif number > self._at:
            self.add("\n" * (number - self._at))

    def add(self, text):
        # type: (str) -> None
        self._out.append(text)
        self._at += text.count("\n")


def text_function(function, newline):
    # type: (Any, str | None) -> Any
    """The function that returns the lines which a generator function yields, as one text.

    `newline` is None where the lines are followed by their newlines. What the function itself returns, if
    it is not None, is returned instead.
    """

    def call(*args, **kwargs):
        returned = None

        def run():
            nonlocal returned
            returned = yield from function(*args, **kwargs)

        lines = list(run())
        if returned is not None:
            return returned
        return "".join(lines[:-1]) if newline is None else newline.join(lines)

    return named(call, function)


def named(call, function):
    # type: (Any, Any) -> Any
    """The first as it looks to others: like the second."""
    call.__name__ = function.__name__
    call.__qualname__ = function.__qualname__
    call.__doc__ = function.__doc__
    call.__module__ = function.__module__
    call.__wrapped__ = function
    return call


def compile_source(source, filename, functions=None):
    # type: (str, str, dict[int, Any] | None) -> CodeType
    """The code of a source that a Writer wrote, with functions in the place of the numbers that stand for them.

    Raises what `compile` does; gives none of its warnings.
    """
    code = quietly(lambda: compile(source, filename, "exec", _FLAGS, True, 0))
    return _replaced(code, functions or {TEXT_FUNCTION: text_function}, "<template>")


def quietly(action):
    # type: (Any) -> Any
    """What the action returns; warnings of Python are not shown."""
    with _warnings_lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return action()


def emitting(code, emit):
    # type: (CodeType, Any) -> CodeType
    """The code as it calls `emit` with each text."""
    return _replaced(code, {_EMIT: emit}, "<template>", False)


def _replaced(code, values, name=None, nested=True):
    # type: (Any, dict[int, Any], str | None, bool) -> CodeType
    """The code with constants replaced, in all that it holds if `nested`."""
    kind = type(code)
    constants = tuple([
        values.get(each, each) if type(each) is int
        else _replaced(each, values) if nested and type(each) is kind
        else each
        for each in code.co_consts
    ])
    if name is None and constants == code.co_consts:
        return code
    name = name or code.co_name
    if sys.version_info >= (3, 8):
        return code.replace(co_consts=constants, co_name=name)
    return kind(
        code.co_argcount, code.co_kwonlyargcount, code.co_nlocals, code.co_stacksize, code.co_flags,
        code.co_code, constants, code.co_names, code.co_varnames, code.co_filename, name,
        code.co_firstlineno, code.co_lnotab, code.co_freevars, code.co_cellvars,
    )
