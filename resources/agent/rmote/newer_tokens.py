"""Python source as statements of tokens, as far as this Python's `tokenize` reads it."""

import io
import keyword
import tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterator

_LAYOUT = (tokenize.COMMENT, tokenize.NL, tokenize.ENCODING)


class Token(object):
    """A token with its offsets in the source, its place in its statement and what it stands in.

    `opener` is the bracket or the word `lambda` whose brackets or parameters the
    token stands in; `closer` is the other bracket of a bracket.
    """

    __slots__ = ("text", "start", "end", "at", "opener", "closer")

    def __init__(self, text, start, at, opener):
        # type: (str, int, int, Token | None) -> None
        self.text = text
        self.start = start
        self.end = start + len(text)
        self.at = at
        self.opener = opener
        self.closer = None  # type: Token | None


class Statement(object):
    """A simple statement, or the head of a compound one; `parents` are the heads around it."""

    def __init__(self, parents):
        # type: (tuple[Statement, ...]) -> None
        self.tokens = []  # type: list[Token]
        self.parents = parents
        self._open = []  # type: list[Token]

    def add(self, text, start):
        # type: (str, int) -> None
        closed = None
        if text in (")", "]", "}"):
            while self._open and closed is None:
                bracket = self._open.pop()
                closed = bracket if bracket.text != "lambda" else None
        token = Token(text, start, len(self.tokens), self._open[-1] if self._open else None)
        self.tokens.append(token)
        if closed is not None:
            closed.closer = token
        if text in ("(", "[", "{", "lambda"):
            self._open.append(token)
        elif text == ":" and self._open and self._open[-1].text == "lambda":
            self._open.pop()

    def text(self, at):
        # type: (int) -> str
        """The text of a token; none where there is no such token."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def first(self):
        # type: () -> str
        """The word that the statement begins with, `async` aside."""
        return self.text(1 if self.text(0) == "async" else 0)

    def within(self, opener, start=0):
        # type: (Token | None, int) -> Iterator[Token]
        """The tokens that stand directly in a bracket, or in none, from an index on."""
        for token in self.tokens[start:]:
            if opener is not None and token is opener.closer:
                return
            if token.opener is opener:
                yield token

    def find(self, text, opener=None, start=0):
        # type: (str, Token | None, int) -> Token | None
        """The first such token directly in a bracket, or in none."""
        return next((t for t in self.within(opener, start) if t.text == text), None)


def is_name(text):
    # type: (str) -> bool
    return text.isidentifier() and not keyword.iskeyword(text)


def statements(source):
    # type: (str) -> list[Statement]
    """The statements of a source, up to where it can be read."""
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    found = []  # type: list[Statement]
    parents = ()  # type: tuple[Statement, ...]
    current = Statement(parents)
    try:
        for kind, text, (row, column), _, _ in tokenize.generate_tokens(io.StringIO(source).readline):
            if kind == tokenize.INDENT:
                parents += tuple(found[-1:])
                current = Statement(parents)
            elif kind == tokenize.DEDENT:
                parents = parents[:-1]
                current = Statement(parents)
            elif kind == tokenize.NEWLINE or text == ";":
                if current.tokens:
                    found.append(current)
                current = Statement(parents)
            elif kind not in _LAYOUT and text:
                current.add(text, starts[row - 1] + column)
    except (tokenize.TokenError, SyntaxError):
        # What comes after an error of the tokens cannot be what the compiler stumbled on first.
        pass
    if current.tokens:
        found.append(current)
    return found
