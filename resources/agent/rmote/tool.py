"""Tool classes, and how their source becomes one on a target."""

import _thread
import sys

# A module is executed by one thread, and seen by others when it is whole. The
# lock can be taken again by the thread that has it: source may load source.
_lock = _thread.RLock()

# Modules made of tool source: name -> (source text, file name), for tracebacks.
sources = {}  # type: dict[str, tuple[str, str]]


class ToolMeta(type):
    def __new__(mcs, name, bases, namespace):
        if "__init__" in namespace:
            raise TypeError(
                "%s defines __init__: a Tool has no state of its own, pass values to its methods"
                % name
            )
        return type.__new__(mcs, name, bases, namespace)


class Tool(object, metaclass=ToolMeta):
    """Base of every tool. Its methods are what can be called on a target."""


class ToolRefused(Exception):
    """The call or the tool was refused before any of its code ran."""


def tool_to_dict(tool):
    # type: (type[Tool]) -> dict[str, str]
    """What `tool_from_dict` makes the class of again: its module's name and source."""
    import inspect

    module = sys.modules[tool.__module__]
    return {
        "name": tool.__name__,
        "module": tool.__module__,
        "source": inspect.getsource(module),
        "filename": inspect.getfile(module),
    }


def tool_key(data):
    # type: (object) -> str | None
    """The key of a tool on a connection, of what `tool_from_dict` takes; None if it has none."""
    if not isinstance(data, dict) or not isinstance(data.get("name"), str):
        return None
    module = data.get("module")
    return "%s.%s" % (module, data["name"]) if isinstance(module, str) else data["name"]


def tool_from_dict(data):
    # type: (object) -> tuple[str, Tool]
    """The key and the instance of a tool that was sent as source.

    `data` has the texts `name`, `source`, `filename` and, unless the tool is an
    inline one, `module`. The module is executed once for each version of its
    source. Raises ToolRefused, and what executing the source raises.
    """
    fields = ("name", "source", "filename")
    if not isinstance(data, dict) or not all(isinstance(data.get(f), str) for f in fields):
        raise ToolRefused("a tool is sent as name, source and filename")
    name, source, filename = data["name"], data["source"], data["filename"]
    module = data.get("module")
    if module is None:
        namespace = _execute_inline(name, source, filename)
    elif isinstance(module, str):
        with _lock:
            namespace = _execute_module(module, source, filename)
    else:
        raise ToolRefused("the module of a tool is a text")
    cls = namespace.get(name)
    if not (isinstance(cls, type) and issubclass(cls, Tool)):
        found = sorted(
            n for n, v in namespace.items()
            if isinstance(v, type) and issubclass(v, Tool) and v is not Tool
        )
        raise ToolRefused(
            "%s has no Tool class %s; it has %s" % (filename, name, ", ".join(found) or "none")
        )
    return (name if module is None else module + "." + name), cls()


def _execute_inline(name, source, filename):
    from . import protocol

    key = "inline:" + name
    sources[key] = (source, filename)
    namespace = {"__name__": name, "__rmote_source__": key}
    namespace.update((n, getattr(protocol, n)) for n in protocol.__all__)
    exec(compile(source, filename, "exec", dont_inherit=True), namespace)
    return namespace


def _execute_module(name, source, filename):
    loaded = sys.modules.get(name)
    if loaded is not None:
        if name not in sources:
            raise ToolRefused("a tool module cannot be called %s: Python has one" % name)
        if sources[name] == (source, filename):
            return loaded.__dict__
    code = compile(source, filename, "exec", dont_inherit=True)
    module = type(sys)(name)
    module.__file__ = filename
    module.__dict__["__rmote_source__"] = name
    before = sources.get(name)
    sources[name] = (source, filename)
    sys.modules[name] = module
    try:
        exec(code, module.__dict__)
    except BaseException:
        if loaded is None:
            del sys.modules[name]
            del sources[name]
        else:
            sys.modules[name] = loaded
            sources[name] = before  # type: ignore[assignment]
        raise
    return module.__dict__
