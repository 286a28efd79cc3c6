"""Reads the types of tools out of Python source, without running any of it.

What TypeScript is made of (`src-shared/python-types.ts` is the shape of the answer). Like
`describe`, it runs in the app's own Python or in one of this machine, never on a target.
"""

import ast
import json
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

import describe

_SCALARS = {
    "str": "str", "Text": "str", "AnyStr": "str", "int": "int", "float": "float", "bool": "bool",
    "bytes": "bytes", "bytearray": "bytes", "memoryview": "bytes", "None": "none",
    "Path": "path", "PurePath": "path", "PosixPath": "path", "PurePosixPath": "path",
    "Decimal": "decimal", "datetime": "datetime", "date": "date", "time": "time",
    "timedelta": "timedelta", "Template": "template", "Exception": "exception",
    "BaseException": "exception",
}
_LISTS = ("list", "List", "MutableSequence", "deque", "Deque")
# What a list and a tuple both are.
_SEQUENCES = ("Sequence", "Iterable", "Collection", "Container", "Reversible")
_SETS = {
    "set": "set", "Set": "set", "AbstractSet": "set", "MutableSet": "set",
    "frozenset": "frozenset", "FrozenSet": "frozenset",
}
_DICTS = ("dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "DefaultDict", "defaultdict")
_AWAITED = ("Awaitable", "Coroutine")
_STREAMS = ("Iterator", "Iterable", "Generator", "AsyncIterator", "AsyncIterable", "AsyncGenerator")
_WRAPPERS = ("Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "NewType")
_ANY = {"kind": "any"}


def describe_types(source, module, read_module=lambda name: None):
    # type: (str, str, Any) -> dict
    """The tools of a module, and the classes of values that their signatures name.

    `read_module` gives the source of another module that types are imported from, or None.
    Raises SyntaxError for what is not Python, Refused for what is no tool.
    """
    reader = _Module(source, module, read_module)
    tools = [
        reader.tool(node)
        for node in reader.classes.values()
        if describe._is_tool(node, reader.classes)
    ]
    return {"tools": tools, "types": list(reader.found.values())}


class _Module(object):
    """The names of one module, and the types that were met while it was read."""

    def __init__(self, source, name, read_module, found=None):
        self.name = name
        self.read_module = read_module
        self.found = {} if found is None else found
        self.classes, self.aliases, self.imports = {}, {}, {}
        self._others = {}
        self._open = set()
        self._collect(ast.parse(source).body)

    def _collect(self, body):
        for node in body:
            if isinstance(node, ast.ClassDef):
                self.classes[node.name] = node
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self.aliases.setdefault(node.targets[0].id, node.value)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                if describe._name(node.annotation) == "TypeAlias" and node.value is not None:
                    self.aliases[node.target.id] = node.value
            elif type(node).__name__ == "TypeAlias":
                # `type X = ...` of Python 3.12.
                statement = node  # type: Any
                self.aliases[statement.name.id] = statement.value
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for item in node.names:
                    self.imports[item.asname or item.name] = (node.module, item.name)
            elif isinstance(node, ast.If):
                # What only type checkers see says more than what stands in its place.
                self._collect(node.body)
                self._collect(node.orelse)
            elif isinstance(node, ast.Try):
                self._collect(node.body)

    def tool(self, node):
        methods = {}
        for cls in reversed(describe._lineage(node, self.classes)):
            for item in cls.body:
                if not isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    continue
                if item.name == "__init__":
                    raise Refused(
                        "%s defines __init__: a Tool has no state of its own." % node.name, item
                    )
                if describe._is_method(item):
                    methods[item.name] = self._method(item)
        return {
            "name": node.name,
            "summary": describe._summary(ast.get_docstring(node) or ""),
            "methods": list(methods.values()),
        }

    def _method(self, node):
        doc = ast.get_docstring(node) or ""
        docs = describe._parameter_docs(doc)
        described = {
            "name": node.name,
            "summary": describe._summary(doc),
            "parameters": self._parameters(node, docs),
            "item": None,
            "returns": self.type(node.returns),
        }
        returns = describe._parsed(node.returns)
        name, items = _applied(returns)
        if name in _AWAITED and items:
            described["returns"] = self.type(items[-1])
        elif describe._yields(node) or name in _STREAMS and name != "Iterable":
            last = items[2] if name == "Generator" and len(items) == 3 else ast.Constant(None)
            described["item"] = self.type(items[0]) if name in _STREAMS and items else _ANY
            described["returns"] = self.type(last)
        return described

    def _parameters(self, node, docs):
        args = node.args
        only = [(arg, "positional_only") for arg in args.posonlyargs]
        positional = only + [(arg, "positional") for arg in args.args]
        defaults = [None] * (len(positional) - len(args.defaults)) + list(args.defaults)
        listed = [(arg, kind, default) for (arg, kind), default in zip(positional, defaults)]
        if "staticmethod" not in describe._decorators(node):
            listed = listed[1:]
        if args.vararg is not None:
            listed.append((args.vararg, "var_positional", None))
        for arg, default in zip(args.kwonlyargs, args.kw_defaults):
            listed.append((arg, "keyword", default))
        if args.kwarg is not None:
            listed.append((args.kwarg, "var_keyword", None))
        return [
            {
                "name": arg.arg,
                "kind": kind,
                "type": self._with_default(self.type(arg.annotation), default),
                "required": default is None and not kind.startswith("var_"),
                "doc": docs.get(arg.arg, ""),
            }
            for arg, kind, default in listed
        ]

    def _with_default(self, found, default):
        """`x: int = None` takes None too."""
        if describe._is_none(default) and found["kind"] != "any":
            return _union([found, {"kind": "none"}])
        return found

    def type(self, node):
        # type: (Any) -> dict
        """The type that an annotation names; `any` for what travels in no form of its own."""
        node = describe._parsed(node)
        if node is None:
            return _ANY
        if describe._is_none(node):
            return {"kind": "none"}
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return _union([self.type(node.left), self.type(node.right)])
        name, items = _applied(node)
        if items is None:
            return self._named(name, node)
        # `from typing import List as L`
        return self._generic(self.imports.get(name, ("", name))[1], items)

    def _generic(self, name, items):
        if name == "Optional":
            return _union([self.type(items[0]), {"kind": "none"}])
        if name == "Union":
            return _union([self.type(item) for item in items])
        if name in _WRAPPERS:
            return self.type(items[0])
        if name in _LISTS:
            return {"kind": "list", "item": self.type(items[0])}
        if name in _SEQUENCES:
            return {"kind": "sequence", "item": self.type(items[0])}
        if name in _SETS:
            return {"kind": _SETS[name], "item": self.type(items[0])}
        if name in ("tuple", "Tuple"):
            if len(items) == 2 and _is_ellipsis(items[1]):
                return {"kind": "tuple", "items": None, "item": self.type(items[0])}
            empty = len(items) == 1 and isinstance(items[0], ast.Tuple) and not items[0].elts
            return {"kind": "tuple", "items": [] if empty else [self.type(i) for i in items], "item": _ANY}
        if name in _DICTS and len(items) == 2:
            return {"kind": "dict", "key": self.type(items[0]), "value": self.type(items[1])}
        if name == "Literal":
            return _literal(items)
        if name == "CompletedProcess":
            return self._completed()
        return _ANY

    def _named(self, name, node):
        if isinstance(node, ast.Name):
            key = "%s.%s" % (self.name, name)
            if key in self.found:
                return {"kind": "named", "type": key}
            if name in self.classes or name in self.aliases:
                if name in self._open:
                    # An alias of itself.
                    return _ANY
                self._open.add(name)
                try:
                    return self._own(name, key)
                finally:
                    self._open.discard(name)
            if name in self.imports:
                found = self._imported(*self.imports[name])
                if found is not None:
                    return found
                name = self.imports[name][1]
        if name == "CompletedProcess":
            return self._completed()
        if name in _SCALARS:
            return {"kind": _SCALARS[name]}
        return self._generic(name, [None, None] if name in _DICTS else [None]) if name in _BARE else _ANY

    def _imported(self, module, name):
        if module not in self._others:
            source = self.read_module(module)
            self._others[module] = (
                None if source is None else _Module(source, module, self.read_module, self.found)
            )
        other = self._others[module]
        if other is None or name not in other.classes and name not in other.aliases:
            return None
        return other.type(ast.Name(name, ast.Load()))

    def _own(self, name, key):
        """A class or an alias of this module, met for the first time."""
        node = self.classes.get(name)
        if node is None:
            return self._assigned(name, key, self.aliases[name])
        bases = describe._bases(node)
        if set(bases) & set(describe._ENUMS):
            return self._add(key, name, "enum", node, members=describe._members(node))
        kind = None
        if "dataclass" in describe._decorators(node):
            kind = "dataclass"
        elif "NamedTuple" in bases:
            kind = "namedtuple"
        elif "TypedDict" in bases:
            kind = "typeddict"
        if kind is not None:
            fields = [f for cls in reversed(describe._lineage(node, self.classes)) for f in cls.body]
            return self._add(key, name, kind, node, fields=[f for f in fields if _is_field(f)])
        for base in node.bases:
            if isinstance(base, ast.Call):
                return self._assigned(name, key, base)
        if any(base.endswith(("Error", "Exception")) for base in bases):
            return {"kind": "exception"}
        if len(node.bases) == 1:
            # A subclass of a builtin travels as that builtin.
            return self.type(node.bases[0])
        return _ANY

    def _assigned(self, name, key, value):
        if not isinstance(value, ast.Call):
            is_type = isinstance(value, (ast.Name, ast.Attribute, ast.Subscript, ast.BinOp))
            return self.type(value) if is_type else _ANY
        made, arguments = describe._name(value.func), value.args
        if made == "NewType" and len(arguments) == 2:
            return self.type(arguments[1])
        if made in ("namedtuple", "NamedTuple") and len(arguments) == 2:
            return self._add(key, name, "namedtuple", None, fields=_listed(arguments[1]))
        return _ANY

    def _add(self, key, name, kind, node, fields=(), members=()):
        doc = "" if node is None else ast.get_docstring(node) or ""
        entry = {
            "type": key, "name": name, "kind": kind, "summary": describe._summary(doc),
            "fields": [], "members": list(members),
        }
        # Before its fields are read: one of them may be of this type.
        self.found[key] = entry
        total = not any(
            k.arg == "total" and isinstance(k.value, ast.Constant) and k.value.value is False
            for k in getattr(node, "keywords", ())
        )
        listed = {}
        for field, annotation in (_field(f) for f in fields):
            wrapper = _applied(describe._parsed(annotation))[0]
            required = wrapper == "Required" or total and wrapper != "NotRequired"
            listed[field] = {"name": field, "type": self.type(annotation), "required": required}
        entry["fields"] = list(listed.values())
        return {"kind": "named", "type": key}

    def _completed(self):
        """`subprocess.CompletedProcess` travels like a dataclass."""
        key = "subprocess.CompletedProcess"
        names = ("args", "returncode", "stdout", "stderr")
        types = (_ANY, {"kind": "int"}, _ANY, _ANY)
        self.found[key] = {
            "type": key, "name": "CompletedProcess", "kind": "dataclass", "summary": "", "members": [],
            "fields": [{"name": n, "type": t, "required": True} for n, t in zip(names, types)],
        }
        return {"kind": "named", "type": key}


# Those that may stand without what is in them.
_BARE = _LISTS + _SEQUENCES + _DICTS + tuple(_SETS)


def _applied(node):
    # type: (Any) -> tuple[str, Any]
    """The name of a generic and what it is applied to; None for that where it is applied to nothing."""
    if isinstance(node, ast.Subscript):
        return describe._name(node.value), describe._items(node.slice)
    return describe._name(node), None


def _is_ellipsis(node):
    return isinstance(node, ast.Constant) and node.value is ...


def _union(types):
    flat = []
    for each in types:
        flat += each["options"] if each["kind"] == "union" else [each]
    if _ANY in flat:
        return _ANY
    options = [each for at, each in enumerate(flat) if each not in flat[:at]]
    return options[0] if len(options) == 1 else {"kind": "union", "options": options}


def _literal(items):
    values = [item.value if isinstance(item, ast.Constant) else _negative(item) for item in items]
    plain = all(v is None or isinstance(v, (str, int)) and not isinstance(v, bytes) for v in values)
    # Beyond this JavaScript has no exact number.
    exact = all(not isinstance(v, int) or abs(v) <= 2 ** 53 - 1 for v in values)
    return {"kind": "literal", "values": values} if plain and exact else _ANY


def _negative(node):
    operand = getattr(node, "operand", None)
    if isinstance(getattr(node, "op", None), ast.USub) and isinstance(operand, ast.Constant):
        if isinstance(operand.value, int):
            return -operand.value
    return b""


def _is_field(node):
    if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
        return False
    return _applied(describe._parsed(node.annotation))[0] not in ("ClassVar", "InitVar")


def _field(field):
    # type: (Any) -> tuple[str, Any]
    """Name and annotation of a field, however it was written down."""
    if not isinstance(field, ast.AnnAssign):
        return field
    target = field.target  # type: Any
    return target.id, field.annotation


def _listed(node):
    """The fields of a call of `namedtuple` or `NamedTuple`, without an annotation where there is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [(name, None) for name in node.value.replace(",", " ").split()]
    fields = []
    for item in getattr(node, "elts", ()):
        if isinstance(item, ast.Constant):
            fields.append((item.value, None))
        elif isinstance(item, ast.Tuple) and len(item.elts) == 2 and isinstance(item.elts[0], ast.Constant):
            fields.append((item.elts[0].value, item.elts[1]))
    return [(name, annotation) for name, annotation in fields if isinstance(name, str)]


class Refused(Exception):
    """A class that no target takes for a tool."""

    def __init__(self, message, node):
        Exception.__init__(self, message)
        self.line, self.column = node.lineno, node.col_offset + 1


def answer(source, module):
    # type: (str, str) -> str
    """What `describe_types` comes to, as JSON: `found`, or the `problem` of a source that has no tool.

    `is_syntax` says of a problem that a newer Python may not have it.
    """
    try:
        found = describe_types(source, module, _read_module)
    except SyntaxError as error:
        return _problem(error.msg, error.lineno, error.offset, is_syntax=True)
    except Refused as error:
        return _problem(str(error), error.line, error.column)
    except (ValueError, RecursionError, MemoryError) as error:
        return _problem(str(error) or type(error).__name__, None, None, is_syntax=True)
    if not found["tools"]:
        return _problem("There is no class here that derives from Tool.", None, None)
    return json.dumps({"found": found})


def _problem(message, line, column, is_syntax=False):
    place = {"line": line or 1, "column": column or 1}
    return json.dumps({"problem": dict(place, message=message, is_syntax=is_syntax)})


def _read_module(name):
    """The source of a module of the agent's, which lies beside this file."""
    parts = name.split(".")
    if parts[0] != "rmote" or not all(part.isidentifier() for part in parts):
        return None
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), *parts) + ".py"
    if not os.path.isfile(path):
        return None
    with open(path, encoding="utf-8") as file:
        return file.read()


if __name__ == "__main__":
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read().decode("utf-8"), sys.argv[1]).encode("utf-8"))
