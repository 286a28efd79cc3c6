"""The extension types: Python values that MessagePack has no form for.

Decoding never imports, constructs or calls anything that the bytes name: a
dataclass, an enum or an exception of the peer arrives as a plain `Typed`. A
template is one of ours, and is not compiled.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

from rmote import codec_base as codec
from rmote.codec_base import UNHASHABLE, NotDecodable, NotEncodable
from rmote.codec_pack import check_depth, pack_ext
from rmote.tool import INLINE

# datetime.timestamp() of years the format still has; 34-bit seconds need 64 bit.
_TIMESTAMP_32 = 2**32
_TIMESTAMP_34 = 2**34


# What a subclass of it travels as.
_BASES = (int, float, str, bytes, bytearray, list, dict, tuple, set, frozenset)  # type: tuple[Any, ...]


class Typed(object):
    """A value of a type that only the peer knows: its kind, its type's name, its parts."""

    __slots__ = ("kind", "type", "parts")

    def __init__(self, kind, type_name, parts):
        # type: (int, str, list) -> None
        self.kind = kind
        self.type = type_name
        self.parts = parts

    def __repr__(self):
        # type: () -> str
        return "<%s from the peer>" % self.type

    def __eq__(self, other):
        # type: (object) -> bool
        return (
            isinstance(other, Typed)
            and (self.kind, self.type, self.parts) == (other.kind, other.type, other.parts)
        )

    def __hash__(self):
        # type: () -> int
        # As the key of a dict or in a set, where the peer had it too.
        try:
            shown = repr(self.parts)
        except ValueError:
            # Python shows no integer of more than some thousand digits.
            shown = ""
        return hash((self.kind, self.type, shown))


def type_name(cls):
    # type: (type) -> str
    """`module.Class`; builtins without their module, the module of an inline tool by the tool's name."""
    module = getattr(cls, "__module__", None)
    name = getattr(cls, "__qualname__", cls.__name__)
    if module in (None, "builtins"):
        return name
    if isinstance(module, str) and module.startswith(INLINE):
        module = module[len(INLINE) :]
    return "%s.%s" % (module, name)


def _loaded(module, name):
    """A class of a module, if the module is loaded: no value of it can exist otherwise."""
    found = sys.modules.get(module)
    return getattr(found, name, None)


def _is(value, module, name):
    # type: (object, str, str) -> bool
    cls = _loaded(module, name)
    return cls is not None and isinstance(value, cls)


def pack_typed(value, write, depth, pack_item):
    # type: (Any, Any, int, Any) -> None
    """Packs a value that codec itself does not. Raises NotEncodable."""

    def ext(code, parts):
        check_depth(depth)
        out = []
        pack_item(parts, out.append, depth - 1)
        pack_ext(code, b"".join(out), write)

    kind = type(value)
    if isinstance(value, Typed):
        ext(value.kind, [value.type] + value.parts)
    elif kind is tuple:
        ext(codec.EXT_TUPLE, list(value))
    elif kind in (bytearray, memoryview):
        pack_item(bytes(value), write, depth)
    elif kind is set or kind is frozenset:
        ext(codec.EXT_SET if kind is set else codec.EXT_FROZENSET, list(value))
    elif _is(value, "enum", "Enum"):
        # A combination of flags may have no name.
        ext(codec.EXT_ENUM, [type_name(kind), value.name or str(value), value.value])
    elif issubclass(kind, tuple) and getattr(kind, "_fields", None) is not None:
        ext(codec.EXT_NAMEDTUPLE, [type_name(kind), list(getattr(kind, "_fields")), list(value)])
    elif getattr(kind, "__dataclass_fields__", None) is not None:
        fields = getattr(kind, "__dataclass_fields__")
        names = [name for name, field in fields.items() if field._field_type.name == "_FIELD"]
        ext(codec.EXT_DATACLASS, [type_name(kind), names, [getattr(value, n) for n in names]])
    elif _is(value, "subprocess", "CompletedProcess"):
        names = ["args", "returncode", "stdout", "stderr"]
        ext(codec.EXT_DATACLASS, [type_name(kind), names, [getattr(value, n) for n in names]])
    elif isinstance(value, BaseException):
        ext(codec.EXT_EXCEPTION, [type_name(kind), safe_str(value), list(value.args)])
    elif _is(value, "pathlib", "PurePath"):
        ext(codec.EXT_PATH, [kind.__name__, str(value)])
    elif _is(value, "decimal", "Decimal"):
        ext(codec.EXT_DECIMAL, str(value))
    elif _is(value, "rmote.template", "Template"):
        ext(codec.EXT_TEMPLATE, value.source)
    elif _is(value, "datetime", "datetime"):
        _pack_datetime(value, ext, write)
    elif _is(value, "datetime", "date"):
        ext(codec.EXT_DATE, value.isoformat())
    elif _is(value, "datetime", "time"):
        ext(codec.EXT_TIME, value.isoformat())
    elif _is(value, "datetime", "timedelta"):
        ext(codec.EXT_TIMEDELTA, [value.days, value.seconds, value.microseconds])
    else:
        _pack_subclass(value, kind, write, depth, pack_item)


def _pack_subclass(value, kind, write, depth, pack_item):
    for base in _BASES:
        if isinstance(value, base):
            pack_item(base(value), write, depth)
            return
    raise NotEncodable("cannot send a value of type %s" % type_name(kind))


