"""Finds f-strings and template strings, and reads them as the newest Python does.

The `tokenize` of each version sees them differently: before 3.12 a quote of its
own kind ends an f-string even inside its braces. So they are read here, and
`tokenize` is given a text in which they are bracketed expressions.
"""

import re

# What matters in code: comments, strings, and what ends an expression in braces.
_CODE = re.compile(
    r"(?P<comment>#[^\n]*)"
    r"|(?:\b(?P<prefix>\w{1,2}))?(?P<quote>'''|\"\"\"|'|\")"
    r"|(?P<op>[!=<>]=|[][(){}!:=])"
)
_FORMATTED = ("f", "fr", "rf", "t", "tr", "rt")
_REST_OF_STRING = {
    "'": re.compile(r"(?:\\.|[^\\\n])*?'", re.S),
    '"': re.compile(r"(?:\\.|[^\\\n])*?\"", re.S),
    "'''": re.compile(r"(?:\\.|[^\\])*?'''", re.S),
    '"""': re.compile(r"(?:\\.|[^\\])*?\"\"\"", re.S),
}
_LITERAL = re.compile(r"\\N\{[^}]*\}|\\[^{}]|\{\{|\}\}|[{}'\"\n]", re.S)
_RAW_LITERAL = re.compile(r"\\[^{}]|\{\{|\}\}|[{}'\"\n]", re.S)
_SPEC = re.compile(r"[{}'\"\n]")


class _Unended(Exception):
    """An f-string, or the expression in its braces, has no end."""


class Strings(object):
    """The f-strings and template strings of a source.

    `found` lists what in them needs a newer Python as (offset, what, version, edit).
    `spans` has the offsets of the outermost ones. `plain` is the source with
    brackets in place of each string and its braces, at the same offsets.
    """

    def __init__(self, source):
        # type: (str) -> None
        self.source = source
        self.found = []  # type: list[tuple[int, str, tuple[int, int], tuple[int, int, str]]]
        self.spans = []  # type: list[tuple[int, int]]
        self._plain = list(source)
        # What of the string that is being read can only be helped by replacing it as a whole.
        self._whole = []  # type: list[tuple[int, str, tuple[int, int]]]
        self._depth = 0
        self._code(0)
        self.plain = "".join(self._plain)

    def _code(self, position):
        """Reads code to its end, in braces to what follows the expression there. The offset of that."""
        brackets = 0
        while True:
            match = _CODE.search(self.source, position)
            if match is None:
                if self._depth:
                    raise _Unended()
                return len(self.source)
            position = match.end()
            op = match.group("op")
            if match.group("quote"):
                position = self._string(match)
            elif not self._depth:
                continue
            elif op is None:
                self._whole.append((match.start(), "a comment in the braces of an f-string", (3, 12)))
            elif op in "([{":
                brackets += 1
            elif brackets:
                brackets -= op in ")]}"
            elif op in "}!:":
                return match.start()
            elif op == "=" and self.source[position:].lstrip()[:1] in ("}", "!", ":"):
                edit = (match.start(), match.end(), "")
                self._cover(match.start(), match.end(), " ")
                self.found.append((match.start(), "the = specifier of an f-string", (3, 8), edit))

    def _string(self, match):
        """The offset behind a string, given what it begins with."""
        if (match.group("prefix") or "").lower() not in _FORMATTED:
            rest = _REST_OF_STRING[match.group("quote")].match(self.source, match.end())
            return rest.end() if rest else self._end_of_line(match.end())
        if self._depth:
            return self._formatted(match)
        try:
            end = self._formatted(match)
        except _Unended:
            end = self._end_of_line(match.end())
            self._depth = 0
            self._plain[match.start() :] = self.source[match.start() :]
            self._cover(match.start(), end, " ")
        else:
            edit = (match.start(), end, '""')
            self.found += [each + (edit,) for each in self._whole]
            self.spans.append((match.start(), end))
        self._whole = []
        return end

    def _formatted(self, match):
        prefix, quote = match.group("prefix").lower(), match.group("quote")
        if "t" in prefix:
            self._whole.append((match.start(), "a template string", (3, 14)))
        literal = _RAW_LITERAL if "r" in prefix else _LITERAL
        self._cover(match.start(), match.end(), "(")
        begin = position = match.end()
        while True:
            part = literal.search(self.source, position)
            if part is None or (part.group() == "\n" and len(quote) == 1):
                raise _Unended()
            position = part.end()
            if self.source.startswith(quote, part.start()):
                end = part.start() + len(quote)
                self._cover(begin, end, ")")
                return end
            if part.group() == "{":
                self._cover(begin, position, "(")
                begin = position = self._field(position, quote)

    def _field(self, position, quote):
        """Reads what stands in braces. The offset behind them."""
        self._depth += 1
        end = self._code(position)
        self._depth -= 1
        self._check_expression(position, end, quote)
        begin = end
        while True:
            part = _SPEC.search(self.source, end)
            if part is None or self.source.startswith(quote, part.start()):
                raise _Unended()
            end = part.end()
            if part.group() == "}":
                self._cover(begin, end, ")")
                return end
            if part.group() == "{":
                self._cover(begin, end, "(")
                begin = end = self._field(end, quote)

    def _check_expression(self, start, end, quote):
        for text, what in (
            (quote, "an f-string with its own quotes in its braces"),
            ("\\", "a backslash in the braces of an f-string"),
            ("\n", "a line break in the braces of an f-string"),
        ):
            at = self.source.find(text, start, end)
            if at >= 0 and not (text == "\n" and len(quote) == 3):
                self._whole.append((at, what, (3, 12)))

    def _cover(self, start, end, last):
        """Blanks a part of `plain`, but for its last character and its line breaks."""
        for at in range(start, end):
            if self._plain[at] != "\n":
                self._plain[at] = " "
        self._plain[end - 1] = last

    def _end_of_line(self, position):
        end = self.source.find("\n", position)
        return end if end >= 0 else len(self.source)
