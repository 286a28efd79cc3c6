"""What can be written at a place."""

from __future__ import annotations

import ast
import builtins
import inspect
import keyword
import re
import types
from functools import partial
from typing import Any, Callable

import analysis_modules as modules
from analysis_describe import Shown, describe, parameter_doc
from analysis_fixes import import_edits
from analysis_infer import Thing, assigned, decorators, infer, lineage, member, of_binding, of_import, of_name
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
# What is told of an item, found when it is asked for: a module is imported for it.
_About = Callable[[], "Thing | Shown | None"]


def complete(unit: Unit, place: "tuple[int, int]") -> "dict[str, Any]":
    """`items`, and the range of the word that they take the place of."""
    line, column = place
    before = unit.text.row(line)[:column]
    word = _WORD.search(before)
    begin = word.start() if word is not None else column
    items = _items(unit, place, before, begin)
    found = {"items": [{key: each[key] for key in _SENT} for each in items[:MOST]]}
    found.update(unit.text.range((line, begin), place))  # type: ignore[arg-type]
    return found


def document(unit: Unit, place: "tuple[int, int]", label: str) -> "Shown | None":
    """What is told of the item of a label, of those that `complete` gives for a place."""
    before = unit.text.row(place[0])[: place[1]]
    word = _WORD.search(before)
    begin = word.start() if word is not None else place[1]
    for each in _items(unit, place, before, begin):
        if each["label"] == label and each["about"] is not None:
            about = each["about"]()
            return describe(about) if isinstance(about, Thing) else about
    return None


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


_SENT = ("label", "kind", "detail", "rank", "insert", "edits")


def item(label: str, kind: str, detail: str, rank: int, about: "_About | None", **more: Any) -> "dict[str, Any]":
    """`rank` sorts; `edits` are made elsewhere when it is taken."""
    return {"label": label, "kind": kind, "detail": detail, "rank": rank, "insert": more.get("insert", label),
            "edits": more.get("edits", []), "about": about}  # fmt: skip


def _modules(typed: str) -> "list[dict[str, Any]]":
    package, dot, _ = typed.rpartition(".")
    if dot:
        return [_module(name, 1, "%s.%s" % (package, name)) for name in modules.submodules(package)]
    rmote = item("rmote", "module", "what tools import from", 0, partial(of_import, "rmote", None))
    return [rmote] + [_module(name, 1, name) for name in modules.standard_modules()]


def _module(label: str, rank: int, name: str) -> "dict[str, Any]":
    return item(label, "module", "", rank, partial(of_import, name, None))


def _of_module(name: str) -> "list[dict[str, Any]]":
    thing = of_import(name, None)
    inner = [_module(each, 3, "%s.%s" % (name, each)) for each in modules.submodules(name)]
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
        known = modules.ABSENT.get(thing.name, [])
        return [item(name, "function", name + text, 1, _member(thing, name)) for name, text, _ in known]
    if thing.kind in ("own", "class"):
        return _of_class(thing)
    if thing.kind in ("module", "object", "instance"):
        fields = FIELDS.get(thing.obj, {}) if thing.kind == "instance" else {}
        public = getattr(thing.obj, "__all__", None) if thing.kind == "module" else None
        return [item(name, "field", "", 0, _member(thing, name)) for name in fields] + _of_object(thing, public)
    if thing.obj is not None:
        return _of_object(Thing("instance", obj=type(thing.obj)), None)
    return []


def _same(about: "Thing | Shown | None") -> "Thing | Shown | None":
    return about


def _member(owner: Thing, name: str) -> _About:
    return partial(member, owner, name)


