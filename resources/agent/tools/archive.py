"""Archives of a target: tar, also compressed, and zip."""

import errno
import os
import stat
from collections import namedtuple

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool, log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Literal, Optional, Union

ArchiveEntry = NamedTuple("ArchiveEntry", [
    ("path", "str"), ("type", "str"), ("size", "int"), ("mode", "Optional[str]"),
    ("owner", "Optional[str]"), ("group", "Optional[str]"), ("modified", "float"),
    ("target", "Optional[str]"), ("refused", "Optional[str]"),
])
ArchiveChange = NamedTuple("ArchiveChange", [
    ("changed", "bool"), ("path", "str"), ("changes", "List[str]"), ("files", "int"), ("size", "int"),
])

# Bytes that are read at a time. No header of an archive is longer.
BLOCK = 1048576
# Bytes of memory that xz may take; `xz -9` makes what takes 65 MiB.
XZ_MEMORY = 268435456
# Lines of `changes`; characters of a name in an archive, and folders in each other; links that lead
# to each other, as with Linux.
MAX_LINES = 200
MAX_NAME = 4096
MAX_DEPTH = 256
MAX_LINKS = 40
# The end of a file's name, and what is made then.
ENDINGS = (
    (".tar", "tar"), (".tar.gz", "tar.gz"), (".tgz", "tar.gz"), (".tar.xz", "tar.xz"),
    (".txz", "tar.xz"), (".tar.bz2", "tar.bz2"), (".tbz2", "tar.bz2"), (".zip", "zip"),
)
_FORMATS = ("tar", "tar.gz", "tar.xz", "tar.bz2", "zip")
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class ArchiveBroken(Exception):
    """An archive is damaged, or of a kind that cannot be read. Nothing was changed."""


class ArchiveRefused(Exception):
    """An archive has something that is not unpacked. Nothing was changed."""


class Archive(Tool):
    """Pack, list and unpack archives: tar, also with gzip, xz or bzip2, and zip. No program is needed."""

    @staticmethod
    def create(
        path: "str",
        sources: "List[str]",
        *,
        base: "Optional[str]" = None,
        format: "Optional[Literal['tar', 'tar.gz', 'tar.xz', 'tar.bz2', 'zip']]" = None,
        exclude: "Optional[List[str]]" = None,
        skip_special: "bool" = False,
        mode: "Union[str, int, None]" = None,
        owner: "Union[str, int, None]" = None,
        group: "Union[str, int, None]" = None,
        make_parents: "bool" = False,
        check: "bool" = False
    ) -> "ArchiveChange":
        """Pack files and folders into an archive.

        The archive is replaced as a whole: a failure or a kill leaves the old one. What is packed
        has its mode and time and, in a tar, its owner. Symbolic links are packed as links. The same
        files come to the same bytes, so doing it again changes nothing while these are the same.

        Args:
            path: Archive to make.
            sources: Files and folders to pack. Each has its own name in the archive, without the
                folders above it, unless `base` is given.
            base: Folder that the sources lie in: names in the archive are those from there, and
                sources may be relative to it. The source `.` packs all that is in it.
            format: Kind of archive; by the end of its name if left out (also .tgz, .txz, .tbz2).
            exclude: Patterns of names that are left out, such as `*.pyc`, `.git` or `site/cache/*`;
                each is compared with the name and with the whole name in the archive.
            skip_special: Leave out sockets, pipes and devices, and say so in the log. They are
                refused otherwise.
            mode: Octal digits such as 0640; that of the old archive if left out.
            owner: Name or number of a user; that of the old archive if left out.
            group: Name or number of a group; that of the old archive if left out.
            make_parents: Make the folders above it that are not there.
            check: Only tell whether the archive would be another. It is packed, and thrown away.

        Returns:
            `changed`; the whole `path`; `changes`, a line for each thing; how many `files`, folders
            and links are in the archive; its `size` in bytes.

        Raises:
            ValueError: The format cannot be told, two sources have the same name, a source is not
                within `base`, the archive would lie in a source, or a name is not UTF-8 and so not
                for a zip.
            OSError: A source is missing, cannot be read or is a device, pipe or socket; the disk is
                full, or rights are missing. Nothing was changed.
        """
        from rmote import files

        full = files.full_path(path)
        kind = _format(full, format)
        named = _named(full, sources, base)
        wanted = (mode, owner, group)
        return _create(full, kind, named, exclude or [], skip_special, wanted, make_parents, check)

    @staticmethod
    def list(
        path: "str", *, max_size: "int" = 4294967296, max_files: "int" = 100000
    ) -> "List[ArchiveEntry]":
        """List what is in an archive, whatever its name. Nothing is unpacked.

        Args:
            path: Archive to read.
            max_size: Bytes that its files may have together.
            max_files: How many files, folders and links it may have.

        Returns:
            Of each: path, type (file, directory, link, hard link, device, ...), size in bytes, mode
            as octal text such as 0644 (None in a zip that has none), names of `owner` and `group`
            (None in a zip), seconds since the epoch; for a link its `target`; and why `extract`
            refuses it, None if it does not.

        Raises:
            ArchiveBroken: It is no archive, is damaged, or is of a kind that cannot be read here.
            ArchiveRefused: It has more than it may have.
        """
        limits = _Limits(max_size, max_files)
        found = []
        plan = _Plan(0, limits)
        with _open(path) as file:
            for item in _items(file, limits):
                found.append((item, plan.add(item)))
        refused = dict(plan.links_that_lead_out())
        return [_entry(item, reason or refused.get(item.path)) for item, reason in found]

    @staticmethod
    def extract(
        path: "str",
        target: "str",
        *,
        strip: "int" = 0,
        overwrite: "bool" = False,
        keep_owner: "bool" = False,
        owner: "Union[str, int, None]" = None,
        group: "Union[str, int, None]" = None,
        max_size: "int" = 4294967296,
        max_files: "int" = 100000,
        make_parents: "bool" = False,
        check: "bool" = False
    ) -> "ArchiveChange":
        """Make sure that a folder has what is in an archive.

        All of it is unpacked into a hidden folder beside the target, which then takes its place in
        one step: a failure or a kill leaves the target as it was. Modes and times are kept. Doing it
        again changes nothing while the target has all of it (kinds, contents, modes, links).

        Names that are absolute or have `..` in them, links that lead out of the folder, names below
        a link, devices, pipes and more than one file of a name are refused, and nothing is unpacked.

        Args:
            path: Archive to unpack; its kind is told by its content.
            target: Folder to unpack into. It is made; one that is there has to be empty, unless
                `overwrite` is given.
            strip: How many folders to leave out at the start of each name; what has no more of them
                is left out. 1 is usual for archives of source code.
            overwrite: Replace the whole folder if it is not as in the archive. What else is in it
                is removed.
            keep_owner: Give each file to the owner that the archive says, by name or else number,
                and keep the setuid, setgid and sticky bits. Else all is yours, without these.
            owner: Name or number of a user who gets all of it.
            group: Name or number of a group that gets all of it.
            max_size: Bytes that its files may have together.
            max_files: How many files, folders and links it may have.
            make_parents: Make the folders above the target that are not there.
            check: Only tell what would change. The archive is read, and compared with the target.

        Returns:
            `changed`; the whole path of the target; `changes`, 200 lines of them at the most; how
            many `files`, folders and links are in the archive; the bytes of the files.

        Raises:
            ArchiveBroken: It is no archive, is damaged, or is of a kind that cannot be read here.
            ArchiveRefused: It has something that is not unpacked, or more than it may have.
            FileExistsError: The target is there and is not as in the archive.
            OSError: The disk is full, rights are missing, or a file system is mounted in the target.
            LookupError: There is no such user or group.
        """
        from rmote import files
        from rmote.file_attributes import group_id, user_id

        if strip < 0:
            raise ValueError("strip is 0 or more.")
        how = _How(strip, keep_owner, user_id(owner), group_id(group), max_size, max_files)
        full = files.full_path(target)
        with _open(path) as file:
            return _extract(file, files.full_path(path), full, how, overwrite, make_parents, check)


