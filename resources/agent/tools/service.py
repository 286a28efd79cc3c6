"""Services and timers of a target that has systemd."""

import re

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool, log, process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Iterator, List, Literal, Optional

ServiceStatus = NamedTuple("ServiceStatus", [
    ("name", "str"), ("description", "Optional[str]"), ("load_state", "Optional[str]"),
    ("active_state", "Optional[str]"), ("sub_state", "Optional[str]"), ("enabled", "Optional[str]"),
    ("pid", "Optional[int]"), ("since", "Optional[datetime]"), ("result", "Optional[str]"),
    ("exit_status", "Optional[int]"), ("restarts", "Optional[int]"), ("memory", "Optional[int]"),
    ("path", "Optional[str]"), ("needs_reload", "bool"), ("can_reload", "bool"),
])
ServiceChange = NamedTuple("ServiceChange", [
    ("changed", "bool"), ("name", "Optional[str]"), ("changes", "List[str]"),
    ("active_state", "Optional[str]"), ("enabled", "Optional[str]"),
])
JournalEntry = NamedTuple("JournalEntry", [
    ("time", "Optional[datetime]"), ("level", "Optional[str]"), ("unit", "Optional[str]"),
    ("identifier", "Optional[str]"), ("pid", "Optional[int]"), ("message", "Optional[str]"),
])
TimerInfo = NamedTuple("TimerInfo", [
    ("name", "str"), ("description", "Optional[str]"), ("activates", "Optional[str]"),
    ("active_state", "Optional[str]"), ("result", "Optional[str]"), ("schedule", "List[str]"),
    ("next", "Optional[datetime]"), ("last", "Optional[datetime]"),
])

# Names of systemd.unit(5): these characters, with the kind of unit behind the last dot.
_NAME = re.compile(r"[A-Za-z0-9:_.\\@][A-Za-z0-9:_.\\@-]*\Z")
MAX_NAME = 255
_KINDS = (
    "service", "socket", "target", "timer", "path", "mount", "automount", "swap", "slice", "scope", "device",
)
# Times are in UTC, and nothing changes how programs write.
_VARIABLES = {
    "TZ": "UTC", "SYSTEMD_COLORS": None, "SYSTEMD_PAGER": None, "SYSTEMD_URLIFY": None, "SYSTEMD_LOG_LEVEL": None,
}
# Properties of org.freedesktop.systemd1(5), as `systemctl show` prints them.
_PROPERTIES = (
    "Id", "Description", "LoadState", "ActiveState", "SubState", "MainPID", "StateChangeTimestamp", "Result",
    "ExecMainStatus", "NRestarts", "MemoryCurrent", "FragmentPath", "NeedDaemonReload", "CanReload",
)
_TIMER_PROPERTIES = (
    "Id", "Description", "Unit", "ActiveState", "Result", "TimersCalendar", "TimersMonotonic",
    "NextElapseUSecRealtime", "NextElapseUSecMonotonic", "LastTriggerUSec",
)
# The levels of syslog(3), by number.
_LEVELS = ("EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG")
_ACTIVE = ("active", "reloading", "refreshing")
_STOPPED = ("inactive", "failed")
# Characters of one entry of the journal, and of what a program says.
MAX_ENTRY = 16777216
MAX_SAID = 4000
# What the file of a unit is in is not known as long as a mask hides it.
UNKNOWN = "unknown"


class ServiceError(Exception):
    """systemd refused what was asked of it, or a unit failed."""


class UnitNotFound(LookupError):
    """There is no unit of that name."""


