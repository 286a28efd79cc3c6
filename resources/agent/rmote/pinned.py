"""Folders that stay the ones that were found, whoever moves them or puts links in their place meanwhile.

For tools that change files where others may write, too: root's in the home of a user, or anybody's in
/tmp. A folder is held by a descriptor, and what is in it reached through that. Where there is no
/proc/self/fd (macOS), paths are taken as they are.
"""

import errno
import os
import re
import stat

# As with Linux.
MAX_LINKS = 40
# Descriptors at a time; a session has often 1024 for all it does.
MAX_HELD = 64
_HELD = re.compile(r"/proc/self/fd/\d+\Z")


class Folder(object):
    """A folder, and paths below it that nobody can lead elsewhere. Closes at the end of a `with`.

    An OSError that is raised within it is told with the path that the folder was given by.
    """

    def __init__(self, path, may_be_missing=False, fd=None):
        # type: (str, bool, int | None) -> None
        """`fd` is its descriptor, if there is one already. Raises OSError; PermissionError for a link that may be a trap: see `_watched`."""
        self.path = path
        # Descriptors of the folder and of those below it on the way to the last place, with their paths.
        self._held = []  # type: list[tuple[str, int]]
        self.is_held = False
        # Those that were made above it, with the folder that they are in.
        self._base = None  # type: Folder | None
        self._made = []  # type: list[str]
        if fd is not None:
            self._held, self.is_held = [("", fd)], True
        try:
            self.hold()
        except FileNotFoundError:
            if not may_be_missing:
                raise

    def hold(self):
        """Finds the folder now, unless that was done."""
        if not self.is_held and can_hold():
            self._held = [("", _open(self.path))]
            self.is_held = True

    def make(self, missing):
        # type: (list[str]) -> None
        """Makes folders down to this one, those of `missing_parents`, and holds it. Raises OSError."""
        if missing:
            base = self._base = Folder(os.path.dirname(missing[0]))
            for path in missing:
                self._make(base, os.path.relpath(path, base.path))
            if base.is_held and not self.is_held:
                place = base.at(os.path.relpath(self.path, base.path))
                self._held = [("", os.open(place, _FOLDER))]
                self.is_held = True
        self.hold()

    def _make(self, base, below):
        try:
            os.mkdir(base.at(below))
            self._made.append(below)
        except FileExistsError:
            # Somebody else was quicker.
            if not os.path.isdir(base.at(below)):
                raise

    def unmake(self):
        # type: () -> None
        """Takes back what `make` made, but for what somebody else uses by now."""
        for below in reversed(self._made):
            try:
                if self._base is not None:
                    os.rmdir(self._base.at(below))
            except OSError:
                return

    def at(self, below):
        # type: (str) -> str
        """The path by which something in the folder, or in one below it, is reached; until the next call.

        Raises OSError where it is not in folders only; a link is none.
        """
        if not self.is_held:
            return os.path.join(self.path, below)
        parent, name = os.path.split(below)
        while not (parent + "/").startswith(self._held[-1][0] and self._held[-1][0] + "/"):
            os.close(self._held.pop()[1])
        done = self._held[-1][0]
        for part in parent[len(done) :].split("/"):
            if part:
                done = os.path.join(done, part)
                try:
                    fd = os.open(part, _FOLDER, dir_fd=self._held[-1][1])
                except OSError as error:
                    error.filename = os.path.join(self.path, done)
                    raise
                self._held.append((done, fd))
                if len(self._held) > MAX_HELD:
                    os.close(self._held.pop(1)[1])
        return "/proc/self/fd/%d/%s" % (self._held[-1][1], name)

    def inside(self, name):
        # type: (str) -> Folder
        """A folder in this one, held by itself. Raises OSError for what is none, such as a link."""
        path = os.path.join(self.path, name)
        if not self.is_held:
            return Folder(path)
        return Folder(path, fd=os.open(self.at(name), _FOLDER))

    def shown(self, path):
        # type: (str) -> str
        """A path of `at`, or one beside it, as people know it."""
        for below, fd in self._held:
            place = "/proc/self/fd/%d/" % fd
            if path.startswith(place):
                return os.path.join(self.path, below, path[len(place) :])
        return path

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, OSError):
            if isinstance(error.filename, str):
                error.filename = self.shown(error.filename)
            if isinstance(error.filename2, str):
                error.filename2 = self.shown(error.filename2)
        self.is_held = False
        while self._held:
            os.close(self._held.pop()[1])
        if self._base is not None:
            self._base.__exit__(kind, error, trace)


def parent_of(path):
    # type: (str) -> Folder
    """The folder that a path lies in. It may be missing as yet."""
    return Folder(os.path.dirname(path), may_be_missing=True)


def can_hold():
    # type: () -> bool
    return hasattr(os, "O_PATH") and os.path.isdir("/proc/self/fd")


if hasattr(os, "O_PATH"):
    _ANY = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC
    _FOLDER = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def _open(path):
    """A descriptor of a folder, through the links on the way to it. Raises OSError."""
    if _HELD.match(path):
        # Held by the caller already.
        return os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    fd = os.open("/", _FOLDER)
    try:
        ahead = _parts(path)
        links = 0
        owners = set()
        while ahead:
            part = ahead.pop()
            try:
                # As a folder in the first place: else what is mounted when it is entered (autofs) would not be.
                new = os.open(part, _FOLDER, dir_fd=fd)
            except OSError as error:
                if error.errno not in (errno.ENOTDIR, errno.ELOOP):
                    raise
            else:
                os.close(fd)
                fd = new
                continue
            links += 1
            if links > MAX_LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
            new = os.open(part, _ANY, dir_fd=fd)
            try:
                info = os.fstat(new)
                if stat.S_ISDIR(info.st_mode):
                    # By now.
                    ahead.append(part)
                    continue
                if not stat.S_ISLNK(info.st_mode):
                    raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
                owners |= _watched(path, os.fstat(fd), info)
                # Of this link, not of one that has its name by now.
                target = os.readlink("", dir_fd=new)
            finally:
                os.close(new)
            if target.startswith("/"):
                os.close(fd)
                fd = os.open("/", _FOLDER)
            ahead += _parts(target)
        others = owners - {os.fstat(fd).st_uid}
        if others:
            raise _trap(path, others.pop())
    except BaseException as error:
        os.close(fd)
        if isinstance(error, OSError):
            error.filename = path
        raise
    return fd


def _watched(path, folder, link):
    """The user whose link may lead nowhere but to a folder of the same user, as a set; mostly nobody.

    One in a folder such as /tmp has to be one's own or that of the folder's owner, as with the kernel's
    fs.protected_symlinks. Where root goes through a link of a user, it has to end in a folder of that
    user's: else who lays it would have root write where only root may.
    """
    is_shared = folder.st_mode & (stat.S_ISVTX | stat.S_IWOTH) == stat.S_ISVTX | stat.S_IWOTH
    if is_shared and link.st_uid not in (os.geteuid(), folder.st_uid):
        raise _trap(path, link.st_uid)
    return {link.st_uid} if os.geteuid() == 0 and link.st_uid != 0 else set()


def _trap(path, uid):
    from rmote.file_attributes import user_name

    what = "goes through a symbolic link of %s's, to a folder of others; give the path that it leads to"
    return PermissionError(errno.EACCES, what % user_name(uid), path)


def _parts(path):
    """The parts of a path, the last one first."""
    return [part for part in reversed(path.split("/")) if part not in ("", ".")]
