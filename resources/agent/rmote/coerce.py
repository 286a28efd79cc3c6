"""Members of an Enum, from the values that a peer can send."""

import enum
import sys


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
    names = code.co_varnames[: code.co_argcount]
    if function is not method:
        names = names[1:]
    args = list(args)
    for index, name in enumerate(names[: len(args)]):
        args[index] = _member(annotations.get(name), namespace, name, args[index])
    kwargs = {
        name: _member(annotations.get(name), namespace, name, item)
        for name, item in kwargs.items()
    }
    return args, kwargs


def _member(annotation, namespace, name, value):
    if isinstance(annotation, str):
        annotation = namespace.get(annotation)
    if not (isinstance(annotation, type) and issubclass(annotation, enum.Enum)):
        return value
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
