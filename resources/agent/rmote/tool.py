"""Tool classes, and how their source becomes one on a target."""

import _thread
import sys

# A module is executed by one thread, and seen by others when it is whole. The
# lock can be taken again by the thread that has it: source may load source.
_lock = _thread.RLock()

# Modules of inline tools are called this and the tool's name, which no module of Python is.
INLINE = "inline:"

# What a module is made of is in it: its name, source text and file name, also for tracebacks.
SOURCE = "__rmote_source__"

# The module that was last made of a file, or was to be: name of the file -> name of the module.
module_of_file = {}  # type: dict[str, str]


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
    inline one, `module`; `modules` of the agent's, text by name, are there to be
    imported from then on. The module is executed once for each version of its
    source. Raises ToolRefused, and what executing the source raises.
    """
    fields = ("name", "source", "filename")
    if not isinstance(data, dict) or not all(isinstance(data.get(f), str) for f in fields):
        raise ToolRefused("a tool is sent as name, source and filename")
    name, source, filename = data["name"], data["source"], data["filename"]
    _add_modules(data.get("modules", {}))
    module = data.get("module")
    if module is None:
        from rmote import protocol

        # Some are loaded when they are asked for.
        names = {n: getattr(protocol, n) for n in protocol.__all__ if n in source}
        namespace = _execute(INLINE + name, source, filename, names)
    elif isinstance(module, str):
        namespace = _execute(module, source, filename, {})
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


def _add_modules(modules):
    if not isinstance(modules, dict) or not all(
        isinstance(name, str) and name.startswith("rmote.") and isinstance(text, str)
        for name, text in modules.items()
    ):
        raise ToolRefused("modules of the agent's are sent as texts by their names")
    # Where the agent's modules are files, there are all of them.
    sources = getattr(sys.modules["rmote"].__loader__, "sources", {})  # type: dict[str, bytes]
    for name, text in modules.items():
        # What is there stays: it may have been imported.
        sources.setdefault(name, text.encode())


def _execute(name, source, filename, names):
    # type: (str, str, str, dict[str, object]) -> dict[str, object]
    """The namespace of a module; `names` are in it from the start."""
    with _lock:
        loaded = sys.modules.get(name)
        if loaded is not None:
            made_of = loaded.__dict__.get(SOURCE)
            if made_of is None:
                raise ToolRefused("a tool module cannot be called %s: Python has one" % name)
            if made_of == (name, source, filename):
                return loaded.__dict__
        module_of_file[filename] = name
        code = _compile(source, filename)
        module = type(sys)(name)
        module.__file__ = filename
        module.__dict__[SOURCE] = (name, source, filename)
        module.__dict__.update(names)
        sys.modules[name] = module
        try:
            _run(code, module.__dict__)
        except BaseException:
            if loaded is None:
                del sys.modules[name]
            else:
                sys.modules[name] = loaded
            raise
        return module.__dict__


def _compile(source, filename):
    try:
        return compile(source, filename, "exec", dont_inherit=True)
    except SyntaxError as error:
        from rmote.newer_syntax import refusal

        refused = refusal(source, filename, error)
        if refused is None:
            raise
        raise refused from error


def _run(code, namespace):
    try:
        exec(code, namespace)
    except ModuleNotFoundError as error:
        from rmote.newer_modules import explain

        what = explain(error.name)
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        # An import inside another package is that package's matter.
        if what is None or trace is None or trace.tb_frame.f_globals is not namespace:
            raise
        text = "%s, line %d: %s" % (code.co_filename, trace.tb_lineno, what)
        raise ToolRefused(text).with_traceback(error.__traceback__) from error
