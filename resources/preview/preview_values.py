"""What an editor asks about the values that a template is previewed with."""

import ast
import reprlib
from typing import Any

from preview_data import context_of

MAX_REPR = 400
MAX_MEMBERS = 500
_Missing = type("_Missing", (), {})
MISSING = _Missing()


def resolve(context: "dict[str, Any]", expression: str) -> Any:
    """The value of names, attributes and constant subscripts, without a call of anything; MISSING if it has none."""
    try:
        return _resolve(context, ast.parse(expression.strip(), mode="eval").body)
    except Exception:
        return MISSING


def _resolve(context: "dict[str, Any]", node: ast.expr) -> Any:
    if isinstance(node, ast.Name):
        return context[node.id]
    if isinstance(node, ast.Attribute):
        return getattr(_resolve(context, node.value), node.attr)
    if isinstance(node, ast.Subscript):
        return _resolve(context, node.value)[ast.literal_eval(node.slice)]
    raise LookupError(ast.dump(node))


def value_at(source: str, context: "dict[str, Any]", expression: str) -> "dict[str, str] | None":
    """Type and repr of what an expression of the template is in the data; None where it is nothing there.

    `source` is there for what a later version may know of names that the template binds.
    """
    value = resolve(context_of(context), expression)
    if value is MISSING:
        return None
    return {"type": type(value).__name__, "repr": short_repr(value)}


def short_repr(value: Any) -> str:
    """A repr of bounded length; never raises."""
    shown = reprlib.Repr()
    shown.maxstring = shown.maxother = MAX_REPR
    shown.maxdict = shown.maxlist = shown.maxtuple = 20
    try:
        text = shown.repr(value)
    except Exception as error:
        text = "<repr() raised %s>" % type(error).__name__
    return text if len(text) <= MAX_REPR else text[: MAX_REPR - 1] + "\u2026"


def members(context: "dict[str, Any]", expression: str) -> "list[dict[str, str]]":
    """What can follow an expression: attributes, and keys of a dict; for an empty one the names of the data.

    `kind` is "name", "key", "field" or "method".
    """
    made = context_of(context)
    if not expression.strip():
        return [_member(name, "name", value) for name, value in sorted(made.items())][:MAX_MEMBERS]
    value = resolve(made, expression)
    if value is MISSING:
        return []
    found = []
    if isinstance(value, dict):
        found = [_member(key, "key", item) for key, item in value.items() if isinstance(key, str)]
    for name in dir(value):
        if not name.startswith("_"):
            item = getattr(value, name, None)
            found.append(_member(name, "method" if callable(item) else "field", item))
    return found[:MAX_MEMBERS]


def _member(name: str, kind: str, value: Any) -> "dict[str, str]":
    return {"name": name, "kind": kind, "type": type(value).__name__}
