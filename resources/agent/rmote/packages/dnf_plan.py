"""What there is to do for packages to be as they are wanted, with dnf, and doing it."""

from collections import namedtuple

from rmote.packages import dnf_holds
from rmote.packages.asked import require_no_others, require_not_held
from rmote.packages.dnf_look import fits, installed, parse_steps, query_rpm, version_of
from rmote.packages.dnf_program import find_dnf, run_alone, run_dnf
from rmote.packages.errors import DnfError

_Command = namedtuple("_Command", "verb options names")
# `pending` are names of wanted packages that a command is about.
_Work = namedtuple("_Work", "commands removed pending")
# `lock` and `unlock` are names.
_Plan = namedtuple("_Plan", "commands lock unlock changes versions")


def converge(wanted, weak, remove_others, limit, check):
    """Whether something changed, the changes, and the versions of the wanted packages."""
    program = find_dnf()
    # Its lists are locked while another one fetches them.
    plan = run_alone(lambda: _plan(program, wanted, weak, remove_others), limit)
    if plan.changes and not check:
        for command in plan.commands:
            run_alone(lambda command=command: run_dnf(program, command.verb, *_words(command)), limit)
        # Last, so that what failed before it finds the holds as they were.
        for name in plan.unlock:
            dnf_holds.unlock(program, name)
        for name in plan.lock:
            dnf_holds.lock(program, name)
        found = installed([each.name for each in wanted])
        plan = plan._replace(versions={each.name: version_of(found, each.name) for each in wanted})
    return bool(plan.changes), plan.changes, plan.versions


def _words(command):
    return command.options + ["--"] + command.names


def _plan(program, wanted, weak, remove_others):
    """What there is to do, as dnf says itself."""
    found = installed([each.name for each in wanted])
    work = _work(wanted, found, weak, remove_others)
    commands = work.commands
    locks = None
    is_asked = any(each.hold is not None for each in wanted)
    if is_asked or any(name in found for name in work.pending):
        locks = dnf_holds.locks_of(program)
    if any(_locks_on(name, found, locks) for name in work.pending):
        commands = [each._replace(options=dnf_holds.lifted(program) + each.options) for each in commands]
    steps = []
    for command in commands:
        steps += parse_steps(run_dnf(program, command.verb, *_words(command), is_preview=True).stdout)
    others = [
        step.name for step in steps
        if step.verb == "remove" and not {step.name, "%s.%s" % step[1:3]} & set(work.removed)
    ]
    require_no_others(DnfError, others, [], remove_others)
    there = installed(["%s.%s" % step[1:3] for step in steps])
    touched = ["%s.%s" % step[1:3] for step in steps if step.verb in ("upgrade", "downgrade", "remove")]
    if touched and locks is None:
        locks = dnf_holds.locks_of(program)
    _require_not_held(touched, there, wanted, found, locks)
    versions = {each.name: version_of(found, each.name) for each in wanted}
    changes = []
    for step in steps:
        full = "%s.%s" % step[1:3]
        if step.verb in ("upgrade", "downgrade"):
            changes.append("%s %s %s -> %s" % (step.verb, step.name, version_of(there, full), step.version))
        else:
            changes.append("%s %s %s" % (step.verb, step.name, step.version))
        for name in {step.name, full} & set(versions):
            versions[name] = None if step.verb == "remove" else step.version
    moved = {step.name for step in steps}
    lock, unlock, told = _holds(program, wanted, found, locks, versions, moved)
    return _Plan(commands, lock, unlock, changes + told, versions)


def _work(wanted, found, weak, remove_others):
    """The commands that it takes, as far as rpm can tell."""
    install, upgrade, remove, pending = [], [], [], []
    for each in wanted:
        name = each.name
        words = [name if each.version is None else "%s-%s" % (name, each.version)]
        if each.state == "absent":
            chosen = remove if name in found else None
        elif each.state == "latest" and name in found:
            chosen = upgrade
        elif each.version is not None:
            chosen = None if name in found and fits(found[name], each.version) else install
        elif each.state is None or name in found:
            chosen = None
        else:
            chosen = None if query_rpm("-q", "--whatprovides", "--", name) else install
        if chosen is not None:
            chosen += words
            pending.append(name)
    options = [] if weak is None else ["--setopt=install_weak_deps=%s" % bool(weak)]
    erasing = ["--allowerasing"] if remove_others else []
    # What nothing needs any more stays, unless it is named.
    kept = ["--setopt=clean_requirements_on_remove=False"]
    commands = [
        _Command("install", options + erasing, install), _Command("upgrade", options + erasing, upgrade),
        _Command("remove", kept, remove),
    ]
    return _Work([command for command in commands if command.names], remove, pending)


# Holds


def _short(name, found):
    """The name without an architecture, which locks are not about."""
    return found[name][-1].name if name in found else name


def _locks_on(name, found, locks):
    return dnf_holds.locks_on(_short(name, found), found.get(name, []), locks or [])


def _require_not_held(touched, there, wanted, found, locks):
    held = {_short(name, there): name for name in touched if _locks_on(name, there, locks)}
    require_not_held(
        DnfError, held, [each._replace(name=_short(each.name, found)) for each in wanted],
        lambda name: version_of(there, held[name]), "versionlock",
    )


def _holds(program, wanted, found, locks, versions, moved):
    """Names to lock and to unlock, and how that is said."""
    lock, unlock, told = [], [], []
    for each in wanted:
        if each.hold is None:
            continue
        name = _short(each.name, found)
        on = _locks_on(each.name, found, locks)
        own = [known for known in on if known.name == name and known.version is not None]
        if each.hold:
            dnf_holds.require_versionlock(program, locks)
            if versions[each.name] is None:
                raise DnfError("%s is not installed, so it cannot be held." % name)
            # It is at another version than dnf knows it to be held at, or is going to be.
            is_off = any(known.version != versions[each.name] for known in own)
            if is_off or not on:
                lock.append(name)
            if not on or is_off and name not in moved:
                told.append("hold " + name)
        elif len(own) < len(on):
            others = [known.text for known in on if known not in own]
            raise DnfError(
                "%s is held by %s of versionlock, which is not only about one version of it. Change that "
                "by hand." % (name, others[0])
            )
        elif own:
            unlock.append(name)
            told.append("do not hold " + name)
    return lock, unlock, told
