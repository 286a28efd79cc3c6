"""What will not work on a target: modules that it has not got, and what its Python is too old for.

The sentences on versions are those that an agent refuses a tool with (rmote/newer_syntax.py, newer_modules.py).
"""

from __future__ import annotations

import ast
import re
from typing import Any

import analysis_modules as modules
from analysis_fixes import finding, fix, import_edits, remove_alias, replace
from analysis_infer import infer
from analysis_names import MOST
from analysis_newer import ARGUMENTS, METHODS, NAMES
from analysis_scopes import Scope
from analysis_unit import Unit
from rmote.newer_constructs import find

_OLDEST = (3, 6)
# No syntax is known that came after it.
_NEWEST = (3, 14)
# Nodes that newer syntax makes, or may.
_NEWER = frozenset("NamedExpr Match TryStar TypeAlias TemplateStr Starred".split())
_NEWER_TEXT = re.compile(
    r",\s*/|\bwith\s*\(|\bexcept\s*\*|\bexcept\b[^(:\n]*,|\b(?:def|class|type)\s+\w+\s*\["
    r"|^\s*@(?!\s*[\w.]+\s*(?:\(.*)?(?:#.*)?$)"
    # A tuple or a yield behind an annotation.
    r"|^\s*\(?[\w.]+\)?\s*:[^=\n]+=.*(?:,|\byield\b)",
    re.M,
)
_ODD = re.compile(r"[=\\#\n]|\basync\b|\bawait\b")
_GENERIC = {"list": "List", "dict": "Dict", "set": "Set", "frozenset": "FrozenSet", "tuple": "Tuple", "type": "Type"}


class Target:
    """The Python that a tool is to run on; `text` is its whole version, empty where it is not known."""

    def __init__(self, text: str) -> None:
        numbers = text.split(".")[:2]
        known = len(numbers) == 2 and all(each.isdigit() for each in numbers)
        self.version = (int(numbers[0]), int(numbers[1])) if known else None
        self.text = text if known else ""

    def is_older_than(self, version: "tuple[int, int]") -> bool:
        return (self.version or _OLDEST) < version

    @property
    def severity(self) -> str:
        return "error" if self.version else "hint"

    @property
    def has(self) -> str:
        return "the target has %s" % self.text if self.text else "the target's version is not known"

    def needs(self, what: str, version: "tuple[int, int]") -> str:
        return "%s needs Python %d.%d; %s" % ((what,) + version + (self.has,))


def target_findings(unit: Unit, target: Target) -> "list[dict[str, Any]]":
    return [
        *imports(unit, target),
        *newer_syntax(unit, target),
        *newer_annotations(unit, target),
        *newer_names(unit, target),
    ]


def imports(unit: Unit, target: Target) -> "list[dict[str, Any]]":
    found = []
    for node, _ in unit.names.expressions:
        if not isinstance(node, (ast.Import, ast.ImportFrom)) or len(found) >= MOST:
            continue
        if id(node) in unit.names.typing_only or id(node) in unit.names.guarded:
            continue
        if isinstance(node, ast.ImportFrom) and node.level:
            message = "A relative import finds nothing on a target: a tool is sent without the files beside it."
            found.append(finding("relative-import", "error", unit.text.of(node), message))
            continue
        for alias in node.names:
            module = alias.name if isinstance(node, ast.Import) else node.module or ""
            problem = _module(unit, node, alias, module, target)
            if problem is not None:
                found.append(problem)
                if isinstance(node, ast.ImportFrom):
                    break
    return found


