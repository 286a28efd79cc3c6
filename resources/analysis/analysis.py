"""Reads a tool's source for its editor, and runs none of it. Runs in Pyodide, beside `preview`; imports anywhere.

Lines and columns count from 1, columns in UTF-16 units as Monaco does. `analysis_json` takes
`{"method": "analysis.NAME", "params": [...]}` and gives what the function of that name returns:
`check(source, python_version)`, `complete(source, line, column)`, `hover(...)`, `definition(...)`,
`signature(...)` (likewise), `document(source, line, column, label)`, `outline(source)`. `learn(sources)` is called once, before the first.
"""

from __future__ import annotations

import sys
from json import dumps, loads
from typing import Any, Callable

import analysis_describe as shown
from analysis_complete import complete as _complete
from analysis_complete import document as _document
from analysis_modules import learn
from analysis_names import syntax, unknown, unused
from analysis_outline import outline as _outline
from analysis_target import Target, target_findings
from analysis_tools import tool_findings
from analysis_unit import unit_of

__all__ = [
    "analysis_json", "check", "complete", "definition", "document", "hover", "is_for", "learn", "outline", "signature",
]  # fmt: skip

# Calls of Python by Python take no stack of the browser's, so that a source may be nested deeper than a template.
_DEEPEST = 2500
_PREFIX = '{"method":"analysis.'


def is_for(request: str) -> bool:
    """Whether a request of the worker is one of these."""
    return request.startswith(_PREFIX)


def analysis_json(request: str) -> str:
    """Calls a function of this module: JSON in, JSON out."""
    asked = loads(request)
    name = asked["method"].partition(".")[2]
    functions: "dict[str, Callable[..., Any]]" = {
        "check": check,
        "complete": complete,
        "document": document,
        "hover": hover,
        "definition": definition,
        "signature": signature,
        "outline": outline,
    }
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEPEST))
    try:
        return dumps(functions[name](*asked["params"]))
    except KeyboardInterrupt:
        # The engine says itself that it was stopped.
        return "null"
    finally:
        sys.setrecursionlimit(limit)


def check(source: str, python_version: str = "") -> "dict[str, Any]":
    """All that is to be said of a source, for a target's version of Python; an empty one is not known.

    Of each finding: code, severity (error, warning or hint), place, message, fixes (title and text edits).
    `lines` are those that could not be read, and of which nothing else is known.
    """
    unit = unit_of(source)
    found = syntax(unit)
    for rule in (unknown, unused, tool_findings, lambda each: target_findings(each, Target(python_version))):
        found += rule(unit)
    found.sort(key=lambda each: (each["line"], each["column"]))
    return {"findings": found[:500], "lines": sorted(unit.lines)[:500]}


def complete(source: str, line: int, column: int) -> "dict[str, Any]":
    """What can be written at a place: `items`, and the range of what they take the place of."""
    unit = unit_of(source)
    return _complete(unit, unit.text.place(line, column))


def document(source: str, line: int, column: int, label: str) -> "dict[str, str] | None":
    """Signature and documentation of what `complete` offers under a label at a place."""
    unit = unit_of(source)
    shown = _document(unit, unit.text.place(line, column), label)
    return None if shown is None else {"title": shown.title, "doc": shown.doc}


def hover(source: str, line: int, column: int) -> "dict[str, Any] | None":
    """Signature and documentation of the name at a place, with its range."""
    unit = unit_of(source)
    place = unit.text.place(line, column)
    found = shown.thing_at(unit, place, unit.names.scope_at(place))
    if found is None:
        return None
    thing, start, end = found
    described = shown.describe(thing)
    if described is None:
        return None
    return {"title": described.title, "doc": described.doc, **unit.text.range(start, end)}


def definition(source: str, line: int, column: int) -> "list[dict[str, int]]":
    """Where in the source the name at a place is made."""
    unit = unit_of(source)
    place = unit.text.place(line, column)
    return shown.definition(unit, place, unit.names.scope_at(place))


def signature(source: str, line: int, column: int) -> "dict[str, Any] | None":
    """The call whose brackets a place is in: label, parameters, which of them it is at (-1 for none), documentation."""
    unit = unit_of(source)
    place = unit.text.place(line, column)
    return shown.signature(unit, unit.text.offset(place), unit.names.scope_at(place))


def outline(source: str) -> "list[dict[str, Any]]":
    """Classes, functions, methods and constants."""
    return _outline(unit_of(source))
