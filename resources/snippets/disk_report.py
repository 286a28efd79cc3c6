"""Disk report

How full the file systems of a machine are, and which folders take the room.

Tags: disk, space, inodes, df, du
"""

import heapq
import os
from typing import List, NamedTuple

from rmote.protocol import Tool, log

# Kinds whose server may be away: a look at one of them then does not end.
NETWORK_KINDS = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "glusterfs", "fuse.sshfs")
# File systems that are one file each, and therefore always full.
IMAGE_KINDS = ("squashfs", "iso9660", "erofs")


class FileSystemUse(NamedTuple):
    mount: str
    state: str
    used_percent: float
    free_bytes: int
    size_bytes: int
    inodes_percent: float
    kind: str
    device: str


class FolderUse(NamedTuple):
    path: str
    bytes: int
    files: int


class DiskReport(Tool):
    """Tell how full the disks of a machine are. Nothing is changed."""

    @staticmethod
    def report(warn_percent: float = 80, full_percent: float = 95, network: bool = False) -> List[FileSystemUse]:
        """List the file systems that take files, the fullest one first.

        Args:
            warn_percent: From here on a file system is "nearly full", by its room or its inodes.
            full_percent: From here on it is "full".
            network: Look at network file systems too. One whose server is away makes the call wait.

        Returns:
            A row for each, with sizes in bytes. `used_percent` is of the room that is not kept for
            root, as in `df`. What is not "ok" is a warning in the log too.
        """
        found = {}
        for device, mount, kind in _mounts():
            if kind in IMAGE_KINDS or kind in NETWORK_KINDS and not network:
                continue
            try:
                info = os.statvfs(mount)
                number = os.stat(mount).st_dev
            except OSError as error:
                log("%s was left out: %s" % (mount, error.strerror), "WARNING")
                continue
            # Those without blocks, such as /proc, have no room; a bind mount is there already.
            if info.f_blocks and number not in found:
                found[number] = _use(device, mount, kind, info, warn_percent, full_percent)
        for use in found.values():
            if use.state != "ok":
                text = "%s is %s: %.0f %% of its room, %.0f %% of its inodes"
                log(text % (use.mount, use.state, use.used_percent, use.inodes_percent), "WARNING")
        return sorted(found.values(), key=lambda use: use.used_percent, reverse=True)

    @staticmethod
    def folders(path: str = "/var", top: int = 10) -> List[FolderUse]:
        """List the folders directly below a path that take the most room.

        Other file systems that are mounted below are left out, and links are not followed. A file
        with several names counts once.

        Args:
            path: Folder to look into.
            top: How many folders at the most.

        Returns:
            The largest first, with the bytes that they take on the disk and their files. The files
            that lie in the folder itself are the row with its own path.

        Raises:
            NotADirectoryError: The path is no folder.
            OSError: It cannot be read. Folders below that cannot are told in the log.
        """
        path = os.path.abspath(os.path.expanduser(path))
        device = os.stat(path).st_dev
        seen = set()
        uses = []
        own = [0, 0]
        for entry in sorted(os.scandir(path), key=lambda each: each.name):
            total = own
            if entry.is_dir(follow_symlinks=False):
                total = [0, 0]
                _add(entry.path, device, seen, total)
                uses.append(FolderUse(entry.path, total[0], total[1]))
            else:
                _count(entry, seen, total)
        uses.append(FolderUse(path, own[0], own[1]))
        return heapq.nlargest(max(top, 0), uses, key=lambda use: use.bytes)


def _mounts():
    """Device, folder and kind of what is mounted."""
    with open("/proc/self/mounts", encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            device, mount, kind = line.split(" ")[:3]
            yield _plain(device), _plain(mount), kind


def _plain(text):
    # The kernel writes blanks in names as \040, and so on.
    for code in ("\\040", "\\011", "\\012", "\\134"):
        text = text.replace(code, chr(int(code[1:], 8)))
    return text


def _use(device, mount, kind, info, warn_percent, full_percent):
    used = info.f_blocks - info.f_bfree
    room = used + info.f_bavail
    used_percent = 100.0 * used / room if room else 0.0
    inodes_percent = 100.0 * (info.f_files - info.f_ffree) / info.f_files if info.f_files else 0.0
    worst = max(used_percent, inodes_percent)
    state = "full" if worst >= full_percent else "nearly full" if worst >= warn_percent else "ok"
    return FileSystemUse(
        mount, state, round(used_percent, 1), info.f_bavail * info.f_frsize,
        info.f_blocks * info.f_frsize, round(inodes_percent, 1), kind, device,
    )


def _add(path, device, seen, total):
    """Adds all below a folder of the same file system."""
    pending = [path]
    while pending:
        folder = pending.pop()
        try:
            if os.lstat(folder).st_dev != device:
                continue
            entries = list(os.scandir(folder))
        except OSError as error:
            log("%s was left out: %s" % (folder, error.strerror), "WARNING")
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
            else:
                _count(entry, seen, total)


def _count(entry, seen, total):
    try:
        info = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        # It went while we looked.
        return
    if info.st_nlink > 1:
        if (info.st_dev, info.st_ino) in seen:
            return
        seen.add((info.st_dev, info.st_ino))
    # Blocks of 512 bytes, whatever the file system's are.
    total[0] += info.st_blocks * 512
    total[1] += 1
