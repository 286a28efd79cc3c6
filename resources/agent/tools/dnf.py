"""Packages of a target with dnf: Fedora, Red Hat Enterprise Linux and what is made of them."""

import os
import re
from collections import namedtuple

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, List, Literal, Optional

DnfUpdate = NamedTuple("DnfUpdate", [
    ("changed", "bool"), ("fetched", "bool"), ("age", "Optional[float]"), ("changes", "List[str]"),
])
DnfChange = NamedTuple("DnfChange", [
    ("changed", "bool"), ("changes", "List[str]"), ("versions", "Dict[str, Optional[str]]"),
])
DnfPackage = NamedTuple("DnfPackage", [
    ("name", "str"), ("version", "str"), ("architecture", "str"), ("size", "Optional[int]"),
    ("summary", "str"),
])
DnfUpgrade = NamedTuple("DnfUpgrade", [
    ("name", "str"), ("installed", "Optional[str]"), ("candidate", "str"), ("architecture", "str"),
    ("repository", "str"),
])

# Where dnf 4 and dnf 5 keep the lists: dnf.conf(5), dnf5.conf(5).
CACHES = ("/var/cache/dnf", "/var/cache/libdnf5")
REPOSITORIES = "/etc/yum.repos.d"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*\Z")
_VERSION = re.compile(r"([0-9]+:)?[A-Za-z0-9._+~^]+(-[A-Za-z0-9._+~^]+)?\Z")
_FIELDS = "%{NAME}|%{EPOCHNUM}|%{VERSION}|%{RELEASE}|%{ARCH}|%{SIZE}|%{SUMMARY}\n"
# Headings of what dnf is about to do, by how they begin; others, such as what it skips, do not count.
_VERBS = (
    ("Installing", "install"), ("Upgrading", "upgrade"), ("Downgrading", "downgrade"),
    ("Reinstalling", "reinstall"), ("Removing", "remove"),
)

_Installed = namedtuple("_Installed", "name epoch version release architecture size summary")
_Step = namedtuple("_Step", "verb name architecture version")
_Program = namedtuple("_Program", "path is_dnf5")
_Command = namedtuple("_Command", "verb options names")
_Plan = namedtuple("_Plan", "commands changes versions")


class DnfError(Exception):
    """dnf did not do what it was asked for, or would have done more than that."""


class DatabaseLocked(DnfError):
    """Another process was quicker to take the database."""


class PackageNotFound(LookupError):
    """No repository has such a package, or not in that version."""


