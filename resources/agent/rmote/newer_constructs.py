"""The syntax that came after Python 3.6: where a source has it, and what older form it has.

The older form keeps the shape, not the meaning: it is compiled, never run.
"""

import sys

from rmote.newer_strings import Strings
from rmote.newer_tokens import is_name, statements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterator

    from rmote.newer_tokens import Statement, Token

    Edit = tuple[int, int, str]


class Construct(object):
    """Syntax that a version brought, the offset where it is, and the edits that make it older.

    An edit is an offset, the offset behind, and the text that comes between.
    """

    def __init__(self, start, what, version, edits):
        # type: (int, str, tuple[int, int], list[Edit]) -> None
        self.start = start
        self.what = what
        self.version = version
        self.edits = edits


def find(source, than=None):
    # type: (str, tuple[int, int] | None) -> list[Construct]
    """What in a source is newer than a Python, or this one, in the order in which it stands."""
    than = than or sys.version_info[:2]
    strings = Strings(source)
    constructs = [Construct(start, what, version, [edit]) for start, what, version, edit in strings.found]
    found = statements(strings.plain)
    for index, statement in enumerate(found):
        for rule in _RULES:
            constructs += rule(statement)
        constructs += _match(statement, found[index + 1 :])
        constructs += _async_in_strings(statement, strings.spans)
    newer = [each for each in constructs if each.version > than]
    return sorted(newer, key=lambda each: each.start)


def _whole(token, text=""):
    # type: (Token, str) -> Edit
    return (token.start, token.end, text)


def _colon(statement):
    # type: (Statement) -> Token | None
    """What ends the head of a compound statement."""
    return statement.find(":")


def _parameters(statement):
    # type: (Statement) -> Token | None
    """The bracket before the parameters of a def."""
    return statement.find("(") if statement.first() == "def" else None


def _type_parameters(statement):
    # type: (Statement) -> Token | None
    """The bracket before the type parameters of a def, a class or a type statement."""
    at = 3 if statement.text(0) == "async" else 2
    if statement.first() not in ("def", "class", "type") or not is_name(statement.text(at - 1)):
        return None
    return statement.tokens[at] if statement.text(at) == "[" else None


def _is_subscript(statement, bracket):
    before = statement.text(bracket.at - 1)
    return bracket.text == "[" and (before[-1:] in (")", "]", "}", "'", '"') or is_name(before))


def _postponed_annotations(statement):
    # type: (Statement) -> Iterator[Construct]
    if [t.text for t in statement.tokens[:3]] == ["from", "__future__", "import"]:
        for token in statement.tokens:
            if token.text == "annotations":
                what = "from __future__ import annotations"
                yield Construct(token.start, what, (3, 7), [_whole(token, "division")])


def _async_in_strings(statement, spans):
    for token in statement.tokens:
        if token.text in ("await", "async") and any(a < token.start < b for a, b in spans):
            yield Construct(token.start, "%s in an f-string" % token.text, (3, 7), [_whole(token)])


def _assignment_expressions(statement):
    # type: (Statement) -> Iterator[Construct]
    for token in statement.tokens:
        follows = statement.text(token.at + 1)
        if token.text == ":=":
            end = token.end
        elif token.text == ":" and follows == "=" and statement.tokens[token.at + 1].start == token.end:
            # As the tokens are before 3.8.
            end = token.end + 1
        else:
            continue
        edits = [(token.start, end, "==")]
        opener = token.opener
        if opener is None:
            if statement.first() in ("if", "elif", "while", "match", "case"):
                yield Construct(token.start, "an assignment expression (:=)", (3, 8), edits)
        elif opener.text == "{" or _is_subscript(statement, opener):
            what = "an assignment expression (:=) without parentheses in a set or an index"
            yield Construct(token.start, what, (3, 10), edits)
        else:
            yield Construct(token.start, "an assignment expression (:=)", (3, 8), edits)


def _positional_only(statement):
    # type: (Statement) -> Iterator[Construct]
    parameters = _parameters(statement)
    for token in statement.tokens:
        opener = token.opener
        if token.text != "/" or opener is None or statement.text(token.at - 1) != ",":
            continue
        if opener is parameters or opener.text == "lambda":
            comma = statement.text(token.at + 1) == ","
            last = statement.tokens[token.at + 1] if comma else token
            yield Construct(token.start, "a positional-only parameter (/)", (3, 8), [(token.start, last.end, "")])


def _starred_tuples(statement):
    # type: (Statement) -> Iterator[Construct]
    for token in statement.tokens:
        in_loop = token.text == "in" and statement.first() == "for" and token.opener is None
        if token.text not in ("return", "yield") and not in_loop:
            continue
        items = []  # type: list[Token]
        for item in statement.within(token.opener, token.at + 1):
            if item.text in (":", "="):
                break
            items.append(item)
        stars = [t for t in items if t.text == "*" and statement.text(t.at - 1) in (token.text, ",")]
        if stars and any(item.text == "," for item in items):
            what = "a starred expression in %s without parentheses" % ("for" if in_loop else token.text)
            yield Construct(stars[0].start, what, (3, 9) if in_loop else (3, 8), [_whole(t) for t in stars])


