"""Files and folders of a target."""

import os
import stat as stat_module
from collections import namedtuple

from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Literal, Optional

FileStat = namedtuple(
    "FileStat", "path type size mode owner group uid gid modified accessed target"
)

_TYPES = (
    (stat_module.S_ISREG, "file"),
    (stat_module.S_ISDIR, "directory"),
    (stat_module.S_ISLNK, "link"),
    (stat_module.S_ISFIFO, "fifo"),
    (stat_module.S_ISSOCK, "socket"),
    (stat_module.S_ISCHR, "character device"),
    (stat_module.S_ISBLK, "block device"),
)


class FileSystem(Tool):
    """Read files and look around in a file system. Paths are the target's; `~` is a home folder."""

    @staticmethod
    def read_str(
        path: "str",
        encoding: "str" = "utf-8",
        errors: "Literal['strict', 'replace', 'ignore', 'surrogateescape']" = "strict",
    ) -> "str":
        """Return a whole file as text.

        Args:
            path: File to read.
            encoding: Name of the text encoding.
            errors: What to do with bytes that are not of that encoding.

        Raises:
            FileNotFoundError: There is no such file.
            UnicodeDecodeError: The file is not text of that encoding; read_bytes reads any file.
        """
        with open(_expand(path), encoding=encoding, errors=errors, newline="") as file:
            return file.read()

    @staticmethod
    def read_bytes(path: "str", offset: "int" = 0, limit: "Optional[int]" = None) -> "bytes":
        """Return the bytes of a file, or a part of them.

        Args:
            path: File to read.
            offset: Bytes to skip from the start; a negative number counts from the end.
            limit: Bytes to return at the most; None for all.
        """
        with open(_expand(path), "rb") as file:
            if offset < 0:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(size + offset, 0))
            elif offset:
                file.seek(offset)
            return file.read() if limit is None else file.read(limit)

    @staticmethod
    def glob(path: "str", pattern: "str" = "*") -> "List[str]":
        """Return the paths below a folder that match a pattern, sorted.

        Args:
            path: Folder to search.
            pattern: Pattern relative to it, hidden files included; `**` stands for any number
                of folders, and does not go through symbolic links.
        """
        import pathlib

        root = _expand(path)
        if not os.path.isdir(root):
            # Says why, as an OSError does.
            os.listdir(root)
        return sorted(str(found) for found in pathlib.Path(root).glob(pattern))

    @staticmethod
    def stat(path: "str", follow: "bool" = True) -> "FileStat":
        """Return type, size, mode, owner and times of a file or folder.

        Args:
            path: What to look at.
            follow: Look at what a symbolic link leads to, instead of the link.

        Returns:
            Size in bytes, mode as octal text such as 0644, times in seconds since the epoch,
            target for a link where it leads.
        """
        full = _expand(path)
        info = os.stat(full) if follow else os.lstat(full)
        kind = next((name for test, name in _TYPES if test(info.st_mode)), "unknown")
        return FileStat(
            path=full,
            type=kind,
            size=info.st_size,
            mode="%04o" % stat_module.S_IMODE(info.st_mode),
            owner=_name("pwd", "getpwuid", info.st_uid),
            group=_name("grp", "getgrgid", info.st_gid),
            uid=info.st_uid,
            gid=info.st_gid,
            modified=info.st_mtime,
            accessed=info.st_atime,
            target=os.readlink(full) if kind == "link" else None,
        )


def _expand(path):
    return os.path.expanduser(path)


def _name(module, function, number):
    """The name of a user or group id; None where the system has none for it."""
    try:
        return getattr(__import__(module), function)(number)[0]
    except KeyError:
        return None
