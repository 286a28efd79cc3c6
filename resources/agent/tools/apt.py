"""Packages of a target with apt: Debian, Ubuntu and what is made of them."""

import os
import re
from collections import namedtuple

from rmote.apt_config import HINT
from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, List, Literal, Optional

AptUpdate = NamedTuple("AptUpdate", [
    ("changed", "bool"), ("fetched", "bool"), ("age", "Optional[float]"), ("changes", "List[str]"),
])
AptChange = NamedTuple("AptChange", [
    ("changed", "bool"), ("changes", "List[str]"), ("versions", "Dict[str, Optional[str]]"),
])
AptPackage = NamedTuple("AptPackage", [
    ("name", "str"), ("version", "str"), ("architecture", "str"), ("state", "str"), ("held", "bool"),
    ("automatic", "bool"), ("size", "Optional[int]"), ("summary", "str"),
])
AptUpgrade = NamedTuple("AptUpgrade", [
    ("name", "str"), ("installed", "str"), ("candidate", "str"), ("architecture", "str"),
    ("origin", "str"), ("is_security", "bool"), ("held", "bool"),
])

# deb-control(5), with the architecture of apt-get(8) behind a colon.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.-]*(:[a-z0-9][a-z0-9-]*)?\Z")
# deb-version(7); apt-get(8) takes a star for what follows.
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+~:-]*\*?\Z")
_FIELDS = (
    "Package", "Version", "Architecture", "db:Status-Want", "db:Status-Status", "db:Status-Eflag",
    "Installed-Size", "binary:Summary",
)
# What `apt-get --simulate` prints of each step.
_STEP = re.compile(r"(Inst|Conf|Remv|Purg) (\S+)(?: \[([^\]]*)\])?(?: \((\S+) ?(.*?) ?\[([^\]]*)\]\))?")
# Seconds after which what was looked at counts as old.
MAX_AGE = 1.0
# States of dpkg(1) in which a package is as it should be, or only waits for another one's trigger.
_WHOLE = ("installed", "config-files", "not-installed", "triggers-awaited", "triggers-pending")

_Known = namedtuple("_Known", "name version architecture want state flag size summary")
_Wanted = namedtuple("_Wanted", "name state version hold")
_Step = namedtuple("_Step", "kind name old new origin architecture")
_Options = namedtuple("_Options", "recommends config_files remove_others lock_timeout")
# `arguments` are for apt-get install, `holds` maps names to whether they are to be held at the end,
# `kept` are names whose hold a failure must not lose.
_Plan = namedtuple("_Plan", "arguments flags purge manual holds kept changes versions")


class AptError(Exception):
    """apt did not do what it was asked for, or would have done more than that."""


class PackageNotFound(LookupError):
    """The lists of packages have no such package, or not in that version."""


