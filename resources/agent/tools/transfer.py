"""What the app's uploads and downloads are made of; `src-main/transfer` is the other half."""

import os
import stat as stat_module

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Generator, Iterator, List, Optional

UploadStart = NamedTuple("UploadStart", [
    ("path", "str"), ("part", "Optional[str]"), ("offset", "int"), ("is_there", "bool"),
    ("changed", "bool"),
])
Uploaded = NamedTuple("Uploaded", [("changed", "bool"), ("path", "str")])
FileVersion = NamedTuple("FileVersion", [
    ("path", "str"), ("type", "str"), ("size", "int"), ("mode", "int"), ("version", "str"),
])
Downloaded = NamedTuple("Downloaded", [("checksum", "str")])
Entry = NamedTuple("Entry", [
    ("path", "str"), ("type", "str"), ("size", "int"), ("mode", "int"), ("target", "Optional[str]"),
])
# Lists of the same length, with a place for each: a folder may have 100,000 in it.
Listed = NamedTuple("Listed", [
    ("names", "List[str]"), ("types", "List[str]"), ("sizes", "List[int]"), ("modes", "List[int]"),
    ("modified", "List[int]"), ("targets", "List[Optional[str]]"), ("leads_to", "List[Optional[str]]"),
])
Folder = NamedTuple("Folder", [("path", "str")])
Found = NamedTuple("Found", [
    ("types", "List[Optional[str]]"), ("sizes", "List[int]"), ("modified", "List[int]"),
])

# Bytes of a file that are read or sent at a time.
CHUNK = 262144
# Names of a folder that are sent at a time.
NAMES = 1000


