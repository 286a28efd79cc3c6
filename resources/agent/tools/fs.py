"""Files and folders of a target."""

import errno
import os
import stat as stat_module
import time

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterator, List, Literal, Optional, Union

    from rmote.files import Change, Write

FileStat = NamedTuple("FileStat", [
    ("path", "str"), ("type", "str"), ("size", "int"), ("mode", "str"), ("owner", "Optional[str]"),
    ("group", "Optional[str]"), ("uid", "int"), ("gid", "int"), ("modified", "float"),
    ("accessed", "float"), ("target", "Optional[str]"),
])
DiskUsage = NamedTuple("DiskUsage", [
    ("path", "str"), ("total", "int"), ("used", "int"), ("free", "int"), ("percent", "float"),
    ("inodes", "int"), ("inodes_free", "int"),
])

# Bytes of a line that is streamed; the rest of a longer one comes as another.
MAX_LINE = 1048576
# Seconds between two looks at a file that is followed.
LOOK_UP = 0.25

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
    """Read and change files and folders. Paths are the target's; `~` is a home folder.

    Files are carried between a target and the app by the app itself (`rmote-desktop upload` and
    `download`, Files in a host's tab), since a method has only one of the two ends.

    A change does not go through a link that may be a trap: root not through a user's link to a folder
    of somebody else's, and nobody through another user's link in a folder such as /tmp.
    """

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

        Raises:
            OSError: There is no such file, it is a folder, or you may not read it.
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

        Raises:
            OSError: There is no such folder, or you may not read it.
            ValueError: The pattern is empty.
            NotImplementedError: The pattern is a whole path.
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

        Raises:
            OSError: There is nothing at the path, or you may not enter a folder above it.
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
    def list(path: "str", hidden: "bool" = True) -> "List[FileStat]":
        """Return what is in a folder, each with type, size, mode, owner and times, sorted by name.

        Args:
            path: Folder to list.
            hidden: List names that begin with a dot too.

        Returns:
            What `stat` returns of each; a symbolic link is told as such.

        Raises:
            OSError: There is no such folder, or you may not read it.
        """
        found = []
        full = _expand(path)
        for name in sorted(os.listdir(full)):
            if hidden or not name.startswith("."):
                try:
                    found.append(FileSystem.stat(os.path.join(full, name), follow=False))
                except FileNotFoundError:
                    # It was removed meanwhile.
                    continue
        return found

    @staticmethod
    def exists(path: "str", follow: "bool" = True) -> "bool":
        """Return whether there is something at a path, of whatever kind.

        Args:
            path: What to look for.
            follow: Look for what a symbolic link leads to, instead of the link.

        Raises:
            PermissionError: A folder above it may not be entered, so nobody knows.
        """
        try:
            FileSystem.stat(path, follow)
            return True
        except (FileNotFoundError, NotADirectoryError):
            return False

    @staticmethod
    def checksum(
        path: "str", algorithm: "Literal['sha256', 'sha512', 'sha1', 'md5', 'blake2b']" = "sha256"
    ) -> "str":
        """Return the checksum of a file, in hexadecimal.

        Args:
            path: File to read; it may be of any size.
            algorithm: How to compute it. md5 and sha1 find accidents, not attacks.

        Raises:
            OSError: There is no such file, it is a folder, or you may not read it.
            ValueError: The target's Python has no such algorithm.
        """
        from rmote.files import checksum_of

        with open(_expand(path), "rb") as file:
            return checksum_of(file, algorithm)

    @staticmethod
    def disk_usage(path: "str" = "/") -> "DiskUsage":
        """Return how full the file system of a path is.

        Args:
            path: Any file or folder of it.

        Returns:
            Where it is mounted, and its size, in bytes: `total`, `used`, and what is `free` for
            users who are not root. `percent` is what is used of what these can use. The same for
            the files that it can hold, `inodes` and `inodes_free`, 0 where it knows no limit.

        Raises:
            OSError: There is nothing at the path.
        """
        full = os.path.realpath(_expand(path))
        info = os.statvfs(full)
        while not os.path.ismount(full):
            full = os.path.dirname(full)
        used = (info.f_blocks - info.f_bfree) * info.f_frsize
        free = info.f_bavail * info.f_frsize
        percent = round(100.0 * used / (used + free), 1) if used + free else 0.0
        total = info.f_blocks * info.f_frsize
        return DiskUsage(full, total, used, free, percent, info.f_files, info.f_favail)

    @staticmethod
    def tail(path: "str", lines: "int" = 10, *, follow: "bool" = True) -> "Iterator[str]":
        """Yield the last lines of a file, then those that are written to it, as they come.

        A file that is replaced or emptied, as logs are when they are rotated, is read on from its
        new beginning.

        Args:
            path: File to read.
            lines: How many of those that are there already.
            follow: Go on until the call is cancelled; else end with the last line.

        Yields:
            Each line without its end, as text (UTF-8, other bytes escaped). One of more than
            1 MiB comes in parts.

        Raises:
            OSError: There is no such file, it is a folder, or you may not read it.
        """
        yield from _tail(_expand(path), lines, follow)

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
        """Write a file. One that has this content already is left as it is.

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
                missing or another user's link, the disk is full, rights are missing, or the
                validating command cannot be started. Nothing was changed.
            LookupError: There is no such user or group.
        """
        from rmote.files import write_file

        return write_file(
            path, content, mode, owner, group, backup, follow, validate, expected, make_parents,
            check,
        )

    @staticmethod
    def append(
        path: "str",
        content: "Union[str, bytes]",
        *,
        once: "bool" = False,
        follow: "bool" = False,
        make_parents: "bool" = False,
        check: "bool" = False
    ) -> "Change":
        """Append to a file, which is made if it is not there.

        Programs that have the file open go on with it, so this is for logs too. Where not all of
        it can be written, none of it stays. Each call appends again, unless `once` is given.

        Args:
            path: File to write to.
            content: What to append; text is written as UTF-8.
            once: Do nothing if the content is anywhere in the file already.
            follow: Append to the file that a symbolic link leads to. A link is refused otherwise.
            make_parents: Make the folders above it that are not there.
            check: Only tell what would change.

        Returns:
            `changed`, the whole `path`, `diff`, `changes`.

        Raises:
            OSError: The path is a symbolic link, a folder or a device, the disk is full, or the
                rights are missing. Nothing was changed.
        """
        from rmote.files import Change, full_path, write_file

        full = full_path(path, follow)
        data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        if not os.path.lexists(full):
            done = write_file(full, data, make_parents=make_parents, expected="absent", check=check)
            return Change(done.changed, full, done.diff, done.changes)
        return _append(full, data, once, check)

    @staticmethod
    def line_in_file(
        path: "str",
        line: "str",
        *,
        state: "Literal['present', 'absent']" = "present",
        regexp: "Optional[str]" = None,
        after: "Optional[str]" = None,
        before: "Optional[str]" = None,
        create: "bool" = False,
        mode: "Union[str, int, None]" = None,
        owner: "Union[str, int, None]" = None,
        group: "Union[str, int, None]" = None,
        backup: "bool" = False,
        follow: "bool" = False,
        validate: "Optional[str]" = None,
        check: "bool" = False
    ) -> "Write":
        """Make sure that a line is in a text file, or is not.

        The file is replaced as a whole, as `write` does; its line ends, and bytes that are no
        UTF-8, stay as they are. Doing it again changes nothing.

        Args:
            path: File to change.
            line: The line, without its end.
            state: `present`: the line is in the file, once if it has to be added. `absent`: no line
                is the same, and with `regexp` none matches that.
            regexp: Python regular expression, searched for in each line. With `present` the last
                line that matches is replaced; where none does, the line is added unless it is there.
            after: Regular expression; a line that is added goes behind the last line that matches,
                or to the end.
            before: Regular expression; a line that is added goes before the first line that
                matches, or to the end.
            create: Make the file if it is not there. With `absent` nothing is to be done then.
            mode: Octal digits such as 0640; that of the file if left out.
            owner: Name or number of a user; the file's own if left out.
            group: Name or number of a group; the file's own if left out.
            backup: Keep the old file beside the new one, as NAME.20261126T120000Z~ (UTC).
            follow: Change the file that a symbolic link leads to. A link is refused otherwise.
            validate: Command that has to accept the new file, as with `write`: `sshd -t -f {}`.
            check: Only tell what would change.

        Returns:
            The same as `write`.

        Raises:
            FileNotFoundError: There is no such file, and none is to be made.
            ValueError: The line has a line end in it, or both `after` and `before` are given.
            re.error: A regular expression cannot be read.
            rmote.files.InvalidContent: The validating command refused it. Nothing was changed.
            rmote.files.UnexpectedContent: Somebody else changed the file meanwhile. Nothing was
                changed.
        """
        from rmote.files import edit_file

        if "\n" in line or "\r" in line:
            raise ValueError("A line has no line end in it; block_in_file takes several lines.")
        place = _Place(after, before)
        edit = _line_edit(line, _one_of(state, "present", "absent"), regexp, place)
        return edit_file(
            path, edit, create or state == "absent", mode, owner, group, backup, follow, validate,
            check=check,
        )

    @staticmethod
    def block_in_file(
        path: "str",
        block: "str",
        *,
        name: "str" = "managed block",
        state: "Literal['present', 'absent']" = "present",
        comment: "str" = "#",
        comment_end: "str" = "",
        after: "Optional[str]" = None,
        before: "Optional[str]" = None,
        create: "bool" = False,
        mode: "Union[str, int, None]" = None,
        owner: "Union[str, int, None]" = None,
        group: "Union[str, int, None]" = None,
        backup: "bool" = False,
        follow: "bool" = False,
        validate: "Optional[str]" = None,
        check: "bool" = False
    ) -> "Write":
        """Make sure that lines are in a text file between two comments, or are not.

        The comments are `# BEGIN NAME` and `# END NAME`; what is between them is replaced. The file
        is replaced as a whole, as `write` does. Doing it again changes nothing.

        Args:
            path: File to change.
            block: The lines between the comments.
            name: Tells this block from others in the same file.
            state: `absent` removes the block with its comments, whatever is in it.
            comment: What begins a comment in this file, such as `//`.
            comment_end: What ends one, such as `-->`.
            after: Regular expression; a new block goes behind the last line that matches, or to the
                end.
            before: Regular expression; a new block goes before the first line that matches, or to
                the end.
            create: Make the file if it is not there. With `absent` nothing is to be done then.
            mode: Octal digits such as 0640; that of the file if left out.
            owner: Name or number of a user; the file's own if left out.
            group: Name or number of a group; the file's own if left out.
            backup: Keep the old file beside the new one, as NAME.20261126T120000Z~ (UTC).
            follow: Change the file that a symbolic link leads to. A link is refused otherwise.
            validate: Command that has to accept the new file, as with `write`: `sshd -t -f {}`.
            check: Only tell what would change.

        Returns:
            The same as `write`.

        Raises:
            FileNotFoundError: There is no such file, and none is to be made.
            ValueError: One of the two comments is missing or there more than once, the block itself
                has one of them, or both `after` and `before` are given.
            rmote.files.InvalidContent: The validating command refused it. Nothing was changed.
            rmote.files.UnexpectedContent: Somebody else changed the file meanwhile. Nothing was
                changed.
        """
        from rmote.files import edit_file

        marks = [
            " ".join(part for part in (comment, word, name, comment_end) if part)
            for word in ("BEGIN", "END")
        ]
        place = _Place(after, before)
        edit = _block_edit(block, _one_of(state, "present", "absent"), marks, place)
        return edit_file(
            path, edit, create or state == "absent", mode, owner, group, backup, follow, validate,
            check=check,
        )

    @staticmethod
    def replace(
        path: "str",
        pattern: "str",
        replacement: "str",
        *,
        literal: "bool" = False,
        limit: "int" = 0,
        backup: "bool" = False,
        follow: "bool" = False,
        validate: "Optional[str]" = None,
        check: "bool" = False
    ) -> "Write":
        r"""Replace each match of a regular expression in a text file.

        The file is replaced as a whole, as `write` does. Doing it again changes nothing if the
        pattern does not match what it was replaced with.

        Args:
            path: File to change.
            pattern: Python regular expression over the whole text; ^ and $ match at each line.
            replacement: What to put there; \1 and \g<name> are groups of the pattern.
            literal: Take both as they are, without any special characters.
            limit: Replace at most this many, from the start; 0 for all.
            backup: Keep the old file beside the new one, as NAME.20261126T120000Z~ (UTC).
            follow: Change the file that a symbolic link leads to. A link is refused otherwise.
            validate: Command that has to accept the new file, as with `write`: `nginx -t -c {}`.
            check: Only tell what would change.

        Returns:
            The same as `write`.

        Raises:
            FileNotFoundError: There is no such file.
            re.error: The pattern or the replacement cannot be read.
            rmote.files.InvalidContent: The validating command refused it. Nothing was changed.
            rmote.files.UnexpectedContent: Somebody else changed the file meanwhile. Nothing was
                changed.
        """
        import re

        from rmote.files import edit_file

        found = re.compile(re.escape(pattern) if literal else pattern, re.MULTILINE)
        by = (lambda match: replacement) if literal else replacement
        return edit_file(
            path, lambda text: found.sub(by, text, count=max(limit, 0)), backup=backup,
            follow=follow, validate=validate, check=check,
        )

    @staticmethod
    def copy(
        path: "str",
        to: "str",
        *,
        follow: "bool" = False,
        keep_owner: "bool" = False,
        make_parents: "bool" = False,
        check: "bool" = False
    ) -> "Change":
        """Copy a file or a whole folder, with mode, times and extended attributes.

        Nothing half done is left: a file is replaced as a whole, and a folder that is not there yet
        appears when it is complete. In a folder that is there, each file that differs is replaced,
        and what only the copy has stays. Doing it again changes nothing.

        Args:
            path: What to copy.
            to: Path of the copy itself, not of the folder to put it into.
            follow: Copy what a symbolic link at `path` leads to. Links within a folder stay links.
            keep_owner: Give the copy the owner and group of the original, which takes root. Else
                what is new is yours, and what is there keeps its owner.
            make_parents: Make the folders above the copy that are not there.
            check: Only tell what would change.

        Returns:
            `changed`, the whole `path` of the copy, `diff` of a single file that is text, and
            `changes`, a line for each file.

        Raises:
            FileExistsError: A folder is where a file has to go, or the reverse.
            OSError: Something is a device, pipe or socket, the disk is full, or rights are missing.
            ValueError: The copy would be within the original.
        """
        from rmote.files import full_path

        source, target = full_path(path, follow), full_path(to)
        return _copy(source, target, keep_owner, make_parents, check)

    @staticmethod
    def move(
        path: "str",
        to: "str",
        *,
        overwrite: "bool" = False,
        make_parents: "bool" = False,
        check: "bool" = False
    ) -> "Change":
        """Move or rename a file or folder, also to another file system.

        Where nothing is at `path` but something at `to`, it has been moved already, and nothing is
        done.

        Args:
            path: What to move; a symbolic link itself.
            to: Its new path, not the folder to put it into.
            overwrite: Replace a file that is there. A folder that is not empty is never replaced.
            make_parents: Make the folders above the new path that are not there.
            check: Only tell what would change.

        Returns:
            `changed`, the whole new `path`, `diff` (None), `changes`.

        Raises:
            FileExistsError: There is something at the new path.
            FileNotFoundError: There is nothing at either.
            OSError: The disk is full, or rights are missing. Nothing was moved.
        """
        from rmote.files import full_path

        return _move(full_path(path), full_path(to), overwrite, make_parents, check)

    @staticmethod
    def remove(path: "str", *, recursive: "bool" = False, check: "bool" = False) -> "Change":
        """Remove a file, a symbolic link or a folder. Where there is nothing, nothing is done.

        A folder disappears at once, before what is in it is removed; if that is cut off, the rest is
        beside it as a hidden `.NAME.rmote-0123456789ab.removed`. It is left as it was if a file system
        is mounted in it, or if you may not remove all of it.

        Args:
            path: What to remove; a symbolic link itself.
            recursive: Also a folder that is not empty, with all that is in it.
            check: Only tell what would change.

        Returns:
            `changed`, the whole `path`, `diff` of a single file that is text, `changes`.

        Raises:
            OSError: The folder is not empty, or has another file system in it, or rights are
                missing. Nothing was removed.
            ValueError: The path is the root of the file system or your home folder.
        """
        from rmote.files import full_path

        return _remove(full_path(path), recursive, check)

    @staticmethod
    def mkdir(
        path: "str",
        *,
        mode: "Union[str, int, None]" = None,
        owner: "Union[str, int, None]" = None,
        group: "Union[str, int, None]" = None,
        make_parents: "bool" = False,
        check: "bool" = False
    ) -> "Change":
        """Make sure that there is a folder, with a mode and an owner. Doing it again changes nothing.

        Args:
            path: Folder to make; one that is there gets the mode and owner that are given.
            mode: Octal digits such as 0750; the usual one for a new folder if left out.
            owner: Name or number of a user.
            group: Name or number of a group.
            make_parents: Make the folders above it that are not there, with the usual mode.
            check: Only tell what would change.

        Returns:
            `changed`, the whole `path`, `diff` (None), `changes`.

        Raises:
            FileExistsError: There is something else than a folder.
            LookupError: There is no such user or group.
            OSError: Rights are missing, or a folder above it. Nothing was changed.
        """
        from rmote.file_attributes import group_id, parse_mode, user_id
        from rmote.files import full_path

        wanted = (parse_mode(mode), user_id(owner), group_id(group))
        return _mkdir(full_path(path), wanted, make_parents, check)

    @staticmethod
    def symlink(
        path: "str",
        target: "str",
        *,
        overwrite: "bool" = False,
        make_parents: "bool" = False,
        check: "bool" = False
    ) -> "Change":
        """Make sure that there is a symbolic link. Doing it again changes nothing.

        Args:
            path: The link. One that leads elsewhere is replaced; there is no moment without it.
            target: Where it leads, as it is to be written; relative to the folder of the link. It
                need not exist.
            overwrite: Replace a file too. A folder is never replaced.
            make_parents: Make the folders above the link that are not there.
            check: Only tell what would change.

        Returns:
            `changed`, the whole `path`, `diff` (None), `changes`.

        Raises:
            FileExistsError: There is something else than a link.
            OSError: Rights are missing, or a folder above it. Nothing was changed.
        """
        from rmote.files import full_path

        return _symlink(full_path(path), target, overwrite, make_parents, check)

    @staticmethod
    def chmod(
        path: "str",
        mode: "Union[str, int]",
        *,
        recursive: "bool" = False,
        follow: "bool" = False,
        check: "bool" = False
    ) -> "Change":
        """Set the mode of a file or folder. Doing it again changes nothing.

        Args:
            path: What to change.
            mode: Octal digits such as 0640, or changes as the program chmod takes them, such as
                `u=rwX,go-w`; X is x for folders and for what somebody may execute already.
            recursive: Also all that is in the folder, but for symbolic links.
            follow: Change what a symbolic link leads to. A link is refused otherwise.
            check: Only tell what would change.

        Returns:
            `changed`, the whole `path`, `diff` (None), `changes`.

        Raises:
            ValueError: The mode cannot be read.
            OSError: The path is a symbolic link, or rights are missing. All is as it was.
        """
        from rmote.files import full_path

        return _chmod(full_path(path, follow), mode, recursive, check)

    @staticmethod
    def chown(
        path: "str",
        owner: "Union[str, int, None]" = None,
        group: "Union[str, int, None]" = None,
        *,
        recursive: "bool" = False,
        follow: "bool" = False,
        check: "bool" = False
    ) -> "Change":
        """Set the owner and the group of a file or folder. Doing it again changes nothing.

        Args:
            path: What to change; a symbolic link itself.
            owner: Name or number of a user; as it is if left out.
            group: Name or number of a group; as it is if left out.
            recursive: Also all that is in the folder; symbolic links in it themselves.
            follow: Change what a symbolic link at `path` leads to.
            check: Only tell what would change.

        Returns:
            `changed`, the whole `path`, `diff` (None), `changes`.

        Raises:
            LookupError: There is no such user or group.
            OSError: Rights are missing. All is as it was.
        """
        from rmote.file_attributes import group_id, user_id
        from rmote.files import full_path

        uid, gid = user_id(owner), group_id(group)
        full = full_path(path, follow)
        return _set_all(full, recursive, lambda info: (None, uid, gid), check)


