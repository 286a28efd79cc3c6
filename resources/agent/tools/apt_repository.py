"""Repositories that a target's apt has its packages from."""

import os
import re

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional

AptRepositoryChange = NamedTuple("AptRepositoryChange", [
    ("changed", "bool"), ("name", "str"), ("path", "str"), ("key_path", "Optional[str]"),
    ("diff", "str"), ("changes", "List[str]"),
])

# Files of other names are not read: sources.list(5).
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\Z")
_URI = re.compile(r"[a-z][a-z0-9+.-]*:[!-~]+\Z")
_WORD = re.compile(r"[A-Za-z0-9._/$(][A-Za-z0-9._/$()+~:-]*\Z")
_ARCHITECTURE = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
# A path, or the fingerprint of a key of those that apt trusts; ! is for the key alone.
_SIGNED_BY = re.compile(r"(/[!-+\--~]+|[0-9A-Fa-f]{40}!?)\Z")


class AptRepository(Tool):
    """Repositories of apt: a file of its own for each in sources.list.d, with the key beside the others."""

    @staticmethod
    def present(
        name: "str",
        uris: "List[str]",
        suites: "List[str]",
        components: "Optional[List[str]]" = None,
        *,
        key: "Optional[str]" = None,
        key_file: "Optional[str]" = None,
        signed_by: "Optional[str]" = None,
        architectures: "Optional[List[str]]" = None,
        source: "bool" = False,
        enabled: "bool" = True,
        check: "bool" = False
    ) -> "AptRepositoryChange":
        """Have a repository in /etc/apt/sources.list.d, as NAME.sources. Doing it again changes nothing.

        Key and file are changed together, or not at all. `Apt.update` then fetches its lists, also
        with a `ttl`.

        Args:
            name: Name of the file without its ending, and of that of the key.
            uris: Where it is, such as `https://deb.debian.org/debian`.
            suites: Such as `bookworm`; one that ends with a slash is a path, and has no components.
            components: Such as `main`.
            key: Public key that signs it, in armour (it begins with `-----BEGIN PGP PUBLIC KEY
                BLOCK-----`); it goes to /etc/apt/keyrings/NAME.asc.
            key_file: A file on the target with that key, in armour or not, which is copied there.
            signed_by: A file of keys that is there already and used as it is, or the fingerprint of
                a key that apt trusts. Without any of the three, each key that apt trusts will do.
            architectures: Only for these, such as `amd64`; for all of the target's if left out.
            source: Whether it has packages of source that are wanted too.
            enabled: Whether apt uses it.
            check: Only tell what would change.

        Returns:
            `changed`, the `name`, the `path` of the file and that of the key, `diff` and `changes`.

        Raises:
            ValueError: Something cannot be what it is to be, the key is damaged or no public one, or
                an address has a password, which everybody could read there.
            OSError: A file cannot be read or written. Nothing was changed.
            FileNotFoundError: The target has no apt, or there is no such file of keys.
        """
        from rmote.file_group import Wanted, change_files
        from rmote.packages.openpgp_keys import armoured_key, read_keys

        _require_name(name)
        given = [each for each in (key, key_file, signed_by) if each is not None]
        if len(given) > 1:
            raise ValueError("Give one of key, key_file and signed_by.")
        if signed_by is not None and _SIGNED_BY.match(signed_by) is None:
            raise ValueError("signed_by is a whole path or a fingerprint, not %r." % signed_by[:200])
        fields = _fields(uris, suites, components, architectures, source, enabled)
        folder, keys = _folders()
        files = []
        key_path = signed_by if signed_by is not None and signed_by.startswith("/") else None
        if key is not None or key_file is not None:
            content, is_armoured = (
                read_keys(key_file) if key_file is not None else (armoured_key(key or "").encode(), True)
            )
            # It reads them as what their names say: sources.list(5).
            key_path = os.path.join(keys, name + (".asc" if is_armoured else ".gpg"))
            files.append(Wanted(key_path, content, 0o644))
        signed = key_path or signed_by
        if signed is not None:
            fields.append(("Signed-By", signed))
        text = "".join("%s: %s\n" % field for field in fields)
        path = os.path.join(folder, name + ".sources")
        files.append(Wanted(path, text, 0o644))
        files += _old_keys(keys, name, key_path, folder)
        done = change_files(files, check)
        return AptRepositoryChange(done.changed, name, path, key_path, done.diff, done.changes)

    @staticmethod
    def absent(name: "str", *, check: "bool" = False) -> "AptRepositoryChange":
        """Remove the repository that is NAME.sources, and its key. Doing it again changes nothing.

        The key stays where another file of the sources has it. Packages that came from there stay.

        Args:
            name: Name of the file without its ending.
            check: Only tell what would change.

        Returns:
            The same as `present`; there is no `key_path`.

        Raises:
            ValueError: The name cannot be that of a file there.
            OSError: A file cannot be removed. Nothing was changed.
            FileNotFoundError: The target has no apt.
        """
        from rmote.file_group import Wanted, change_files

        _require_name(name)
        folder, keys = _folders()
        path = os.path.join(folder, name + ".sources")
        # The file first: without its key it would be refused.
        files = [Wanted(path, None, None)] + _old_keys(keys, name, None, folder)
        done = change_files(files, check)
        return AptRepositoryChange(done.changed, name, path, None, done.diff, done.changes)


