"""MessagePack for what a JSON-like value consists of; `codec_types` has the rest.

The standard library has no MessagePack. This is the part of the specification
that the protocol uses, with its limits: nesting of 512, no trailing bytes,
collection lengths bounded by the bytes that remain.
"""

import struct

MAX_DEPTH = 512

# Extension types (docs/protocol.md). -1 is MessagePack's own timestamp.
EXT_TIMESTAMP = -1
EXT_INT = 1
EXT_FLOAT = 2
EXT_STR = 3
EXT_TUPLE = 4
EXT_SET = 5
EXT_FROZENSET = 6
EXT_DECIMAL = 7
EXT_PATH = 8
EXT_ENUM = 9
EXT_DATACLASS = 10
EXT_NAMEDTUPLE = 11
EXT_EXCEPTION = 12
EXT_DATETIME = 13
EXT_DATE = 14
EXT_TIME = 15
EXT_TIMEDELTA = 16
EXT_TEMPLATE = 17

_pack_u8 = struct.Struct(">BB").pack
_pack_u16 = struct.Struct(">BH").pack
_pack_u32 = struct.Struct(">BI").pack
_pack_u64 = struct.Struct(">BQ").pack
_pack_i8 = struct.Struct(">Bb").pack
_pack_i16 = struct.Struct(">Bh").pack
_pack_i32 = struct.Struct(">Bi").pack
_pack_i64 = struct.Struct(">Bq").pack
_pack_f64 = struct.Struct(">Bd").pack
_f64 = struct.Struct(">d")


class NotEncodable(TypeError):
    """A value that the wire has no form for. `path` leads to it, outermost first."""

    def __init__(self, message):
        # type: (str) -> None
        TypeError.__init__(self, message)
        self.message = message
        self.path = []  # type: list[str]

    def within(self, step):
        # type: (str) -> NotEncodable
        self.path.insert(0, step)
        return self

    def __str__(self):
        # type: () -> str
        where = "".join(self.path)
        return self.message + (" (at value%s)" % where if where else "")


class NotDecodable(ValueError):
    """Bytes that are not one value of the protocol."""


def pack(value):
    # type: (object) -> bytes
    """The value as MessagePack. Raises NotEncodable with the place inside the value."""
    out = []  # type: list[bytes]
    try:
        _pack(value, out.append, MAX_DEPTH)
    except RecursionError:
        raise NotEncodable("cannot send a value nested this deep from here")
    return b"".join(out)


def pack_ext(code, payload, write):
    # type: (int, bytes, object) -> None
    size = len(payload)
    tag = code & 0xFF
    fixed = {1: 0xD4, 2: 0xD5, 4: 0xD6, 8: 0xD7, 16: 0xD8}.get(size)
    if fixed is not None:
        write(bytes((fixed, tag)))  # type: ignore[operator]
    elif size < 0x100:
        write(bytes((0xC7, size, tag)))  # type: ignore[operator]
    elif size < 0x10000:
        write(_pack_u16(0xC8, size) + bytes((tag,)))  # type: ignore[operator]
    else:
        write(_pack_u32(0xC9, size) + bytes((tag,)))  # type: ignore[operator]
    write(payload)  # type: ignore[operator]


def _pack_int(value, write):
    if value >= 0:
        if value < 0x80:
            write(bytes((value,)))
        elif value < 0x100:
            write(_pack_u8(0xCC, value))
        elif value < 0x10000:
            write(_pack_u16(0xCD, value))
        elif value < 0x100000000:
            write(_pack_u32(0xCE, value))
        elif value < 0x8000000000000000:
            # Signed where it fits, as msgpackr does: one value has one form.
            write(_pack_i64(0xD3, value))
        elif value < 0x10000000000000000:
            write(_pack_u64(0xCF, value))
        else:
            pack_ext(EXT_INT, _int_bytes(value), write)
    elif value >= -0x20:
        write(bytes((value & 0xFF,)))
    elif value >= -0x80:
        write(_pack_i8(0xD0, value))
    elif value >= -0x8000:
        write(_pack_i16(0xD1, value))
    elif value >= -0x80000000:
        write(_pack_i32(0xD2, value))
    elif value >= -0x8000000000000000:
        write(_pack_i64(0xD3, value))
    else:
        pack_ext(EXT_INT, _int_bytes(value), write)