def _annotated_tuples(statement):
    # type: (Statement) -> Iterator[Construct]
    colon = _colon(statement)
    equals = statement.find("=", None, colon.at) if colon is not None else None
    if equals is None or not (is_name(statement.text(0)) or statement.text(0) == "("):
        return
    if statement.find(",", None, equals.at) or statement.text(equals.at + 1) == "yield":
        end = statement.tokens[-1].end
        what = "a tuple or yield without parentheses after an annotation"
        yield Construct(equals.start, what, (3, 8), [(equals.end, equals.end, "("), (end, end, ")")])


def _continue_in_finally(statement):
    # type: (Statement) -> Iterator[Construct]
    for token in statement.tokens:
        if token.text != "continue":
            continue
        for head in (statement,) + statement.parents[::-1]:
            if head.first() == "finally":
                yield Construct(token.start, "continue in a finally clause", (3, 8), [_whole(token, "pass")])
            if head.first() in ("finally", "for", "while", "def", "class"):
                break


def _decorators(statement):
    # type: (Statement) -> Iterator[Construct]
    if statement.text(0) != "@" or len(statement.tokens) < 2:
        return
    at = 1
    while is_name(statement.text(at)) and statement.text(at + 1) == ".":
        at += 2
    last = statement.tokens[-1]
    if is_name(statement.text(at)):
        call = statement.text(at + 1) == "("
        if last.at == at or (call and statement.tokens[at + 1].closer is last):
            return
    edit = (statement.tokens[1].start, last.end, "x")
    yield Construct(statement.tokens[0].start, "a decorator that is more than a name and a call", (3, 9), [edit])


def _match(statement, following):
    # type: (Statement, list[Statement]) -> Iterator[Construct]
    """A match statement: its word, its colon at the end of the line, and a case in its block."""
    if statement.text(0) != "match" or len(statement.tokens) < 3 or not following:
        return
    head, last = statement.tokens[0], statement.tokens[-1]
    edits = [_whole(head, "if ["), (last.start, last.start, "]")]
    if last.text != ":" or last.opener is not None or following[0].text(0) != "case":
        return
    for case in following:
        if statement not in case.parents:
            break
        colon = _colon(case)
        if case.text(0) != "case" or colon is None:
            continue
        guard = case.find("if")
        if guard is not None and guard.at < colon.at:
            edits.append((case.tokens[0].start, guard.end, "if"))
        else:
            edits.append((case.tokens[0].start, colon.start, "if 1"))
    if len(edits) > 2:
        yield Construct(head.start, "the match statement", (3, 10), edits)


def _with_parentheses(statement):
    # type: (Statement) -> Iterator[Construct]
    bracket = statement.find("(")
    if statement.first() != "with" or bracket is None or statement.text(bracket.at - 1) != "with":
        return
    names = [t for t in statement.within(bracket) if t.text == "as"]
    if names and bracket.closer is not None and statement.text(bracket.closer.at + 1) == ":":
        edits = [_whole(t, ",") for t in names]
        yield Construct(bracket.start, "with and its items in parentheses", (3, 10), edits)


def _except(statement):
    # type: (Statement) -> Iterator[Construct]
    colon = _colon(statement)
    if statement.text(0) != "except" or colon is None:
        return
    at = 1
    if statement.text(1) == "*":
        at = 2
        yield Construct(statement.tokens[1].start, "except*", (3, 11), [_whole(statement.tokens[1])])
    comma, name = statement.find(","), statement.find("as")
    if comma is not None and comma.at < colon.at and (name is None or name.at > colon.at):
        start = statement.tokens[at].start
        edits = [(start, start, "("), (colon.start, colon.start, ")")]
        yield Construct(start, "except with several types and no parentheses", (3, 14), edits)


def _starred_subscripts(statement):
    # type: (Statement) -> Iterator[Construct]
    parameters, type_parameters = _parameters(statement), _type_parameters(statement)
    for token in statement.tokens:
        opener, before = token.opener, statement.text(token.at - 1)
        if token.text != "*" or opener is None or opener is type_parameters:
            continue
        if statement.text(token.at + 1) in ("]", ",", ")"):
            # Nothing is starred: no Python takes that.
            continue
        if _is_subscript(statement, opener) and before in ("[", ","):
            yield Construct(token.start, "a starred expression in an index", (3, 11), [_whole(token)])
        elif opener is parameters and before == ":" and statement.text(token.at - 3) == "*":
            yield Construct(token.start, "a starred annotation of *args", (3, 11), [_whole(token)])


def _types(statement):
    # type: (Statement) -> Iterator[Construct]
    """Type statements and type parameters, with the version that the defaults of those need."""
    bracket = _type_parameters(statement)
    if bracket is not None and bracket.closer is None:
        return
    edits = []  # type: list[Edit]
    if statement.first() == "type" and is_name(statement.text(1)) and (bracket or statement.text(2) == "="):
        word, name = statement.tokens[:2]
        start, what = word.start, "the type statement"
        edits.append((word.start, name.end, name.text))
    elif bracket is not None:
        start, what = bracket.start, "a type parameter"
    else:
        return
    default = None
    if bracket is not None and bracket.closer is not None:
        edits.append((bracket.start, bracket.closer.end, ""))
        default = statement.find("=", bracket, bracket.at)
    if default is not None:
        yield Construct(default.start, "a default of a type parameter", (3, 13), edits)
    else:
        yield Construct(start, what, (3, 12), edits)


_RULES = (
    _postponed_annotations,
    _assignment_expressions,
    _positional_only,
    _starred_tuples,
    _annotated_tuples,
    _continue_in_finally,
    _decorators,
    _with_parentheses,
    _except,
    _starred_subscripts,
    _types,
)
