"""Keeps templates from what is around Python in the browser. The worker's own policy is the first fence, this is the second."""

import _imp
import builtins
import gc
import io
import os
import re
import sys
from types import ModuleType
from typing import Any

# What leads from Python to JavaScript and the page.
FORBIDDEN = frozenset(["js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "micropip", "webbrowser"])

# What templates share, as it was.
_kept: "dict[str, Any]" = {}
_builtins = builtins.__dict__


class _Refuses:
    """The first finder of imports: refuses what is forbidden."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name.partition(".")[0] in FORBIDDEN:
            raise ModuleNotFoundError("there is no module %s in the preview" % name, name=name)


def fence() -> None:
    """Shuts templates in, for as long as this process lives.

    Afterwards Python code cannot be run from JavaScript by its text; functions that JavaScript holds can be called.
    """
    found = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in FORBIDDEN}
    for name, module in found.items():
        _disconnect(module)
        del sys.modules[name]
    # Loaded anew they would set up the page's side again, which ends the worker.
    for directory in getattr(sys.modules.get("zipimport"), "_zip_directory_cache", {}).values():
        for path in [path for path in directory if re.split(r"[\\/.]", path)[0] in FORBIDDEN]:
            del directory[path]
    create = _imp.create_builtin

    def create_allowed(spec: Any) -> Any:
        if spec.name in FORBIDDEN:
            raise ModuleNotFoundError("there is no module %s in the preview" % spec.name, name=spec.name)
        return create(spec)

    setattr(_imp, "create_builtin", create_allowed)
    sys.meta_path[:] = [each for each in sys.meta_path if type(each).__module__.partition(".")[0] not in FORBIDDEN]
    sys.meta_path.insert(0, _Refuses())
    sys.stdin = io.StringIO("")
    for name in ("get_objects", "get_referrers", "get_referents"):
        setattr(gc, name, _refused)
    for module in (os, sys.modules.get("posix")):
        for name in ("_exit", "abort", "kill", "killpg"):
            if hasattr(module, name):
                setattr(module, name, _exit)
    keep()


def keep() -> None:
    """Remembers what templates share."""
    _kept.update(
        modules=dict(sys.modules), meta_path=list(sys.meta_path), path=list(sys.path),
        builtins=dict(_builtins), limit=sys.getrecursionlimit(), streams=(sys.stdout, sys.stderr),
    )


def restore() -> None:
    """Undoes what the last template changed of it."""
    if not _kept:
        return
    # First, and with nothing but methods: the rest needs them.
    if _builtins != _kept["builtins"]:
        _builtins.clear()
        _builtins.update(_kept["builtins"])
    sys.settrace(None)
    sys.setprofile(None)
    for name, module in _kept["modules"].items():
        if sys.modules.get(name) is not module:
            sys.modules[name] = module
    sys.meta_path[:] = _kept["meta_path"]
    sys.path[:] = _kept["path"]
    sys.stdout, sys.stderr = _kept["streams"]
    sys.stdin = io.StringIO("")
    if sys.getrecursionlimit() != _kept["limit"]:
        sys.setrecursionlimit(_kept["limit"])


def _disconnect(module: Any) -> None:
    """Takes out of a module what is JavaScript's, or leads there: code can be reached by others than its name."""
    if not isinstance(module, ModuleType):
        return
    finder = vars(module).get("jsfinder")
    if finder is not None:
        finder.jsproxies.clear()
    for name, value in list(vars(module).items()):
        leads = isinstance(value, ModuleType) and value.__name__.partition(".")[0] in FORBIDDEN
        if leads or name == "run_js" or type(value).__name__ == "JsProxy":
            setattr(module, name, None)


def _refused(*_: Any) -> None:
    raise RuntimeError("this cannot be asked in the preview")


def _exit(*_: Any) -> None:
    """What would end the worker ends the template."""
    raise SystemExit("the template ended the program")