def _int_bytes(value):
    return value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)


def _pack_str(value, write):
    try:
        data = value.encode("utf-8")
    except UnicodeEncodeError:
        pack_ext(EXT_STR, value.encode("utf-8", "surrogatepass"), write)
        return
    size = len(data)
    if size < 0x20:
        write(bytes((0xA0 | size,)))
    elif size < 0x100:
        write(_pack_u8(0xD9, size))
    elif size < 0x10000:
        write(_pack_u16(0xDA, size))
    else:
        write(_pack_u32(0xDB, size))
    write(data)


def _pack_bytes(value, write):
    size = len(value)
    if size < 0x100:
        write(_pack_u8(0xC4, size))
    elif size < 0x10000:
        write(_pack_u16(0xC5, size))
    elif size < 0x100000000:
        write(_pack_u32(0xC6, size))
    else:
        raise NotEncodable("cannot send %d bytes in one value" % size)
    write(value)


def _pack_list(value, write, depth):
    size = len(value)
    if size < 0x10:
        write(bytes((0x90 | size,)))
    elif size < 0x10000:
        write(_pack_u16(0xDC, size))
    else:
        write(_pack_u32(0xDD, size))
    for index, item in enumerate(value):
        try:
            _pack(item, write, depth)
        except NotEncodable as error:
            raise error.within("[%d]" % index)


def _pack_dict(value, write, depth):
    size = len(value)
    if size < 0x10:
        write(bytes((0x80 | size,)))
    elif size < 0x10000:
        write(_pack_u16(0xDE, size))
    else:
        write(_pack_u32(0xDF, size))
    for key, item in value.items():
        try:
            _pack(key, write, depth)
            _pack(item, write, depth)
        except NotEncodable as error:
            raise error.within("[%.60r]" % (key,))


def _pack(value, write, depth):
    kind = type(value)
    if kind is str:
        _pack_str(value, write)
    elif kind is int:
        _pack_int(value, write)
    elif value is None:
        write(b"\xc0")
    elif kind is bool:
        write(b"\xc3" if value else b"\xc2")
    elif kind is float:
        # Not every peer can tell 1.0 from 1, so an integral float says what it is.
        if value.is_integer():
            pack_ext(EXT_FLOAT, _f64.pack(value), write)
        else:
            write(_pack_f64(0xCB, value))
    elif kind is bytes:
        _pack_bytes(value, write)
    elif depth == 0:
        raise NotEncodable("cannot send a value nested more than %d deep" % MAX_DEPTH)
    elif kind is list:
        _pack_list(value, write, depth - 1)
    elif kind is dict:
        _pack_dict(value, write, depth - 1)
    else:
        from . import codec_types

        codec_types.pack_typed(value, write, depth - 1, _pack)


def unpack(data):
    # type: (bytes) -> object
    """The one value that `data` holds. Raises NotDecodable for anything else."""
    try:
        value, end = _unpack(data, 0, MAX_DEPTH)
    except (IndexError, struct.error):
        raise NotDecodable("the value is cut short")
    except UnicodeDecodeError:
        raise NotDecodable("a string is not UTF-8")
    except RecursionError:
        raise NotDecodable("the value is nested too deep")
    if end != len(data):
        raise NotDecodable("%d bytes follow the value" % (len(data) - end))
    return value


