"""Users, groups and what they may do on a target."""

import errno
import os
import re
import stat
from collections import namedtuple

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Literal, Optional, Union

    from rmote.files import Change

UserInfo = NamedTuple("UserInfo", [
    ("name", "str"), ("uid", "int"), ("gid", "int"), ("group", "str"), ("groups", "List[str]"),
    ("home", "str"), ("shell", "str"), ("comment", "str"), ("locked", "Optional[bool]"),
])
UserChange = NamedTuple("UserChange", [("changed", "bool"), ("changes", "List[str]")])

# passwd(5), group(5) and shadow(5).
PASSWD = "/etc/passwd"
GROUP = "/etc/group"
SHADOW = "/etc/shadow"
# With which useradd ends when the user is there, but not its group, home, mails or SELinux user.
HALF_DONE = (10, 12, 13, 14)
SUDOERS = "/etc/sudoers.d"
KEYS = "authorized_keys"

# What a hash of crypt(5) looks like, by what it begins with.
_SALTED = r"\$%s\$(rounds=[0-9]+\$)?[^$:\s]{0,16}\$[./0-9A-Za-z]{%d}"
HASHES = (
    r"\$1\$[^$:\s]{0,8}\$[./0-9A-Za-z]{22}", _SALTED % ("5", 43), _SALTED % ("6", 86),
    r"\$2[abxy]\$[0-9]{2}\$[./0-9A-Za-z]{53}",
    r"\$7\$[./0-9A-Za-z]{11,97}\$[./0-9A-Za-z]{43}",
    r"\$g?y\$[./0-9A-Za-z]+\$[./0-9A-Za-z]*\$[./0-9A-Za-z]{43}",
)
# Numbers of fields in a public key, its type included: RFC 4253 6.6, RFC 5656 3.1, RFC 8709 4, and
# OpenSSH's PROTOCOL.u2f.
KEY_TYPES = {
    "ssh-ed25519": 2, "ssh-rsa": 3, "ecdsa-sha2-nistp256": 3, "ecdsa-sha2-nistp384": 3,
    "ecdsa-sha2-nistp521": 3, "sk-ssh-ed25519@openssh.com": 3,
    "sk-ecdsa-sha2-nistp256@openssh.com": 4,
}
# sshd(8), AUTHORIZED_KEYS FILE FORMAT; sshd ignores a line with another one. Those with a value.
KEY_OPTIONS = (
    "agent-forwarding cert-authority no-agent-forwarding no-port-forwarding no-pty no-touch-required "
    "no-user-rc no-x11-forwarding port-forwarding pty restrict user-rc verify-required x11-forwarding"
).split()
KEY_VALUES = "command environment expiry-time from permitlisten permitopen principals tunnel".split()

