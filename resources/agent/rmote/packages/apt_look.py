"""What apt and dpkg of a target know: where they have their things, packages, lists."""

import os
from collections import namedtuple

from rmote.packages.apt_config import HINT, apt_config
from rmote.packages.errors import AptError

_FIELDS = (
    "Package", "Version", "Architecture", "db:Status-Want", "db:Status-Status", "db:Status-Eflag",
    "Installed-Size", "binary:Summary",
)
# States of dpkg(1) in which a package is as it should be, or only waits for another one's trigger.
WHOLE = ("installed", "config-files", "not-installed", "triggers-awaited", "triggers-pending")

Known = namedtuple("Known", "name version architecture want state flag size summary")
Config = namedtuple("Config", "status lists archives sources parts states architecture admin")


def read_config():
    """Raises FileNotFoundError where there is no apt."""
    found = apt_config(
        "Dir::State::status/f", "Dir::State::lists/d", "Dir::Cache::archives/d", "Dir::Etc::sourcelist/f",
        "Dir::Etc::sourceparts/d", "Dir::State::extended_states/f", "APT::Architecture",
    )
    return Config(*found, admin=os.path.dirname(found[0]))


def query(config, patterns):
    """What dpkg knows of packages."""
    from rmote.programs import find_program, run_program

    form = "\\t".join("${%s}" % field for field in _FIELDS) + "\\n"
    # Its status is 1 where there is none of one of them.
    done = run_program(
        find_program("dpkg-query", HINT), "--admindir=" + config.admin, "-W", "-f", form, "--", *patterns,
        accept=(0, 1)
    )
    if done.returncode and "no packages found" not in done.stderr:
        raise AptError(done.stderr.strip())
    lines = (line.split("\t", len(_FIELDS) - 1) for line in done.stdout.split("\n"))
    return [Known(*line) for line in lines if len(line) == len(_FIELDS)]


def packages_of(config, names):
    """What dpkg knows of these packages, by name: of this architecture unless a name has another."""
    found = {}
    for known in query(config, names) if names else ():
        full = full_name(known, config)
        for name in names:
            if name in (full, "%s:%s" % (known.name, known.architecture)):
                found[name] = known
    return found


def full_name(known, config):
    """The name as apt has it: with the architecture where it is another one."""
    if known.architecture in (config.architecture, "all"):
        return known.name
    return "%s:%s" % (known.name, known.architecture)


def version_of(known):
    if known is None or known.state in ("config-files", "not-installed"):
        return None
    return known.version


def unfinished(config):
    """Names and states of what dpkg did not finish."""
    return sorted(
        (full_name(known, config), known.state if known.flag == "ok" else known.state + ", " + known.flag)
        for known in query(config, ["*"])
        if known.state not in WHOLE or known.flag != "ok"
    )


def said(unfinished):
    return ", ".join("%s (%s)" % each for each in unfinished) + ". `repair` finishes packages."


def held(config, names):
    return {name for name, known in packages_of(config, names).items() if known.want == "hold"}


def automatic(config):
    """Names of packages that came because others need them: `apt-mark showauto`, without its time."""
    try:
        with open(config.states, encoding="utf-8", errors="replace") as file:
            blocks = file.read().split("\n\n")
    except FileNotFoundError:
        return set()
    found = set()
    for block in blocks:
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if fields.get("Auto-Installed") == "1":
            name, architecture = fields.get("Package", ""), fields.get("Architecture")
            is_native = architecture in (config.architecture, "all")
            found.add(name if is_native else "%s:%s" % (name, architecture))
    return found


def lists(folder):
    found = {}
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        info = os.stat(os.path.join(folder, name))
        if os.path.isfile(os.path.join(folder, name)) and name != "lock":
            found[name] = (info.st_mtime_ns, info.st_size)
    return found


def age_of_lists(config):
    """Seconds since they were fetched; None where they were not, or not of these sources."""
    import time

    if not lists(config.lists):
        return None
    # apt works in the second one, also where there is nothing new.
    fetched = max(_changed(config.lists), _changed(os.path.join(config.lists, "partial")))
    sources = [config.sources, config.parts]
    if os.path.isdir(config.parts):
        sources += [os.path.join(config.parts, name) for name in os.listdir(config.parts)]
    if any(_changed(path) > fetched for path in sources):
        return None
    return max(time.time() - fetched, 0.0)


def _changed(path):
    try:
        return os.stat(path).st_mtime
    except FileNotFoundError:
        return 0.0
