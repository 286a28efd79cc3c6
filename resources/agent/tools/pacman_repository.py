"""Repositories that a target's pacman has its packages from."""

import re

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional

PacmanRepositoryChange = NamedTuple("PacmanRepositoryChange", [
    ("changed", "bool"), ("name", "str"), ("path", "str"), ("diff", "Optional[str]"),
    ("changes", "List[str]"),
])

_NAME = re.compile(r"[A-Za-z0-9@_+][A-Za-z0-9@._+-]*\Z")
_SERVER = re.compile(r"(https?|ftp|file)://[!-~]+\Z")
# pacman.conf(5): Never, Optional, Required, TrustedOnly, TrustAll, of Package or Database.
_LEVEL = re.compile(r"(Package|Database)?(Never|Optional|Required|TrustedOnly|TrustAll)\Z")


class PacmanRepository(Tool):
    """Repositories of pacman: sections of /etc/pacman.conf."""

    @staticmethod
    def present(
        name: "str",
        servers: "Optional[List[str]]" = None,
        *,
        include: "Optional[str]" = None,
        sig_level: "Optional[str]" = None,
        before: "Optional[str]" = None,
        check: "bool" = False
    ) -> "PacmanRepositoryChange":
        """Have a repository as a section of /etc/pacman.conf. Doing it again changes nothing.

        The file is replaced as a whole, once pacman-conf has read the new one; other sections of it
        stay. `Pacman.update` then fetches its list.

        Args:
            name: Name of the repository, which that of its list is too.
            servers: Where it is, such as `https://example.org/$repo/os/$arch`; the first that answers.
            include: A file with servers, such as /etc/pacman.d/mirrorlist, which is there already.
            sig_level: What has to be signed, such as `Required DatabaseOptional`; as for the others
                if left out. `pacman-key` adds keys.
            before: A repository that it goes before: what both have comes from the first. A new one
                goes to the end if left out, one that is there stays where it is.
            check: Only tell what would change.

        Returns:
            `changed`, the `name`, the `path` of the file, `diff` and `changes`.

        Raises:
            ValueError: Something cannot be what it is to be.
            LookupError: There is no repository that it could go before.
            InvalidContent: pacman-conf does not take the new file. Nothing was changed.
            OSError: A file cannot be read or written. Nothing was changed.
            FileNotFoundError: The target has no pacman, or the file to include is not there.
        """
        import os

        _require_name(name)
        lines = _section(name, servers or [], include, sig_level)
        if include is not None and not os.path.isfile(include):
            raise FileNotFoundError(2, "There is no file of servers", include)
        if before is not None:
            _require_name(before)
        return _change(name, lambda text: _with(text, name, lines, before), check)

    @staticmethod
    def absent(name: "str", *, check: "bool" = False) -> "PacmanRepositoryChange":
        """Remove a repository from /etc/pacman.conf. Doing it again changes nothing.

        Packages that came from there stay.

        Args:
            name: Name of the repository.
            check: Only tell what would change.

        Returns:
            The same as `present`.

        Raises:
            ValueError: The name cannot be that of a repository.
            OSError: The file cannot be read or written. Nothing was changed.
            FileNotFoundError: The target has no pacman.
        """
        _require_name(name)
        return _change(name, lambda text: _without(text, name), check)


def _require_name(name):
    if _NAME.match(name) is None or name in ("options", "local"):
        raise ValueError("%r cannot be the name of a repository." % name[:100])


def _section(name, servers, include, sig_level):
    for server in servers:
        if _SERVER.match(server) is None:
            raise ValueError("%r cannot be the address of a repository." % server[:200])
    if include is not None and re.match(r"/[!-~]+\Z", include) is None:
        raise ValueError("A file to include has a whole path without blanks, not %r." % include[:200])
    if not servers and include is None:
        raise ValueError("A repository has servers, or a file of them to include.")
    lines = ["[%s]" % name]
    if sig_level is not None:
        for word in sig_level.split(" "):
            if _LEVEL.match(word) is None:
                raise ValueError("%r is none of the levels of signatures in pacman.conf(5)." % word[:100])
        lines.append("SigLevel = " + sig_level)
    lines += ["Server = " + server for server in servers]
    return lines + (["Include = " + include] if include is not None else [])


def _change(name, edit, check):
    from rmote.packages.pacman_config import change_config

    done = change_config(edit, check)
    return PacmanRepositoryChange(done.changed, name, done.path, done.diff, done.changes)


def _place(lines, name):
    # type: (list[str], str) -> tuple[int, int] | None
    """Where the section of a repository begins, and where it ends: before the comments of the next."""
    from rmote.packages.pacman_config import HEADER

    headers = [(number, HEADER.match(line)) for number, line in enumerate(lines)]
    found = [(number, match.group(1)) for number, match in headers if match]
    for index, (start, header) in enumerate(found):
        if header == name:
            end = found[index + 1][0] if index + 1 < len(found) else len(lines)
            while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
                end -= 1
            return start, end
    return None


def _with(text, name, section, before):
    lines = text.split("\n")
    place = _place(lines, name)
    target = None
    if before is not None:
        target = _place(lines, before)
        if target is None:
            raise LookupError("There is no repository %s in /etc/pacman.conf." % before)
    if place is not None and (target is None or place[0] < target[0]):
        start, end = place
        kept = [line for line in lines[start:end] if line.strip() and not line.lstrip().startswith("#")]
        if [_plain(line) for line in kept] == section:
            return text
        return "\n".join(lines[:start] + section + lines[end:])
    if place is not None:
        return _with(_without(text, name), name, section, before)
    if target is not None:
        return "\n".join(lines[: target[0]] + section + [""] + lines[target[0] :])
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines + [""] + section + [""])


def _plain(line):
    key, equals, value = line.partition("=")
    return "%s = %s" % (key.strip(), value.strip()) if equals else line.strip()


def _without(text, name):
    lines = text.split("\n")
    place = _place(lines, name)
    if place is None:
        return text
    start, end = place
    # The blank lines that were around it become those of one gap.
    if end < len(lines) - 1 and not lines[end].strip() and (start == 0 or not lines[start - 1].strip()):
        end += 1
    return _without("\n".join(lines[:start] + lines[end:]), name)
