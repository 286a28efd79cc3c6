"""What there is to do for packages to be as they are wanted, with apt, and doing it."""

from collections import namedtuple

from rmote.packages.apt_look import (
    WHOLE,
    automatic,
    held,
    packages_of,
    read_config,
    said,
    unfinished,
    version_of,
)
from rmote.packages.apt_run import (
    apt_get,
    dpkg_configure,
    flags_of,
    is_newer,
    mark,
    run_alone,
    simulate,
)
from rmote.packages.asked import GONE, require_no_others, require_not_held
from rmote.packages.errors import AptError
from rmote.packages.running import line_of

# Seconds after which what was looked at counts as old.
MAX_AGE = 1.0

# `arguments` are for apt-get install, `holds` maps names to whether they are to be held at the end,
# `kept` are names whose hold a failure must not lose.
_Plan = namedtuple("_Plan", "arguments flags purge manual holds kept changes versions")


def converge(wanted, options, check):
    """Whether something changed, the changes, and the versions of the wanted packages."""
    import time

    config = read_config()
    native = ":" + config.architecture
    wanted = [
        each._replace(name=each.name[: -len(native)]) if each.name.endswith(native) else each
        for each in wanted
    ]
    plan = _plan(config, wanted, options)
    if not plan.changes or check:
        return bool(plan.changes), plan.changes, plan.versions
    looked = time.monotonic()

    def run():
        has_waited = time.monotonic() - looked > MAX_AGE
        now = _plan(config, wanted, options) if has_waited else plan
        _do(config, now)
        return now

    plan = run_alone(config, run, options.lock_timeout)
    found = packages_of(config, [each.name for each in wanted])
    versions = {each.name: version_of(found.get(each.name)) for each in wanted}
    return bool(plan.changes), plan.changes, versions


def _plan(config, wanted, options):
    """What there is to do, looked at without any rights."""
    found = packages_of(config, [each.name for each in wanted])
    versions = {each.name: version_of(found.get(each.name)) for each in wanted}
    arguments, purge, manual = _arguments(wanted, found, automatic(config))
    given = ["--allow-downgrades"] if any("=" in each for each in arguments) else []
    # What it would come to with all that may be needed.
    flags = ["--allow-change-held-packages"] + given + flags_of(options, ())
    flags.remove("--no-remove")
    steps = simulate("install", *(flags + ["--"] + arguments)) if arguments else []
    leaving = [each.name for each in wanted if each.state in GONE]
    gone = [step.name for step in steps if step.kind in ("Remv", "Purg")]
    require_no_others(AptError, gone, leaving, options.remove_others)
    touched = held(config, [step.name for step in steps if step.kind != "Conf"])
    require_not_held(AptError, touched, wanted, versions.get)
    if touched:
        given.append("--allow-change-held-packages")
    for step in steps:
        if step.kind in ("Inst", "Remv", "Purg") and step.name in versions:
            versions[step.name] = step.new or None
    changes = lines_of(config, steps, purge)
    changes += ["purge configuration of " + name for name in purge if name not in gone]
    fresh = [step.name for step in steps if step.kind == "Inst"]
    manual = [name for name in manual if name not in fresh]
    changes += ["mark %s as wanted for itself" % name for name in manual]
    was_held = touched | {name for name, known in found.items() if known.want == "hold"}
    holds = {}
    for name, hold in ((each.name, each.hold) for each in wanted if each.hold is not None):
        if hold and versions[name] is None:
            raise AptError("%s is not installed, so it cannot be held." % name)
        if hold != (name in was_held):
            changes.append(("hold " if hold else "do not hold ") + name)
        # dpkg forgets it where the version changes.
        if hold != (name in was_held) or name in touched:
            holds[name] = hold
    flags = given + flags_of(options, steps)
    return _Plan(arguments, flags, purge, manual, holds, sorted(touched), changes, versions)


def _arguments(wanted, found, is_automatic):
    """What to name to apt-get install, and which packages to purge and to mark as wanted for themselves."""
    arguments, purge, manual = [], [], []
    for each in wanted:
        known = found.get(each.name)
        version = version_of(known)
        is_whole = known is not None and known.state not in ("half-installed", "unpacked", "half-configured")
        if each.state in GONE:
            if version is not None:
                arguments.append(each.name + "-")
            if each.state == "purged" and known is not None and known.state != "not-installed":
                purge.append(each.name)
        elif each.state is not None:
            if version is not None and each.name in is_automatic:
                manual.append(each.name)
            is_right = each.version is None or _fits(version, each.version)
            if each.state == "latest" or version is None or not is_right or not is_whole:
                arguments.append(each.name + ("=" + each.version if each.version else ""))
    return arguments, purge, manual


def _fits(version, wanted):
    if version is None:
        return False
    return version.startswith(wanted[:-1]) if wanted.endswith("*") else version == wanted


def lines_of(config, steps, purge=()):
    """A line for each package that changes."""
    unpacked = [step.name for step in steps if step.kind == "Inst"]
    configured = [step.name for step in steps if step.kind == "Conf" and step.name not in unpacked]
    # Those that only had a trigger to wait for do not count.
    whole = [name for name, known in packages_of(config, configured).items() if known.state in WHOLE]
    lines = []
    for step in steps:
        if step.kind in ("Remv", "Purg"):
            verb = "purge" if step.kind == "Purg" or step.name in purge else "remove"
            lines.append("%s %s %s" % (verb, step.name, step.old))
        elif step.kind == "Inst":
            lines.append(line_of(step.name, step.old or None, step.new, is_newer))
        elif step.name in configured and step.name not in whole:
            lines.append("configure " + step.name)
    return lines


def _do(config, plan):
    try:
        if plan.arguments:
            apt_get("install", *(plan.flags + ["--"] + plan.arguments))
        # Most have nothing left by now.
        found = packages_of(config, plan.purge)
        purge = [name for name in plan.purge if name in found and found[name].state != "not-installed"]
        if purge:
            apt_get("purge", "--", *purge)
        mark("manual", plan.manual)
    except BaseException:
        mark("hold", sorted(set(plan.kept) - held(config, plan.kept)))
        raise
    now = held(config, list(plan.holds))
    mark("hold", sorted(name for name, hold in plan.holds.items() if hold and name not in now))
    mark("unhold", sorted(name for name, hold in plan.holds.items() if not hold and name in now))


def repair(options, check):
    """Finishes what was interrupted; whether something changed, the changes, and versions."""
    import os

    config = read_config()
    steps = simulate("install", "--fix-broken")
    gone = [step.name for step in steps if step.kind in ("Remv", "Purg")]
    require_no_others(AptError, gone, [], options.remove_others)
    broken = unfinished(config)
    changes = ["finish %s, which is %s" % each for each in broken]
    changes += [line for line in lines_of(config, steps) if not line.startswith("configure ")]
    if not changes and os.listdir(os.path.join(config.admin, "updates")):
        changes.append("finish what dpkg has noted")
    names = sorted({name for name, _ in broken} | {step.name for step in steps})
    if changes and not check:

        def run():
            dpkg_configure(options)
            apt_get("install", "--fix-broken", *flags_of(options, steps))

        run_alone(config, run, options.lock_timeout)
        left = unfinished(config)
        if left:
            raise AptError("Still half done: " + said(left))
    found = packages_of(config, names)
    return bool(changes), changes, {name: version_of(found.get(name)) for name in names}