class Service(Tool):
    """Start, stop, enable and read the log of the services of a target with systemd.

    A name without a kind is that of a service: `nginx` is `nginx.service`. Other units, such as
    `fstrim.timer`, are taken too.
    """

    @staticmethod
    def status(name: "str") -> "ServiceStatus":
        """Tell the state of a service.

        Args:
            name: Name of the unit.

        Returns:
            The states of systemd: `load_state` (not-found where there is none, masked), `active_state`
            and `sub_state`, `enabled` (enabled, disabled, static, masked and others; None where there is
            none); `pid` of its main process, `since` when it is in this state, `result` and `exit_status`
            of the last end, automatic `restarts`, `memory` in bytes, `path` of its file. None is what
            is not known. `needs_reload` says that its file was changed since it was read.

        Raises:
            ValueError: The name cannot be that of a unit.
            FileNotFoundError: The target has no systemctl.
            ServiceError: systemd does not answer.
        """
        unit = _unit(name)
        return _status(unit)

    @staticmethod
    def start(name: "str", *, check: "bool" = False) -> "ServiceChange":
        """Start a service, and wait until it has. One that runs is left as it is.

        A unit that does something once and ends, such as one of Type=oneshot, does it each time.

        Args:
            name: Name of the unit.
            check: Only tell what would change.

        Returns:
            `changed`, the whole `name`, `changes`, and the states that it is in now.

        Raises:
            ValueError: The name cannot be that of a unit.
            UnitNotFound: There is no such unit.
            ServiceError: It did not start; its last log lines are in the message.
            PermissionError: You may not.
            FileNotFoundError: The target has no systemctl.
        """
        return _run_state(_unit(name), "start", check)

    @staticmethod
    def stop(name: "str", *, check: "bool" = False) -> "ServiceChange":
        """Stop a service, and wait until it has. One that does not run is left as it is.

        Args:
            name: Name of the unit.
            check: Only tell what would change.

        Returns:
            The same as `start`.

        Raises:
            ValueError: The name cannot be that of a unit.
            UnitNotFound: There is no such unit.
            ServiceError: It did not stop.
            PermissionError: You may not.
            FileNotFoundError: The target has no systemctl.
        """
        return _run_state(_unit(name), "stop", check)

    @staticmethod
    def restart(name: "str", *, check: "bool" = False) -> "ServiceChange":
        """Stop a service and start it again; one that does not run is started. Each call does it again.

        Args:
            name: Name of the unit.
            check: Only tell what would be done.

        Returns:
            The same as `start`; `changed` is always true.

        Raises:
            ValueError: The name cannot be that of a unit.
            UnitNotFound: There is no such unit.
            ServiceError: It did not start again; its last log lines are in the message.
            PermissionError: You may not.
            FileNotFoundError: The target has no systemctl.
        """
        return _run_state(_unit(name), "restart", check)

    @staticmethod
    def reload(name: "str", *, check: "bool" = False) -> "ServiceChange":
        """Have a service that runs read its configuration again. Each call does it again.

        Args:
            name: Name of the unit.
            check: Only tell what would be done.

        Returns:
            The same as `start`; `changed` is always true.

        Raises:
            ValueError: The name cannot be that of a unit.
            UnitNotFound: There is no such unit.
            ServiceError: It does not run, cannot do that, or refused; nothing was restarted.
            PermissionError: You may not.
            FileNotFoundError: The target has no systemctl.
        """
        return _run_state(_unit(name), "reload", check)

    @staticmethod
    def enable(name: "str", *, check: "bool" = False) -> "ServiceChange":
        """Start a service with the system from now on. It is not started now. Doing it again changes nothing.

        Args:
            name: Name of the unit.
            check: Only tell what would change.

        Returns:
            The same as `start`.

        Raises:
            ValueError: The name cannot be that of a unit.
            UnitNotFound: There is no such unit.
            ServiceError: It is masked, or its file does not say what would start it.
            PermissionError: You may not.
            FileNotFoundError: The target has no systemctl.
        """
        return _run_file(_unit(name), "enable", check)

    @staticmethod
    def disable(name: "str", *, check: "bool" = False) -> "ServiceChange":
        """Start a service with the system no more. It is not stopped now. Doing it again changes nothing.

        Args:
            name: Name of the unit.
            check: Only tell what would change.

        Returns:
            The same as `start`.

        Raises:
            ValueError: The name cannot be that of a unit.
            UnitNotFound: There is no such unit.
            ServiceError: systemd refused.
            PermissionError: You may not.
            FileNotFoundError: The target has no systemctl.
        """
        return _run_file(_unit(name), "disable", check)

    @staticmethod
    def mask(name: "str", *, check: "bool" = False) -> "ServiceChange":
        """Make it impossible to start a service. One that runs is not stopped. Doing it again changes nothing.

        Args:
            name: Name of the unit, which need not be there yet.
            check: Only tell what would change.

        Returns:
            The same as `start`.

        Raises:
            ValueError: The name cannot be that of a unit.
            ServiceError: Its file is in /etc/systemd/system itself, where the mask would be.
            PermissionError: You may not.
            FileNotFoundError: The target has no systemctl.
        """
        return _run_file(_unit(name), "mask", check)

    @staticmethod
    def unmask(name: "str", *, check: "bool" = False) -> "ServiceChange":
        """Take back a mask. Doing it again changes nothing.

        Args:
            name: Name of the unit.
            check: Only tell what would change.

        Returns:
            The same as `start`.

        Raises:
            ValueError: The name cannot be that of a unit.
            ServiceError: systemd refused.
            PermissionError: You may not.
            FileNotFoundError: The target has no systemctl.
        """
        return _run_file(_unit(name), "unmask", check)

    @staticmethod
    def daemon_reload(*, check: "bool" = False) -> "ServiceChange":
        """Have systemd read the files of all units again. Each call does it again.

        Args:
            check: Only tell what would be read anew.

        Returns:
            `changed`, whether the file of a loaded unit was another than the one that had been
            read, and `changes` with these units.

        Raises:
            ServiceError: systemd refused, or does not answer.
            PermissionError: You may not.
            FileNotFoundError: The target has no systemctl.
        """
        stale = [
            unit["Id"]
            for unit in _blocks(_systemctl("show", "--property=Id,NeedDaemonReload", "--", "*").stdout)
            if unit.get("NeedDaemonReload") == "yes" and unit.get("Id")
        ]
        changes = ["read the file of %s again" % unit for unit in sorted(set(stale))]
        if not check:
            _systemctl("daemon-reload")
        return ServiceChange(bool(changes), None, changes, None, None)

    @staticmethod
    def converge(
        name: "str",
        *,
        state: "Optional[Literal['started', 'stopped']]" = None,
        enabled: "Optional[bool]" = None,
        masked: "Optional[bool]" = None,
        check: "bool" = False
    ) -> "ServiceChange":
        """Bring a service to a state, whatever state it is in. Doing it again changes nothing.

        Where one step fails, those before it are taken back. That is not so for a call that is cancelled.

        Args:
            name: Name of the unit.
            state: started or stopped; as it is if left out.
            enabled: Whether it starts with the system; as it is if left out.
            masked: Whether it cannot be started; as it is if left out.
            check: Only tell what would change.

        Returns:
            The same as `start`.

        Raises:
            ValueError: The name cannot be that of a unit, nothing is asked for, or what is asked for
                cannot be: one that is masked is neither started nor enabled.
            UnitNotFound: There is no such unit.
            ServiceError: A step failed; the message says which, and what could not be taken back.
            PermissionError: You may not.
            FileNotFoundError: The target has no systemctl.
        """
        if state not in (None, "started", "stopped"):
            raise ValueError("There is no state %r; there are started, stopped." % state)
        if state is None and enabled is None and masked is None:
            raise ValueError("Nothing is asked for: give state, enabled or masked.")
        if masked and (enabled or state == "started"):
            raise ValueError("A unit that is masked can be neither started nor enabled.")
        return _converge(_unit(name), state, enabled, masked, check)

    @staticmethod
    def journal(
        name: "Optional[str]" = None,
        lines: "Optional[int]" = 100,
        *,
        since: "Optional[str]" = None,
        follow: "bool" = True
    ) -> "Iterator[JournalEntry]":
        """Yield what a service has written to the journal, then what it writes, as it comes.

        Args:
            name: Name of the unit; the journal of the whole system if left out.
            lines: How many entries of those that are there already, the newest; None for all.
            since: Only those from then on: `2026-11-26 12:00`, `today`, `-1h`; systemd.time(7) has all forms.
            follow: Go on until the call is cancelled; else end with the last entry.

        Yields:
            `time`, `level` (INFO, ERROR and the others of syslog), `unit`, `identifier` of the program,
            `pid` and `message`, bytes that are no UTF-8 escaped. None is what an entry does not have.

        Raises:
            ValueError: The name cannot be that of a unit, or a number of lines is below 0.
            FileNotFoundError: The target has no journalctl.
            ServiceError: The journal cannot be read, or `since` is none of the forms.
        """
        command = ["--no-pager", "--quiet", "--output=json", "--all"]
        if lines is not None and lines < 0:
            raise ValueError("A number of lines is not below 0.")
        command.append("--lines=%s" % ("all" if lines is None else int(lines)))
        if name is not None:
            command.append("--unit=" + _unit(name))
        if since is not None:
            if not since.strip() or not since.isprintable():
                raise ValueError("`since` is a time such as 2026-11-26 12:00, today or -1h.")
            command.append("--since=" + since)
        if follow:
            command.append("--follow")
        yield from _journal(command)


