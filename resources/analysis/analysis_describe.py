"""What is shown of a name: signature and documentation, where it is made, what a call of it takes."""

from __future__ import annotations

import ast
import inspect
import re
from typing import Any

from analysis_infer import Thing, assigned, decorators, infer, lineage, member, of_import
from analysis_scopes import Scope
from analysis_unit import Unit

# Characters of documentation that are shown at most.
MAX_DOC = 3000
_WITH_DOC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_ARGS_LINE = r"^\s+\*{0,2}%s(?:\s*\([^)\n]*\))?:\s*(.*(?:\n\s{8,}.*)*)"
_TABLE_LINE = r"^(?:\w+, )*%s(?:, \w+)*\s{2,}(\S.*(?:\n\s{4,}.*)*)"
_PLAIN = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*\Z")


class Shown:
    def __init__(self, title: str, doc: str, parameters: "list[str] | None" = None) -> None:
        self.title = title
        self.doc = _cut(doc)
        # As they are written; None where it cannot be called.
        self.parameters = parameters


def _cut(doc: str) -> str:
    return doc if len(doc) <= MAX_DOC else doc[:MAX_DOC].rstrip() + "\u2026"


def describe(thing: Thing) -> "Shown | None":
    if thing.kind == "function":
        parameters = own_parameters(thing.node, thing.bound)
        word = "async def " if isinstance(thing.node, ast.AsyncFunctionDef) else "def "
        returns = " -> " + _annotation(thing.node.returns) if thing.node.returns is not None else ""
        owner = thing.owner.name + "." if isinstance(thing.owner, ast.ClassDef) else ""
        title = "%s%s%s(%s)%s" % (word, owner, thing.node.name, ", ".join(parameters), returns)
        return Shown(title, ast.get_docstring(thing.node) or "", parameters)
    if thing.kind in ("own", "instance") and thing.binding is not None:
        return _variable(thing)
    if thing.kind in ("class", "own"):
        bases = ", ".join(ast.unparse(each) for each in thing.node.bases)
        title = "class %s%s" % (thing.name, "(%s)" % bases if bases else "")
        parameters = _init_parameters(thing) if thing.kind == "class" else None
        return Shown(title, ast.get_docstring(thing.node) or "", parameters)
    if thing.kind == "module":
        doc = ast.get_docstring(thing.unit.tree) if thing.unit is not None else inspect.getdoc(thing.obj)
        return Shown("module %s" % thing.name, _first_part(doc or ""))
    if thing.kind == "absent":
        if thing.obj is not None:
            return Shown(thing.name + thing.obj[1], thing.obj[2], _split(thing.obj[1]))
        return Shown("module %s" % thing.name, "A module of Python's standard library.")
    if thing.kind == "instance":
        return Shown(_type_name(thing.obj), "")
    if thing.kind == "object":
        return _object(thing)
    return _variable(thing)


def _object(thing: Thing) -> Shown:
    parameters = object_parameters(thing)
    word = "class " if isinstance(thing.obj, type) else ""
    shown = thing.name or getattr(thing.obj, "__name__", "")
    call = "(%s)" % ", ".join(parameters) if parameters is not None else "" if word else "(...)"
    try:
        doc = inspect.getdoc(thing.obj) or ""
    except Exception:
        doc = ""
    return Shown(word + shown + call, doc, parameters)


def _variable(thing: Thing) -> "Shown | None":
    binding, unit = thing.binding, thing.at
    if binding is None or unit is None:
        # A property of the standard library's is told by itself, another value by its type.
        doc = inspect.getdoc(thing.obj) if inspect.isdatadescriptor(thing.obj) else ""
        return Shown(thing.name, doc or "") if thing.name else None
    if binding.kind == "parameter":
        note = ": " + _annotation(binding.annotation) if binding.annotation is not None else ""
        if not note and thing.kind == "own" and thing.name:
            note = ": " + thing.name
        return Shown("(parameter) %s%s" % (binding.name, note), parameter_doc(binding.scope.node, binding.name))
    note = ""
    if binding.annotation is not None:
        note = ": " + _annotation(binding.annotation)
    elif thing.kind in ("own", "instance"):
        note = ": " + (thing.name if thing.kind == "own" else _type_name(thing.obj))
    value = ""
    if binding.how == "is" and binding.value is not None and binding.kind == "variable":
        value = " = " + " ".join(unit.text.segment(binding.value).split())
        value = value if len(value) <= 80 else value[:79] + "\u2026"
    return Shown("%s%s%s" % (binding.name, note, value), "Set in line %d." % binding.start[0])


