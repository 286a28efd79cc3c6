"""The network of a target: what it has, what listens on it, and what it reaches."""

import os
import socket
import struct
import sys
import time

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any, Dict, Iterator, List, Literal, Optional, Tuple

Interface = NamedTuple("Interface", [
    ("name", "str"), ("is_up", "bool"), ("state", "str"), ("mtu", "int"), ("mac", "Optional[str]"),
    ("ipv4", "List[str]"), ("ipv6", "List[str]"), ("received", "int"), ("sent", "int"),
    ("errors", "int"), ("dropped", "int"),
])
Listening = NamedTuple("Listening", [
    ("protocol", "str"), ("address", "str"), ("port", "int"), ("user", "str"), ("pid", "Optional[int]"),
    ("process", "Optional[str]"),
])
TcpCheck = NamedTuple("TcpCheck", [
    ("is_open", "bool"), ("host", "str"), ("port", "int"), ("address", "Optional[str]"),
    ("latency_ms", "Optional[float]"), ("error", "Optional[str]"),
])
HttpCheck = NamedTuple("HttpCheck", [
    ("ok", "bool"), ("status", "Optional[int]"), ("url", "str"), ("time_ms", "Optional[float]"),
    ("size", "int"), ("certificate_expires", "Optional[datetime]"),
    ("certificate_days", "Optional[int]"), ("error", "Optional[str]"),
])

# Bytes of a body that are read.
MAX_BODY = 1048576
# Characters of a reason that a server gives.
MAX_REASON = 500
# Seconds that a wait lasts at a time: a cancelled call is raised out between two.
LONGEST_WAIT = 0.5


class Network(Tool):
    """Tell what the network of a target is, and check what can be reached from there."""

    @staticmethod
    def interfaces() -> "List[Interface]":
        """List the network interfaces of a target with Linux, with all their addresses.

        Returns:
            Of each: whether it `is_up`, which a person or a program has said, and its `state`,
            which says whether there is a link (up, down, dormant, unknown where the driver does not
            tell); `mtu` in bytes, `mac`, addresses with the length of their prefix; bytes
            `received` and `sent`, and packets with `errors` and `dropped` ones, since it is there.

        Raises:
            OSError: The target has no netlink: it is no Linux, or what it runs in does not allow it.
        """
        return _interfaces()

    @staticmethod
    def listening(protocol: "Literal['all', 'tcp', 'udp']" = "all") -> "List[Listening]":
        """List the ports on which programs of a target with Linux listen.

        Args:
            protocol: tcp, udp or both. A UDP port is listed where it has no peer.

        Returns:
            Of each: protocol, `address` (0.0.0.0 and :: stand for all), port, `user` whose it is,
            number and name of the first process that has it. These two are None where they cannot
            be seen: those of other users only by root.

        Raises:
            ValueError: There is no such protocol.
            FileNotFoundError: The target has no /proc.
        """
        if protocol not in ("all", "tcp", "udp"):
            raise ValueError("There is no protocol %r; there are all, tcp, udp." % protocol)
        return _listening(("tcp", "udp") if protocol == "all" else (protocol,))

    @staticmethod
    def tcp_check(host: "str", port: "int", *, timeout: "float" = 5.0) -> "TcpCheck":
        """Check from the target whether something takes connections on a TCP port.

        The addresses of the host are tried one after the other. Nothing is sent.

        Args:
            host: Name or address.
            port: From 1 to 65535.
            timeout: Seconds for all of it, looking up the name included.

        Returns:
            `is_open`; the `address` that took the connection, or the last that was tried; how long
            it took to, in milliseconds, without looking up the name; `error`, why it is not open.

        Raises:
            ValueError: Host or port cannot be one.
        """
        if not 1 <= port <= 65535:
            raise ValueError("A port is from 1 to 65535, not %d." % port)
        _check_host(host)
        return _tcp_check(host, port, _seconds(timeout))

    @staticmethod
    def http_check(
        url: "str",
        *,
        timeout: "float" = 10.0,
        status: "Optional[int]" = None,
        text: "Optional[str]" = None,
        follow: "bool" = True,
        verify: "bool" = True
    ) -> "HttpCheck":
        """Check from the target what a web address answers. Proxies of the environment are not used.

        Args:
            url: Address with http or https. It may not have a password in it.
            timeout: Seconds for all of it.
            status: The status that it has to have; any from 200 to 399 if left out.
            text: What has to be in the first MiB of its body.
            follow: Follow redirects, to other addresses with http or https only, 10 at the most.
            verify: Hold a certificate that is not trusted, or has expired, against it.

        Returns:
            `ok`, whether all is as it has to be, else why not in `error`; `status`, the `url` that
            answered in the end, milliseconds until its body was read, `size` of that in bytes,
            1 MiB at the most; when the certificate expires and the whole days until then, below 0
            where it has.

        Raises:
            ValueError: The address cannot be one.
        """
        return _http_check(_checked_url(url), _seconds(timeout), status, text, follow, verify)


