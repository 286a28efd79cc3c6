"""The parts of the facts that say which Pythons and package managers a target has."""

import os
import re
import sys

from rmote.facts_base import Job, Missing, find, folders, output
from rmote.facts_system import gather_os


# The programs of each kind of system, the first that is there; then those that any may have.
PACKAGE_MANAGERS = (
    ("debian", "apt-get"), ("rhel fedora centos", "dnf dnf5 microdnf yum"), ("suse", "zypper"),
    ("arch", "pacman"), ("alpine", "apk"), ("void", "xbps-install"), ("gentoo", "emerge"),
    ("nixos", "nix-env"), ("freebsd", "pkg"), ("openbsd netbsd", "pkgin pkg_add"), ("darwin", "brew port"),
)
OTHER_MANAGERS = ("brew", "snap", "flatpak", "nix-env", "rpm-ostree", "opkg", "pkgin")
MANAGER_NAMES = {"apt-get": "apt", "nix-env": "nix", "xbps-install": "xbps"}


def gather_python(end):
    running = os.path.realpath(sys.executable or "")
    others = [(path, Job(_python_version, path, end)) for path in _python_paths() if path != running]
    return {
        "path": sys.executable or None,
        "version": "%d.%d.%d" % sys.version_info[:3],
        "implementation": sys.implementation.name,
        "others": [
            {"path": path, "version": job.result if job.is_done(end) else None} for path, job in others
        ],
    }


def _python_paths():
    """Each Python of the usual folders once, whatever its names; scripts that stand for one are none."""
    paths = []
    for folder in folders() + ["/usr/libexec"]:
        try:
            names = sorted(os.listdir(folder or "."))
        except OSError:
            continue
        for name in names:
            path = os.path.realpath(os.path.join(folder, name))
            is_python = re.match(r"(python|pypy)[\d.]*$|platform-python$", name)
            if is_python and path not in paths and _is_binary(path):
                paths.append(path)
    return paths[:20]


def _is_binary(path):
    try:
        with open(path, "rb") as file:
            return file.read(2) not in (b"#!", b"") and os.access(path, os.X_OK)
    except OSError:
        return False


def _python_version(path, end):
    code = "import sys; sys.stdout.write(chr(46).join(map(str, sys.version_info[:3])))"
    text = output(end, path, "-c", code) or ""
    return text if re.match(r"\d+\.\d+\.\d+$", text) else None


def gather_package_manager(end):
    system = gather_os(end)
    kinds = {system["id"]} | set(system["like"]) | {os.uname().sysname.lower()}
    own = [names for ids, names in PACKAGE_MANAGERS if any(_is_of(kind, ids) for kind in kinds)]
    for name in " ".join(own + [names for _, names in PACKAGE_MANAGERS]).split():
        path = find(name)
        if path is not None:
            others = [other for other in OTHER_MANAGERS if other != name and find(other)]
            return {
                "name": MANAGER_NAMES.get(name, name),
                "path": path,
                "others": [MANAGER_NAMES.get(other, other) for other in others],
            }
    raise Missing("None that is known is installed.")


def _is_of(kind, ids):
    # openSUSE has a name for each of its editions.
    return kind in ids.split() or (ids == "suse" and "suse" in kind)