def _require_name(name):
    if _NAME.match(name) is None or len(name) > 200:
        raise ValueError("%r cannot be the name of a file of sources: sources.list(5)." % name[:200])


def _folders():
    """The folder of files with sources, and that of keys."""
    from rmote.packages.apt_config import apt_config

    parts, etc = apt_config("Dir::Etc::sourceparts/d", "Dir::Etc/d")
    return parts, os.path.join(etc, "keyrings")


def _fields(uris, suites, components, architectures, source, enabled):
    """The fields of deb822 in sources.list(5), but for the key."""
    components = components or []
    for what, words, form in (
        ("address", uris, _URI), ("suite", suites, _WORD), ("component", components, _WORD),
        ("architecture", architectures or [], _ARCHITECTURE),
    ):
        for word in words:
            if form.match(word) is None:
                raise ValueError("%r cannot be the %s of a repository." % (word[:200], what))
    if not uris or not suites:
        raise ValueError("A repository has an address and a suite at least.")
    for uri in uris:
        if re.match(r"[^:]+://[^/]*@", uri):
            raise ValueError(
                "The address has a user, and everybody may read this file. Such things are in "
                "/etc/apt/auth.conf.d: apt_auth.conf(5)."
            )
    paths = [suite for suite in suites if suite.endswith("/")]
    if paths and (components or len(paths) < len(suites)):
        raise ValueError("A suite that is a path (%s) has no components beside it." % paths[0])
    if not paths and not components:
        raise ValueError("A suite has components, unless it is a path that ends with a slash.")
    fields = [
        ("Types", "deb deb-src" if source else "deb"), ("URIs", " ".join(uris)), ("Suites", " ".join(suites)),
    ]
    if components:
        fields.append(("Components", " ".join(components)))
    if architectures:
        fields.append(("Architectures", " ".join(architectures)))
    if not enabled:
        fields.append(("Enabled", "no"))
    return fields


def _old_keys(keys, name, kept, folder):
    """Keys of this name that are not wanted any more, and that no other file has."""
    from rmote.file_group import Wanted

    files = []
    for path in (os.path.join(keys, name + ending) for ending in (".asc", ".gpg")):
        if path != kept and os.path.lexists(path) and not _is_used(path, folder, name):
            files.append(Wanted(path, None, None))
    return files


def _is_used(path, folder, name):
    others = [os.path.join(os.path.dirname(folder.rstrip("/")), "sources.list")]
    if os.path.isdir(folder):
        others += [os.path.join(folder, each) for each in os.listdir(folder) if each != name + ".sources"]
    for other in others:
        try:
            with open(other, encoding="utf-8", errors="replace") as file:
                if path in file.read():
                    return True
        except FileNotFoundError:
            continue
    return False
