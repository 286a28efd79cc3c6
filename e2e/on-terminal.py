"""Runs a command on a terminal of its own, for a test: what it writes goes to stdout, and after each prompt an answer is typed.

Arguments: a JSON list of [prompt, answer] pairs, then the command. The exit status is the command's.
"""

import json
import os
import pty
import sys

answers = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
seen = b""
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:  # Linux says so when the other side is closed.
        break
    if not chunk:
        break
    os.write(1, chunk)
    seen += chunk
    if answers and answers[0][0].encode() in seen:
        os.write(terminal, answers.pop(0)[1].encode())
        seen = b""
_, status = os.waitpid(pid, 0)
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
