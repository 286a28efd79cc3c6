"""Keeps templates from what is around Python in the browser. The worker's own policy is the first fence, this is the second."""

import io
import os
import sys
from typing import Any

# What leads from Python to the page's JavaScript, and packages that would.
FORBIDDEN = frozenset(["js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "micropip", "webbrowser", "pyodide_http"])


class _Refuses:
    """The first finder of imports: refuses what is forbidden."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name.partition(".")[0] in FORBIDDEN:
            raise ModuleNotFoundError("there is no module %s in the preview" % name, name=name)


def fence() -> None:
    """Shuts templates in; for this process, for good."""
    for name in list(sys.modules):
        if name.partition(".")[0] in FORBIDDEN:
            del sys.modules[name]
    sys.meta_path[:] = [each for each in sys.meta_path if "pyodide" not in type(each).__module__]
    sys.meta_path.insert(0, _Refuses())  # type: ignore[arg-type]
    sys.stdin = io.StringIO("")
    posix = sys.modules.get("posix")
    for module in (os, posix):
        if module is not None:
            setattr(module, "_exit", _exit)
            setattr(module, "abort", _exit)


def _exit(code: int = 0) -> None:
    """What would end the worker ends the template."""
    raise SystemExit(code)