def _expand(path):
    return os.path.expanduser(path)


def _name(module, function, number):
    """The name of a user or group id; None where the system has none for it."""
    try:
        return getattr(__import__(module), function)(number)[0]
    except KeyError:
        return None


def _tail(path, lines, follow):
    file = open(path, "rb")
    try:
        file.seek(_start_of_last(file, max(lines, 0)))
        rest = b""
        while True:
            data = file.read(65536)
            if data:
                parts = (rest + data).split(b"\n")
                rest = parts.pop()
                if len(rest) > MAX_LINE:
                    parts, rest = parts + [rest], b""
                for part in parts:
                    yield _text(part)
            elif not follow:
                break
            elif _was_replaced(file, path):
                if rest:
                    yield _text(rest)
                    rest = b""
                file.close()
                file = open(path, "rb")
            else:
                time.sleep(LOOK_UP)
        if rest:
            yield _text(rest)
    finally:
        file.close()


def _text(line):
    return (line[:-1] if line.endswith(b"\r") else line).decode("utf-8", "surrogateescape")


def _start_of_last(file, lines):
    """Where the last lines of a file begin."""
    end = file.seek(0, os.SEEK_END)
    if not lines:
        return end
    place = end
    # The end of the last line begins no further one.
    wanted = lines + 1
    if end:
        file.seek(end - 1)
        wanted -= file.read(1) != b"\n"
    while place > 0:
        size = min(65536, place)
        place -= size
        file.seek(place)
        block = file.read(size)
        found = len(block)
        while wanted:
            found = block.rfind(b"\n", 0, found)
            if found == -1:
                break
            wanted -= 1
        if not wanted:
            return place + found + 1
    return 0


