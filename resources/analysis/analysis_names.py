"""What Python refuses to read, names that mean nothing, and imports that nobody reads."""

from __future__ import annotations

import difflib
import re
from typing import Any

import analysis_modules as modules
from analysis_fixes import finding, fix, import_edits, remove_alias, replace
from analysis_scopes import BUILTINS, Binding, Use, is_known, use_range
from analysis_unit import Unit

# Findings of a kind that are told at most.
MOST = 100
_NOQA = re.compile(r"#\s*(?:noqa\b|type:\s*ignore|pyright:\s*ignore)", re.I)
_TYPE_COMMENT = re.compile(r"#\s*type:\s*(.*)")
# Where names that are often used without their import come from.
_HOMES = {
    name: module
    for module, names in {
        "rmote.protocol": "Tool process log Template",
        "typing": "Any Callable Dict Iterable Iterator List Literal NamedTuple Optional Sequence Set Tuple Union",
        "collections": "Counter OrderedDict defaultdict deque namedtuple",
        "dataclasses": "dataclass",
        "pathlib": "Path PurePath",
        "enum": "Enum IntEnum",
        "functools": "partial wraps lru_cache",
        "decimal": "Decimal",
        "contextlib": "contextmanager suppress",
        "textwrap": "dedent",
        "datetime": "timedelta timezone",
    }.items()
    for name in names.split()
}


def syntax(unit: Unit) -> "list[dict[str, Any]]":
    found = [
        finding("syntax-warning", "warning", _whole_row(unit, line), _sentence(message))
        for line, message in unit.warnings[:MOST]
    ]
    error = unit.error
    if error is None:
        return found
    if not isinstance(error, SyntaxError):
        message = "Python cannot read this text: %s" % error
        if isinstance(error, (RecursionError, MemoryError)):
            message = "Python cannot read this text: it is nested too deep."
        return found + [finding("syntax", "error", _whole_row(unit, 1), message)]
    start, end = _error_range(unit, error)
    message = "Python cannot read this: %s" % _sentence(error.msg or "invalid syntax")
    return found + [finding("syntax", "error", unit.text.range(start, end), message)]


def _error_range(unit: Unit, error: SyntaxError) -> "tuple[tuple[int, int], tuple[int, int]]":
    rows = unit.text.rows
    line = min(max(error.lineno or 1, 1), len(rows))
    column = min(max((error.offset or 1) - 1, 0), len(rows[line - 1]))
    last = min(max(getattr(error, "end_lineno", None) or line, line), len(rows))
    behind = (getattr(error, "end_offset", None) or 0) - 1
    end = (last, min(max(behind, 0), len(rows[last - 1])))
    if end <= (line, column):
        end = (line, min(column + 1, len(rows[line - 1])))
    if end == (line, column):
        # At the end of a line: its last character can be seen.
        column = max(column - 1, 0)
    return (line, column), end


def _whole_row(unit: Unit, line: int) -> "dict[str, int]":
    row = unit.text.row(line)
    return unit.text.range((line, len(row) - len(row.lstrip())), (line, len(row.rstrip())))


def _sentence(message: str) -> str:
    return message if message[-1:] in (".", "?", "!") else message + "."


def unknown(unit: Unit) -> "list[dict[str, Any]]":
    names = unit.names
    if any(not _star_names(each) for each in names.stars) or _makes_names(unit):
        # What they bring is not known.
        return []
    starred = {name for each in names.stars for name in _star_names(each) or ()}
    found = []
    for use in names.uses:
        if len(found) >= MOST:
            break
        if use.caught or use.name in starred or _is_silenced(unit, use_range(unit.text, use.node)[0][0]):
            continue
        if not is_known(use, names):
            found.append(_unknown(unit, use))
        elif not use.lazy and _is_for_types_only(unit, use):
            place = unit.text.range(*use_range(unit.text, use.node))
            text = "%s is imported only where TYPE_CHECKING is true, and so not on a target." % use.name
            found.append(finding("typing-only-name", "error", place, text))
    for name, node in names.exported:
        is_bound = name in names.module.bindings or name in starred or name in names.words
        if not is_bound and not _is_silenced(unit, node.lineno):
            message = "__all__ names %s, which is not defined." % name
            found.append(finding("unknown-name", "warning", unit.text.of(node), message))
    return found


