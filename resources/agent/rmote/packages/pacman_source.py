"""Where a certain version of a package can be had for pacman: repositories, the cache, or what is given."""

import os
import re
from collections import namedtuple

from rmote.packages.errors import PackageNotFound, PacmanError
from rmote.packages.pacman_config import configured
from rmote.packages.pacman_run import Step, is_newer, pacman, steps_of

# `command` is that of pacman(8), `target` what it is given.
Source = namedtuple("Source", "command target version")

ADDRESS = re.compile(r"(https?|ftp|file)://[!-~]+\Z")
# PKGBUILD(5): NAME-VERSION-RELEASE-ARCHITECTURE, of which only the name may have dashes.
_FILE = re.compile(r"(.+)-([^-]+-[^-]+)-[^-]+\.pkg\.tar(\.\w+)?\Z")


def fits(version, wanted):
    """Whether it is that version; the release may be left out."""
    return version is not None and wanted in (version, version.rpartition("-")[0])


def source_of(name, wanted):
    """Where that version is. Raises PackageNotFound, which says what versions there are."""
    repository, _, short = name.rpartition("/")
    offered = []
    for line in pacman("-Sl", *([repository] if repository else [])).stdout.split("\n"):
        words = line.split(" ")
        if words[1:2] == [short]:
            offered.append(("in %s" % words[0], Source("-S", "%s/%s" % (words[0], short), words[2])))
    if not repository:
        offered += [("in %s" % os.path.dirname(each.target), each) for each in _in_cache(short)]
    for _, source in offered:
        if fits(source.version, wanted):
            return source
    there = ", ".join("%s %s" % (source.version, where) for where, source in offered)
    raise PackageNotFound(
        "There is no %s %s. %s `update` fetches the lists of packages, and `source` takes a file or an "
        "address of that version." % (short, wanted, "There is %s." % there if there else "There is no other, either.")
    )


def _in_cache(name):
    """What an earlier run has fetched, the newest first."""
    import functools

    found = []
    for folder in configured("CacheDir"):
        for file in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
            match = _FILE.match(file)
            if match and match.group(1) == name:
                found.append(Source("-U", os.path.join(folder, file), match.group(2)))
    def order(one, other):
        return -1 if is_newer(one.version, other.version) else 1

    return sorted(found, key=functools.cmp_to_key(order))


def given_source(name, wanted, source):
    """A file or an address, and the steps that it takes. Raises ValueError, PacmanError, OSError."""
    if ADDRESS.match(source):
        # What is in it would have to be fetched first.
        found = _FILE.match(re.sub(r"%3[aA]", ":", source.rsplit("/", 1)[1]))
        if found is None:
            raise ValueError("The address of a package ends like nginx-1.22.1-1-x86_64.pkg.tar.zst.")
        steps = [Step(*found.group(1, 2))]
    else:
        if not source.startswith("/"):
            raise ValueError("source is a whole path or an address, not %r." % source[:200])
        if not os.path.isfile(source):
            raise FileNotFoundError(2, "There is no file with a package", source)
        steps = steps_of("-U", names=[source])
    own = [step for step in steps if step.name == name]
    if not own or not fits(own[0].version, wanted):
        has = ", ".join("%s %s" % step for step in steps)
        raise PacmanError("%s has %s, not %s %s." % (source, has, name, wanted))
    return Source("-U", source, own[0].version), steps
