"""What a file has: its classes, functions, methods and constants."""

from __future__ import annotations

import ast
from typing import Any

from analysis_infer import decorators
from analysis_unit import Unit

MOST = 2000


def outline(unit: Unit) -> "list[dict[str, Any]]":
    """Symbols in the order in which they stand, each with its range, the range of its name, and its children."""
    return _symbols(unit, unit.tree.body, False)


def _symbols(unit: Unit, body: "list[ast.stmt]", in_class: bool) -> "list[dict[str, Any]]":
    found: "list[dict[str, Any]]" = []
    for node in body[:MOST]:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            is_class = isinstance(node, ast.ClassDef)
            kind = "class" if is_class else "method" if in_class else "function"
            if in_class and not is_class and "property" in decorators(node):
                kind = "property"
            children = _symbols(unit, node.body, True) if is_class else []
            line, column = unit.text.start(node)
            at = max(unit.text.row(line).find(node.name, column + 3), 0)
            name = unit.text.range((line, at), (line, at + len(node.name)))
            found.append(_symbol(unit, node, node.name, kind, name, children))
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    kind = "field" if in_class else "constant" if target.id.isupper() else "variable"
                    found.append(_symbol(unit, node, target.id, kind, unit.text.of(target), []))
        elif isinstance(node, (ast.If, ast.Try)):
            found += _symbols(unit, [*node.body, *node.orelse], in_class)
    return found


def _symbol(unit: Unit, node: Any, name: str, kind: str, place: Any, children: "list[Any]") -> "dict[str, Any]":
    found: "dict[str, Any]" = {"name": name, "kind": kind, "selection": place, "children": children}
    found.update(unit.text.of(node))
    return found
