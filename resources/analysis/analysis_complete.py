"""What can be written at a place."""

from __future__ import annotations

import ast
import builtins
import inspect
import keyword
import re
import types
from typing import Any

import analysis_modules as modules
from analysis_describe import describe
from analysis_fixes import import_edits
from analysis_infer import Thing, assigned, decorators, infer, lineage, member, of_binding, of_import
from analysis_results import FIELDS
from analysis_scopes import Binding, Scope
from analysis_unit import Unit

MOST = 1000
_WORD = re.compile(r"\w*\Z")
_IMPORT = re.compile(r"(?:^|;)\s*import\s+(?:[\w.]+(?:\s+as\s+\w+)?\s*,\s*)*([\w.]*)\Z")
_FROM = re.compile(r"(?:^|;)\s*from\s+([\w.]*)\Z")
_FROM_IMPORT = re.compile(r"(?:^|;)\s*from\s+([\w.]+)\s+import\s+\(?[^()]*\Z")
_NEW_NAME = re.compile(r"(?:\b(?:def|class|as|global|nonlocal)\s+\w*|\b\d[\w.]*)\Z")
_SOFT = ("match", "case", "type")


def complete(unit: Unit, place: "tuple[int, int]") -> "dict[str, Any]":
    """`items`, and the range of the word that they take the place of."""
    line, column = place
    before = unit.text.row(line)[:column]
    word = _WORD.search(before)
    begin = word.start() if word is not None else column
    items = _items(unit, place, before, begin)
    found = {"items": items[:MOST]}
    found.update(unit.text.range((line, begin), place))  # type: ignore[arg-type]
    return found


def _items(unit: Unit, place: "tuple[int, int]", before: str, begin: int) -> "list[dict[str, Any]]":
    offset = unit.text.offset(place)
    if not unit.text.is_code(offset):
        return []
    imported = _IMPORT.search(before)
    if imported is not None:
        return _modules(imported.group(1))
    source = _FROM.search(before)
    if source is not None:
        return _modules(source.group(1))
    source = _FROM_IMPORT.search(before)
    if source is not None:
        return _of_module(source.group(1))
    if _NEW_NAME.search(before):
        return []
    scope = unit.names.scope_at(place)
    start = offset - (place[1] - begin)
    if before[:begin].endswith("."):
        return _members(unit, unit.text.expression_before(start - 1), scope)
    return _arguments(unit, start, scope) + _names(unit, scope, before, begin, place)


def item(label: str, kind: str, detail: str = "", rank: int = 5, **more: Any) -> "dict[str, Any]":
    """`rank` sorts; `edits` are made elsewhere when it is taken."""
    return {"label": label, "kind": kind, "detail": detail, "rank": rank, "insert": more.get("insert", label),
            "edits": more.get("edits", [])}  # fmt: skip


def _modules(typed: str) -> "list[dict[str, Any]]":
    package, dot, _ = typed.rpartition(".")
    if dot:
        return [item(name, "module", "", 1) for name in modules.submodules(package)]
    return [item("rmote", "module", "what tools import from", 0)] + [
        item(name, "module", "", 1) for name in modules.standard_modules()
    ]


def _of_module(name: str) -> "list[dict[str, Any]]":
    thing = of_import(name, None)
    inner = [item(each, "module", "", 3) for each in modules.submodules(name)]
    return (_of_thing(thing) if thing is not None else []) + inner


def _members(unit: Unit, expression: str, scope: Scope) -> "list[dict[str, Any]]":
    if not expression or expression.isdigit():
        return []
    try:
        node = ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    thing = infer(unit, node, scope)
    return _of_thing(thing) if thing is not None else []


def _of_thing(thing: Thing) -> "list[dict[str, Any]]":
    if thing.kind == "module" and thing.unit is not None:
        return _of_rmote(thing)
    if thing.kind == "absent":
        return [item(n, "function", n + text, 1) for n, text, _ in modules.ABSENT.get(thing.name, [])]
    if thing.kind in ("own", "class"):
        return _of_class(thing)
    if thing.kind in ("module", "object", "instance"):
        fields = FIELDS.get(thing.obj, {}) if thing.kind == "instance" else {}
        public = getattr(thing.obj, "__all__", None) if thing.kind == "module" else None
        return [item(name, "field", "", 0) for name in fields] + _of_object(thing.obj, public)
    if thing.obj is not None:
        return _of_object(type(thing.obj), None)
    return []


def _of_rmote(thing: Thing) -> "list[dict[str, Any]]":
    found = []
    names = list(modules.RMOTE_NAMES) if thing.name == "rmote.protocol" else []
    if thing.name == "rmote":
        return [item("protocol", "module", "", 0)]
    if not names and thing.unit is not None:
        bound = thing.unit.names.module.bindings
        names = [n for n, b in bound.items() if not n.startswith("_") and b and b[0].kind in ("function", "class")]
    for name in names:
        of = member(thing, name)
        shown = describe(of) if of is not None else None
        kind = "class" if of is not None and of.kind == "class" else "function"
        found.append(item(name, kind, shown.title if shown else "", 1))
    return found