class Apt(Tool):
    """Install, upgrade, hold and remove packages with apt.

    Nothing is asked and no service is restarted by needrestart. Where another program has the
    packages in use, calls wait for it. A call that is cancelled while dpkg works leaves packages
    half done; `repair` finishes them.
    """

    @staticmethod
    def update(*, ttl: "int" = 0, lock_timeout: "float" = 60, check: "bool" = False) -> "AptUpdate":
        """Fetch the lists of packages that the repositories have.

        Args:
            ttl: Only where the lists are older than so many seconds, are none, or a file of the
                sources was changed since.
            lock_timeout: Seconds to wait for another program that fetches them.
            check: Only tell whether they would be fetched.

        Returns:
            `changed`, whether a list is another one now (with `check`, whether they would be
            fetched); `fetched`, whether the repositories were asked; the `age` in seconds that the
            lists had, None where there were none; and `changes`.

        Raises:
            AptError: A repository cannot be reached, or is not signed as it should be. What could
                be fetched was.
            Locked: Another program fetches them for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no apt.
        """
        from rmote.file_locks import run_unlocked

        config = _config()
        age = _age_of_lists(config)
        if age is not None and age < ttl:
            return AptUpdate(False, False, age, [])
        changes = ["fetch the lists of packages"]
        if check:
            return AptUpdate(True, True, age, changes)
        before = _lists(config.lists)

        def run():
            return _apt_get("update", "-o", "APT::Update::Error-Mode=any")

        done = run_unlocked(
            lambda: _holder([config.lists + "lock"]), _is_locked, run, lock_timeout,
            "The lists of packages",
        )
        # Before version 2.1 apt ends with 0 where old lists are kept.
        failed = re.findall(
            r"^[EW]: .*(?:Failed to fetch|index files failed|previous index files).*$", done.stderr, re.M
        )
        if failed:
            raise AptError("Not all lists were fetched. " + "\n".join(failed))
        is_other = _lists(config.lists) != before
        return AptUpdate(is_other, True, age, changes if is_other else [])

    @staticmethod
    def package(
        name: "str",
        *,
        state: "Literal['present', 'latest', 'absent', 'purged']" = "present",
        version: "Optional[str]" = None,
        hold: "Optional[bool]" = None,
        recommends: "Optional[bool]" = None,
        config_files: "Literal['keep', 'replace']" = "keep",
        remove_others: "bool" = False,
        lock_timeout: "float" = 60,
        check: "bool" = False
    ) -> "AptChange":
        """Bring a package to a state. Doing it again changes nothing.

        Args:
            name: Name of the package; of another architecture as `libc6:i386`.
            state: present, in whatever version; latest of the lists; absent, with its
                configuration kept; purged, without that.
            version: The version that it is to have, older ones too; `1.2*` for any that begins so.
            hold: Whether it is kept at its version from then on; as it is if left out. One that is
                held is left alone, unless this is given.
            recommends: Whether what it recommends is installed too; as apt is configured if left out.
            config_files: What becomes of a file of the configuration that was changed by hand, where
                the package has another one: keep, or replace.
            remove_others: Whether packages that stand in the way, or depend on it, may be removed.
            lock_timeout: Seconds to wait for another program that changes packages.
            check: Only tell what would change. It needs no rights.

        Returns:
            `changed`; `changes`, a line for each package that did, or would, change; and the
            `versions` that packages then have by their names, None for none.

        Raises:
            ValueError: A name or version cannot be one, or what is asked for cannot be.
            PackageNotFound: No list has it. `update` fetches the lists.
            AptError: It is held, others would have to be removed, or apt or dpkg failed; the
                message says which packages are half done.
            Locked: Another program changes packages for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no apt.
        """
        options = _options(recommends, config_files, remove_others, lock_timeout)
        if state not in ("present", "latest", "absent", "purged"):
            raise ValueError("There is no state %r; there are present, latest, absent, purged." % state)
        return _converge([_wanted(name, state, version, hold)], options, check)

    @staticmethod
    def converge(
        present: "Optional[List[str]]" = None,
        *,
        latest: "Optional[List[str]]" = None,
        absent: "Optional[List[str]]" = None,
        purged: "Optional[List[str]]" = None,
        hold: "Optional[List[str]]" = None,
        unhold: "Optional[List[str]]" = None,
        recommends: "Optional[bool]" = None,
        config_files: "Literal['keep', 'replace']" = "keep",
        remove_others: "bool" = False,
        lock_timeout: "float" = 60,
        check: "bool" = False
    ) -> "AptChange":
        """Bring several packages to their states at once. Doing it again changes nothing.

        apt sees all of them together, so that one can take another's place.

        Args:
            present: Packages to have, in whatever version; `nginx=1.22.1-9` in that one, older ones
                too, and `nginx=1.22*` in any that begins so.
            latest: Packages to have in the latest version of the lists.
            absent: Packages not to have; their configuration is kept.
            purged: Packages not to have, nor their configuration.
            hold: Packages that are kept at their version from then on. One that is held is left
                alone, unless it is named here or in `unhold`.
            unhold: Packages that are not kept at it any more.
            recommends: Whether what they recommend is installed too; as apt is configured if left out.
            config_files: What becomes of a file of the configuration that was changed by hand, where
                the package has another one: keep, or replace.
            remove_others: Whether packages that stand in the way, or depend on those, may be removed.
            lock_timeout: Seconds to wait for another program that changes packages.
            check: Only tell what would change. It needs no rights.

        Returns:
            The same as `package`.

        Raises:
            ValueError: A name or version cannot be one, a package is to be two things at once, or
                nothing is asked for.
            PackageNotFound: No list has one of them. `update` fetches the lists.
            AptError: One is held, others would have to be removed, or apt or dpkg failed; the
                message says which packages are half done.
            Locked: Another program changes packages for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no apt.
        """
        options = _options(recommends, config_files, remove_others, lock_timeout)
        states = {}
        asked = (("present", present), ("latest", latest), ("absent", absent), ("purged", purged))
        for state, names in asked:
            for each in names or ():
                name, equals, version = each.partition("=")
                if equals and state != "present":
                    raise ValueError("Only `present` takes a version; %r has one." % each)
                if name in states:
                    raise ValueError("%s is named twice." % name)
                states[name] = (state, version if equals else None)
        holds = {}
        for is_held, names in ((True, hold), (False, unhold)):
            for name in names or ():
                if holds.setdefault(name, is_held) != is_held:
                    raise ValueError("%s is in both hold and unhold." % name)
        wanted = []
        for name in list(states) + [name for name in holds if name not in states]:
            state, version = states.get(name, (None, None))
            wanted.append(_wanted(name, state, version, holds.get(name)))
        if not wanted:
            raise ValueError("Nothing is asked for: name packages.")
        return _converge(wanted, options, check)

    @staticmethod
    def list(pattern: "str" = "*") -> "List[AptPackage]":
        """List the packages that are there, by name.

        Args:
            pattern: Which ones; `*` and `?` stand for any characters, `python3-*`.

        Returns:
            Of each: name, version, architecture, its `state` (installed; config-files where only
            those are left; others are half done), whether it is held, whether it came as something
            that another one needs (`automatic`), its size in bytes, and a summary.

        Raises:
            ValueError: The pattern cannot be one.
            FileNotFoundError: The target has no apt.
        """
        if re.match(r"[A-Za-z0-9+.:*?\[\]-]+\Z", pattern) is None or pattern.startswith("-"):
            raise ValueError("%r cannot be a pattern of package names." % pattern[:100])
        config = _config()
        automatic = _automatic(config)
        return [
            AptPackage(
                known.name, known.version, known.architecture, known.state,
                known.want == "hold", _full(known, config) in automatic,
                int(known.size) * 1024 if known.size.isdigit() else None, known.summary,
            )
            for known in sorted(_query(config, [pattern]))
            if known.state != "not-installed"
        ]

    @staticmethod
    def upgradable() -> "List[AptUpgrade]":
        """List the packages of which the lists have a newer version that can be installed.

        Returns:
            Of each: name, the version that is installed and the candidate, the architecture, the
            `origin` of the candidate such as `Debian:12.11/stable`, whether that is one of security
            updates, and whether the package is held.

        Raises:
            AptError: apt cannot tell, since packages are broken.
            FileNotFoundError: The target has no apt.
        """
        config = _config()
        phased = ("-o", "APT::Get::Always-Include-Phased-Updates=true")
        steps = _simulate("dist-upgrade", "--ignore-hold", "--allow-change-held-packages", *phased)
        held = _held(config, [step.name for step in steps])
        return sorted(
            AptUpgrade(
                step.name, step.old, step.new, step.architecture, step.origin,
                "-security" in step.origin.lower(), step.name in held,
            )
            for step in steps
            if step.kind == "Inst" and step.old
        )

    @staticmethod
    def repair(
        *, remove_others: "bool" = False, lock_timeout: "float" = 60, check: "bool" = False
    ) -> "AptChange":
        """Finish what dpkg was interrupted in, and install what packages need and have not.

        Where nothing is half done, nothing changes.

        Args:
            remove_others: Whether packages may be removed for it.
            lock_timeout: Seconds to wait for another program that changes packages.
            check: Only tell what would change. It needs no rights.

        Returns:
            `changed`, `changes`, and the `versions` of what was half done.

        Raises:
            AptError: It could not be repaired; the message says what is half done.
            Locked: Another program changes packages for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no apt.
        """
        config = _config()
        options = _options(None, "keep", remove_others, lock_timeout)
        steps = _simulate("install", "--fix-broken")
        _require_no_others(steps, [], options)
        unfinished = _unfinished(config)
        changes = ["finish %s, which is %s" % each for each in unfinished]
        changes += [line for line in _lines(config, steps) if not line.startswith("configure ")]
        if not changes and os.listdir(os.path.join(config.admin, "updates")):
            changes.append("finish what dpkg has noted")
        names = sorted({name for name, _ in unfinished} | {step.name for step in steps})
        if changes and not check:

            def run():
                _dpkg_configure(options)
                _apt_get("install", "--fix-broken", *_flags(options, steps))

            _run(config, run, options)
            left = _unfinished(config)
            if left:
                raise AptError("Still half done: " + _said(left))
        versions = {name: _version(_found(config, [name]).get(name)) for name in names}
        return AptChange(bool(changes), changes, versions)