class Timer(Tool):
    """Look at the timers of a target with systemd."""

    @staticmethod
    def list() -> "List[TimerInfo]":
        """List the timers that systemd has loaded, sorted by name.

        Returns:
            Of each: name, description, what it `activates`, its state, the `result` of its last run,
            its `schedule` as in its file, and when it runs `next` and ran `last`; None where it does or did not.

        Raises:
            ServiceError: systemd does not answer.
            FileNotFoundError: The target has no systemctl.
        """
        text = _systemctl("show", "--property=" + ",".join(_TIMER_PROPERTIES), "--", "*.timer").stdout
        return sorted(_timer(unit) for unit in _blocks(text, True) if unit.get("Id", [""])[0].endswith(".timer"))


def _unit(name):
    """The whole name of a unit. Raises ValueError."""
    if len(name) > MAX_NAME or not _NAME.match(name):
        raise ValueError("%r cannot be the name of a unit." % name[:MAX_NAME])
    if "@." in name or name.endswith("@"):
        raise ValueError("%r is a template; name one of its instances, such as getty@tty1." % name)
    whole = name if name.rpartition(".")[2] in _KINDS and "." in name else name + ".service"
    if len(whole) > MAX_NAME:
        raise ValueError("%r cannot be the name of a unit." % name)
    return whole


