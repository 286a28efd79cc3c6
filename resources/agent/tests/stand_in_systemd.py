"""A program that answers as systemctl and journalctl do, for machines that systemd does not run on.

It has what `tools/service.py` uses: the options, formats and properties of systemctl(1), journalctl(1) and
org.freedesktop.systemd1(5). What it says of files of units (is-enabled, enable, disable, mask, unmask) was
recorded from `systemctl --root=FOLDER` of systemd 252, and what a bad time is from its journalctl. What it
says of starting and stopping has the form of the manuals and of systemd's source; it is not recorded, for that
needs a systemd that runs. Nothing of it is started but what a unit with Type=oneshot runs.

Everything is below the folder RMOTE_STAND_IN: `root` has the files of units, and the links that enable and mask
them, where systemd has them. RMOTE_STAND_IN_REAL is the path of a real systemctl that is asked instead for all that
is about files, with `--root`: it reads and writes nothing else then. RMOTE_STAND_IN_DENY makes it refuse changes, as it is refused to a user without rights.
"""

import fnmatch
import json
import os
import subprocess
import sys
import time

FOLDER = os.environ["RMOTE_STAND_IN"]
ROOT = os.path.join(FOLDER, "root")
UNITS = os.path.join(ROOT, "usr", "lib", "systemd", "system")
ETC = os.path.join(ROOT, "etc", "systemd", "system")
STATES, JOURNAL = os.path.join(FOLDER, "states.json"), os.path.join(FOLDER, "journal")


def fail(said, status=1):
    sys.stderr.write(said + "\n")
    sys.exit(status)


def load():
    try:
        with open(STATES) as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def save(states):
    with open(STATES, "w") as file:
        json.dump(states, file)


def read(unit):
    """Path and settings of a unit's file; None where there is none."""
    path = os.path.join(UNITS, unit)
    if not os.path.exists(path):
        return None, {}
    with open(path) as file:
        pairs = [line.strip().partition("=") for line in file if "=" in line]
    return path, {key: value for key, _, value in pairs}


def file_state(unit):
    if os.path.islink(os.path.join(ETC, unit)):
        return "masked"
    path, settings = read(unit)
    if path is None:
        return None
    if "WantedBy" not in settings:
        return "static"
    return "enabled" if os.path.islink(wants(unit, settings)) else "disabled"


def wants(unit, settings):
    return os.path.join(ETC, settings["WantedBy"] + ".wants", unit)


def stamp(seconds):
    return time.strftime("%a %Y-%m-%d %H:%M:%S UTC", time.gmtime(seconds))