_Key = namedtuple("_Key", "options type blob comment")
_OPTION = re.compile(r'([A-Za-z0-9-]+)(?:="((?:\\"|[^"\\]|\\(?!"))*)")?(,|\Z)')
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class User(Tool):
    """Users and groups of a target, the keys they log in with, and what sudo lets them do."""

    @staticmethod
    def list(system: "bool" = True) -> "List[UserInfo]":
        """Return the users that the system knows, also from elsewhere than /etc/passwd, by number.

        Args:
            system: Those of programs too: with a number below 1000, and nobody.

        Returns:
            Of each name, uid, gid, the `group` of that number, the other `groups`, home, shell,
            comment, and whether its password is `locked`, which only root sees: None otherwise.
        """
        import grp
        import pwd

        from rmote.file_attributes import group_name

        groups = grp.getgrall()
        hashes = _hashes()
        found = []
        for entry in sorted(pwd.getpwall(), key=lambda entry: entry.pw_uid):
            if not system and not 1000 <= entry.pw_uid < 65534:
                continue
            known = hashes.get(entry.pw_name) if hashes is not None else None
            found.append(
                UserInfo(
                    name=entry.pw_name,
                    uid=entry.pw_uid,
                    gid=entry.pw_gid,
                    group=group_name(entry.pw_gid),
                    groups=sorted(group.gr_name for group in groups if entry.pw_name in group.gr_mem),
                    home=entry.pw_dir,
                    shell=entry.pw_shell,
                    comment=entry.pw_gecos,
                    locked=None if known is None else known[:1] in ("!", "*"),
                )
            )
        return found

    @staticmethod
    def present(
        name: "str",
        *,
        uid: "Optional[int]" = None,
        group: "Union[str, int, None]" = None,
        groups: "Optional[List[str]]" = None,
        only_groups: "bool" = False,
        home: "Optional[str]" = None,
        move_home: "bool" = False,
        create_home: "Optional[bool]" = None,
        shell: "Optional[str]" = None,
        comment: "Optional[str]" = None,
        system: "bool" = False,
        password_hash: "Optional[str]" = None,
        locked: "Optional[bool]" = None,
        check: "bool" = False
    ) -> "UserChange":
        """Make sure that there is a user with this name, and with what is given of the rest.

        What is left out stays as it is. Doing it again changes nothing. Where the password cannot
        be set, the rest is taken back. A call that is cancelled or killed may leave a part of it
        done: a new user without a password then, who cannot log in with one; the next call does
        the rest.

        Args:
            name: Name of the user.
            uid: Number of the user; the next free one for a new user. With another number the files
                in the home are given to it, others are not.
            group: Name or number of the main group, which has to be there. A new user gets a group
                of the same name otherwise.
            groups: Names of further groups, which have to be there.
            only_groups: Leave all groups that are not in `groups`.
            home: Path of the home; /home/NAME usually.
            move_home: Move what is in the home of a user who is there, when `home` is another.
            create_home: Make the home, with what is in /etc/skel. Where it is left out, this is done
                for a new user who is not of the system.
            shell: Path of the login shell, which has to be there.
            comment: Full name and the like.
            system: Make a user for a program: with a low number, and no home unless asked for.
            password_hash: The password as `mkpasswd` or `openssl passwd -6` prints it, never the
                password itself. It is in no log, no result and no list of processes.
            locked: Whether the password is of no use. Keys of ssh still are.
            check: Only tell what would change.

        Returns:
            `changed`, and `changes`, a line for each thing; of a password only that it does.

        Raises:
            ValueError: Something cannot be so: a name, a home, a hash that is none, the number of
                another user, or a user to unlock who has no password. Nothing was changed.
            LookupError: There is no such group, or the user is of a directory such as LDAP. Nothing
                was changed.
            FileNotFoundError: There is no such shell, or no useradd (busybox has none).
            PermissionError: You may not read what the password is.
            rmote.programs.ProgramFailed: useradd, usermod or chpasswd refused it; its words are in
                the message.
        """
        wanted = _Wanted(
            name, uid, group, groups, only_groups, home, move_home, create_home, shell, comment,
            system, password_hash, locked,
        )
        entry = _user(name)
        return _create(wanted, check) if entry is None else _modify(wanted, entry, check)

    @staticmethod
    def absent(name: "str", *, remove_home: "bool" = False, check: "bool" = False) -> "UserChange":
        """Make sure that there is no user of this name. Doing it again changes nothing.

        Its own group goes too, if nobody else is in it. Who is logged in is not removed.

        Args:
            name: Name of the user.
            remove_home: Remove its home and its mails, if it owns the home.
            check: Only tell what would change.

        Returns:
            `changed`, and `changes`, a line for each thing.

        Raises:
            ValueError: It is root, or you.
            LookupError: The user is of a directory such as LDAP.
            FileNotFoundError: There is no userdel (busybox has none).
            rmote.programs.ProgramFailed: userdel refused it; its words are in the message.
        """
        from rmote.programs import run_program

        _require_name(name, "user")
        entry = _user(name)
        if entry is None:
            return UserChange(False, [])
        if entry.pw_uid in (0, os.geteuid()):
            raise ValueError("%s is not removed: it is %s." % (name, "you" if entry.pw_uid else "root"))
        program = _program("userdel")
        changes = ["remove user " + name]
        # userdel fails when it is done, where it may not remove a home.
        remove_home = remove_home and _owns(entry.pw_dir, entry.pw_uid)
        if remove_home:
            if os.path.realpath(entry.pw_dir) == "/":
                raise ValueError("The home of %s is /, which is not removed." % name)
            changes.append("remove home " + entry.pw_dir)
        if not check:
            run_program(program, *((["-r"] if remove_home else []) + [name]))
        return UserChange(True, changes)

    @staticmethod
    def group_present(
        name: "str", *, gid: "Optional[int]" = None, system: "bool" = False, check: "bool" = False
    ) -> "UserChange":
        """Make sure that there is a group with this name. Doing it again changes nothing.

        Args:
            name: Name of the group.
            gid: Number of the group; the next free one for a new group. Files keep the old number.
            system: Make a group for a program, with a low number.
            check: Only tell what would change.

        Returns:
            `changed`, and `changes`, a line for each thing.

        Raises:
            ValueError: The name is none, or the number is another group's. Nothing was changed.
            LookupError: The group is of a directory such as LDAP.
            FileNotFoundError: There is no groupadd (busybox has none).
            rmote.programs.ProgramFailed: groupadd or groupmod refused it; its words are in the
                message.
        """
        return _group_present(name, gid, system, check)

    @staticmethod
    def group_absent(name: "str", *, check: "bool" = False) -> "UserChange":
        """Make sure that there is no group of this name. Doing it again changes nothing.

        Args:
            name: Name of the group.
            check: Only tell what would change.

        Returns:
            `changed`, and `changes`, a line for each thing.

        Raises:
            ValueError: It is root's, or the main group of a user.
            LookupError: The group is of a directory such as LDAP.
            FileNotFoundError: There is no groupdel (busybox has none).
            rmote.programs.ProgramFailed: groupdel refused it; its words are in the message.
        """
        import pwd

        from rmote.programs import run_program

        _require_name(name, "group")
        entry = _group(name)
        if entry is None:
            return UserChange(False, [])
        if entry.gr_gid == 0:
            raise ValueError("%s is not removed: it is root's." % name)
        users = [user.pw_name for user in pwd.getpwall() if user.pw_gid == entry.gr_gid]
        if users:
            raise ValueError("%s is not removed: it is the main group of %s." % (name, ", ".join(users)))
        program = _program("groupdel")
        if not check:
            run_program(program, name)
        return UserChange(True, ["remove group " + name])

    @staticmethod
    def authorized_key(
        name: "str",
        key: "str",
        *,
        state: "Literal['present', 'absent']" = "present",
        options: "Optional[str]" = None,
        exclusive: "bool" = False,
        check: "bool" = False
    ) -> "Change":
        """Make sure that a user can log in with an SSH key, or cannot.

        ~/.ssh/authorized_keys is replaced as a whole, and belongs to the user with mode 0600, its
        folder with 0700. Other lines stay as they are. A symbolic link is not followed: the user
        could have put it there. Nor is the user given a file or a folder of somebody else's with
        other things than keys in it. Doing it again changes nothing.

        Args:
            name: Name of the user.
            key: The public key, as in id_ed25519.pub; several have a line each.
            state: `absent`: none of these keys is in the file.
            options: What sshd allows with these keys, such as `restrict,command="/usr/bin/backup"`,
                or nothing for everything. If left out, those before the key, or else those that the
                file has for it.
            exclusive: Remove all other keys.
            check: Only tell what would change.

        Returns:
            `changed`; `path` of the file; `diff`; `changes`, a line for each key by its fingerprint.

        Raises:
            ValueError: It is no public key, or sshd knows no such option. Nothing was changed.
            LookupError: There is no such user.
            OSError: There is no home, something of it is a symbolic link or somebody else's, the disk
                is full, or the rights are missing. Nothing was changed.
            rmote.files.UnexpectedContent: Somebody else changed the file meanwhile. Nothing was
                changed.
        """
        import pwd

        if state not in ("present", "absent"):
            raise ValueError("state is present or absent, not %r." % state)
        if exclusive and state == "absent":
            raise ValueError("exclusive keeps the keys that are given, so it goes with present.")
        keys = _parse_keys(key, options)
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            raise LookupError("There is no user %s." % name) from None
        edit = _KeysEdit(keys, state == "present", options is not None, exclusive)
        return _authorize(entry, edit, check)

    @staticmethod
    def sudoer(
        name: "str",
        commands: "Optional[List[str]]" = None,
        *,
        state: "Literal['present', 'absent']" = "present",
        run_as: "str" = "ALL",
        password: "bool" = True,
        file: "Optional[str]" = None,
        check: "bool" = False
    ) -> "Change":
        """Make sure that a user or a group may run commands by sudo, or has no rule of ours.

        The rule is a file in /etc/sudoers.d of its own with mode 0440, which `visudo -c` has to
        accept before it is there. Doing it again changes nothing.

        Args:
            name: Name of the user; of a group with % before it.
            commands: Whole paths, with arguments if only these are allowed, as sudoers(5) writes
                them; everything if left out.
            state: `absent` removes the file.
            run_as: Name of the user that they run as; ALL for any.
            password: Whether sudo asks for the user's password.
            file: Name of the file; rmote-NAME if left out. It is written as a whole.
            check: Only tell what would change. visudo is asked all the same.

        Returns:
            `changed`, `path` of the file, `diff`, `changes`.

        Raises:
            ValueError: The rule cannot be so. Nothing was changed.
            LookupError: There is no such user or group.
            FileNotFoundError: sudo is not installed.
            rmote.files.InvalidContent: visudo refused it; its words are in the message. Nothing was
                changed.
            OSError: The disk is full, or the rights are missing. Nothing was changed.
        """
        return _sudoer(name, commands, state, run_as, password, file, check)