def parameter_doc(made: Any, name: str) -> str:
    """What a docstring says of a parameter: in its `Args:`, or in lines of names and words with a gap between."""
    doc = (ast.get_docstring(made) if isinstance(made, _WITH_DOC) else "") or ""
    for pattern in (_ARGS_LINE, _TABLE_LINE):
        match = re.search(pattern % re.escape(name), doc, re.M)
        if match is not None:
            return " ".join(match.group(1).split())
    return ""


def _first_part(doc: str) -> str:
    return "\n\n".join(doc.split("\n\n")[:2])


def _annotation(node: Any) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ast.unparse(node)


def _type_name(kind: Any) -> str:
    module = getattr(kind, "__module__", "")
    name = getattr(kind, "__qualname__", str(kind))
    return name if module in ("builtins", "") else "%s.%s" % (module.lstrip("_"), name)


def own_parameters(node: Any, bound: bool) -> "list[str]":
    """The parameters of a def, as texts; without the first one where that is given already."""
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    defaults = [None] * (len(positional) - len(args.defaults)) + list(args.defaults)
    texts = [_one(each, default) for each, default in zip(positional, defaults)]
    if args.posonlyargs:
        texts.insert(len(args.posonlyargs), "/")
    if bound and positional:
        texts = texts[1:]
    if args.vararg is not None:
        texts.append("*" + _one(args.vararg, None))
    elif args.kwonlyargs:
        texts.append("*")
    texts += [_one(each, default) for each, default in zip(args.kwonlyargs, args.kw_defaults)]
    if args.kwarg is not None:
        texts.append("**" + _one(args.kwarg, None))
    return texts


def _one(arg: ast.arg, default: Any) -> str:
    text = arg.arg
    if arg.annotation is not None:
        text += ": " + _annotation(arg.annotation)
    if default is not None:
        text += (" = " if arg.annotation is not None else "=") + ast.unparse(default)
    return text


def _init_parameters(thing: Thing) -> "list[str]":
    made = member(thing, "__init__")
    if made is not None and made.kind == "function":
        return own_parameters(made.node, True)
    if "dataclass" in decorators(thing.node):
        fields = [each for each in thing.node.body if isinstance(each, ast.AnnAssign)]
        return [_one(ast.arg(getattr(each.target, "id", ""), each.annotation), each.value) for each in fields]
    return []


def object_parameters(thing: Thing) -> "list[str] | None":
    try:
        signature = inspect.signature(thing.obj)
    except (TypeError, ValueError):
        return _split((inspect.getdoc(thing.obj) or "").split("\n")[0])
    except Exception:
        return None
    found = list(signature.parameters.values())
    if thing.bound and found and found[0].name == "self":
        found = found[1:]
    texts, starred = [], False
    for index, each in enumerate(found):
        if each.kind is each.KEYWORD_ONLY and not starred:
            texts.append("*")
            starred = True
        starred = starred or each.kind is each.VAR_POSITIONAL
        texts.append(re.sub(r"<(\w+)[^<>]*>", r"\1", str(each.replace(annotation=each.empty))))
        after = found[index + 1].kind if index + 1 < len(found) else None
        if each.kind is each.POSITIONAL_ONLY and after is not each.POSITIONAL_ONLY:
            texts.append("/")
    return texts


def _split(text: str) -> "list[str] | None":
    """The parameters of a signature that is written as text, such as `max(a, b)`."""
    match = re.search(r"\((.*?)\)", text)
    if match is None:
        return None
    return [each.strip() for each in match.group(1).split(",") if each.strip()]


