"""The name of a target."""

import os
import re

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, List, Optional

HostNames = NamedTuple("HostNames", [("running", "str"), ("kept", "Optional[str]"), ("full", "str")])
HostnameChange = NamedTuple("HostnameChange", [
    ("changed", "bool"), ("name", "str"), ("diff", "str"), ("changes", "List[str]"),
])

# hostname(5) and hosts(5).
KEPT_FILE = "/etc/hostname"
HOSTS_FILE = "/etc/hosts"
# Linux takes no longer one: gethostname(2), HOST_NAME_MAX.
MAX_NAME = 64


class Hostname(Tool):
    """Tell and set the name that a target calls itself."""

    @staticmethod
    def get() -> "HostNames":
        """Return the names of this machine.

        Returns:
            The `running` name, which the kernel has; the `kept` one of /etc/hostname, which it gets
            at its next start, None where there is none; and the `full` one with the domain, as far
            as /etc/hosts or the name service knows it.
        """
        import socket

        return HostNames(socket.gethostname(), _kept(), socket.getfqdn())

    @staticmethod
    def set(name: "str", *, hosts: "bool" = False, check: "bool" = False) -> "HostnameChange":
        """Make this the name of the machine: at once, and at its next start.

        /etc/hostname is replaced as a whole. Where one step fails, those before it are taken back.
        Doing it again changes nothing. A container or a cloud's own program may set another name at
        the next start.

        Args:
            name: Letters, digits and hyphens, at most 64 of them; with dots it has its domain.
            hosts: See to it too that /etc/hosts knows the name: by a line for 127.0.1.1 where no
                other line has it.
            check: Only tell what would change.

        Returns:
            `changed`, the `name`, `diff` of the files, and `changes`, a line for each thing.

        Raises:
            ValueError: It is no name for a machine. Nothing was changed.
            OSError: The rights are missing, or a file cannot be replaced; in a container they are
                often mounted one by one. Nothing was changed.
        """
        import socket

        from rmote.files import edit_file

        _require_name(name)
        old = socket.gethostname()
        edits = []
        if hosts:
            edits.append((HOSTS_FILE, _hosts_edit(name, (old, _kept()))))
        # Comments in it are kept; hostname(5) has them.
        edits.append((KEPT_FILE, _name_edit(name)))
        told = [edit_file(path, edit, create=True, check=True) for path, edit in edits]
        changes = [] if old == name else ["running name %s -> %s" % (old, name)]
        changes += ["%s: %s" % (write.path, what) for write in told for what in write.changes]
        diff = "".join(write.diff or "" for write in told)
        if changes and not check:
            _set(name, old, [edit for edit, write in zip(edits, told) if write.changed])
        return HostnameChange(bool(changes), name, diff, changes)


def _kept():
    # type: () -> str | None
    try:
        with open(KEPT_FILE, encoding="utf-8", errors="replace") as file:
            lines = [line.strip() for line in file]
    except FileNotFoundError:
        return None
    return next((line for line in lines if line and not line.startswith("#")), None)


def _require_name(name):
    # RFC 1123, section 2.1.
    label = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    if len(name) > MAX_NAME or re.match(r"%s(\.%s)*\Z" % (label, label), name) is None:
        raise ValueError(
            "A name is at most %d letters, digits, hyphens and dots, with none but letters and "
            "digits at the ends of a part; %r is not." % (MAX_NAME, name)
        )
    if name.replace(".", "").isdigit():
        raise ValueError("%s would be taken for an address." % name)


def _name_edit(name):
    # type: (str) -> Callable[[str], str]
    def edit(text):
        comments = [line for line in text.split("\n") if line.strip().startswith("#")]
        found = [line for line in text.split("\n") if line.strip() and line not in comments]
        if [line.strip() for line in found] == [name]:
            return text
        return "\n".join(comments + [name, ""])

    return edit


def _hosts_edit(name, old):
    # type: (str, tuple[str | None, ...]) -> Callable[[str], str]
    """Puts the name into the text of /etc/hosts, unless it is there; former ones leave its line."""
    wanted = [name] + ([name.split(".")[0]] if "." in name else [])
    former = [each for known in old if known for each in (known, known.split(".")[0])]

    def edit(text):
        lines = text.split("\n")
        entries = [line.partition("#")[0].split() for line in lines]
        known = [entry[1:] for entry in entries if entry]
        if any(name.lower() in [each.lower() for each in names] for names in known):
            return text
        places = [index for index, entry in enumerate(entries) if entry[:1] == ["127.0.1.1"]]
        if places:
            index = places[0]
            others = [each for each in entries[index][1:] if each not in wanted + former]
            comment = lines[index].partition("#")
            kept = " #" + comment[2] if comment[1] else ""
            lines[index] = "127.0.1.1\t" + " ".join(wanted + others) + kept
            return "\n".join(lines)
        # Behind the one of localhost, as Debian's installer puts it.
        local = [index for index, entry in enumerate(entries) if entry[:1] == ["127.0.0.1"]]
        lines.insert(local[-1] + 1 if local else 0, "127.0.1.1\t" + " ".join(wanted))
        return "\n".join(lines) if lines[-1] == "" else "\n".join(lines + [""])

    return edit


def _set(name, old, edits):
    """Sets the running name, then the files; all of it or nothing."""
    import socket

    from rmote.files import discard, edit_file, keep, put_back

    backups = []
    try:
        if name != old:
            socket.sethostname(name)
        for path, edit in edits:
            backups.append((path, keep(path, True) if os.path.lexists(path) else None))
            edit_file(path, edit, create=True)
    except BaseException:
        for path, backup in reversed(backups):
            put_back(path, backup)
        if socket.gethostname() != old:
            socket.sethostname(old)
        raise
    for _, backup in backups:
        if backup is not None:
            discard(backup)
