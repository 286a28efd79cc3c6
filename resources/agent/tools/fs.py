"""Files and folders of a target."""

import os
import stat as stat_module
from collections import namedtuple

from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Literal, Optional, Union

    from rmote.files import Write

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

    @staticmethod
    def write(
        path: "str",
        content: "Union[str, bytes]",
        *,
        mode: "Union[str, int, None]" = None,
        owner: "Union[str, int, None]" = None,
        group: "Union[str, int, None]" = None,
        backup: "bool" = False,
        follow: "bool" = False,
        validate: "Optional[str]" = None,
        expected: "Optional[str]" = None,
        make_parents: "bool" = False,
        check: "bool" = False
    ) -> "Write":
        """Make a file have this content.

        The file is replaced as a whole: readers, a failure or a kill find the old content or the
        new one, never a part. Mode, owner, ACLs and other extended attributes (the SELinux context
        too) are kept; a hard link to the old file keeps the old content. Doing it again changes
        nothing.

        Args:
            path: File to write.
            content: What the whole file is to be; text is written as UTF-8, line ends as they are.
            mode: Octal digits such as 0640; that of the file if left out, the usual one for a new file.
            owner: Name or number of a user; the file's own if left out.
            group: Name or number of a group; the file's own if left out.
            backup: Keep the old file beside the new one, as NAME.20261126T120000Z~ (UTC).
            follow: Write the file that a symbolic link leads to. A link is refused otherwise.
            validate: Command that has to end with status 0 before the new file takes its place,
                such as `nginx -t -c {}`. {} is the new file under another name; no shell reads it.
            expected: SHA-256 of the content that is to be replaced, or `absent`. If the file is
                another by now, nothing is done.
            make_parents: Make the folders above it that are not there.
            check: Only tell what would change. The validating command is not run.

        Returns:
            `changed`; the whole `path`; `diff`, a unified diff, None for what is not text;
            `changes`, a line for each thing such as `mode 0644 -> 0600`; path of the `backup`;
            `checksum` (SHA-256) of the content; `mode`, `owner` and `group` of the file.

        Raises:
            rmote.files.UnexpectedContent: The file is not the expected one. Nothing was changed.
            rmote.files.InvalidContent: The validating command refused it; its output is in the
                message. Nothing was changed.
            OSError: The path is a symbolic link, a folder or a device, a folder above it is
                missing, the disk is full, or the rights are missing. Nothing was changed.
            LookupError: There is no such user or group.
        """
        from rmote.files import write_file

        return write_file(
            path, content, mode, owner, group, backup, follow, validate, expected, make_parents,
            check,
        )


def _expand(path):
    return os.path.expanduser(path)


def _name(module, function, number):
    """The name of a user or group id; None where the system has none for it."""
    try:
        return getattr(__import__(module), function)(number)[0]
    except KeyError:
        return None
