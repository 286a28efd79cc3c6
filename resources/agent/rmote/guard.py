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
    'if [ "$o" = + ]; then g="$g$p "; else g="${g%% $p *} ${g#* $p }"; fi; '
    'done; for p in $g; do kill -9 "-$p" 2>/dev/null; done'
)

_lock = _thread.allocate_lock()
_guard = None  # type: subprocess.Popen | None


def add(pid):
    # type: (int) -> None
    """Has a process group killed when the agent ends."""
    _tell(b"+ %d\n" % pid)


def remove(pid):
    # type: (int) -> None
    """Forgets a process group that has ended."""
    _tell(b"- %d\n" % pid)


def _tell(line):
    global _guard
    with _lock:
        try:
            if _guard is None:
                _guard = subprocess.Popen(
                    ["/bin/sh", "-c", _SCRIPT],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            os.write(_guard.stdin.fileno(), line)  # type: ignore[union-attr]
        except OSError:
            # No shell, or someone killed it: what is left is the agent's own care.
            pass