# Users and groups


class _Wanted(object):
    """What `present` was given, as far as it can be said without the user. Raises as it does."""

    def __init__(
        self, name, uid, group, groups, only_groups, home, move_home, create_home, shell, comment,
        system, password_hash, locked
    ):
        import grp
        import pwd

        from rmote.file_attributes import group_id

        _require_name(name, "user")
        for what, text in (("home", home), ("shell", shell), ("comment", comment)):
            if text is not None and (":" in text or not text.isprintable()):
                raise ValueError("A %s has no colon and no control characters in it." % what)
        for what, path in (("home", home), ("shell", shell)):
            if path is not None and (not path.startswith("/") or ".." in path.split("/")):
                raise ValueError("A %s is a whole path from /, not %r." % (what, path))
        if shell is not None and not (os.path.isfile(shell) and os.access(shell, os.X_OK)):
            raise FileNotFoundError(errno.ENOENT, "is no program here, so nobody could log in", shell)
        if password_hash is not None and not any(re.match(h + r"\Z", password_hash) for h in HASHES):
            # What was given is not shown: it may be the password.
            raise ValueError("The password is no whole hash, as `openssl passwd -6` prints it.")
        if uid is not None:
            if not 0 <= uid < 4294967295:
                raise ValueError("A number of a user is from 0 to 4294967294.")
            other = [user.pw_name for user in pwd.getpwall() if user.pw_uid == uid]
            if other and name not in other:
                raise ValueError("%d is the number of %s." % (uid, ", ".join(other)))
        if only_groups and groups is None:
            raise ValueError("only_groups goes with groups; an empty list of them leaves all.")
        for each in groups or ():
            _require_name(each, "group")
            group_id(each)
        self.name, self.uid, self.home, self.shell = name, uid, home, shell
        self.comment, self.system, self.create_home = comment, system, create_home
        self.move_home, self.only_groups = move_home, only_groups
        self.groups = None if groups is None else sorted(set(groups))
        self.password_hash, self.locked = password_hash, locked
        self.gid = group_id(group)
        if self.gid is not None:
            try:
                grp.getgrgid(self.gid)
            except KeyError:
                raise LookupError("There is no group %d." % self.gid) from None


