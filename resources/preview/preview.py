"""Renders a template for the preview, with the engine that targets have. Runs in Pyodide; imports anywhere.

Data comes as JSON, in the forms that `preview_data` reads. Lines and columns count from 1, columns and offsets in UTF-16
units as Monaco does; a line ends at a newline.

`preview_json` takes `{"method": NAME, "params": [...]}` and gives what the function of that name returns:
`preview(source, context, options)`, `value_at(source, context, expression)`, `members(context, expression)` or
`structure(source)`, `render(source, context)`, `names(source)`, `tools(source, module)`. `fence()` is called once, before the first template.
"""

import ast
import difflib  # noqa: F401  (what a failure needs is there before the first one)
import re
import sys
import time
from json import dumps, loads
from typing import Any, Callable

from rmote.exceptions import describe
from rmote.template import Template, compile_parsed
from rmote.template_check import check_yields, codes, syntax_tree
from rmote.template_errors import TemplateSyntaxError
from rmote.template_names import free_names
from rmote.template_nodes import Code, Parsed, Statement
from rmote.template_parse import parse

from preview_data import context_of
from preview_fence import fence
from preview_run import FILE, MAX_FAILURES, Failure, Run, Stopped, utf16
from preview_structure import structure
from preview_tools import tools
from preview_values import members, value_at
from preview_writer import LenientWriter, StrictWriter

__all__ = ["MAX_FAILURES", "fence", "members", "preview", "preview_json", "structure", "tools", "value_at"]

# The stack of a browser ends before Python's usual 1,000 calls do, where each goes through C; and then so does Python.
if sys.platform == "emscripten":
    sys.setrecursionlimit(250)

# Characters of output.
LIMIT = 4 * 1024 * 1024
_WORD = re.compile(r"[^\W\d]\w*")


def preview_json(request: str) -> str:
    """Calls a function of this module: JSON in, JSON out."""
    asked = loads(request)
    functions = {
        "preview": preview,
        "value_at": value_at,
        "members": members,
        "structure": structure,
        "render": render,
        "names": names,
        "tools": tools,
    }
    return dumps(functions[asked["method"]](*asked["params"]))


def render(source: str, context: "dict[str, Any]") -> "dict[str, Any]":
    """Renders as a target does: `{"value"}`, or `{"exception"}` as an agent would send it."""
    return _answer(lambda: Template(source).render_context(context_of(context)))


def names(source: str) -> "dict[str, Any]":
    """The names that a template reads and does not bind, in the form of `render`."""
    return _answer(lambda: sorted(Template(source).names))


def _answer(function: "Callable[[], Any]") -> "dict[str, Any]":
    try:
        return {"value": function(), "exception": None}
    except Exception as error:
        return {"value": None, "exception": describe(error, "raised")}


def preview(source: str, context: "dict[str, Any]", options: "dict[str, Any] | None" = None) -> "dict[str, Any]":
    """The output, and all that failed.

    Options: `limit` (characters of output), `stopped` (what is said after a KeyboardInterrupt).
    """
    options = options or {}
    begin = time.perf_counter()
    try:
        parsed = parse(source, FILE)
        run = Run(parsed, StrictWriter(parsed), context_of(context), options.get("limit", LIMIT))
        render = _compile(run, parsed, source)
        rows = source[source.startswith("\ufeff") :].split("\n")
        names = _first_uses(parsed, rows, _free_names(parsed, run.source))
    except TemplateSyntaxError as error:
        return _unreadable(source, error, begin)
    except KeyboardInterrupt as error:
        return _unreadable(source, TemplateSyntaxError(_stopped(error, options), FILE, 1, 1), begin)
    compiled = time.perf_counter()
    run = _render(run, render, parsed, context, options)
    text, lines, places = run.output()
    return {
        "ok": not run.failures,
        "output": text,
        "failures": [_failure(rows, failure, places.get(failure.number)) for failure in run.failures],
        "lines": lines,
        "names": names,
        "missing": [each["name"] for each in names if each["name"] not in context],
        "ms": {"compile": (compiled - begin) * 1e3, "render": (time.perf_counter() - compiled) * 1e3},
    }


def _compile(run: Run, parsed: Parsed, source: str) -> "Callable[[], None]":
    """What renders as on a target; what that refuses is refused, in its words."""
    try:
        render = run.compile()
    except Exception:
        compile_parsed(parsed, source, FILE)
        raise
    if "yield" in source:
        check_yields(parsed, source, FILE)
    return render


