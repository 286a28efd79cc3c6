"""Files that are replaced as a whole: who looks sees the old content or the new one, never a part.

For tools that write files. A process that is killed meanwhile leaves at most a hidden file beside
the one in question, `.NAME.rmote-` with 12 hexadecimal digits and a suffix; see `temporary`.
"""

import errno
import os
import stat

from rmote.file_attributes import (
    copy_extended,
    differences,
    group_id,
    group_name,
    parse_mode,
    set_attributes,
    user_id,
    user_name,
)
from rmote.named_tuple import NamedTuple
from rmote.pinned import parent_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional

    from rmote.pinned import Folder

# What a method that changes something returns. `changes` has a line for each thing that did, or
# would, change; `diff` is None where that is no text.
Change = NamedTuple("Change", [
    ("changed", "bool"), ("path", "str"), ("diff", "Optional[str]"), ("changes", "List[str]"),
])
Write = NamedTuple("Write", [
    ("changed", "bool"), ("path", "str"), ("diff", "Optional[str]"), ("changes", "List[str]"),
    ("backup", "Optional[str]"), ("checksum", "Optional[str]"), ("mode", "Optional[str]"),
    ("owner", "Optional[str]"), ("group", "Optional[str]"),
])

ABSENT = "absent"
# Bytes of a file that is read as a whole.
MAX_CONTENT = 67108864
# Seconds after which a temporary file of ours is what a kill has left: no call writes one for so long.
LEFT_AFTER = 86400
# Characters of what a check command says.
MAX_OUTPUT = 4000
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class UnexpectedContent(Exception):
    """A file is not, or not any more, what the caller has seen of it. Nothing was changed."""


class InvalidContent(Exception):
    """The check command refused the content. Nothing was changed."""


class Old(object):
    """A file as it was found. Where there is none, `info`, `content` and `checksum` are None."""

    def __init__(self, path, folder=None):
        # type: (str, Folder | None) -> None
        """`folder` is that of the file, held. Raises OSError for what is no file, or cannot be read."""
        self.path = path
        self.folder = folder
        self.info = self.content = self.checksum = None
        try:
            require_file(path, os.lstat(self.place()))
            fd = os.open(self.place(), _READ)
        except FileNotFoundError:
            return
        with open(fd, "rb") as file:
            self.info = os.fstat(fd)
            require_file(path, self.info)
            if self.info.st_size <= MAX_CONTENT:
                self.content = file.read()
                self.checksum = sha256(self.content)
            else:
                self.checksum = checksum_of(file)

    def place(self):
        # type: () -> str
        """The path by which it is reached in the folder that is held."""
        return self.path if self.folder is None else self.folder.at(os.path.basename(self.path))

    def is_there(self):
        # type: () -> bool
        """Whether the file is still the one that was found, untouched."""
        try:
            now = os.lstat(self.place())
        except FileNotFoundError:
            return self.info is None
        return self.info is not None and _state(now) == _state(self.info)


def _state(info):
    return info.st_dev, info.st_ino, info.st_size, info.st_mtime_ns


