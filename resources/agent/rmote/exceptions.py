"""An exception as data: what an EXCEPTION packet carries. Imported when one is raised."""

import linecache

from rmote import tool
from rmote.codec_types import safe_str, type_name

MAX_TEXT = 65536
MAX_ARG = 1000
MAX_FRAMES = 200
MAX_CHAIN = 16
MAX_NOTES = 20

# File names of the agent's own modules begin with this (loader.py).
AGENT_FILES = "<rmote>/"

# The name of a class, whatever its metaclass makes of that.
_name_of = type.__dict__["__name__"].__get__


def describe(error, kind):
    # type: (BaseException, str) -> dict
    """The exception with its frames, notes, cause and context.

    Nothing in it fails because the exception's own code does, and every text
    is bounded. `kind` says why the call has no result: "raised", "refused"
    before any code of the tool ran, "cancelled", "deadline".
    """
    result = _describe(error, MAX_CHAIN, set())
    result["kind"] = kind
    return result


def minimal(error, kind):
    # type: (BaseException, str) -> dict
    """An exception whose own code kept it from being described."""
    return {
        "type": _name_of(type(error)),
        "message": "<the exception cannot be described: its own code fails>",
        "args": [],
        "notes": [],
        "frames": [],
        "cause": None,
        "context": None,
        "kind": kind,
    }


def _describe(error, depth, seen):
    seen.add(id(error))
    cause = error.__cause__
    context = None if error.__suppress_context__ else error.__context__
    notes = error.__dict__.get("__notes__")
    return {
        "type": type_name(type(error)),
        "message": safe_str(error)[:MAX_TEXT],
        "args": [_repr(arg) for arg in error.args[:20]],
        "notes": [safe_str(note)[:MAX_TEXT] for note in notes[:MAX_NOTES]] if isinstance(notes, list) else [],
        "frames": _frames(error),
        "cause": _chained(cause, depth, seen),
        "context": _chained(context, depth, seen),
    }


def _chained(error, depth, seen):
    if error is None or depth == 0 or id(error) in seen:
        return None
    return _describe(error, depth - 1, seen)


def _repr(value):
    try:
        text = repr(value)
    except BaseException as error:
        return "<repr() of %s raised %s>" % (type(value).__name__, type(error).__name__)
    return text if len(text) <= MAX_ARG else text[:MAX_ARG] + "..."


def _frames(error):
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        own = code.co_filename.startswith(AGENT_FILES)
        # The agent's frames above the tool's are the same in every traceback.
        if not own or any(frame["module"] for frame in frames):
            frames.append(_frame(code, trace.tb_lineno, trace.tb_frame.f_globals))
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        frames.append(_syntax_frame(error))
    if len(frames) > MAX_FRAMES:
        half = MAX_FRAMES // 2
        frames = frames[:half] + frames[-half:]
    return frames


def _frame(code, line, namespace):
    # Instructions that stand for no line have none.
    line = line or 0
    key, source, filename = namespace.get(tool.SOURCE) or (None, "", None)
    if filename == code.co_filename:
        lines = source.splitlines()
        text = lines[line - 1] if 0 < line <= len(lines) else ""
    else:
        key = None
        text = _line_of(code.co_filename, line, namespace)
    return {
        "file": code.co_filename,
        "line": line,
        "function": getattr(code, "co_qualname", code.co_name),
        "source": text.strip()[:MAX_ARG],
        "module": key,
    }


def _line_of(filename, line, namespace):
    try:
        return linecache.getline(filename, line, namespace)
    except Exception:
        # A file in another encoding, a loader that fails: the frame is told without its text.
        return ""


def _syntax_frame(error):
    return {
        "file": error.filename,
        "line": error.lineno,
        "function": "<module>",
        "source": (error.text or "").strip()[:MAX_ARG],
        "module": tool.module_of_file.get(error.filename),
    }