def _was_replaced(file, path):
    """Whether another file has the path by now, or this one has become shorter."""
    mine = os.fstat(file.fileno())
    try:
        now = os.stat(path)
    except FileNotFoundError:
        # The next one may come.
        return False
    return (now.st_dev, now.st_ino) != (mine.st_dev, mine.st_ino) or now.st_size < file.tell()


def _append(path, data, once, check):
    from rmote import files
    from rmote.file_diff import MAX_COMPARED, unified_diff
    from rmote.pinned import parent_of

    flags = os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with parent_of(path) as folder:
        fd = os.open(folder.at(os.path.basename(path)), flags)
    with open(fd, "r+b", buffering=0) as file:
        info = os.fstat(fd)
        files.require_file(path, info)
        old = None
        if once or info.st_size <= MAX_COMPARED:
            old = file.read()
        if not data or (once and old is not None and data in old):
            return files.Change(False, path, "", [])
        diff = None if old is None else unified_diff(old, old + data, path)
        if not check:
            try:
                written = 0
                while written < len(data):
                    written += os.write(fd, data[written:])
                os.fsync(fd)
            except BaseException:
                # Unless it is all there, or somebody else has appended meanwhile.
                new = os.pread(fd, len(data) + 1, info.st_size)
                if len(new) < len(data) and data.startswith(new):
                    os.ftruncate(fd, info.st_size)
                raise
    return files.Change(True, path, diff, ["append %d bytes" % len(data)])