def _create(wanted, check):
    from rmote.programs import ProgramFailed, run_program

    name, add = wanted.name, _program("useradd")
    if len(name) > 32:
        raise ValueError("The name of a user has at most 32 characters.")
    if wanted.locked is False and wanted.password_hash is None:
        raise ValueError("A new user without a password cannot be unlocked; give password_hash.")
    makes_home = not wanted.system if wanted.create_home is None else wanted.create_home
    options = ["-r"] if wanted.system else []
    options.append("-m" if makes_home else "-M")
    if wanted.gid is not None:
        options += ["-g", str(wanted.gid)]
    else:
        # A group of that name may be there already.
        options += ["-U"] if _group(name) is None else ["-g", name]
    changes = ["create user " + name]
    for what, option, value in (
        ("uid", "-u", wanted.uid), ("home", "-d", wanted.home), ("shell", "-s", wanted.shell),
        ("comment", "-c", wanted.comment),
    ):
        if value is not None:
            options += [option, str(value)]
            changes.append("%s %s" % (what, value))
    if wanted.groups:
        options += ["-G", ",".join(wanted.groups)]
        changes += ["join group " + each for each in wanted.groups]
    defaults = _defaults(add)
    home = os.path.join(defaults.get("HOME", "/home"), name) if wanted.home is None else wanted.home
    new_home = home if makes_home and not os.path.lexists(home) else None
    if new_home is not None:
        changes.append("make home " + home)
    if wanted.password_hash is not None:
        changes.append("password")
    if check:
        return UserChange(True, changes)
    try:
        run_program(add, *(options + [name]))
    except ProgramFailed as error:
        # Others made nothing, or are of a user whom somebody else made meanwhile.
        if error.status in HALF_DONE:
            _take_back(name, new_home)
        raise
    try:
        if new_home is not None:
            _require_copied(defaults.get("SKEL", "/etc/skel"), new_home)
        if wanted.password_hash is not None:
            _set_hash(name, ("!" if wanted.locked else "") + wanted.password_hash)
    except Exception:
        _take_back(name, new_home)
        raise
    return UserChange(True, changes)


def _take_back(name, new_home):
    """Removes a user who could only be made in part, and the home, if it is new."""
    from rmote.programs import run_program

    if _user(name) is not None:
        # 12: the home is not the user's yet.
        options = ["-r"] if new_home is not None else []
        run_program(_program("userdel"), *(options + [name]), accept=(0, 12))
    if new_home is not None:
        _remove_home(new_home)


def _remove_home(path):
    import shutil

    if os.path.isdir(path):
        shutil.rmtree(path)


def _defaults(add):
    """What useradd does where it is not told otherwise, by its names for it: useradd(8), -D."""
    from rmote.programs import run_program

    return dict(re.findall(r"^([A-Z_]+)=(.+)$", run_program(add, "-D").stdout, re.M))


def _require_copied(skeleton, home):
    """Raises ProgramFailed unless all is in a new home: useradd says nothing of a full disk."""
    from rmote.programs import ProgramFailed

    for parent, _, names in os.walk(skeleton):
        for name in names:
            path = os.path.join(parent, name)
            copy = os.path.join(home, os.path.relpath(path, skeleton))
            is_there = os.path.lexists(copy)
            if not is_there or os.lstat(path).st_size != os.lstat(copy).st_size:
                raise ProgramFailed(
                    "useradd did not copy %s to %s whole. Is the disk full?" % (path, copy)
                )


