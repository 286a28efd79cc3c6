"""Reads tools out of Python source, without running any of it.

This is where forms and documentation come from: the source is their only
origin. It runs in the app's own Python (WebAssembly), never on a target, and
may use what that Python has.
"""

import ast
import inspect
import textwrap

_SCALARS = ("str", "int", "float", "bool", "bytes")
_LISTS = ("list", "List", "Sequence", "Iterable", "Tuple", "tuple", "Set", "set", "FrozenSet")
_DICTS = ("dict", "Dict", "Mapping", "MutableMapping")
_ENUMS = ("Enum", "IntEnum", "StrEnum", "IntFlag", "Flag")


def describe(source, module):
    # type: (str, str) -> list[dict]
    """The Tool classes of a module, in the order in which they stand.

    Raises SyntaxError for what is not Python.
    """
    tree = ast.parse(source)
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    enums = {n: _members(c) for n, c in classes.items() if set(_bases(c)) & set(_ENUMS)}
    return [
        _tool(node, module, classes, enums)
        for node in classes.values()
        if _is_tool(node, classes)
    ]


def _bases(node):
    names = []
    for base in node.bases:
        if isinstance(base, ast.Name):
            names.append(base.id)
        elif isinstance(base, ast.Attribute):
            names.append(base.attr)
    return names


def _is_tool(node, classes, seen=()):
    for name in _bases(node):
        if name == "Tool":
            return True
        if name in classes and name not in seen:
            if _is_tool(classes[name], classes, seen + (node.name,)):
                return True
    return False


def _members(node):
    members = []
    for item in node.body:
        if not (isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name)):
            continue
        name = item.targets[0].id
        value = item.value.value if isinstance(item.value, ast.Constant) else name
        if not isinstance(value, (str, int, bool)) and value is not None:
            value = name
        if not name.startswith("_"):
            members.append({"label": name, "value": value})
    return members


def _tool(node, module, classes, enums):
    methods = {}
    for cls in reversed(_lineage(node, classes)):
        for item in cls.body:
            if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)) and _is_method(item):
                methods[item.name] = _method(item, enums)
    doc = ast.get_docstring(node) or ""
    return {
        "key": "%s.%s" % (module, node.name),
        "name": node.name,
        "module": module,
        "summary": _summary(doc),
        "doc": doc,
        "methods": list(methods.values()),
        "line": node.lineno,
    }


def _lineage(node, classes):
    """The class, then the bases of it that the module defines."""
    lineage = [node]
    for name in _bases(node):
        if name in classes and classes[name] not in lineage:
            lineage += [c for c in _lineage(classes[name], classes) if c not in lineage]
    return lineage


