"""`process`: run a command so that it cannot touch the protocol's descriptors."""

import _thread
import errno
import os
import subprocess
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

from rmote import current, guard
from rmote.calls import kill_group

# Bytes of a streamed line; the rest of a longer one comes as another.
MAX_LINE = 1048576
# Seconds that a stream waits for output at a time.
LOOK_UP = 1.0

CompletedProcess = subprocess.CompletedProcess
CalledProcessError = subprocess.CalledProcessError
TimeoutExpired = subprocess.TimeoutExpired


def process(
    *argv,
    capture_output=False,
    text=False,
    input=None,
    check=False,
    timeout=None,
    cwd=None,
    env=None,
    encoding=None,
    errors=None,
    stdin=None,
    stdout=None,
    stderr=None,
    shell=False,
    stream=False,
    user=None,
    pass_fds=()
):
    """Runs a command to its end and returns a `subprocess.CompletedProcess`.

    argv            the program and its arguments; with shell=True one script
    capture_output  keep stdout and stderr; they go to /dev/null otherwise
    text            stdout, stderr and input are str instead of bytes
    input           bytes (or str) for stdin, which is /dev/null otherwise
    check           raise CalledProcessError for an exit status other than 0
    timeout         seconds until the process group is killed and TimeoutExpired is raised
    cwd, env        folder and whole environment of the command
    encoding, errors  of the text; UTF-8 and surrogateescape if left out, so that no byte is lost
    stdin, stdout, stderr  a file or descriptor instead of the above
    stream          return a generator of the lines of stdout and stderr, without their ends,
                    as they come; what the generator returns is the CompletedProcess. Nothing
                    runs before the first line is asked for; closing the generator kills the command
    user            name or number of the user to run as, with their groups; another one needs root.
                    Without env, HOME, USER, LOGNAME and SHELL are theirs
    pass_fds        descriptors that the command has under the same numbers

    The command leads a process group of its own, which is killed with its call:
    what it leaves running in there too.
    Raises OSError when it cannot be started, LookupError where there is no such user.
    """
    if not argv:
        raise TypeError("process() needs a command")
    text = bool(text or encoding or errors)
    if text:
        encoding, errors = encoding or "utf-8", errors or "surrogateescape"
    if isinstance(input, str):
        input = input.encode(encoding or "utf-8", errors or "surrogateescape")
    kept = subprocess.PIPE if capture_output else subprocess.DEVNULL
    options = {
        "stdin": subprocess.PIPE if input is not None else _or(stdin, subprocess.DEVNULL),
        "stdout": subprocess.PIPE if stream else _or(stdout, kept),
        "stderr": _or(stderr, subprocess.STDOUT if stream else kept),
        "cwd": cwd,
        "env": env,
        "shell": shell,
        "start_new_session": True,
        "pass_fds": pass_fds,
        "preexec_fn": None if user is None else _becoming(user),
    }
    if user is not None and env is None:
        options["env"] = user_environment(user)
    command = argv[0] if shell else list(argv)
    if stream:
        decoded = (text, encoding, errors)
        return _stream(argv, command, options, input, check, timeout, decoded)
    call = current.call.get()
    child = _start(call, command, options)
    try:
        out, err = child.communicate(input, timeout)
    except subprocess.TimeoutExpired as expired:
        kill_group(child.pid)
        out, err = _rest(child)
        raise TimeoutExpired(
            argv, expired.timeout, _decode(out, text, encoding, errors),
            _decode(err, text, encoding, errors)
        ) from None
    except BaseException:
        _kill(child)
        raise
    finally:
        _ended(call, child.pid)
    out = _decode(out, text, encoding, errors)
    err = _decode(err, text, encoding, errors)
    if check and child.returncode:
        raise CalledProcessError(child.returncode, argv, out, err)
    return CompletedProcess(argv, child.returncode, out, err)


def user_environment(user):
    # type: (str | int) -> dict[str, str]
    """The session's environment with what is another user's in it. Raises LookupError."""
    entry = _entry(user)
    own = {"HOME": entry.pw_dir, "USER": entry.pw_name, "LOGNAME": entry.pw_name}
    own["SHELL"] = entry.pw_shell or "/bin/sh"
    # Of the session's user alone: sockets, and folders that nobody else may enter.
    not_theirs = ("MAIL", "OLDPWD", "PWD", "SSH_AUTH_SOCK", "DBUS_SESSION_BUS_ADDRESS")
    kept = {
        name: value for name, value in os.environ.items()
        if name not in not_theirs and not name.startswith("XDG_")
    }
    return dict(kept, **own)