# Programs


def _program(name):
    from rmote.programs import find_program

    return find_program(name, "The target has no systemd.")


def _systemctl(*arguments, any_status=False):
    """What `systemctl` prints. Raises ServiceError or PermissionError where it fails, unless any status will do."""
    from rmote.programs import run_program

    done = run_program(
        _program("systemctl"), "--no-pager", "--no-ask-password", *arguments, accept=None, env=_VARIABLES
    )
    if done.returncode and not any_status:
        raise _failure(done.stderr or done.stdout, "systemctl %s" % arguments[0])
    return done


def _failure(said, what):
    said = said.strip()[-MAX_SAID:]
    # As polkit and the bus have it, and files of the system.
    if re.search(r"[Aa]uthentication (is )?required|Access denied|Permission denied", said):
        return PermissionError("%s: %s" % (what, said))
    return ServiceError("%s failed: %s" % (what, said or "it did not say why."))


def _blocks(text, is_repeated=False):
    """The units of what `systemctl show` prints, each a dict; a property that is there twice is a list."""
    units = []
    for block in text.split("\n\n"):
        unit = {}  # type: dict
        for line in block.split("\n"):
            key, equals, value = line.partition("=")
            if equals and is_repeated:
                unit.setdefault(key, []).append(value)
            elif equals:
                unit[key] = value
        if unit:
            units.append(unit)
    return units


def _properties(unit):
    done = _systemctl("show", "--property=" + ",".join(_PROPERTIES), "--", unit)
    units = _blocks(done.stdout)
    return units[0] if units else {}


def _enabled(unit):
    """The state of a unit's file; None where there is none."""
    done = _systemctl("is-enabled", "--", unit, any_status=True)
    state = done.stdout.strip()
    if re.match(r"[a-z-]+\Z", state):
        # Of version 254.
        return None if state == "not-found" else state
    if "No such file or directory" in done.stderr:
        return None
    raise _failure(done.stderr, "systemctl is-enabled")


