"""The parts of the facts that say which system a target has, and who and when it is there."""

import os
import re
import time

from rmote.facts_base import Job, Missing, output, read_text, sysctl

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List


def parse_os_release(text):
    # type: (str) -> Dict[str, str]
    """The fields of an os-release file (freedesktop.org), which is quoted as for a shell."""
    import shlex

    fields = {}
    for line in text.split("\n"):
        key, equals, value = line.strip().partition("=")
        if not equals or not re.match(r"[A-Z][A-Z0-9_]*$", key):
            continue
        try:
            # shlex does not know that a backslash also goes before these.
            fields[key] = "".join(shlex.split(re.sub(r"\\([$`])", r"\1", value)))
        except ValueError:
            fields[key] = value.strip("\"'")
    return fields


def gather_os(end):
    system = os.uname()
    text = read_text("/etc/os-release") or read_text("/usr/lib/os-release")
    if text is not None:
        return describe_os(parse_os_release(text))
    if system.sysname == "Darwin":
        import platform

        version = platform.mac_ver()[0]
        return _named("macos", "macOS", version, "macOS " + version)
    # Red Hat's before 7, and small systems.
    for path in ("/etc/redhat-release", "/etc/system-release", "/etc/alpine-release"):
        line = (read_text(path) or "").strip()
        match = re.match(r"(.*?)(?: release)? ?(\d[\w.]*)", line)
        if match:
            name = match.group(1) or "Alpine Linux"
            return _named(name.split(" ")[0].lower(), name, match.group(2), line)
    name = system.sysname
    return _named(name.lower(), name, system.release, "%s %s" % (name, system.release))


def _named(key, name, version, pretty_name, like=()):
    return {"id": key, "name": name, "version": version, "pretty_name": pretty_name, "like": list(like)}


def describe_os(fields):
    # type: (Dict[str, str]) -> Dict[str, Any]
    name = fields.get("NAME") or "Linux"
    version = fields.get("VERSION_ID") or fields.get("VERSION") or fields.get("BUILD_ID")
    pretty_name = fields.get("PRETTY_NAME") or " ".join(filter(None, (name, version)))
    like = fields.get("ID_LIKE", "").split()
    return _named(fields.get("ID") or "linux", name, version, pretty_name, like)


def gather_kernel(end):
    system = os.uname()
    return {
        "name": system.sysname,
        "release": system.release,
        "version": system.version,
        "machine": system.machine,
    }


def gather_uptime(end):
    import datetime

    text = read_text("/proc/uptime")
    if text is not None:
        seconds = float(text.split()[0])
    else:
        boot = sysctl(end, "kern.boottime").get("kern.boottime", "")
        # macOS and FreeBSD: { sec = 1764144484, usec = 0 } ...; OpenBSD: a date; NetBSD: the seconds.
        match = re.search(r"sec = (\d+)", boot) or re.match(r"(\d+)$", boot)
        if match is None:
            raise Missing("The kernel does not tell when it was started.")
        seconds = time.time() - float(match.group(1))
    now = datetime.datetime.now(datetime.timezone.utc)
    boot_time = now - datetime.timedelta(seconds=seconds)
    return {"seconds": seconds, "boot_time": boot_time.replace(microsecond=0)}


def gather_hostname(end):
    import socket

    name = socket.gethostname()
    # Asks a name server, which may not answer.
    job = Job(socket.getfqdn, name)
    fqdn = (job.result if job.is_done(end) else None) or ""
    is_full = "." in fqdn and not fqdn.startswith("localhost")
    return {"name": name, "fqdn": fqdn if is_full else None}


def parse_who(text):
    # type: (str) -> List[Dict[str, Any]]
    """What `who` prints: that of GNU and the BSDs, or BusyBox's with its heading."""
    users = []
    lines = [line for line in text.split("\n") if line.strip()]
    is_busybox = bool(lines) and re.match(r"USER\s+TTY\s+IDLE", lines[0]) is not None
    for line in lines[1:] if is_busybox else lines:
        words = line.split()
        if len(words) < 3:
            continue
        if is_busybox:
            since, origin = " ".join(words[3:6]), " ".join(words[6:])
        else:
            match = re.match(r"\S+\s+\S+\s+(.*?)(?:\s+\((.*)\))?\s*$", line)
            since, origin = (match.group(1), match.group(2) or "") if match else ("", "")
        users.append({"name": words[0], "terminal": words[1], "since": since, "origin": origin or None})
    return users


def gather_users(end):
    text = output(end, "who")
    if text is None:
        raise Missing("There is no program `who` here.")
    return parse_who(text)


def gather_timezone(end):
    now = time.localtime()
    name = os.environ.get("TZ", "").lstrip(":") or _zone_of_link()
    name = name or (read_text("/etc/timezone") or "").strip()
    return {"name": name or None, "abbreviation": now.tm_zone, "utc_offset": now.tm_gmtoff}


def _zone_of_link():
    path = os.path.realpath("/etc/localtime")
    return path.partition("/zoneinfo/")[2] or None
