"""apt-get, dpkg and apt-mark of a target: run without questions, and when nobody else does."""

import os
import re
from collections import namedtuple

from rmote.packages.apt_config import HINT
from rmote.packages.apt_look import said, unfinished
from rmote.packages.errors import AptError, DatabaseLocked, PackageNotFound

Options = namedtuple("Options", "recommends config_files remove_others lock_timeout")
Step = namedtuple("Step", "kind name old new origin architecture")

# What `apt-get --simulate` prints of each step.
STEP = re.compile(r"(Inst|Conf|Remv|Purg) (\S+)(?: \[([^\]]*)\])?(?: \((\S+) ?(.*?) ?\[([^\]]*)\]\))?")
_REASONS = (
    (r"Could not get lock|is another process using it|is locked by another process", DatabaseLocked, ""),
    (
        r"Unable to locate package|has no installation candidate|Version '.*' for '.*' was not found"
        r"|Couldn't find any package",
        PackageNotFound, "\n`update` fetches the lists of packages.",
    ),
    (r"are you root\?|requires superuser|Permission denied", PermissionError, ""),
    (r"dpkg was interrupted", AptError, "\ndpkg was interrupted once, and has to finish; `repair` does that."),
)


def apt_get(*arguments):
    return _run("apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0", *arguments)


def simulate(*arguments):
    """The steps that apt-get would take."""
    done = apt_get("--simulate", *arguments)
    found = (STEP.match(line) for line in done.stdout.split("\n"))
    return [Step(*(group or "" for group in match.groups())) for match in found if match]


def mark(what, names):
    if names:
        _run("apt-mark", what, *names)


def dpkg_configure(options):
    """Finishes what was interrupted."""
    dump = _run("apt-config", "dump", "--format", "%v%n", "DPkg::Options")
    given = [line for line in dump.stdout.split("\n") if line]
    _run("dpkg", *(given + _policies(options) + ["--configure", "-a"]))


def is_newer(version, than):
    from rmote.programs import find_program, run_program

    done = run_program(
        find_program("dpkg", HINT), "--compare-versions", version, "gt", than, accept=(0, 1)
    )
    return done.returncode == 0


def flags_of(options, steps):
    """Options of apt-get for these steps."""
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


def _run(name, *arguments):
    """Nothing asks, lists changes or restarts services: debconf(7), needrestart(1), apt-listchanges(1)."""
    from rmote.packages.running import run_manager
    from rmote.programs import find_program

    env = {
        "DEBIAN_FRONTEND": "noninteractive", "DEBIAN_PRIORITY": "critical", "NEEDRESTART_MODE": "l",
        "APT_LISTCHANGES_FRONTEND": "none", "APT_LISTBUGS_FRONTEND": "none",
    }
    return run_manager(find_program(name, HINT), arguments, _REASONS, AptError, env=env)


def run_alone(config, run, limit):
    """Runs what changes packages, when nobody else does; an error says what is half done."""
    from rmote.packages import running

    locks = [os.path.join(config.admin, name) for name in ("lock-frontend", "lock")]
    locks.append(os.path.join(config.archives, "lock"))
    try:
        return running.run_when_free(lambda: running.holder(locks), run, limit)
    except AptError as error:
        left = unfinished(config)
        if left:
            raise AptError("%s\nHalf done: %s" % (error, said(left))) from None
        raise


def fetch_lists(config, limit):
    """Fetches the lists of packages. Raises AptError where not all could be."""
    from rmote.packages import running

    done = running.run_when_free(
        lambda: running.holder([config.lists + "lock"]),
        lambda: apt_get("update", "-o", "APT::Update::Error-Mode=any"), limit, "The lists of packages",
    )
    # Before version 2.1 apt ends with 0 where old lists are kept.
    failed = re.findall(
        r"^[EW]: .*(?:Failed to fetch|index files failed|previous index files).*$", done.stderr, re.M
    )
    if failed:
        raise AptError("Not all lists were fetched. " + "\n".join(failed))