# What is asked for


def _options(recommends, config_files, remove_others, lock_timeout):
    if config_files not in ("keep", "replace"):
        raise ValueError("config_files is keep or replace, not %r." % config_files)
    if lock_timeout < 0:
        raise ValueError("lock_timeout is not below 0 seconds.")
    return _Options(recommends, config_files, remove_others, lock_timeout)


def _wanted(name, state, version, hold):
    # One that ends so is removed by apt-get(8).
    if _NAME.match(name) is None or name.endswith("-"):
        raise ValueError("%r cannot be the name of a package." % name[:100])
    if version is not None and _VERSION.match(version) is None:
        raise ValueError("%r cannot be a version of %s." % (version[:100], name))
    if version is not None and state != "present":
        raise ValueError("A version goes with the state present only.")
    if hold and state in ("absent", "purged"):
        raise ValueError("%s cannot be held and not be there." % name)
    return _Wanted(name, state, version, hold)


# What is there

_Config = namedtuple("_Config", "status lists archives sources parts states architecture admin")


def _config():
    from rmote.apt_config import apt_config

    found = apt_config(
        "Dir::State::status/f", "Dir::State::lists/d", "Dir::Cache::archives/d", "Dir::Etc::sourcelist/f",
        "Dir::Etc::sourceparts/d", "Dir::State::extended_states/f", "APT::Architecture",
    )
    return _Config(*found, admin=os.path.dirname(found[0]))


