"""Who binds a name and who reads it, by Python's rules of scopes. Nothing is run.

What is bound anywhere in a scope is known in all of it: in which order the lines run is not asked.
"""

from __future__ import annotations

import ast
import builtins
from typing import Any

from analysis_text import Text

BUILTINS = frozenset(dir(builtins)) | {"WindowsError"}
# What a module has without binding it.
MODULE_NAMES = frozenset(
    "__name__ __file__ __doc__ __package__ __spec__ __loader__ __builtins__ __annotations__ __dict__".split()
)
_CLASS_NAMES = frozenset(["__module__", "__qualname__", "__firstlineno__", "__static_attributes__"])


class Binding:
    """`kind` is import, class, function, parameter, variable, exception or unknown; `node` has the place.

    `value` is what it is assigned, or the annotation of a parameter; `how` says how it comes from that.
    """

    def __init__(self, name: str, kind: str, node: Any, scope: "Scope", **more: Any) -> None:
        self.name = name
        self.kind = kind
        self.node = node
        self.scope = scope
        self.value: "ast.expr | None" = more.get("value")
        self.annotation: "ast.expr | None" = more.get("annotation")
        # "is" (the value itself), "with", "item" (one of what the value gives).
        self.how: str = more.get("how", "is")
        # Of an import: the module, the name in it (None where it is the module), the statement.
        self.module: str = more.get("module", "")
        self.member: "str | None" = more.get("member")
        self.statement: Any = more.get("statement")
        # Never run: below `if TYPE_CHECKING`.
        self.typing_only: bool = more.get("typing_only", False)
        # Its failure is caught, or another Python is asked for.
        self.guarded: bool = more.get("guarded", False)
        self.start: "tuple[int, int]" = more["start"]
        self.end: "tuple[int, int]" = more["end"]


class Scope:
    """`kind` is module, class, function, comprehension or types."""

    def __init__(self, kind: str, node: Any, parent: "Scope | None") -> None:
        self.kind = kind
        self.node = node
        self.parent = parent
        self.bindings: "dict[str, list[Binding]]" = {}
        self.globals: "set[str]" = set()
        self.nonlocals: "set[str]" = set()
        self.children: "list[Scope]" = []
        if parent is not None:
            parent.children.append(self)

    def module(self) -> "Scope":
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def find(self, name: str) -> "list[Binding]":
        """The bindings that a name means here; none where it is Python's own or nothing."""
        scope: "Scope | None" = self.module() if name in self.globals else self
        # A class is seen by what stands in it directly.
        direct = True
        while scope is not None:
            if scope.kind != "class" or direct:
                if name in scope.globals:
                    return self.module().bindings.get(name, [])
                if name in scope.bindings and not (scope is self and name in self.nonlocals):
                    return scope.bindings[name]
            if scope.kind != "types":
                direct = False
            scope = scope.parent
        return []

    def visible(self) -> "dict[str, Binding]":
        """All that can be read here, the nearest of each name."""
        found: "dict[str, Binding]" = {}
        scope: "Scope | None" = self
        direct = True
        while scope is not None:
            if scope.kind != "class" or direct:
                for name, bindings in scope.bindings.items():
                    if bindings:
                        found.setdefault(name, bindings[0])
            direct = direct and scope.kind == "types"
            scope = scope.parent
        return found


class Use:
    """A name that is read. `lazy` is an annotation that no target evaluates; `caught` has a NameError handled."""

    def __init__(self, name: str, node: Any, scope: Scope, lazy: bool, caught: bool) -> None:
        self.name = name
        self.node = node
        self.scope = scope
        self.lazy = lazy
        self.caught = caught


class Names:
    def __init__(self, tree: ast.Module, text: Text) -> None:
        self.module = Scope("module", tree, None)
        self.text = text
        self.uses: "list[Use]" = []
        self.stars: "list[ast.ImportFrom]" = []
        # Nodes whose failure is caught, by identity.
        self.guarded: "set[int]" = set()
        self.typing_only: "set[int]" = set()
        self.scopes: "dict[int, Scope]" = {id(tree): self.module}
        self.exported: "list[tuple[str, Any]]" = []
        # Imports, calls, attributes and names, with the scopes that they stand in.
        self.expressions: "list[tuple[Any, Scope]]" = []
        # What kinds of nodes there are, by name, and the f-strings among them.
        self.kinds: "set[str]" = set()
        self.formatted: "list[ast.JoinedStr]" = []
        # Annotations that a target evaluates.
        self.annotations: "list[ast.expr]" = []
        # Words that count as bound and read, since they stand in lines that cannot be read.
        self.words: "frozenset[str]" = frozenset()
        self.postponed = False

    def scope_at(self, place: "tuple[int, int]") -> Scope:
        """The innermost scope that a place is in, by lines and indentation where a body goes on."""
        scope = self.module
        found = True
        while found:
            found = False
            for child in scope.children:
                if self._holds(child.node, place):
                    scope, found = child, True
                    break
        return scope

    def _holds(self, node: Any, place: "tuple[int, int]") -> bool:
        body = getattr(node, "body", None)
        if not isinstance(body, list) or not body:
            return self.text.start(node) <= place <= self.text.end(node)
        start, end = self.text.start(node), self.text.end(node)
        if place < start or (place[0] < body[0].lineno and place[0] <= start[0]):
            return False
        if place <= end:
            return True
        # Empty lines below a body belong to it while they are as far in.
        rows = self.text.rows[end[0] : place[0]]
        indent = self.text.start(node)[1]
        here = self.text.row(place[0])
        return all(len(r) - len(r.lstrip()) > indent or not r.strip() for r in rows) and (
            min(place[1], len(here) - len(here.lstrip())) > indent
        )


class QuotedPlace:
    """The place of a name within an annotation in quotes, in the form of a node's, columns in characters."""

    def __init__(self, line: int, at: int, length: int) -> None:
        self.line = line
        self.at = at
        self.length = length


def use_range(text: Text, node: Any) -> "tuple[tuple[int, int], tuple[int, int]]":
    if isinstance(node, QuotedPlace):
        return (node.line, node.at), (node.line, node.at + node.length)
    return text.start(node), text.end(node)


def is_known(use: Use, names: Names) -> bool:
    """Whether a name that is read means something here, Python's own names among it."""
    if use.scope.find(use.name) or use.name in BUILTINS or use.name in MODULE_NAMES or use.name in names.words:
        return True
    if use.name in use.scope.globals or use.name in names.module.bindings:
        return True
    scope: "Scope | None" = use.scope
    while scope is not None:
        if scope.kind == "class" and (use.name == "__class__" or (scope is use.scope and use.name in _CLASS_NAMES)):
            return True
        scope = scope.parent
    return False
