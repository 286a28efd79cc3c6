"""Says what a newer Python would understand in a source that this one cannot compile.

Imported only when compiling has failed.
"""

import sys

from rmote.newer_constructs import find
from rmote.tool import ToolRefused


class NeedsNewerPython(ToolRefused, SyntaxError):
    """The source has syntax that this Python does not know; points at its line as a SyntaxError does."""

    def __str__(self):
        # type: () -> str
        return self.msg


def refusal(source, filename, error):
    # type: (str, str, SyntaxError) -> NeedsNewerPython | None
    """The refusal that names the construct behind a SyntaxError.

    None where the error is one for every Python.
    """
    # As the compiler reads it; offsets are into this text.
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    construct = _cause(source, filename, error)
    if construct is None:
        return None
    line = source.count("\n", 0, construct.start) + 1
    message = "%s, line %d: %s needs Python %d.%d; the target has %d.%d.%d" % (
        (filename, line, construct.what) + construct.version + sys.version_info[:3]
    )
    return NeedsNewerPython(message, (filename, line, None, source.split("\n")[line - 1]))


def _cause(source, filename, error):
    """The construct that is the reason of the error.

    The compiler decides: each construct has an older form of the same shape. An
    error that stays when all of them are put in that form has another reason.
    Otherwise the reason is the construct that alone, among the older forms of all
    others, gives that very error.
    """
    constructs = find(source)
    if error.filename == filename:
        # It is mostly the nearest, and every try costs a compilation.
        constructs.sort(key=lambda each: abs(source.count("\n", 0, each.start) + 1 - (error.lineno or 0)))
    wanted = _place(error)
    if not constructs or _failure(_older(source, constructs, None), filename) == wanted:
        return None
    for construct in constructs:
        if _failure(_older(source, constructs, construct), filename) == wanted:
            return construct
    return None


def _failure(source, filename):
    """Where and why compiling fails; None when it does not."""
    import warnings

    try:
        with warnings.catch_warnings():
            # They were given when the source itself was compiled.
            warnings.simplefilter("ignore")
            compile(source, filename, "exec", dont_inherit=True)
    except SyntaxError as error:
        return _place(error)
    except (ValueError, OverflowError, MemoryError, RecursionError) as error:
        return type(error)
    return None


def _place(error):
    return (error.filename, error.lineno, error.offset, error.msg)


def _older(source, constructs, kept):
    """The source with the constructs in their older form, all but one."""
    own = kept.edits if kept is not None else []
    edits = sorted(edit for each in constructs if each is not kept for edit in each.edits)
    parts = []
    end = 0
    for start, stop, text in edits:
        # What stands inside another construct goes, or stays, with it.
        if start >= end and not any(start < e and s < stop for s, e, _ in own):
            parts += [source[end:start], _fitted(source[start:stop], text)]
            end = stop
    return "".join(parts) + source[end:]


def _fitted(old, new):
    """The new text with the lines and columns of the old: errors behind it stay where they are."""
    first, *rest = old.split("\n")
    return "\\\n".join([new.ljust(len(first))] + [" " * len(line) for line in rest])
