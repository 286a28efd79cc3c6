"""Settings of a target's kernel."""

import errno
import os
import re

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool, log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, List, Optional, Union

SysctlChange = NamedTuple("SysctlChange", [
    ("changed", "bool"), ("name", "str"), ("value", "str"), ("path", "Optional[str]"),
    ("diff", "Optional[str]"), ("changes", "List[str]"),
])

SETTINGS = "/proc/sys"
# Where they are kept, in the order in which a file hides others of the same name: sysctl.d(5).
FOLDERS = ("/etc/sysctl.d", "/run/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d", "/lib/sysctl.d")
# Bytes of a setting that are read.
MAX_VALUE = 65536


class Sysctl(Tool):
    """Read and set what the kernel has under /proc/sys, now and for later starts."""

    @staticmethod
    def get(name: "str") -> "str":
        """Return the value of a setting, without the line end.

        Args:
            name: Such as `net.ipv4.ip_forward`. Where a part has a dot in it, slashes go between
                the parts: `net/ipv4/conf/eth0.100/forwarding`.

        Raises:
            LookupError: This kernel has no such setting, or has it in a module that is not loaded.
            PermissionError: It may not be read, by you or at all.
        """
        return _read(_path(name))

    @staticmethod
    def list(prefix: "str" = "") -> "Dict[str, str]":
        """Return all settings that may be read, by their names.

        Args:
            prefix: Only those below this, such as `net.ipv4`; all if left out.

        Raises:
            LookupError: This kernel has nothing of that name.
        """
        top = _path(prefix) if prefix else SETTINGS
        if not os.path.isdir(top):
            return {_name(top): _read(top)}
        found = {}
        for folder, _, names in os.walk(top):
            for each in names:
                path = os.path.join(folder, each)
                try:
                    found[_name(path)] = _read(path)
                except (OSError, LookupError):
                    # Many can only be written, or not be read by this user, or are gone by now.
                    continue
        return {each: found[each] for each in sorted(found)}

    @staticmethod
    def set(
        name: "str",
        value: "Union[str, int]",
        *,
        running: "bool" = True,
        keep: "bool" = True,
        file: "str" = "90-rmote.conf",
        check: "bool" = False
    ) -> "SysctlChange":
        """Give a setting a value, in the kernel that runs and in a file for later starts.

        The file is replaced as a whole; other lines of it stay. Where one of the two cannot be
        done, neither is. Doing it again changes nothing. A file that is read later and has another
        value is named in the log.

        Args:
            name: Such as `net.ipv4.ip_forward`. Where a part has a dot in it, slashes go between
                the parts: `net/ipv4/conf/eth0.100/forwarding`.
            value: Its value; several numbers have blanks between them.
            running: Set it in the kernel that runs.
            keep: Write it into the file, so that it is set at each start.
            file: Name of that file in /etc/sysctl.d.
            check: Only tell what would change.

        Returns:
            `changed`; the `name`, with dots where that tells it; the `value`; `path` and `diff` of
            the file, None without `keep`; and `changes`, a line for each thing.

        Raises:
            LookupError: This kernel has no such setting. With `running=False` it need not.
            ValueError: The kernel did not take the value, or took another; or a name is none. What
                was changed is taken back.
            OSError: The rights are missing, or the setting may not be written. Nothing was changed.
        """
        from rmote.files import edit_file

        text = _value(value)
        setting = _path(name, running)
        old = _read(setting) if running else None
        is_other = old is not None and _plain(old) != text
        changes = ["running value %s -> %s" % (_plain(old or ""), text)] if is_other else []
        path = os.path.join(FOLDERS[0], _file_name(file))
        edit = _edit(_name(setting), text)
        told = edit_file(path, edit, create=True, make_parents=True, check=True) if keep else None
        changes += ["%s: %s" % (path, what) for what in (told.changes if told else ())]
        if changes and not check:
            _change(path if told and told.changed else None, edit, setting if is_other else None, text)
        if told is not None:
            _warn_of_later(_name(setting), text, told.path)
        return SysctlChange(
            bool(changes), _name(setting), text, told and told.path, told and told.diff, changes
        )


def _path(name, must_exist=True):
    """The file of a setting. Raises ValueError for what is no name, LookupError for none."""
    parts = _key(name).split("/")
    if any(part in ("", ".", "..") or re.search(r"[\s\0=*/]", part) for part in parts):
        raise ValueError("A setting is named like net.ipv4.ip_forward, not %r." % name)
    path = os.path.join(SETTINGS, *parts)
    if must_exist and not os.path.exists(path):
        raise LookupError(
            "This kernel has no setting %s. It may be of a module that is not loaded." % name
        )
    return path


