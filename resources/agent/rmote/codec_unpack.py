"""MessagePack to values."""

import struct

from rmote.codec_base import EXT_FLOAT, MAX_DEPTH, UNHASHABLE, NotDecodable


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def unpack(data):
    # type: (bytes | list[bytes]) -> Any
    """The one value that `data`, bytes or a list of them, holds. Raises NotDecodable for anything else."""
    if type(data) is list:
        from rmote.codec_parts import unpack_parts

        return unpack_parts(data)
    try:
        value, end = unpack_item(data, 0, MAX_DEPTH)
    except (IndexError, struct.error):
        raise NotDecodable("the value is cut short")
    except UnicodeDecodeError:
        raise NotDecodable("a string is not UTF-8")
    except RecursionError:
        raise NotDecodable("the value is nested too deep")
    if end != len(data):
        raise NotDecodable("%d bytes follow the value" % (len(data) - end))
    return value


_F64 = struct.Struct(">d")
_FORMATS = {
    0xCA: struct.Struct(">f"),
    0xCB: _F64,
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
    if type(data) is not bytes:
        return data.take(offset, size)
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
        item, offset = unpack_item(data, offset, depth - 1)
        items.append(item)
    return items, offset


def _unpack_map(data, offset, size, depth):
    if size * 2 > len(data) - offset:
        raise NotDecodable("a map is longer than the bytes that remain")
    if depth == 0:
        raise NotDecodable("the value is nested more than %d deep" % MAX_DEPTH)
    result = {}
    for _ in range(size):
        key, offset = unpack_item(data, offset, depth - 1)
        item, offset = unpack_item(data, offset, depth - 1)
        try:
            result[key] = item
        except UNHASHABLE:
            raise NotDecodable("a %s cannot be the key of a dict" % type(key).__name__)
    return result, offset


def _unpack_ext(data, offset, size, depth):
    code = data[offset]
    payload, end = _slice(data, offset + 1, size)
    if code == EXT_FLOAT:
        if size != 8:
            raise NotDecodable("a float has 8 bytes")
        return _F64.unpack(payload)[0], end
    from rmote import codec_types

    return codec_types.unpack_typed(code - 256 if code > 127 else code, payload, depth, unpack_item), end


def unpack_item(data, offset, depth):
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