def _status(unit):
    found = _properties(unit)
    pid, memory = _number(found.get("MainPID")), _number(found.get("MemoryCurrent"))
    return ServiceStatus(
        name=found.get("Id") or unit,
        description=found.get("Description") or None,
        load_state=found.get("LoadState") or None,
        active_state=found.get("ActiveState") or None,
        sub_state=found.get("SubState") or None,
        enabled=_enabled(unit),
        pid=pid or None,
        since=parse_time(found.get("StateChangeTimestamp", "")),
        result=found.get("Result") or None,
        exit_status=_number(found.get("ExecMainStatus")),
        restarts=_number(found.get("NRestarts")),
        # The highest number stands for "not known".
        memory=None if memory is None or memory >= 2**63 else memory,
        path=found.get("FragmentPath") or None,
        needs_reload=found.get("NeedDaemonReload") == "yes",
        can_reload=found.get("CanReload") == "yes",
    )


def _number(text):
    return int(text) if text is not None and text.isdigit() else None


def parse_time(text):
    """A time as `systemctl show` prints it in UTC; None for `n/a` and for nothing."""
    import datetime

    match = re.match(r"\w+ (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(\.\d+)? UTC\Z", text.strip())
    if match is None:
        return None
    moment = datetime.datetime.strptime(match.group(1), "%Y-%m-%d %H:%M:%S")
    return moment.replace(tzinfo=datetime.timezone.utc)


# Changes


def _found(unit):
    """The status of a unit that is there. Raises UnitNotFound."""
    status = _status(unit)
    if status.load_state == "not-found" and status.enabled is None:
        raise UnitNotFound("There is no unit %s." % unit)
    return status


def _is_masked(status):
    return status.load_state == "masked" or status.enabled in ("masked", "masked-runtime")


def _state_steps(status, verb):
    """What starts, stops, restarts or reloads a unit: lines of `changes`. Raises ServiceError."""
    now = status.active_state
    if verb in ("start", "restart", "reload") and _is_masked(status):
        raise ServiceError("%s is masked; unmask it first." % status.name)
    if verb == "reload":
        if now not in _ACTIVE:
            raise ServiceError("%s does not run (%s), so it cannot read anything again." % (status.name, now))
        if not status.can_reload:
            raise ServiceError("%s cannot read its configuration again; restart it." % status.name)
        return ["reload"]
    if verb == "restart":
        return ["restart" if now in _ACTIVE else "%s -> active" % now]
    if verb == "start":
        return [] if now in _ACTIVE else ["%s -> active" % now]
    return [] if now in _STOPPED else ["%s -> inactive" % now]


def _run_state(unit, verb, check):
    status = _found(unit)
    changes = _state_steps(status, verb)
    if changes and not check:
        _do_state(unit, verb)
        status = _status(unit)
    return ServiceChange(bool(changes), status.name, changes, status.active_state, status.enabled)


def _do_state(unit, verb):
    done = _systemctl(verb, "--", unit, any_status=True)
    if done.returncode:
        raise _with_lines(_failure(done.stderr, "systemctl %s %s" % (verb, unit)), unit)
    if done.stderr.strip():
        # Such as that its file was changed, or that a socket may start it again.
        log(done.stderr.strip(), "WARNING")
    if verb in ("start", "restart"):
        # One that ends at once has started as far as systemctl is concerned.
        status = _status(unit)
        if status.active_state == "failed":
            what = "%s ended at once (%s, status %s)." % (unit, status.result, status.exit_status)
            raise _with_lines(ServiceError(what), unit)


def _with_lines(error, unit):
    """The failure, with the last lines that the unit logged."""
    if isinstance(error, PermissionError):
        return error
    try:
        lines = [entry.message for entry in Service.journal(unit, 10, follow=False)]
    except (OSError, ServiceError) as failure:
        lines = ["(its log cannot be read: %s)" % failure]
    return ServiceError("\n".join([str(error)] + [line for line in lines if line]))


