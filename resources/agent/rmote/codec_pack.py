"""Values to MessagePack."""

import struct

from rmote.codec_base import EXT_FLOAT, EXT_INT, EXT_STR, MAX_DEPTH, MAX_INT_BYTES, NotEncodable

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


def pack(value):
    # type: (object) -> bytes
    """The value as MessagePack. Raises NotEncodable with the place inside the value."""
    return b"".join(pack_parts(value))


def pack_parts(value):
    # type: (object) -> list[bytes]
    """The same in parts that follow each other: what is large has not been copied."""
    out = []  # type: list[bytes]
    try:
        _pack(value, out.append, MAX_DEPTH)
    except RecursionError:
        raise NotEncodable("cannot send a value nested this deep from here")
    return out


def check_depth(depth):
    # type: (int) -> None
    """Raises NotEncodable where a value that holds others may not stand any more."""
    if depth <= 0:
        raise NotEncodable("cannot send a value nested more than %d deep" % MAX_DEPTH)


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
    size = value.bit_length() // 8 + 1
    if size > MAX_INT_BYTES:
        raise NotEncodable("cannot send an integer of %d bytes, the cap is %d" % (size, MAX_INT_BYTES))
    return value.to_bytes(size, "big", signed=True)


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
    elif kind is list or kind is dict:
        check_depth(depth)
        (_pack_list if kind is list else _pack_dict)(value, write, depth - 1)
    else:
        from rmote import codec_types

        codec_types.pack_typed(value, write, depth, _pack)
