"""What a Tool class may do and what it may not, and what commands are run with."""

from __future__ import annotations

import ast
from typing import Any

from analysis_fixes import edit, finding, fix, import_edits, remove_statement, replace
from analysis_infer import assigned, decorators, lineage
from analysis_names import MOST
from analysis_target import full_name
from analysis_unit import Unit

_RUNNERS = frozenset(
    "subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen"
    " subprocess.getoutput subprocess.getstatusoutput os.system os.popen".split()
)
_SPAWNS = ("os.spawn", "os.posix_spawn", "os.exec")
# Arguments that both take, with one meaning.
_SHARED = frozenset("capture_output text input check timeout cwd env encoding errors shell".split())
_OBJECT = frozenset(dir(object)) | {"__dict__", "__module__", "__weakref__", "__annotations__"}


def tool_findings(unit: Unit) -> "list[dict[str, Any]]":
    found: "list[dict[str, Any]]" = []
    tools = tool_classes(unit)
    for node in tools:
        found += _init(unit, node)
        found += _parameters(unit, node)
        found += _state(unit, node)
    classes = [node for node in unit.tree.body if isinstance(node, ast.ClassDef)]
    if not tools and classes and unit.error is None and _is_script_of_tools(unit):
        name = classes[0]
        place = unit.text.range(*_name_range(unit, name))
        message = "No class here derives from Tool, so nothing here can be called."
        fixes = []
        if not name.bases and not name.keywords:
            end = _name_range(unit, name)[1]
            rest = unit.text.row(end[0])[end[1] :]
            stop = (end[0], end[1] + 2) if rest.startswith("()") else end
            edits = [edit(unit, end, stop, "(Tool)"), *import_edits(unit, "rmote.protocol", ["Tool"])]
            fixes.append(fix("Derive %s from Tool" % name.name, *edits))
        found.append(finding("no-tool", "hint", place, message, *fixes))
    return found + commands(unit)


def _is_script_of_tools(unit: Unit) -> bool:
    """Whether no class is imported that one here may derive from."""
    return not any(node.bases for node in unit.tree.body if isinstance(node, ast.ClassDef))


def tool_classes(unit: Unit) -> "list[ast.ClassDef]":
    """Those that derive from Tool, by the rule of describe.py."""
    classes = {node.name: node for node in unit.tree.body if isinstance(node, ast.ClassDef)}

    def is_tool(node: ast.ClassDef, seen: "tuple[str, ...]" = ()) -> bool:
        for base in node.bases:
            name = getattr(base, "id", None) or getattr(base, "attr", "")
            if name == "Tool" or (name in classes and name not in seen and is_tool(classes[name], (*seen, node.name))):
                return True
        return False

    return [node for node in classes.values() if is_tool(node)]


def _methods(node: ast.ClassDef) -> "list[Any]":
    return [each for each in node.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]


def _name_range(unit: Unit, node: Any) -> "tuple[tuple[int, int], tuple[int, int]]":
    line, column = unit.text.start(node)
    at = unit.text.row(line).find(node.name, column + 3)
    at = at if at >= 0 else column
    return (line, at), (line, at + len(node.name))


def _init(unit: Unit, node: ast.ClassDef) -> "list[dict[str, Any]]":
    found = []
    for each in node.body:
        targets = each.targets if isinstance(each, ast.Assign) else []
        is_method = isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) and each.name == "__init__"
        if is_method or any(getattr(target, "id", "") == "__init__" for target in targets):
            # The words of rmote/tool.py.
            message = "%s defines __init__: a Tool has no state of its own, pass values to its methods" % node.name
            place = unit.text.range(*_name_range(unit, each)) if is_method else unit.text.of(each)
            found.append(
                finding("init", "error", place, message, fix("Remove __init__", *remove_statement(unit, each)))
            )
    return found


def _parameters(unit: Unit, node: ast.ClassDef) -> "list[dict[str, Any]]":
    """Methods whose first parameter would be the tool itself."""
    found = []
    for method in _methods(node):
        if decorators(method) or method.args.vararg is not None:
            continue
        first = [*method.args.posonlyargs, *method.args.args][:1]
        if first and first[0].arg in ("self", "cls", "mcs", "_", "_self") or method.name.startswith("__"):
            continue
        start = unit.text.start(method)
        static = edit(unit, start, start, "@staticmethod\n" + " " * start[1])
        fixes = [fix("Make it a @staticmethod", static)]
        open_bracket = unit.text.source.find("(", unit.text.offset(_name_range(unit, method)[1]))
        at = unit.text.at(open_bracket + 1)
        fixes.append(fix("Add self", edit(unit, at, at, "self, " if first or method.args.kwonlyargs else "self")))
        if first:
            message = "%s takes the place of self: a call of %s would not give it." % (first[0].arg, method.name)
            found.append(finding("no-self", "warning", unit.text.of(first[0]), message, *fixes))
        else:
            message = "%s takes no self: a call of it fails." % method.name
            found.append(finding("no-self", "error", unit.text.range(*_name_range(unit, method)), message, *fixes))
    return found


