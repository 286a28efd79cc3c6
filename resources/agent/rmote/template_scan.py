"""Finds where Python code in a template ends, by Python's own rules for strings, brackets and comments.

F-strings are read as Python 3.12 and newer do, everywhere: what an older Python does not take, it refuses
itself when it compiles the code.
"""

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Pattern

# Code as it mostly is: brackets are not in each other, strings have no braces, no escapes and one quote at each end.
_ATOMS = r"""[^'"#{}()\[\]\\\n\r]|'[^'\\\n\r{}]+'|"[^"\\\n\r{}]+\""""
_MOSTLY = r"(?:%s|\((?:%s)*\)|\[(?:%s)*\])*" % (_ATOMS, _ATOMS, _ATOMS)
_SIMPLE = re.compile(_MOSTLY + r"\}")
_SIMPLE_LINE = re.compile(_MOSTLY + r"(?=\r?\n|\Z)")

_TOKEN = re.compile(r"\w+|'''|\"\"\"|!=|['\"()\[\]{}#\\:!\n]|[^\w'\"()\[\]{}#\\:!\n]+")
_PREFIXES = frozenset("r b u f t br rb fr rf tr rt".split())
_QUOTES = ("'", '"', "'''", '"""')
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_ESCAPED = re.compile(r"\\(?:\r\n|.)", re.DOTALL)
_REST = {
    "'": re.compile(r"[^'\\\n]*(?:\\(?:\r\n|.)[^'\\\n]*)*'", re.DOTALL),
    '"': re.compile(r'[^"\\\n]*(?:\\(?:\r\n|.)[^"\\\n]*)*"', re.DOTALL),
    "'''": re.compile(r"[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''", re.DOTALL),
    '"""': re.compile(r'[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""', re.DOTALL),
}  # type: dict[str, Pattern[str]]
_PLAIN = re.compile(r"[^'\"{}\\\n]+")
_NAMED = re.compile(r"\\N\{[^}\n]*\}")
# Strings within strings, and brackets within brackets: fewer than what some Python gives up at.
_MAX_NESTED = 80


class Unfinished(Exception):
    """Code that does not end as it begins; `offset` is the place."""

    def __init__(self, message, offset):
        # type: (str, int) -> None
        Exception.__init__(self, message)
        self.message = message
        self.offset = offset


def expression_end(source, start):
    # type: (str, int) -> int
    """The offset of the brace that closes the expression which begins at `start`. Raises Unfinished."""
    simple = _SIMPLE.match(source, start)
    if simple is not None:
        return simple.end() - 1
    try:
        end = _code(source, start, "}", 0)[0]
    except Unfinished as error:
        # Where the brace was forgotten, what follows is text and not at fault.
        line_end = source.find("\n", start)
        if -1 < line_end < error.offset:
            raise Unfinished("'${' is never closed", start - 2)
        raise
    if end < 0:
        raise Unfinished("'${' is never closed", start - 2)
    return end


def statement_end(source, start):
    # type: (str, int) -> tuple[int, int]
    """Where the statement at `start` ends, and where its line does: a comment may stand between. Raises Unfinished."""
    simple = _SIMPLE_LINE.match(source, start)
    if simple is not None:
        return simple.end(), simple.end()
    end, comment = _code(source, start, "\n", 0)
    if end < 0:
        end = len(source)
    elif source[end - 1 : end] == "\r":
        end -= 1
    return (comment if comment >= 0 else end), end


def _code(source, at, stops, nested):
    # type: (str, int, str, int) -> tuple[int, int]
    """The offset of the first of `stops` that stands in no string and no bracket, and of the comment before it.

    Either is -1 where there is none.
    """
    opened = []  # type: list[tuple[str, int]]
    comment = -1
    size = len(source)
    while at < size:
        start = at
        token = _TOKEN.match(source, at)
        text = token.group() if token is not None else source[at]
        at += len(text)
        if text in _QUOTES:
            at = _string(source, start, text, "", nested)
        elif text[-1] in "bBfFrRtTuU" and source[at : at + 1] in ("'", '"') and text.lower() in _PREFIXES:
            quote = source[at : at + 3]
            at = _string(source, at, quote if quote in _QUOTES else quote[0], text.lower(), nested)
        elif not opened and text in stops:
            return start, comment
        elif text in _CLOSERS:
            if len(opened) == _MAX_NESTED:
                raise Unfinished("the code is nested too deeply", start)
            opened.append((text, start))
        elif text in (")", "]", "}"):
            if not opened:
                raise Unfinished("unmatched '%s'" % text, start)
            opener = opened.pop()[0]
            if _CLOSERS[opener] != text:
                raise Unfinished("'%s' does not match '%s'" % (text, opener), start)
        elif text == "#":
            if not opened:
                comment = start
            end = source.find("\n", at)
            at = size if end < 0 else end
        elif text == "\\":
            escaped = _ESCAPED.match(source, start)
            at = escaped.end() if escaped is not None else at
    if opened:
        raise Unfinished("'%s' is never closed" % opened[-1][0], opened[-1][1])
    return -1, comment


def _string(source, at, quote, prefix, nested):
    # type: (str, int, str, str, int) -> int
    """The offset behind the string whose opening quote is at `at`."""
    if quote == "''" or nested > _MAX_NESTED:
        raise Unfinished("strings are nested too deeply", at)
    if "f" in prefix or "t" in prefix:
        return _format_string(source, at, quote, "r" in prefix, nested)
    rest = _REST[quote].match(source, at + len(quote))
    if rest is None:
        raise Unfinished("this string is never closed", at)
    return rest.end()


def _format_string(source, start, quote, raw, nested):
    """The offset behind an f-string or a template string."""
    at = start + len(quote)
    while at < len(source):
        plain = _PLAIN.match(source, at)
        if plain is not None:
            at = plain.end()
            continue
        if source.startswith(quote, at):
            return at + len(quote)
        here = source[at]
        if here == "\n" and len(quote) == 1:
            break
        if here == "\\":
            named = None if raw else _NAMED.match(source, at)
            escaped = _ESCAPED.match(source, at)
            if named is not None:
                at = named.end()
            elif escaped is None or source[at + 1] in "{}":
                at += 1
            else:
                at = escaped.end()
        elif here == "{" and not source.startswith("{{", at):
            at = _field(source, at, quote, nested)
        else:
            at += 2 if here in "{}" and source.startswith(here * 2, at) else 1
    raise Unfinished("this string is never closed", start)


def _field(source, start, quote, nested):
    """The offset behind the field of an f-string whose brace is at `start`."""
    at = _code(source, start + 1, "}!:", nested + 1)[0]
    while at >= 0 and source[at] == "!":
        at = _code(source, at + 1, "}!:", nested + 1)[0]
    if at >= 0 and source[at] == ":":
        at += 1
        while at < len(source) and source[at] != "}":
            if source[at] == "{":
                at = _field(source, at, quote, nested + 1)
            elif len(quote) == 1 and source[at] in ("\n", quote):
                break
            else:
                at += 1
    if not 0 <= at < len(source) or source[at] != "}":
        raise Unfinished("'{' is never closed", start)
    return at + 1
