"""Jobs that cron runs on a target."""

import errno
import os
import re

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Literal, Optional, Tuple

    from rmote.files import Change

CronJob = NamedTuple("CronJob", [
    ("name", "Optional[str]"), ("schedule", "str"), ("command", "str"), ("user", "str"),
    ("source", "str"), ("env", "Dict[str, str]"),
])

# The tables of the system: crontab(5) and, of Debian and cronie, cron(8).
SYSTEM_TABLE = "/etc/crontab"
FOLDER = "/etc/cron.d"
# The line before a job of ours.
MARK = "# rmote: "
# Characters of a command; Debian's cron ignores a file of /etc/cron.d with a longer one.
MAX_COMMAND = 998

MACROS = ("@reboot", "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
# Name, lowest and highest number of each field, and names that stand for the numbers: crontab(5).
FIELDS = (
    ("minute", 0, 59, ()), ("hour", 0, 23, ()), ("day of the month", 1, 31, ()),
    ("month", 1, 12, ("",) + MONTHS), ("day of the week", 0, 7, DAYS),
)
# Of a line without blanks at its ends: a pattern that looks for these may take minutes for a long line.
_VARIABLE = re.compile(r"(?:([A-Za-z_]\w*)|\"([^\"]+)\"|'([^']+)')\s*=\s*(.*)\Z")


class Cron(Tool):
    """Jobs at fixed times: those of a user, by `crontab`, and those in files of /etc/cron.d."""

    @staticmethod
    def list(user: "Optional[str]" = None, *, system: "bool" = True) -> "List[CronJob]":
        """Return the jobs of a user, and those of the system.

        Args:
            user: Whose crontab; your own if left out. Another's takes root.
            system: The jobs of /etc/crontab and /etc/cron.d too.

        Returns:
            Of each the `name`, None where it was made by others; `schedule` and `command` as they
            are written; the `user` it runs as; `source`, `crontab` or the path of its file; `env`,
            the variables that are set for it there.

        Raises:
            FileNotFoundError: cron is not installed.
            LookupError: There is no such user.
        """
        table = _Crontab(user)
        jobs = _jobs(table.read(), "crontab", table.user)
        if system:
            paths = [SYSTEM_TABLE]
            if os.path.isdir(FOLDER):
                names = sorted(os.listdir(FOLDER))
                paths += [os.path.join(FOLDER, each) for each in names if _is_read(each)]
            for path in paths:
                if os.path.isfile(path):
                    with open(path, encoding="utf-8", errors="surrogateescape") as file:
                        jobs += _jobs(file.read(), path, None)
        return jobs

    @staticmethod
    def present(
        name: "str",
        schedule: "str",
        command: "str",
        *,
        user: "Optional[str]" = None,
        file: "Optional[str]" = None,
        check: "bool" = False
    ) -> "Change":
        """Make sure that there is a job of this name, with this schedule and command.

        The line before it, `# rmote: NAME`, is how it is found again; other lines stay as they are.
        The table is replaced as a whole. Doing it again changes nothing. A crontab has no lock:
        what somebody else changes of it in the same moment may be lost.

        Args:
            name: Tells this job from others of the same table; any words.
            schedule: Five fields such as `30 2 * * mon-fri`, or one of @reboot, @hourly, @daily,
                @weekly, @monthly, @yearly. Times are the target's.
            command: What /bin/sh gets, as one line. A % of it is written as cron needs it.
            user: Whose crontab; your own if left out. With `file` the user it runs as, root if left
                out.
            file: Name of a file in /etc/cron.d for it, instead of a crontab.
            check: Only tell what would change.

        Returns:
            `changed`; `path`, of the file or such as `crontab of root`; `diff`; `changes`.

        Raises:
            ValueError: The schedule or the command is none. Nothing was changed.
            LookupError: There is no such user.
            FileNotFoundError: cron is not installed.
            rmote.programs.ProgramFailed: crontab refused it; its words are in the message. Nothing
                was changed.
        """
        mark = MARK + _name(name)
        table = _table(user, file)
        _require_schedule(schedule)
        line = "%s %s" % (" ".join(schedule.split()), table.runs_as + _command(command))
        return table.edit(lambda text: _with_job(text, mark, line, table.is_system), check)

    @staticmethod
    def absent(
        name: "str",
        *,
        user: "Optional[str]" = None,
        file: "Optional[str]" = None,
        check: "bool" = False
    ) -> "Change":
        """Make sure that there is no job of this name; other lines stay as they are.

        A crontab or file that then has nothing in it is removed. Doing it again changes nothing.

        Args:
            name: The name that `present` gave it.
            user: Whose crontab; your own if left out.
            file: Name of the file in /etc/cron.d, instead of a crontab.
            check: Only tell what would change.

        Returns:
            The same as `present`.

        Raises:
            LookupError: There is no such user.
            FileNotFoundError: cron is not installed.
            rmote.programs.ProgramFailed: crontab refused it; its words are in the message. Nothing
                was changed.
        """
        mark = MARK + _name(name)
        table = _table(user, file)
        return table.edit(lambda text: _with_job(text, mark, None, table.is_system), check)

    @staticmethod
    def variable(
        name: "str",
        value: "str" = "",
        *,
        state: "Literal['present', 'absent']" = "present",
        user: "Optional[str]" = None,
        file: "Optional[str]" = None,
        check: "bool" = False
    ) -> "Change":
        """Make sure that a variable is set for all jobs of a table, or for none.

        Its line is put at the top, and other lines that set it are removed. Doing it again changes
        nothing.

        Args:
            name: Such as MAILTO, PATH or SHELL.
            value: Its value; cron does not expand $ in it.
            state: `absent` removes each line that sets it.
            user: Whose crontab; your own if left out.
            file: Name of a file in /etc/cron.d, instead of a crontab.
            check: Only tell what would change.

        Returns:
            The same as `present`.

        Raises:
            ValueError: The name or the value is none. Nothing was changed.
            LookupError: There is no such user.
            FileNotFoundError: cron is not installed.
            rmote.programs.ProgramFailed: crontab refused it; its words are in the message. Nothing
                was changed.
        """
        if re.match(r"[A-Za-z_]\w*\Z", name, re.ASCII) is None:
            raise ValueError("A variable is letters, digits and underscores, not %r." % name)
        if state not in ("present", "absent"):
            raise ValueError("state is present or absent, not %r." % state)
        line = "%s=%s" % (name, _quoted(value)) if state == "present" else None
        table = _table(user, file)
        return table.edit(lambda text: _with_variable(text, name, line), check)


class _Crontab(object):
    """The crontab of a user. Raises LookupError, or FileNotFoundError where there is no cron."""

    is_system = False
    runs_as = ""

    def __init__(self, user):
        import pwd

        from rmote.programs import find_program

        own = pwd.getpwuid(os.geteuid()).pw_name
        self.user = own if user is None else user
        _require_user(self.user)
        hint = "It comes with cron: the packages cron, cronie or busybox have it."
        self._program = find_program("crontab", hint)
        # -u takes root even for one's own.
        self._whose = [] if self.user == own else ["-u", self.user]

    def read(self):
        return self._read() or ""

    def _read(self):
        """The text of it; None where there is none."""
        from rmote.programs import ProgramFailed, run_program

        done = run_program(self._program, *(self._whose + ["-l"]), accept=(0, 1))
        if done.returncode == 0:
            return done.stdout
        # In the words of Vixie's cron and cronie; then of busybox.
        if "no crontab for" in done.stderr or "can't open" in done.stderr:
            return None
        raise ProgramFailed("crontab ended with status 1: %s" % done.stderr.strip())

    def edit(self, edit, check):
        from rmote.file_diff import unified_diff
        from rmote.files import Change
        from rmote.programs import run_program

        path = "crontab of %s" % self.user
        old = self._read()
        new, changes = edit(old or "")
        if not changes:
            return Change(False, path, "", [])
        if new.strip():
            arguments, text = ["-"], new
            before = None if old is None else _bytes(old)
            diff = unified_diff(before, _bytes(new), path)
        else:
            arguments, text = ["-r"], None
            diff = unified_diff(_bytes(old or ""), None, path)
        if not check:
            run_program(self._program, *(self._whose + arguments), input=text)
        return Change(True, path, diff, changes)


class _File(object):
    """A file in /etc/cron.d."""

    is_system = True

    def __init__(self, user, file):
        # Debian's cron reads no others: cron(8).
        if re.match(r"[A-Za-z0-9_-]+\Z", file) is None:
            raise ValueError(
                "A file of /etc/cron.d is named with letters, digits, _ and -, not %r; "
                "cron would not read it." % file
            )
        self.runs_as = ("root" if user is None else user) + "\t"
        _require_user(self.runs_as.strip())
        self._path = os.path.join(FOLDER, file)

    def edit(self, edit, check):
        from rmote.files import Change, Old, edit_file, remove_file

        content = Old(self._path).content
        new, changes = edit((content or b"").decode("utf-8", "surrogateescape"))
        if not changes and not new.strip():
            return Change(False, self._path, "", [])
        if not new.strip():
            done = remove_file(self._path, check)
            return Change(True, self._path, done.diff, changes)
        if not os.path.isdir(FOLDER):
            what = "is not there: no cron is installed that reads it"
            raise FileNotFoundError(errno.ENOENT, what, FOLDER)
        # cron ignores a file that others may write: cron(8). Edited anew, for who came in between.
        done = edit_file(
            self._path, lambda text: edit(text)[0], True, "0644", 0, 0, check=check
        )
        changes += [what for what in done.changes if what not in ("content", "create")]
        return Change(done.changed, self._path, done.diff, changes)


def _table(user, file):
    return _Crontab(user) if file is None else _File(user, file)


def _require_user(user):
    import pwd

    try:
        pwd.getpwnam(user)
    except KeyError:
        raise LookupError("There is no user %s." % user) from None


def _bytes(text):
    return text.encode("utf-8", "surrogateescape")


def _name(name):
    if not name.strip() or name != name.strip() or not name.isprintable() or len(name) > 200:
        raise ValueError("The name of a job is at most 200 printable characters, not %r." % name)
    return name


def _command(command):
    """The command as a table has it."""
    text = command.strip()
    if not text or any(not (each.isprintable() or each == "\t") for each in text):
        raise ValueError("A command is one line of text. Several commands have ; or && between them.")
    # crontab(5): a % ends the line, unless there is a backslash before it.
    text = re.sub(r"(?<!\\)%", r"\\%", text)
    if len(_bytes(text)) > MAX_COMMAND:
        raise ValueError(
            "A command has at most %d bytes in a crontab; put it into a script." % MAX_COMMAND
        )
    return text


def _quoted(value):
    """A value as a table has it: crontab(5)."""
    if not value.isprintable():
        raise ValueError("A value is one line of text.")
    if value and value == value.strip() and value[0] not in "\"'":
        return value
    for quote in "\"'":
        if quote not in value:
            return quote + value + quote
    raise ValueError("cron cannot have a value with both kinds of quotes and one at the start.")


def _require_schedule(schedule):
    """Raises ValueError for what cron does not take; no extensions of some crons are taken."""
    words = schedule.split()
    if len(words) == 1 and words[0] in MACROS:
        return
    if len(words) != len(FIELDS) or not schedule.isprintable():
        raise ValueError(
            "A schedule is five fields such as 30 2 * * mon-fri, or one of %s; not %r."
            % (", ".join(MACROS), schedule)
        )
    for word, field in zip(words, FIELDS):
        for part in word.split(","):
            if not _is_part(part, *field[1:]):
                raise ValueError(
                    "%r is no %s: it takes * or numbers from %d to %d, with - between two and / "
                    "before a step." % ((word,) + field[:3])
                )


def _is_part(part, lowest, highest, names):
    found = re.match(r"(?:\*|([0-9]+|[a-z]{3})(?:-([0-9]+|[a-z]{3}))?)(?:/([0-9]+))?\Z", part.lower())
    if found is None:
        return False
    first, last, step = found.groups()
    numbers = []
    for word in (first, last):
        if word is not None:
            number = int(word) if word.isdigit() else names.index(word) if word in names else -1
            if not lowest <= number <= highest:
                return False
            numbers.append(number)
    if step is not None and (int(step) == 0 or len(numbers) == 1):
        # Of a single number some crons take a step, and others do not.
        return False
    return numbers == sorted(numbers)


def _is_read(name):
    """Whether cron reads a file of this name; cronie reads names with dots, and not these."""
    return not name.startswith((".", "#")) and not name.endswith(("~", ".rpmsave", ".rpmorig", ".rpmnew", ".swp"))


def _parse(line, is_system):
    # type: (str, bool) -> Optional[Tuple[str, Any, str]]
    """Schedule, user (None in a crontab) and command of a line; None where it is no job."""
    text = line.strip()
    if not text or text.startswith("#") or _VARIABLE.match(text):
        return None
    count = (1 if text.startswith("@") else len(FIELDS)) + is_system
    words = text.split(None, count)
    if len(words) <= count:
        return None
    user = words[count - 1] if is_system else None
    return " ".join(words[: count - is_system]), user, words[count]


def _jobs(text, source, user):
    """The jobs of a table; one whose lines have no user field has `user`."""
    jobs = []
    env = {}
    mark = None
    for line in text.split("\n"):
        found = _VARIABLE.match(line.strip())
        job = _parse(line, user is None)
        if found is not None:
            env[found.group(1) or found.group(2) or found.group(3)] = _unquoted(found.group(4))
        elif job is not None:
            schedule, runs_as, command = job
            name = None if mark is None else mark[len(MARK) :]
            jobs.append(CronJob(name, schedule, command, user or runs_as, source, dict(env)))
        mark = line if line.startswith(MARK) else None
    return jobs


def _unquoted(value):
    is_quoted = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
    return value[1:-1] if is_quoted else value


def _with_job(text, mark, job, is_system):
    """A table's text with the job behind its mark, or without both if it is None; and the changes."""
    lines = text.split("\n")
    what = "job " + mark[len(MARK) :]
    places = [index for index, line in enumerate(lines) if line == mark]
    kept = []
    index = 0
    was_put = False
    while index < len(lines):
        if index not in places:
            kept.append(lines[index])
            index += 1
            continue
        has_job = index + 1 < len(lines) and _parse(lines[index + 1], is_system) is not None
        # One of two with the same name stays.
        if job is not None and not was_put:
            kept += [mark, job]
            was_put = True
        index += 2 if has_job else 1
    if job is not None and not was_put:
        if kept[-1] == "":
            kept.pop()
        kept += [mark, job, ""]
        return "\n".join(kept), ["add " + what]
    new = "\n".join(kept)
    # cron does not read a last line without an end.
    new += "" if not new or new.endswith("\n") else "\n"
    changes = [("change " if job is not None else "remove ") + what]
    return new, changes if new != text else []


def _with_variable(text, name, line):
    """A table's text with the line at its top, or with none that sets it; and the changes."""
    lines = text.split("\n")
    found = [_VARIABLE.match(each.strip()) for each in lines]
    others = [
        each for each, match in zip(lines, found)
        if match is None or name not in match.groups()[:3]
    ]
    was_set = len(others) < len(lines)
    new = "\n".join(others if line is None else [line] + others)
    new += "" if not new or new.endswith("\n") else "\n"
    if new == text:
        return text, []
    verb = "change" if was_set and line is not None else "set" if line is not None else "remove"
    return new, ["%s variable %s" % (verb, name)]
