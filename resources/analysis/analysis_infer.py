"""What an expression is, as far as it can be told without running it."""

from __future__ import annotations

import ast
import builtins
import inspect
import io
import subprocess
import types
from typing import Any

import analysis_modules as modules
from analysis_results import FIELDS, LITERALS, METHODS, RESULTS, TYPING
from analysis_scopes import Binding, Scope
from analysis_unit import Unit, unit_of

_DEEP = 12


class Thing:
    """What an expression stands for.

    `kind` is module, object or instance (of the standard library: `obj` is it, or its type), class, own
    (an instance of a class that is read as source), function, absent, or variable (nothing is known but who
    binds it).
    """

    def __init__(self, kind: str, **more: Any) -> None:
        self.kind = kind
        self.obj: Any = more.get("obj")
        self.name: str = more.get("name", "")
        self.unit: "Unit | None" = more.get("unit")
        self.node: Any = more.get("node")
        # What binds the name that it was got by, and the file of that.
        self.binding: "Binding | None" = more.get("binding")
        self.at: "Unit | None" = more.get("unit")
        # The class that a function was got from, and whether its first parameter is given already.
        self.owner: Any = more.get("owner")
        self.bound: bool = more.get("bound", False)


def infer(unit: Unit, node: Any, scope: Scope, depth: int = 0) -> "Thing | None":
    if depth > _DEEP or node is None:
        return None
    if isinstance(node, ast.Name):
        return of_name(unit, node.id, scope, depth)
    if isinstance(node, ast.Constant):
        return None if node.value is None or node.value is ... else Thing("instance", obj=type(node.value))
    if type(node) in LITERALS:
        return Thing("instance", obj=LITERALS[type(node)])
    if isinstance(node, ast.Attribute):
        owner = infer(unit, node.value, scope, depth + 1)
        return None if owner is None else member(owner, node.attr, depth + 1)
    if isinstance(node, ast.Call):
        called = infer(unit, node.func, scope, depth + 1)
        return None if called is None else result(called, node, depth + 1)
    if isinstance(node, ast.Await):
        return infer(unit, node.value, scope, depth + 1)
    if isinstance(node, ast.NamedExpr):
        return infer(unit, node.value, scope, depth + 1)
    if isinstance(node, (ast.BoolOp, ast.IfExp)):
        for each in node.values if isinstance(node, ast.BoolOp) else (node.body, node.orelse):
            found = infer(unit, each, scope, depth + 1)
            if found is not None:
                return found
    if isinstance(node, ast.BinOp):
        left = infer(unit, node.left, scope, depth + 1)
        return left if left is not None and left.kind == "instance" else None
    return None


def of_name(unit: Unit, name: str, scope: Scope, depth: int = 0) -> "Thing | None":
    found = scope.find(name)
    if not found:
        return Thing("object", obj=getattr(builtins, name), name=name) if hasattr(builtins, name) else None
    best = None
    for binding in found:
        thing = of_binding(unit, binding, depth + 1)
        if thing is not None and thing.kind != "variable":
            thing.binding = binding
            thing.at = unit
            return thing
        best = best or thing
    return best or Thing("variable", name=name, unit=unit, binding=found[0])


def of_binding(unit: Unit, binding: Binding, depth: int = 0) -> "Thing | None":
    if depth > _DEEP:
        return None
    if binding.kind == "import":
        return of_import(binding.module, binding.member)
    if binding.kind in ("class", "function"):
        owner = binding.scope.node if binding.scope.kind == "class" else None
        return Thing(binding.kind, name=binding.name, unit=unit, node=binding.node, owner=owner)
    if binding.kind == "parameter":
        return _parameter(unit, binding, depth) or Thing("variable", name=binding.name, unit=unit, binding=binding)
    found = None
    if binding.annotation is not None:
        found = of_annotation(unit, binding.annotation, binding.scope, depth + 1)
    if found is None and binding.kind == "exception":
        kind = binding.value.elts[0] if isinstance(binding.value, ast.Tuple) and binding.value.elts else binding.value
        found = of_annotation(unit, kind, binding.scope, depth + 1)
    elif found is None and binding.how in ("is", "with"):
        found = infer(unit, binding.value, binding.scope, depth + 1)
    return found or Thing("variable", name=binding.name, unit=unit, binding=binding)


def _parameter(unit: Unit, binding: Binding, depth: int) -> "Thing | None":
    if binding.how in ("args", "kwargs"):
        return Thing("instance", obj=tuple if binding.how == "args" else dict)
    outer = binding.scope.parent
    while outer is not None and outer.kind == "types":
        outer = outer.parent
    function = binding.scope.node
    if outer is not None and outer.kind == "class" and binding.annotation is None:
        first = [*function.args.posonlyargs, *function.args.args][:1]
        if first == [binding.node]:
            kinds = decorators(function)
            if "staticmethod" not in kinds:
                kind = "class" if "classmethod" in kinds else "own"
                return Thing(kind, name=outer.node.name, unit=unit, node=outer.node)
    if binding.annotation is not None:
        return of_annotation(unit, binding.annotation, outer or binding.scope, depth + 1)
    return None


