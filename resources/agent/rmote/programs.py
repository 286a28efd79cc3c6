"""Programs of the system that tools run: found where a session's PATH may not lead, heard in English."""

import errno
import os

# Folders of programs that a session without a login may not have in its PATH.
SYSTEM_FOLDERS = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
# Characters of what a program says.
MAX_OUTPUT = 4000


class ProgramFailed(Exception):
    """A program did not do what it was asked for; the message has what it said."""

    # Its exit status; negative: the signal that ended it.
    status = None  # type: int | None


def find_program(name, hint=""):
    # type: (str, str) -> str
    """The whole path of a program. Raises FileNotFoundError, with the hint, where there is none."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    for folder in folders + list(SYSTEM_FOLDERS):
        path = os.path.join(folder, name)
        if folder and os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    what = "is not installed here" + (". " + hint if hint else "")
    raise FileNotFoundError(errno.ENOENT, what, name)


def environment(changes=None):
    # type: (dict[str, str | None] | None) -> dict[str, str]
    """The variables that a program gets: those of here with `changes`, in the C locale.

    One that is None in `changes` it does not get.
    """
    variables = dict(os.environ, LC_ALL="C", LANGUAGE=None)  # type: dict[str, str | None]
    variables.update(changes or {})
    return {name: value for name, value in variables.items() if value is not None}


def run_program(program, *arguments, input=None, accept=(0,), env=None):
    """Runs a program of `find_program`; a CompletedProcess with text, in the C locale.

    `env` has changes of its variables, as `environment` takes them. `accept` None takes any status. Raises ProgramFailed where its status is none of `accept`. What is secret goes into
    `input`: arguments can be seen by everybody on the system.
    """
    from rmote.protocol import process

    env = environment(env)
    done = process(program, *arguments, input=input, capture_output=True, text=True, env=env)
    if accept is not None and done.returncode not in accept:
        said = (done.stderr.strip() or done.stdout.strip())[-MAX_OUTPUT:]
        how = "status %d" % done.returncode
        if done.returncode < 0:
            how = "signal %d" % -done.returncode
        error = ProgramFailed(
            "%s ended with %s%s" % (os.path.basename(program), how, ": " + said if said else ".")
        )
        error.status = done.returncode
        raise error
    return done
