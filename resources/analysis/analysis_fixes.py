"""Text edits that mend what was found."""

from __future__ import annotations

import ast
from typing import Any

from analysis_unit import Unit


def finding(code: str, severity: str, place: "dict[str, int]", message: str, *fixes: Any) -> "dict[str, Any]":
    """`severity` is error, warning or hint."""
    found: "dict[str, Any]" = {"code": code, "severity": severity, "message": message, "unnecessary": False}
    found.update(place)
    found["fixes"] = [each for each in fixes if each is not None]
    return found


def fix(title: str, *edits: "dict[str, Any]") -> "dict[str, Any]":
    return {"title": title, "edits": list(edits)}


def edit(unit: Unit, start: "tuple[int, int]", end: "tuple[int, int]", text: str) -> "dict[str, Any]":
    found: "dict[str, Any]" = dict(unit.text.range(start, end))
    found["text"] = text
    return found


def replace(unit: Unit, node: Any, text: str) -> "dict[str, Any]":
    return edit(unit, unit.text.start(node), unit.text.end(node), text)


def import_edits(unit: Unit, module: str, names: "list[str]") -> "list[dict[str, Any]]":
    """What adds an import that is not there yet; of the module itself where `names` is empty."""
    missing = [name for name in names if not _has(unit, module, name)]
    if names and not missing:
        return []
    body = unit.tree.body
    for node in body:
        if names and isinstance(node, ast.ImportFrom) and node.module == module and not node.level:
            last = node.names[-1]
            if last.name != "*":
                end = unit.text.end(last)
                return [edit(unit, end, end, "".join(", " + name for name in missing))]
    line = _import_line(body)
    text = "from %s import %s\n" % (module, ", ".join(missing)) if names else "import %s\n" % module
    if line > len(unit.text.rows):
        # Behind a last line that has no end.
        end = (len(unit.text.rows), len(unit.text.rows[-1]))
        return [edit(unit, end, end, "\n" + text.rstrip("\n"))]
    if line > 1 and not isinstance(_before(body, line), (ast.Import, ast.ImportFrom)):
        text = "\n" + text
    elif line == 1 and not (body and isinstance(body[0], (ast.Import, ast.ImportFrom))):
        text += "\n"
    return [edit(unit, (line, 0), (line, 0), text)]


def _has(unit: Unit, module: str, name: str) -> bool:
    found = unit.names.module.bindings.get(name, [])
    return any(each.module == module and each.member == name and not each.typing_only for each in found)


def _import_line(body: "list[ast.stmt]") -> int:
    """Where a further import goes: behind the first run of them, else behind the docstring."""
    last = 0
    for index, node in enumerate(body):
        docstring = index == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not docstring and not isinstance(node, (ast.Import, ast.ImportFrom)):
            break
        last = node.end_lineno or node.lineno
    return last + 1


def _before(body: "list[ast.stmt]", line: int) -> "ast.stmt | None":
    found = [node for node in body if (node.end_lineno or node.lineno) < line]
    return found[-1] if found else None


def remove_statement(unit: Unit, node: Any) -> "list[dict[str, Any]]":
    """Takes out a statement with its decorators; `pass` stays where it was alone in its block."""
    decorators = getattr(node, "decorator_list", [])
    start = min([unit.text.start(node), *[(each.lineno, 0) for each in decorators]])
    end = unit.text.end(node)
    before = unit.text.row(start[0])[: unit.text.start(node)[1]] if not decorators else ""
    after = unit.text.row(end[0])[end[1] :].strip()
    if _is_alone(unit, node) or before.strip() or (after and not after.startswith("#")):
        return [edit(unit, unit.text.start(node) if not decorators else start, end, "pass")]
    if end[0] < len(unit.text.rows):
        # Of the empty lines around it those before are enough.
        last = end[0]
        is_behind_empty = start[0] == 1 or not unit.text.row(start[0] - 1).strip()
        while is_behind_empty and last < len(unit.text.rows) - 1 and not unit.text.row(last + 1).strip():
            last += 1
        return [edit(unit, (start[0], 0), (last + 1, 0), "")]
    return [edit(unit, (start[0], 0), (end[0], len(unit.text.row(end[0]))), "")]


def _is_alone(unit: Unit, node: Any) -> bool:
    for each in ast.walk(unit.tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(each, name, None)
            if isinstance(block, list) and any(item is node for item in block):
                return len(block) == 1 and not isinstance(each, ast.Module)
    return False


def remove_alias(unit: Unit, statement: Any, alias: Any) -> "list[dict[str, Any]]":
    """Takes one name out of an import, or the import where there is no other."""
    names = statement.names
    if len(names) == 1:
        return remove_statement(unit, statement)
    index = names.index(alias)
    if index + 1 < len(names):
        return [edit(unit, unit.text.start(alias), unit.text.start(names[index + 1]), "")]
    return [edit(unit, unit.text.end(names[index - 1]), unit.text.end(alias), "")]
