"""Templates: text with Python in it. `docs/templates.md` describes the language.

    Template("listen ${port};").render(port=80)

Nothing of the engine is imported before the first template is compiled.
"""

import _thread
from builtins import __dict__ as _builtins

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any, Mapping

    from rmote.template_parse import Parsed

from rmote.template_errors import TemplateRuntimeError, TemplateSyntaxError

__all__ = [
    "Template", "TemplateRuntimeError", "TemplateSyntaxError", "render_template",
    "BLOCK_OPEN", "BLOCK_CONT", "BLOCK_END",
]

BLOCK_OPEN = frozenset(["for", "if", "while", "with", "try", "def", "class"])
BLOCK_CONT = frozenset(["elif", "else", "except", "finally"])
BLOCK_END = frozenset(["end"]) | frozenset("end" + word for word in BLOCK_OPEN)

# What is kept of templates that were compiled; the one that was used longest ago goes first.
MAX_KEPT = 128
MAX_KEPT_CHARACTERS = 4000000

_lock = _thread.allocate_lock()
_kept = {}  # type: dict[tuple[str, str], Compiled]


class Compiled(object):
    """A template's code, and what ends a line of its output: None where its lines end differently."""

    __slots__ = ("code", "newline", "ends")

    def __init__(self, code, newline, ends):
        # type: (CodeType, str | None, bool) -> None
        self.code = code
        self.newline = newline
        self.ends = ends


class Template(object):
    """A template that can be rendered many times, also by several threads at once.

    Raises TemplateSyntaxError if it is none. `filename` is what errors and tracebacks call it.
    """

    __slots__ = ("source", "filename", "_compiled", "_names")

    def __init__(self, source, filename="<template>"):
        # type: (str, str) -> None
        self._set(source, filename)
        self._compile()

    @classmethod
    def compile(cls, source, filename="<template>"):
        # type: (str, str) -> Template
        """The template of a source. Raises TemplateSyntaxError."""
        return cls(source, filename)

    @classmethod
    def received(cls, source):
        # type: (str) -> Template
        """A template that a peer sent: it is compiled when it is first rendered."""
        template = cls.__new__(cls)
        template._set(source, "<template>")
        return template

    def render(*args, **context):
        # type: (*Any, **Any) -> str
        """The text, with the keyword arguments as the names that the template knows. Raises TemplateRuntimeError."""
        # So that a name can be called `self`.
        (self,) = args
        return self.render_context(context)

    def render_context(self, context):
        # type: (Mapping) -> str
        """As `render`, with the names in a mapping; those that are no identifiers cannot be reached."""
        compiled = self._compile()
        from rmote.template_code import emitting

        lines = []  # type: list[str]
        namespace = dict(context)
        namespace["__builtins__"] = _builtins
        try:
            exec(emitting(compiled.code, lines.append), namespace)
        except Exception as error:
            from rmote.template_blame import runtime_error

            raise runtime_error(self.source, self.filename, compiled.code, namespace, error) from error
        if compiled.newline is None:
            return "".join(lines if compiled.ends else lines[:-1])
        if compiled.ends and lines:
            lines.append("")
        return compiled.newline.join(lines)

    @property
    def names(self):
        # type: () -> frozenset[str]
        """The names that the template reads and does not bind, and that are none of Python's own."""
        if self._names is None:
            self._compile()
            from rmote.template_code import Writer
            from rmote.template_names import free_names
            from rmote.template_parse import parse

            self._names = free_names(Writer(parse(self.source, self.filename)).source())
        return self._names

    def _set(self, source, filename):
        if not isinstance(source, str):
            raise TypeError("a template is a text, not a value of type %s" % type(source).__name__)
        self.source = source
        self.filename = filename
        self._compiled = None  # type: Compiled | None
        self._names = None  # type: frozenset[str] | None

    def _compile(self):
        # type: () -> Compiled
        if self._compiled is None:
            self._compiled = _compile(self.source, self.filename)
        return self._compiled

    def __eq__(self, other):
        # type: (object) -> bool
        return isinstance(other, Template) and self.source == other.source

    def __hash__(self):
        # type: () -> int
        return hash(self.source)

    def __repr__(self):
        # type: () -> str
        return "Template(%r)" % self.source

    def __reduce__(self):
        # type: () -> Any
        return (type(self), (self.source, self.filename))


def render_template(*args, **context):
    # type: (*Any, **Any) -> str
    """The text of a template, `render_template(source, **context)`. Raises TemplateSyntaxError, TemplateRuntimeError."""
    (source,) = args
    return Template(source).render_context(context)


def _compile(source, filename):
    # type: (str, str) -> Compiled
    key = (source, filename)
    with _lock:
        found = _kept.pop(key, None)
        if found is not None:
            _kept[key] = found
            return found
    compiled = _compile_new(source, filename)
    with _lock:
        _kept[key] = compiled
        while len(_kept) > MAX_KEPT or sum(len(each[0]) for each in _kept) > MAX_KEPT_CHARACTERS:
            del _kept[next(iter(_kept))]
    return compiled


def _compile_new(source, filename):
    from rmote.template_parse import parse

    parsed = parse(source, filename)
    return Compiled(compile_parsed(parsed, source, filename)[0], parsed.newline, parsed.ends)


def compile_parsed(parsed, source, filename):
    # type: (Parsed, str, str) -> tuple[CodeType, str]
    """The code of a template that was parsed, and the Python that it is of. Raises TemplateSyntaxError."""
    from rmote.template_code import Writer, compile_source

    text = Writer(parsed).source()
    try:
        code = compile_source(text, filename)
    except (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError, SystemError) as error:
        from rmote.template_check import explained

        raise explained(parsed, source, filename, error) from None
    if "yield" in source:
        from rmote.template_check import check_yields

        check_yields(parsed, source, filename)
    return code, text
