"""Rotate a log

Set a log aside as LOG.1, LOG.2.gz and so on, begin an empty one, and have the program that writes it open that.

Tags: log, logrotate, gzip, cleanup, check
"""

import gzip
import os
import shlex
import shutil
import stat
from typing import List, NamedTuple

from rmote import files
from rmote.protocol import Tool, log, process


class Rotation(NamedTuple):
    changed: bool
    path: str
    size_bytes: int
    changes: List[str]


class RotateLog(Tool):
    """Rotate a log by hand, where logrotate does not do it."""

    @staticmethod
    def rotate(
        path: str = "/var/log/messages",
        *,
        keep: int = 5,
        larger_than_kib: float = 0,
        reopen: str = "",
        copy: bool = False,
        check: bool = False
    ) -> Rotation:
        """Set a log aside and begin an empty one with its mode and owner.

        LOG.1 stays as it is, since its program may still write into it; older ones are compressed.
        An empty log is not rotated, so that doing it again changes nothing. If something fails on
        the way, the log and the old ones have their names again, unless there are new lines already.

        Args:
            path: The log.
            keep: How many old ones stay, at least 1.
            larger_than_kib: Only rotate a log of more KiB than this.
            reopen: Command after which its program writes into the new file, such as
                `systemctl kill -s USR1 nginx`. No shell reads it.
            copy: Copy the log and empty it, for a program that never opens its log anew. Lines
                that are written in between are lost.
            check: Only tell what would be done.

        Returns:
            `changed`, the whole `path`, the size that the log had, and a line for each change.

        Raises:
            FileNotFoundError: There is no such log.
            ValueError: It is no ordinary file, or `keep` is less than 1.
            RuntimeError: The command `reopen` failed; what it said is in the message.
            OSError: The disk is full or rights are missing.
        """
        if keep < 1:
            raise ValueError("keep has to be 1 at least: the log itself becomes the first old one")
        path = os.path.abspath(os.path.expanduser(path))
        info = os.lstat(path)
        if not stat.S_ISREG(info.st_mode):
            raise ValueError("%s is a link, a folder or a device: say which file it is" % path)
        if info.st_size == 0 or info.st_size <= larger_than_kib * 1024:
            return Rotation(False, path, info.st_size, [])
        plain = [name for name in (_old(path, n)[0] for n in range(1, keep)) if os.path.lexists(name)]
        moves = _moves(path, keep, plain)
        gone = [target for _, target in moves if target in _old(path, keep + 1)]
        changes = ["compress %s" % name for name in plain]
        changes += ["%s -> %s" % move for move in moves if move[1] not in gone]
        changes += ["%s %s -> %s.1" % ("copy" if copy else "move", path, path)]
        changes += ["remove %s" % name for name, target in moves if target in gone]
        if check:
            return Rotation(True, path, info.st_size, changes)
        for name in plain:
            _compress(name)
        _set_aside(path, info, moves, shlex.split(reopen), copy)
        for name in gone:
            os.unlink(name)
        files.sync_folder(path)
        log("%s was set aside with %d bytes" % (path, info.st_size))
        return Rotation(True, path, info.st_size, changes)


def _old(path, number):
    return ["%s.%d" % (path, number), "%s.%d.gz" % (path, number)]


def _moves(path, keep, plain):
    """Which old logs get another number, the oldest first, when the plain ones are compressed."""
    moves = []
    for number in range(keep, 0, -1):
        for name, target in zip(_old(path, number), _old(path, number + 1)):
            is_packed_first = name[: -len(".gz")] in plain
            if name not in plain and (os.path.lexists(name) or is_packed_first):
                moves.append((name, target))
    return moves


def _set_aside(path, info, moves, reopen, copy):
    first = path + ".1"
    done = []
    try:
        for name, target in moves:
            os.rename(name, target)
            done.append((name, target))
        if copy:
            files.copy_file(path, first)
            _empty(path, first)
        else:
            os.rename(path, first)
            done.append((path, first))
            fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(fd, "wb"):
                files.finish(fd, first, info)
            if reopen:
                _run(reopen)
    except BaseException:
        # A new log that has lines by now is not thrown away for the old one.
        is_new = (path, first) in done and os.path.lexists(path) and os.path.getsize(path) > 0
        for name, target in [] if is_new else reversed(done):
            os.rename(target, name)
        raise


def _empty(path, copied):
    try:
        os.truncate(path, 0)
    except BaseException:
        files.discard(copied)
        raise


def _run(words):
    done = process(*words, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise RuntimeError("%s ended with status %d. %s" % (" ".join(words), done.returncode, said))


def _compress(path):
    """Puts NAME.gz in the place of a file, with its mode, owner and times."""
    target = path + ".gz"
    info = os.lstat(path)
    name = files.temporary(target)
    try:
        with open(path, "rb") as source, open(name, "xb") as file:
            with gzip.GzipFile(os.path.basename(path), "wb", 6, file, info.st_mtime) as packed:
                shutil.copyfileobj(source, packed, 1048576)
            file.flush()
            os.utime(file.fileno(), ns=(info.st_atime_ns, info.st_mtime_ns))
            files.finish(file.fileno(), path, info)
        os.rename(name, target)
    except BaseException:
        files.discard(name)
        raise
    os.unlink(path)
