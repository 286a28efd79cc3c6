"""`process`: run a command so that it cannot touch the protocol's descriptors."""

import subprocess

from . import current, guard
from .calls import kill_group

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
    shell=False
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

    The command leads a process group of its own, which is killed with its call.
    Raises OSError when it cannot be started.
    """
    if not argv:
        raise TypeError("process() needs a command")
    text = bool(text or encoding or errors)
    if text:
        encoding, errors = encoding or "utf-8", errors or "surrogateescape"
    if isinstance(input, str):
        input = input.encode(encoding or "utf-8", errors or "surrogateescape")
    kept = subprocess.PIPE if capture_output else subprocess.DEVNULL
    call = current.call.get()
    child = _start(
        call,
        argv[0] if shell else list(argv),
        stdin=subprocess.PIPE if input is not None else _or(stdin, subprocess.DEVNULL),
        stdout=_or(stdout, kept),
        stderr=_or(stderr, kept),
        cwd=cwd,
        env=env,
        shell=shell,
        start_new_session=True,
        preexec_fn=guard.registrar(),
    )
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
        _forget(call, child)
    out = _decode(out, text, encoding, errors)
    err = _decode(err, text, encoding, errors)
    if check and child.returncode:
        raise CalledProcessError(child.returncode, argv, out, err)
    return CompletedProcess(argv, child.returncode, out, err)


def _start(call, command, **options):
    """A child that its call and the guard know of, or that there is none of."""
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
            _forget(call, child)
        raise
    return child


def _kill(child):
    """Ends a child with its whole group."""
    kill_group(child.pid)
    child.wait()


def _forget(call, child):
    guard.remove(child.pid)
    if call is not None:
        call.remove_group(child.pid)


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