def _query(config, patterns):
    """What dpkg knows of packages."""
    from rmote.programs import find_program, run_program

    form = "\\t".join("${%s}" % field for field in _FIELDS) + "\\n"
    # Its status is 1 where there is none of one of them.
    done = run_program(
        find_program("dpkg-query", HINT), "--admindir=" + config.admin, "-W", "-f", form, "--", *patterns,
        accept=(0, 1)
    )
    if done.returncode and "no packages found" not in done.stderr:
        raise AptError(done.stderr.strip())
    lines = (line.split("\t", len(_FIELDS) - 1) for line in done.stdout.split("\n"))
    return [_Known(*line) for line in lines if len(line) == len(_FIELDS)]


def _found(config, names):
    """What dpkg knows of these packages, by name: of this architecture unless a name has another."""
    found = {}
    for known in _query(config, names) if names else ():
        full = _full(known, config)
        for name in names:
            if name in (full, "%s:%s" % (known.name, known.architecture)):
                found[name] = known
    return found


def _full(known, config):
    """The name as apt has it: with the architecture where it is another one."""
    if known.architecture in (config.architecture, "all"):
        return known.name
    return "%s:%s" % (known.name, known.architecture)


def _version(known):
    if known is None or known.state in ("config-files", "not-installed"):
        return None
    return known.version


def _unfinished(config):
    """Names and states of what dpkg did not finish."""
    return sorted(
        (_full(known, config), known.state if known.flag == "ok" else known.state + ", " + known.flag)
        for known in _query(config, ["*"])
        if known.state not in _WHOLE or known.flag != "ok"
    )


