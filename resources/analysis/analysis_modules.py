"""What modules there are on a target, and what is in them.

The standard library is asked by importing it here, which runs nothing but its own code. The agent's modules
are read as source, as the tool's file is.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

from rmote.newer_modules import ADDED, REMOVED

# Source by module, such as "rmote.protocol".
RMOTE: "dict[str, str]" = {}
# Where what `rmote.protocol` hands on is written down.
RMOTE_HOME = {
    ("rmote.protocol", "process"): ("rmote.process", "process"),
    ("rmote.protocol", "Template"): ("rmote.template", "Template"),
}
# What tools import from there.
RMOTE_NAMES = ("Tool", "process", "log", "Template")

# Importing them does something, or they are programs and no libraries.
_NOT_IMPORTED = frozenset("antigravity this idlelib turtledemo test turtle tkinter pip __main__ pydoc_data".split())
# Parts of `re` that nobody imports by name any more.
_INNER = frozenset("sre_compile sre_constants sre_parse".split())
# https://docs.python.org/3/library/windows.html and `_winapi` beside it.
WINDOWS = frozenset("msvcrt winreg winsound nt _winapi msilib".split())
# Debian has them in packages of their own: packages.debian.org, python3-tk and python3-venv.
PACKAGES = {"tkinter": "python3-tk", "turtle": "python3-tk", "venv": "python3-venv", "ensurepip": "python3-venv"}
# What the Python in the app has not got, and Linux has: name, signature, first line of the documentation.
ABSENT: "dict[str, list[tuple[str, str, str]]]" = {
    "pwd": [
        ("getpwnam", "(name)", "The entry of the password database for a user name; KeyError where there is none."),
        ("getpwuid", "(uid)", "The entry of the password database for a user id; KeyError where there is none."),
        ("getpwall", "()", "All entries of the password database."),
    ],
    "grp": [
        ("getgrnam", "(name)", "The entry of the group database for a group name; KeyError where there is none."),
        ("getgrgid", "(gid)", "The entry of the group database for a group id; KeyError where there is none."),
        ("getgrall", "()", "All entries of the group database."),
    ],
    "resource": [
        ("getrlimit", "(resource)", "The soft and the hard limit of a resource."),
        ("setrlimit", "(resource, limits)", "Sets the soft and the hard limit of a resource."),
        ("getrusage", "(who)", "What a process, or its children, have used so far."),
    ],
    "syslog": [
        ("syslog", "(priority, message)", "Sends a message to the system's logger."),
        ("openlog", "(ident='', logoption=0, facility=LOG_USER)", "Sets what later messages have in common."),
        ("closelog", "()", "Sets the module back."),
    ],
}
# What there is in the place of well-known packages.
INSTEAD = {
    "requests": "urllib.request does what most need.",
    "httpx": "urllib.request does what most need.",
    "urllib3": "urllib.request does what most need.",
    "yaml": "json does, where the form of the file is yours to choose.",
    "simplejson": "json does the same.",
    "psutil": "The built-in tools Facts, Process and Network tell much of it.",
    "pytz": "datetime has UTC, and zoneinfo the others from Python 3.9 on.",
    "dateutil": "datetime does what most need.",
    "paramiko": "The app makes the connections.",
    "fabric": "The app makes the connections.",
    "jinja2": "Template of rmote.protocol renders templates.",
    "mako": "Template of rmote.protocol renders templates.",
    "six": "Targets have Python 3.6 or newer.",
    "pathlib2": "pathlib does the same.",
    "mock": "unittest.mock does the same.",
    "toml": "tomllib reads it from Python 3.11 on.",
    "attr": "collections.namedtuple or, from Python 3.7 on, dataclasses.",
    "pydantic": "collections.namedtuple or, from Python 3.7 on, dataclasses.",
}

_REMOVED_IN = {name: version for version, names in REMOVED.items() for name in names.split()}
_STANDARD = frozenset(getattr(sys, "stdlib_module_names", ())) | {name.partition(".")[0] for name in _REMOVED_IN}


def learn(sources: "dict[str, str]") -> None:
    """Takes in the agent's modules: `rmote/protocol.py` and so on, with their sources."""
    for path, source in sources.items():
        if path.startswith("rmote/"):
            name = path[: -len(".py")].replace("/", ".")
            RMOTE["rmote" if name == "rmote.__init__" else name] = source


def is_standard(name: str) -> bool:
    return name.partition(".")[0] in _STANDARD


def removed_in(name: str) -> "tuple[int, int] | None":
    """The version that has it no more; None where the newest has it."""
    return _REMOVED_IN.get(name) or _REMOVED_IN.get(name.partition(".")[0])


def added_in(name: str) -> "tuple[int, int] | None":
    """The version that brought it; None where 3.6 has it."""
    parts = name.split(".")
    known = [ADDED[".".join(parts[:end])] for end in range(1, len(parts) + 1) if ".".join(parts[:end]) in ADDED]
    return max(known, default=None)


def load(name: str) -> Any:
    """A module of the standard library; None where it is not here."""
    if not is_standard(name) or name.partition(".")[0] in _NOT_IMPORTED:
        return None
    if name in sys.modules:
        return sys.modules[name]
    try:
        return importlib.import_module(name)
    except (Exception, SystemExit):
        return None


def standard_modules() -> "list[str]":
    """Those that are offered."""
    return sorted(
        name
        for name in _STANDARD
        if not name.startswith("_") and name not in WINDOWS | _NOT_IMPORTED | _INNER and not _REMOVED_IN.get(name)
    )


def submodules(name: str) -> "list[str]":
    """Names of the modules in a package."""
    if name == "rmote":
        return sorted(each.partition(".")[2] for each in RMOTE if "." in each)
    module = load(name)
    if getattr(module, "__path__", None) is None:
        return []
    import pkgutil

    return sorted(info.name for info in pkgutil.iter_modules(module.__path__) if not info.name.startswith("_"))
