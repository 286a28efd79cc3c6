"""What a template consists of."""


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