def require_file(path, info):
    # type: (str, os.stat_result) -> None
    """Raises OSError for a link and for what has no content to replace."""
    if stat.S_ISREG(info.st_mode):
        return
    if stat.S_ISLNK(info.st_mode):
        what = "is a symbolic link to %s; `follow` writes what it leads to" % os.readlink(path)
        raise OSError(errno.ELOOP, what, path)
    if stat.S_ISDIR(info.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    raise OSError(errno.EINVAL, "is a device, pipe or socket, not a file", path)


def open_file(path):
    """A file to read; neither through a link, nor waiting for who writes into a pipe. Raises OSError."""
    return open(os.open(path, _READ), "rb")


def full_path(path, follow=False):
    # type: (str, bool) -> str
    """The whole path, with `~` for a home; with `follow` the one that symbolic links lead to."""
    if not path:
        raise ValueError("The path is empty.")
    full = os.path.abspath(os.path.expanduser(path))
    return os.path.realpath(full) if follow else full


def temporary(path, suffix="tmp"):
    # type: (str, str) -> str
    """A new name beside a path, hidden and known as ours: `.NAME.rmote-0123456789ab.tmp`."""
    folder, name = os.path.split(path)
    # A name has at most 255 bytes.
    short = os.fsdecode(os.fsencode(name)[:200])
    return os.path.join(folder, ".%s.rmote-%s.%s" % (short, os.urandom(6).hex(), suffix))


def remove_left(path):
    # type: (str) -> None
    """Removes temporary files of one's own beside a path that a kill has left there long ago."""
    import re
    import time

    folder, name = os.path.split(temporary(path))
    begin = name[: -len("0123456789ab.tmp")]
    try:
        names = [each for each in os.listdir(folder) if each.startswith(begin)]
    except PermissionError:
        # Who may not look into the folder may still write there.
        return
    for each in names:
        if re.match(r"[0-9a-f]{12}\.tmp\Z", each[len(begin) :]) is None:
            continue
        try:
            info = os.lstat(os.path.join(folder, each))
        except FileNotFoundError:
            continue
        # Nobody can set the time of a change.
        is_old = time.time() - info.st_ctime > LEFT_AFTER
        if is_old and stat.S_ISREG(info.st_mode) and info.st_uid == os.geteuid():
            discard(os.path.join(folder, each))


def sha256(content):
    # type: (bytes) -> str
    import hashlib

    return hashlib.sha256(content).hexdigest()


def checksum_of(file, algorithm="sha256"):
    """The checksum of what is left to read of an open file, in hexadecimal."""
    import hashlib

    digest = hashlib.new(algorithm)
    for block in iter(lambda: file.read(1048576), b""):
        digest.update(block)
    return digest.hexdigest()


def write_file(
    path, content, mode=None, owner=None, group=None, backup=False, follow=False, validate=None,
    expected=None, make_parents=False, check=False
):
    """Makes a file have this content; a `Write` says what changed. `FileSystem.write` says the rest.

    Raises UnexpectedContent, InvalidContent, OSError, ValueError, LookupError; the file is then
    as it was.
    """
    full = full_path(path, follow)
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogateescape")
    with parent_of(full) as folder:
        old = Old(full, folder)
        if expected is not None and expected != (old.checksum or ABSENT):
            found = "There is no file" if old.info is None else "Another content is in it"
            raise UnexpectedContent("%s is not as expected. %s; look again." % (full, found))
        attributes = (parse_mode(mode), user_id(owner), group_id(group))
        return _replace(
            old, bytes(content), attributes, backup, validate, make_parents, check, expected is not None
        )


def edit_file(
    path, edit, create=False, mode=None, owner=None, group=None, backup=False, follow=False,
    validate=None, make_parents=False, check=False, allow=None
):
    """Makes of a file's text what the function `edit` makes of it. Bytes that are no UTF-8 are kept.

    `allow` is given what os.fstat says of the file that is read, and may raise. A file that is not there
    counts as empty with `create`. Raises as `write_file` does,
    FileNotFoundError, and UnexpectedContent where somebody else wrote it meanwhile.
    """
    full = full_path(path, follow)
    with parent_of(full) as folder:
        old = Old(full, folder)
        if old.info is None and not create:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), full)
        if old.info is not None and old.content is None:
            raise OSError(errno.EFBIG, "is too large to be edited as a whole", full)
        if allow is not None and old.info is not None:
            allow(old.info)
        text = (old.content or b"").decode("utf-8", "surrogateescape")
        content = edit(text).encode("utf-8", "surrogateescape")
        attributes = (parse_mode(mode), user_id(owner), group_id(group))
        if old.info is None and not content:
            return Write(False, full, "", [], None, None, None, None, None)
        return _replace(old, content, attributes, backup, validate, make_parents, check, True)