def _module(unit: Unit, node: Any, alias: Any, module: str, target: Target) -> "dict[str, Any] | None":
    place = unit.text.of(alias if isinstance(node, ast.Import) else node)
    top = module.partition(".")[0]
    if top == "rmote":
        return _rmote(unit, node, alias, module)
    if top == "tools":
        message = "%s is on a target only after one of its tools was called in the same session." % module
        return finding("other-tool", "warning", place, message)
    if not modules.is_standard(module):
        message = (
            "%s is not in Python's standard library, and nothing is installed on a target."
            " Where a target may have it, import it in a try and catch ImportError." % top
        )
        if top in modules.INSTEAD:
            message += " " + modules.INSTEAD[top]
        return finding("third-party", "warning", place, message)
    if top in modules.WINDOWS:
        return finding("windows-only", "warning", place, "The module %s is only on Windows." % top)
    removed = modules.removed_in(module)
    if removed is not None and (target.version is None or removed <= target.version):
        message = "the module %s was removed in Python %d.%d; %s" % ((module,) + removed + (target.has,))
        return finding("removed-module", target.severity, place, message)
    added = modules.added_in(module)
    if isinstance(node, ast.ImportFrom) and added is None:
        added = modules.added_in("%s.%s" % (module, alias.name))
        module = module if added is None else "%s.%s" % (module, alias.name)
    if added is not None and target.is_older_than(added):
        return finding("newer-module", target.severity, place, target.needs("the module %s" % module, added))
    if top in modules.PACKAGES:
        message = "Debian has %s in a package of its own, %s." % (top, modules.PACKAGES[top])
        return finding("own-package", "hint", place, message)
    return None


def _rmote(unit: Unit, node: Any, alias: Any, module: str) -> "dict[str, Any] | None":
    if not modules.RMOTE:
        return None
    if module not in modules.RMOTE:
        text = "The agent has no module %s; tools import from rmote.protocol." % module
        return finding("unknown-module", "error", unit.text.of(node), text)
    if not isinstance(node, ast.ImportFrom) or module != "rmote.protocol":
        return None
    for each in node.names:
        name = each.name
        thing = infer(unit, ast.Name(each.asname or name, ast.Load()), unit.names.module)
        if name != "*" and thing is not None and thing.kind == "variable" and name not in modules.RMOTE_NAMES:
            text = "rmote.protocol has no %s; it has %s." % (name, ", ".join(modules.RMOTE_NAMES))
            remove = fix("Remove %s" % name, *remove_alias(unit, node, each))
            return finding("unknown-name", "error", unit.text.of(each), text, remove)
    return None


def may_be_newer(unit: Unit) -> bool:
    """Whether a source can have syntax that came after 3.6. Quick, and true where it cannot be told."""
    names = unit.names
    if unit.error is not None or unit.lines or names.postponed or names.kinds & _NEWER:
        return True
    if "Continue" in names.kinds and "finally" in unit.text.source:
        return True
    if _NEWER_TEXT.search(unit.text.source):
        return True
    return any(_is_odd(unit.text.segment(node)) for node in names.formatted)


def _is_odd(text: str) -> bool:
    """Whether an f-string is more than texts and plain expressions."""
    return _ODD.search(text) is not None or text.count('"') + text.count("'") > 2


def newer_syntax(unit: Unit, target: Target) -> "list[dict[str, Any]]":
    found: "list[dict[str, Any]]" = []
    if target.version is not None and target.version >= _NEWEST or not may_be_newer(unit):
        return found
    for construct in find(unit.text.source, target.version or _OLDEST)[:MOST]:
        line, column = unit.text.at(construct.start)
        row = unit.text.row(line)
        end = column + 1
        while end < len(row) and (row[end - 1].isalnum() and row[end].isalnum() or row[column:end + 1] == ":="):
            end += 1
        place = unit.text.range((line, column), (line, end))
        found.append(finding("newer-syntax", target.severity, place, target.needs(construct.what, construct.version)))
    return found


def newer_annotations(unit: Unit, target: Target) -> "list[dict[str, Any]]":
    """Annotations that an older Python fails at when it defines what they are of."""
    found = []
    for node in unit.names.annotations:
        union = [each for each in ast.walk(node) if isinstance(each, ast.BinOp) and isinstance(each.op, ast.BitOr)]
        generic = [_generic(unit, each) for each in ast.walk(node) if _generic(unit, each)]
        if union and target.is_older_than((3, 10)):
            message = target.needs("a union with | in an annotation that is evaluated", (3, 10))
        elif generic and target.is_older_than((3, 9)):
            message = target.needs("%s[...] in an annotation that is evaluated" % generic[0], (3, 9))
        else:
            continue
        fixes = [_typed(unit, node), _quoted(unit, node)]
        found.append(finding("newer-annotation", target.severity, unit.text.of(node), message, *fixes))
    return found


