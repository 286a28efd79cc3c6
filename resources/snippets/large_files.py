"""Find large files

The files that take the most room, and those that were deleted while a program still has them open.

Tags: disk, space, find, cleanup, deleted
"""

import datetime
import heapq
import os
import pwd
import time
from typing import List, NamedTuple, Optional

from rmote.protocol import Tool, log


class LargeFile(NamedTuple):
    path: str
    bytes: int
    modified: datetime.datetime
    owner: str


class HeldFile(NamedTuple):
    path: str
    bytes: int
    pid: int
    command: str


class LargeFiles(Tool):
    """Find what takes the room on a disk. Nothing is changed."""

    @staticmethod
    def find(
        path: str = "/",
        min_mib: float = 100,
        top: int = 50,
        older_than_days: Optional[float] = None,
        pattern: str = "*",
    ) -> List[LargeFile]:
        """List the largest files below a folder.

        Other file systems that are mounted below are left out, links are not followed, and a file
        with several names is listed once.

        Args:
            path: Folder to look into.
            min_mib: Only files that take at least so many MiB on the disk.
            top: How many files at the most.
            older_than_days: Only files that were not written for so many days.
            pattern: Only files with such a name: `*.log`.

        Returns:
            The largest first: bytes on the disk, when it was last written (UTC), whose it is.

        Raises:
            NotADirectoryError: The path is no folder.
            OSError: It cannot be read. Folders below that cannot are told in the log.
        """
        import fnmatch

        path = os.path.abspath(os.path.expanduser(path))
        os.scandir(path).close()
        device = os.stat(path).st_dev
        newest = None if older_than_days is None else time.time() - older_than_days * 86400
        seen = set()
        found = []
        for file, info in _files(path, device):
            size = info.st_blocks * 512
            if size < min_mib * 1048576 or newest is not None and info.st_mtime > newest:
                continue
            if not fnmatch.fnmatch(os.path.basename(file), pattern):
                continue
            if info.st_nlink > 1:
                if info.st_ino in seen:
                    continue
                seen.add(info.st_ino)
            found.append((size, file, info))
        return [_large(*each) for each in heapq.nlargest(max(top, 0), found, key=lambda each: each[0])]

    @staticmethod
    def held(min_mib: float = 1) -> List[HeldFile]:
        """List files that were deleted while a program has them open: `df` counts them, `du` does not.

        Their room comes back when the program closes them or ends. Without root, only the programs
        of the user are looked at.

        Args:
            min_mib: Only files of at least so many MiB.

        Returns:
            The largest first, with the process that has it open.
        """
        found = {}
        for name in os.listdir("/proc"):
            if name.isdigit():
                for file in _held_by(int(name), min_mib * 1048576):
                    found.setdefault((file.path, file.bytes, file.pid), file)
        return sorted(found.values(), key=lambda file: file.bytes, reverse=True)


def _files(path, device):
    """All files below a folder of the same file system, with what is known of them."""
    pending = [path]
    while pending:
        folder = pending.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            log("%s was left out: %s" % (folder, error.strerror), "WARNING")
            continue
        for entry in entries:
            try:
                info = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                # It went while we looked.
                continue
            if info.st_dev != device:
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
            elif entry.is_file(follow_symlinks=False):
                yield entry.path, info


def _large(size, path, info):
    modified = datetime.datetime.fromtimestamp(int(info.st_mtime), datetime.timezone.utc)
    try:
        owner = pwd.getpwuid(info.st_uid).pw_name
    except KeyError:
        owner = str(info.st_uid)
    return LargeFile(path, size, modified, owner)


def _held_by(pid, least):
    folder = "/proc/%d/fd" % pid
    try:
        numbers = os.listdir(folder)
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        # It has ended, or is somebody else's.
        return
    for number in numbers:
        try:
            path = os.readlink("%s/%s" % (folder, number))
            info = os.stat("%s/%s" % (folder, number))
            with open("/proc/%d/comm" % pid, errors="surrogateescape") as file:
                command = file.read().rstrip("\n")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        # Files that live in memory have no place on a disk.
        is_memory = path.startswith(("/memfd:", "/dev/shm/", "/SYSV"))
        size = info.st_blocks * 512
        if path.endswith(" (deleted)") and info.st_nlink == 0 and size >= least and not is_memory:
            yield HeldFile(path[: -len(" (deleted)")], size, pid, command)
