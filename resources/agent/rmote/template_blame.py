"""Finds the expression or statement of a template that raised, and has tracebacks show the template's lines."""

import linecache
import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

from rmote.template_check import codes
from rmote.template_code import Writer, compile_source
from rmote.template_errors import TemplateRuntimeError
from rmote.template_parse import Code, parse

MAX_MESSAGE = 2000
# Templates whose lines tracebacks know.
_MAX_SHOWN = 32
_shown = []  # type: list[str]
_UNDEFINED = re.compile(r"(?:global )?name '([^']+)' is not defined")


def runtime_error(source, filename, code, namespace, error):
    # type: (str, str, CodeType, dict, Exception) -> TemplateRuntimeError
    """What `error` is to the reader of the template; with the traceback of it from the template on."""
    cause = error.__cause__
    if isinstance(error, RuntimeError) and isinstance(cause, StopIteration) and "StopIteration" in str(error):
        # What Python makes of a StopIteration in the text of a def.
        error = cause
    _show(source, filename)
    traces = []
    trace = error.__traceback__
    while trace is not None:
        if _is_of(trace.tb_frame, filename, namespace):
            traces.append(trace)
        trace = trace.tb_next
    place = _place(source, filename, code, traces[-1]) if traces else Code("", 1, 1, False)
    name = undefined_name(error)
    message = describe(error, name, namespace)
    _without_columns(error, filename, set())
    found = TemplateRuntimeError(message, filename, place.line, place.column, place.text, name)
    return found.with_traceback(_from(error.__traceback__, filename, namespace))


def _from(trace, filename, namespace):
    """A traceback from the template on."""
    while trace is not None and not _is_of(trace.tb_frame, filename, namespace):
        trace = trace.tb_next
    return trace


def undefined_name(error):
    # type: (BaseException) -> str | None
    """The name that is not defined, if that is what the error says."""
    if not isinstance(error, NameError) or isinstance(error, UnboundLocalError):
        return None
    match = _UNDEFINED.match(_text(error))
    return match.group(1) if match is not None else None


def describe(error, name, namespace):
    # type: (BaseException, str | None, dict) -> str
    """Type and message of an error; for an undefined name also what to do."""
    kind = type(error).__name__
    if name is None:
        text = _text(error)
        return ("%s: %s" % (kind, text) if text else kind)[:MAX_MESSAGE]
    import difflib

    known = [each for each in namespace if isinstance(each, str) and not each.startswith("__")]
    close = difflib.get_close_matches(name, known, 1)
    hint = "did you mean '%s'?" % close[0] if close else "the data has no such name"
    return "%s: '%s' is not defined; %s" % (kind, name, hint)


def _text(error):
    try:
        return str(error)
    except Exception as raised:
        return "<str() of it raised %s>" % type(raised).__name__


def _is_of(frame, filename, namespace):
    return frame.f_globals is namespace and frame.f_code.co_filename == filename


def _place(source, filename, main, trace):
    # type: (str, str, CodeType, Any) -> Code
    """The code of the template that a traceback's entry is in."""
    line = trace.tb_lineno or 1
    parsed = parse(source, filename)
    all_codes = codes(parsed)
    there = [(code, node) for code, node in all_codes if code.line <= line <= code.line + code.text.count("\n")]
    if len(there) == 1:
        return there[0][0]
    writer = Writer(parsed, True)
    split = _same(main, compile_source(writer.source(), filename), trace.tb_frame.f_code)
    if split is not None:
        at = _line(split, trace.tb_lasti)
        starts = [start for start in writer.codes if start <= at]
        if starts:
            return writer.codes[max(starts)]
    if there:
        return there[0][0]
    before = [code for code, _ in all_codes if code.line <= line]
    return before[-1] if before else Code("", line, 1, False)


def _same(code, other, wanted):
    # type: (Any, Any, Any) -> Any
    """The code in `other` that is where `wanted` is in `code`; None where the instructions are not the same."""
    if code is wanted or (code.co_name == wanted.co_name == "<template>"):
        return other if other.co_code == wanted.co_code else None
    kind = type(code)
    for mine, others in zip(code.co_consts, other.co_consts):
        if type(mine) is kind and type(others) is kind:
            found = _same(mine, others, wanted)
            if found is not None:
                return found
    return None


def _line(code, offset):
    # type: (Any, int) -> int
    """The line of the instruction at an offset."""
    if sys.version_info >= (3, 10):
        lines = [line for start, end, line in code.co_lines() if start <= offset < end and line is not None]
        return lines[0] if lines else code.co_firstlineno
    line, at = code.co_firstlineno, 0
    for step, down in zip(code.co_lnotab[::2], code.co_lnotab[1::2]):
        at += step
        if at > offset:
            break
        line += down - 256 if down > 127 else down
    return line


def _show(source, filename):
    """Has tracebacks find the template's lines by its file name."""
    lines = source[source.startswith("\ufeff") :].split("\n")
    # Without a time it is never looked up on the disk.
    linecache.cache[filename] = (len(source), None, [line + "\n" for line in lines], filename)
    if filename in _shown:
        _shown.remove(filename)
    _shown.append(filename)
    if len(_shown) > _MAX_SHOWN:
        linecache.cache.pop(_shown.pop(0), None)


def _without_columns(error, filename, seen):
    # type: (Any, str, set[int]) -> None
    """Takes the columns out of tracebacks: they are of the generated Python (3.11 and newer show them)."""
    if error is None or id(error) in seen or sys.version_info < (3, 11):
        return
    seen.add(id(error))
    entries = []
    trace = error.__traceback__
    while trace is not None:
        entries.append(trace)
        trace = trace.tb_next
    following = None
    for entry in reversed(entries):
        if entry.tb_frame.f_code.co_filename == filename:
            following = type(entry)(following, entry.tb_frame, -1, entry.tb_lineno)
        else:
            entry.tb_next = following
            following = entry
    error.__traceback__ = following
    _without_columns(error.__cause__, filename, seen)
    _without_columns(error.__context__, filename, seen)