def decorators(function: Any) -> "list[str]":
    found = []
    for each in getattr(function, "decorator_list", []):
        target = each.func if isinstance(each, ast.Call) else each
        found.append(getattr(target, "attr", None) or getattr(target, "id", ""))
    return found


def of_annotation(unit: Unit, node: Any, scope: Scope, depth: int = 0) -> "Thing | None":
    """An instance of what an annotation names."""
    if depth > _DEEP:
        return None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            node = ast.parse(node.value.strip(), mode="eval").body
        except (SyntaxError, ValueError):
            return None
    if isinstance(node, ast.BinOp):
        return of_annotation(unit, node.left, scope, depth + 1) or of_annotation(unit, node.right, scope, depth + 1)
    if isinstance(node, ast.Subscript):
        name = getattr(node.value, "id", None) or getattr(node.value, "attr", "")
        inner = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) and node.slice.elts else node.slice
        if name in ("Optional", "Annotated", "Union", "Final", "ClassVar"):
            return of_annotation(unit, inner, scope, depth + 1)
        if name in TYPING:
            return Thing("instance", obj=TYPING[name])
        return of_annotation(unit, node.value, scope, depth + 1)
    if isinstance(node, ast.Name) and node.id in TYPING:
        return Thing("instance", obj=TYPING[node.id])
    found = infer(unit, node, scope, depth + 1)
    return None if found is None else instance(found)


def instance(thing: Thing) -> "Thing | None":
    if thing.kind == "class":
        return Thing("own", name=thing.name, unit=thing.unit, node=thing.node)
    if thing.kind == "object" and isinstance(thing.obj, type):
        return Thing("instance", obj=thing.obj)
    return None


def of_import(module: str, name: "str | None") -> "Thing | None":
    if module.partition(".")[0] == "rmote":
        return _of_rmote(module, name)
    if name is None:
        loaded = modules.load(module)
        if loaded is not None:
            return Thing("module", obj=loaded, name=module)
        return Thing("absent", name=module) if modules.is_standard(module) else None
    loaded = modules.load(module)
    if loaded is None:
        known = [each for each in modules.ABSENT.get(module, []) if each[0] == name]
        return Thing("absent", name="%s.%s" % (module, name), obj=known[0]) if known else None
    if hasattr(loaded, name):
        return of_object(getattr(loaded, name), "%s.%s" % (module, name))
    inner = modules.load("%s.%s" % (module, name))
    return None if inner is None else Thing("module", obj=inner, name="%s.%s" % (module, name))


def _of_rmote(module: str, name: "str | None", depth: int = 0) -> "Thing | None":
    if name is not None:
        module, name = modules.RMOTE_HOME.get((module, name), (module, name))
    source = modules.RMOTE.get(module)
    if source is None or depth > _DEEP:
        return None
    unit = unit_of(source)
    if name is None:
        return Thing("module", name=module, unit=unit)
    for binding in unit.names.module.bindings.get(name, []):
        if binding.kind == "import" and binding.module.startswith("rmote"):
            return _of_rmote(binding.module, binding.member, depth + 1)
        thing = of_binding(unit, binding)
        if thing is not None:
            thing.name = name
            return thing
    return None


def of_object(obj: Any, name: str) -> Thing:
    if isinstance(obj, types.ModuleType):
        return Thing("module", obj=obj, name=name)
    if isinstance(obj, type) or callable(obj):
        return Thing("object", obj=obj, name=name)
    return Thing("instance", obj=type(obj), name=name)


def member(owner: Thing, name: str, depth: int = 0) -> "Thing | None":
    if depth > _DEEP:
        return None
    if owner.kind == "module" and owner.unit is not None:
        return _of_rmote(owner.name, name)
    if owner.kind == "module":
        return of_import(owner.name, name)
    if owner.kind == "absent":
        return of_import(owner.name, name)
    if owner.kind in ("own", "class"):
        return own_member(owner, name, depth)
    if owner.kind == "instance" and name in FIELDS.get(owner.obj, {}):
        return Thing("instance", obj=FIELDS[owner.obj][name])
    if owner.kind in ("instance", "object"):
        try:
            found = inspect.getattr_static(owner.obj, name)
            found = getattr(owner.obj, name, found)
        except Exception:
            return None
        shown = "%s.%s" % (getattr(owner.obj, "__name__", ""), name)
        if callable(found):
            return Thing("object", obj=found, name=shown, owner=owner.obj, bound=owner.kind == "instance")
        return Thing("variable", name=shown, obj=found)
    return None