_How = namedtuple("_How", "strip keep_owner uid gid max_size max_files")


def _open(path):
    from rmote import files

    full = files.full_path(path)
    file = open(os.open(full, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "is no file", full)
    return file


def _lstat(path):
    try:
        return os.lstat(path)
    except FileNotFoundError:
        return None


# What is read out of an archive


class _Item(object):
    """What an archive has under one name. `open` gives a reader of a file's content."""

    __slots__ = (
        "name", "path", "type", "size", "mode", "uid", "gid", "owner", "group", "modified", "target",
        "open", "problem",
    )

    def __init__(self, name, type, size=0, mode=None, modified=0.0, target=None):
        self.name, self.path, self.type, self.size, self.mode = name, "", type, size, mode
        # Some say when they were made by what is no number.
        self.modified = float(modified) if 0 <= modified < 2 ** 40 else 0.0
        self.target = target  # type: Any
        self.uid = None  # type: Optional[int]
        self.gid = None  # type: Optional[int]
        self.owner = None  # type: Optional[str]
        self.group = None  # type: Optional[str]
        self.open = None  # type: Any
        # Why it is not unpacked, whatever else is in the archive.
        self.problem = None  # type: Optional[str]


def _entry(item, refused):
    mode = None if item.mode is None else "%04o" % item.mode
    return ArchiveEntry(
        item.name, item.type, item.size, mode, item.owner, item.group, item.modified, item.target, refused
    )


class _Limits(object):
    """How much an archive may have: who makes a small one that becomes huge is refused."""

    def __init__(self, size, files):
        if size < 0 or files < 0:
            raise ValueError("max_size and max_files are 0 or more.")
        self.size, self.files = size, files
        # With the headers of a tar.
        self.stream = size + 4096 * files + BLOCK

    def require(self, size, files):
        if size > self.size:
            raise ArchiveRefused("It has more than %d bytes unpacked; `max_size` allows more." % self.size)
        if files > self.files:
            raise ArchiveRefused("It has more than %d files; `max_files` allows more." % self.files)


class _Plan(object):
    """The items of an archive by their paths, and why some are refused."""

    def __init__(self, strip, limits):
        self.items = {}  # type: Dict[str, _Item]
        self.size = 0
        self._strip = strip
        self._limits = limits
        self._seen = 0

    def add(self, item):
        """Why an item is refused; None where it is not. One that is left out has no path then.

        Raises ArchiveRefused where it is one too many.
        """
        self._seen += 1
        self.size += max(item.size, 0)
        self._limits.require(self.size, self._seen)
        problem = item.problem or _name_problem(item.name)
        if problem is not None:
            return problem
        parts = [part for part in item.name.split("/") if part not in ("", ".")][self._strip :]
        if not parts and (self._strip or item.type != "directory"):
            return None if self._strip else "it has no name"
        if len(parts) > MAX_DEPTH:
            return "it lies in more than %d folders" % MAX_DEPTH
        path = "/".join(parts)
        for count in range(1, len(parts)):
            above = "/".join(parts[:count])
            known = self.items.setdefault(above, _Item(above, "directory"))
            if known.type != "directory":
                return "it lies in %s, which is no folder" % above
            known.path = above
        self._limits.require(self.size, len(self.items))
        known = self.items.get(path)
        if known is not None and (known.type, item.type) != ("directory", "directory"):
            return "there is more than one of that name"
        if item.type == "hard link":
            problem = self._follow(item)
            if problem is not None:
                return problem
        item.path = path
        self.items[path] = item
        return None

    def _follow(self, item):
        """Makes the target of a hard link a path; why it is refused, or None."""
        problem = _name_problem(item.target)
        if problem is None:
            parts = [part for part in item.target.split("/") if part not in ("", ".")][self._strip :]
            item.target = "/".join(parts)
            origin = self.items.get(item.target)
            if origin is None or origin.type not in ("file", "hard link"):
                return "it is a hard link to %s, which is no file before it" % item.target
            return None
        return "it is a hard link to %s: %s" % (item.target, problem)

    def links_that_lead_out(self):
        """Path of each symbolic link that leads out of the folder, and why it is refused."""
        for path, item in self.items.items():
            if item.type == "link" and self._leads_out(path, item.target):
                yield path, "it is a link that leads out of the folder, to %s" % item.target

    def _leads_out(self, path, target):
        """Goes the way of a link as the kernel will, through the other links."""
        if target.startswith("/"):
            return True
        at, ahead, links = path.split("/")[:-1], _parts(target), 0
        while ahead:
            part = ahead.pop()
            if part == "..":
                if not at:
                    return True
                at.pop()
                continue
            at.append(part)
            known = self.items.get("/".join(at))
            if known is not None and known.type == "link":
                links += 1
                if known.target.startswith("/"):
                    return True
                # A longer way nobody can go.
                if links > MAX_LINKS:
                    return False
                at.pop()
                ahead += _parts(known.target)
        return False


def _parts(target):
    """The parts of a path, the last one first."""
    return [part for part in reversed(target.split("/")) if part not in ("", ".")]


def _name_problem(name):
    if len(name) > MAX_NAME:
        return "its name is too long"
    if "\0" in name:
        return "its name has a zero byte"
    if name.startswith("/"):
        return "its name is absolute"
    if ".." in name.split("/"):
        return "its name leads out of the folder"
    return None


def _read_all(file, how, visit):
    """Does `visit(item, plan)` for each item that is unpacked; returns the plan. Raises ArchiveRefused."""
    limits = _Limits(how.max_size, how.max_files)
    plan = _Plan(how.strip, limits)
    file.seek(0)
    for item in _items(file, limits):
        problem = plan.add(item)
        if problem is not None:
            raise ArchiveRefused("%s is not unpacked: %s." % (_shown(item.name), _shown(problem)))
        if item.path or item is plan.items.get(""):
            visit(item, plan)
    for path, problem in plan.links_that_lead_out():
        raise ArchiveRefused("%s is not unpacked: %s." % (_shown(path), _shown(problem)))
    return plan


def _shown(text):
    """What an archive says, without what a terminal would obey."""
    plain = (
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text[:300]
    )
    return "".join(plain)


def _items(file, limits):
    """The items of an archive. Raises ArchiveBroken, and ArchiveRefused where there is too much in it."""
    begin = file.read(8)
    file.seek(0)
    if begin[:4] in (b"PK\3\4", b"PK\5\6"):
        return _zip_items(file, limits)
    if begin[:4] == b"\x28\xb5\x2f\xfd":
        raise ArchiveBroken("It is compressed by zstd, which is not read here.")
    return _tar_items(_guarded(_unpacked, file, begin), limits)


def _guarded(read, *args):
    """What a reader of the standard library returns. Raises ArchiveBroken for what it raises."""
    try:
        return read(*args)
    except (ArchiveBroken, ArchiveRefused):
        raise
    except ImportError as error:
        raise ArchiveBroken("The target's Python was built without it: %s" % error) from error
    except OSError as error:
        # A disk's own errors have a number, those of a bad archive have none, or come of a negative place in it.
        if error.errno not in (None, errno.EINVAL):
            raise
        raise ArchiveBroken("It is damaged: %s" % error) from error
    except Exception as error:
        # A bad archive raises whatever a reader trips over: zlib.error, struct.error, EOFError, KeyError, ...
        raise ArchiveBroken("It is damaged, or no archive: %s" % (error or type(error).__name__)) from error


def _unpacked(file, begin):
    if begin[:2] == b"\x1f\x8b":
        import gzip

        return gzip.GzipFile(fileobj=file, mode="rb")
    if begin[:3] == b"BZh":
        import bz2

        return bz2.BZ2File(file)
    if begin[:6] == b"\xfd7zXZ\0":
        import lzma

        return _Xz(file, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY))
    return file