def _of_rmote(thing: Thing) -> "list[dict[str, Any]]":
    found = []
    names = list(modules.RMOTE_NAMES) if thing.name == "rmote.protocol" else []
    if thing.name == "rmote":
        return [_module("protocol", 0, "rmote.protocol")]
    if not names and thing.unit is not None:
        bound = thing.unit.names.module.bindings
        names = [n for n, b in bound.items() if not n.startswith("_") and b and b[0].kind in ("function", "class")]
    for name in names:
        of = member(thing, name)
        shown = describe(of) if of is not None else None
        kind = "class" if of is not None and of.kind == "class" else "function"
        found.append(item(name, kind, shown.title if shown else "", 1, partial(_same, shown)))
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
                found[name] = _of_bound(unit, name, bindings[0], rank, _member(thing, name))
        for name in assigned(unit, cls) if thing.kind == "own" else ():
            found.setdefault(name, item(name, "field", "", 2, _member(thing, name)))
    return list(found.values())


def _of_bound(unit: Unit, name: str, binding: Binding, rank: int, about: _About) -> "dict[str, Any]":
    if binding.kind == "function":
        in_class = binding.scope.kind == "class"
        kind = "method" if in_class else "function"
        if in_class and "property" in decorators(binding.node):
            kind = "property"
        thing = of_binding(unit, binding)
        if thing is not None:
            thing.bound = in_class and "staticmethod" not in decorators(binding.node)
        shown = describe(thing) if thing is not None else None
        return item(name, kind, shown.title if shown else "", rank, partial(_same, shown))
    kinds = {"class": "class", "import": "module", "parameter": "variable"}
    detail = ""
    if binding.kind == "import":
        kind = "module" if binding.member is None else "class" if name[:1].isupper() else "function"
        return item(name, kind, "from %s" % binding.module if binding.member else "module", rank, about)
    if binding.annotation is not None:
        detail = ast.unparse(binding.annotation).strip("'\"")
    return item(name, kinds.get(binding.kind, "constant" if name.isupper() else "variable"), detail, rank, about)


def _of_object(owner: Thing, public: "Any | None") -> "list[dict[str, Any]]":
    obj, found = owner.obj, []
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
        found.append(item(name, _kind(obj, value), "", 1 if is_public else 6, _member(owner, name)))
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
            found.append(item(name + "=", "field", each, 0, _argument(thing, name, each)))
    return found


def _argument(thing: "Thing | None", name: str, text: str) -> _About:
    node = thing.node if thing is not None else None
    if isinstance(node, ast.ClassDef) and thing is not None:
        made = member(thing, "__init__")
        node = made.node if made is not None and made.kind == "function" else node
    return lambda: Shown("(parameter) %s" % text, parameter_doc(node, name))


def _names(unit: Unit, scope: Scope, before: str, begin: int, place: "tuple[int, int]") -> "list[dict[str, Any]]":
    visible = scope.visible()
    found = []
    for name, binding in visible.items():
        # The line that is being written may be what binds it.
        if binding.start[0] == place[0] and binding.kind != "parameter" and len(scope.find(name)) == 1:
            if binding.end >= place >= binding.start:
                continue
        rank = 2 if binding.scope is scope else 3
        rank = rank if not name.startswith("_") else 4
        found.append(_of_bound(unit, name, binding, rank, partial(of_name, unit, name, scope)))
    first = not before[:begin].strip()
    for name in modules.RMOTE_NAMES:
        if name not in visible:
            edits = import_edits(unit, "rmote.protocol", [name])
            kind = "class" if name[:1].isupper() else "function"
            about = partial(of_import, "rmote.protocol", name)
            found.append(item(name, kind, "import from rmote.protocol", 3, about, edits=edits))
    for name in dir(builtins):
        if not name.startswith("_") and name not in visible and name not in keyword.kwlist:
            obj = getattr(builtins, name)
            kind = "class" if isinstance(obj, type) else "function"
            thing = Thing("object", obj=obj, name=name)
            found.append(item(name, kind, "", 7 if name.endswith(("Error", "Warning")) else 5, partial(_same, thing)))
    for name in [*keyword.kwlist, *(_SOFT if first else ())]:
        found.append(item(name, "keyword", "", 6, None))
    for name in modules.standard_modules():
        if name not in visible and not hasattr(builtins, name):
            about = partial(of_import, name, None)
            found.append(item(name, "module", "import %s" % name, 8, about, edits=import_edits(unit, name, [])))
    return found