def _one_of(value, *known):
    if value not in known:
        raise ValueError("There is no %r here; there are %s." % (value, " and ".join(known)))
    return value


class _Place(object):
    """Where new lines go: by a regular expression, or to the end."""

    def __init__(self, after, before):
        import re

        if after is not None and before is not None:
            raise ValueError("New lines go after or before something, not both.")
        self._after = None if after is None else re.compile(after)
        self._before = None if before is None else re.compile(before)

    def of(self, lines):
        # type: (List[str]) -> int
        for index, line in enumerate(lines):
            if self._before is not None and self._before.search(_bare(line)):
                return index
        for index in range(len(lines) - 1, -1, -1):
            if self._after is not None and self._after.search(_bare(lines[index])):
                return index + 1
        return len(lines)


def _bare(line):
    return line[:-2] if line.endswith("\r\n") else line.rstrip("\n")


def _split(text):
    """The lines with their ends, and the end that most have."""
    lines = text.split("\n")
    last = lines.pop()
    lines = [line + "\n" for line in lines]
    end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    return lines + [last] if last else lines, end


def _insert(lines, index, new, end):
    """The lines with others among them. What stood last without an end gets one."""
    if index == len(lines) and lines and not lines[-1].endswith("\n"):
        lines = lines[:-1] + [lines[-1] + end]
    return lines[:index] + new + lines[index:]


