"""Data for templates. What a peer sent and no class of which is here, such as the facts of another host, gets
attributes, a name and a repr as the original has them; the preview shows the same.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable, Iterator, Mapping

from rmote import codec_base as codec
from rmote.codec_types import Typed

class Record(object):
    """An instance of a dataclass that is not here: its fields are attributes, and can be had by name too."""

    def __init__(self, fields):
        # type: (Iterable[tuple[str, Any]]) -> None
        self.__dict__.update(fields)

    def __getitem__(self, name):
        # type: (str) -> Any
        return self.__dict__[name]

    def __contains__(self, name):
        # type: (object) -> bool
        return name in self.__dict__

    def __iter__(self):
        # type: () -> Iterator[str]
        return iter(self.__dict__)

    def __len__(self):
        # type: () -> int
        return len(self.__dict__)

    def __repr__(self):
        # type: () -> str
        shown = ", ".join("%s=%r" % item for item in self.__dict__.items())
        return "%s(%s)" % (type(self).__qualname__, shown)

    def __eq__(self, other):
        # type: (object) -> bool
        return _is_same(self, other)

    __hash__ = None  # type: ignore[assignment]


class Member(object):
    """A member of an Enum that is not here."""

    def __init__(self, name, value):
        # type: (str, Any) -> None
        self.name = name
        self.value = value

    def __repr__(self):
        # type: () -> str
        return "<%s: %r>" % (self, self.value)

    def __str__(self):
        # type: () -> str
        return "%s.%s" % (type(self).__qualname__, self.name)

    def __eq__(self, other):
        # type: (object) -> bool
        return _is_same(self, other)

    def __hash__(self):
        # type: () -> int
        return hash(self.name)


def _is_same(one, other):
    # type: (Any, Any) -> bool
    kind, of = type(one), type(other)
    return (kind.__module__, kind.__qualname__, one.__dict__) == (of.__module__, of.__qualname__, getattr(other, "__dict__", None))


def context_of(context):
    # type: (Mapping[str, Any]) -> dict[str, Any]
    """A copy of the names and their values for a template. Raises TypeError for a name that is no text."""
    for name in context:
        if type(name) is not str:
            raise TypeError("a name of the context is a text, not %r" % (name,))
    return {name: value_of(value) for name, value in context.items()}


def value_of(value):
    # type: (Any) -> Any
    """A copy of a value, as a template sees it."""
    kind = type(value)
    if kind is dict:
        return {value_of(key): value_of(item) for key, item in value.items()}
    if kind in (list, tuple, set, frozenset):
        return kind([value_of(item) for item in value])
    if kind is Typed:
        return made(value.kind, value.type, [value_of(part) for part in value.parts])
    return value


def made(kind, type_name, parts):
    # type: (int, str, list[Any]) -> Any
    """A value of a type that is not here, from what the wire has of it."""
    module, _, name = type_name.rpartition(".")
    if not name.isidentifier():
        # What no class can be called.
        name = "Record"
    about = {"__module__": module or "builtins", "__qualname__": name}
    if kind == codec.EXT_ENUM:
        return type(name, (Member,), about)(*parts)
    if kind == codec.EXT_EXCEPTION:
        return _exception(name, about, *parts)
    if kind == codec.EXT_NAMEDTUPLE:
        from collections import namedtuple

        try:
            made_class = namedtuple(name, parts[0], module=about["__module__"])  # type: Callable
            return made_class(*parts[1])
        except ValueError:
            # A name or a field that Python has no word for.
            pass
    return type(name, (Record,), about)(zip(parts[0], parts[1]))


def _exception(name, about, message, args):
    # type: (str, dict[str, Any], str, list[Any]) -> BaseException
    made_class = type(name, (Exception,), dict(about, __str__=lambda self: message))
    return made_class(*args)