def _said(unfinished):
    return ", ".join("%s (%s)" % each for each in unfinished) + ". `repair` finishes packages."


def _held(config, names):
    return {name for name, known in _found(config, names).items() if known.want == "hold"}


def _automatic(config):
    """Names of packages that came because others need them: `apt-mark showauto`, without its time."""
    try:
        with open(config.states, encoding="utf-8", errors="replace") as file:
            blocks = file.read().split("\n\n")
    except FileNotFoundError:
        return set()
    found = set()
    for block in blocks:
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if fields.get("Auto-Installed") == "1":
            name, architecture = fields.get("Package", ""), fields.get("Architecture")
            is_native = architecture in (config.architecture, "all")
            found.add(name if is_native else "%s:%s" % (name, architecture))
    return found


def _lists(folder):
    found = {}
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        info = os.stat(os.path.join(folder, name))
        if os.path.isfile(os.path.join(folder, name)) and name != "lock":
            found[name] = (info.st_mtime_ns, info.st_size)
    return found


def _age_of_lists(config):
    """Seconds since they were fetched; None where they were not, or not of these sources."""
    import time

    if not _lists(config.lists):
        return None
    # apt works in the second one, also where there is nothing new.
    fetched = max(_changed(config.lists), _changed(os.path.join(config.lists, "partial")))
    sources = [config.sources, config.parts]
    if os.path.isdir(config.parts):
        sources += [os.path.join(config.parts, name) for name in os.listdir(config.parts)]
    if any(_changed(path) > fetched for path in sources):
        return None
    return max(time.time() - fetched, 0.0)


def _changed(path):
    try:
        return os.stat(path).st_mtime
    except FileNotFoundError:
        return 0.0


# Programs


def _environment():
    """Nothing asks, lists changes or restarts services: debconf(7), needrestart(1), apt-listchanges(1)."""
    return {
        "DEBIAN_FRONTEND": "noninteractive", "DEBIAN_PRIORITY": "critical", "NEEDRESTART_MODE": "l",
        "APT_LISTCHANGES_FRONTEND": "none", "APT_LISTBUGS_FRONTEND": "none",
    }


def _apt_get(*arguments):
    """Raises ProgramFailed where it fails for a lock, else what tells why it did."""
    from rmote.programs import ProgramFailed, find_program, run_program

    try:
        return run_program(
            find_program("apt-get", HINT), "-q", "-y", "-o", "Dpkg::Use-Pty=0", *arguments,
            env=_environment()
        )
    except ProgramFailed as error:
        if _is_locked(error):
            raise
        raise _failure(error) from None


def _failure(error):
    said = str(error)
    missing = (
        r"Unable to locate package|has no installation candidate|Version '.*' for '.*' was not found"
        r"|Couldn't find any package"
    )
    if re.search(missing, said):
        return PackageNotFound(said + "\n`update` fetches the lists of packages.")
    if re.search(r"are you root\?|requires superuser|Permission denied", said):
        return PermissionError(said)
    if "dpkg was interrupted" in said:
        return AptError("dpkg was interrupted once, and has to finish; `repair` does that. " + said)
    return AptError(said)


def _is_locked(error):
    from rmote.programs import ProgramFailed

    locked = r"Could not get lock|is another process using it|is locked by another process"
    return isinstance(error, ProgramFailed) and re.search(locked, str(error)) is not None


def _holder(paths):
    from rmote.file_locks import holder_of

    try:
        return holder_of(paths)
    except PermissionError as error:
        raise PermissionError(error.errno, "may be used by root only", error.filename) from None


def _simulate(*arguments):
    """The steps that apt-get would take."""
    done = _apt_get("--simulate", *arguments)
    found = (_STEP.match(line) for line in done.stdout.split("\n"))
    return [_Step(*(group or "" for group in match.groups())) for match in found if match]


