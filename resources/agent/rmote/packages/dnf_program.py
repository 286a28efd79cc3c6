"""dnf of a target, version 4 or 5: which it is, and running it when nobody else does."""

import os
import re
from collections import namedtuple

from rmote.packages.errors import DatabaseLocked, DnfError, PackageNotFound

Program = namedtuple("Program", "path is_dnf5")

# Fedora has version 5 as dnf, yum and microdnf too, Debian only as dnf5.
NAMES = ("dnf", "dnf5", "yum", "microdnf")
HINT = "The target has no dnf"
RPM_HINT = "The target has no rpm"
# dnf 5 has a lock of its own besides that of rpm: the help of its option --skip-file-locks.
_SYSTEM_LOCK = "/var/lib/dnf/system-repo.lock"

_REASONS = (
    (r"already locked by|transaction lock", DatabaseLocked, ""),
    (
        r"Unable to find a match|No match for argument|matches only packages excluded", PackageNotFound,
        "\n`update` fetches the lists of packages.",
    ),
    (r"superuser privileges|Permission denied", PermissionError, ""),
)


def find_dnf():
    """Raises FileNotFoundError, also for what is something else."""
    from rmote.packages.running import run_manager
    from rmote.programs import find_program

    path = None
    for name in NAMES:
        try:
            path = find_program(name)
            break
        except FileNotFoundError:
            continue
    if path is None:
        raise FileNotFoundError(2, "is not installed here. " + HINT, NAMES[0])
    is_micro = os.path.basename(path) == "microdnf"
    done = run_manager(path, ["--version"], _REASONS, DnfError, is_well=lambda done: is_micro)
    first = done.stdout.split("\n")[0]
    if first.startswith("dnf5 "):
        return Program(path, True)
    if first.startswith("4."):
        return Program(path, False)
    if is_micro:
        # It has no option to say no, and no way to hold packages.
        what = "cannot tell beforehand what it would do, so it is not used. Install dnf: `microdnf install -y dnf`"
        raise FileNotFoundError(2, what, path)
    raise FileNotFoundError(2, "is not dnf, but says that it is %s" % first[:100], path)


def run_dnf(program, *arguments, is_preview=False):
    """Runs dnf without questions; with `is_preview` it says what it would do."""
    from rmote.packages.running import run_manager

    options = ["--assumeno" if is_preview else "-y"]
    if not program.is_dnf5:
        # Else it waits for ever; version 5 has no such option.
        options.append("--setopt=exit_on_lock=True")

    def is_told(done):
        return is_preview and re.search(r"^Operation aborted", done.stdout + done.stderr, re.M) is not None

    words = options + list(arguments)
    return run_manager(
        program.path, words, _REASONS, DnfError, details=str.splitlines, is_well=is_told
    )


def lock_paths():
    """Files that are locked by fcntl(2) while packages change."""
    from rmote.programs import find_program, run_program

    done = run_program(find_program("rpm", RPM_HINT), "--eval", "%{_rpmlock_path}")
    return [done.stdout.strip(), _SYSTEM_LOCK]


def run_alone(run, limit):
    """Runs what changes packages, when nobody else does."""
    from rmote.packages import running

    paths = lock_paths()

    def is_locked(error):
        # dnf 5 does not say why rpm failed.
        is_silent = isinstance(error, DnfError) and "Rpm transaction failed" in str(error)
        return is_silent and running.holder(paths) is not None

    return running.run_when_free(lambda: running.holder(paths), run, limit, is_locked=is_locked)
