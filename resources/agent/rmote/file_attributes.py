"""Mode, owner and group of files, and what else hangs on them."""

import errno
import os
import re
import stat

# Of the content, or made by the kernel for it: another content has others.
_OF_CONTENT = ("security.capability", "security.ima", "security.evm")
_ACL = "system.posix_acl_access"


def parse_mode(mode):
    # type: (str | int | None) -> int | None
    """A mode as a number, of octal text such as 0644; None stays None. Raises ValueError."""
    if mode is None:
        return None
    if isinstance(mode, str):
        text = mode[2:] if mode.startswith("0o") else mode
        if not text or text.strip("01234567"):
            raise ValueError("A mode is octal digits such as 0644, not %r." % mode)
        mode = int(text, 8)
    if not 0 <= mode <= 0o7777:
        raise ValueError("A mode is at most 7777 (octal), not %o." % mode)
    return mode


def user_id(owner):
    # type: (str | int | None) -> int | None
    """The number of a user, of a name or a number; None stays None. Raises LookupError."""
    return _id(owner, "user", "pwd", "getpwnam")


def group_id(group):
    # type: (str | int | None) -> int | None
    """The number of a group, of a name or a number; None stays None. Raises LookupError."""
    return _id(group, "group", "grp", "getgrnam")


def _id(given, what, module, function):
    if given is None:
        return None
    number = given
    if not isinstance(given, int):
        try:
            return getattr(__import__(module), function)(given)[2]
        except KeyError:
            number = int(given) if re.match(r"[0-9]{1,10}\Z", given) else -1
    # The highest one means "as it is" to the kernel.
    if isinstance(number, bool) or not 0 <= number < 4294967295:
        raise LookupError("There is no %s %s." % (what, given)) from None
    return number


def user_name(uid):
    # type: (int) -> str
    """Name of a user, or the number where the system has none for it."""
    return _name("pwd", "getpwuid", uid)


def group_name(gid):
    # type: (int) -> str
    """Name of a group, or the number where the system has none for it."""
    return _name("grp", "getgrgid", gid)


def _name(module, function, number):
    try:
        return getattr(__import__(module), function)(number)[0]
    except KeyError:
        return str(number)


def differences(info, mode=None, uid=None, gid=None):
    """What has to change so that a file has these; each as a line such as `mode 0644 -> 0600`."""
    found = []
    if uid is not None and uid != info.st_uid:
        found.append("owner %s -> %s" % (user_name(info.st_uid), user_name(uid)))
    if gid is not None and gid != info.st_gid:
        found.append("group %s -> %s" % (group_name(info.st_gid), group_name(gid)))
    if mode is not None and mode != stat.S_IMODE(info.st_mode):
        found.append("mode %04o -> %04o" % (stat.S_IMODE(info.st_mode), mode))
    return found


def set_attributes(path, mode=None, uid=None, gid=None, found=None):
    # type: (str, int | None, int | None, int | None, os.stat_result | None) -> None
    """Gives a file or folder mode and owner, both or none. A link itself; it has no mode.

    `found` is what os.lstat has said of it before. Raises OSError, also where it is another one by now.
    """
    # By a descriptor, so that nobody puts a link in its place meanwhile.
    fd, place = _descriptor(path)
    try:
        info = os.lstat(path) if fd is None else os.fstat(fd)
        if found is not None and not os.path.samestat(found, info):
            raise OSError(errno.ESTALE, "was replaced by another one meanwhile", path)
        is_link = stat.S_ISLNK(info.st_mode)
        _chown(place, info, uid, gid, fd is None)
        try:
            if mode is not None and not is_link:
                os.chmod(place, mode)
        except OSError:
            _chown(place, None, info.st_uid, info.st_gid, fd is None)
            raise
    except OSError as error:
        error.filename = path
        raise
    finally:
        if fd is not None:
            os.close(fd)


def _descriptor(path):
    """A descriptor that stands for what is at a path, None where there can be none, and what to change it by."""
    from rmote.pinned import can_hold

    if can_hold():
        fd = os.open(path, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
        return fd, "/proc/self/fd/%d" % fd
    kind = stat.S_IFMT(os.lstat(path).st_mode)
    try:
        if kind in (stat.S_IFREG, stat.S_IFDIR):
            fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            return fd, fd
    except PermissionError:
        # Who owns a file may change its mode without reading it.
        pass
    return None, path


def _chown(place, info, uid, gid, is_path):
    """Changes the owner unless it is this one: even that takes rights, and takes setuid away."""
    if info is not None:
        uid = None if uid == info.st_uid else uid
        gid = None if gid == info.st_gid else gid
    if uid is not None or gid is not None:
        uid, gid = -1 if uid is None else uid, -1 if gid is None else gid
        os.chown(place, uid, gid, follow_symlinks=not is_path)


def copy_extended(source, target, shown=None):
    # type: (str, int, str | None) -> None
    """Gives an open file the extended attributes of another one: ACLs, SELinux context, the user's.

    One that cannot be kept is said in the log, where `shown` stands for the other one.
    """
    # macOS has them, its Python does not.
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(source, follow_symlinks=False)
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.ENOSYS):
            return
        raise
    if _ACL not in names and _value(target, _ACL) is not None:
        # It came from the folder.
        os.removexattr(target, _ACL)
    for name in names:
        if name in _OF_CONTENT:
            continue
        try:
            value = os.getxattr(source, name, follow_symlinks=False)
            if _value(target, name) != value:
                os.setxattr(target, name, value)
        except OSError as error:
            from rmote.protocol import log

            log("%s of %s was not kept: %s" % (name, shown or source, error.strerror), "WARNING")


def _value(fd, name):
    try:
        return os.getxattr(fd, name)
    except OSError:
        return None