class _Xz(object):
    """Reads xz, of which Python's own reader has no limit of memory."""

    def __init__(self, file, new):
        self._file, self._new = file, new
        self._decompressor = None  # type: Any

    def read(self, size):
        while True:
            if self._decompressor is None:
                # Between streams there may be zeros (the .xz file format, 2.2).
                block = self._file.read(65536)
                begin = block.lstrip(b"\0")
                if not block:
                    return b""
                if not begin:
                    continue
                self._decompressor = self._new()
            elif self._decompressor.needs_input:
                begin = self._file.read(65536)
                if not begin:
                    raise EOFError("it ends too soon")
            else:
                begin = b""
            data = self._decompressor.decompress(begin, size)
            if self._decompressor.eof:
                self._file.seek(-len(self._decompressor.unused_data), os.SEEK_CUR)
                self._decompressor = None
            if data:
                return data


class _Stream(object):
    """What tarfile reads: only forward, no more than is allowed, and no header that is huge."""

    def __init__(self, file, limit):
        self._file, self._limit = file, limit
        self._at = 0
        # What was read last.
        self.last = b""

    def tell(self):
        return self._at

    def seek(self, offset, whence=0):
        if whence or offset < self._at:
            raise ArchiveBroken("It is damaged: a part of it has a negative size.")
        while self._at < offset:
            if not self._take(min(offset - self._at, BLOCK)):
                break
        return self._at

    def read(self, size=-1):
        if not 0 <= size <= BLOCK:
            raise ArchiveRefused("It has a header of more than %d bytes." % BLOCK)
        blocks = []
        while size > 0:
            data = self._take(size)
            if not data:
                break
            blocks.append(data)
            size -= len(data)
        self.last = b"".join(blocks)
        return self.last

    def drain(self):
        """Reads what follows the archive's end: only then is the checksum of what compressed it compared."""
        while self._take(BLOCK):
            pass

    def _take(self, size):
        data = _guarded(self._file.read, size)
        self._at += len(data)
        if self._at > self._limit:
            raise ArchiveRefused("It has more than %d bytes unpacked; `max_size` allows more." % self._limit)
        return data