def _line_edit(line, state, regexp, place):
    import re

    found = None if regexp is None else re.compile(regexp)

    def matches(each):
        return found is not None and found.search(_bare(each)) is not None

    def edit(text):
        lines, end = _split(text)
        if state == "absent":
            return "".join(each for each in lines if _bare(each) != line and not matches(each))
        for index in range(len(lines) - 1, -1, -1):
            if matches(lines[index]):
                # Its own end, which the last line of a file may not have.
                lines[index] = line + lines[index][len(_bare(lines[index])) :]
                return "".join(lines)
        if any(_bare(each) == line for each in lines):
            return text
        return "".join(_insert(lines, place.of(lines), [line + end], end))

    return edit


def _block_edit(block, state, marks, place):
    inner = _split(block.replace("\r\n", "\n"))[0]
    if any(_bare(each) in marks for each in inner):
        raise ValueError("The block has the comments in it that it goes between.")

    def edit(text):
        lines, end = _split(text)
        begins, ends = ([n for n, each in enumerate(lines) if _bare(each) == mark] for mark in marks)
        if len(begins) > 1 or len(begins) != len(ends) or begins > ends:
            raise ValueError("%r and %r are not there once each, in this order." % tuple(marks))
        new = [_bare(each) + end for each in [marks[0]] + inner + [marks[1]]]
        if state == "absent":
            new = []
        if begins:
            lines[begins[0] : ends[0] + 1] = new
        elif new:
            lines = _insert(lines, place.of(lines), new, end)
        return "".join(lines)

    return edit


def _lstat(path):
    try:
        return os.lstat(path)
    except FileNotFoundError:
        return None


def _look(folder, below):
    """What os.lstat says of something in a folder that is held; None where there is none."""
    try:
        return os.lstat(folder.at(below))
    except FileNotFoundError:
        return None


