"""Packages of a target with pacman: Arch Linux and what is made of it."""

import os
import re
from collections import namedtuple

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool, log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, List, Literal, Optional

PacmanUpdate = NamedTuple("PacmanUpdate", [
    ("changed", "bool"), ("fetched", "bool"), ("age", "Optional[float]"), ("changes", "List[str]"),
])
PacmanChange = NamedTuple("PacmanChange", [
    ("changed", "bool"), ("changes", "List[str]"), ("versions", "Dict[str, Optional[str]]"),
])
PacmanPackage = NamedTuple("PacmanPackage", [
    ("name", "str"), ("version", "str"), ("automatic", "bool"),
])
PacmanUpgrade = NamedTuple("PacmanUpgrade", [
    ("name", "str"), ("installed", "str"), ("candidate", "str"), ("ignored", "bool"),
])

CONFIG = "/etc/pacman.conf"
# PKGBUILD(5), with the repository in front that pacman(8) takes.
_NAME = re.compile(r"([A-Za-z0-9@_+][A-Za-z0-9@._+-]*/)?[A-Za-z0-9@_+][A-Za-z0-9@._+-]*\Z")
_HINT = "The target has no pacman."

_Step = namedtuple("_Step", "name version")
_Plan = namedtuple("_Plan", "install remove explicit changes versions")


class PacmanError(Exception):
    """pacman did not do what it was asked for."""


class DatabaseLocked(PacmanError):
    """Another process was quicker to take the database."""


class PackageNotFound(LookupError):
    """No repository has a package of that name."""


class Pacman(Tool):
    """Install, upgrade and remove packages with pacman.

    Nothing is asked. Where another program has the packages in use, calls wait for it.
    """

    @staticmethod
    def update(*, ttl: "int" = 0, lock_timeout: "float" = 60, check: "bool" = False) -> "PacmanUpdate":
        """Fetch the lists of packages that the repositories have.

        Arch wants all packages upgraded together: one that is installed after this, while the
        others are old, may not fit them.

        Args:
            ttl: Only where the lists are older than so many seconds, one is missing, or
                /etc/pacman.conf was changed since.
            lock_timeout: Seconds to wait for another program that uses pacman's database.
            check: Only tell whether they would be fetched.

        Returns:
            `changed`, whether a list is another one now (with `check`, whether they would be
            fetched); `fetched`, whether the repositories were asked; the `age` in seconds that the
            lists had, None where there were none; and `changes`.

        Raises:
            PacmanError: A repository cannot be reached, or a signature is not right.
            Locked: Another program uses the database for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no pacman.
        """
        database = _configured("DBPath")[0]
        age = _age_of_lists(database)
        if age is not None and age < ttl:
            return PacmanUpdate(False, False, age, [])
        changes = ["fetch the lists of packages"]
        if check:
            return PacmanUpdate(True, True, age, changes)
        before = _lists(database)
        _run(database, lambda: _pacman("-Sy"), lock_timeout)
        is_other = _lists(database) != before
        return PacmanUpdate(is_other, True, age, changes if is_other else [])

    @staticmethod
    def package(
        name: "str",
        *,
        state: "Literal['present', 'latest', 'absent']" = "present",
        remove_others: "bool" = False,
        lock_timeout: "float" = 60,
        check: "bool" = False
    ) -> "PacmanChange":
        """Bring a package to a state. Doing it again changes nothing.

        Args:
            name: Name of the package; `extra/nginx` takes it from that repository.
            state: present, in whatever version; latest of the lists; absent. Files of the
                configuration that were changed by hand are kept as pacman does, as .pacnew or .pacsave.
            remove_others: Whether packages that depend on one that goes may go too.
            lock_timeout: Seconds to wait for another program that uses pacman's database.
            check: Only tell what would change. It needs no rights.

        Returns:
            `changed`; `changes`, a line for each package that did, or would, change; and the
            `versions` that packages then have by their names, None for none.

        Raises:
            ValueError: The name cannot be one.
            PackageNotFound: No repository has it. `update` fetches the lists.
            PacmanError: Another package depends on it or conflicts with it, it is to be ignored
                (IgnorePkg), or pacman failed.
            Locked: Another program uses the database for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no pacman.
        """
        if state not in ("present", "latest", "absent"):
            raise ValueError("There is no state %r; there are present, latest, absent." % state)
        return _converge({name: state}, remove_others, lock_timeout, check)

    @staticmethod
    def converge(
        present: "Optional[List[str]]" = None,
        *,
        latest: "Optional[List[str]]" = None,
        absent: "Optional[List[str]]" = None,
        remove_others: "bool" = False,
        lock_timeout: "float" = 60,
        check: "bool" = False
    ) -> "PacmanChange":
        """Bring several packages to their states. Doing it again changes nothing.

        pacman installs and removes apart: first what is to be there, then what is not. One that
        conflicts with what goes is refused; remove that one first, in a call of its own.

        Args:
            present: Packages to have, in whatever version; names of groups are taken too.
            latest: Packages to have in the latest version of the lists.
            absent: Packages not to have.
            remove_others: Whether packages that depend on those that go may go too.
            lock_timeout: Seconds to wait for another program that uses pacman's database.
            check: Only tell what would change. It needs no rights.

        Returns:
            The same as `package`.

        Raises:
            ValueError: A name cannot be one, is there twice, or nothing is asked for.
            PackageNotFound: No repository has one of them. `update` fetches the lists.
            PacmanError: Another package depends on one or conflicts with one, one is to be ignored
                (IgnorePkg), or pacman failed.
            Locked: Another program uses the database for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no pacman.
        """
        states = {}
        for state, names in (("present", present), ("latest", latest), ("absent", absent)):
            for name in names or ():
                if name in states:
                    raise ValueError("%s is named twice." % name)
                states[name] = state
        if not states:
            raise ValueError("Nothing is asked for: name packages.")
        return _converge(states, remove_others, lock_timeout, check)

    @staticmethod
    def list(pattern: "str" = "*") -> "List[PacmanPackage]":
        """List the packages that are there, by name.

        Args:
            pattern: Which ones; `*` and `?` stand for any characters, `python-*`.

        Returns:
            Of each: name, version, and whether it came as something that another one needs.

        Raises:
            FileNotFoundError: The target has no pacman.
        """
        import fnmatch

        automatic = _automatic()
        return [
            PacmanPackage(name, version, name in automatic)
            for name, version in sorted(_installed().items())
            if fnmatch.fnmatchcase(name, pattern)
        ]

    @staticmethod
    def upgradable() -> "List[PacmanUpgrade]":
        """List the packages of which the lists have a newer version.

        Returns:
            Of each: name, the version that is installed and the candidate, and whether it is to be
            ignored (IgnorePkg, IgnoreGroup).

        Raises:
            PacmanError: pacman cannot tell.
            FileNotFoundError: The target has no pacman.
        """
        found = re.findall(r"^(\S+) (\S+) -> (\S+)( \[ignored\])?$", _query("-Qu"), re.M)
        return [PacmanUpgrade(name, old, new, bool(ignored)) for name, old, new, ignored in sorted(found)]