def _flags(options, steps):
    flags = []
    if options.recommends is not None:
        flags += ["-o", "APT::Install-Recommends=%s" % ("true" if options.recommends else "false")]
    for policy in _policies(options):
        flags += ["-o", "Dpkg::Options::=" + policy]
    # Should the packages be others by then.
    if not any(step.kind in ("Remv", "Purg") for step in steps):
        flags.append("--no-remove")
    return flags


def _policies(options):
    # dpkg(1): what is not changed is replaced in any case.
    if options.config_files == "keep":
        return ["--force-confdef", "--force-confold"]
    return ["--force-confnew"]


def _dpkg_configure(options):
    from rmote.programs import ProgramFailed, find_program, run_program

    dump = run_program(find_program("apt-config", HINT), "dump", "--format", "%v%n", "DPkg::Options")
    given = [line for line in dump.stdout.split("\n") if line]
    command = given + _policies(options) + ["--configure", "-a"]
    try:
        run_program(find_program("dpkg", HINT), *command, env=_environment())
    except ProgramFailed as error:
        if _is_locked(error):
            raise
        raise _failure(error) from None


def _run(config, run, options):
    """Runs what changes packages, when nobody else does; an error says what is half done."""
    from rmote.file_locks import run_unlocked

    locks = [os.path.join(config.admin, name) for name in ("lock-frontend", "lock")]
    locks.append(os.path.join(config.archives, "lock"))
    try:
        return run_unlocked(
            lambda: _holder(locks), _is_locked, run, options.lock_timeout, "The database of packages"
        )
    except AptError as error:
        left = _unfinished(config)
        if left:
            raise AptError("%s\nHalf done: %s" % (error, _said(left))) from None
        raise


# Changes


def _converge(wanted, options, check):
    import time

    config = _config()
    native = ":" + config.architecture
    wanted = [
        each._replace(name=each.name[: -len(native)]) if each.name.endswith(native) else each
        for each in wanted
    ]
    plan = _plan(config, wanted, options)
    if not plan.changes or check:
        return AptChange(bool(plan.changes), plan.changes, plan.versions)
    looked = time.monotonic()

    def run():
        has_waited = time.monotonic() - looked > MAX_AGE
        now = _plan(config, wanted, options) if has_waited else plan
        _do(config, now)
        return now

    plan = _run(config, run, options)
    found = _found(config, [each.name for each in wanted])
    return AptChange(
        bool(plan.changes), plan.changes, {each.name: _version(found.get(each.name)) for each in wanted}
    )


def _plan(config, wanted, options):
    """What there is to do, looked at without any rights."""
    found = _found(config, [each.name for each in wanted])
    automatic = _automatic(config)
    arguments, purge, manual = [], [], []
    for each in wanted:
        known = found.get(each.name)
        version = _version(known)
        is_whole = known is not None and known.state not in ("half-installed", "unpacked", "half-configured")
        if each.state in ("absent", "purged"):
            if version is not None:
                arguments.append(each.name + "-")
            if each.state == "purged" and known is not None and known.state != "not-installed":
                purge.append(each.name)
        elif each.state is not None:
            if version is not None and each.name in automatic:
                manual.append(each.name)
            is_right = each.version is None or _fits(version, each.version)
            if each.state == "latest" or version is None or not is_right or not is_whole:
                arguments.append(each.name + ("=" + each.version if each.version else ""))
    given = ["--allow-downgrades"] if any("=" in each for each in arguments) else []
    flags = given + _flags(options, ())
    flags.remove("--no-remove")
    steps = []
    if arguments:
        steps = _simulate("install", "--allow-change-held-packages", *(flags + ["--"] + arguments))
    leaving = [each.name for each in wanted if each.state in ("absent", "purged")]
    _require_no_others(steps, leaving, options)
    touched = _held(config, [step.name for step in steps if step.kind != "Conf"])
    held = touched | {name for name, known in found.items() if known.want == "hold"}
    asked = {each.name: each.hold for each in wanted if each.hold is not None}
    for name in sorted(touched - set(asked)):
        raise AptError(
            "%s is held at %s, and would have to change. Give `hold` (or `unhold`) for it where that "
            "is meant." % (name, _version(found.get(name)) or "its version")
        )
    if touched:
        given.append("--allow-change-held-packages")
    versions = {each.name: _version(found.get(each.name)) for each in wanted}
    for step in steps:
        if step.kind in ("Inst", "Remv", "Purg") and step.name in versions:
            versions[step.name] = step.new or None
    changes = _lines(config, steps, purge)
    gone = [step.name for step in steps if step.kind in ("Remv", "Purg")]
    changes += ["purge configuration of " + name for name in purge if name not in gone]
    fresh = [step.name for step in steps if step.kind == "Inst"]
    manual = [name for name in manual if name not in fresh]
    changes += ["mark %s as wanted for itself" % name for name in manual]
    holds = {}
    for name, hold in asked.items():
        if hold and versions[name] is None:
            raise AptError("%s is not installed, so it cannot be held." % name)
        if hold != (name in held):
            changes.append(("hold " if hold else "do not hold ") + name)
        # dpkg forgets it where the version changes.
        if hold != (name in held) or name in touched:
            holds[name] = hold
    return _Plan(
        arguments, given + _flags(options, steps), purge, manual, holds, sorted(touched), changes, versions
    )