def _tar_items(file, limits):
    import tarfile

    stream = _Stream(file, limits.stream)  # type: Any
    tar = _guarded(lambda: tarfile.TarFile(fileobj=stream, mode="r"))  # type: Any
    while True:
        member = _guarded(tar.next)
        if member is None:
            break
        # It would keep all of them.
        tar.members = []
        yield _tar_item(tar, member)
    if stream.last.strip(b"\0"):
        raise ArchiveBroken("It is damaged: something that is no header is at byte %d." % tar.offset)
    stream.drain()


def _tar_item(tar, member):
    kinds = (
        ("isreg", "file"), ("isdir", "directory"), ("issym", "link"), ("islnk", "hard link"),
        ("ischr", "character device"), ("isblk", "block device"), ("isfifo", "fifo"),
    )
    kind = next((name for test, name in kinds if getattr(member, test)()), "unknown")
    # A hard link repeats its file's size, and has no content.
    size = member.size if kind == "file" else 0
    target = member.linkname if kind in ("link", "hard link") else None
    item = _Item(member.name, kind, size, member.mode & 0o7777, member.mtime, target)
    item.uid, item.gid = member.uid, member.gid
    item.owner, item.group = member.uname or str(member.uid), member.gname or str(member.gid)
    if kind == "file":
        item.open = lambda: tar.extractfile(member)
        if size < 0:
            raise ArchiveBroken("It is damaged: a part of it has a negative size.")
    elif kind not in ("directory", "link", "hard link"):
        item.problem = "it is a %s" % kind if kind != "unknown" else "it is of an unknown kind"
    return item


def _zip_items(file, limits):
    import zipfile

    archive = _guarded(zipfile.ZipFile, file)
    with archive:
        for info in archive.infolist():
            yield _zip_item(archive, info)


def _zip_item(archive, info):
    import time

    # The upper half is a Unix mode (APPNOTE.TXT 4.4.15, and Info-ZIP); other systems leave it empty.
    mode = info.external_attr >> 16
    kind = "file"
    name = info.filename
    if info.create_system == 3 and not info.flag_bits & 0x800:
        # Names of Unix are bytes, which zipfile takes for those of DOS unless they are marked as UTF-8.
        name = os.fsdecode(name.encode("cp437"))
    if name.endswith("/"):
        kind, name = "directory", name[:-1] or "/"
    elif stat.S_ISLNK(mode):
        kind = "link"
    try:
        modified = time.mktime(info.date_time + (0, 0, -1))
    except (OverflowError, ValueError):
        modified = 0
    size = info.file_size if kind == "file" else 0
    item = _Item(name, kind, size, mode & 0o7777 if mode else None, modified)
    if kind != "directory":
        item.open = lambda: archive.open(info)
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK):
        item.problem = "it is a device, pipe or socket"
    elif info.flag_bits & 1:
        item.problem = "it is encrypted"
    elif info.compress_type not in (0, 8):
        # zipfile unpacks other methods into memory, without a limit.
        item.problem = "it is compressed by method %d; only deflate is unpacked" % info.compress_type
    elif kind == "link":
        if info.file_size > MAX_NAME:
            item.problem = "it is a link with a target that is too long"
        else:
            item.target = os.fsdecode(_guarded(archive.read, info))
    return item