def _seconds(timeout):
    if not 0 < timeout <= 3600:
        raise ValueError("The time-out is above 0 and at most 3600 seconds.")
    return float(timeout)


def _check_host(host):
    if not host or len(host) > 255 or any(char <= " " or char == "\x7f" for char in host):
        raise ValueError("%r is neither a name nor an address." % host[:300])


class _Job(object):
    """A function in a thread of its own: looking up a name cannot be given a time-out."""

    def __init__(self, function, *args):
        import threading

        self.result = None  # type: Any
        self._error = None  # type: Optional[BaseException]
        self._done = threading.Event()
        threading.Thread(target=self._run, args=(function, args), daemon=True).start()

    def _run(self, function, args):
        try:
            self.result = function(*args)
        except BaseException as error:
            self._error = error
        self._done.set()

    def is_done(self, end):
        """Waits until `end`, by time.monotonic(). Raises what the function has raised."""
        while not self._done.is_set():
            left = end - time.monotonic()
            if left <= 0:
                return False
            self._done.wait(min(left, LONGEST_WAIT))
        if self._error is not None:
            raise self._error
        return True


# Interfaces: rtnetlink(7), linux/if_link.h and linux/if_addr.h

_GETLINK, _NEWLINK, _GETADDR, _NEWADDR = 18, 16, 22, 20
_ERROR, _DONE = 2, 3
# NLM_F_REQUEST and NLM_F_DUMP
_DUMP = 0x301
_IFLA_ADDRESS, _IFLA_IFNAME, _IFLA_MTU, _IFLA_OPERSTATE, _IFLA_STATS64 = 1, 3, 4, 16, 23
_IFA_ADDRESS, _IFA_LOCAL = 1, 2
# Of RFC 2863, in the order of their numbers.
_STATES = ("unknown", "not there", "down", "lower layer down", "testing", "dormant", "up")


def _interfaces():
    found = {}  # type: Dict[int, Interface]
    for kind, body in _netlink(_GETLINK):
        if kind == _NEWLINK:
            _, _, index, flags, _ = struct.unpack_from("=BxHiII", body)
            found[index] = _interface(flags & 1, _attributes(body[16:]))
    for kind, body in _netlink(_GETADDR):
        if kind != _NEWADDR:
            continue
        family, length, _, _, index = struct.unpack_from("=BBBBI", body)
        attributes = _attributes(body[8:])
        # On a link between two, the other attribute is the peer's.
        address = attributes.get(_IFA_LOCAL, attributes.get(_IFA_ADDRESS))
        if address is not None and index in found and family in (socket.AF_INET, socket.AF_INET6):
            interface = found[index]
            addresses = interface.ipv4 if family == socket.AF_INET else interface.ipv6
            addresses.append("%s/%d" % (socket.inet_ntop(family, address), length))
    return [found[index] for index in sorted(found)]