def remove_file(path, check=False):
    # type: (str, bool) -> Change
    """Removes a file; where there is none, nothing changes. Raises OSError for what is no file."""
    from rmote.file_diff import unified_diff

    full = full_path(path)
    with parent_of(full) as folder:
        old = Old(full, folder)
        if old.info is None:
            return Change(False, full, "", [])
        diff = None if old.content is None else unified_diff(old.content, None, full)
        if not check:
            os.unlink(old.place())
            sync_folder(old.place())
    return Change(True, full, diff, ["remove " + full])


def _replace(old, content, attributes, backup, validate, make_parents, check, guarded):
    from rmote.file_diff import unified_diff

    mode, uid, gid = attributes
    full = old.path
    words = None if validate is None else _words(validate)
    parents = missing_parents(full, make_parents)
    checksum = sha256(content)
    changes = ["make folder %s" % parent for parent in parents]
    if old.info is None:
        changes.append("create")
    else:
        if checksum != old.checksum:
            changes.append("content")
        changes += differences(old.info, mode, uid, gid)
    diff = None
    if old.info is None or old.content is not None:
        diff = unified_diff(old.content, content, full)
    kept = None
    if changes and not check:
        if checksum == old.checksum:
            set_attributes(old.place(), mode, uid, gid, old.info)
        else:
            kept = _put(old, content, attributes, backup, words, parents, guarded)
    info = old.info if check or not changes else os.lstat(old.place())
    if info is not None:
        told = not check
        mode = stat.S_IMODE(info.st_mode) if told or mode is None else mode
        uid = info.st_uid if told or uid is None else uid
        gid = info.st_gid if told or gid is None else gid
    return Write(
        bool(changes), full, diff, changes, kept, checksum,
        None if mode is None else "%04o" % mode,
        None if uid is None else user_name(uid),
        None if gid is None else group_name(gid),
    )


def _put(old, content, attributes, backup, words, parents, guarded):
    """Puts the content in the place of the old one; path of the backup, if there is one."""
    kept = None
    path = old.place()
    name = temporary(path)
    try:
        old.folder.make(parents)
        path = old.place()
        name = temporary(path)
        _fill(name, content, old, attributes)
        if words is not None:
            _validate(words, old.folder.shown(name), old.path)
        if guarded and not old.is_there():
            what = "%s was changed by somebody else meanwhile; look again."
            raise UnexpectedContent(what % old.path)
        if backup and old.info is not None:
            kept = keep(path)
        os.rename(name, path)
        remove_left(path)
        sync_folder(path)
    except BaseException:
        # Once it has been renamed, it is done.
        if os.path.lexists(name) or not os.path.lexists(path):
            discard(name)
            if kept is not None:
                discard(kept)
            old.folder.unmake()
        raise
    return None if kept is None else old.folder.shown(kept)


def _fill(name, content, old, attributes):
    """A new file with the content and what is kept of the old one, safely on the disk."""
    mode, uid, gid = attributes
    # One that is new gets its mode from the umask; else nobody reads it before it has its owner.
    is_plain = old.info is None and mode is None
    fd = os.open(name, _CREATE, 0o666 if is_plain else 0o600)
    with open(fd, "wb") as file:
        file.write(content)
        file.flush()
        finish(fd, old.place(), old.info, mode, uid, gid, old.path)


def finish(fd, path, info, mode=None, uid=None, gid=None, shown=None):
    # type: (int, str, os.stat_result | None, int | None, int | None, int | None, str | None) -> None
    """Gives an open file owner and mode, those of another one where they are None, and syncs it.

    `info` is what os.stat said of the other one at `path`, whose extended attributes it gets too;
    None where there is none. `shown` is what people call that path. Raises OSError.
    """
    now = os.fstat(fd)
    if info is not None:
        mode = stat.S_IMODE(info.st_mode) if mode is None else mode
        uid = info.st_uid if uid is None else uid
        gid = info.st_gid if gid is None else gid
    uid = now.st_uid if uid is None else uid
    gid = now.st_gid if gid is None else gid
    if (uid, gid) != (now.st_uid, now.st_gid):
        try:
            os.fchown(fd, uid, gid)
        except PermissionError as error:
            what = "cannot be given to %s:%s by you" % (user_name(uid), group_name(gid))
            raise PermissionError(error.errno, what, shown or path) from None
    if info is not None:
        copy_extended(path, fd, shown)
    if mode is not None:
        os.fchmod(fd, mode)
    os.fsync(fd)