class Transfer(Tool):
    """Carry files between the app and this target, in parts. The app's uploads and downloads use it.

    An upload that was cut off is gone on with: what has arrived waits beside its place as
    `.NAME.rmote-` with the beginning of the content's checksum, and takes its place when it is whole.
    """

    @staticmethod
    def begin(
        path: "str",
        size: "int",
        checksum: "str",
        *,
        mode: "Optional[int]" = None,
        resume: "bool" = True,
        follow: "bool" = False,
        make_parents: "bool" = False
    ) -> "UploadStart":
        """Prepare an upload. A file that has the content already only gets its mode.

        Args:
            path: File to write.
            size: Bytes of the whole content.
            checksum: SHA-256 of the whole content.
            mode: Mode that the file is to have; its own, or the usual one, if left out.
            resume: Go on with what has arrived of the same content before.
            follow: Write the file that a symbolic link leads to. A link is refused otherwise.
            make_parents: Make the folders above it that are not there.

        Returns:
            The whole `path`; `part`, the file that takes what comes; `offset`, how many bytes it has.
            Where nothing is to be sent, `is_there`; `changed` then tells whether the mode was set.

        Raises:
            OSError: The path is a symbolic link, a folder or a device, the disk is too full, or the
                rights are missing.
            ValueError: The checksum is none, or a size below 0.
        """
        import re

        from rmote import files
        from rmote.file_attributes import differences, set_attributes
        from rmote.pinned import parent_of

        # It becomes a part of a name.
        if re.match(r"[0-9a-f]{64}\Z", checksum) is None or size < 0:
            raise ValueError("A checksum is 64 hexadecimal digits, and a size 0 or more.")
        full = files.full_path(path, follow)
        with parent_of(full) as folder:
            name = os.path.basename(full)
            try:
                info = os.lstat(folder.at(name))
            except FileNotFoundError:
                info = None
            if info is not None:
                files.require_file(full, info)
                if info.st_size == size and _checksum(folder.at(name)) == checksum:
                    changed = bool(differences(info, mode))
                    if changed:
                        set_attributes(folder.at(name), mode, found=info)
                    return UploadStart(full, None, size, True, changed)
            try:
                folder.make(files.missing_parents(full, make_parents))
                part, offset = _open_part(folder.at(name), size, checksum, resume)
            except BaseException:
                folder.unmake()
                raise
            return UploadStart(full, folder.shown(part), offset, False, False)

    @staticmethod
    def put(part: "str", offset: "int", data: "bytes") -> "int":
        """Write bytes into the part of an upload. Parts may come in any order, and again.

        Args:
            part: As `begin` returned it.
            offset: How many bytes of the whole content are before them.
            data: The bytes.

        Returns:
            The offset of the next bytes.

        Raises:
            OSError: The part is gone or none of ours, or the disk is full.
        """
        from rmote.pinned import parent_of

        with parent_of(part) as folder:
            flags = os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            fd = os.open(folder.at(os.path.basename(part)), flags)
        try:
            _require_own(part, os.fstat(fd))
            done = 0
            while done < len(data):
                done += os.pwrite(fd, data[done:], offset + done)
        finally:
            os.close(fd)
        return offset + len(data)

    @staticmethod
    def finish(
        path: "str", part: "str", size: "int", checksum: "str", mode: "Optional[int]" = None
    ) -> "Uploaded":
        """Put an upload in its place, as a whole, if it is what it was to be.

        Owner, ACLs and other extended attributes of the file that it replaces are kept.

        Args:
            path: As `begin` returned it.
            part: As `begin` returned it; gone afterwards.
            size: Bytes of the whole content.
            checksum: SHA-256 of the whole content.
            mode: Mode that the file is to have; its own, or the usual one, if left out.

        Raises:
            rmote.files.InvalidContent: What has arrived is not that content. It was thrown away.
            OSError: The part is gone, a folder or a link has taken the place, or rights are missing.
        """
        from rmote import files
        from rmote.pinned import parent_of

        if os.path.dirname(part) != os.path.dirname(path):
            raise ValueError("A part lies beside the file that it is of.")
        with parent_of(path) as folder:
            # Both are in the folder that is held, so neither goes another way.
            final, place = (folder.at(os.path.basename(each)) for each in (path, part))
            with open(os.open(place, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC), "r+b") as file:
                info = os.fstat(file.fileno())
                _require_own(part, info)
                if info.st_size != size or files.checksum_of(file) != checksum:
                    os.unlink(place)
                    raise files.InvalidContent(
                        "What has arrived for %s is not what was to be sent: the file was changed"
                        " meanwhile, or the part here was. It was thrown away; send it again." % path
                    )
                try:
                    there = os.lstat(final)
                except FileNotFoundError:
                    there = None
                    if mode is None:
                        mode = _usual_mode(final)
                if there is not None:
                    files.require_file(path, there)
                files.finish(file.fileno(), final, there, mode, shown=path)
                os.rename(place, final)
                files.sync_folder(final)
        return Uploaded(True, path)

    @staticmethod
    def throw_away(part: "str") -> "None":
        """Remove the part of an upload that is not gone on with.

        Args:
            part: As `begin` returned it. Where it is gone, nothing is done.

        Raises:
            OSError: It is none of ours.
        """
        from rmote import files
        from rmote.pinned import parent_of

        with parent_of(part) as folder:
            place = folder.at(os.path.basename(part))
            try:
                _require_own(part, os.lstat(place))
            except FileNotFoundError:
                return
            files.discard(place)

    @staticmethod
    def look(path: "str", follow: "bool" = True) -> "FileVersion":
        """Return what a download begins with.

        Args:
            path: File or folder to download.
            follow: Look at what a symbolic link leads to.

        Returns:
            The whole `path`; `type` (file, directory, link or other); `size` in bytes; `mode`; and
            `version`, a text that is another when the file has been changed.

        Raises:
            OSError: There is nothing at the path, or you may not enter a folder above it.
        """
        from rmote.files import full_path

        full = full_path(path, follow)
        info = os.lstat(full)
        mode = stat_module.S_IMODE(info.st_mode)
        return FileVersion(full, _type(info), info.st_size, mode, _version(info))

    @staticmethod
    def get(path: "str", offset: "int" = 0, version: "Optional[str]" = None) -> "Generator[bytes, None, Downloaded]":
        """Yield the content of a file in parts; the value at the end has the `checksum` of all of it.

        Args:
            path: File to read.
            offset: Bytes at the start that are not sent, only added to the checksum.
            version: As `look` returned it.

        Raises:
            rmote.files.UnexpectedContent: The file is of another version, or was changed meanwhile.
            OSError: There is no such file, or you may not read it.
        """
        from rmote.files import UnexpectedContent

        return (yield from _get(path, offset, version, UnexpectedContent))

    @staticmethod
    def walk(path: "str") -> "Iterator[Entry]":
        """Yield what is in a folder, at any depth, each folder before what is in it.

        Args:
            path: Folder to go through; symbolic links in it are told, not followed.

        Yields:
            `path` below the folder, `type` (file, directory, link or other), `size` in bytes, `mode`,
            and `target` of a link.

        Raises:
            OSError: There is no such folder, or it or one in it may not be read by you.
        """
        yield from _walk(os.path.expanduser(path), "")

    @staticmethod
    def browse(path: "str") -> "Generator[Listed, None, Folder]":
        """Yield what is in a folder, a thousand at a time; the value at the end has the whole `path`.

        Args:
            path: Folder to list; one that a symbolic link leads to keeps the name of the link.

        Yields:
            For each in it its name, type (file, directory, link or other), size in bytes, mode,
            `modified` in milliseconds since the epoch, `targets` of links, and the type of what they
            lead to; None where that is nothing.
        """
        from rmote.files import full_path

        return (yield from _browse(full_path(path)))

    @staticmethod
    def find(paths: "List[str]") -> "Found":
        """Return what is at each of some paths now; symbolic links are told as such.

        Args:
            paths: Where to look.

        Returns:
            For each its type, None where there is nothing; size in bytes; `modified` in milliseconds
            since the epoch.
        """
        found = Found([], [], [])
        for path in paths:
            try:
                info = os.lstat(os.path.expanduser(path))
            except FileNotFoundError:
                info = None
            found.types.append(None if info is None else _type(info))
            found.sizes.append(0 if info is None else info.st_size)
            found.modified.append(0 if info is None else _milliseconds(info))
        return found