def _interface(is_up, attributes):
    address = attributes.get(_IFLA_ADDRESS, b"")
    state = attributes.get(_IFLA_OPERSTATE, b"\0")[0]
    # Packets received and sent, bytes likewise, errors likewise, dropped ones likewise.
    counts = struct.unpack_from("=8Q", attributes.get(_IFLA_STATS64, bytes(64)))
    return Interface(
        name=attributes[_IFLA_IFNAME].rstrip(b"\0").decode("utf-8", "surrogateescape"),
        is_up=bool(is_up),
        state=_STATES[state] if state < len(_STATES) else "unknown",
        mtu=struct.unpack("=I", attributes[_IFLA_MTU])[0],
        # What has no address of its own says all zeros, or has one of another kind.
        mac=":".join("%02x" % byte for byte in address) if len(address) == 6 and any(address) else None,
        ipv4=[],
        ipv6=[],
        received=counts[2],
        sent=counts[3],
        errors=counts[4] + counts[5],
        dropped=counts[6] + counts[7],
    )


def _netlink(kind):
    # type: (int) -> Iterator[Tuple[int, bytes]]
    """Kind and body of the messages with which the kernel answers. Raises OSError."""
    if not hasattr(socket, "AF_NETLINK"):
        raise OSError("There is no netlink on %s; this is for Linux." % sys.platform)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as asking:
        asking.settimeout(5)
        asking.bind((0, 0))
        # The body of a request: a family that stands for all of them, and nothing else.
        asking.send(struct.pack("=IHHII16x", 32, kind, _DUMP, 1, 0))
        while True:
            data = asking.recv(1048576)
            at = 0
            while at + 16 <= len(data):
                length, answer = struct.unpack_from("=IH", data, at)
                body = data[at + 16 : at + length]
                if answer == _DONE:
                    return
                if answer == _ERROR:
                    number = -struct.unpack_from("=i", body)[0]
                    raise OSError(number, os.strerror(number))
                yield answer, body
                at += (length + 3) & ~3


def _attributes(data):
    found, at = {}, 0
    while at + 4 <= len(data):
        length, kind = struct.unpack_from("=HH", data, at)
        if length < 4:
            break
        # The two highest bits are flags.
        found[kind & 0x3FFF] = data[at + 4 : at + length]
        at += (length + 3) & ~3
    return found


# Ports: proc_pid_net(5)

# LISTEN for TCP; for UDP CLOSE, which one without a peer is in.
_WAITING = {"tcp": "0A", "udp": "07"}


def _listening(protocols):
    import pwd

    rows = []
    for protocol in protocols:
        for name in (protocol, protocol + "6"):
            try:
                with open("/proc/net/" + name) as file:
                    rows += [(protocol,) + row for row in parse_sockets(file.read(), _WAITING[protocol])]
            except FileNotFoundError:
                # IPv6 is switched off.
                if name == protocol:
                    raise
    owners = _owners({inode for _, _, _, _, inode in rows if inode})
    found = []
    for protocol, address, port, uid, inode in rows:
        try:
            user = pwd.getpwuid(uid).pw_name
        except KeyError:
            user = str(uid)
        pid, name = owners.get(inode, (None, None))
        found.append(Listening(protocol, address, port, user, pid, name))
    return sorted(found, key=lambda each: (each.port, each.protocol, each.address, each.pid or 0))


def parse_sockets(text, state):
    # type: (str, str) -> List[Tuple[str, int, int, int]]
    """Address, port, number of the user and inode of the sockets in a state, of a file of /proc/net."""
    found = []
    for line in text.split("\n")[1:]:
        words = line.split()
        if len(words) > 9 and words[3] == state:
            address, _, port = words[1].partition(":")
            found.append((_address(address), int(port, 16), int(words[7]), int(words[9])))
    return found