def _entry(user):
    import pwd

    from rmote.file_attributes import user_id

    number = user_id(user)
    assert number is not None
    try:
        return pwd.getpwuid(number)
    except KeyError:
        raise LookupError("There is no user %s." % user) from None


def _becoming(user):
    """What makes a new process one of another user; None where it is one already."""
    entry = _entry(user)
    uid, gid = entry.pw_uid, entry.pw_gid
    if uid == os.geteuid():
        return None
    if os.geteuid():
        what = "cannot be run as by you: only root can. Connect as root, or become root after the login"
        raise PermissionError(errno.EPERM, what, entry.pw_name)
    groups = os.getgrouplist(entry.pw_name, gid)

    def become():
        os.setgroups(groups)
        os.setgid(gid)
        os.setuid(uid)

    return become


def _preparation(become):
    """What a new process does before it becomes the command; None for nothing."""
    register = guard.registrar()
    if register is None or become is None:
        return register or become

    def prepare():
        # Runs between fork and exec: nothing here may import or take a lock.
        register()
        become()

    return prepare


def _stream(argv, command, options, input, check, timeout, decoded):
    call = current.call.get()
    child = _start(call, command, options)
    output = child.stdout  # type: Any
    try:
        if input is not None:
            _thread.start_new_thread(_feed, (child.stdin, input))
        try:
            for line in _lines(output.fileno(), timeout):
                yield _decode(line, *decoded)
        except _TimedOut:
            raise TimeoutExpired(argv, timeout) from None
        returncode = child.wait()
    finally:
        if child.returncode is None:
            _kill(child)
        output.close()
        _ended(call, child.pid)
    if check and returncode:
        raise CalledProcessError(returncode, argv)
    return CompletedProcess(argv, returncode)


class _TimedOut(Exception):
    pass


def _lines(fd, timeout):
    """The lines of a descriptor, in bytes and without their ends, until it is closed."""
    import select

    end = None if timeout is None else time.monotonic() + timeout
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    rest = b""
    while True:
        left = LOOK_UP if end is None else min(end - time.monotonic(), LOOK_UP)
        # Not without end: a cancelled call is raised out of here, even while
        # a process that left the group holds the pipe open.
        if left <= 0:
            raise _TimedOut()
        if not poll.poll(left * 1000):
            continue
        data = os.read(fd, 65536)
        if not data:
            break
        lines = (rest + data).split(b"\n")
        rest = lines.pop()
        for line in lines:
            yield line[:-1] if line.endswith(b"\r") else line
        if len(rest) > MAX_LINE:
            yield rest
            rest = b""
    if rest:
        yield rest


def _feed(pipe, data):
    try:
        with pipe:
            pipe.write(data)
    except OSError:
        # The command does not read it all.
        pass


def _start(call, command, options):
    """A child that its call and the guard know of, or that there is none of."""
    options["preexec_fn"] = _preparation(options["preexec_fn"])
    child = subprocess.Popen.__new__(subprocess.Popen)
    if call is not None:
        # Cancelled in between, the child would be nobody's.
        call.shield()
    try:
        child.__init__(command, **options)
        if call is not None:
            call.add_group(child.pid)
            call.unshield()
    except BaseException:
        pid = getattr(child, "pid", None)
        if pid is not None:
            # It may have told the guard of itself and failed to become the command.
            if child.returncode is None:
                _kill(child)
            _ended(call, pid)
        raise
    return child


def _kill(child):
    """Ends a child with its whole group."""
    kill_group(child.pid)
    child.wait()


def _ended(call, pid):
    """A command has ended: forgets its group, unless others are in it that are to end with the call."""
    if call is not None and not call.done:
        try:
            os.killpg(pid, 0)
            return
        except OSError:
            pass
        call.remove_group(pid)
    guard.remove(pid)


def end_groups(call):
    """Kills what the commands of a call that has ended left running."""
    for pid in list(call.groups):
        kill_group(pid)
        call.remove_group(pid)
        guard.remove(pid)


def _rest(child):
    """What a killed child has written. A process that left its group may hold the pipes open."""
    try:
        return child.communicate(timeout=1)
    except subprocess.TimeoutExpired as expired:
        for pipe in (child.stdin, child.stdout, child.stderr):
            if pipe is not None:
                pipe.close()
        return expired.output, expired.stderr


def _or(given, default):
    return default if given is None else given


def _decode(data, text, encoding, errors):
    if data is None or not text:
        return data
    return data.decode(encoding, errors).replace("\r\n", "\n")