def _of_class(thing: Thing) -> "list[dict[str, Any]]":
    found: "dict[str, dict[str, Any]]" = {}
    unit = thing.unit
    if unit is None:
        return []
    for depth, cls in enumerate(lineage(unit, thing.node)):
        scope = unit.names.scopes.get(id(cls)) if cls is not None else None
        if scope is None:
            continue
        for name, bindings in scope.bindings.items():
            if name not in found and bindings:
                rank = (6 if name.startswith("_") else 1) + min(depth, 2)
                found[name] = _of_bound(unit, name, bindings[0], rank)
        for name in assigned(unit, cls) if thing.kind == "own" else ():
            found.setdefault(name, item(name, "field", "", 2))
    return list(found.values())


def _of_bound(unit: Unit, name: str, binding: Binding, rank: int) -> "dict[str, Any]":
    if binding.kind == "function":
        in_class = binding.scope.kind == "class"
        kind = "method" if in_class else "function"
        if in_class and "property" in decorators(binding.node):
            kind = "property"
        thing = of_binding(unit, binding)
        if thing is not None:
            thing.bound = in_class and "staticmethod" not in decorators(binding.node)
        shown = describe(thing) if thing is not None else None
        return item(name, kind, shown.title if shown else "", rank)
    kinds = {"class": "class", "import": "module", "parameter": "variable"}
    detail = ""
    if binding.kind == "import":
        kind = "module" if binding.member is None else "class" if name[:1].isupper() else "function"
        return item(name, kind, "from %s" % binding.module if binding.member else "module", rank)
    if binding.annotation is not None:
        detail = ast.unparse(binding.annotation).strip("'\"")
    return item(name, kinds.get(binding.kind, "constant" if name.isupper() else "variable"), detail, rank)


def _of_object(obj: Any, public: "Any | None") -> "list[dict[str, Any]]":
    found = []
    for name in dir(obj):
        if name.startswith("__"):
            continue
        try:
            value = inspect.getattr_static(obj, name)
        except AttributeError:
            continue
        if isinstance(value, types.ModuleType) and value.__name__ != "%s.%s" % (getattr(obj, "__name__", ""), name):
            if value.__name__ not in ("posixpath", "ntpath"):
                # What it imports itself.
                continue
        is_public = not name.startswith("_") and (public is None or name in public)
        if isinstance(obj, types.ModuleType) and name.startswith("_"):
            continue
        found.append(item(name, _kind(obj, value), "", 1 if is_public else 6))
    return found


def _kind(owner: Any, value: Any) -> str:
    if isinstance(value, types.ModuleType):
        return "module"
    if isinstance(value, type):
        return "class"
    if isinstance(value, property):
        return "property"
    if callable(value) or isinstance(value, (staticmethod, classmethod)):
        return "method" if isinstance(owner, type) else "function"
    return "constant" if isinstance(owner, types.ModuleType) else "field"


def _arguments(unit: Unit, offset: int, scope: Scope) -> "list[dict[str, Any]]":
    """The names of arguments of the call that is being written."""
    around = unit.text.call_around(offset)
    if around is None or re.search(r"[=.]\s*\Z", unit.text.source[:offset]):
        return []
    bracket, given = around
    try:
        node = ast.parse(unit.text.expression_before(bracket), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    thing = infer(unit, node, scope)
    shown = describe(thing) if thing is not None else None
    used = set(re.findall(r"(\w+)\s*=(?!=)", given))
    found = []
    for each in shown.parameters or [] if shown is not None else []:
        name = re.match(r"\w*", each).group()  # type: ignore[union-attr]
        if each == "/":
            # Those before are given by place alone.
            found = []
        elif name and name not in used and not each.startswith("*"):
            found.append(item(name + "=", "field", each, 0))
    return found


def _names(unit: Unit, scope: Scope, before: str, begin: int, place: "tuple[int, int]") -> "list[dict[str, Any]]":
    visible = scope.visible()
    found = []
    for name, binding in visible.items():
        # The line that is being written may be what binds it.
        if binding.start[0] == place[0] and binding.kind != "parameter" and len(scope.find(name)) == 1:
            if binding.end >= place >= binding.start:
                continue
        rank = 2 if binding.scope is scope else 3
        found.append(_of_bound(unit, name, binding, rank if not name.startswith("_") else 4))
    first = not before[:begin].strip()
    for name in modules.RMOTE_NAMES:
        if name not in visible:
            edits = import_edits(unit, "rmote.protocol", [name])
            kind = "class" if name[:1].isupper() else "function"
            found.append(item(name, kind, "import from rmote.protocol", 3, edits=edits))
    for name in dir(builtins):
        if not name.startswith("_") and name not in visible and name not in keyword.kwlist:
            kind = "class" if isinstance(getattr(builtins, name), type) else "function"
            found.append(item(name, kind, "", 7 if name.endswith(("Error", "Warning")) else 5))
    for name in [*keyword.kwlist, *(_SOFT if first else ())]:
        found.append(item(name, "keyword", "", 6))
    for name in modules.standard_modules():
        if name not in visible and not hasattr(builtins, name):
            found.append(item(name, "module", "import %s" % name, 8, edits=import_edits(unit, name, [])))
    return found
