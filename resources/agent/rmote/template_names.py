"""Which names a template needs to be given."""

import symtable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

from rmote.template_code import quietly


def free_names(source):
    # type: (str) -> frozenset[str]
    """The names that a template reads and binds nowhere, Python's own aside; of the Python that it was written as.

    Scopes are Python's: names of comprehensions, parameters and locals of a def do not count.
    """
    import builtins

    table = quietly(lambda: symtable.symtable(source, "<template>", "exec"))
    read = set()  # type: set[str]
    bound = set()  # type: set[str]
    _collect(table, True, read, bound)
    return frozenset(name for name in read - bound if not hasattr(builtins, name))


def _collect(table, is_top, read, bound):
    # type: (Any, bool, set[str], set[str]) -> None
    for symbol in table.get_symbols():
        if not is_top and not symbol.is_global():
            continue
        if symbol.is_referenced():
            read.add(symbol.get_name())
        if symbol.is_assigned() or symbol.is_imported():
            bound.add(symbol.get_name())
    for child in table.get_children():
        _collect(child, False, read, bound)