def _blocks(item):
    """The content of a file in blocks. Raises ArchiveBroken where it is shorter than it says."""
    left = item.size
    reader = _guarded(item.open)
    with reader:
        while left:
            data = _guarded(reader.read, min(left, BLOCK))
            if not data:
                raise ArchiveBroken("It is damaged: %s is shorter than it says." % _shown(item.name))
            left -= len(data)
            yield data
        # Now a zip compares its checksum.
        _guarded(reader.read, 1)


# Unpacking


def _extract(file, path, target, how, overwrite, make_parents, check):
    from rmote import files
    from rmote.pinned import parent_of

    there = _lstat(target)
    if there is not None and not stat.S_ISDIR(there.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, "is there, and no folder", target)
    is_full = there is not None and bool(os.listdir(target))
    parents = files.missing_parents(target, make_parents)
    found = _Differences(target, how)
    plan = _read_all(file, how, found.look if is_full else lambda item, plan: None)
    if not is_full:
        changes = ["make folder %s" % parent for parent in parents] + [_sum(plan, target)]
    else:
        lines = found.lines(plan)
        if not lines:
            return ArchiveChange(False, target, [], _count(plan), plan.size)
        if not overwrite:
            what = "is there, and not as in the archive (%s); `overwrite` replaces it" % lines[0]
            raise FileExistsError(errno.EEXIST, what, target)
        changes = lines + found.others(plan)
        _require_replaceable(target, path)
    if not check:
        with parent_of(target) as folder:
            try:
                folder.make(parents)
                _replace(file, folder, os.path.basename(target), there, is_full, how)
            except BaseException:
                if there is None and not os.path.lexists(target):
                    folder.unmake()
                raise
    if len(changes) > MAX_LINES:
        changes[MAX_LINES - 1 :] = ["and %d more" % (len(changes) - MAX_LINES + 1)]
    return ArchiveChange(True, target, changes, _count(plan), plan.size)


def _count(plan):
    return sum(1 for path in plan.items if path)


def _sum(plan, target):
    kinds = [item.type for path, item in plan.items.items() if path]
    folders = kinds.count("directory")
    links = kinds.count("link") + kinds.count("hard link")
    return "unpack %d files, %d folders and %d links (%d bytes) into %s" % (
        len(kinds) - folders - links, folders, links, plan.size, target
    )


class _Differences(object):
    """What a folder has otherwise than an archive."""

    def __init__(self, root, how):
        self._root, self._how = root, how
        self._contents = []

    def look(self, item, plan):
        """Compares contents, which can be read now only."""
        path = os.path.join(self._root, item.path)
        info = _lstat(path)
        if item.type == "file" and info is not None and stat.S_ISREG(info.st_mode):
            if info.st_size != item.size or not _has(path, item):
                self._contents.append("content " + item.path)

    def lines(self, plan):
        from rmote.file_attributes import differences

        found = list(self._contents)
        for path, item in plan.items.items():
            full = os.path.join(self._root, path) if path else self._root
            info = _lstat(full)
            kind = {"directory": stat.S_IFDIR, "link": stat.S_IFLNK}.get(item.type, stat.S_IFREG)
            if info is None:
                found.append("add " + path)
            elif stat.S_IFMT(info.st_mode) != kind:
                found.append("%s is of another kind" % path)
            else:
                if item.type == "link" and os.readlink(full) != item.target:
                    found.append("link %s: %s -> %s" % (path, os.readlink(full), item.target))
                if item.type == "hard link" and not _is_same(full, os.path.join(self._root, item.target)):
                    found.append("content " + path)
                origin = plan.items[item.target] if item.type == "hard link" else item
                attributes = _attributes(origin, self._how)
                found += ["%s: %s" % (path or ".", line) for line in differences(info, *attributes)]
        return found

    def others(self, plan):
        """What is in the folder and not in the archive, but for what is in such a folder."""
        found = []
        for parent, folders, names in os.walk(self._root):
            below = os.path.relpath(parent, self._root)
            prefix = "" if below == "." else below + "/"
            for name in folders + names:
                if prefix + name not in plan.items:
                    found.append("remove " + prefix + name)
            folders[:] = [name for name in folders if prefix + name in plan.items]
        return sorted(found)


def _has(path, item):
    """Whether a file has the content of an item of the same size."""
    with open(os.open(path, _READ), "rb") as file:
        return all(file.read(len(block)) == block for block in _blocks(item))


def _is_same(path, other):
    if not os.path.lexists(other) or os.path.islink(other):
        return False
    if os.path.samefile(path, other):
        return True
    with open(os.open(path, _READ), "rb") as one, open(os.open(other, _READ), "rb") as two:
        while True:
            block = one.read(BLOCK)
            if block != two.read(BLOCK):
                return False
            if not block:
                return True


def _attributes(item, how):
    """Mode and owner that an item gets; None for what stays as it is made."""
    mode = item.mode
    if item.type == "link":
        mode = None
    elif mode is not None and not how.keep_owner:
        mode &= 0o777
    uid, gid = how.uid, how.gid
    if how.keep_owner and item.uid is not None:
        uid = _number(item.owner, item.uid, "pwd", "getpwnam") if uid is None else uid
        gid = _number(item.group, item.gid, "grp", "getgrnam") if gid is None else gid
    return mode, uid, gid


