"""Running a manager of packages, and waiting for others that do."""

import re

from rmote.packages.errors import DatabaseLocked


def run_manager(path, arguments, reasons, error, accept=(0,), env=None, details=None, is_well=None):
    """Runs a program that changes or knows packages; a CompletedProcess.

    Where it fails, raises what the first of `reasons` says that fits what the program said: a
    pattern, an exception and a hint. Else `error`. `accept` are statuses, and `is_well` tells of the
    CompletedProcess of another one that it is no failure; `details` finds lines in the output that
    belong to what was said, without which it counts where nothing went to stderr.
    """
    import os

    from rmote.programs import MAX_OUTPUT, run_program

    done = run_program(path, *arguments, accept=None, env=env)
    if done.returncode in accept or is_well is not None and is_well(done):
        return done
    heard = [done.stderr.strip()] + (details(done.stdout) if details else [])
    said = "\n".join(line for line in heard if line) or done.stdout.strip()
    how = "status %d" % done.returncode if done.returncode >= 0 else "signal %d" % -done.returncode
    said = "%s ended with %s: %s" % (os.path.basename(path), how, said[-MAX_OUTPUT:])
    for pattern, reason, hint in reasons:
        if re.search(pattern, said):
            raise reason(said + hint)
    raise error(said)


def run_when_free(find_holder, run, limit, what="The database of packages", is_locked=None):
    """What `run` returns, started when nobody has the locks; `limit` is in seconds.

    `is_locked` tells, besides DatabaseLocked, an error that came of a lock. Raises Locked, and
    ValueError for a limit that is none.
    """
    from rmote.file_locks import run_unlocked

    if limit < 0:
        raise ValueError("lock_timeout is not below 0 seconds.")

    def came_of_lock(error):
        return isinstance(error, DatabaseLocked) or is_locked is not None and is_locked(error)

    return run_unlocked(find_holder, came_of_lock, run, limit, what)


def holder(paths):
    """Who has one of these files locked. Raises PermissionError with a sentence."""
    from rmote.file_locks import holder_of

    try:
        return holder_of(paths)
    except PermissionError as error:
        raise PermissionError(error.errno, "may be used by root only", error.filename) from None


def update_lists(age, ttl, check, look, fetch):
    """Fetches the lists unless they are younger than `ttl`: changed, fetched, age and changes.

    `age` is None where there are none; both are in seconds. `look` says what is there, `fetch` fetches.
    """
    if age is not None and age < ttl:
        return False, False, age, []
    changes = ["fetch the lists of packages"]
    if check:
        return True, True, age, changes
    before = look()
    fetch()
    is_other = look() != before
    return is_other, True, age, changes if is_other else []


def line_of(name, old, new, is_newer):
    """How it is said that a package gets another version."""
    if old is None:
        return "install %s %s" % (name, new)
    if old == new:
        return "reinstall %s %s" % (name, new)
    return "%s %s %s -> %s" % ("upgrade" if is_newer(new, old) else "downgrade", name, old, new)
