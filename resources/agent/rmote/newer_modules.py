"""Says which Python has a standard module that this one has not."""

import sys

# Name, as a ModuleNotFoundError has it, and the version that brought it.
ADDED = {
    "contextvars": (3, 7),
    "dataclasses": (3, 7),
    "importlib.resources": (3, 7),
    "importlib.metadata": (3, 8),
    "multiprocessing.shared_memory": (3, 8),
    "graphlib": (3, 9),
    "zoneinfo": (3, 9),
    "importlib.resources.abc": (3, 11),
    "tomllib": (3, 11),
    "wsgiref.types": (3, 11),
    "annotationlib": (3, 14),
    "compression": (3, 14),
    "concurrent.interpreters": (3, 14),
    "pathlib.types": (3, 14),
    "string.templatelib": (3, 14),
}
# Version, and the names that it has no more.
REMOVED = {
    (3, 7): "fpectl macurl2path",
    (3, 8): "macpath",
    (3, 9): "_dummy_thread dummy_threading",
    (3, 10): "formatter parser symbol",
    (3, 11): "binhex",
    (3, 12): "asynchat asyncore distutils imp smtpd",
    (3, 13): "aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib"
    " ossaudiodev pipes sndhdr spwd sunau telnetlib tkinter.tix uu xdrlib",
}


def explain(name):
    # type: (str | None) -> str | None
    """A sentence on a module that cannot be found; None where its version is not the reason."""
    has = "the target has %d.%d.%d" % sys.version_info[:3]
    added = ADDED.get(name or "", (0, 0))
    if added > sys.version_info[:2]:
        return "the module %s needs Python %d.%d; %s" % ((name,) + added + (has,))
    for removed, names in REMOVED.items():
        if name in names.split() and removed <= sys.version_info[:2]:
            return "the module %s was removed in Python %d.%d; %s" % ((name,) + removed + (has,))
    return None