def thing_at(unit: Unit, place: "tuple[int, int]", scope: Scope) -> "tuple[Thing, Any, Any] | None":
    """What the word at a place is, with where it stands."""
    word = unit.text.word_at(place)
    if word is None:
        return None
    name, start, end = word
    begin = unit.text.offset(start)
    if not unit.text.is_code(begin) and not unit.text.is_code(begin + 1):
        return None
    imported = _imported(unit, place, name)
    if imported is not None:
        return imported, start, end
    defined = _defined(unit, start)
    if defined is not None:
        return defined, start, end
    expression = unit.text.expression_before(unit.text.offset(end))
    try:
        node = ast.parse(expression.strip() or name, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return None
    thing = infer(unit, node, scope)
    return None if thing is None else (thing, start, end)


def _imported(unit: Unit, place: "tuple[int, int]", name: str) -> "Thing | None":
    """A word in an import: a module, or a name of one."""
    for node in ast.walk(unit.tree):
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        if not unit.text.start(node) <= place <= unit.text.end(node):
            continue
        for alias in node.names:
            if unit.text.start(alias) <= place <= unit.text.end(alias):
                if isinstance(node, ast.ImportFrom):
                    return of_import(node.module or "", alias.name)
                path = alias.name.split(".")
                return of_import(".".join(path[: path.index(name) + 1]), None) if name in path else None
        if isinstance(node, ast.ImportFrom) and node.module and name in node.module.split("."):
            path = node.module.split(".")
            return of_import(".".join(path[: path.index(name) + 1]), None)
    return None


def _defined(unit: Unit, start: "tuple[int, int]") -> "Thing | None":
    """The class or function whose name stands at a place, the parameter, or what an argument's name is of."""
    pending = [unit.names.module]
    while pending:
        scope = pending.pop()
        pending += scope.children
        for bindings in scope.bindings.values():
            for binding in bindings:
                if binding.start == start and binding.kind in ("class", "function", "parameter"):
                    owner = scope.node if scope.kind == "class" else None
                    if binding.kind == "parameter":
                        return Thing("variable", name=binding.name, unit=unit, binding=binding)
                    return Thing(binding.kind, name=binding.name, unit=unit, node=binding.node, owner=owner)
    return None


def definition(unit: Unit, place: "tuple[int, int]", scope: Scope) -> "list[dict[str, int]]":
    """Where in the file the name at a place is made."""
    word = unit.text.word_at(place)
    if word is None or not unit.text.is_code(unit.text.offset(word[1]) + 1):
        return []
    name, start, end = word
    expression = unit.text.expression_before(unit.text.offset(end))
    if not _PLAIN.match(expression) or "." not in expression:
        # The scope of a def's name and parameters is not the one that a place on its line is in.
        for binding in (scope.find(name) or []):
            if binding.start == start:
                return [unit.text.range(start, end)]
        return [unit.text.range(each.start, each.end) for each in scope.find(name)]
    try:
        node = ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError):
        return []
    owner = infer(unit, node.value, scope) if isinstance(node, ast.Attribute) else None
    if owner is None or owner.unit is not unit or owner.kind not in ("own", "class"):
        return []
    for cls in lineage(unit, owner.node):
        inner = unit.names.scopes.get(id(cls)) if cls is not None else None
        if inner is None:
            continue
        if name in inner.bindings:
            return [unit.text.range(each.start, each.end) for each in inner.bindings[name]]
        places = assigned(unit, cls).get(name)
        if places:
            return [unit.text.of(node) for node, _, _ in places[:1]]
    return []


def signature(unit: Unit, offset: int, scope: Scope) -> "dict[str, Any] | None":
    """The call that an offset is in the brackets of, and which parameter it is at."""
    around = unit.text.call_around(offset)
    if around is None:
        return None
    bracket, given = around
    expression = unit.text.expression_before(bracket)
    try:
        node = ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    thing = infer(unit, node, scope)
    shown = describe(thing) if thing is not None else None
    if shown is None or shown.parameters is None:
        return None
    label = shown.title if "(" in shown.title else shown.title + "(%s)" % ", ".join(shown.parameters)
    if thing is not None and thing.kind == "class":
        label = "%s(%s)" % (thing.name, ", ".join(shown.parameters))
    parts = _arguments(given)
    return {
        "label": label,
        "parameters": [each for each in shown.parameters if each not in ("*", "/")],
        "active": _active([each for each in shown.parameters if each not in ("*", "/")], shown.parameters, parts),
        "doc": _first_part(shown.doc),
    }


def _arguments(given: str) -> "list[str]":
    """The arguments so far, cut at the commas that are in no brackets."""
    parts, depth = [""], 0
    for char in given:
        depth += char in "([{"
        depth -= char in ")]}"
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _active(names: "list[str]", all_names: "list[str]", parts: "list[str]") -> int:
    keyword = re.match(r"\s*(\w+)\s*=(?!=)", parts[-1])
    bare = [re.match(r"\**\w*", each).group() for each in names]  # type: ignore[union-attr]
    if keyword is not None and keyword.group(1) in bare:
        return bare.index(keyword.group(1))
    if keyword is not None:
        return next((i for i, each in enumerate(bare) if each.startswith("**")), -1)
    at = len(parts) - 1
    rest = next((i for i, each in enumerate(bare) if each.startswith("*") and not each.startswith("**")), None)
    if rest is not None and at >= rest:
        return rest
    if "*" in all_names and at >= all_names.index("*"):
        return -1
    return at if at < len(names) else -1