# What is there


def _configured(key):
    """Values of pacman.conf(5), with their defaults. Raises FileNotFoundError where there is no pacman."""
    from rmote.programs import find_program, run_program

    done = run_program(find_program("pacman-conf", _HINT), "--config", CONFIG, key)
    return done.stdout.split("\n")[:-1]


def _installed():
    """Versions of all packages that are there, by name."""
    lines = (line.split(" ") for line in _query("-Q").split("\n"))
    return {line[0]: line[1] for line in lines if len(line) == 2}


def _automatic():
    return set(_query("-Qdq").split())


def _query(what):
    # Its status is 1 where there is none, too.
    done = _pacman(what, accept=(0, 1))
    if done.returncode and done.stderr.strip():
        raise PacmanError(done.stderr.strip())
    return done.stdout


def _missing(names):
    """Those of the names that nothing which is installed is, or provides."""
    # pacman(8) has 127 for that.
    done = _pacman("-T", "--", *names, accept=(0, 127)) if names else None
    return done.stdout.split() if done else []


def _lists(database):
    folder = os.path.join(database, "sync")
    found = {}
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        if name.endswith(".db"):
            info = os.stat(os.path.join(folder, name))
            found[name] = (info.st_mtime_ns, info.st_size)
    return found


def _age_of_lists(database):
    """Seconds since they were fetched; None where they were not, or not as it is configured now."""
    import time

    from rmote.programs import find_program, run_program

    done = run_program(find_program("pacman-conf", _HINT), "--config", CONFIG, "--repo-list")
    names = {name + ".db" for name in done.stdout.split()}
    if not names or names - set(_lists(database)):
        return None
    # A list has the time that it has at the server; pacman works in the folder.
    fetched = os.stat(os.path.join(database, "sync")).st_mtime
    if os.stat(CONFIG).st_mtime > fetched:
        return None
    return max(time.time() - fetched, 0.0)


# Programs