def keep(path, is_hidden=False):
    # type: (str, bool) -> str
    """A second name for a file, which stays with it when another takes its place; returns it.

    Hidden, and known as temporary, where it only stays until several files are changed. A copy where the
    file system has no hard links, or does not allow this one.
    """
    import time

    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    number = 1
    while True:
        name = "%s.%s%s~" % (path, stamp, "" if number == 1 else "-%d" % number)
        if is_hidden:
            name = temporary(path)
        try:
            os.link(path, name, follow_symlinks=False)
            return name
        except FileExistsError:
            number += 1
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK):
                raise
            if not os.path.lexists(name):
                copy_file(path, name)
                return name
            number += 1


def put_back(path, backup):
    # type: (str, str | None) -> None
    """Makes a file again what it was when `keep` gave it a second name; None: it was not there.

    It takes no room on the disk.
    """
    if backup is None:
        discard(path)
    else:
        os.rename(backup, path)
        # Two names of the same file are not renamed.
        discard(backup)


def copy_file(path, target, mode=None, uid=None, gid=None):
    # type: (str, str, int | None, int | None, int | None) -> None
    """Puts a copy of a file, with its times, in the place of another; mode and owner as in `finish`.

    Raises OSError; `target` is then as it was.
    """
    import shutil

    name = temporary(target)
    try:
        with open_file(path) as source:
            info = os.fstat(source.fileno())
            require_file(path, info)
            with open(os.open(name, _CREATE, 0o600), "wb") as file:
                shutil.copyfileobj(source, file, 1048576)
                file.flush()
                os.utime(file.fileno(), ns=(info.st_atime_ns, info.st_mtime_ns))
                finish(file.fileno(), path, info, mode, uid, gid)
        os.rename(name, target)
    except BaseException:
        discard(name)
        raise


def missing_parents(path, make_parents):
    # type: (str, bool) -> list[str]
    """The folders above a path that are not there, outermost first.

    Raises FileNotFoundError unless they may be made, and OSError where they cannot be.
    """
    missing = []
    folder = os.path.dirname(path)
    while not os.path.isdir(folder):
        if os.path.lexists(folder):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), folder)
        missing.insert(0, folder)
        folder = os.path.dirname(folder)
    if missing and not make_parents:
        what = "is not there; `make_parents` makes it"
        raise FileNotFoundError(errno.ENOENT, what, missing[-1])
    return missing


def make_folders(folders, made):
    # type: (list[str], list[str]) -> None
    """Makes folders, outermost first, and puts those that it made into `made`."""
    for folder in folders:
        try:
            os.mkdir(folder)
            made.append(folder)
        except FileExistsError:
            # Somebody else was quicker.
            if not os.path.isdir(folder):
                raise


def remove_folders(made):
    # type: (list[str]) -> None
    """Takes back what `make_folders` made, but for what somebody else uses by now."""
    for folder in reversed(made):
        try:
            os.rmdir(folder)
        except OSError:
            return


def discard(path):
    # type: (str) -> None
    """Removes a file, if it is there."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass


def sync_folder(path):
    # type: (str) -> None
    """Sees to it that the names in the folder of a path are on the disk."""
    fd = os.open(os.path.dirname(path), os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    except OSError as error:
        # Some network file systems cannot.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(fd)


def _words(command):
    import shlex

    words = shlex.split(command)
    if not any("{}" in word for word in words):
        raise ValueError("validate has {} where the file to check goes: nginx -t -c {}")
    return words


def _validate(words, name, path):
    import subprocess

    from rmote.protocol import process

    command = [word.replace("{}", name) for word in words]
    done = process(*command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        output = done.stdout.strip()[-MAX_OUTPUT:]
        raise InvalidContent(
            "%s ended with status %d, so %s stays as it is.\n%s"
            % (" ".join(words), done.returncode, path, output)
        )
