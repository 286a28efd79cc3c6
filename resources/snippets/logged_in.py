"""Who is logged in

The people who have a terminal on a machine: since when, from where, and how long they typed nothing.

Tags: users, who, sessions, login, utmp
"""

import datetime
import os
import struct
import time
from typing import List, NamedTuple, Optional

from rmote.protocol import Tool, log, process

RECORDS = ("/run/utmp", "/var/run/utmp")
USER_PROCESS = 7
# type, pid, line, id, user, host, exit status (2), session, seconds, microseconds, address, unused.
# Which of them a machine has, its C library knows; the file shows.
LAYOUTS = (struct.Struct("=h2xi32s4s32s256shhiii16s20x"), struct.Struct("=h2xi32s4s32s256shhqqq16s24x"))


class Login(NamedTuple):
    user: str
    terminal: str
    origin: str
    since: Optional[datetime.datetime]
    idle_seconds: Optional[int]
    pid: int


class LoggedIn(Tool):
    """See who works on a machine, for example before it is restarted. Nothing is changed."""

    @staticmethod
    def who(file: str = "") -> List[Login]:
        """List who is logged in, the latest first.

        The system's own record of logins is read, or systemd is asked where there is none. A login
        whose process has ended is left out.

        Args:
            file: Record of logins to read instead of /run/utmp, in the same form.

        Returns:
            A row for each login: the user, the terminal, where from (empty: from here), since when
            (UTC), how many seconds nothing was typed, and the process that leads it.

        Raises:
            FileNotFoundError: There is no such file.
            ValueError: It is no record of logins.
        """
        known = [file] if file else [name for name in RECORDS if os.path.exists(name)]
        if known:
            with open(os.path.expanduser(known[0]), "rb") as opened:
                logins = _read(opened.read(), known[0])
        elif os.path.isdir("/run/systemd/system"):
            logins = _ask_systemd()
        else:
            log("Nobody keeps a record of logins here: there is no /run/utmp and no systemd.", "WARNING")
            logins = []
        return sorted(logins, key=lambda login: str(login.since), reverse=True)


def _read(data, name):
    for layout in LAYOUTS:
        if len(data) % layout.size == 0:
            records = list(layout.iter_unpack(data))
            # What is read by the wrong layout has no such types.
            if all(0 <= record[0] <= 9 for record in records):
                return [_login(record) for record in records if _is_there(record)]
    raise ValueError("%s is no record of logins" % name)


def _is_there(record):
    return record[0] == USER_PROCESS and os.path.exists("/proc/%d" % record[1])


def _login(record):
    terminal, user, origin = (_text(record[at]) for at in (2, 4, 5))
    since = datetime.datetime.fromtimestamp(record[9], datetime.timezone.utc)
    return Login(user, terminal, origin, since, _idle(terminal), record[1])


def _text(field):
    return field.split(b"\0")[0].decode("utf-8", "surrogateescape")


def _idle(terminal):
    """Seconds since something was typed at a terminal; None where there is no such device."""
    path = os.path.join("/dev", terminal)
    if not terminal or ".." in terminal.split("/") or not os.path.exists(path):
        return None
    return max(0, int(time.time() - os.stat(path).st_atime))


def _ask_systemd():
    names = process("loginctl", "list-sessions", "--no-legend", capture_output=True, text=True, check=True)
    logins = []
    for line in names.stdout.splitlines():
        if not line.split():
            continue
        words = ("loginctl", "show-session", line.split()[0])
        shown = process(*words, capture_output=True, text=True)
        # A session may have ended since.
        facts = dict(each.partition("=")[::2] for each in shown.stdout.splitlines())
        if shown.returncode == 0 and facts.get("Class", "user") == "user":
            logins.append(_of_session(facts))
    return logins


def _of_session(facts):
    terminal = facts.get("TTY", "")
    since = None
    leader = int(facts.get("Leader") or 0)
    if os.path.exists("/proc/%d" % leader):
        begun = os.stat("/proc/%d" % leader).st_mtime
        since = datetime.datetime.fromtimestamp(int(begun), datetime.timezone.utc)
    return Login(facts.get("Name", ""), terminal, facts.get("RemoteHost", ""), since, _idle(terminal), leader)
