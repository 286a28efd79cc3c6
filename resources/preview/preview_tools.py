"""Reads what tools a source has, as the build reads the built-in ones: with the agent's describe.py. Nothing of it is run."""

from typing import Any

from describe import describe

from preview_run import utf16


def tools(source: str, module: str) -> "dict[str, Any]":
    """`{"tools": [...], "error": None}`, or the place of what is not Python, in UTF-16 columns from 1."""
    try:
        return {"tools": describe(source, module), "error": None}
    except SyntaxError as error:
        return {"tools": [], "error": _place(source, error)}
    except (ValueError, RecursionError, MemoryError) as error:
        message = str(error) or type(error).__name__
        return {"tools": [], "error": _error(message, (1, 1), (1, 2))}


def _place(source: str, error: SyntaxError) -> "dict[str, Any]":
    rows = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = min(max(error.lineno or 1, 1), len(rows))
    start = _column(rows[line - 1], error.offset)
    # Known since Python 3.10.
    end_line = min(max(getattr(error, "end_lineno", None) or line, line), len(rows))
    end = _column(rows[end_line - 1], getattr(error, "end_offset", None))
    if (end_line, end) <= (line, start):
        end_line, end = line, start + 1
    return _error(error.msg, (line, start), (end_line, end))


def _column(row: str, offset: "int | None") -> int:
    return utf16(row[: max((offset or 1) - 1, 0)]) + 1


def _error(message: str, start: "tuple[int, int]", end: "tuple[int, int]") -> "dict[str, Any]":
    return {
        "message": message,
        "line": start[0],
        "column": start[1],
        "end_line": end[0],
        "end_column": end[1],
    }