def _each(folder, below):
    """What is at a path below a folder that is held, and all in it, a folder before what is in it.

    Goes through no link, also where somebody puts one there meanwhile. Raises OSError where a folder
    cannot be read.
    """
    info = os.lstat(folder.at(below))
    yield below, info
    if stat_module.S_ISDIR(info.st_mode):
        for name in sorted(os.listdir(folder.at(os.path.join(below, ".")))):
            yield from _each(folder, os.path.join(below, name))


def _copy(source, target, keep_owner, make_parents, check):
    from rmote import files
    from rmote.pinned import parent_of

    if (target + os.sep).startswith(source + os.sep):
        raise ValueError("%s is the original, or within it." % target)
    name = os.path.basename(target)
    with parent_of(source) as origin, parent_of(target) as folder:
        steps = _copy_steps(source, origin, target, folder, keep_owner)
        parents = files.missing_parents(target, make_parents)
        changes = ["make folder %s" % each for each in parents] + [what for what, _, _, _ in steps]
        diff = None
        if any(what == "copy " + target for what in changes):
            old = None if _look(folder, name) is None else folder.at(name)
            diff = _diff(old, origin.at(os.path.basename(source)), target)
        if not check and changes:
            # A folder that is new appears with all that is in it.
            is_new = not os.path.lexists(folder.at(name))
            whole = is_new and stat_module.S_ISDIR(os.lstat(origin.at(os.path.basename(source))).st_mode)
            begin = os.path.basename(files.temporary(target)) if whole else name
            try:
                folder.make(parents)
                late = []
                for _, act, below, end in steps:
                    step = act(origin.at(below), folder.at(begin + end))
                    if step is not None:
                        late.append((step, begin + end))
                # A folder has its mode and times last: it may be one that nobody writes to.
                for step, below in reversed(late):
                    step(folder.at(below))
                if whole:
                    os.rename(folder.at(begin), folder.at(name))
                files.sync_folder(folder.at(name))
            except BaseException:
                if whole and os.path.lexists(folder.at(begin)):
                    _remove_tree(folder.at(begin))
                folder.unmake()
                raise
    return files.Change(bool(changes), target, diff, changes)


def _diff(old, new, shown):
    """The difference of two files, each None where there is none; None where it is not told."""
    from rmote.file_diff import MAX_COMPARED, unified_diff
    from rmote.files import open_file

    contents = []
    for path in (old, new):
        if path is None:
            contents.append(None)
            continue
        info = os.lstat(path)
        if not stat_module.S_ISREG(info.st_mode) or info.st_size > MAX_COMPARED:
            return None
        try:
            with open_file(path) as file:
                contents.append(file.read())
        except PermissionError:
            # Who may not read a file may remove it.
            return None
    return unified_diff(contents[0], contents[1], shown)


def _copy_steps(source, origin, target, folder, keep_owner):
    """What has to be done so that the target is a copy: what, how, the path below `origin`, and the end of it.

    How takes both paths; what it returns is done last, with the second one.
    """
    from rmote.file_attributes import differences, set_attributes

    steps = []
    top = os.path.basename(source)
    for below, info in _each(origin, top):
        end = below[len(top) :]
        place = os.path.basename(target) + end
        there = _look(folder, place)
        kind = stat_module.S_IFMT(info.st_mode)
        mode = stat_module.S_IMODE(info.st_mode)
        uid, gid = (info.st_uid, info.st_gid) if keep_owner else (None, None)
        is_folder = kind == stat_module.S_IFDIR
        if there is not None and is_folder != stat_module.S_ISDIR(there.st_mode):
            raise FileExistsError(errno.EEXIST, "is in the way of another kind", target + end)
        if is_folder:
            if there is None:
                steps.append(("make folder " + target + end, _folder_step(info, uid, gid), below, end))
        elif kind == stat_module.S_IFLNK:
            leads_to = os.readlink(origin.at(below))
            if there is None or not _is_link_to(folder.at(place), there, leads_to):
                steps.append(("link " + target + end, _link_step(uid, gid), below, end))
        elif kind == stat_module.S_IFREG:
            if there is None or not _same(origin.at(below), info, folder.at(place), there):
                owner = (uid, gid) if keep_owner or there is None else (there.st_uid, there.st_gid)
                steps.append(("copy " + target + end, _file_step(*owner), below, end))
        else:
            what = "is a device, pipe or socket, which is not copied"
            raise OSError(errno.EINVAL, what, source + end)
        if there is not None and stat_module.S_IFMT(there.st_mode) == kind:
            for what in differences(there, None if kind == stat_module.S_IFLNK else mode, uid, gid):
                last = lambda to, m=mode, u=uid, g=gid: set_attributes(to, m, u, g)  # noqa: E731
                steps.append(("%s: %s" % (target + end, what), lambda _, to, s=last: s, below, end))
    return steps


def _is_link_to(path, info, target):
    return stat_module.S_ISLNK(info.st_mode) and os.readlink(path) == target


def _folder_step(info, uid, gid):
    from rmote.file_attributes import set_attributes

    def last(place):
        set_attributes(place, stat_module.S_IMODE(info.st_mode), uid, gid)
        os.utime(place, ns=(info.st_atime_ns, info.st_mtime_ns), follow_symlinks=False)

    def step(origin, place):
        os.mkdir(place, 0o700)
        return last

    return step


def _link_step(uid, gid):
    from rmote.file_attributes import set_attributes

    def step(origin, place):
        _link(place, os.readlink(origin))
        set_attributes(place, None, uid, gid)

    return step


