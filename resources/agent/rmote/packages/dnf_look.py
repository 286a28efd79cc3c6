"""What rpm and dnf of a target know: packages, lists, and what dnf is about to do."""

import os
import re
from collections import namedtuple

from rmote.packages.dnf_program import RPM_HINT, run_dnf
from rmote.packages.errors import DnfError

# Where dnf 4 and dnf 5 keep the lists: dnf.conf(5), dnf5.conf(5).
CACHES = ("/var/cache/dnf", "/var/cache/libdnf5")
REPOSITORIES = "/etc/yum.repos.d"
# Packages of rpm 6 have no plain SIZE.
_FIELDS = "%{NAME}|%{EPOCHNUM}|%{VERSION}|%{RELEASE}|%{ARCH}|%{LONGSIZE}|%{SUMMARY}\n"
# Headings of what dnf is about to do, by how they begin; others, such as what it skips, do not count.
_VERBS = (
    ("Installing", "install"), ("Upgrading", "upgrade"), ("Downgrading", "downgrade"),
    ("Reinstalling", "reinstall"), ("Removing", "remove"),
)

Installed = namedtuple("Installed", "name epoch version release architecture size summary")
Step = namedtuple("Step", "verb name architecture version")


def query_rpm(*arguments):
    """What rpm knows of packages; it has no line for those that are not there."""
    from rmote.programs import find_program, run_program

    done = run_program(
        find_program("rpm", RPM_HINT), arguments[0], "--qf", _FIELDS, *arguments[1:],
        # The number of those that are not there.
        accept=None
    )
    if done.returncode < 0 or "error: " in done.stderr:
        raise DnfError("rpm ended with status %d: %s" % (done.returncode, done.stderr.strip()))
    lines = (line.split("|", 6) for line in done.stdout.split("\n"))
    return [Installed(*line) for line in lines if len(line) == 7]


def installed(names):
    """What is there of these packages, by name; of some there are several versions at once."""
    found = {}
    for each in query_rpm("-q", "--", *names) if names else ():
        for name in (each.name, "%s.%s" % (each.name, each.architecture)):
            if name in names:
                found.setdefault(name, []).append(each)
    return found


def evr(installed):
    """Version and release, with the epoch unless that is 0."""
    epoch = "" if installed.epoch == "0" else installed.epoch + ":"
    return "%s%s-%s" % (epoch, installed.version, installed.release)


def fits(installed, version):
    """Whether one that is there has that version; epoch 0 and the release may be left out."""
    return any(
        version in (head + each.version, "%s%s-%s" % (head, each.version, each.release))
        for each in installed
        for head in (["", each.epoch + ":"] if each.epoch == "0" else [each.epoch + ":"])
    )


def version_of(found, name):
    return evr(found[name][-1]) if name in found else None


def upgrades_of(program, options=()):
    """Name, version, architecture and repository of what the lists have a newer version of."""
    form = "%{name}|%{evr}|%{arch}|%{repoid}\n"
    done = run_dnf(program, "-q", *(list(options) + ["repoquery", "--upgrades", "--qf", form]))
    return sorted({tuple(line.split("|")) for line in done.stdout.split("\n") if line.count("|") == 3})


def lists():
    """State of the index of each list, by its path."""
    found = {}
    for cache in CACHES:
        for name in os.listdir(cache) if os.path.isdir(cache) else ():
            path = os.path.join(cache, name, "repodata", "repomd.xml")
            if os.path.isfile(path):
                info = os.stat(path)
                found[path] = (info.st_mtime_ns, info.st_size)
    return found


def age_of_lists(program):
    """Seconds since the oldest was fetched; None where one was not, or not as it is configured now."""
    import time

    # Names of the repositories come first in each line, below a heading.
    lines = run_dnf(program, "-q", "repolist").stdout.split("\n")[1:]
    names = [line.split()[0] for line in lines if line.strip()]
    fetched = {}
    for path in lists():
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


def _plain(version):
    # Newer ones of dnf 5 have the epoch of all.
    return version[2:] if version.startswith("0:") else version


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
                steps.append(Step("remove", name, rest[0], _plain(rest[1])))
        elif verb is not None and line.strip():
            # A long name has a line of its own.
            words += line.split()
            if len(words) >= 4:
                steps.append(Step(verb, words[0], words[1], _plain(words[2])))
                words = []
    return steps