def _number(name, number, module, function):
    try:
        return getattr(__import__(module), function)(name)[2]
    except (KeyError, ValueError):
        if not 0 <= number < 2 ** 32 - 1:
            raise ArchiveRefused("It has an owner with the number %d." % number) from None
        return number


def _require_replaceable(target, path):
    """Raises what is in the way of replacing a folder: who looks later has half of it."""
    info = os.stat(target)
    for other in (os.sep, os.path.expanduser("~")):
        if os.path.exists(other) and os.path.samestat(info, os.stat(other)):
            raise ValueError("%s is not replaced: it is %s." % (target, other))
    if (os.path.realpath(path) + os.sep).startswith(os.path.realpath(target) + os.sep):
        raise ValueError("The archive lies in %s, which it would replace." % target)
    if os.path.ismount(target):
        raise OSError(errno.EBUSY, "has a file system mounted on it", target)

    def fail(error):
        raise error

    for parent, _, names in os.walk(target, onerror=fail):
        if os.lstat(parent).st_dev != info.st_dev:
            raise OSError(errno.EBUSY, "has a file system mounted on it", parent)
        if names and not os.access(parent, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "is a folder that you may not change", parent)


def _replace(file, folder, name, there, is_full, how):
    """Puts what is in an archive in the place of a folder; `folder` is the one above it, held."""
    from rmote import files

    target = folder.at(name)
    place = files.temporary(target)
    try:
        # Nobody else gets into it meanwhile.
        os.mkdir(place, 0o700)
        with folder.inside(os.path.basename(place)) as new:
            _require_new(new)
            _unpack(file, new, there, how)
        if is_full:
            _exchange(place, target)
        else:
            # An empty folder is replaced in the same step.
            os.rename(place, target)
        files.sync_folder(target)
        if is_full:
            # What was there before.
            _remove_tree(place)
    except BaseException:
        if os.path.lexists(place):
            _remove_tree(place)
        raise


def _require_new(folder):
    """Raises OSError where somebody has put another one in the place of the folder that was made."""
    info = os.stat(folder.at("."))
    is_mine = info.st_uid == os.geteuid() and stat.S_IMODE(info.st_mode) & 0o077 == 0
    if not is_mine or os.listdir(folder.at(".")):
        raise _replaced(folder.path)


def _unpack(file, folder, there, how):
    """Fills a folder with all that is in an archive. Links come last: until then nothing leads anywhere."""
    from rmote.file_attributes import set_attributes

    # By the descriptor: who may rename the folder itself cannot lead us out of it.
    place = folder.at("")
    usual = _usual_mode(place)

    def visit(item, plan):
        full = os.path.join(place, item.path)
        if item.path:
            os.makedirs(os.path.dirname(full), exist_ok=True)
        if item.type == "directory":
            os.makedirs(full, exist_ok=True)
        elif item.type == "file":
            _write(item, full, how)
        elif item.type == "hard link":
            os.link(os.path.join(place, item.target), full, follow_symlinks=False)

    plan = _read_all(file, how, visit)
    for path, item in plan.items.items():
        if item.type == "link":
            full = os.path.join(place, path)
            os.symlink(item.target, full)
            set_attributes(full, *_attributes(item, how))
            os.utime(full, (item.modified, item.modified), follow_symlinks=False)
    # The inner ones first: one that nobody may write to is finished by then.
    for path, item in sorted(plan.items.items(), key=lambda pair: pair[0].count("/"), reverse=True):
        if path and item.type == "directory":
            full = os.path.join(place, path)
            set_attributes(full, *_attributes(item, how))
            # One that the archive does not have itself was made now.
            if item.mode is not None or item.modified:
                os.utime(full, (item.modified, item.modified))
    mode, uid, gid = _attributes(plan.items.get("", _Item("", "directory")), how)
    if there is not None:
        uid = there.st_uid if uid is None else uid
        gid = there.st_gid if gid is None else gid
        mode = stat.S_IMODE(there.st_mode) if mode is None else mode
    set_attributes(folder.at("."), usual if mode is None else mode, uid, gid)


def _usual_mode(folder):
    """The mode that a new folder has here, by umask and ACLs."""
    path = os.path.join(folder, "mode")
    os.mkdir(path)
    try:
        return stat.S_IMODE(os.lstat(path).st_mode)
    finally:
        os.rmdir(path)


def _write(item, path, how):
    mode, uid, gid = _attributes(item, how)
    # One without a mode gets that of any new file.
    with open(os.open(path, _CREATE, 0o666 if mode is None else 0o600), "wb") as file:
        for block in _blocks(item):
            file.write(block)
        file.flush()
        if uid is not None or gid is not None:
            os.fchown(file.fileno(), -1 if uid is None else uid, -1 if gid is None else gid)
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        os.utime(file.fileno(), (item.modified, item.modified))
        os.fsync(file.fileno())


