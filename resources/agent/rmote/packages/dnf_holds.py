"""Packages that dnf keeps at their version: `versionlock`, of dnf 5 itself and a plugin of dnf 4."""

import fnmatch
import re
from collections import namedtuple

from rmote.packages.dnf_look import evr
from rmote.packages.dnf_program import run_dnf
from rmote.packages.errors import DnfError

# `version` is None for one that is not about a single version; `text` is what dnf calls it.
Lock = namedtuple("Lock", "name version text")

# What the plugin of dnf 4 writes: NAME-EPOCH:VERSION-RELEASE, for all architectures.
_LINE = re.compile(r"(.+)-(?:(\d+):)?([^-:]+-[^-]+)\.\*\Z")
_NO_COMMAND = r'No such command: versionlock|Unknown argument "versionlock"'


def locks_of(program):
    """What is locked; None where dnf has no such command."""
    try:
        done = _versionlock(program, "list")
    except DnfError as error:
        if re.search(_NO_COMMAND, str(error)):
            return None
        raise
    return parse_5(done.stdout) if program.is_dnf5 else parse_4(done.stdout)


def parse_4(text):
    locks = []
    for line in text.split("\n"):
        match = _LINE.match(line)
        # A version that is excluded holds nothing.
        if not line.strip() or line.startswith("!"):
            continue
        if match is None or re.search(r"[*?\[]", line[:-2]):
            locks.append(Lock(None, None, line.strip()))
        else:
            epoch = match.group(2) if match.group(2) not in (None, "0") else None
            version = match.group(3)
            locks.append(Lock(match.group(1), "%s:%s" % (epoch, version) if epoch else version, line.strip()))
    return locks


def parse_5(text):
    locks = []
    for block in text.split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith("#")]
        names = [line.partition(": ")[2] for line in lines if line.startswith("Package name: ")]
        conditions = [line.split(" ", 2) for line in lines if not line.startswith("Package name: ")]
        if not names or any(len(each) != 3 or each[1] == "!=" for each in conditions):
            continue
        exact = [value for key, comparator, value in conditions if (key, comparator) == ("evr", "=")]
        version = exact[0] if len(conditions) == 1 and exact else None
        if version is not None and version.startswith("0:"):
            version = version[2:]
        locks.append(Lock(names[0], version, "%s (%s)" % (names[0], ", ".join(lines[1:]))))
    return locks


def locks_on(name, installed, locks):
    """Those of the locks that are about a package; `installed` is what is there of it."""
    forms = [name]
    for each in installed:
        forms.append("%s-%s" % (name, each.version))
        for version in (evr(each), "%s:%s-%s" % (each.epoch, each.version, each.release)):
            forms += ["%s-%s" % (name, version), "%s-%s.%s" % (name, version, each.architecture)]
    return [
        lock for lock in locks
        if (fnmatch.fnmatchcase(name, lock.name) if lock.name is not None
            else any(fnmatch.fnmatchcase(form, lock.text) for form in forms))
    ]


def lifted(program):
    """Options with which locks do not count; for dnf 5 its other excludes do not, either."""
    return ["--setopt=disable_excludes=*"] if program.is_dnf5 else ["--disableplugin=versionlock"]


def lock(program, name):
    """Locks what is installed of a package, and nothing else of it."""
    unlock(program, name)
    done = _versionlock(program, "add", "--", name)
    # It ends well where there is none.
    if "Adding versionlock" not in done.stdout:
        raise DnfError("%s was not locked: %s" % (name, (done.stdout + done.stderr).strip()))


def unlock(program, name):
    _versionlock(program, "delete", "--", name)


def _versionlock(program, *words):
    # What is installed is known without any repository; dnf 5 refuses a star where there is none.
    offline = "-C" if program.is_dnf5 else "--disablerepo=*"
    return run_dnf(program, "-q", offline, "versionlock", *words)


def require_versionlock(program, locks):
    if locks is None:
        command = "dnf5-command(versionlock)" if program.is_dnf5 else "dnf-command(versionlock)"
        raise DnfError(
            "Packages are held by versionlock, which this dnf has not. Install it: `%s install '%s'` "
            "(the package python3-dnf-plugin-versionlock, or dnf-plugins-core)." % (program.path, command)
        )