class Dnf(Tool):
    """Install, upgrade and remove packages with dnf.

    For dnf 4 and 5, also where they are called yum. Nothing is asked. Where another program has
    the packages in use, calls wait for it.
    """

    @staticmethod
    def update(*, ttl: "int" = 0, lock_timeout: "float" = 60, check: "bool" = False) -> "DnfUpdate":
        """Fetch the lists of packages that the repositories have.

        dnf does so by itself too, when it finds them too old.

        Args:
            ttl: Only where the lists are older than so many seconds, one is missing, or a file of the
                repositories was changed since.
            lock_timeout: Seconds to wait for another program that fetches them.
            check: Only tell whether they would be fetched.

        Returns:
            `changed`, whether a list is another one now (with `check`, whether they would be
            fetched); `fetched`, whether the repositories were asked; the `age` in seconds that the
            lists had, None where there were none; and `changes`.

        Raises:
            DnfError: A repository cannot be reached, or a signature is not right.
            Locked: Another program fetches them for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no dnf.
        """
        program = _program()
        age = _age_of_lists(program)
        if age is not None and age < ttl:
            return DnfUpdate(False, False, age, [])
        changes = ["fetch the lists of packages"]
        if check:
            return DnfUpdate(True, True, age, changes)
        before = _lists()
        _run(lambda: _dnf(program, "-q", "--refresh", "makecache"), lock_timeout)
        is_other = _lists() != before
        return DnfUpdate(is_other, True, age, changes if is_other else [])

    @staticmethod
    def package(
        name: "str",
        *,
        state: "Literal['present', 'latest', 'absent']" = "present",
        version: "Optional[str]" = None,
        weak_dependencies: "Optional[bool]" = None,
        remove_others: "bool" = False,
        lock_timeout: "float" = 60,
        check: "bool" = False
    ) -> "DnfChange":
        """Bring a package to a state. Doing it again changes nothing.

        Args:
            name: Name of the package; of one architecture as `glibc.i686`.
            state: present, in whatever version; latest of the lists; absent. Files of the
                configuration that were changed by hand are kept as rpm does, as .rpmnew or .rpmsave.
            version: The version that it is to have, older ones too: `1.22.1`, or `1.22.1-4.el9`.
            weak_dependencies: Whether what it recommends is installed too; as dnf is configured if
                left out.
            remove_others: Whether packages that stand in the way, or depend on it, may be removed.
            lock_timeout: Seconds to wait for another program that changes packages.
            check: Only tell what would change. dnf wants root for this, too.

        Returns:
            `changed`; `changes`, a line for each package that did, or would, change; and the
            `versions` that packages then have by their names, None for none.

        Raises:
            ValueError: A name or version cannot be one, or what is asked for cannot be.
            PackageNotFound: No repository has it.
            DnfError: Others would have to be removed, or dnf failed.
            Locked: Another program changes packages for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no dnf.
        """
        if state not in ("present", "latest", "absent"):
            raise ValueError("There is no state %r; there are present, latest, absent." % state)
        if version is not None and state != "present":
            raise ValueError("A version goes with the state present only.")
        return _converge({name: (state, version)}, weak_dependencies, remove_others, lock_timeout, check)

    @staticmethod
    def converge(
        present: "Optional[List[str]]" = None,
        *,
        latest: "Optional[List[str]]" = None,
        absent: "Optional[List[str]]" = None,
        weak_dependencies: "Optional[bool]" = None,
        remove_others: "bool" = False,
        lock_timeout: "float" = 60,
        check: "bool" = False
    ) -> "DnfChange":
        """Bring several packages to their states. Doing it again changes nothing.

        dnf installs and removes apart: first what is to be there, then what is not. What conflicts
        with something that goes takes `remove_others`, or a call of its own for that before.

        Args:
            present: Packages to have, in whatever version; `nginx=1.22.1` in that one, older ones too.
            latest: Packages to have in the latest version of the lists.
            absent: Packages not to have.
            weak_dependencies: Whether what they recommend is installed too; as dnf is configured if
                left out.
            remove_others: Whether packages that stand in the way, or depend on those, may be removed.
            lock_timeout: Seconds to wait for another program that changes packages.
            check: Only tell what would change. dnf wants root for this, too.

        Returns:
            The same as `package`.

        Raises:
            ValueError: A name or version cannot be one, one is there twice, or nothing is asked for.
            PackageNotFound: No repository has one of them.
            DnfError: Others would have to be removed, or dnf failed.
            Locked: Another program changes packages for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no dnf.
        """
        states = {}
        for state, names in (("present", present), ("latest", latest), ("absent", absent)):
            for each in names or ():
                name, equals, version = each.partition("=")
                if equals and state != "present":
                    raise ValueError("Only `present` takes a version; %r has one." % each)
                if name in states:
                    raise ValueError("%s is named twice." % name)
                states[name] = (state, version if equals else None)
        if not states:
            raise ValueError("Nothing is asked for: name packages.")
        return _converge(states, weak_dependencies, remove_others, lock_timeout, check)

    @staticmethod
    def list(pattern: "str" = "*") -> "List[DnfPackage]":
        """List the packages that are there, by name.

        Args:
            pattern: Which ones; `*` and `?` stand for any characters, `python3-*`.

        Returns:
            Of each: name, version with release (and epoch, unless that is 0), architecture, size in
            bytes, and a summary.

        Raises:
            FileNotFoundError: The target has no rpm.
        """
        import fnmatch

        return [
            DnfPackage(
                each.name, _evr(each), each.architecture, int(each.size) if each.size.isdigit() else None,
                each.summary,
            )
            # Keys that signatures are checked with are kept as packages, too.
            for each in sorted(_query("-qa"))
            if each.name != "gpg-pubkey" and fnmatch.fnmatchcase(each.name, pattern)
        ]

    @staticmethod
    def upgradable() -> "List[DnfUpgrade]":
        """List the packages of which the lists have a newer version.

        Returns:
            Of each: name, the version that is installed and the candidate, the architecture and
            the repository of the candidate.

        Raises:
            DnfError: dnf cannot tell.
            FileNotFoundError: The target has no dnf.
        """
        form = "%{name}|%{evr}|%{arch}|%{repoid}\n"
        done = _dnf(_program(), "-q", "repoquery", "--upgrades", "--qf", form)
        found = sorted({tuple(line.split("|")) for line in done.stdout.split("\n") if line.count("|") == 3})
        there = _installed(["%s.%s" % (each[0], each[2]) for each in found])
        upgrades = []
        for name, version, architecture, repository in found:
            known = there.get("%s.%s" % (name, architecture))
            upgrades.append(DnfUpgrade(name, known and _evr(known[-1]), version, architecture, repository))
        return upgrades


# What is there