def _exchange(place, target):
    """Puts a folder in the place of another one, which is where the first was then."""
    import ctypes

    from rmote import files

    if hasattr(ctypes.CDLL(None), "renameat2"):
        libc = ctypes.CDLL(None, use_errno=True)
        # AT_FDCWD and RENAME_EXCHANGE of linux/fcntl.h and linux/fs.h; rename(2).
        if libc.renameat2(-100, os.fsencode(place), -100, os.fsencode(target), 2) == 0:
            return
        number = ctypes.get_errno()
        if number not in (errno.EINVAL, errno.ENOSYS):
            raise OSError(number, os.strerror(number), target)
    # In two steps, where there is no other way.
    old = files.temporary(target, "removed")
    try:
        os.rename(target, old)
        os.rename(place, target)
        os.rename(old, place)
    except BaseException:
        if not os.path.lexists(target):
            os.rename(old, target)
        elif os.path.lexists(old):
            os.rename(old, place)
        raise


def _remove_tree(path):
    """Removes a folder, also one in which there are folders that nobody may write to."""
    import shutil

    # Root may always; in what was another user's, a link could take the place of a folder meanwhile.
    if os.geteuid() != 0:
        for parent, folders, _ in os.walk(path):
            os.chmod(parent, 0o700)
            for name in folders:
                full = os.path.join(parent, name)
                if not os.path.islink(full):
                    os.chmod(full, 0o700)
    shutil.rmtree(path)


# Packing


def _format(path, given):
    if given is not None:
        if given not in _FORMATS:
            raise ValueError("There is no format %r; there are %s." % (given, ", ".join(_FORMATS)))
        return given
    name = os.path.basename(path).lower()
    for ending, kind in ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return kind
    raise ValueError(
        "%s does not end like an archive (%s); `format` says what it is to be."
        % (path, ", ".join(ending for ending, _ in ENDINGS))
    )


def _named(path, sources, base):
    """Each source as name in the archive and path."""
    from rmote import files

    if isinstance(sources, str):
        raise ValueError("sources is a list of paths.")
    if not sources:
        raise ValueError("There is nothing to pack.")
    root = None if base is None else files.full_path(base)
    found = {}
    for source in sources:
        if root is None:
            full = files.full_path(source)
            name = os.path.basename(full)
            if not name:
                raise ValueError("/ has no name; with base=/ its parts can be packed.")
        else:
            full = os.path.normpath(os.path.join(root, os.path.expanduser(source)))
            name = os.path.relpath(full, root)
            if name.split(os.sep)[0] == "..":
                raise ValueError("%s is not within %s." % (full, root))
        if name in found:
            raise ValueError("%s and %s have the same name in the archive." % (found[name], full))
        if (os.path.realpath(path) + os.sep).startswith(os.path.join(os.path.realpath(full), "")):
            # It would be in it the next time, and the folder's time is another each time.
            raise ValueError("The archive would lie in %s, which it is to pack." % full)
        found[name] = full
    return sorted(found.items())


def _create(path, kind, named, exclude, skip_special, wanted, make_parents, check):
    from rmote import files
    from rmote.file_attributes import differences, group_id, parse_mode, set_attributes, user_id
    from rmote.pinned import parent_of

    attributes = (parse_mode(wanted[0]), user_id(wanted[1]), group_id(wanted[2]))
    with parent_of(path) as folder:
        name = os.path.basename(path)
        old, former = _lstat(folder.at(name)), None
        if old is not None:
            files.require_file(path, old)
            with files.open_file(folder.at(name)) as file:
                former = files.checksum_of(file)
        parents = files.missing_parents(path, make_parents)
        changes = ["make folder %s" % parent for parent in parents]
        final = folder.at(name)
        place = files.temporary(final)
        sink = _Sink()
        try:
            if not check:
                folder.make(parents)
                final = folder.at(name)
                place = files.temporary(final)
                # A new one gets the usual mode.
                usual = old is None and attributes[0] is None
                sink.file = open(os.open(place, _CREATE, 0o666 if usual else 0o600), "wb")
            with sink:
                count = _pack(kind, sink, named, exclude, skip_special)
                checksum = sink.checksum()
                if old is None:
                    changes.append("create")
                else:
                    changes += ["content"] if checksum != former else []
                    changes += differences(old, *attributes)
                if sink.file is not None and checksum != former:
                    sink.file.flush()
                    files.finish(sink.file.fileno(), final, old, *attributes, shown=path)
                    os.rename(place, final)
                    files.sync_folder(final)
                elif sink.file is not None and changes:
                    set_attributes(final, *attributes, found=old)
            if os.path.lexists(place):
                files.discard(place)
        except BaseException:
            if os.path.lexists(place) or not os.path.lexists(final):
                files.discard(place)
                folder.unmake()
            raise
    return ArchiveChange(bool(changes), path, changes, count, sink.size)


def _pack(kind, sink, named, exclude, skip_special):
    """Fills an archive; how many files, folders and links there are in it."""
    from rmote.pinned import parent_of

    packer = _packer(kind, sink)
    for name, full in named:
        with parent_of(full) as folder:
            for below, each, info in _each(name, folder, os.path.basename(full), exclude):
                if not _is_special(info):
                    packer.add(below, each, info)
                elif not skip_special:
                    what = "is a device, pipe or socket; `skip_special` leaves it out"
                    raise OSError(errno.EINVAL, what, each)
                else:
                    what = "%s is not packed: it is a device, pipe or socket."
                    log(what % folder.shown(each), "WARNING")
    packer.close()
    return packer.count


def _is_special(info):
    return not (stat.S_ISREG(info.st_mode) or stat.S_ISDIR(info.st_mode) or stat.S_ISLNK(info.st_mode))