def _name(path):
    """The name of a setting as files have it; with slashes where a part of it has a dot."""
    parts = os.path.relpath(path, SETTINGS).split(os.sep)
    return ("/" if any("." in part for part in parts) else ".").join(parts)


def _read(path):
    with open(path, "rb") as file:
        text = file.read(MAX_VALUE).decode("utf-8", "backslashreplace")
    return text[:-1] if text.endswith("\n") else text


def _write(path, value):
    # Unbuffered: the kernel wants it in one piece, and says at once what is wrong with it.
    fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(fd, value.encode() + b"\n")
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from None
    finally:
        os.close(fd)


def _change(path, edit, setting, value):
    """Writes the file, then the setting, where they are not None; both or none."""
    from rmote.files import discard, edit_file, keep, put_back

    backups = []
    try:
        if path is not None:
            backups.append((path, keep(path, True) if os.path.lexists(path) else None))
            edit_file(path, edit, create=True, make_parents=True)
        # Last, since some settings cannot be taken back: kernel.modules_disabled.
        if setting is not None:
            _set(setting, value)
    except BaseException:
        for kept, backup in backups:
            put_back(kept, backup)
        raise
    for _, backup in backups:
        if backup is not None:
            discard(backup)


def _set(path, value):
    old = _read(path)
    try:
        _write(path, value)
        now = _plain(_read(path))
        if now != value:
            raise ValueError("The kernel made %r of %r for %s." % (now, value, _name(path)))
    except BaseException as error:
        if _read(path) != old:
            _write(path, old)
        if isinstance(error, OSError) and error.errno in (errno.EINVAL, errno.ERANGE):
            what = "The kernel does not take %r for %s." % (value, _name(path))
            raise ValueError(what) from None
        raise


def _value(value):
    text = str(int(value)) if isinstance(value, bool) else str(value)
    if re.search(r"[\0-\x08\x0a-\x1f\x7f]", text) or not text.strip():
        raise ValueError("A value is one line, and not empty.")
    return _plain(text)


def _plain(value):
    """Without what the kernel and files add: tabs between numbers, blanks at the ends."""
    return " ".join(value.split())


def _file_name(file):
    # Only those are read: sysctl.d(5).
    if re.match(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\.conf\Z", file) is None:
        raise ValueError("A file of settings is named like 90-rmote.conf, not %r." % file)
    return file


def _key(name):
    """A name with slashes between its parts, however it is written: sysctl.d(5)."""
    first = re.search("[./]", name)
    is_dotted = first is not None and first.group() == "."
    return name.translate({ord("."): "/", ord("/"): "."}) if is_dotted else name


def _entry(line):
    """Key and value of a line; two times None for a comment, a blank, or what only excludes a name."""
    # sysctl.d(5): a hyphen before the name says that a failure does not matter.
    name, equals, value = line.strip().partition("=")
    name = (name[1:] if name.startswith("-") else name).strip()
    if not equals or not name or name[0] in "#;":
        return None, None
    return _key(name), _plain(value)


def _edit(name, value):
    """Puts `name = value` in the place of the last line with that name, and removes the others."""

    def edit(text):
        lines = text.split("\n")
        places = [index for index, line in enumerate(lines) if _entry(line)[0] == _key(name)]
        if len(places) == 1 and _entry(lines[places[0]])[1] == value:
            return text
        line = "%s = %s" % (name, value)
        if places:
            lines[places[-1]] = line
            return "\n".join(
                each for index, each in enumerate(lines) if index not in places[:-1]
            )
        if lines[-1] == "":
            lines.pop()
        return "\n".join(lines + [line, ""])

    return edit


def _warn_of_later(name, value, path):
    """Says which file will win at the next start, where that is another one with another value."""
    files = {}
    for folder in reversed(FOLDERS):
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        files.update((each, os.path.join(folder, each)) for each in names if each.endswith(".conf"))
    later = [files[each] for each in sorted(files) if each > os.path.basename(path)]
    for other in later:
        try:
            with open(other, encoding="utf-8", errors="replace") as file:
                entries = [_entry(line) for line in file]
        except OSError as error:
            log("%s could not be read: %s" % (other, error.strerror), "WARNING")
            continue
        values = [found for key, found in entries if key == _key(name)]
        if values and values[-1] != value:
            log("%s is read later and sets %s to %s." % (other, name, values[-1]), "WARNING")