def _fits(version, wanted):
    if version is None:
        return False
    return version.startswith(wanted[:-1]) if wanted.endswith("*") else version == wanted


def _require_no_others(steps, leaving, options):
    others = [step.name for step in steps if step.kind in ("Remv", "Purg") and step.name not in leaving]
    if others and not options.remove_others:
        raise AptError(
            "It takes the removal of %s. `remove_others` allows that." % ", ".join(sorted(others))
        )


def _lines(config, steps, purge=()):
    """A line for each package that changes."""
    unpacked = [step.name for step in steps if step.kind == "Inst"]
    configured = [step.name for step in steps if step.kind == "Conf" and step.name not in unpacked]
    # Those that only had a trigger to wait for do not count.
    whole = [name for name, known in _found(config, configured).items() if known.state in _WHOLE]
    lines = []
    for step in steps:
        if step.kind in ("Remv", "Purg"):
            verb = "purge" if step.kind == "Purg" or step.name in purge else "remove"
            lines.append("%s %s %s" % (verb, step.name, step.old))
        elif step.kind == "Conf":
            if step.name in configured and step.name not in whole:
                lines.append("configure " + step.name)
        elif not step.old:
            lines.append("install %s %s" % (step.name, step.new))
        elif step.old == step.new:
            lines.append("reinstall %s %s" % (step.name, step.new))
        else:
            verb = "upgrade" if _is_newer(step.new, step.old) else "downgrade"
            lines.append("%s %s %s -> %s" % (verb, step.name, step.old, step.new))
    return lines


def _is_newer(version, than):
    from rmote.programs import find_program, run_program

    done = run_program(
        find_program("dpkg", HINT), "--compare-versions", version, "gt", than, accept=(0, 1)
    )
    return done.returncode == 0


def _do(config, plan):
    try:
        if plan.arguments:
            _apt_get("install", *(plan.flags + ["--"] + plan.arguments))
        # Most have nothing left by now.
        found = _found(config, plan.purge)
        purge = [name for name in plan.purge if name in found and found[name].state != "not-installed"]
        if purge:
            _apt_get("purge", "--", *purge)
        if plan.manual:
            _mark("manual", plan.manual)
    except BaseException:
        _mark("hold", sorted(set(plan.kept) - _held(config, plan.kept)))
        raise
    held = _held(config, list(plan.holds))
    _mark("hold", sorted(name for name, hold in plan.holds.items() if hold and name not in held))
    _mark("unhold", sorted(name for name, hold in plan.holds.items() if not hold and name in held))


def _mark(what, names):
    from rmote.programs import ProgramFailed, find_program, run_program

    if not names:
        return
    try:
        run_program(find_program("apt-mark", HINT), what, *names, env=_environment())
    except ProgramFailed as error:
        if _is_locked(error):
            raise
        raise _failure(error) from None