def _address(digits):
    """An address of which each 32 bits are written as a number of this processor."""
    words = [int(digits[at : at + 8], 16) for at in range(0, len(digits), 8)]
    data = struct.pack("=%dI" % len(words), *words)
    return socket.inet_ntop(socket.AF_INET if len(words) == 1 else socket.AF_INET6, data)


def _owners(inodes):
    """Number and name of the first process that has each of these sockets."""
    found = {}
    for pid in sorted(int(name) for name in os.listdir("/proc") if name.isdigit()):
        folder = "/proc/%d/fd" % pid
        try:
            descriptors = os.listdir(folder)
        except OSError:
            # It has gone, or is another user's.
            continue
        for descriptor in descriptors:
            try:
                target = os.readlink(os.path.join(folder, descriptor))
            except OSError:
                continue
            if target.startswith("socket:["):
                inode = int(target[8:-1])
                if inode in inodes and inode not in found:
                    found[inode] = (pid, _name(pid))
    return found


def _name(pid):
    try:
        with open("/proc/%d/comm" % pid, "rb") as file:
            return file.read().rstrip(b"\n").decode("utf-8", "surrogateescape")
    except OSError:
        return None


# Connections


def _tcp_check(host, port, timeout):
    end = time.monotonic() + timeout
    late = "No connection within %g s." % timeout
    state = {"address": None}  # type: Dict[str, Any]
    job = _Job(_connect, host, port, end, state)
    try:
        if job.is_done(end):
            return TcpCheck(True, host, port, state["address"], job.result, None)
        error = late if state["address"] else "The name was not looked up within %g s." % timeout
    except socket.timeout:
        error = late
    except (OSError, UnicodeError) as failure:
        error = _reason(failure)
    return TcpCheck(False, host, port, state["address"], None, error)


def _connect(host, port, end, state):
    """Milliseconds in which the first of the addresses took a connection. Raises OSError."""
    failure = None
    for family, kind, number, _, address in socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM):
        state["address"] = address[0]
        with socket.socket(family, kind, number) as asking:
            asking.settimeout(max(0.001, end - time.monotonic()))
            begin = time.monotonic()
            try:
                asking.connect(address)
                return round((time.monotonic() - begin) * 1000, 2)
            except OSError as error:
                failure = failure or error
    raise failure or OSError("%s has no address." % host)


def _reason(error):
    if isinstance(error, socket.gaierror):
        return "The name cannot be looked up: %s." % error.strerror
    if isinstance(error, UnicodeError):
        return "The name cannot be looked up: it is not of the kind that names are."
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return text[:MAX_REASON].rstrip(".") + "."


# The web


def _checked_url(url):
    import urllib.parse

    if len(url) > 8192 or any(char <= " " or char == "\x7f" for char in url):
        raise ValueError("The address has blanks, control characters or more than 8192 characters in it.")
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise ValueError("The address begins with http:// or https://, not %s." % url[:20])
    if not parts.hostname:
        raise ValueError("There is no host in the address.")
    if "@" in parts.netloc:
        raise ValueError("The address has a name or password in it, which would be kept with the call.")
    # Raises ValueError for one that cannot be.
    parts.port
    # What is not ASCII is written as its bytes; the host has a form of its own.
    host = parts.netloc.encode("idna").decode("ascii")
    safe = "%/?#[]@!$&'()*+,;=:~"
    path, query = [urllib.parse.quote(part, safe) for part in (parts.path, parts.query)]
    return urllib.parse.urlunsplit((parts.scheme, host, path, query, ""))


class _Fetch(object):
    """One check: what it has seen so far, also where it does not come to its end."""

    def __init__(self, timeout):
        self.begin = time.monotonic()
        self.end = self.begin + timeout
        self.timeout = timeout
        self.status = None  # type: Any
        self.url = None  # type: Any
        self.socket = None  # type: Any
        self.expires = None  # type: Any
        self.body = b""
        self.charset = None  # type: Optional[str]
        self.time_ms = None  # type: Optional[float]

    def left(self):
        return max(0.001, self.end - time.monotonic())

    def stop(self):
        """Ends what its thread waits for."""
        if self.socket is not None:
            try:
                self.socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                # It is closed already.
                pass