def _file_steps(status, verb):
    """Lines of `changes`, and the options that the verb needs, for what is done to a unit's file."""
    name, now = status.name, status.enabled
    is_masked = now in ("masked", "masked-runtime")
    if verb == "mask":
        return ([], []) if now == "masked" else (["mask"], [])
    if verb == "unmask":
        return (["unmask"], ["--runtime"] if now == "masked-runtime" else []) if is_masked else ([], [])
    if verb == "disable":
        if now == "enabled-runtime":
            return ["%s -> disabled" % now], ["--runtime"]
        is_on = now in ("enabled", "generated", UNKNOWN)
        return (["%s -> disabled" % now], []) if is_on else ([], [])
    if is_masked:
        raise ServiceError("%s is masked; unmask it first." % name)
    if now in ("static", "transient"):
        raise ServiceError("%s cannot be enabled: its file does not say what would start it." % name)
    if now == "indirect":
        what = "%s is not enabled itself, but through other units or instances that its file names; enable those."
        raise ServiceError(what % name)
    return ([], []) if now == "enabled" else (["%s -> enabled" % now], [])


def _run_file(unit, verb, check):
    status = _status(unit) if verb in ("mask", "unmask") else _found(unit)
    changes, options = _file_steps(status, verb)
    if changes and not check:
        _do(unit, verb, options)
        status = _status(unit)
    return ServiceChange(bool(changes), status.name, changes, status.active_state, status.enabled)


_OPPOSITE = {
    "start": "stop", "stop": "start", "enable": "disable", "disable": "enable", "mask": "unmask", "unmask": "mask",
}


def _converge(unit, state, enabled, masked, check):
    status = _status(unit) if masked is not None else _found(unit)
    steps = _plan(status, state, enabled, masked)
    changes = [line for _, _, lines in steps for line in lines]
    if not check:
        done = []
        for verb, options, _ in steps:
            try:
                _do(unit, verb, options)
                done.append((verb, options))
            except Exception as error:
                if verb == "start" and not isinstance(error, PermissionError):
                    # It may be tried again and again.
                    done.append((verb, options))
                left = _take_back(unit, done)
                if left:
                    raise ServiceError("%s\nNot taken back: %s" % (error, "; ".join(left))) from error
                raise
        status = _status(unit)
    return ServiceChange(bool(changes), status.name, changes, status.active_state, status.enabled)


def _plan(status, state, enabled, masked):
    """The steps, in an order in which each is possible: verb, options, lines of `changes`."""
    steps = []
    if masked is False:
        changes, options = _file_steps(status, "unmask")
        if changes:
            steps.append(("unmask", options, changes))
            status = status._replace(load_state="loaded", enabled=UNKNOWN)
    if enabled is not None:
        verb = "enable" if enabled else "disable"
        changes, options = _file_steps(status, verb)
        if changes:
            steps.append((verb, options, changes))
    if state is not None:
        verb = "start" if state == "started" else "stop"
        changes = _state_steps(status, verb)
        if changes:
            steps.append((verb, [], changes))
    if masked:
        changes, options = _file_steps(status, "mask")
        if changes:
            steps.append(("mask", options, changes))
    return steps


def _do(unit, verb, options):
    if verb in ("start", "stop"):
        _do_state(unit, verb)
        return
    _systemctl(verb, *(options + ["--", unit]))
    # systemctl takes it for no failure that there is nothing to do, and says so at length.
    if verb == "enable" and _enabled(unit) not in ("enabled", "enabled-runtime", "alias", "generated"):
        raise ServiceError("%s cannot be enabled: its file does not say what would start it." % unit)


def _take_back(unit, done):
    """Takes steps back, the last first; what each that could not be said."""
    left = []
    for verb, options in reversed(done):
        try:
            _do(unit, _OPPOSITE[verb], options)
        except Exception as error:
            left.append(str(error))
    return left


# The journal