def _open_part(full, size, checksum, resume):
    """The part of an upload, made if need be, and how many bytes it has.

    Raises OSError where the disk has no room for the rest.
    """
    import errno

    folder, name = os.path.split(full)
    short = os.fsdecode(os.fsencode(name)[:200])
    part = os.path.join(folder, ".%s.rmote-%s.part" % (short, checksum[:12]))
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    fd = os.open(part, flags, 0o600)
    try:
        info = os.fstat(fd)
        _require_own(part, info)
        offset = info.st_size
        if not resume or offset > size:
            os.ftruncate(fd, 0)
            offset = 0
        disk = os.fstatvfs(fd)
        if size - offset > disk.f_bavail * disk.f_frsize:
            if not offset:
                os.unlink(part)
            raise OSError(errno.ENOSPC, "%d bytes do not fit on the disk" % (size - offset), full)
    finally:
        os.close(fd)
    return part, offset


def _require_own(part, info):
    """Raises PermissionError unless it is a part that we have made: in /tmp it may be anybody's."""
    import errno
    import re

    is_named = re.search(r"\.rmote-[0-9a-f]{12}\.part\Z", part) is not None
    is_mine = info.st_uid == os.geteuid() and info.st_nlink == 1
    if not (is_named and is_mine and stat_module.S_ISREG(info.st_mode)):
        raise PermissionError(errno.EACCES, "is not a part of an upload of yours", part)


def _usual_mode(path):
    """The mode of a new file in that folder, by the umask and the folder's ACL."""
    from rmote import files

    name = files.temporary(path)
    try:
        fd = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            return stat_module.S_IMODE(os.fstat(fd).st_mode)
        finally:
            os.close(fd)
    finally:
        files.discard(name)


def _checksum(path):
    from rmote.files import checksum_of, open_file

    with open_file(path) as file:
        return checksum_of(file)


def _version(info):
    return "%x-%x-%x" % (info.st_ino, info.st_size, info.st_mtime_ns)


def _type(info):
    kinds = (
        (stat_module.S_ISREG, "file"),
        (stat_module.S_ISDIR, "directory"),
        (stat_module.S_ISLNK, "link"),
    )
    return next((name for test, name in kinds if test(info.st_mode)), "other")


def _get(path, offset, version, changed):
    # type: (str, int, Optional[str], Any) -> Any
    import hashlib

    digest = hashlib.sha256()
    with open(path, "rb") as file:
        before = _version(os.fstat(file.fileno()))
        if version is not None and before != version:
            raise changed("%s is another file by now." % path)
        while offset > 0:
            data = file.read(min(offset, CHUNK))
            if not data:
                break
            digest.update(data)
            offset -= len(data)
        while True:
            data = file.read(CHUNK)
            if not data:
                break
            digest.update(data)
            yield data
        if _version(os.fstat(file.fileno())) != before:
            raise changed("%s was changed while it was read." % path)
    return Downloaded(digest.hexdigest())


def _walk(root, below):
    for name in sorted(os.listdir(os.path.join(root, below))):
        path = os.path.join(below, name)
        full = os.path.join(root, path)
        try:
            info = os.lstat(full)
            kind = _type(info)
            target = os.readlink(full) if kind == "link" else None
        except FileNotFoundError:
            # It was removed meanwhile.
            continue
        yield Entry(path, kind, info.st_size, stat_module.S_IMODE(info.st_mode), target)
        if kind == "directory":
            yield from _walk(root, path)


def _browse(full):
    listed = Listed([], [], [], [], [], [], [])
    for name in os.listdir(full):
        path = os.path.join(full, name)
        try:
            info = os.lstat(path)
            kind = _type(info)
            target = os.readlink(path) if kind == "link" else None
        except FileNotFoundError:
            # It was removed meanwhile.
            continue
        listed.names.append(name)
        listed.types.append(kind)
        listed.sizes.append(info.st_size)
        listed.modes.append(stat_module.S_IMODE(info.st_mode))
        listed.modified.append(_milliseconds(info))
        listed.targets.append(target)
        listed.leads_to.append(_leads_to(path, kind))
        if len(listed.names) >= NAMES:
            yield listed
            listed = Listed([], [], [], [], [], [], [])
    if listed.names:
        yield listed
    return Folder(full)


def _leads_to(path, kind):
    """The type of what a link leads to; None for what is no link, and where that is nothing."""
    if kind != "link":
        return None
    try:
        return _type(os.stat(path))
    except OSError:
        return None


def _milliseconds(info):
    return info.st_mtime_ns // 1000000
