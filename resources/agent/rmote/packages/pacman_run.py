"""pacman of a target: what it knows, and what it does when nobody else does."""

import os
import re
from collections import namedtuple

from rmote.packages.errors import DatabaseLocked, PackageNotFound, PacmanError
from rmote.packages.pacman_config import HINT, configured, repositories

Step = namedtuple("Step", "name version")

_REASONS = (
    (r"unable to lock database", DatabaseLocked, ""),
    (r"target not found", PackageNotFound, "\n`update` fetches the lists of packages."),
    (r"unless you are root|Permission denied", PermissionError, ""),
    (r"breaks dependency", PacmanError, "\n`remove_others` allows to remove what depends on it."),
)
# Those that change something ask, unless they are told not to.
_ASKING = ("-S", "-Sy", "-U", "-R", "-Rn")


def pacman(*arguments, accept=(0,)):
    from rmote.packages import pacman_config
    from rmote.packages.running import run_manager
    from rmote.programs import find_program

    options = ("--config", pacman_config.CONFIG, "--color", "never")
    if arguments[0] in _ASKING:
        options += ("--noconfirm", "--noprogressbar")
    words = arguments[:1] + options + arguments[1:]
    return run_manager(find_program("pacman", HINT), words, _REASONS, PacmanError, accept, details=_details)


def _details(output):
    # What stands in the way, such as a dependency, is in its output; its failure is not.
    return [line for line in output.split("\n") if re.match(r":: .* (breaks|are in conflict|requir)", line)]


def query(what):
    # Its status is 1 where there is none, too.
    done = pacman(what, accept=(0, 1))
    if done.returncode and done.stderr.strip():
        raise PacmanError(done.stderr.strip())
    return done.stdout


def installed():
    """Versions of all packages that are there, by name."""
    lines = (line.split(" ") for line in query("-Q").split("\n"))
    return {line[0]: line[1] for line in lines if len(line) == 2}


def automatic():
    return set(query("-Qdq").split())


def upgrades():
    """Name, version, candidate and whether it is to be ignored, of what the lists have a newer version of."""
    found = re.findall(r"^(\S+) (\S+) -> (\S+)( \[ignored\])?$", query("-Qu"), re.M)
    return [(name, old, new, bool(ignored)) for name, old, new, ignored in sorted(found)]


def missing(names):
    """Those of the names that nothing which is installed is, or provides."""
    # pacman(8) has 127 for that.
    done = pacman("-T", "--", *names, accept=(0, 127)) if names else None
    return done.stdout.split() if done else []


def steps_of(*command, names):
    """What a command would do with these."""
    if not names:
        return []
    done = pacman(*(command + ("--print", "--print-format", "%n %v", "--") + tuple(names)))
    lines = (line.split(" ") for line in done.stdout.split("\n"))
    return [Step(*line) for line in lines if len(line) == 2]


def is_newer(version, than):
    from rmote.programs import find_program, run_program

    return run_program(find_program("vercmp", HINT), version, than).stdout.strip() == "1"


def lists(database):
    """State of the lists, by the names of their files."""
    folder = os.path.join(database, "sync")
    found = {}
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        if name.endswith(".db"):
            info = os.stat(os.path.join(folder, name))
            found[name] = (info.st_mtime_ns, info.st_size)
    return found


def age_of_lists(database):
    """Seconds since they were fetched; None where they were not, or not as it is configured now."""
    import time

    from rmote.packages import pacman_config

    names = {name + ".db" for name in repositories()}
    if not names or names - set(lists(database)):
        return None
    # A list has the time that it has at the server; pacman works in the folder.
    fetched = os.stat(os.path.join(database, "sync")).st_mtime
    if os.stat(pacman_config.CONFIG).st_mtime > fetched:
        return None
    return max(time.time() - fetched, 0.0)


def run_alone(run, limit):
    """Runs what changes packages, when nobody else does. What pacman warns of goes to the log."""
    from rmote.file_locks import Holder, opener_of
    from rmote.packages.running import run_when_free
    from rmote.protocol import log

    path = os.path.join(os.path.realpath(configured("DBPath")[0]), "db.lck")

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

    done = run_when_free(find_holder, run, limit)
    for line in (done.stderr if done is not None else "").split("\n"):
        if line.startswith("warning: "):
            log(line[len("warning: ") :], "WARNING")
