"""Public keys as repositories of packages have them: OpenPGP, in armour or as it is."""

import re

_BEGIN = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
_BLOCK = re.compile(
    r"^-----BEGIN PGP PUBLIC KEY BLOCK-----\n(?:[A-Za-z]+: [^\n]*\n)*\n([A-Za-z0-9+/=\n]+?)"
    r"(?:\n=([A-Za-z0-9+/]{4}))?\n-----END PGP PUBLIC KEY BLOCK-----$",
    re.M,
)
# Bytes of a file of keys; Debian's own has 60,000.
MAX_KEYS = 1048576
# The tag of a public key in RFC 4880, section 4.3.
_PUBLIC_KEY = 6


def armoured_key(text):
    # type: (str) -> str
    """A key in armour, with plain line ends. Raises ValueError for what is none, or damaged."""
    text = "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"
    if "PRIVATE KEY" in text:
        raise ValueError("That is a private key, which belongs nowhere but where it was made.")
    if text.count(_BEGIN) > 1:
        # Its gpgv method reads no other: apt-key's dearmor_keyring.
        raise ValueError("There are several blocks of keys, of which only the first would be read.")
    found = _BLOCK.search(text)
    if found is None:
        raise ValueError("A public key in armour begins with %s and ends with its END." % _BEGIN)
    _require_key(_unarmoured(found.group(1), found.group(2)))
    return text[found.start() : found.end()] + "\n"


def key_content(content, path):
    # type: (bytes, str) -> tuple[bytes, bool]
    """The keys of a file, and whether they are in armour. Raises ValueError for what has none."""
    if _BEGIN.encode() in content or b"PRIVATE KEY" in content:
        try:
            return armoured_key(content.decode("utf-8", "replace")).encode(), True
        except ValueError as error:
            raise ValueError("%s: %s" % (path, error)) from None
    if content[8:12] == b"KBXf":
        raise ValueError("%s is a keybox of GnuPG; `gpg --export` makes a file of keys of it." % path)
    try:
        _require_key(content)
    except ValueError as error:
        raise ValueError("%s: %s" % (path, error)) from None
    return content, False


def read_keys(path):
    # type: (str) -> tuple[bytes, bool]
    """`key_content` of a file. Raises OSError, ValueError."""
    with open(path, "rb") as file:
        content = file.read(MAX_KEYS + 1)
    if len(content) > MAX_KEYS:
        raise ValueError("%s has more than %d bytes, which no file of keys has." % (path, MAX_KEYS))
    return key_content(content, path)


def _unarmoured(body, checksum):
    import base64
    import binascii

    try:
        data = base64.b64decode(body.replace("\n", ""), validate=True)
        wanted = None if checksum is None else int.from_bytes(base64.b64decode(checksum), "big")
    except binascii.Error as error:
        raise ValueError("The key is damaged: %s." % error) from None
    if wanted is not None and wanted != crc24(data):
        raise ValueError("The key is damaged: its checksum is another.")
    return data


def crc24(data):
    # type: (bytes) -> int
    """The checksum of RFC 4880, section 6.1."""
    crc = 0xB704CE
    for byte in data:
        crc ^= byte << 16
        for _ in range(8):
            crc <<= 1
            if crc & 0x1000000:
                crc ^= 0x1864CFB
    return crc


def _require_key(data):
    first = data[0] if data else 0
    # The new form of a header has the tag in six bits, the old one in four: section 4.2.
    tag = first & 0x3F if first & 0x40 else first >> 2 & 0xF
    if not first & 0x80 or tag != _PUBLIC_KEY:
        raise ValueError("It does not begin with a public key of OpenPGP.")