def _journal(command):
    """The entries that journalctl prints, one JSON object a line. Raises ServiceError."""
    import json

    from rmote.programs import environment

    output = process(_program("journalctl"), *command, stream=True, text=True, env=environment(_VARIABLES))
    rest, said = "", []
    while True:
        try:
            line = next(output)
        except StopIteration as end:
            result = end.value
            break
        # An entry of more than a MiB comes in several parts.
        rest += line
        if not rest.startswith("{"):
            said = (said + [rest])[-10:]
            rest = ""
            continue
        try:
            fields = json.loads(rest)
        except ValueError:
            if len(rest) > MAX_ENTRY:
                log("An entry of more than %d characters is left out." % MAX_ENTRY, "WARNING")
                rest = ""
            continue
        rest = ""
        yield entry_of(fields)
    if result.returncode:
        raise _failure("\n".join(said), "journalctl")
    if said:
        # Such as that one sees only one's own messages.
        log("\n".join(said), "WARNING")


def entry_of(fields):
    """An entry of what systemd.journal-fields(7) and the JSON format of journalctl say."""
    import datetime

    time = _number(_text(fields.get("__REALTIME_TIMESTAMP")))
    level = _number(_text(fields.get("PRIORITY")))
    moment = None
    if time is not None:
        epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
        moment = epoch + datetime.timedelta(microseconds=time)
    return JournalEntry(
        time=moment,
        level=_LEVELS[level] if level is not None and level < len(_LEVELS) else None,
        unit=_text(fields.get("_SYSTEMD_UNIT") or fields.get("UNIT")),
        identifier=_text(fields.get("SYSLOG_IDENTIFIER") or fields.get("_COMM")),
        pid=_number(_text(fields.get("_PID") or fields.get("SYSLOG_PID"))),
        message=_text(fields.get("MESSAGE")),
    )


def _text(value):
    """A field as text: one that is not UTF-8 is a list of its bytes, one that is there several times a list of them."""
    if isinstance(value, list):
        if value and all(isinstance(each, int) for each in value):
            return bytes(bytearray(each & 0xFF for each in value)).decode("utf-8", "surrogateescape")
        return _text(value[0]) if value else None
    return value if isinstance(value, str) else None


# Timers


def _timer(unit):
    def first(name):
        return unit.get(name, [""])[0]

    schedule = []
    for value in unit.get("TimersCalendar", []) + unit.get("TimersMonotonic", []):
        # { OnCalendar=*-*-* 06:00:00 ; next_elapse=... }
        match = re.match(r"\{ (.*?) ; next_elapse=", value)
        if match:
            schedule.append(match.group(1))
    return TimerInfo(
        name=first("Id"),
        description=first("Description") or None,
        activates=first("Unit") or None,
        active_state=first("ActiveState") or None,
        result=first("Result") or None,
        schedule=schedule,
        next=_next(first("NextElapseUSecRealtime"), first("NextElapseUSecMonotonic")),
        last=parse_time(first("LastTriggerUSec")),
    )


def _next(realtime, monotonic):
    """The first of two moments: by the clock, and by the time since the system began."""
    import datetime
    import time

    moments = [parse_time(realtime)]
    since_boot = parse_span(monotonic)
    if since_boot:
        now = datetime.datetime.now(datetime.timezone.utc)
        moments.append(now + datetime.timedelta(seconds=since_boot - time.monotonic()))
    return min([moment for moment in moments if moment is not None], default=None)


# Seconds of the units of systemd.time(7).
_SPANS = {
    "us": 1e-6, "ms": 1e-3, "s": 1, "min": 60, "h": 3600, "d": 86400, "w": 604800,
    "month": 2629800, "months": 2629800, "y": 31557600,
}


def parse_span(text):
    # type: (str) -> Optional[float]
    """Seconds of a span of time as systemd prints it, such as `1h 2min 3.5s`; None where it is none."""
    seconds = 0.0
    for word in text.split():
        match = re.match(r"(\d+(?:\.\d+)?)([a-z]+)\Z", word)
        if match is None or match.group(2) not in _SPANS:
            return None
        seconds += float(match.group(1)) * _SPANS[match.group(2)]
    return seconds if text.strip() else None
