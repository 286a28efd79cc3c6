"""What both directions of the codec share: limits, extension types, errors."""

MAX_DEPTH = 512
# Bytes of an integer: more take seconds to show.
MAX_INT_BYTES = 65536

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

# What a key that cannot be one raises: a Decimal that is a signaling NaN cannot even be compared.
UNHASHABLE = (TypeError, ArithmeticError)


class NotEncodable(TypeError):
    """A value that the wire has no form for. `path` leads to it, outermost first."""

    # The name that a person sees.
    __module__ = "rmote.codec"

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