def _modify(wanted, entry, check):
    from rmote.programs import find_program, run_program

    name = wanted.name
    program = _program("usermod")
    changes, options, undo = [], [], []
    for what, option, value, old in (
        ("uid", "-u", wanted.uid, entry.pw_uid), ("gid", "-g", wanted.gid, entry.pw_gid),
        ("home", "-d", wanted.home, entry.pw_dir), ("shell", "-s", wanted.shell, entry.pw_shell),
        ("comment", "-c", wanted.comment, entry.pw_gecos),
    ):
        if value is not None and value != old:
            changes.append("%s %s -> %s" % (what, old, value))
            options += [option, str(value)]
            undo += [option, str(old)]
            if what == "home" and wanted.move_home:
                options.append("-m")
                undo.append("-m")
    if wanted.groups is not None:
        now = _groups_of(name)
        left = [each for each in now if each not in wanted.groups] if wanted.only_groups else []
        joined = [each for each in wanted.groups if each not in now]
        changes += ["join group " + each for each in joined] + ["leave group " + each for each in left]
        if joined or left:
            listed = [each for each in now if each not in left] + joined
            options += ["-G", ",".join(listed)]
            undo += ["-G", ",".join(now)]
    password = _Password(wanted, _hash_of(wanted))
    changes += password.changes
    home = entry.pw_dir if wanted.home is None else wanted.home
    makes_home = bool(wanted.create_home) and not wanted.move_home and not os.path.lexists(home)
    if makes_home:
        changes.append("make home " + home)
    if check or not changes:
        return UserChange(bool(changes), changes)
    helper = find_program("mkhomedir_helper", "It is PAM's, and makes homes.") if makes_home else ""
    setter = _program("chpasswd") if password.hash is not None else ""
    if options + password.options:
        run_program(program, *(options + password.options + [name]))
    try:
        if setter and password.hash is not None:
            _set_hash(name, password.hash)
        if makes_home:
            run_program(helper, name)
    except Exception:
        if makes_home:
            _remove_home(home)
        if setter and _hash_of(wanted) != password.old:
            _set_hash(name, password.old)
        if options + password.undo:
            run_program(program, *(undo + password.undo + [name]))
        raise
    return UserChange(True, changes)


class _Password(object):
    """What is to be done so that a user's password is the wanted one. Raises ValueError."""

    def __init__(self, wanted, old):
        self.changes, self.options, self.undo = [], [], []
        self.hash = None
        self.old = old
        if wanted.password_hash is None and wanted.locked is None:
            return
        bare = old.lstrip("!")
        is_locked = old[:1] in ("!", "*")
        has_hash = bare not in ("", "*")
        # A new password for one that somebody has locked leaves it locked.
        lock = is_locked and has_hash if wanted.locked is None else wanted.locked
        if wanted.password_hash is not None and wanted.password_hash != bare:
            self.hash = ("!" if lock else "") + wanted.password_hash
            self.changes.append("password")
            if lock != (is_locked and has_hash):
                self.changes.append("lock" if lock else "unlock")
        elif lock and not is_locked:
            self.changes.append("lock")
            self.options, self.undo = ["-L"], ["-U"]
        elif not lock and is_locked:
            if not has_hash:
                raise ValueError(
                    "%s has no password that could be unlocked; give password_hash." % wanted.name
                )
            self.changes.append("unlock")
            # `usermod -U` takes only one of the ! that some systems put there.
            self.hash = bare


def _hash_of(wanted):
    """What /etc/shadow has of a user; nothing where it is of no matter. Raises PermissionError."""
    if wanted.password_hash is None and wanted.locked is None:
        return ""
    hashes = _hashes()
    if hashes is None:
        raise PermissionError(errno.EACCES, "may not be read by you, so the password is unknown", SHADOW)
    return hashes.get(wanted.name, "")


def _hashes():
    # type: () -> dict[str, str] | None
    """What /etc/shadow has of each user; None where it may not be read. Python 3.13 has no spwd."""
    try:
        with open(SHADOW, encoding="utf-8", errors="surrogateescape") as file:
            fields = [line.rstrip("\n").split(":") for line in file]
    except (PermissionError, FileNotFoundError):
        return None
    return {field[0]: field[1] for field in fields if len(field) > 1}


def _set_hash(name, value):
    """Sets what /etc/shadow has of a user. By stdin: arguments are seen by everybody."""
    from rmote.programs import run_program

    run_program(_program("chpasswd"), "-e", input="%s:%s\n" % (name, value))


def _group_present(name, gid, system, check):
    import grp

    from rmote.programs import run_program

    _require_name(name, "group")
    entry = _group(name)
    if gid is not None:
        if not 0 <= gid < 4294967295:
            raise ValueError("A number of a group is from 0 to 4294967294.")
        other = [group.gr_name for group in grp.getgrall() if group.gr_gid == gid]
        if other and name not in other:
            raise ValueError("%d is the number of %s." % (gid, ", ".join(other)))
    number = [] if gid is None else ["-g", str(gid)]
    if entry is None:
        program, changes = _program("groupadd"), ["create group " + name]
        options = (["-r"] if system else []) + number
    elif gid is None or gid == entry.gr_gid:
        return UserChange(False, [])
    else:
        program, changes = _program("groupmod"), ["gid %d -> %d" % (entry.gr_gid, gid)]
        options = number
    if not check:
        run_program(program, *(options + [name]))
    return UserChange(True, changes)


def _program(name):
    from rmote.programs import find_program

    hint = (
        "Users are changed with the shadow programs, as Debian, RHEL and Arch have them; "
        "the adduser of busybox is not used."
    )
    return find_program(name, hint)


def _user(name):
    """The entry of a user of this machine; None if there is none. Raises LookupError for another's."""
    import pwd

    return _entry(name, pwd.getpwnam, PASSWD)