def _decorators(node):
    names = []
    for decorator in node.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        names.append(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
    return names


def _is_method(node):
    hidden = {"property", "cached_property", "setter", "getter", "deleter"}
    return not node.name.startswith("_") and not hidden & set(_decorators(node))


def _method(node, enums):
    doc = ast.get_docstring(node) or ""
    docs = _parameter_docs(doc)
    parameters = _parameters(node, enums, docs)
    returns = _text(node.returns)
    return {
        "name": node.name,
        "summary": _summary(doc),
        "doc": doc,
        "signature": _signature(node.name, parameters, returns),
        "parameters": parameters,
        "returns": returns,
        "async": isinstance(node, ast.AsyncFunctionDef),
        "stream": _yields(node),
        "line": node.lineno,
    }


def _yields(node):
    """Whether the function itself is a generator; a function inside it does not count."""
    pending = list(node.body)
    while pending:
        item = pending.pop()
        if isinstance(item, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            pending.extend(ast.iter_child_nodes(item))
    return False


def _parameters(node, enums, docs):
    args = node.args
    positional = list(args.posonlyargs) + list(args.args)
    defaults = [None] * (len(positional) - len(args.defaults)) + list(args.defaults)
    pairs = list(zip(positional, defaults))
    if "staticmethod" not in _decorators(node):
        pairs = pairs[1:]
    found = [_parameter(a, "positional", d, enums, docs) for a, d in pairs]
    if args.vararg is not None:
        found.append(_parameter(args.vararg, "var_positional", None, enums, docs))
    for arg, default in zip(args.kwonlyargs, args.kw_defaults):
        found.append(_parameter(arg, "keyword", default, enums, docs))
    if args.kwarg is not None:
        found.append(_parameter(args.kwarg, "var_keyword", None, enums, docs))
    return found


def _parameter(arg, kind, default, enums, docs):
    return {
        "name": arg.arg,
        "kind": kind,
        "annotation": _text(arg.annotation),
        "type": _type(_parsed(arg.annotation), enums),
        "required": default is None and not kind.startswith("var_"),
        "default": None if default is None else ast.unparse(default),
        "doc": docs.get(arg.arg, ""),
    }


def _parsed(annotation):
    """The annotation; one that is written as a string is parsed."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            return ast.parse(annotation.value, mode="eval").body
        except SyntaxError:
            return None
    return annotation


def _text(annotation):
    parsed = _parsed(annotation)
    return "" if parsed is None else ast.unparse(parsed)


def _name(node):
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _is_none(node):
    return isinstance(node, ast.Constant) and node.value is None


def _type(node, enums):
    node = _parsed(node)
    name = _name(node)
    if name in _SCALARS:
        return {"kind": name}
    if name in enums:
        return {"kind": "choice", "options": enums[name]}
    if name in _LISTS:
        return {"kind": "list", "item": {"kind": "any"}}
    if name in _DICTS:
        return {"kind": "dict", "key": {"kind": "str"}, "value": {"kind": "any"}}
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _union([node.left, node.right], enums)
    if isinstance(node, ast.Subscript):
        return _subscript(_name(node.value), _items(node.slice), enums)
    return {"kind": "any"}


def _items(node):
    return list(node.elts) if isinstance(node, ast.Tuple) else [node]


def _subscript(name, items, enums):
    if name == "Optional":
        return _union(items + [ast.Constant(None)], enums)
    if name == "Union":
        return _union(items, enums)
    if name == "Annotated":
        return _type(items[0], enums)
    if name in _LISTS:
        return {"kind": "list", "item": _type(items[0], enums)}
    if name in _DICTS and len(items) == 2:
        return {"kind": "dict", "key": _type(items[0], enums), "value": _type(items[1], enums)}
    if name == "Literal":
        values = [i.value for i in items if isinstance(i, ast.Constant)]
        options = [
            {"label": v if isinstance(v, str) else repr(v), "value": v}
            for v in values
            if v is None or isinstance(v, (str, int, bool))
        ]
        return {"kind": "choice", "options": options}
    return {"kind": "any"}


def _union(items, enums):
    """One type that a form can show: text where text is one of them."""
    flat = []
    for item in items:
        if isinstance(item, ast.BinOp) and isinstance(item.op, ast.BitOr):
            flat += [item.left, item.right]
        else:
            flat.append(item)
    types = [_type(item, enums) for item in flat if not _is_none(_parsed(item))]
    if len(types) == 1:
        inner = types[0]
    else:
        inner = {"kind": "str"} if {"kind": "str"} in types else {"kind": "any"}
    optional = any(_is_none(_parsed(item)) for item in flat)
    return {"kind": "optional", "inner": inner} if optional else inner


def _signature(name, parameters, returns):
    parts = []
    starred = False
    for parameter in parameters:
        kind = parameter["kind"]
        if kind == "keyword" and not starred:
            parts.append("*")
        starred = starred or kind in ("keyword", "var_positional")
        text = {"var_positional": "*", "var_keyword": "**"}.get(kind, "") + parameter["name"]
        if parameter["annotation"]:
            text += ": " + parameter["annotation"]
        if parameter["default"] is not None:
            spaced = " = " if parameter["annotation"] else "="
            text += spaced + parameter["default"]
        parts.append(text)
    return "%s(%s)%s" % (name, ", ".join(parts), " -> " + returns if returns else "")


def _summary(doc):
    return " ".join(doc.split("\n\n")[0].split())


def _parameter_docs(doc):
    """What the `Args:` section of a docstring says of each parameter."""
    docs = {}
    lines = inspect.cleandoc(doc).split("\n")
    starts = [i for i, line in enumerate(lines) if line.strip() in ("Args:", "Arguments:")]
    if not starts:
        return docs
    section = []
    for line in lines[starts[0] + 1 :]:
        if line and not line[0].isspace():
            break
        section.append(line)
    name = None
    for line in textwrap.dedent("\n".join(section)).split("\n"):
        head, colon, rest = line.partition(":")
        if line and not line[0].isspace() and colon:
            name = head.strip().lstrip("*").split(" ")[0]
            docs[name] = rest.strip()
        elif name is not None and line.strip():
            docs[name] += " " + line.strip()
    return docs
