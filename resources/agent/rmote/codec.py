"""MessagePack for what a JSON-like value consists of; `codec_types` has the rest.

The standard library has no MessagePack. This is the part of the specification
that the protocol uses, with its limits: nesting of 512, no trailing bytes,
collection lengths bounded by the bytes that remain.
"""

from rmote.codec_base import NotDecodable, NotEncodable
from rmote.codec_pack import pack, pack_parts
from rmote.codec_unpack import unpack

__all__ = ["NotDecodable", "NotEncodable", "pack", "pack_parts", "unpack"]