def _group(name):
    import grp

    return _entry(name, grp.getgrnam, GROUP)


def _entry(name, look_up, path):
    try:
        found = look_up(name)
    except KeyError:
        return None
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        if not any(line.startswith(name + ":") for line in file):
            raise LookupError("%s is not in %s, but of a directory such as LDAP." % (name, path))
    return found


def _owns(path, uid):
    try:
        return os.stat(path).st_uid == uid
    except OSError:
        return False


def _groups_of(name):
    import grp

    return sorted(group.gr_name for group in grp.getgrall() if name in group.gr_mem)


def _require_name(name, what):
    # Those of POSIX (3.437), and the $ of Samba; the programs may be stricter.
    is_good = re.match(r"[A-Za-z0-9_.][A-Za-z0-9_.-]*\$?\Z", name) is not None
    if not is_good or name in (".", "..") or name.isdigit():
        raise ValueError(
            "The name of a %s is letters, digits, dots, _ and -, with no - at the start and not "
            "digits alone; %r is none." % (what, name)
        )


# Keys


def _parse_keys(text, options):
    """The keys of lines. Raises ValueError, which shows nothing of what may be a private key."""
    if "PRIVATE KEY" in text:
        raise ValueError("This is a private key. Give the public one, of the file with .pub.")
    lines = [line.strip() for line in text.split("\n")]
    keys = [_parse_key(line) for line in lines if line and not line.startswith("#")]
    if not keys:
        raise ValueError("There is no key; one is a line such as ssh-ed25519 AAAA... comment.")
    if options is not None:
        options = options.strip()
        if options:
            _require_options(options)
        keys = [key._replace(options=options) for key in keys]
    return keys


def _parse_key(line):
    import base64
    import binascii

    if not line.replace("\t", " ").isprintable():
        raise ValueError("A key is one line without control characters.")
    key = _split_key(line)
    if key is None or key.type not in KEY_TYPES:
        raise ValueError(
            "A public key begins with one of %s; options may be before it." % ", ".join(KEY_TYPES)
        )
    if key.options is not None:
        _require_options(key.options)
    try:
        data = base64.b64decode(key.blob.encode("ascii", "replace"), validate=True)
    except binascii.Error:
        raise ValueError("What is behind %s is no base64; was a part left out?" % key.type) from None
    fields = []
    while data:
        end = 4 + int.from_bytes(data[:4], "big")
        if len(data) < 4 or len(data) < end:
            raise ValueError("The %s key is cut off." % key.type)
        fields.append(data[4:end])
        data = data[end:]
    if len(fields) != KEY_TYPES[key.type] or fields[0] != key.type.encode():
        raise ValueError("The key is no %s inside." % key.type)
    if key.type == "ssh-ed25519" and len(fields[1]) != 32:
        raise ValueError("An ssh-ed25519 key has 32 bytes, not %d." % len(fields[1]))
    return key


def _split_key(line):
    """The parts of a line; None if it has no key. `options` is None where there are none."""
    text = line.strip()
    if not text or text.startswith("#"):
        return None
    options = None
    if text.split(None, 1)[0] not in KEY_TYPES:
        end = _end_of_options(text)
        options, text = text[:end], text[end:].strip()
    words = text.split(None, 2)
    if len(words) < 2 or re.match(r"[a-z0-9@.-]+\Z", words[0]) is None:
        return None
    return _Key(options, words[0], words[1], words[2] if len(words) > 2 else "")


def _end_of_options(text):
    """Where the options of a line end: at a blank outside of quotes, as sshd reads them."""
    is_quoted = False
    index = 0
    while index < len(text) and (is_quoted or text[index] not in " \t"):
        if text.startswith('\\"', index):
            index += 1
        elif text[index] == '"':
            is_quoted = not is_quoted
        index += 1
    return index


def _require_options(text):
    if not text.isprintable():
        raise ValueError("Options are one line of text.")
    end = 0
    while True:
        found = _OPTION.match(text, end)
        if found is None:
            raise ValueError(
                "Options are like restrict,command=\"/usr/bin/backup\", with , between them; not %r."
                % text[end:]
            )
        name, value, comma = found.groups()
        if name.lower() not in (KEY_OPTIONS if value is None else KEY_VALUES):
            raise ValueError(
                "sshd knows no option %s%s; it knows %s, and with a value %s."
                % (name, "" if value is None else "=", ", ".join(KEY_OPTIONS), ", ".join(KEY_VALUES))
            )
        end = found.end()
        if not comma:
            return