def _program():
    """dnf of version 4 or 5, which may be called yum. Raises FileNotFoundError."""
    from rmote.programs import find_program, run_program

    try:
        path = find_program("dnf")
    except FileNotFoundError:
        path = find_program("yum", "The target has no dnf.")
    version = run_program(path, "--version").stdout.split("\n")[0]
    is_dnf5 = version.startswith("dnf5 ")
    if not is_dnf5 and not version.startswith("4."):
        raise FileNotFoundError(2, "is not dnf, but says that it is %s" % version[:100], path)
    return _Program(path, is_dnf5)


def _query(*arguments):
    """What rpm knows of packages; it has no line for those that are not there."""
    from rmote.programs import find_program, run_program

    done = run_program(
        find_program("rpm", "The target has no rpm."), arguments[0], "--qf", _FIELDS, *arguments[1:],
        # The number of those that are not there.
        accept=None
    )
    if done.returncode < 0 or "error: " in done.stderr:
        raise DnfError("rpm ended with status %d: %s" % (done.returncode, done.stderr.strip()))
    lines = (line.split("|", 6) for line in done.stdout.split("\n"))
    return [_Installed(*line) for line in lines if len(line) == 7]


def _installed(names):
    """What is there of these packages, by name; of some there are several versions at once."""
    found = {}
    for each in _query("-q", "--", *names) if names else ():
        for name in (each.name, "%s.%s" % (each.name, each.architecture)):
            if name in names:
                found.setdefault(name, []).append(each)
    return found


def _evr(installed):
    epoch = "" if installed.epoch == "0" else installed.epoch + ":"
    return "%s%s-%s" % (epoch, installed.version, installed.release)


def _fits(installed, version):
    return any(
        version in (head + each.version, "%s%s-%s" % (head, each.version, each.release))
        for each in installed
        for head in (["", each.epoch + ":"] if each.epoch == "0" else [each.epoch + ":"])
    )


def _version(found, name):
    return _evr(found[name][-1]) if name in found else None


def _lists():
    """State of the index of each list, by its path."""
    found = {}
    for cache in CACHES:
        for name in os.listdir(cache) if os.path.isdir(cache) else ():
            path = os.path.join(cache, name, "repodata", "repomd.xml")
            if os.path.isfile(path):
                info = os.stat(path)
                found[path] = (info.st_mtime_ns, info.st_size)
    return found


def _age_of_lists(program):
    """Seconds since the oldest was fetched; None where one was not, or not as it is configured now."""
    import time

    # Names of the repositories come first in each line, below a heading.
    lines = _dnf(program, "-q", "repolist").stdout.split("\n")[1:]
    names = [line.split()[0] for line in lines if line.strip()]
    fetched = {}
    for path in _lists():
        folder = os.path.dirname(path)
        # dnf touches one of the files where there is nothing new.
        newest = max(os.stat(os.path.join(folder, each)).st_mtime for each in os.listdir(folder))
        # Folders are called NAME-0123456789abcdef.
        name = os.path.basename(os.path.dirname(folder)).rpartition("-")[0]
        fetched[name] = max(newest, fetched.get(name, 0.0))
    if not names or any(name not in fetched for name in names):
        return None
    oldest = min(fetched[name] for name in names)
    files = [REPOSITORIES]
    if os.path.isdir(REPOSITORIES):
        files += [os.path.join(REPOSITORIES, each) for each in os.listdir(REPOSITORIES)]
    if any(os.path.exists(path) and os.stat(path).st_mtime > oldest for path in files):
        return None
    return max(time.time() - oldest, 0.0)


# Programs


def _dnf(program, *arguments, is_preview=False):
    """Raises DatabaseLocked where that is why it fails, else what tells why it did."""
    from rmote.programs import MAX_OUTPUT, run_program

    options = ["--assumeno" if is_preview else "-y"]
    if not program.is_dnf5:
        # Else it waits for ever; version 5 has no such option.
        options.append("--setopt=exit_on_lock=True")
    done = run_program(program.path, *(options + list(arguments)), accept=None)
    aborted = re.search(r"^Operation aborted", done.stdout + done.stderr, re.M)
    if done.returncode == 0 or is_preview and aborted:
        return done
    said = "\n".join(text.strip() for text in (done.stderr, done.stdout) if text.strip())[-MAX_OUTPUT:]
    said = "%s ended with status %d: %s" % (os.path.basename(program.path), done.returncode, said)
    if re.search(r"already locked by|transaction lock", said):
        raise DatabaseLocked(said)
    if re.search(r"Unable to find a match|No match for argument", said):
        raise PackageNotFound(said)
    if re.search(r"superuser privileges|Permission denied", said):
        raise PermissionError(said)
    raise DnfError(said)