def _each(name, folder, below, exclude):
    """Name in the archive, path and lstat of a source and of all that is below it. Raises OSError.

    The source is at `below` in a folder that is held: no path goes through a link, and each is good
    until the next.
    """
    from fnmatch import fnmatchcase

    pending = [(name, below)]
    while pending:
        name, below = pending.pop()
        if any(fnmatchcase(each, pattern) for pattern in exclude for each in (name, os.path.basename(name))):
            continue
        path = folder.at(below)
        info = os.lstat(path)
        yield name, path, info
        if stat.S_ISDIR(info.st_mode):
            inner = "" if name == "." else name + "/"
            names = sorted(os.listdir(folder.at(os.path.join(below, "."))), reverse=True)
            pending += [(inner + each, os.path.join(below, each)) for each in names]


class _Sink(object):
    """Where an archive is written to: counts, makes a checksum, and fills a file, if there is one."""

    def __init__(self):
        import hashlib

        self.size = 0
        self.file = None  # type: Any
        self._digest = hashlib.sha256()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.file is not None:
            self.file.close()
        # A zip that was given up writes its end when nobody knows it any more.
        self.file = None

    def write(self, data):
        self._digest.update(data)
        self.size += len(data)
        if self.file is not None:
            self.file.write(data)
        return len(data)

    def tell(self):
        return self.size

    def flush(self):
        pass

    def checksum(self):
        return self._digest.hexdigest()


def _packer(kind, sink):
    try:
        return _Zip(sink) if kind == "zip" else _Tar(kind, sink)
    except ImportError as error:
        what = "The target's Python was built without what makes a %s: %s" % (kind, error)
        raise ValueError(what) from error


def _opened(path, info):
    """A file to read, which is still the one that was looked at."""
    file = open(os.open(path, _READ), "rb")
    if not os.path.samestat(os.fstat(file.fileno()), info):
        file.close()
        raise _replaced(path)
    return file


def _replaced(path):
    return OSError(errno.ESTALE, "was replaced by another one meanwhile", path)


def _shorter(path):
    return OSError(errno.ESTALE, "became shorter meanwhile", path)


class _Tar(object):
    def __init__(self, kind, sink):
        import tarfile

        self.count = 0
        self._stream = _compressor(kind, sink)
        # Only what does not fit into the old header gets one of POSIX.1-2001.
        self._tar = tarfile.TarFile(fileobj=self._stream, mode="w", format=tarfile.PAX_FORMAT)
        self._close = [self._tar.close] + ([] if self._stream is sink else [self._stream.close])

    def add(self, name, path, info):
        self.count += 1
        if not stat.S_ISREG(info.st_mode):
            member = self._whole(self._tar.gettarinfo(path, name))
            if not (member.isdir() or member.issym()):
                raise _replaced(path)
            self._tar.addfile(member)
            return
        with _opened(path, info) as file:
            # One with several names is packed once; the others are hard links to it.
            member = self._whole(self._tar.gettarinfo(arcname=name, fileobj=file))
            try:
                self._tar.addfile(member, file if member.isreg() else None)
            except OSError as error:
                # tarfile's own, where a file ends too soon, has no number.
                if error.errno is not None:
                    raise
                raise _shorter(path) from error

    @staticmethod
    def _whole(member):
        # A fraction takes a header of 1 KiB of its own.
        member.mtime = int(member.mtime)
        return member

    def close(self):
        for close in self._close:
            close()


def _compressor(kind, sink):
    if kind == "tar.gz":
        import gzip

        return gzip.GzipFile("", "wb", 6, sink, 0)
    if kind == "tar.xz":
        import lzma

        return lzma.LZMAFile(sink, "wb", preset=6)
    if kind == "tar.bz2":
        import bz2

        return bz2.BZ2File(sink, "wb")
    return sink


class _Zip(object):
    def __init__(self, sink):
        import zipfile

        self.count = 0
        self._zip = zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED)
        self.close = self._zip.close

    def add(self, name, path, info):
        import zipfile

        try:
            name.encode("utf-8")
        except UnicodeEncodeError:
            what = "%s is no UTF-8, which names in a zip are; a tar takes any." % ascii(name)
            raise ValueError(what) from None
        if name == ".":
            # A zip has no name for the folder itself.
            return
        self.count += 1
        is_folder = stat.S_ISDIR(info.st_mode)
        entry = zipfile.ZipInfo(name + "/" if is_folder else name, _zip_time(info.st_mtime))
        entry.create_system = 3
        entry.external_attr = info.st_mode << 16 | (0x10 if is_folder else 0)
        if is_folder:
            self._zip.writestr(entry, b"")
        elif stat.S_ISLNK(info.st_mode):
            self._zip.writestr(entry, os.fsencode(os.readlink(path)))
        else:
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Packed, it may be a little longer.
            is_long = info.st_size >= 2 ** 30
            with _opened(path, info) as file, self._zip.open(entry, "w", force_zip64=is_long) as part:
                left = info.st_size
                while left:
                    block = file.read(min(left, BLOCK))
                    if not block:
                        raise _shorter(path)
                    part.write(block)
                    left -= len(block)


def _zip_time(seconds):
    """Local time, as zips have it: from 1980 to 2107."""
    import time

    moment = time.localtime(seconds)[:6]
    return min(max(moment, (1980, 1, 1, 0, 0, 0)), (2107, 12, 31, 23, 59, 58))