class _KeysEdit(object):
    """Makes of the text of authorized_keys what it is to be, and says of each key what was done."""

    def __init__(self, keys, is_present, sets_options, exclusive):
        self._keys = keys
        self.is_present = is_present
        self._sets_options = sets_options
        self._exclusive = exclusive
        self.changes = []

    def __call__(self, text):
        self.changes = []
        wanted = {key.blob: key for key in self._keys}
        lines = []
        seen = set()
        for line in text.split("\n"):
            key = _split_key(line)
            mine = None if key is None else wanted.get(key.blob)
            if key is None or mine is None:
                if self._exclusive and key is not None:
                    self._say("remove", key)
                elif self._exclusive and line.strip() and not line.strip().startswith("#"):
                    # sshd may read it otherwise than we do.
                    self.changes.append("remove a line that is no key")
                else:
                    lines.append(line)
            elif not self.is_present:
                self._say("remove", key)
            elif mine.options is None:
                seen.add(mine.blob)
                lines.append(line)
            elif mine.blob in seen:
                # sshd takes the first line that allows it, so one more could allow more.
                self._say("remove another line of", key)
            else:
                seen.add(mine.blob)
                if (key.options or "") != mine.options:
                    self._say("change options of", key)
                    line = _key_line(mine._replace(comment=mine.comment or key.comment))
                lines.append(line)
        new = [key for key in wanted.values() if self.is_present and key.blob not in seen]
        if new and lines and lines[-1] == "":
            lines.pop()
        for key in new:
            self._say("add", key)
            lines.append(_key_line(key))
        # sshd does read a last line without an end; whoever appends to the file would spoil it.
        if self.changes and lines and lines[-1] != "":
            lines.append("")
        return "\n".join(lines)

    def _say(self, what, key):
        self.changes.append("%s key %s" % (what, _fingerprint(key)))


def _key_line(key):
    return " ".join(part for part in (key.options, key.type, key.blob, key.comment) if part)


def _fingerprint(key):
    """As `ssh-keygen -l` prints it, with the comment."""
    import base64
    import binascii
    import hashlib

    try:
        digest = hashlib.sha256(base64.b64decode(key.blob.encode("ascii", "replace"))).digest()
    except binascii.Error:
        return "that cannot be read"
    text = "SHA256:" + base64.b64encode(digest).decode().rstrip("=")
    return text + (" (%s)" % key.comment if key.comment else "")


def _authorize(entry, edit, check):
    """Edits the authorized_keys of a user.

    By descriptors of the two folders, so that the user, whose they are, cannot lead it elsewhere.
    """
    if not os.path.isdir("/proc/self/fd"):
        raise OSError(errno.ENOTSUP, "is not there, which keys are written by", "/proc/self/fd")
    home = os.open(os.path.realpath(entry.pw_dir), _FOLDER)
    try:
        path = os.path.join(entry.pw_dir, ".ssh")
        try:
            folder = _open_folder(home, path)
        except FileNotFoundError:
            if check or not edit.is_present:
                return _new_keys(path, edit)
            return _make_keys(home, path, entry, edit)
        try:
            return _edit_keys(folder, path, entry, edit, check)
        finally:
            os.close(folder)
    finally:
        os.close(home)


def _make_keys(home, path, entry, edit):
    """Makes the folder with its file. A kill leaves at most the empty folder.

    Under its own name at once: SELinux labels it by that.
    """
    try:
        os.mkdir(".ssh", 0o700, dir_fd=home)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from None
    try:
        folder = _open_folder(home, path)
        try:
            os.fchown(folder, entry.pw_uid, entry.pw_gid)
            done = _edit_keys(folder, path, entry, edit, False)
        finally:
            os.close(folder)
    except BaseException:
        try:
            os.rmdir(".ssh", dir_fd=home)
        except OSError as error:
            # Once the file is in it, it is done.
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
        raise
    os.fsync(home)
    return done._replace(changes=["make folder " + path] + done.changes)


def _open_folder(home, path):
    try:
        return os.open(".ssh", _FOLDER, dir_fd=home)
    except OSError as error:
        if error.errno in (errno.ENOTDIR, errno.ELOOP):
            what = "is a symbolic link or a file; keys go into a folder of the user's own"
            raise OSError(error.errno, what, path) from None
        raise


def _new_keys(path, edit):
    """What would be changed where there is no folder yet."""
    from rmote.file_diff import unified_diff
    from rmote.files import Change

    target = os.path.join(path, KEYS)
    content = edit("").encode()
    if not content:
        return Change(False, target, "", [])
    changes = ["make folder " + path] + edit.changes
    return Change(True, target, unified_diff(None, content, target), changes)


def _edit_keys(folder, path, entry, edit, check):
    from rmote.file_attributes import differences
    from rmote.files import Change, edit_file

    place = "/proc/self/fd/%d" % folder
    info = os.fstat(folder)
    owner = (entry.pw_uid, entry.pw_gid)
    gives = _Gives(path, entry, edit)
    found = differences(info, 0o700, *owner) if edit.is_present else []
    if edit.is_present:
        gives.require_folder(folder, info)
    changes = ["%s: %s" % (path, what) for what in found]
    try:
        if found and not check:
            os.fchown(folder, *owner)
            os.fchmod(folder, 0o700)
        attributes = ("0600",) + owner if edit.is_present else (None, None, None)
        done = edit_file(
            os.path.join(place, KEYS), gives.edit, True, *attributes, check=check, allow=gives.look
        )
    except BaseException as error:
        if found and not check:
            os.fchown(folder, info.st_uid, info.st_gid)
            os.fchmod(folder, stat.S_IMODE(info.st_mode))
        if isinstance(error, OSError) and isinstance(error.filename, str):
            error.filename = error.filename.replace(place, path)
        raise
    changes += edit.changes + [what for what in done.changes if what not in ("content", "create")]
    diff = done.diff and done.diff.replace(place, path)
    return Change(bool(changes), os.path.join(path, KEYS), diff, changes)