def properties(unit, states):
    path, settings = read(unit)
    state = states.get(unit, {})
    is_masked = file_state(unit) == "masked"
    found = {
        "Id": unit,
        "Description": settings.get("Description", unit),
        "LoadState": "masked" if is_masked else "not-found" if path is None else "loaded",
        "ActiveState": state.get("active", "inactive"),
        "SubState": state.get("sub", "dead"),
        "MainPID": str(state.get("pid", 0)),
        "StateChangeTimestamp": stamp(state["since"]) if "since" in state else "",
        "Result": state.get("result", "success"),
        "ExecMainStatus": str(state.get("status", 0)),
        "NRestarts": "0",
        "MemoryCurrent": "4096" if state.get("pid") else "[not set]",
        "FragmentPath": "" if path is None or is_masked else path,
        "NeedDaemonReload": "no",
        "CanReload": "yes" if "ExecReload" in settings else "no",
    }
    if "mtime" in state and path is not None and os.stat(path).st_mtime_ns != state["mtime"]:
        found["NeedDaemonReload"] = "yes"
    if unit.endswith(".timer"):
        found["Unit"] = settings.get("Unit", unit[:-5] + "service")
        # The next midnight, as OnCalendar=daily has it.
        day = stamp((time.time() // 86400 + 1) * 86400)
        found["NextElapseUSecRealtime"] = day if "OnCalendar" in settings else ""
        found["NextElapseUSecMonotonic"] = "52w 1d 2h 3min 4.5s" if "OnBootSec" in settings else "infinity"
        found["LastTriggerUSec"] = stamp(86400 * 20000) if "OnCalendar" in settings else ""
        if "OnCalendar" in settings:
            found["TimersCalendar"] = "{ OnCalendar=*-*-* 00:00:00 ; next_elapse=%s }" % day
        if "OnBootSec" in settings:
            found["TimersMonotonic"] = "{ OnBootUSec=52w ; next_elapse=52w }"
    return found


def show(names, wanted, states):
    units = []
    for name in names:
        if "*" in name:
            units += fnmatch.filter(sorted(os.listdir(UNITS)), name)
        else:
            units.append(name)
    blocks = []
    for unit in units:
        found = properties(unit, states)
        blocks.append("".join("%s=%s\n" % (key, found[key]) for key in found if key in wanted))
    sys.stdout.write("\n".join(blocks))


def change(verb, unit, runtime, states):
    path, settings = read(unit)
    state = file_state(unit)
    link = os.path.join(ETC, unit)
    if verb == "mask":
        if os.path.exists(link) and not os.path.islink(link):
            fail('Failed to mask unit, file "%s" already exists.' % link)
        if state != "masked":
            os.symlink("/dev/null", link)
            sys.stderr.write("Created symlink %s -> /dev/null.\n" % link)
    elif verb == "unmask":
        if state == "masked":
            os.unlink(link)
            sys.stderr.write('Removed "%s".\n' % link)
    elif path is None and state != "masked":
        fail("Failed to %s unit, unit %s does not exist." % (verb, unit), 1 if verb == "enable" else 0)
    elif verb == "enable":
        if state == "masked":
            fail("Failed to enable unit, unit %s is masked." % link)
        if "WantedBy" not in settings:
            sys.stderr.write("The unit files have no installation config (WantedBy=, RequiredBy=, Also=,\n")
            return
        target = wants(unit, settings)
        if state != "enabled":
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.symlink(path, target)
            sys.stderr.write("Created symlink %s -> %s.\n" % (target, path))
    elif "WantedBy" in settings and os.path.islink(wants(unit, settings)):
        os.unlink(wants(unit, settings))
        sys.stderr.write('Removed "%s".\n' % wants(unit, settings))


def write_journal(unit, message, level=6):
    entry = {
        "__REALTIME_TIMESTAMP": str(int(time.time() * 1e6)), "PRIORITY": str(level), "_SYSTEMD_UNIT": unit,
        "SYSLOG_IDENTIFIER": unit.partition(".")[0], "_PID": "4711", "MESSAGE": message,
    }
    with open(JOURNAL, "a") as file:
        file.write(json.dumps(entry) + "\n")


def run(verb, unit, states):
    path, settings = read(unit)
    if file_state(unit) == "masked" and verb != "stop":
        fail("Failed to %s %s: Unit %s is masked." % (verb, unit, unit))
    if path is None:
        fail("Failed to %s %s: Unit %s not found." % (verb, unit, unit), 5)
    state = {"since": int(time.time()), "mtime": os.stat(path).st_mtime_ns, "active": "inactive", "sub": "dead"}
    if verb == "reload":
        write_journal(unit, "reloaded")
        return
    if verb == "stop":
        states[unit] = state
        write_journal(unit, "stopped")
        return
    command, kind = settings.get("ExecStart", ""), settings.get("Type", "simple")
    status = 0
    if kind == "oneshot":
        done = subprocess.run(command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        status = done.returncode
        for line in done.stdout.decode().splitlines():
            write_journal(unit, line)
    elif command.startswith("/bin/false"):
        write_journal(unit, "words of a failure", 3)
        status = 1
    else:
        state.update(active="active", sub="running", pid=4711)
        write_journal(unit, "started")
    if status:
        state.update(active="failed", sub="failed", result="exit-code", status=status)
    states[unit] = state
    if status and kind != "simple":
        save(states)
        fail(
            "Job for %s failed because the control process exited with error code.\n"
            'See "systemctl status %s" and "journalctl -xeu %s" for details.' % (unit, unit, unit)
        )


def systemctl(arguments):
    options, names = arguments[: arguments.index("--")] if "--" in arguments else arguments, []
    if "--" in arguments:
        names = arguments[arguments.index("--") + 1 :]
    verb = [each for each in options if not each.startswith("-")][0]
    real = os.environ.get("RMOTE_STAND_IN_REAL")
    if real and verb in ("is-enabled", "enable", "disable", "mask", "unmask"):
        os.execv(real, [real, "--root=" + ROOT] + arguments)
    states = load()
    if verb == "show":
        wanted = [each[11:] for each in options if each.startswith("--property=")][0].split(",")
        show(names, wanted, states)
        return
    if verb == "is-enabled":
        state = file_state(names[0])
        if state is None:
            fail("Failed to get unit file state for %s: No such file or directory" % names[0])
        print(state)
        sys.exit(0 if state in ("enabled", "static") else 1)
    if os.environ.get("RMOTE_STAND_IN_DENY"):
        what = names[0] if names else "the manager"
        fail("Failed to %s %s: Interactive authentication required." % (verb, what), 4)
    if verb == "daemon-reload":
        for unit, state in states.items():
            if os.path.exists(os.path.join(UNITS, unit)):
                state["mtime"] = os.stat(os.path.join(UNITS, unit)).st_mtime_ns
        save(states)
    elif verb in ("start", "stop", "restart", "reload"):
        run(verb, names[0], states)
        save(states)
    else:
        change(verb, names[0], "--runtime" in options, states)


def journalctl(arguments):
    values = dict(each[2:].partition("=")[::2] for each in arguments)
    since = values.get("since")
    if since is not None and not since.startswith("@"):
        fail("Failed to parse timestamp: %s" % since)
    start = float(since[1:]) * 1e6 if since else 0
    open(JOURNAL, "a").close()
    with open(JOURNAL) as file:
        found = []
        while True:
            line = file.readline()
            if line:
                entry = json.loads(line)
                is_wanted = "unit" not in values or entry.get("_SYSTEMD_UNIT") == values["unit"]
                if is_wanted and int(entry["__REALTIME_TIMESTAMP"]) >= start:
                    if found is None:
                        sys.stdout.write(line)
                        sys.stdout.flush()
                    else:
                        found.append(line)
                continue
            if found is not None:
                count = values["lines"]
                sys.stdout.write("".join(found if count == "all" else found[len(found) - min(len(found), int(count)) :]))
                sys.stdout.flush()
                found = None
            if "follow" not in values:
                return
            time.sleep(0.02)


if os.path.basename(sys.argv[0]) == "systemctl":
    systemctl(sys.argv[1:])
else:
    journalctl(sys.argv[1:])
