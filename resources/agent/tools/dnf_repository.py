"""Repositories that a target's dnf has its packages from."""

import os
import re

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional

DnfRepositoryChange = NamedTuple("DnfRepositoryChange", [
    ("changed", "bool"), ("name", "str"), ("path", "str"), ("key_path", "Optional[str]"),
    ("diff", "str"), ("changes", "List[str]"),
])

# dnf.conf(5) reads the files there; rpm's own keys are in the other folder.
FOLDER = "/etc/yum.repos.d"
KEYS = "/etc/pki/rpm-gpg"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:-]*\Z")
_ADDRESS = re.compile(r"(https?|ftp|file)://[!-~]+\Z")


class DnfRepository(Tool):
    """Repositories of dnf: a file of its own for each in /etc/yum.repos.d, with the key beside the others."""

    @staticmethod
    def present(
        name: "str",
        addresses: "Optional[List[str]]" = None,
        *,
        metalink: "Optional[str]" = None,
        mirrorlist: "Optional[str]" = None,
        title: "Optional[str]" = None,
        key: "Optional[str]" = None,
        key_file: "Optional[str]" = None,
        signed: "bool" = True,
        signed_lists: "bool" = False,
        priority: "Optional[int]" = None,
        enabled: "bool" = True,
        check: "bool" = False
    ) -> "DnfRepositoryChange":
        """Have a repository in /etc/yum.repos.d, as NAME.repo. Doing it again changes nothing.

        Key and file are changed together, or not at all. `Dnf.update` then fetches its lists, also
        with a `ttl`.

        Args:
            name: Name of the repository, and of the file without its ending.
            addresses: Where it is, such as `https://example.org/el$releasever/$basearch/`.
            metalink: Address of a list of mirrors with checksums, instead.
            mirrorlist: Address of a plain list of mirrors, instead.
            title: What people call it; the name if left out.
            key: Public key that signs the packages, in armour (it begins with `-----BEGIN PGP PUBLIC
                KEY BLOCK-----`); it goes to /etc/pki/rpm-gpg/RPM-GPG-KEY-NAME.
            key_file: A file of keys that is on the target already, and used as it is.
            signed: Whether packages have to be signed by that key, or by one that rpm has.
            signed_lists: Whether the lists have to be signed too.
            priority: One with a lower number goes before others; 99 if left out.
            enabled: Whether dnf uses it.
            check: Only tell what would change.

        Returns:
            `changed`, the `name`, the `path` of the file and that of the key, `diff` and `changes`.

        Raises:
            ValueError: Something cannot be what it is to be, the key is damaged or no public one, or
                an address has a password, which everybody could read there.
            OSError: A file cannot be read or written. Nothing was changed.
            FileNotFoundError: There is no such file of keys, or the target has no /etc/yum.repos.d.
        """
        from rmote.file_group import Wanted, change_files
        from rmote.packages.openpgp_keys import armoured_key, read_keys

        _require_name(name)
        if key is not None and key_file is not None:
            raise ValueError("Give one of key and key_file.")
        lines = _lines(name, title, addresses or [], metalink, mirrorlist)
        lines += ["enabled=%d" % bool(enabled), "gpgcheck=%d" % bool(signed)]
        lines += ["repo_gpgcheck=1"] if signed_lists else []
        own = os.path.join(KEYS, "RPM-GPG-KEY-" + name)
        key_path = key_file
        files = []
        if key is not None:
            key_path = own
            files.append(Wanted(own, armoured_key(key), 0o644))
        elif key_file is not None:
            if re.match(r"/[!-~]+\Z", key_file) is None:
                raise ValueError("key_file is a whole path without blanks, not %r." % key_file[:200])
            # What has no key would be found out when packages are installed.
            read_keys(key_file)
        if key_path is not None:
            lines.append("gpgkey=file://" + key_path)
        if priority is not None:
            lines.append("priority=%d" % priority)
        _require_folder()
        path = os.path.join(FOLDER, name + ".repo")
        files.append(Wanted(path, "\n".join(lines + [""]), 0o644))
        if key_path != own:
            files += _old_key(own, name)
        done = change_files(files, check)
        return DnfRepositoryChange(done.changed, name, path, key_path, done.diff, done.changes)

    @staticmethod
    def absent(name: "str", *, check: "bool" = False) -> "DnfRepositoryChange":
        """Remove the repository that is NAME.repo, and its key. Doing it again changes nothing.

        The key stays where another repository has it; rpm keeps those that it was given. Packages
        that came from there stay.

        Args:
            name: Name of the file without its ending.
            check: Only tell what would change.

        Returns:
            The same as `present`; there is no `key_path`.

        Raises:
            ValueError: The name cannot be that of a repository.
            OSError: A file cannot be removed. Nothing was changed.
        """
        from rmote.file_group import Wanted, change_files

        _require_name(name)
        path = os.path.join(FOLDER, name + ".repo")
        # The file first: without its key it could not be used.
        files = [Wanted(path, None, None)] + _old_key(os.path.join(KEYS, "RPM-GPG-KEY-" + name), name)
        done = change_files(files, check)
        return DnfRepositoryChange(done.changed, name, path, None, done.diff, done.changes)


def _require_name(name):
    if _NAME.match(name) is None or name == "main" or len(name) > 200:
        raise ValueError("%r cannot be the name of a repository." % name[:200])


def _require_folder():
    # Not made: where it is missing there is no dnf that would read it.
    if not os.path.isdir(FOLDER):
        raise FileNotFoundError(2, "is not there: the target has no dnf", FOLDER)


def _lines(name, title, addresses, metalink, mirrorlist):
    if len([each for each in (addresses, metalink, mirrorlist) if each]) != 1:
        raise ValueError("A repository has addresses, or a metalink, or a mirrorlist.")
    for address in addresses + [each for each in (metalink, mirrorlist) if each]:
        if _ADDRESS.match(address) is None:
            raise ValueError("%r cannot be the address of a repository." % address[:200])
        if re.match(r"[^:]+://[^/]*@", address):
            raise ValueError("The address has a user, and everybody may read this file.")
    if title is not None and (not title.strip() or not title.isprintable()):
        raise ValueError("A title is one line, and not empty.")
    lines = ["[%s]" % name, "name=" + (title or name).strip()]
    if addresses:
        # Further ones are indented: dnf.conf(5).
        lines += ["baseurl=" + "\n    ".join(addresses)]
    lines += ["metalink=" + metalink] if metalink else []
    return lines + (["mirrorlist=" + mirrorlist] if mirrorlist else [])


def _old_key(path, name):
    """The key of this name where it is not wanted any more, and no other repository has it."""
    from rmote.file_group import Wanted

    if not os.path.lexists(path):
        return []
    for other in os.listdir(FOLDER) if os.path.isdir(FOLDER) else ():
        if other != name + ".repo" and other.endswith(".repo"):
            with open(os.path.join(FOLDER, other), encoding="utf-8", errors="replace") as file:
                if path in file.read():
                    return []
    return [Wanted(path, None, None)]