def _generic(unit: Unit, node: Any) -> str:
    """The builtin class that is indexed as a type; empty where none is."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Name):
        return ""
    name = node.value.id
    return name if name in _GENERIC and not unit.names.module.find(name) else ""


def _quoted(unit: Unit, node: Any) -> "dict[str, Any] | None":
    text = unit.text.segment(node)
    if "\n" in text or '"' in text:
        return None
    return fix("Put the annotation in quotes", replace(unit, node, '"%s"' % text))


def _typed(unit: Unit, node: Any) -> "dict[str, Any]":
    """The same by the names of `typing`."""
    used: "set[str]" = set()

    def old(each: Any) -> Any:
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.BitOr):
            parts = _parts(each)
            rest = [old(part) for part in parts if not (isinstance(part, ast.Constant) and part.value is None)]
            inner = rest[0]
            if len(rest) > 1:
                used.add("Union")
                inner = ast.Subscript(ast.Name("Union"), ast.Tuple(rest), ast.Load())
            if len(rest) == len(parts):
                return inner
            used.add("Optional")
            return ast.Subscript(ast.Name("Optional"), inner, ast.Load())
        if isinstance(each, ast.Subscript):
            generic = _generic(unit, each)
            if not generic:
                return ast.Subscript(each.value, old(each.slice), ast.Load())
            used.add(_GENERIC[generic])
            return ast.Subscript(ast.Name(_GENERIC[generic]), old(each.slice), ast.Load())
        if isinstance(each, (ast.Tuple, ast.List)):
            return type(each)([old(item) for item in each.elts], ast.Load())
        return each

    text = ast.unparse(ast.fix_missing_locations(old(node)))
    # A tuple in an index has no brackets.
    edits = import_edits(unit, "typing", sorted(used))
    return fix("Write it as %s" % text, replace(unit, node, text), *edits)


def _parts(node: Any) -> "list[Any]":
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _parts(node.left) + _parts(node.right)
    return [node]


def newer_names(unit: Unit, target: Target) -> "list[dict[str, Any]]":
    found: "list[dict[str, Any]]" = []
    own = {name for scope in unit.names.scopes.values() for name in scope.bindings}
    for node, scope in unit.names.expressions:
        if len(found) >= MOST or id(node) in unit.names.guarded or id(node) in unit.names.typing_only:
            continue
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                version = NAMES.get("%s.%s" % (node.module, alias.name))
                _add(found, unit, target, alias, "%s.%s" % (node.module, alias.name), version)
        elif isinstance(node, ast.Name):
            _add(found, unit, target, node, node.id, None if scope.find(node.id) else NAMES.get(node.id))
        elif isinstance(node, ast.Attribute):
            full = full_name(unit, node, scope)
            version = NAMES.get(full or "")
            if version is None and full is None and node.attr not in own:
                version = METHODS.get(node.attr)
            _add(found, unit, target, node, full or "the method %s" % node.attr, version)
        elif isinstance(node, ast.Call):
            full = full_name(unit, node.func, scope)
            for keyword in node.keywords:
                version = ARGUMENTS.get((full or "." + getattr(node.func, "attr", ""), keyword.arg or ""))
                what = "the argument %s of %s" % (keyword.arg, full or getattr(node.func, "attr", ""))
                _add(found, unit, target, keyword, what, version)
    return found


def _add(
    found: "list[Any]", unit: Unit, target: Target, node: Any, what: str, version: "tuple[int, int] | None"
) -> None:
    if version is not None and target.is_older_than(version):
        found.append(finding("newer-name", target.severity, unit.text.of(node), target.needs(what, version)))


def full_name(unit: Unit, node: Any, scope: Scope) -> "str | None":
    """The name under which the standard library has what an expression of names stands for.

    None where it is something else.
    """
    parts: "list[str]" = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    bindings = scope.find(node.id)
    if not bindings:
        return ".".join([node.id, *parts])
    for binding in bindings:
        if binding.kind == "import":
            first = binding.module if binding.member is None else "%s.%s" % (binding.module, binding.member)
            return ".".join([first, *parts])
    return None