class _Gives(object):
    """Sees to it that a user is given nothing of somebody else's but keys.

    In a home its owner can give any file or folder another name, also root's that only root reads.
    """

    def __init__(self, path, entry, edit):
        self._path, self._entry, self._edit = path, entry, edit
        # Whose the file is.
        self._uid = entry.pw_uid

    def require_folder(self, folder, info):
        """Raises PermissionError for a folder of somebody else's that has more in it than the file."""
        if info.st_uid != self._entry.pw_uid and set(os.listdir(folder)) - {KEYS}:
            self._refuse("is a folder of %s's with other files in it", info.st_uid, self._path)

    def look(self, info):
        """Raises PermissionError for another name of somebody else's file."""
        self._uid = info.st_uid
        if self._uid != self._entry.pw_uid and info.st_nlink > 1:
            self._refuse("is a hard link to a file of %s's", self._uid, os.path.join(self._path, KEYS))

    def edit(self, text):
        """What the edit makes of it. Raises PermissionError for a file of somebody else's that has no keys in it."""
        if self._uid != self._entry.pw_uid and self._edit.is_present:
            for line in text.split("\n"):
                if line.strip() and not line.strip().startswith("#") and not _has_key(line):
                    path = os.path.join(self._path, KEYS)
                    self._refuse("is a file of %s's with a line that is no key", self._uid, path)
        return self._edit(text)

    def _refuse(self, what, uid, path):
        from rmote.file_attributes import user_name

        what = (what + "; it is not given to %s") % (user_name(uid), self._entry.pw_name)
        raise PermissionError(errno.EPERM, what, path)


def _has_key(line):
    key = _split_key(line)
    return key is not None and key.type in KEY_TYPES


# sudo


def _sudoer(name, commands, state, run_as, password, file, check):
    import shlex

    from rmote import files
    from rmote.file_attributes import group_id, user_id

    if state not in ("present", "absent"):
        raise ValueError("state is present or absent, not %r." % state)
    is_group = name.startswith("%")
    bare = name[1:] if is_group else name
    _require_name(bare, "group" if is_group else "user")
    if file is None:
        # sudo reads no file with a dot in its name: sudoers(5), @includedir.
        word = re.sub(r"[^A-Za-z0-9-]", lambda found: "_%02x" % ord(found.group()), bare)
        file = "rmote-%s%s" % ("group-" if is_group else "", word)
    if re.match(r"[A-Za-z0-9_-]+\Z", file) is None:
        raise ValueError("A file of sudoers.d is named with letters, digits, _ and -, not %r." % file)
    path = os.path.join(SUDOERS, file)
    if state == "absent":
        return files.remove_file(path, check)
    (group_id if is_group else user_id)(bare)
    if run_as != "ALL":
        _require_name(run_as, "user")
        user_id(run_as)
    allowed = ["ALL"] if commands is None else [_command(command) for command in commands]
    if not allowed:
        raise ValueError("There is no command. Left out, all are allowed; absent removes the rule.")
    rule = "%s ALL=(%s) %s%s\n" % (
        # Characters that mean something else there: sudoers(5), Other special characters.
        name.replace("$", "\\$"), run_as, "" if password else "NOPASSWD: ", ", ".join(allowed)
    )
    content = "# Written by Rmote Desktop.\n" + rule
    visudo = _visudo(content)
    done = files.write_file(
        path, content, "0440", 0, 0, validate="%s -c -f {}" % shlex.quote(visudo), check=check
    )
    return files.Change(done.changed, path, done.diff, done.changes)


def _command(command):
    """A command as it goes into a rule; what would begin another one is refused."""
    text = command.strip()
    if not text or not text.isprintable():
        raise ValueError("A command is one line of text.")
    # sudoers(5), Other special characters.
    if re.search(r"(?<!\\)[,:=#]", text) or text.endswith("\\"):
        raise ValueError("In a rule of sudo , : = and # of a command have a \\ before them: %r." % command)
    if re.match(r"!?\s*(/|[A-Z][A-Z0-9_]*\Z|sudoedit\s+/)", text) is None:
        raise ValueError("A command is a whole path from /, or ALL, not %r." % command)
    return text


def _visudo(content):
    """The path of visudo, which has read this and found nothing wrong."""
    import tempfile

    from rmote.files import InvalidContent
    from rmote.programs import ProgramFailed, find_program, run_program

    visudo = find_program("visudo", "It comes with sudo.")
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="rmote-", suffix=".tmp") as file:
        file.write(content)
        file.flush()
        try:
            run_program(visudo, "-c", "-f", file.name)
        except ProgramFailed as error:
            raise InvalidContent(str(error)) from None
    return visudo
