"""The blocks of a template, also of one that is not finished: for folding and for what matches what."""

import re
from typing import Any

from rmote.template import BLOCK_CONT, BLOCK_END, BLOCK_OPEN
from rmote.template_scan import Unfinished, expression_end, statement_end

_HEAD = re.compile(r"[ \t]*%(?!%)[ \t]*")
_COMMENT = re.compile(r"[ \t]*##")
_WORD = re.compile(r"[^\W\d]\w*")
_STOP = re.compile(r"\\?\$\{|\n")


def structure(source: str) -> "list[dict[str, Any]]":
    """Blocks in the order of their openers: `{"open": place, "middle": [place, ...], "close": place or None}`.

    A place has line, column (characters) and keyword. What closes nothing is left out; a block whose end is
    missing has None.
    """
    source = source[source.startswith("\ufeff") :]
    blocks: "list[dict[str, Any]]" = []
    opened: "list[dict[str, Any]]" = []
    at, line = 0, 1
    while at < len(source):
        head = _HEAD.match(source, at)
        if head is None:
            end = _line_end(source, at) if _COMMENT.match(source, at) else _text_end(source, at)
        else:
            try:
                code_end, end = statement_end(source, head.end())
            except Unfinished:
                code_end = end = _line_end(source, at)
            end = _line_end(source, end)
            text = source[head.end() : code_end].strip()
            _add(blocks, opened, text, {"line": line, "column": head.end() - at + 1}, code_end == end)
        line += source.count("\n", at, end + 1)
        at = end + 1
    return blocks


def _add(
    blocks: "list[dict[str, Any]]", opened: "list[dict[str, Any]]", text: str, place: "dict[str, Any]", is_bare: bool
) -> None:
    word = _WORD.match(text)
    keyword = place["keyword"] = word.group() if word is not None else ""
    if keyword in BLOCK_OPEN:
        opened.append({"open": place, "middle": [], "close": None})
        blocks.append(opened[-1])
    elif keyword in BLOCK_CONT and opened:
        opened[-1]["middle"].append(place)
    elif text in BLOCK_END or (not text and is_bare):
        # An end that names another block closes that one: what is open inside of it was forgotten.
        names = ["end" + each["open"]["keyword"] for each in opened]
        if keyword not in ("", "end"):
            if keyword not in names:
                return
            del opened[len(names) - names[::-1].index(keyword) :]
        if opened:
            opened.pop()["close"] = place


def _line_end(source: str, at: int) -> int:
    end = source.find("\n", at)
    return len(source) if end < 0 else end


def _text_end(source: str, at: int) -> int:
    """Where a line of text ends, which expressions on it may make longer."""
    while True:
        stop = _STOP.search(source, at)
        if stop is None:
            return len(source)
        if stop.group() == "\n":
            return stop.start()
        at = stop.end()
        if stop.group() == "${":
            try:
                at = expression_end(source, at) + 1
            except Unfinished:
                return _line_end(source, at)