# Of the template that was read last: its statements and expressions, and the names that these need.
_last_names: "tuple[list[Any], frozenset[str]]" = ([], frozenset())


def _free_names(parsed: Parsed, text: str) -> "frozenset[str]":
    """The names that a template needs, which no text around its code changes. `text` is its Python."""
    global _last_names
    code = [
        (node.code.text, node.role)
        if isinstance(node, Statement)
        else [part.text for part in node.parts if isinstance(part, Code)]
        for node in parsed.nodes
    ]
    if _last_names[0] != code:
        _last_names = (code, free_names(text))
    return _last_names[1]


def _render(
    strict: Run, render: "Callable[[], None]", parsed: Parsed, context: "dict[str, Any]", options: "dict[str, Any]"
) -> Run:
    """A render as on a target; one that goes on after failures only if there are some."""
    try:
        render()
        return strict
    except (KeyboardInterrupt, Stopped, MemoryError) as error:
        strict.end_early(error, _stopped(error, options))
        return strict
    except BaseException as error:
        failed = error
    lenient = Run(parsed, LenientWriter(parsed), context_of(context), options.get("limit", LIMIT))
    try:
        render = lenient.compile()
    except Exception:
        # With what is put around them, its blocks are nested deeper than Python takes.
        strict.end_early(failed, strict.describe(failed))
        return strict
    try:
        render()
    except (KeyboardInterrupt, Stopped, MemoryError) as error:
        lenient.end_early(error, _stopped(error, options))
    except BaseException as error:
        lenient.end_early(error, lenient.describe(error))
    return lenient


def _stopped(error: BaseException, options: "dict[str, Any]") -> str:
    if isinstance(error, KeyboardInterrupt):
        return str(options.get("stopped", "stopped: it ran for too long"))
    if isinstance(error, MemoryError):
        return "stopped: it needs more memory than there is"
    return "stopped: the output is longer than %d characters" % options.get("limit", LIMIT)


def _unreadable(source: str, error: TemplateSyntaxError, begin: float) -> "dict[str, Any]":
    line = (source.split("\n") + [""])[error.line - 1] if error.line <= source.count("\n") + 1 else ""
    line = line[line.startswith("\ufeff") :]
    word = _WORD.match(line, error.column - 1)
    end = word.end() + 1 if word is not None else error.column + 1
    failure = {
        "kind": "syntax",
        "line": error.line,
        "column": utf16(line[: error.column - 1]) + 1,
        "end_line": error.line,
        "end_column": utf16(line[: end - 1]) + 1 + max(end - 1 - len(line), 0),
        "message": error.message,
        "expression": None,
        "type": "TemplateSyntaxError",
        "name": None,
        "output_start": None,
        "output_end": None,
    }
    return {
        "ok": False,
        "output": None,
        "failures": [failure],
        "lines": [],
        "names": [],
        "missing": [],
        "ms": {"compile": (time.perf_counter() - begin) * 1e3, "render": 0},
    }


def _failure(rows: "list[str]", failure: Failure, place: "tuple[int, int] | None") -> "dict[str, Any]":
    code = failure.code or Code("", 1, 1, False)
    own = code.text.split("\n")
    start = utf16(rows[code.line - 1][: code.column - 1]) + 1
    return {
        "kind": "runtime",
        "line": code.line,
        "column": start,
        "end_line": code.line + len(own) - 1,
        "end_column": utf16(own[-1]) + (start if len(own) == 1 else 1),
        "message": failure.message,
        "expression": code.text or None,
        "type": failure.type,
        "name": failure.name,
        "output_start": place[0] if place else None,
        "output_end": place[1] if place else None,
    }


def _first_uses(parsed: Parsed, rows: "list[str]", names: "frozenset[str]") -> "list[dict[str, Any]]":
    """Where each name is first read."""
    left = set(names)
    found: "list[dict[str, Any]]" = []
    for code, node in codes(parsed):
        if not left:
            break
        if left.isdisjoint(_WORD.findall(code.text)):
            continue
        tree, lines, columns = syntax_tree(code, node)
        uses = [each for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id in left]
        own = code.text.split("\n")
        for use in sorted(uses, key=lambda each: (each.lineno, each.col_offset)):
            row = use.lineno - lines
            if use.id not in left or not 0 < row <= len(own):
                continue
            left.discard(use.id)
            offset = use.col_offset - (columns if row == 1 else 0)
            column = utf16(own[row - 1].encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace"))
            if row == 1:
                column += utf16(rows[code.line - 1][: code.column - 1])
            found.append({"name": use.id, "line": code.line + row - 1, "column": column + 1})
    return found