_FORMATS = {
    0xCA: struct.Struct(">f"),
    0xCB: struct.Struct(">d"),
    0xCC: struct.Struct(">B"),
    0xCD: struct.Struct(">H"),
    0xCE: struct.Struct(">I"),
    0xCF: struct.Struct(">Q"),
    0xD0: struct.Struct(">b"),
    0xD1: struct.Struct(">h"),
    0xD2: struct.Struct(">i"),
    0xD3: struct.Struct(">q"),
}
# Format byte of what has a length -> bytes of the length.
_STR = {0xD9: 1, 0xDA: 2, 0xDB: 4}
_BIN = {0xC4: 1, 0xC5: 2, 0xC6: 4}
_ARRAY = {0xDC: 2, 0xDD: 4}
_MAP = {0xDE: 2, 0xDF: 4}
_EXT = {0xC7: 1, 0xC8: 2, 0xC9: 4}
_FIXEXT = {0xD4: 1, 0xD5: 2, 0xD6: 4, 0xD7: 8, 0xD8: 16}


def _length(data, offset, width):
    end = offset + width
    if end > len(data):
        raise NotDecodable("the value is cut short")
    return int.from_bytes(data[offset:end], "big"), end


def _slice(data, offset, size):
    end = offset + size
    if end > len(data):
        raise NotDecodable("the value is cut short")
    return data[offset:end], end


def _unpack_array(data, offset, size, depth):
    if size > len(data) - offset:
        raise NotDecodable("an array is longer than the bytes that remain")
    if depth == 0:
        raise NotDecodable("the value is nested more than %d deep" % MAX_DEPTH)
    items = []
    for _ in range(size):
        item, offset = _unpack(data, offset, depth - 1)
        items.append(item)
    return items, offset


def _unpack_map(data, offset, size, depth):
    if size * 2 > len(data) - offset:
        raise NotDecodable("a map is longer than the bytes that remain")
    if depth == 0:
        raise NotDecodable("the value is nested more than %d deep" % MAX_DEPTH)
    result = {}
    for _ in range(size):
        key, offset = _unpack(data, offset, depth - 1)
        item, offset = _unpack(data, offset, depth - 1)
        try:
            result[key] = item
        except TypeError:
            raise NotDecodable("a %s cannot be the key of a dict" % type(key).__name__)
    return result, offset


def _unpack_ext(data, offset, size, depth):
    code = data[offset]
    payload, end = _slice(data, offset + 1, size)
    if code == EXT_FLOAT:
        if size != 8:
            raise NotDecodable("a float has 8 bytes")
        return _f64.unpack(payload)[0], end
    from . import codec_types

    return codec_types.unpack_typed(code - 256 if code > 127 else code, payload, depth, _unpack), end


def _unpack(data, offset, depth):
    head = data[offset]
    offset += 1
    if head < 0x80:
        return head, offset
    if head >= 0xE0:
        return head - 0x100, offset
    if head < 0x90:
        return _unpack_map(data, offset, head & 0x0F, depth)
    if head < 0xA0:
        return _unpack_array(data, offset, head & 0x0F, depth)
    if head < 0xC0:
        text, end = _slice(data, offset, head & 0x1F)
        return text.decode("utf-8"), end
    if head == 0xC0:
        return None, offset
    if head == 0xC2:
        return False, offset
    if head == 0xC3:
        return True, offset
    if head in _FORMATS:
        fmt = _FORMATS[head]
        return fmt.unpack_from(data, offset)[0], offset + fmt.size
    if head in _STR:
        size, offset = _length(data, offset, _STR[head])
        text, end = _slice(data, offset, size)
        return text.decode("utf-8"), end
    if head in _BIN:
        size, offset = _length(data, offset, _BIN[head])
        return _slice(data, offset, size)
    if head in _ARRAY:
        size, offset = _length(data, offset, _ARRAY[head])
        return _unpack_array(data, offset, size, depth)
    if head in _MAP:
        size, offset = _length(data, offset, _MAP[head])
        return _unpack_map(data, offset, size, depth)
    if head in _FIXEXT:
        return _unpack_ext(data, offset, _FIXEXT[head], depth)
    if head in _EXT:
        size, offset = _length(data, offset, _EXT[head])
        return _unpack_ext(data, offset, size, depth)
    raise NotDecodable("the byte 0x%02x begins no value" % head)