def _makes_names(unit: Unit) -> bool:
    """Whether names may be made by text."""
    return any(use.name in ("exec", "globals") and not use.scope.find(use.name) for use in unit.names.uses)


def _is_silenced(unit: Unit, line: int) -> bool:
    return _NOQA.search(unit.text.row(line)) is not None


def _star_names(node: Any) -> "list[str] | None":
    """What an import of everything brings; None where that is not known."""
    if node.level:
        return None
    if node.module == "rmote.protocol":
        return list(modules.RMOTE_NAMES)
    loaded = modules.load(node.module or "")
    if loaded is None:
        return None
    return list(getattr(loaded, "__all__", None) or [n for n in vars(loaded) if not n.startswith("_")])


def _is_for_types_only(unit: Unit, use: Use) -> bool:
    if id(use.node) in unit.names.typing_only:
        return False
    bindings = use.scope.find(use.name)
    return bool(bindings) and all(each.typing_only and each.kind == "import" for each in bindings)


def _unknown(unit: Unit, use: Use) -> "dict[str, Any]":
    start, end = use_range(unit.text, use.node)
    fixes = []
    message = "%s is not defined." % use.name
    home = _HOMES.get(use.name)
    if home is not None:
        message += " It is in %s." % home
        fixes.append(fix("Import %s from %s" % (use.name, home), *import_edits(unit, home, [use.name])))
    elif modules.is_standard(use.name) and not modules.removed_in(use.name):
        message += " There is a module of that name."
        fixes.append(fix("Import %s" % use.name, *import_edits(unit, use.name, [])))
    else:
        near = difflib.get_close_matches(use.name, [*use.scope.visible(), *BUILTINS], 1, 0.75)
        if near:
            message += " Did you mean %s?" % near[0]
            if use.node.__class__.__name__ == "Name":
                fixes.append(fix("Change to %s" % near[0], replace(unit, use.node, near[0])))
    severity = "warning" if use.lazy else "error"
    return finding("unknown-name", severity, unit.text.range(start, end), message, *fixes)


def unused(unit: Unit) -> "list[dict[str, Any]]":
    """Imports that are never read. What stands in type comments counts as read."""
    read = {id(binding) for use in unit.names.uses for binding in use.scope.find(use.name)}
    words = set(unit.names.words) | {name for name, _ in unit.names.exported}
    for row in unit.text.rows:
        comment = _TYPE_COMMENT.search(row)
        if comment is not None:
            words.update(re.findall(r"\w+", comment.group(1)))
    found = []
    pending = [unit.names.module]
    while pending and len(found) < MOST:
        scope = pending.pop()
        pending += scope.children
        for name, bindings in scope.bindings.items():
            if name in words or any(id(each) in read for each in bindings):
                continue
            found += [_unused(unit, each) for each in bindings if _is_idle(unit, each)]
    return sorted(found, key=lambda each: (each["line"], each["column"]))


def _is_idle(unit: Unit, binding: Binding) -> bool:
    if binding.kind != "import" or binding.module == "__future__" or binding.guarded:
        return False
    if getattr(binding.node, "asname", None) == (binding.member or binding.node.name):
        # Said twice, it is handed on.
        return False
    return not _is_silenced(unit, binding.statement.lineno)


def _unused(unit: Unit, binding: Binding) -> "dict[str, Any]":
    place = unit.text.of(binding.node)
    remove = fix("Remove the import of %s" % binding.name, *remove_alias(unit, binding.statement, binding.node))
    found = finding("unused-import", "hint", place, "%s is imported and not used." % binding.name, remove)
    found["unnecessary"] = True
    return found
