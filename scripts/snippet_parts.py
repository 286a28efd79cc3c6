"""What each method of a snippet needs of its module, so that it can be put into another tool.

Runs while the app is built, in CPython on WebAssembly.
"""

import ast


def parts(source):
    # type: (str) -> dict[str, dict]
    """By `Class.method`: its text, the imports and the definitions that it needs, as they stand.

    Raises ValueError for what cannot be taken apart so.
    """
    lines = source.split("\n")
    tree = ast.parse(source)
    bound = {}
    for node in tree.body:
        for name, need in _bindings(node, lines):
            bound[name] = need
    found = {}
    for node in tree.body:
        if not (isinstance(node, ast.ClassDef) and any(_name(base) == "Tool" for base in node.bases)):
            continue
        for item in node.body:
            if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)):
                if not item.name.startswith("_"):
                    found["%s.%s" % (node.name, item.name)] = _part(item, lines, bound)
    return found


def _name(node):
    return node.id if isinstance(node, ast.Name) else ""


def _text(node, lines):
    """The lines of a statement, with its decorators and the comment above it."""
    begin = min([node.lineno] + [each.lineno for each in getattr(node, "decorator_list", ())]) - 1
    while begin and lines[begin - 1].lstrip().startswith("#"):
        begin -= 1
    return "\n".join(lines[begin : node.end_lineno])


def _bindings(node, lines):
    """The names that a statement of a module makes, and what there is to know of each."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        for alias in node.names:
            if alias.asname is not None:
                raise ValueError("line %d: a snippet imports nothing under another name" % node.lineno)
            is_from = isinstance(node, ast.ImportFrom)
            module = node.module if isinstance(node, ast.ImportFrom) else alias.name
            need = {"module": module, "name": alias.name if is_from else None}
            yield alias.name.split(".")[0], ("import", need, None)
    elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield node.name, ("definition", {"name": node.name, "text": _text(node, lines)}, node)
    elif isinstance(node, ast.Assign):
        names = [each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)]
        for name in names:
            # Of several names in one statement each brings all of it.
            yield name, ("definition", {"name": names[0], "text": _text(node, lines)}, node)


def _part(method, lines, bound):
    imports, definitions = [], {}
    pending, seen = [method], set()
    while pending:
        for node in ast.walk(pending.pop()):
            if not isinstance(node, ast.Name) or node.id in seen or node.id not in bound:
                continue
            seen.add(node.id)
            kind, need, inner = bound[node.id]
            if kind == "import":
                imports.append(need)
            else:
                definitions[inner.lineno] = need
                pending.append(inner)
    imports.sort(key=lambda each: (each["name"] is not None, each["module"], each["name"] or ""))
    return {
        "text": _text(method, lines),
        "imports": imports,
        "definitions": [definitions[line] for line in sorted(definitions)],
    }