def _state(unit: Unit, node: ast.ClassDef) -> "list[dict[str, Any]]":
    """Attributes of the tool that a call needs and nothing, or another call, has set."""
    classes = lineage(unit, node)
    if None in classes:
        return []
    fixed = set(_OBJECT)
    for cls in classes:
        scope = unit.names.scopes[id(cls)]
        fixed.update(scope.bindings)
        if {"__getattr__", "__getattribute__", "__slots__", "__setattr__"} & set(scope.bindings):
            return []
    written: "dict[str, set[int]]" = {}
    for cls in classes:
        for name, places in assigned(unit, cls).items():
            written.setdefault(name, set()).update(id(scope.node) for _, _, scope in places)
    found = []
    for method in _methods(node):
        first = [*method.args.posonlyargs, *method.args.args][:1]
        if not first or "staticmethod" in decorators(method) or _is_open(method, first[0].arg):
            continue
        for each in ast.walk(method):
            if not isinstance(each, ast.Attribute) or getattr(each.value, "id", None) != first[0].arg:
                continue
            if not isinstance(each.ctx, ast.Load) or each.attr in fixed or id(method) in written.get(each.attr, ()):
                continue
            name = "%s.%s" % (first[0].arg, each.attr)
            if each.attr in written:
                message = "%s is set by another method: a call cannot count on one before it." % name
                message += " Make it a parameter."
                found.append(finding("instance-state", "warning", unit.text.of(each), message))
            else:
                message = "%s is set nowhere: a Tool has no state of its own, pass values to its methods" % name
                found.append(finding("instance-state", "error", unit.text.of(each), message))
    return found[:MOST]


def _is_open(method: Any, first: str) -> bool:
    """Whether attributes may come by names that are made at run time."""
    for each in ast.walk(method):
        if isinstance(each, ast.Call) and getattr(each.func, "id", "") in ("setattr", "vars", "hasattr"):
            return True
        if isinstance(each, ast.Attribute) and each.attr == "__dict__" and getattr(each.value, "id", "") == first:
            return True
    return False


def commands(unit: Unit) -> "list[dict[str, Any]]":
    """Calls that run a command beside `process`, or ask a person."""
    found = []
    for node, scope in unit.names.expressions:
        if not isinstance(node, ast.Call) or len(found) >= MOST:
            continue
        name = full_name(unit, node.func, scope) or ""
        if name == "input" and not scope.find("input"):
            message = "input() can ask nobody on a target, where stdin is empty. Make it a parameter."
            found.append(finding("input", "warning", unit.text.of(node.func), message))
        elif name in _RUNNERS or name.startswith(_SPAWNS):
            if name.startswith("os.exec"):
                message = "%s() takes the place of the agent, which ends the session. process() runs a command." % name
                found.append(finding("process", "warning", unit.text.of(node.func), message))
                continue
            message = (
                "%s() works, but a command that is started by process() of rmote.protocol also ends with its call:"
                " when that is cancelled or out of time, and when the link is lost." % name
            )
            found.append(finding("process", "hint", unit.text.of(node.func), message, _by_process(unit, node, name)))
    return found


def _by_process(unit: Unit, node: ast.Call, name: str) -> "dict[str, Any] | None":
    """The same by process(), where it does the very same."""
    given = {each.arg: each.value for each in node.keywords}
    captures = getattr(given.get("capture_output"), "value", False) is True
    if name != "subprocess.run" or not captures or not set(given) <= _SHARED or len(node.args) != 1:
        return None
    command = node.args[0]
    shell = getattr(given.get("shell"), "value", False)
    if isinstance(command, (ast.List, ast.Tuple)) and command.elts and shell is False:
        inner = [unit.text.segment(each) for each in command.elts]
        edits = [replace(unit, command, ", ".join(inner))]
    elif shell is True and isinstance(command, (ast.Constant, ast.JoinedStr)):
        edits = []
    else:
        return None
    edits += import_edits(unit, "rmote.protocol", ["process"])
    return fix("Run it by process()", replace(unit, node.func, "process"), *edits)
