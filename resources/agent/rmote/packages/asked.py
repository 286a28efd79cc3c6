"""What a call asks for: packages, each with the state that it is to have."""

from collections import namedtuple

# Patterns of names and versions, and the states that a manager of packages knows.
Rules = namedtuple("Rules", "name version states")
# `state` is None where only the hold is asked for, `hold` where that is to stay as it is.
Wanted = namedtuple("Wanted", "name state version hold")

GONE = ("absent", "purged")


def one(rules, name, state, version, hold):
    """A package as it is wanted. Raises ValueError for what cannot be."""
    if rules.name.match(name) is None:
        raise ValueError("%r cannot be the name of a package." % name[:100])
    if state is not None and state not in rules.states:
        raise ValueError("There is no state %r; there are %s." % (state, ", ".join(rules.states)))
    if version is not None and rules.version.match(version) is None:
        raise ValueError("%r cannot be a version of %s." % (version[:100], name))
    if version is not None and state != "present":
        raise ValueError("A version goes with the state present only.")
    if hold and state in GONE:
        raise ValueError("%s cannot be held and not be there." % name)
    return Wanted(name, state, version, hold)


def several(rules, states, hold, unhold):
    """Packages as they are wanted. `states` are pairs of a state and names, which may have `=VERSION`.

    Raises ValueError for what cannot be, or is asked for twice, and where there is nothing.
    """
    asked = {}
    for state, names in states:
        for each in names or ():
            name, equals, version = each.partition("=")
            if equals and state != "present":
                raise ValueError("Only `present` takes a version; %r has one." % each)
            if name in asked:
                raise ValueError("%s is named twice." % name)
            asked[name] = (state, version if equals else None)
    holds = {}
    for is_held, names in ((True, hold), (False, unhold)):
        for name in names or ():
            if holds.setdefault(name, is_held) != is_held:
                raise ValueError("%s is in both hold and unhold." % name)
    wanted = []
    for name in list(asked) + [name for name in holds if name not in asked]:
        state, version = asked.get(name, (None, None))
        wanted.append(one(rules, name, state, version, holds.get(name)))
    if not wanted:
        raise ValueError("Nothing is asked for: name packages.")
    return wanted


def require_no_others(error, steps, leaving, remove_others):
    """Raises `error` where packages would go that nobody asked to. `steps` are names of what goes."""
    others = sorted(set(steps) - set(leaving))
    if others and not remove_others:
        raise error("It takes the removal of %s. `remove_others` allows that." % ", ".join(others))


def require_not_held(error, names, wanted, version_of, how=""):
    """Raises `error` where a package that is held would change, and nothing is said of its hold."""
    said = {each.name for each in wanted if each.hold is not None}
    for name in sorted(set(names) - said):
        raise error(
            "%s is held at %s%s, and would have to change. Give `hold` (or `unhold`) for it where that "
            "is meant." % (name, version_of(name) or "its version", " (%s)" % how if how else "")
        )
