"""A template as the lines that it consists of: text with expressions, and statements that nest."""

import re

from rmote.template import BLOCK_CONT, BLOCK_END, BLOCK_OPEN
from rmote.template_errors import TemplateSyntaxError
from rmote.template_scan import Unfinished, expression_end, statement_end

# What may follow what: the keyword of the branch before.
_FOLLOWS = {
    "elif": ("if", "elif"),
    "else": ("if", "elif", "for", "while", "except"),
    "except": ("try", "except"),
    "finally": ("try", "except", "else"),
}
# Python itself takes 100 levels of indentation.
MAX_DEPTH = 90

_HEAD = re.compile(r"[ \t]*(%%?|##)")
_STOP = re.compile(r"\\?\$\{|\n")
_BLANKS = re.compile(r"[ \t\f]*")
_WORD = re.compile(r"[^\W\d]\w*")
# The beginning of a match statement or of one of its cases, which nothing else begins like.
_MATCH = re.compile(r"(?:match|case)(?:\s+(?!(?:in|is|and|or|if|not|for)\b)[\w'\"]|\b.*:\Z)")
# An expression without code: blanks and comments.
_NOTHING = re.compile(r"(?:\s|#[^\n]*)*\Z")


class Code(object):
    """An expression or a statement: its text, and where it stands (from 1, columns in characters)."""

    __slots__ = ("text", "line", "column", "is_expression")

    def __init__(self, text, line, column, is_expression):
        # type: (str, int, int, bool) -> None
        self.text = text
        self.line = line
        self.column = column
        self.is_expression = is_expression


class Text(object):
    """A line of output: texts and expressions, and the newline that ends it ("" where the template ends without)."""

    __slots__ = ("line", "parts", "newline")

    def __init__(self, line, parts, newline):
        # type: (int, list[str | Code], str) -> None
        self.line = line
        self.parts = parts
        self.newline = newline

    def is_blank(self):
        # type: () -> bool
        return all(isinstance(part, str) and not part.strip() for part in self.parts)


class Statement(object):
    """A statement. `role` is "open", "next", "close" or "plain"; `opener` is the statement that opened its block.

    `scope` is the def or class that it stands in, None for the template itself. A def has `has_text` where
    what it returns is text.
    """

    __slots__ = ("line", "code", "role", "keyword", "opener", "scope", "has_text")

    def __init__(self, code, role, keyword, scope):
        # type: (Code, str, str, Statement | None) -> None
        self.line = code.line
        self.code = code
        self.role = role
        self.keyword = keyword
        self.opener = None  # type: Statement | None
        self.scope = scope
        self.has_text = False


class Parsed(object):
    """The nodes of a template in their order; `newline` is None where its lines end differently."""

    __slots__ = ("nodes", "newline", "ends")

    def __init__(self, nodes, newline, ends):
        # type: (list[Text | Statement], str | None, bool) -> None
        self.nodes = nodes
        self.newline = newline
        # Whether the template ends in a newline.
        self.ends = ends


def parse(source, filename):
    # type: (str, str) -> Parsed
    """Takes a template apart. Raises TemplateSyntaxError."""
    return _Parser(source, filename).parse()


