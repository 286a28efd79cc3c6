"""Kills the commands of an agent that was itself killed, and could not.

A small shell waits at a pipe. It learns which process groups run, and when the
pipe ends, because the agent did, however it did, it kills those that are left.
"""

import _thread
import os
import subprocess

# `+ PID` and `- PID` come on stdin; the groups that run stand in $g between blanks.
# dash knows no `kill --`.
_SCRIPT = (
    'g=" "; while read -r o p; do '
    'if [ "$o" = + ]; then g="$g$p "; else '
    'case "$g" in *" $p "*) g="${g%% $p *} ${g#* $p }";; esac; fi; '
    'done; for p in $g; do kill -9 "-$p" 2>/dev/null; done'
)

_lock = _thread.allocate_lock()
_guard = None  # type: subprocess.Popen | None


def registrar():
    """A function for a new process, which tells the guard of it before it becomes the command.

    None where there is no guard.
    """
    fd = _descriptor()
    if fd is None:
        return None

    def register():
        # Runs between fork and exec: nothing here may import or take a lock.
        os.write(fd, b"+ %d\n" % os.getpid())

    return register


def remove(pid):
    # type: (int) -> None
    """Forgets a process group that has ended."""
    if _guard is None:
        return
    try:
        os.write(_guard.stdin.fileno(), b"- %d\n" % pid)  # type: ignore[union-attr]
    except OSError:
        # Someone killed the guard; the next command starts another.
        pass


def _descriptor():
    """Where the guard reads from; it is started when it is not there."""
    global _guard
    with _lock:
        if _guard is None or _guard.poll() is not None:
            try:
                _guard = subprocess.Popen(
                    ["/bin/sh", "-c", _SCRIPT],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            except OSError:
                # A target without a shell: what is left is the agent's own care.
                return None
            _move_up(_guard)
        return _guard.stdin.fileno()  # type: ignore[union-attr]


def _move_up(guard):
    """Keeps the pipe off 0 to 2, which are free once a tool has closed them and are a command's own."""
    pipe = guard.stdin
    if pipe.fileno() > 2:
        return
    import fcntl

    guard.stdin = os.fdopen(fcntl.fcntl(pipe.fileno(), fcntl.F_DUPFD_CLOEXEC, 3), "wb", 0)
    pipe.close()