def _file_step(uid, gid):
    from rmote.files import copy_file

    def step(origin, place):
        mine = (os.geteuid(), os.getegid())
        copy_file(
            origin, place, None, mine[0] if uid is None else uid, mine[1] if gid is None else gid
        )

    return step


def _same(path, info, other, there):
    """Whether two files have the same content."""
    from rmote.files import open_file

    if not stat_module.S_ISREG(there.st_mode) or info.st_size != there.st_size:
        return False
    with open_file(path) as one, open_file(other) as two:
        while True:
            block = one.read(1048576)
            if block != two.read(1048576):
                return False
            if not block:
                return True


def _move(source, target, overwrite, make_parents, check):
    from rmote import files
    from rmote.pinned import parent_of

    with parent_of(source) as origin, parent_of(target) as folder:
        source_name, name = os.path.basename(source), os.path.basename(target)
        info, there = _look(origin, source_name), _look(folder, name)
        if info is None:
            if there is None:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), source)
            return files.Change(False, target, None, [])
        if there is not None and os.path.samestat(info, there) and source == target:
            return files.Change(False, target, None, [])
        if (target + os.sep).startswith(source + os.sep):
            raise ValueError("%s is within what is moved." % target)
        if there is not None and not overwrite:
            raise FileExistsError(errno.EEXIST, "is there; `overwrite` replaces it", target)
        if there is not None and stat_module.S_ISDIR(there.st_mode):
            raise IsADirectoryError(errno.EISDIR, "is a folder, which is not replaced", target)
        if there is not None and stat_module.S_ISDIR(info.st_mode):
            raise NotADirectoryError(errno.ENOTDIR, "is a file in the way of a folder", target)
        parents = files.missing_parents(target, make_parents)
        changes = ["make folder %s" % parent for parent in parents]
        changes.append("move %s to %s" % (source, target))
        if not check:
            try:
                folder.make(parents)
                _rename(origin.at(source_name), folder.at(name))
            except BaseException:
                if os.path.lexists(origin.at(source_name)):
                    folder.unmake()
                raise
            files.sync_folder(folder.at(name))
    return files.Change(True, target, None, changes)


def _rename(source, target):
    from rmote import files

    try:
        os.rename(source, target)
        return
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    # To another file system: there is the whole copy before the original goes.
    place = files.temporary(target)
    try:
        _may_remove(source)
        _copy(source, place, True, False, False)
        os.rename(place, target)
    except BaseException:
        if os.path.lexists(place):
            _remove_tree(place)
        raise
    _remove(source, True, False)


def _remove(path, recursive, check):
    from rmote import files
    from rmote.pinned import parent_of

    changes = ["remove " + path]
    with parent_of(path) as folder:
        info = _look(folder, os.path.basename(path))
        if info is None:
            return files.Change(False, path, None, [])
        for other in (os.sep, os.path.expanduser("~")):
            if os.path.exists(other) and os.path.samestat(info, os.stat(other)):
                raise ValueError("%s is not removed: it is %s." % (path, other))
        place = folder.at(os.path.basename(path))
        if not stat_module.S_ISDIR(info.st_mode):
            diff = _diff(place, None, path)
            if not check:
                os.unlink(place)
                files.sync_folder(place)
            return files.Change(True, path, diff, changes)
        count = _may_remove(place)
        if count and not recursive:
            what = "is a folder that is not empty; `recursive` removes it"
            raise OSError(errno.ENOTEMPTY, what, path)
        if count:
            changes = ["remove %s and the %d in it" % (path, count)]
        if not check:
            leaving = files.temporary(place, "removed")
            os.rename(place, leaving)
            files.sync_folder(place)
            _remove_tree(leaving)
    return files.Change(True, path, None, changes)


def _may_remove(path):
    """How much is in a folder. Raises OSError where not all of it can be removed."""
    from rmote.pinned import parent_of

    count = -1
    if os.path.ismount(path):
        raise OSError(errno.EBUSY, "has a file system mounted on it", path)
    with parent_of(path) as folder:
        top = os.path.basename(path)
        device = os.lstat(folder.at(top)).st_dev
        for below, info in _each(folder, top):
            count += 1
            if not stat_module.S_ISDIR(info.st_mode):
                continue
            place = folder.at(os.path.join(below, "."))
            if info.st_dev != device:
                raise OSError(errno.EBUSY, "has a file system mounted on it", path + below[len(top) :])
            if os.listdir(place) and not os.access(place, os.W_OK | os.X_OK):
                what = "is a folder that you may not change"
                raise PermissionError(errno.EACCES, what, path + below[len(top) :])
    return count


def _remove_tree(path):
    import shutil

    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    else:
        os.unlink(path)


def _mkdir(path, wanted, make_parents, check):
    from rmote import files
    from rmote.file_attributes import differences, set_attributes
    from rmote.pinned import Folder, parent_of

    if os.path.lexists(path):
        # A link to a folder is one.
        if not os.path.isdir(path):
            raise FileExistsError(errno.EEXIST, "is there, and no folder", path)
        with Folder(path) as there:
            info = os.stat(there.at("."))
            changes = differences(info, *wanted)
            if changes and not check:
                set_attributes(there.at("."), *wanted, found=info)
        return files.Change(bool(changes), path, None, changes)
    parents = files.missing_parents(path, make_parents)
    changes = ["make folder %s" % each for each in parents + [path]]
    if not check:
        with parent_of(path) as folder:
            try:
                folder.make(parents)
                final = folder.at(os.path.basename(path))
                place = files.temporary(final)
                try:
                    # Nobody sees it before it has its mode and owner.
                    os.mkdir(place, 0o777 if wanted[0] is None else 0o700)
                    set_attributes(place, *wanted)
                    os.rename(place, final)
                    files.sync_folder(final)
                except BaseException:
                    if os.path.lexists(place):
                        os.rmdir(place)
                    raise
            except BaseException:
                if not os.path.lexists(path):
                    folder.unmake()
                raise
    return files.Change(True, path, None, changes)


