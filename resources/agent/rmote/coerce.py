"""Members of an Enum, from the values that a peer can send."""

import enum
import sys

from rmote.codec_base import EXT_ENUM
from rmote.codec_types import Typed

# inspect.CO_VARARGS; inspect itself takes long to import.
CO_VARARGS = 4


def coerce(method, args, kwargs):
    """The arguments, with each one for a parameter annotated with an Enum made a member of it.

    A member is given by its value or its name. Raises ValueError, naming the
    parameter, where it is neither.
    """
    function = getattr(method, "__func__", method)
    annotations = getattr(function, "__annotations__", None)
    if not annotations:
        return args, kwargs
    code = getattr(function, "__code__", None)
    if code is None:
        return args, kwargs
    namespace = getattr(sys.modules.get(function.__module__), "__dict__", {})
    names = list(code.co_varnames[: code.co_argcount])
    if function is not method:
        names = names[1:]
    if code.co_flags & CO_VARARGS:
        rest = code.co_varnames[code.co_argcount + code.co_kwonlyargcount]
        names += [rest] * (len(args) - len(names))
    args = list(args)
    for index, name in enumerate(names[: len(args)]):
        args[index] = _member(annotations.get(name), namespace, name, args[index])
    kwargs = {
        name: _member(annotations.get(name), namespace, name, item)
        for name, item in kwargs.items()
    }
    return args, kwargs


def _enum_of(annotation, namespace):
    """The Enum class that an annotation names, also inside Optional; None for any other."""
    if isinstance(annotation, str):
        try:
            annotation = eval(annotation, namespace)
        except Exception:
            # A name that only type checkers see.
            return None
    for each in (annotation,) + tuple(getattr(annotation, "__args__", None) or ()):
        if isinstance(each, type) and issubclass(each, enum.Enum):
            return each
    return None


def _member(annotation, namespace, name, value):
    annotation = _enum_of(annotation, namespace)
    if annotation is None or value is None:
        return value
    if isinstance(value, Typed) and value.kind == EXT_ENUM:
        value = value.parts[0]
    if isinstance(value, annotation):
        return value
    try:
        return annotation(value)
    except ValueError:
        pass
    if isinstance(value, str) and value in annotation.__members__:
        return annotation.__members__[value]
    raise ValueError(
        "%s is one of %s, not %r" % (name, ", ".join(annotation.__members__), value)
    )
