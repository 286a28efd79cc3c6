"""Walks a tree and notes who binds a name and who reads it."""

from __future__ import annotations

import ast
import re
from typing import Any, Iterable

from analysis_scopes import Binding, Names, QuotedPlace, Scope, Use
from analysis_text import Text

# What rules look at by itself, with the scope around it.
_NOTED = frozenset([ast.Import, ast.ImportFrom, ast.Call, ast.Attribute, ast.Name])
# What is caught where something may be missing.
_GUARDS = ("ImportError", "ModuleNotFoundError", "AttributeError", "Exception", "BaseException", "NameError")


def read_names(tree: ast.Module, text: Text, words: "Iterable[str]" = ()) -> Names:
    names = Names(tree, text)
    names.words = frozenset(words)
    _Walker(names).body(tree.body, names.module)
    return names


class _Walker:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.text = names.text
        self.typing = False
        self.guard = False
        self.caught = False
        # Whether what is walked is an annotation: None, "run" or "lazy".
        self.annotation: "str | None" = None
        self.special: "dict[type, Any]" = {
            getattr(ast, name[1:]): getattr(self, name)
            for name in dir(self)
            if name[1:2].isupper() and hasattr(ast, name[1:])
        }
        for kind in (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp):
            self.special[kind] = self._comprehension
        self.special[ast.withitem] = self._withitem

    def body(self, nodes: "Iterable[ast.AST]", scope: Scope) -> None:
        for node in nodes:
            self.visit(node, scope)

    def visit(self, node: Any, scope: Scope) -> None:
        if node is None:
            return
        if self.guard:
            self.names.guarded.add(id(node))
        if self.typing:
            self.names.typing_only.add(id(node))
        kind = type(node)
        self.names.kinds.add(kind.__name__)
        if kind in _NOTED:
            self.names.expressions.append((node, scope))
        special = self.special.get(kind)
        if special is not None:
            special(node, scope)
            return
        if kind is ast.JoinedStr:
            self.names.formatted.append(node)
        self._parts(node, scope)

    def _parts(self, node: Any, scope: Scope) -> None:
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                for each in value:
                    if isinstance(each, ast.AST):
                        self.visit(each, scope)
            elif isinstance(value, ast.AST) and not isinstance(value, ast.expr_context):
                self.visit(value, scope)

    def bind(self, scope: Scope, name: str, kind: str, node: Any, **more: Any) -> None:
        if name in scope.globals:
            scope = scope.module()
        elif name in scope.nonlocals:
            outer = scope.parent
            while outer is not None and (outer.kind != "function" or name not in outer.bindings):
                outer = outer.parent
            scope = outer or scope
        if "start" not in more:
            more["start"], more["end"] = self.text.start(node), self.text.end(node)
        more.update(typing_only=self.typing, guarded=self.guard)
        scope.bindings.setdefault(name, []).append(Binding(name, kind, node, scope, **more))

    def _word(self, node: Any, pattern: str) -> "dict[str, Any]":
        """The place of a name that has no node of its own."""
        line, column = self.text.start(node)
        match = re.compile(pattern).search(self.text.row(line), column)
        if match is None:
            return {"start": (line, column), "end": (line, column)}
        return {"start": (line, match.start(1)), "end": (line, match.end(1))}

    def _Name(self, node: ast.Name, scope: Scope) -> None:
        if isinstance(node.ctx, ast.Store):
            self.bind(scope, node.id, "variable", node)
        else:
            lazy = self.annotation == "lazy"
            self.names.uses.append(Use(node.id, node, scope, lazy, self.caught))

    def _Constant(self, node: ast.Constant, scope: Scope) -> None:
        if self.annotation is not None and isinstance(node.value, str):
            self._quoted(node, scope)

    def _quoted(self, node: ast.Constant, scope: Scope) -> None:
        """An annotation in quotes; its names stand where it does."""
        try:
            inner = ast.parse(node.value.strip(), mode="eval").body  # type: ignore[union-attr]
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        start, end = self.text.start(node), self.text.end(node)
        for each in ast.walk(inner):
            if isinstance(each, ast.Name):
                found = self.text.row(start[0]).find(each.id, start[1]) if start[0] == end[0] else -1
                at = found if found >= 0 else start[1]
                place = QuotedPlace(start[0], at, len(each.id)) if found >= 0 else node
                self.names.uses.append(Use(each.id, place, scope, True, self.caught))

    def _Call(self, node: ast.Call, scope: Scope) -> None:
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        self._parts(node, scope)
        if name == "NamedTuple" and len(node.args) > 1 and isinstance(node.args[1], (ast.List, ast.Tuple)):
            # The types of its fields are annotations where they stand in quotes.
            for field in node.args[1].elts:
                kind = field.elts[1] if isinstance(field, ast.Tuple) and len(field.elts) == 2 else None
                if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                    self.annotate(kind, scope, lazy=True)

    def annotate(self, node: Any, scope: Scope, lazy: bool = False) -> None:
        if node is None:
            return
        before = self.annotation
        self.annotation = "lazy" if lazy or self.names.postponed else "run"
        if self.annotation == "run" and not self.typing:
            self.names.annotations.append(node)
        self.visit(node, scope)
        self.annotation = before

    def _Subscript(self, node: ast.Subscript, scope: Scope) -> None:
        self.visit(node.value, scope)
        before = self.annotation
        if before is not None:
            name = getattr(node.value, "id", None) or getattr(node.value, "attr", "")
            if name == "Literal":
                self.annotation = None
            elif name == "Annotated" and isinstance(node.slice, ast.Tuple):
                self.visit(node.slice.elts[0], scope)
                self.annotation = None
                self.body(node.slice.elts[1:], scope)
                self.annotation = before
                return
        self.visit(node.slice, scope)
        self.annotation = before

    def _FunctionDef(self, node: Any, scope: Scope) -> None:
        self.body(node.decorator_list, scope)
        self.bind(scope, node.name, "function", node, **self._word(node, r"\bdef\s+(\w+)"))
        outer = self._type_parameters(node, scope)
        self._arguments(node.args, outer)
        self.annotate(node.returns, outer)
        inner = Scope("function", node, outer)
        self.names.scopes[id(node)] = inner
        self._parameters(node.args, inner)
        self._declare(node.body, inner)
        self._apart(node.body, inner)

    _AsyncFunctionDef = _FunctionDef

    def _apart(self, body: "list[Any]", scope: Scope) -> None:
        """A body that runs later: an except around its def does not catch what it raises."""
        before = self.guard, self.caught, self.annotation
        self.caught, self.annotation = False, None
        self.body(body, scope)
        self.guard, self.caught, self.annotation = before

    def _Lambda(self, node: ast.Lambda, scope: Scope) -> None:
        self._arguments(node.args, scope)
        inner = Scope("function", node, scope)
        self._parameters(node.args, inner)
        self.visit(node.body, inner)

    def _arguments(self, args: ast.arguments, scope: Scope) -> None:
        self.body([each for each in [*args.defaults, *args.kw_defaults] if each is not None], scope)
        for each in _all_parameters(args):
            self.annotate(each.annotation, scope)

    def _parameters(self, args: ast.arguments, scope: Scope) -> None:
        for each in _all_parameters(args):
            line, column = self.text.start(each)
            more: "dict[str, Any]" = {"start": (line, column), "end": (line, column + len(each.arg))}
            how = "args" if each is args.vararg else "kwargs" if each is args.kwarg else "is"
            self.bind(scope, each.arg, "parameter", each, annotation=each.annotation, how=how, **more)

    def _declare(self, body: "list[Any]", scope: Scope) -> None:
        """The global and nonlocal statements of a scope, before what they are about."""
        pending = list(body)
        while pending:
            node = pending.pop()
            if isinstance(node, ast.Global):
                scope.globals.update(node.names)
                for name in node.names:
                    scope.module().bindings.setdefault(name, [])
            elif isinstance(node, ast.Nonlocal):
                scope.nonlocals.update(node.names)
            elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.expr)):
                pending.extend(ast.iter_child_nodes(node))

    def _type_parameters(self, node: Any, scope: Scope) -> Scope:
        parameters = getattr(node, "type_params", [])
        if not parameters:
            return scope
        inner = Scope("types", node, scope)
        for each in parameters:
            line, column = self.text.start(each)
            more: "dict[str, Any]" = {"start": (line, column), "end": (line, column + len(each.name))}
            self.bind(inner, each.name, "variable", each, **more)
            self.annotate(getattr(each, "bound", None), inner, lazy=True)
            self.annotate(getattr(each, "default_value", None), inner, lazy=True)
        return inner

    def _TypeAlias(self, node: Any, scope: Scope) -> None:
        self.visit(node.name, scope)
        self.annotate(node.value, self._type_parameters(node, scope), lazy=True)

    def _ClassDef(self, node: ast.ClassDef, scope: Scope) -> None:
        self.body(node.decorator_list, scope)
        self.bind(scope, node.name, "class", node, **self._word(node, r"\bclass\s+(\w+)"))
        outer = self._type_parameters(node, scope)
        self.body(node.bases, outer)
        self.body([each.value for each in node.keywords], outer)
        inner = Scope("class", node, outer)
        self.names.scopes[id(node)] = inner
        self._declare(node.body, inner)
        self.body(node.body, inner)

    def _comprehension(self, node: Any, scope: Scope) -> None:
        inner = Scope("comprehension", node, scope)
        for index, each in enumerate(node.generators):
            self.visit(each.iter, inner if index else scope)
            self.targets([each.target], each.iter, inner, "item")
            self.body(each.ifs, inner)
        for name in ("elt", "key", "value"):
            self.visit(getattr(node, name, None), inner)

    def _NamedExpr(self, node: ast.NamedExpr, scope: Scope) -> None:
        self.visit(node.value, scope)
        while scope.kind == "comprehension" and scope.parent is not None:
            scope = scope.parent
        self.bind(scope, node.target.id, "variable", node.target, value=node.value)

    def targets(self, nodes: "list[Any]", value: Any, scope: Scope, how: str = "is") -> None:
        for node in nodes:
            if isinstance(node, ast.Name):
                self.bind(scope, node.id, "variable", node, value=value, how=how)
            else:
                # What a part of it gets is not followed.
                self.visit(node, scope)

    def _Assign(self, node: ast.Assign, scope: Scope) -> None:
        self.visit(node.value, scope)
        self.targets(node.targets, node.value, scope)
        if any(isinstance(each, ast.Name) and each.id == "__all__" for each in node.targets):
            self._export(node.value, scope)

    def _AugAssign(self, node: ast.AugAssign, scope: Scope) -> None:
        self.visit(node.value, scope)
        if isinstance(node.target, ast.Name):
            self.names.uses.append(Use(node.target.id, node.target, scope, False, self.caught))
            if node.target.id == "__all__":
                self._export(node.value, scope)
        self.visit(node.target, scope)

    def _export(self, value: Any, scope: Scope) -> None:
        if scope.kind == "module" and isinstance(value, (ast.List, ast.Tuple)):
            for each in value.elts:
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    self.names.exported.append((each.value, each))

    def _AnnAssign(self, node: ast.AnnAssign, scope: Scope) -> None:
        self.annotate(node.annotation, scope, lazy=scope.kind == "function")
        self.visit(node.value, scope)
        if isinstance(node.target, ast.Name):
            more: "dict[str, Any]" = {"value": node.value, "annotation": node.annotation}
            self.bind(scope, node.target.id, "variable", node.target, **more)
        else:
            self.visit(node.target, scope)

    def _For(self, node: Any, scope: Scope) -> None:
        self.visit(node.iter, scope)
        self.targets([node.target], node.iter, scope, "item")
        self.body(node.body, scope)
        self.body(node.orelse, scope)

    _AsyncFor = _For

    def _withitem(self, node: ast.withitem, scope: Scope) -> None:
        self.visit(node.context_expr, scope)
        if node.optional_vars is not None:
            self.targets([node.optional_vars], node.context_expr, scope, "with")

    def _Global(self, node: ast.Global, scope: Scope) -> None:
        if scope.kind == "module":
            scope.globals.update(node.names)

    def _If(self, node: ast.If, scope: Scope) -> None:
        self.visit(node.test, scope)
        source = {getattr(each, "id", None) or getattr(each, "attr", None) for each in ast.walk(node.test)}
        before = self.typing, self.guard
        self.typing = self.typing or (
            "TYPE_CHECKING" in source and not isinstance(node.test, (ast.UnaryOp, ast.BoolOp))
        )
        asks = bool(source & {"version_info", "hexversion", "hasattr", "platform"})
        self.guard = self.guard or asks
        self.body(node.body, scope)
        self.typing = before[0]
        self.body(node.orelse, scope)
        self.guard = before[1]

    def _Try(self, node: Any, scope: Scope) -> None:
        kinds: "set[str]" = set()
        for handler in node.handlers:
            caught = [handler.type] if not isinstance(handler.type, ast.Tuple) else handler.type.elts
            kinds.update(getattr(each, "id", None) or getattr(each, "attr", "BaseException") for each in caught)
        before = self.guard, self.caught
        self.guard = self.guard or bool(kinds & set(_GUARDS))
        self.caught = self.caught or bool(kinds & {"NameError", "Exception", "BaseException"})
        self.body(node.body, scope)
        self.caught = before[1]
        # What is done instead is as much a matter of what there is.
        self.body(node.handlers, scope)
        self.guard = before[0]
        self.body(node.orelse, scope)
        self.body(node.finalbody, scope)

    _TryStar = _Try

    def _ExceptHandler(self, node: ast.ExceptHandler, scope: Scope) -> None:
        self.visit(node.type, scope)
        if node.name is not None:
            place = self._word(node, r"\bas\s+(%s)\b" % re.escape(node.name))
            self.bind(scope, node.name, "exception", node, value=node.type, **place)
        self.body(node.body, scope)

    def _Import(self, node: ast.Import, scope: Scope) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            module = alias.name if alias.asname else name
            self.bind(scope, name, "import", alias, module=module, statement=node)

    def _ImportFrom(self, node: ast.ImportFrom, scope: Scope) -> None:
        if node.module == "__future__" and any(each.name == "annotations" for each in node.names):
            self.names.postponed = True
        for alias in node.names:
            if alias.name == "*":
                self.names.stars.append(node)
                continue
            module = "." * node.level + (node.module or "")
            more: "dict[str, Any]" = {"module": module, "member": alias.name, "statement": node}
            self.bind(scope, alias.asname or alias.name, "import", alias, **more)

    def _MatchAs(self, node: Any, scope: Scope) -> None:
        self.visit(node.pattern, scope)
        if node.name is not None:
            self.bind(scope, node.name, "variable", node)

    def _MatchStar(self, node: Any, scope: Scope) -> None:
        if node.name is not None:
            self.bind(scope, node.name, "variable", node)

    def _MatchMapping(self, node: Any, scope: Scope) -> None:
        self.body([*node.keys, *node.patterns], scope)
        if node.rest is not None:
            self.bind(scope, node.rest, "variable", node)


def _all_parameters(args: ast.arguments) -> "list[ast.arg]":
    found = [*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg]
    return [each for each in found if each is not None]