class _Refused(Exception):
    """Why what answered is not taken."""


def _http_check(url, timeout, status, text, follow, verify):
    import http.client
    import urllib.error

    fetch = _Fetch(timeout)
    fetch.url = url
    error = None
    try:
        if not _Job(_get, fetch, url, follow, verify).is_done(fetch.end):
            error = "No whole answer within %g s." % timeout
    except _Refused as refused:
        error = str(refused)
    except urllib.error.URLError as failure:
        error = _why(failure.reason, fetch)
    except http.client.HTTPException as failure:
        error = "It does not speak HTTP as it should: %s." % (_reason(failure)[:-1],)
    except OSError as failure:
        error = _why(failure, fetch)
    fetch.stop()
    days = None
    if fetch.expires is not None:
        days = int((fetch.expires - _now()).total_seconds() // 86400)
    error = error or _unexpected(fetch, status, text)
    return HttpCheck(
        error is None, fetch.status, fetch.url, fetch.time_ms, len(fetch.body), fetch.expires, days, error
    )


def _why(reason, fetch):
    if isinstance(reason, socket.timeout):
        return "No whole answer within %g s." % fetch.timeout
    is_bad = getattr(reason, "reason", None) == "CERTIFICATE_VERIFY_FAILED"
    if is_bad or type(reason).__name__ in ("SSLCertVerificationError", "CertificateError"):
        what = getattr(reason, "verify_message", "") or str(reason)
        if is_bad and not hasattr(reason, "verify_message"):
            what = "it is not trusted, or has expired; Python before 3.7 does not say which"
        return "The certificate is not accepted: %s." % what[:MAX_REASON].rstrip(".")
    return _reason(reason) if isinstance(reason, Exception) else str(reason)[:MAX_REASON]


def _unexpected(fetch, status, text):
    """Why an answer is not as it has to be; None where it is."""
    if status is not None and fetch.status != status:
        return "The status is %d, not %d." % (fetch.status, status)
    if status is None and not 200 <= fetch.status < 400:
        return "The status is %d." % fetch.status
    if text is not None:
        try:
            body = fetch.body.decode(fetch.charset or "utf-8", "replace")
        except LookupError:
            body = fetch.body.decode("utf-8", "replace")
        if text not in body:
            return "The text is not in it."
    return None


def _now():
    import datetime

    return datetime.datetime.now(datetime.timezone.utc)


def _get(fetch, url, follow, verify):
    import urllib.error

    opener = _opener(fetch, follow, verify)
    try:
        try:
            answer = opener.open(url, timeout=fetch.left())
        except urllib.error.HTTPError as error:
            # A status such as 404 is an answer too.
            answer = error
        with answer:
            if follow and answer.code in (301, 302, 303, 307, 308) and answer.headers.get("Location"):
                raise _Refused("It redirects more than 10 times, or in a circle.")
            fetch.status, fetch.url = answer.code, answer.geturl()
            fetch.charset = answer.headers.get_content_charset()
            while len(fetch.body) < MAX_BODY:
                block = answer.read(min(65536, MAX_BODY - len(fetch.body)))
                if not block:
                    break
                fetch.body += block
            fetch.time_ms = round((time.monotonic() - fetch.begin) * 1000, 2)
    except Exception:
        fetch.stop()
        raise


def _opener(fetch, follow, verify):
    """What opens addresses with http and https, and nothing else: no file, no FTP, no proxy."""
    import http.client
    import urllib.parse
    import urllib.request

    class Redirect(urllib.request.HTTPRedirectHandler):
        max_redirections = 10

        def http_error_302(self, req, fp, code, msg, headers):
            where = urllib.parse.urljoin(req.full_url, headers.get("Location") or "")
            if not follow:
                return None
            if urllib.parse.urlsplit(where).scheme not in ("http", "https"):
                fp.close()
                raise _Refused("It redirects to %r, which is not of the web." % where[:200])
            return urllib.request.HTTPRedirectHandler.http_error_302(self, req, fp, code, msg, headers)

        http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

        def redirect_request(self, req, fp, code, msg, headers, newurl):
            # Before 3.11 it does not know 308.
            code = 307 if code == 308 else code
            fetch.url = newurl
            make = urllib.request.HTTPRedirectHandler.redirect_request
            new = make(self, req, fp, code, msg, headers, newurl)
            if new is not None:
                new.timeout = fetch.left()
            return new

    class Plain(http.client.HTTPConnection):
        def connect(self):
            http.client.HTTPConnection.connect(self)
            fetch.socket = self.sock

    class PlainHandler(urllib.request.HTTPHandler):
        def http_open(self, req):
            return self.do_open(Plain, req)

    opener = urllib.request.OpenerDirector()
    handlers = [PlainHandler(), Redirect(), urllib.request.HTTPErrorProcessor()]  # type: List[Any]
    handlers += [urllib.request.HTTPDefaultErrorHandler(), urllib.request.UnknownHandler()]
    if hasattr(urllib.request, "HTTPSHandler"):
        handlers.append(_secure_handler(fetch, verify))
    for handler in handlers:
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", "rmote"), ("Accept", "*/*")]
    return opener


def _secure_handler(fetch, verify):
    import http.client
    import ssl
    import urllib.request

    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE

    class Secure(http.client.HTTPSConnection):
        def connect(self):
            try:
                http.client.HTTPSConnection.connect(self)
            except (ssl.SSLError, ssl.CertificateError):
                fetch.expires = _expiry(self.host, self.port, fetch)
                raise
            sock = self.sock  # type: Any
            fetch.socket = sock
            fetch.expires = not_after(sock.getpeercert(True) or b"")

    class SecureHandler(urllib.request.HTTPSHandler):
        def https_open(self, req):
            return self.do_open(Secure, req, context=context)

    return SecureHandler()


def _expiry(host, port, fetch):
    """When a certificate that was not accepted expires; None where it cannot be had."""
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with socket.create_connection((host, port), fetch.left()) as plain:
            with context.wrap_socket(plain, server_hostname=host) as secure:
                return not_after(secure.getpeercert(True) or b"")
    except (OSError, ValueError):
        return None


def not_after(certificate):
    # type: (bytes) -> Any
    """When a certificate in DER expires (RFC 5280, 4.1); None where it is none.

    The standard library takes only those apart that it has accepted.
    """
    import datetime

    try:
        # Certificate, its TBSCertificate, and in that, behind a version that may be missing: the
        # serial number, the algorithm, the issuer, the validity.
        at = _element(certificate, _element(certificate, 0)[1])[1]
        if certificate[at] == 0xA0:
            at = _element(certificate, at)[2]
        for _ in range(3):
            at = _element(certificate, at)[2]
        begin = _element(certificate, at)[1]
        kind, start, end = _element(certificate, _element(certificate, begin)[2])
        text = certificate[start:end].decode("ascii")
        # UTCTime has two digits of the year, of 1950 to 2049.
        text = text if kind == 0x18 else ("19" if text >= "5" else "20") + text
        time_of = datetime.datetime.strptime(text, "%Y%m%d%H%M%SZ")
        return time_of.replace(tzinfo=datetime.timezone.utc)
    except (IndexError, ValueError):
        return None


def _element(data, at):
    """Tag, begin and end of the content of an element of DER."""
    kind, length = data[at], data[at + 1]
    at += 2
    if length & 0x80:
        count = length & 0x7F
        length = int.from_bytes(data[at : at + count], "big")
        at += count
    return kind, at, at + length