def _pacman(*arguments, accept=(0,)):
    """Raises DatabaseLocked where that is why it fails, else what tells why it did."""
    from rmote.programs import MAX_OUTPUT, find_program, run_program

    options = ("--config", CONFIG, "--color", "never")
    if arguments[0] in ("-S", "-Sy", "-R"):
        options += ("--noconfirm", "--noprogressbar")
    done = run_program(
        find_program("pacman", _HINT), arguments[0], *(options + arguments[1:]), accept=None
    )
    if done.returncode in accept:
        return done
    # What stands in the way, such as a dependency, is in its output; its failure is not.
    details = [line for line in done.stdout.split("\n") if re.match(r":: .* (breaks|are in conflict|requir)", line)]
    said = "\n".join([done.stderr.strip()] + details)[-MAX_OUTPUT:]
    said = "pacman ended with status %d: %s" % (done.returncode, said)
    if "unable to lock database" in said:
        raise DatabaseLocked(said)
    if "target not found" in said:
        raise PackageNotFound(said + "\n`update` fetches the lists of packages.")
    if "unless you are root" in said or "Permission denied" in said:
        raise PermissionError(said)
    raise PacmanError(said)


def _run(database, run, limit):
    """Runs what changes packages, when nobody else does. What pacman warns of goes to the log."""
    from rmote.file_locks import Holder, opener_of, run_unlocked

    if limit < 0:
        raise ValueError("lock_timeout is not below 0 seconds.")
    path = os.path.join(os.path.realpath(database), "db.lck")

    def find_holder():
        if not os.path.exists(path):
            return None
        holder = opener_of(path)
        # It may be gone by now, or not be ours to see.
        if holder is None and os.path.exists(path) and os.getuid() == 0:
            raise PacmanError(
                "%s is there, but no process here has it open: one that was killed left it. Remove "
                "it where no other container uses this database." % path
            )
        return holder or Holder(path, None, None)

    def is_locked(error):
        return isinstance(error, DatabaseLocked)

    done = run_unlocked(find_holder, is_locked, run, limit, "The database of packages")
    for line in (done.stderr if done is not None else "").split("\n"):
        if line.startswith("warning: "):
            log(line[len("warning: ") :], "WARNING")


# Changes


def _converge(states, remove_others, limit, check):
    for name in states:
        if _NAME.match(name) is None:
            raise ValueError("%r cannot be the name of a package." % name[:100])
    plan = _plan(states, remove_others)
    if plan.changes and not check:
        cascade = ["--cascade"] if remove_others else []
        commands = []
        if plan.install:
            commands.append(["-S", "--needed", "--"] + plan.install)
        if plan.remove:
            commands.append(["-R"] + cascade + ["--"] + plan.remove)
        if plan.explicit:
            commands.append(["-D", "--asexplicit", "--quiet", "--"] + plan.explicit)
        database = _configured("DBPath")[0]
        for command in commands:
            _run(database, lambda command=command: _pacman(*command), limit)
    return PacmanChange(bool(plan.changes), plan.changes, plan.versions)


def _plan(states, remove_others):
    """What there is to do, looked at without any rights."""
    there = _installed()
    automatic = _automatic()
    short = {name: name.rpartition("/")[2] for name in states}
    present = [name for name, state in states.items() if state == "present"]
    missing = set(_missing([short[name] for name in present]))
    install = [name for name in present if short[name] in missing]
    install += [name for name, state in states.items() if state == "latest"]
    remove = [name for name, state in states.items() if state == "absent" and name in there]
    explicit = [
        short[name] for name, state in states.items() if state != "absent" and short[name] in automatic
    ]
    versions = {short[name]: there.get(short[name]) for name in states}
    changes = []
    ignored = set(_configured("IgnorePkg"))
    for step in _steps("-S", "--needed", "--print", names=install):
        old = there.get(step.name)
        if old is not None and step.name in ignored:
            raise PacmanError("%s is to be ignored: IgnorePkg in %s." % (step.name, CONFIG))
        if old is None:
            changes.append("install %s %s" % step)
        else:
            verb = "upgrade" if _is_newer(step.version, old) else "downgrade"
            changes.append("%s %s %s -> %s" % (verb, step.name, old, step.version))
        if step.name in versions:
            versions[step.name] = step.version
    cascade = ["--cascade"] if remove_others else []
    try:
        gone = _steps("-R", "--print", *cascade, names=remove)
    except PacmanError as error:
        if "breaks dependency" in str(error):
            raise PacmanError("%s\n`remove_others` allows to remove what depends on it." % error) from None
        raise
    for step in gone:
        changes.append("remove %s %s" % step)
        if step.name in versions:
            versions[step.name] = None
    changes += ["mark %s as wanted for itself" % name for name in explicit]
    return _Plan(install, remove, explicit, changes, versions)


def _steps(*command, names):
    if not names:
        return []
    done = _pacman(*(command + ("--print-format", "%n %v", "--") + tuple(names)))
    lines = (line.split(" ") for line in done.stdout.split("\n"))
    return [_Step(*line) for line in lines if len(line) == 2]


def _is_newer(version, than):
    from rmote.programs import find_program, run_program

    return run_program(find_program("vercmp", _HINT), version, than).stdout.strip() == "1"
