"""Certificate expiry

Until when the certificates of a server or in files are valid, and which of them need a new one soon.

Tags: tls, ssl, x509, certificate, expiry, monitoring
"""

import binascii
import datetime
import glob
import os
import re
from typing import List, NamedTuple

from rmote.protocol import Tool, log

# Bytes of a file with certificates.
MAX_FILE = 16777216
COMMON_NAME = b"\x55\x04\x03"
SEQUENCE, SET, UTC_TIME, EXPLICIT_0 = 0x30, 0x31, 0x17, 0xA0
PEM = re.compile(b"-----BEGIN (?:TRUSTED )?CERTIFICATE-----(.*?)-----END", re.DOTALL)


class Certificate(NamedTuple):
    place: str
    state: str
    days_left: int
    expires: datetime.datetime
    begins: datetime.datetime
    subject: str
    issuer: str


class CertificateExpiry(Tool):
    """Tell how long certificates are valid. Nothing is changed, and openssl is not needed."""

    @staticmethod
    def server(
        host: str = "localhost", port: int = 443, name: str = "", warn_days: int = 30, timeout: float = 10
    ) -> Certificate:
        """Tell how long the certificate that a TLS server shows is valid, seen from the target.

        It is read, not judged: one that has expired, or that nobody signed, is told too.

        Args:
            host: Name or address to connect to.
            port: Port to connect to.
            name: Name to ask for (SNI); the host's if left out.
            warn_days: With fewer days left it "expires soon".
            timeout: Seconds until it is given up.

        Raises:
            OSError: There is no connection, or no TLS.
        """
        import socket
        import ssl

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with socket.create_connection((host, port), timeout) as plain:
            with context.wrap_socket(plain, server_hostname=name or host) as secure:
                der = secure.getpeercert(True)
        if der is None:
            raise OSError("%s:%d showed no certificate" % (host, port))
        return _told(_certificate(der, "%s:%d" % (host, port), warn_days))

    @staticmethod
    def files(
        pattern: str = "/etc/letsencrypt/live/*/cert.pem", warn_days: int = 30, only_soon: bool = False
    ) -> List[Certificate]:
        """List the certificates in files, those that expire first in front.

        Args:
            pattern: Files to read, PEM or DER; `**` stands for any folders: `/etc/nginx/**/*.crt`.
            warn_days: With fewer days left one "expires soon".
            only_soon: Leave out what is valid for longer.

        Returns:
            A row for each certificate; a file may have several. What is not "ok" is a warning in
            the log too, as is a file without any.
        """
        found = []
        for path in sorted(glob.glob(os.path.expanduser(pattern), recursive=True)):
            if os.path.isdir(path):
                continue
            try:
                found += _in_file(path, warn_days)
            except (OSError, ValueError) as error:
                log("%s was left out: %s" % (path, error), "WARNING")
        found.sort(key=lambda each: each.expires)
        return [_told(each) for each in found if each.state != "ok" or not only_soon]


def _in_file(path, warn_days):
    with open(path, "rb") as file:
        data = file.read(MAX_FILE)
    blocks = [binascii.a2b_base64(each) for each in PEM.findall(data)]
    if not blocks and data[:1] != b"\x30":
        raise ValueError("there is no certificate in it")
    return [_certificate(der, path, warn_days) for der in blocks or [data]]


def _told(certificate):
    if certificate.state != "ok":
        text = "%s: %s %s (%s)"
        when = certificate.expires.strftime("%Y-%m-%d %H:%M UTC")
        log(text % (certificate.place, certificate.subject, certificate.state, when), "WARNING")
    return certificate


def _certificate(der, place, warn_days):
    """What a certificate says, by RFC 5280: its first part has these fields in this order."""
    try:
        fields = _parts(_parts(_parts(der)[0][1])[0][1])
        if fields[0][0] == EXPLICIT_0:
            fields = fields[1:]
        issuer, validity, subject = fields[2:5]
        begins, expires = (_time(*each) for each in _parts(validity[1]))
        names = _name(subject[1]), _name(issuer[1])
    except (IndexError, ValueError):
        raise ValueError("it is no certificate") from None
    left = expires - datetime.datetime.now(datetime.timezone.utc)
    state = "ok"
    if left.total_seconds() < 0:
        state = "has expired"
    elif left < datetime.timedelta(days=warn_days):
        state = "expires soon"
    elif begins > datetime.datetime.now(datetime.timezone.utc):
        state = "is not valid yet"
    return Certificate(place, state, left.days, expires, begins, *names)


def _parts(data):
    """Tag and content of each thing in DER."""
    parts = []
    at = 0
    while at < len(data):
        tag, size = data[at], data[at + 1]
        at += 2
        if size & 0x80:
            count = size & 0x7F
            size = int.from_bytes(data[at : at + count], "big")
            at += count
        if at + size > len(data):
            raise ValueError("cut off")
        parts.append((tag, data[at : at + size]))
        at += size
    return parts


def _time(tag, content):
    text = content.decode("ascii")
    if tag == UTC_TIME:
        # Two digits: 50 and more are of the last century.
        text = ("19" if int(text[:2]) >= 50 else "20") + text
    return datetime.datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=datetime.timezone.utc)


def _name(data):
    """The common name; without one, the last part of the name."""
    texts = {}
    for _, group in _parts(data):
        for _, pair in _parts(group):
            kind, value = _parts(pair)
            coding = "utf-16-be" if value[0] == 0x1E else "utf-8"
            texts[kind[1]] = value[1].decode(coding, "replace")
    return texts.get(COMMON_NAME) or (list(texts.values()) or [""])[-1]