def _lock_path():
    from rmote.programs import find_program, run_program

    done = run_program(find_program("rpm", "The target has no rpm."), "--eval", "%{_rpmlock_path}")
    return done.stdout.strip()


def _run(run, limit):
    """Runs what changes packages, when nobody else does."""
    from rmote.file_locks import holder_of, run_unlocked

    if limit < 0:
        raise ValueError("lock_timeout is not below 0 seconds.")
    path = _lock_path()
    return run_unlocked(
        lambda: holder_of([path]), lambda error: isinstance(error, DatabaseLocked), run, limit,
        "The database of packages",
    )


def parse_steps(text):
    """The steps of the table in which dnf 4 or 5 says what it is about to do."""
    steps = []
    verb = None
    words = []  # type: list[str]
    for line in text.split("\n"):
        if line.startswith("Transaction Summary"):
            break
        if line and not line.startswith(" "):
            verb = next((known for head, known in _VERBS if line.startswith(head) and line.endswith(":")), None)
            words = []
        elif verb is not None and line.split()[:1] == ["replacing"]:
            # What is obsolete: dnf 4 has name.architecture, dnf 5 has them apart, also for older versions.
            name = line.split()[1]
            rest = line.split()[2:]
            if len(rest) < 2 or "." in name and not re.match(r"\w+\Z", rest[0]):
                name, _, architecture = name.rpartition(".")
                rest.insert(0, architecture)
            if steps and name != steps[-1].name:
                steps.append(_Step("remove", name, rest[0], rest[1]))
        elif verb is not None and line.strip():
            # A long name has a line of its own.
            words += line.split()
            if len(words) >= 4:
                steps.append(_Step(verb, *words[:3]))
                words = []
    return steps


# Changes


def _converge(states, weak, remove_others, limit, check):
    for name, (_, version) in states.items():
        if _NAME.match(name) is None:
            raise ValueError("%r cannot be the name of a package." % name[:100])
        if version is not None and _VERSION.match(version) is None:
            raise ValueError("%r cannot be a version of %s." % (version[:100], name))
    program = _program()

    # Its lists are locked while another one fetches them.
    plan = _run(lambda: _plan(program, states, weak, remove_others), limit)
    if plan.changes and not check:
        for command in plan.commands:
            _run(lambda command=command: _dnf(program, command.verb, *_words(command)), limit)
        found = _installed(list(states))
        plan = plan._replace(versions={name: _version(found, name) for name in states})
    return DnfChange(bool(plan.changes), plan.changes, plan.versions)


def _words(command):
    return command.options + ["--"] + command.names


def _plan(program, states, weak, remove_others):
    """What there is to do, as dnf says itself."""
    found = _installed(list(states))
    install, upgrade, remove = [], [], []
    for name, (state, version) in states.items():
        if state == "absent":
            remove += [name] if name in found else []
        elif version is not None:
            install += [] if name in found and _fits(found[name], version) else ["%s-%s" % (name, version)]
        elif name in found:
            upgrade += [name] if state == "latest" else []
        else:
            install += [] if _query("-q", "--whatprovides", "--", name) else [name]
    options = [] if weak is None else ["--setopt=install_weak_deps=%s" % bool(weak)]
    erasing = ["--allowerasing"] if remove_others else []
    # What nothing needs any more stays, unless it is named.
    kept = ["--setopt=clean_requirements_on_remove=False"]
    commands = [
        command
        for command in (
            _Command("install", options + erasing, install), _Command("upgrade", options + erasing, upgrade),
            _Command("remove", kept, remove),
        )
        if command.names
    ]
    steps = []
    for command in commands:
        done = _dnf(program, command.verb, *_words(command), is_preview=True)
        steps += parse_steps(done.stdout)
    others = [
        step.name for step in steps
        if step.verb == "remove" and not {step.name, "%s.%s" % step[1:3]} & set(remove)
    ]
    if others and not remove_others:
        raise DnfError("It takes the removal of %s. `remove_others` allows that." % ", ".join(sorted(others)))
    there = _installed(["%s.%s" % step[1:3] for step in steps])
    versions = {name: _version(found, name) for name in states}
    changes = []
    for step in steps:
        full = "%s.%s" % step[1:3]
        if step.verb in ("upgrade", "downgrade"):
            changes.append("%s %s %s -> %s" % (step.verb, step.name, _version(there, full), step.version))
        else:
            changes.append("%s %s %s" % (step.verb, step.name, step.version))
        for name in {step.name, full} & set(versions):
            versions[name] = None if step.verb == "remove" else step.version
    return _Plan(commands, changes, versions)