class _Parser(object):
    def __init__(self, source, filename):
        # type: (str, str) -> None
        # A byte order mark tells how a file was written, and is no part of its text.
        self.source = source[1:] if source.startswith("\ufeff") else source
        self.filename = filename
        self.line = 1
        # Offset at which the line begins.
        self.start = 0
        self.nodes = []  # type: list[Text | Statement]
        self.blocks = []  # type: list[Statement]
        # The branch of each block that is open: the keyword of its last statement.
        self.branches = []  # type: list[str]
        self.scopes = []  # type: list[Statement]

    def parse(self):
        # type: () -> Parsed
        source = self.source
        at = 0
        size = len(source)
        try:
            while at < size:
                head = _HEAD.match(source, at)
                kind = head.group(1) if head is not None else None
                if head is None or kind == "%%":
                    at = self._text(at, head)
                elif kind == "%":
                    at = self._statement(head.end())
                else:
                    end = source.find("\n", at)
                    at = size if end < 0 else end + 1
                    self._next_line(at)
        except Unfinished as error:
            self._fail(error.message, error.offset)
        if self.blocks:
            opener = self.blocks[-1]
            self._raise(
                "'%s' is never closed: '%% end%s' is missing" % (opener.keyword, opener.keyword),
                opener.line,
                opener.code.column,
            )
        crlf = source.count("\r\n")
        lines = source.count("\n")
        newline = "\n" if crlf == 0 else "\r\n" if crlf == lines else None
        return Parsed(self.nodes, newline, source.endswith("\n"))

    def _text(self, at, head):
        source = self.source
        first = self.line
        parts = []
        literal = ""
        if head is not None:
            literal = source[at : head.end() - 1]
            at = head.end()
        newline = ""
        while True:
            stop = _STOP.search(source, at)
            if stop is None:
                literal += source[at:]
                at = len(source)
                break
            literal += source[at : stop.start()]
            at = stop.end()
            found = stop.group()
            if found == "\n":
                newline = "\n"
                if literal.endswith("\r"):
                    literal = literal[:-1]
                    newline = "\r\n"
                break
            if found == "${":
                if literal:
                    parts.append(literal)
                    literal = ""
                at = self._expression(at, parts)
            else:
                literal += "${"
        if literal:
            parts.append(literal)
        node = Text(first, parts, newline)
        self._check_scope(node)
        self.nodes.append(node)
        if newline:
            self._next_line(at)
        return at

    def _expression(self, at, parts):
        end = expression_end(self.source, at)
        text = self.source[at:end]
        stripped = text.lstrip()
        if not stripped or (stripped[0] == "#" and _NOTHING.match(stripped)):
            self._fail("'${}' has no expression", at - 2)
        parts.append(self._code(text, stripped, at, True))
        return end + 1

    def _code(self, text, stripped, at, is_expression):
        """The code that begins at an offset, its blanks aside; the lines that it has are counted."""
        lead = len(text) - len(stripped)
        if "\n" in text:
            self._count_lines(at, at + lead)
        code = Code(stripped.rstrip(), self.line, at + lead - self.start + 1, is_expression)
        if "\n" in text:
            self._count_lines(at + lead, at + len(text))
        for odd, name in (("\0", "a NUL"), ("\r", "a carriage return")):
            if odd in code.text and odd in code.text.replace("\r\n", ""):
                self._raise("code cannot have %s in it" % name, code.line, code.column)
        return code

    def _count_lines(self, start, end):
        lines = self.source.count("\n", start, end)
        if lines:
            self.line += lines
            self.start = self.source.rfind("\n", start, end) + 1

    def _next_line(self, at):
        self.line += 1
        self.start = at

    def _statement(self, at):
        source = self.source
        at += len(_BLANKS.match(source, at).group())  # type: ignore[union-attr]
        code_end, line_end = statement_end(source, at)
        text = source[at:code_end].rstrip()
        if text or code_end == line_end:
            # With a comment alone it does nothing.
            self._add(self._code(text, text, at, False))
        end = source.find("\n", line_end)
        if end < 0:
            return len(source)
        self._next_line(end + 1)
        return end + 1

    def _add(self, code):
        word = _WORD.match(code.text)
        keyword = word.group() if word is not None else ""
        if not code.text or code.text in BLOCK_END:
            self._close(code, keyword)
        elif keyword in BLOCK_OPEN:
            if len(self.blocks) == MAX_DEPTH:
                self._raise("blocks are nested more than %d deep" % MAX_DEPTH, code.line, code.column)
            node = self._node(code, "open", keyword)
            node.opener = node
            self.blocks.append(node)
            self.branches.append(keyword)
            if keyword in ("def", "class"):
                self.scopes.append(node)
        elif keyword in BLOCK_CONT:
            before = self.branches[-1] if self.branches else None
            if before not in _FOLLOWS[keyword]:
                what = "no block is open" if before is None else "'%s' is open" % before
                self._raise("'%s' has nothing to go on: %s" % (keyword, what), code.line, code.column)
            node = self._node(code, "next", keyword)
            node.opener = self.blocks[-1]
            self.branches[-1] = keyword if keyword != "else" or before == "except" else "else of %s" % before
        elif keyword == "async":
            self._raise("'async' cannot be used: a template is rendered in one go", code.line, code.column)
        elif code.text[0] == "@":
            self._raise(
                "a def has no decorators here: write '% name = decorator(name)' behind its end",
                code.line,
                code.column,
            )
        elif _MATCH.match(code.text):
            self._raise(
                "'%s' opens no block in a template: use 'if' and 'elif'" % keyword, code.line, code.column
            )
        elif keyword.startswith("end") and keyword in BLOCK_END and not self._is_name(code, keyword):
            self._raise("nothing may follow '%s'" % keyword, code.line, code.column + len(keyword))
        else:
            self._node(code, "plain", keyword)

    @staticmethod
    def _is_name(code, keyword):
        """Whether a word that ends blocks is a name here, as in `end = 5`."""
        rest = code.text[len(keyword) :].lstrip()
        return rest[:1] in tuple("=.([,+-*/&|^@<>") or (rest[:1] == ":" and len(rest) > 1)

    def _close(self, code, keyword):
        if not self.blocks:
            shown = "'%% %s'" % keyword if keyword else "'%'"
            self._raise("%s closes nothing: no block is open" % shown, code.line, code.column)
        opener = self.blocks[-1]
        if keyword not in ("", "end", "end" + opener.keyword):
            self._raise(
                "'%s' closes no '%s': the block of line %d is open" % (keyword, opener.keyword, opener.line),
                code.line,
                code.column,
            )
        if self.branches.pop() == "try":
            self._raise("'try' has neither 'except' nor 'finally'", opener.line, opener.code.column)
        self.blocks.pop()
        if self.scopes and self.scopes[-1] is opener:
            self.scopes.pop()
        self._node(code, "close", keyword).opener = opener

    def _node(self, code, role, keyword):
        node = Statement(code, role, keyword, self.scopes[-1] if self.scopes else None)
        self.nodes.append(node)
        return node

    def _check_scope(self, node):
        if not self.scopes or node.is_blank():
            return
        scope = self.scopes[-1]
        if scope.keyword == "class":
            self._raise("text has no place in a class: put it in a def", node.line, 1)
        scope.has_text = True

    def _fail(self, message, offset):
        line = self.source.count("\n", 0, offset) + 1
        self._raise(message, line, offset - self.source.rfind("\n", 0, offset))

    def _raise(self, message, line, column):
        text = self.source.split("\n")[line - 1].rstrip("\r")
        raise TemplateSyntaxError(message, self.filename, line, column, text)
