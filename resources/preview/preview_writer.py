"""The Python of a template as the preview runs it: it says which line wrote what, and goes on after a failure.

Both forms have each expression and statement on a line of its own, so that the line of a traceback's
entry tells which it was. What is called as a constant is in `preview_run.Run`.
"""

from rmote.template_code import TEXT_FUNCTION, Writer
from rmote.template_nodes import Code, Parsed, Statement, Text

# Constants of the source that stand for the functions of a run: large, and known to no template.
_FIRST = 7205759403792793600019
_NAMES = (
    "write", "written", "begin", "value", "end", "end_in_def", "failed", "value_failed", "guard", "unguard", "recheck",
)
CONSTANTS = {name: _FIRST + index for index, name in enumerate(_NAMES)}
CONSTANTS["text_function"] = TEXT_FUNCTION


class StrictWriter(Writer):
    """Writes what behaves as on a target, except that a stopped run is not caught by an `except` of the template."""

    def __init__(self, parsed: Parsed) -> None:
        Writer.__init__(self, parsed, True)
        self.texts: "list[Text]" = []
        # Of each of them what its expressions' texts are put into, newline included (plain text where it has none),
        # its line, its newline, and how many line feeds that has.
        self.formats: "list[tuple[str, int, str, int]]" = []

    def text(self, node: Text) -> None:
        # One call, since this is most of what a render does.
        codes = [part for part in node.parts if isinstance(part, Code)]
        call = "yield %d(%d" % (CONSTANTS["written"], len(self.texts)) if self.scopes else "%d(%d" % (
            CONSTANTS["write"], len(self.texts),
        )
        self.texts.append(node)
        parts = ["%s" if isinstance(part, Code) else part.replace("%", "%%") if codes else part for part in node.parts]
        self.formats.append(("".join(parts) + node.newline, node.line, node.newline, len(node.newline[-1:])))
        self.line(0, call, codes[0] if codes else None)
        for code in codes:
            self.add(",")
            self.code(code)
        self.add(")")

    def call(self, name: str, argument: str, code: "Code | None") -> None:
        self.line(0, "%d(%s)" % (CONSTANTS[name], argument), code)

    def statement(self, node: Statement) -> None:
        Writer.statement(self, node)
        if node.role == "next" and node.keyword == "except":
            self.call("recheck", "", node.code)


class LenientWriter(StrictWriter):
    """Writes what notes a failure and goes on behind the expression, the statement or the block that failed."""

    def __init__(self, parsed: Parsed) -> None:
        StrictWriter.__init__(self, parsed)
        # The blocks that are open, with what `_enter` added to their depth.
        self._added: "list[tuple[Statement, int]]" = []

    def _is_strict(self) -> bool:
        """Whether what fails here fails as a whole: a def that returns a value, a class."""
        return any(not scope.has_text for scope in self.scopes)

    def text(self, node: Text) -> None:
        self.call("begin", str(len(self.texts)), None)
        self.texts.append(node)
        for part in node.parts:
            if isinstance(part, Code):
                self._guarded_value(part)
        if self.scopes:
            self.line(0, "yield %d()" % CONSTANTS["end_in_def"], None)
        else:
            self.call("end", "", None)

    def _guarded_value(self, code: Code) -> None:
        if self._is_strict():
            self._value(code)
            return
        self.line(0, "try:", code)
        self.depth += 1
        self._value(code)
        self.depth -= 1
        self._except("value_failed")

    def _value(self, code: Code) -> None:
        self.line(0, "%d(" % CONSTANTS["value"], code)
        self.code(code)
        self.add(")")

    def statement(self, node: Statement) -> None:
        if node.role == "plain":
            self._plain(node)
        elif node.role == "open":
            self._open(node)
        elif node.role == "next":
            StrictWriter.statement(self, node)
        else:
            self._close_guarded(node)

    def _plain(self, node: Statement) -> None:
        # Declarations stand before what they are about, wherever that is.
        if self._is_strict() or node.keyword in ("global", "nonlocal"):
            StrictWriter.statement(self, node)
            return
        self.line(0, "try:", node.code)
        self.depth += 1
        StrictWriter.statement(self, node)
        self.depth -= 1
        self._except()

    def _open(self, node: Statement) -> None:
        added = 0
        if not self._is_strict():
            self.line(0, "try:", node.code)
            added = 1
            if node.keyword in ("try", "with"):
                # What fails in it may be handled by it.
                self.depth += 1
                self.call("guard", "", node.code)
                self.line(0, "try:", node.code)
                added = 2
            self.depth += 1
        self._added.append((node, added))
        StrictWriter.statement(self, node)

    def _close_guarded(self, node: Statement) -> None:
        StrictWriter.statement(self, node)
        added = self._added.pop()[1]
        if added == 2:
            self.depth -= 1
            self.line(0, "finally:", node.code)
            self.depth += 1
            self.call("unguard", "", node.code)
            self.depth -= 1
        if added:
            self.depth -= 1
            self._except()

    def _except(self, name: str = "failed") -> None:
        self.line(0, "except Exception:", None)
        self.depth += 1
        self.call(name, "", None)
        self.depth -= 1