def lineage(unit: Unit, node: ast.ClassDef, seen: "tuple[Any, ...]" = ()) -> "list[Any]":
    """A class, and the classes of the file that it derives from. None among them stands for one from elsewhere."""
    found: "list[Any]" = [node]
    inner = unit.names.scopes.get(id(node))
    scope = inner.parent if inner is not None and inner.parent is not None else unit.names.module
    for base in node.bases:
        thing = infer(unit, base, scope, 6)
        if thing is not None and thing.kind == "class" and thing.node not in seen and thing.unit is unit:
            found += [each for each in lineage(unit, thing.node, seen + (node,)) if each not in found]
        elif not (thing is not None and thing.kind == "class" and thing.name == "Tool"):
            plain = thing is not None and thing.kind == "object" and thing.obj is object
            if not plain and getattr(base, "id", "") != "Tool":
                found.append(None)
    return found


def own_member(owner: Thing, name: str, depth: int) -> "Thing | None":
    unit = owner.unit
    if unit is None:
        return None
    for cls in lineage(unit, owner.node):
        scope = unit.names.scopes.get(id(cls)) if cls is not None else None
        if scope is None:
            continue
        for binding in scope.bindings.get(name, []):
            thing = of_binding(unit, binding, depth + 1)
            if thing is not None:
                thing.binding = binding
                if thing.kind == "function":
                    kinds = decorators(thing.node)
                    thing.bound = "staticmethod" not in kinds and (owner.kind == "own" or "classmethod" in kinds)
                    if "property" in kinds or "cached_property" in kinds:
                        return of_annotation(unit, thing.node.returns, scope, depth + 1)
                return thing
        for node, value, inner in assigned(unit, cls).get(name, []):
            return infer(unit, value, inner, depth + 1) or Thing("variable", name=name, unit=unit, node=node)
    return None


def assigned(unit: Unit, cls: Any) -> "dict[str, list[tuple[Any, Any, Scope]]]":
    """What the methods of a class assign to attributes of their first parameter: the target, the value, the scope."""
    found: "dict[str, list[tuple[Any, Any, Scope]]]" = {}
    for method in cls.body:
        scope = unit.names.scopes.get(id(method))
        if not isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)) or scope is None:
            continue
        first = [*method.args.posonlyargs, *method.args.args][:1]
        if not first or "staticmethod" in decorators(method):
            continue
        for node in ast.walk(method):
            targets: "list[Any]" = []
            if isinstance(node, ast.Assign):
                targets = node.targets
            elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.For, ast.AsyncFor)):
                targets = [node.target]
            elif isinstance(node, ast.withitem):
                targets = [node.optional_vars]
            value = getattr(node, "value", None)
            for target in targets:
                for each in target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]:
                    if isinstance(each, ast.Attribute) and getattr(each.value, "id", None) == first[0].arg:
                        found.setdefault(each.attr, []).append((each, value if each is target else None, scope))
    return found


def result(called: Thing, call: ast.Call, depth: int) -> "Thing | None":
    """What a call gives."""
    if called.kind == "class":
        return instance(called)
    if called.kind == "function" and called.unit is not None:
        if called.name == "process" and called.unit is unit_of(modules.RMOTE.get("rmote.process", "")):
            streams = any(each.arg == "stream" for each in call.keywords)
            return None if streams else Thing("instance", obj=subprocess.CompletedProcess)
        scope = called.unit.names.scopes.get(id(called.node))
        if called.node.returns is None or scope is None or scope.parent is None:
            return None
        return of_annotation(called.unit, called.node.returns, scope.parent, depth + 1)
    if called.kind != "object":
        return None
    if called.name in RESULTS:
        kind = RESULTS[called.name]
        binary = called.name == "open" and len(call.args) > 1 and "b" in str(getattr(call.args[1], "value", ""))
        return Thing("instance", obj=io.BufferedReader if binary else kind)
    if isinstance(called.obj, type):
        return Thing("instance", obj=called.obj)
    owner = called.owner if isinstance(called.owner, type) else type(called.owner)
    if called.owner is not None:
        known = METHODS.get(owner, {}).get(called.name.rpartition(".")[2])
        if known is not None:
            return Thing("instance", obj=known)
    returns = getattr(called.obj, "__annotations__", {}).get("return") if callable(called.obj) else None
    if isinstance(returns, type):
        return Thing("instance", obj=returns)
    # Classmethods such as datetime.now() and Path.cwd() mostly make one of their class.
    maker = getattr(called.obj, "__self__", None)
    return Thing("instance", obj=maker) if isinstance(maker, type) else None
