"""What tools import of `rmote.protocol`, for a script that runs a tool without an agent."""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

try:
    # Where the script has it.
    from rmote.template import Template
except ImportError:
    pass

# Whether a line of a logger (name) and a level (name) is wanted; None where all are.
is_wanted = None  # type: Any


class Tool(object):
    """Base of every tool."""


def process(*argv, **options):
    # type: (*Any, **Any) -> Any
    """Runs a command, and kills what is left of it when the script ends."""
    from rmote.process import process as run

    return run(*argv, **options)


def log(message, level="INFO"):
    # type: (str, str) -> None
    """Writes a line to stderr."""
    if is_wanted is None or is_wanted("rmote", level):
        sys.stderr.write("%s rmote: %s\n" % (level, message))


def end_agent():
    # type: () -> None
    """There is none: the script ends by itself."""
