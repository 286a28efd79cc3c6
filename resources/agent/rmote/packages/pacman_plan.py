"""What there is to do for packages to be as they are wanted, with pacman, and doing it."""

import fnmatch
from collections import namedtuple

from rmote.packages import pacman_config
from rmote.packages.asked import GONE, require_no_others, require_not_held
from rmote.packages.errors import PacmanError
from rmote.packages.pacman_run import (
    automatic,
    installed,
    is_newer,
    missing,
    pacman,
    run_alone,
    steps_of,
    upgrades,
)
from rmote.packages.running import line_of

# `commands` are words for pacman; `add` and `drop` are names for the configuration.
_Plan = namedtuple("_Plan", "commands add drop diff changes versions")


def converge(wanted, source, remove_others, limit, check):
    """Whether something changed, the changes, versions of the wanted packages, and the diff of the file."""
    if limit < 0:
        raise ValueError("lock_timeout is not below 0 seconds.")
    plan = _plan(wanted, source, remove_others)
    if plan.changes and not check:
        for command in plan.commands:
            run_alone(lambda command=command: pacman(*command), limit)
        # Last, so that what failed before it finds the hold as it was.
        _change_holds(plan.add, plan.drop, False)
    return bool(plan.changes), plan.changes, plan.versions, plan.diff


def _plan(wanted, source, remove_others):
    """What there is to do, looked at without any rights."""
    there = installed()
    short = {each.name: each.name.rpartition("/")[2] for each in wanted}
    versions = {name: there.get(name) for name in short.values()}
    commands, arriving = _arriving(wanted, short, there, source)
    changes = [line_of(step.name, there.get(step.name), step.version, is_newer) for step in arriving]
    leaving, more = _leaving(wanted, there, remove_others)
    commands += leaving
    for verb, step in more:
        changes.append("%s %s %s" % (verb, step.name, step.version))
    staying = [short[each.name] for each in wanted if each.state in ("present", "latest")]
    is_automatic = automatic() if staying else ()
    explicit = [name for name in staying if name in is_automatic]
    if explicit:
        commands.append(["-D", "--asexplicit", "--quiet", "--"] + explicit)
        changes += ["mark %s as wanted for itself" % name for name in explicit]
    patterns = pacman_config.configured("IgnorePkg")
    touched = [step.name for step in arriving if step.name in there] + [step.name for _, step in more]
    # Those of a group that is to be ignored pacman knows itself.
    of_groups = {name for name, _, _, is_ignored in upgrades() if is_ignored} if touched else set()
    held = [name for name in touched if _is_ignored(name, patterns) or name in of_groups]
    require_not_held(
        PacmanError, held, [each._replace(name=short[each.name]) for each in wanted], there.get,
        "IgnorePkg or IgnoreGroup in %s" % pacman_config.CONFIG,
    )
    for step in arriving:
        versions.update({step.name: step.version} if step.name in versions else {})
    for _, step in more:
        versions.update({step.name: None} if step.name in versions else {})
    add, drop = _holds(wanted, short, versions, patterns)
    changes += ["hold " + name for name in add] + ["do not hold " + name for name in drop]
    diff = _change_holds(add, drop, True)
    return _Plan(commands, add, drop, diff, changes, versions)


def _arriving(wanted, short, there, source):
    """Commands that install and upgrade, and their steps."""
    from rmote.packages.pacman_source import fits, given_source, source_of

    plain = [each.name for each in wanted if each.state == "present" and each.version is None]
    absent = set(missing([short[name] for name in plain]))
    sync = [name for name in plain if short[name] in absent]
    sync += [each.name for each in wanted if each.state == "latest"]
    files, steps = [], []
    for each in wanted:
        if each.version is None or fits(there.get(short[each.name]), each.version):
            continue
        if source is not None:
            files.append(source)
            steps += given_source(short[each.name], each.version, source)[1]
            continue
        found = source_of(each.name, each.version)
        if found.command == "-S":
            sync.append(found.target)
        else:
            files.append(found.target)
            steps += steps_of("-U", names=[found.target])
    commands = [["-S", "--needed", "--"] + sync] if sync else []
    commands += [["-U", "--"] + files] if files else []
    steps = steps_of("-S", "--needed", names=sync) + steps
    # Two files may need the same.
    return commands, sorted(set(steps), key=steps.index)


def _leaving(wanted, there, remove_others):
    """Commands that remove, and their steps with the verb for each."""
    commands, steps = [], []
    cascade = ["--cascade"] if remove_others else []
    for command, verb, state in (("-R", "remove", "absent"), ("-Rn", "purge", "purged")):
        names = [each.name for each in wanted if each.state == state and each.name in there]
        if names:
            commands.append([command] + cascade + ["--"] + names)
            # pacman does not print what -Rn would do; it is the same packages.
            steps += [(verb, step) for step in steps_of("-R", *cascade, names=names)]
    leaving = [each.name for each in wanted if each.state in GONE]
    require_no_others(PacmanError, [step.name for _, step in steps], leaving, remove_others)
    return commands, steps


# Holds


def _is_ignored(name, patterns):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def _holds(wanted, short, versions, patterns):
    """Names to write into the configuration, and to take out of it."""
    with open(pacman_config.CONFIG, encoding="utf-8", errors="surrogateescape") as file:
        own = pacman_config.ignored_in(file.read())
    add, drop = [], []
    for each in wanted:
        name = short[each.name]
        if each.hold is None or each.hold == _is_ignored(name, patterns):
            continue
        if each.hold:
            if versions[name] is None:
                raise PacmanError("%s is not installed, so it cannot be held." % name)
            add.append(name)
            continue
        others = [word for word in patterns if word != name and fnmatch.fnmatchcase(name, word)]
        if others or patterns.count(name) > own.count(name):
            raise PacmanError(
                "%s is held by IgnorePkg = %s in %s or a file that it includes, which is not only about it. "
                "Change that by hand." % (name, " ".join(others or [name]), pacman_config.CONFIG)
            )
        drop.append(name)
    return add, drop


def _change_holds(add, drop, check):
    """The diff of the configuration; empty where it stays as it is."""
    if not add and not drop:
        return ""
    done = pacman_config.change_config(lambda text: pacman_config.with_ignored(text, add, drop), check)
    return done.diff or ""
