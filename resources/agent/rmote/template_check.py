"""Says what in a template Python does not take, and where. Imported when something was not taken."""

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

from rmote.template_errors import TemplateSyntaxError
from rmote.template_nodes import Code, Parsed, Statement, Text

# ast.PyCF_ONLY_AST; `ast` itself takes long to import.
_ONLY_AST = 0x400
_FAILURES = (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError, SystemError)
_BEFORE = {"elif": "if 1:\n pass\n", "else": "if 1:\n pass\n", "except": "try:\n pass\n", "finally": "try:\n pass\n"}
_WORD = re.compile(r"\w+")
_OUTSIDE = re.compile(r"'(return|yield\b.*)' outside function")


def explained(parsed, source, filename, error):
    # type: (Parsed, str, str, BaseException) -> TemplateSyntaxError
    """The error of a template whose Python was not compiled because of `error`."""
    for code, node in codes(parsed):
        found = _failure(code, node, source, filename)
        if found is not None:
            return found
    # Each part is right by itself: what is wrong is where it stands.
    line = getattr(error, "lineno", None) or 1
    message = _message(error)
    outside = _OUTSIDE.match(message)
    if outside is not None:
        message = "'%s' has no place outside of a def" % outside.group(1).split()[0]
    column = 1
    for code, _ in codes(parsed):
        if code.line <= line:
            last, column = code.line, code.column
            if last + code.text.count("\n") >= line:
                line = last
                break
    return _error(message, source, filename, line, column)


def codes(parsed):
    # type: (Parsed) -> list[tuple[Code, Text | Statement]]
    """All code of a template, in its order."""
    found = []  # type: list[tuple[Code, Text | Statement]]
    for node in parsed.nodes:
        if isinstance(node, Text):
            found += [(part, node) for part in node.parts if isinstance(part, Code)]
        elif node.role != "close":
            found.append((node.code, node))
    return found


def syntax_tree(code, node):
    # type: (Code, Text | Statement) -> tuple[Any, int, int]
    """What Python makes of a piece of code, and how many lines and columns stand before it. Raises what `compile` does."""
    text, lines, columns = code.text, 0, 0
    mode = "exec"
    if code.is_expression:
        text, columns, mode = "(%s\n)" % text, 1, "eval"
    elif isinstance(node, Statement) and node.role != "plain":
        before = _BEFORE.get(node.keyword, "")
        after = "\nfinally: pass" if node.keyword == "try" else ""
        text = "%s%s\n pass%s" % (before, text if text.endswith(":") else text + ":", after)
        lines = before.count("\n")
    try:
        return compile(text, "<template>", mode, _ONLY_AST, True), lines, columns
    except SyntaxError as error:
        error.lineno = max((error.lineno or 1) - lines, 1)
        error.offset = max((error.offset or 1) - (columns if error.lineno == 1 else 0), 1)
        raise


def _failure(code, node, source, filename):
    from rmote.template_code import quietly

    try:
        quietly(lambda: syntax_tree(code, node))
        return None
    except SyntaxError as error:
        line, column = error.lineno or 1, error.offset or 1
        message = _hint(code, node)
        if message is not None:
            line = column = 1
        else:
            message = _message(error)
    except _FAILURES as error:
        line, column = 1, 1
        message = _message(error)
    rows = code.text.split("\n")
    if line > len(rows):
        # Python missed something at the end of the code.
        line, column = len(rows), len(rows[-1]) + 1
    column = min(column, len(rows[line - 1]) + 1)
    if line == 1:
        column += code.column - 1
    return _error(message, source, filename, code.line + line - 1, column)


def _message(error):
    if isinstance(error, SyntaxError):
        return error.msg or "invalid syntax"
    if isinstance(error, UnicodeEncodeError):
        return "code cannot have a lone surrogate in it"
    if isinstance(error, (MemoryError, RecursionError)):
        return "the code is nested too deeply"
    return str(error)


def _hint(code, node):
    """What somebody most likely meant who wrote something that is no statement of a template."""
    if code.is_expression:
        return None
    if node.role != "plain" and _is_one_line(code.text):
        return "what follows the colon needs a line of its own"
    return None


def _is_one_line(text):
    """Whether a statement of its own stands behind the colon of a block."""
    before = _BEFORE.get((_WORD.match(text) or _WORD.match("x")).group(), "")  # type: ignore[union-attr]
    after = "\nfinally: pass" if text.startswith("try") else ""
    try:
        compile("%s%s%s" % (before, text, after), "<template>", "exec", _ONLY_AST, True)
        return True
    except _FAILURES:
        return False


def check_yields(parsed, source, filename):
    # type: (Parsed, str, str) -> None
    """Raises TemplateSyntaxError for a yield of the template's own in a def with text."""
    scopes = []
    for node in parsed.nodes:
        if isinstance(node, Statement) and node.keyword in ("def", "class") and node.role == "open":
            scopes.append(node)
            continue
        if isinstance(node, Statement) and node.role == "close":
            if scopes and scopes[-1] is node.opener:
                scopes.pop()
            continue
        if not scopes or not scopes[-1].has_text:
            continue
        pieces = [node.code] if isinstance(node, Statement) else [p for p in node.parts if isinstance(p, Code)]
        for code in pieces:
            if "yield" in code.text and _yields(syntax_tree(code, node)[0]):
                message = "a def that has text in it cannot yield"
                raise _error(message, source, filename, code.line, code.column)


def _yields(tree):
    import ast

    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(node, (ast.Lambda, ast.FunctionDef)):
            pending.extend(ast.iter_child_nodes(node))
    return False


def _error(message, source, filename, line, column):
    source = source[1:] if source.startswith("\ufeff") else source
    rows = source.split("\n")
    text = rows[line - 1].rstrip("\r") if line <= len(rows) else None
    return TemplateSyntaxError(message, filename, line, column, text)
