"""`NamedTuple` as `typing` has it, without importing that, which takes a target some milliseconds."""

import sys

__all__ = ["NamedTuple"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:

    def NamedTuple(name, fields):
        """A namedtuple. The types of its fields are for those who read the source."""
        from collections import namedtuple

        module = sys._getframe(1).f_globals.get("__name__")
        return namedtuple(name, [field for field, _ in fields], module=module)