def _symlink(path, target, overwrite, make_parents, check):
    from rmote import files
    from rmote.pinned import parent_of

    with parent_of(path) as folder:
        name = os.path.basename(path)
        there = _look(folder, name)
        parents = files.missing_parents(path, make_parents)
        changes = ["make folder %s" % parent for parent in parents]
        if there is None:
            changes.append("link to %s" % target)
        elif not stat_module.S_ISLNK(there.st_mode):
            # A file only: a folder may be full.
            if not overwrite or stat_module.S_ISDIR(there.st_mode):
                raise FileExistsError(errno.EEXIST, "is there, and no symbolic link", path)
            changes.append("file -> link to %s" % target)
        else:
            now = os.readlink(folder.at(name))
            changes += [] if now == target else ["link to %s -> link to %s" % (now, target)]
        if changes and not check:
            try:
                folder.make(parents)
                _link(folder.at(name), target)
                files.sync_folder(folder.at(name))
            except BaseException:
                if not os.path.lexists(folder.at(name)):
                    folder.unmake()
                raise
    return files.Change(bool(changes), path, None, changes)


def _link(path, target):
    """Puts a symbolic link in the place of what is there."""
    from rmote import files

    name = files.temporary(path)
    try:
        os.symlink(target, name)
        os.rename(name, path)
    except BaseException:
        files.discard(name)
        raise


def _chmod(path, mode, recursive, check):
    from rmote.file_attributes import parse_mode

    if stat_module.S_ISLNK(os.lstat(path).st_mode):
        what = "is a symbolic link; `follow` changes what it leads to"
        raise OSError(errno.ELOOP, what, path)
    if isinstance(mode, str) and mode.strip("01234567o"):
        clauses = [_clause(text) for text in mode.split(",")]
        wanted = lambda info: _symbolic(clauses, info)  # noqa: E731
    else:
        number = parse_mode(mode)
        wanted = lambda info: number  # noqa: E731

    def attributes(info):
        return None if stat_module.S_ISLNK(info.st_mode) else wanted(info), None, None

    return _set_all(path, recursive, attributes, check)


def _clause(text):
    """Who, what and which bits of a part of a symbolic mode. Raises ValueError."""
    import re

    found = re.match(r"([ugoa]*)([-+=])([rwxXst]*)$", text)
    if found is None:
        raise ValueError("A mode is octal digits such as 0644, or such as u=rw,go-w; not %r." % text)
    return found.groups()


def _symbolic(clauses, info):
    mode = stat_module.S_IMODE(info.st_mode)
    for who, operator, letters in clauses:
        who = "ugo" if not who or "a" in who else who
        may_run = stat_module.S_ISDIR(info.st_mode) or mode & 0o111
        bits = cleared = 0
        for name, shift, special in (("u", 6, 0o4000), ("g", 3, 0o2000), ("o", 0, 0)):
            if name not in who:
                continue
            cleared |= 7 << shift | special
            for letter in letters:
                if letter in "rwx":
                    bits |= {"r": 4, "w": 2, "x": 1}[letter] << shift
                elif letter == "X" and may_run:
                    bits |= 1 << shift
                elif letter == "s":
                    bits |= special
        if "t" in letters:
            bits |= 0o1000
        if operator == "=":
            mode = mode & ~cleared | bits
        else:
            mode = mode | bits if operator == "+" else mode & ~bits
    return mode


def _set_all(path, recursive, attributes, check):
    """Gives all of them the mode and owner that `attributes(info)` says; a failure takes all back."""
    from rmote import files
    from rmote.file_attributes import differences, set_attributes
    from rmote.pinned import parent_of

    changes, steps = [], []
    with parent_of(path) as folder:
        top = os.path.basename(path)
        for below, info in _each(folder, top) if recursive else [(top, os.lstat(folder.at(top)))]:
            wanted = attributes(info)
            found = differences(info, *wanted)
            if found:
                steps.append((below, info, wanted))
                each = path + below[len(top) :]
                changes += found if below == top else ["%s: %s" % (each, what) for what in found]
        if not check:
            done = []
            try:
                # Who closes a folder for themselves has done what is in it.
                for below, info, wanted in reversed(steps):
                    done.append((below, info))
                    set_attributes(folder.at(below), *wanted, found=info)
            except BaseException:
                for below, info in reversed(done):
                    is_link = stat_module.S_ISLNK(info.st_mode)
                    mode = None if is_link else stat_module.S_IMODE(info.st_mode)
                    former = (mode, info.st_uid, info.st_gid)
                    now = os.lstat(folder.at(below))
                    # The one that failed is as it was; one that was replaced is none of ours.
                    if os.path.samestat(now, info) and differences(now, *former):
                        set_attributes(folder.at(below), *former, found=info)
                raise
    return files.Change(bool(changes), path, None, changes)