def _pack_datetime(value, ext, write):
    if value.tzinfo is None or value.utcoffset() is None:
        ext(codec.EXT_DATETIME, value.isoformat())
        return
    import datetime

    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    delta = value - epoch
    seconds = delta.days * 86400 + delta.seconds
    nanoseconds = delta.microseconds * 1000
    if 0 <= seconds < _TIMESTAMP_32 and nanoseconds == 0:
        payload = seconds.to_bytes(4, "big")
    elif 0 <= seconds < _TIMESTAMP_34:
        payload = (nanoseconds << 34 | seconds).to_bytes(8, "big")
    else:
        payload = nanoseconds.to_bytes(4, "big") + seconds.to_bytes(8, "big", signed=True)
    pack_ext(codec.EXT_TIMESTAMP, payload, write)


def safe_str(value):
    # type: (object) -> str
    """str(value), or what it raised: the value's own code may fail."""
    try:
        return str(value)
    except BaseException as error:
        return "<str() of %s raised %s>" % (type(value).__name__, type(error).__name__)


def _check(condition, what):
    if not condition:
        raise NotDecodable("a malformed %s" % what)


def unpack_typed(code, payload, depth, unpack_item):
    """The value of an extension. Raises NotDecodable for an unknown type or wrong parts."""
    if code == codec.EXT_INT:
        _check(0 < len(payload) <= codec.MAX_INT_BYTES, "integer")
        return int.from_bytes(payload, "big", signed=True)
    if code == codec.EXT_STR:
        return payload.decode("utf-8", "surrogatepass")
    if code == codec.EXT_TIMESTAMP:
        return _unpack_timestamp(payload)
    if not codec.EXT_TUPLE <= code <= codec.EXT_TEMPLATE:
        raise NotDecodable("unknown extension type %d" % code)
    if depth == 0:
        raise NotDecodable("the value is nested more than %d deep" % codec.MAX_DEPTH)
    parts, end = unpack_item(payload, 0, depth - 1)
    _check(end == len(payload), "extension: bytes follow its value")
    if code in (codec.EXT_TUPLE, codec.EXT_SET, codec.EXT_FROZENSET):
        _check(type(parts) is list, "tuple or set")
        kind = {codec.EXT_TUPLE: tuple, codec.EXT_SET: set}.get(code, frozenset)
        try:
            return kind(parts)
        except UNHASHABLE:
            raise NotDecodable("a set with an item that cannot be hashed")
    if code in _TEXTS:
        _check(type(parts) is str, "value of extension type %d" % code)
        try:
            return _TEXTS[code](parts)
        except (ValueError, ArithmeticError, AttributeError):
            raise NotDecodable("malformed text %.60r in extension type %d" % (parts, code))
    if code == codec.EXT_PATH:
        _check(_strings(parts, 2), "path")
        return _path(*parts)
    if code == codec.EXT_TIMEDELTA:
        _check(type(parts) is list and [type(p) for p in parts] == [int] * 3, "timedelta")
        return _timedelta(parts)
    if code == codec.EXT_TEMPLATE:
        _check(type(parts) is str, "template")
        from rmote.template import Template

        # Compiled when it is rendered: what it says is not the codec's matter.
        return Template.received(parts)
    if not (isinstance(parts, list) and len(parts) == 3 and isinstance(parts[0], str)):
        raise NotDecodable("a malformed typed value")
    if code in (codec.EXT_DATACLASS, codec.EXT_NAMEDTUPLE):
        _check_fields(parts[1], parts[2])
    else:
        _check(type(parts[1]) is str, "enum member or exception")
        _check(code == codec.EXT_ENUM or type(parts[2]) is list, "exception")
    return Typed(code, parts[0], parts[1:])


def _check_fields(names, values):
    _check(type(names) is list and type(values) is list, "record")
    _check(_strings(names, len(values)) and len(set(names)) == len(names), "record")


def _strings(parts, count):
    return type(parts) is list and [type(p) for p in parts] == [str] * count


def _path(name, text):
    import pathlib

    pure = name.startswith("Pure")
    return (pathlib.PurePath if pure else pathlib.Path)(text)


def _timedelta(parts):
    import datetime

    # The app holds no larger number exactly.
    _check(all(-(2**53) < part < 2**53 for part in parts), "timedelta")
    try:
        return datetime.timedelta(*parts)
    except OverflowError:
        raise NotDecodable("a timedelta out of range")


def _decimal(text):
    import decimal

    return decimal.Decimal(text)


def _datetime(text):
    import datetime

    # fromisoformat came with 3.7
    form = "%Y-%m-%dT%H:%M:%S" + (".%f" if "." in text else "")
    return datetime.datetime.strptime(text, form)


def _date(text):
    return _datetime(text + "T00:00:00").date()


def _time(text):
    return _datetime("2000-01-01T" + text).time()


_TEXTS = {
    codec.EXT_DECIMAL: _decimal,
    codec.EXT_DATETIME: _datetime,
    codec.EXT_DATE: _date,
    codec.EXT_TIME: _time,
}


def _unpack_timestamp(payload):
    import datetime

    if len(payload) == 4:
        seconds, nanoseconds = int.from_bytes(payload, "big"), 0
    elif len(payload) == 8:
        both = int.from_bytes(payload, "big")
        seconds, nanoseconds = both & (2**34 - 1), both >> 34
    else:
        _check(len(payload) == 12, "timestamp")
        nanoseconds = int.from_bytes(payload[:4], "big")
        seconds = int.from_bytes(payload[4:], "big", signed=True)
    _check(nanoseconds < 1000000000, "timestamp")
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    try:
        return epoch + datetime.timedelta(seconds=seconds, microseconds=nanoseconds // 1000)
    except OverflowError:
        raise NotDecodable("a timestamp out of range")
