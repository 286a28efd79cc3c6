"""Packages of a target with pacman: Arch Linux and what is made of it."""

import re

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, List, Literal, Optional

PacmanUpdate = NamedTuple("PacmanUpdate", [
    ("changed", "bool"), ("fetched", "bool"), ("age", "Optional[float]"), ("changes", "List[str]"),
])
PacmanChange = NamedTuple("PacmanChange", [
    ("changed", "bool"), ("changes", "List[str]"), ("versions", "Dict[str, Optional[str]]"),
    ("diff", "str"),
])
PacmanPackage = NamedTuple("PacmanPackage", [
    ("name", "str"), ("version", "str"), ("held", "bool"), ("automatic", "bool"),
])
PacmanUpgrade = NamedTuple("PacmanUpgrade", [
    ("name", "str"), ("installed", "str"), ("candidate", "str"), ("held", "bool"),
])

# PKGBUILD(5), with the repository in front that pacman(8) takes.
_NAME = re.compile(r"([A-Za-z0-9@_+][A-Za-z0-9@._+-]*/)?[A-Za-z0-9@_+][A-Za-z0-9@._+-]*\Z")
# PKGBUILD(5): an epoch, the version, and the release of the package.
_VERSION = re.compile(r"([0-9]+:)?[A-Za-z0-9._+~]+(-[0-9.]+)?\Z")
_STATES = ("present", "latest", "absent", "purged")


class Pacman(Tool):
    """Install, upgrade, hold and remove packages with pacman.

    Nothing is asked. Where another program has the packages in use, calls wait for it. To hold a
    package is to name it as `IgnorePkg` in /etc/pacman.conf, where pacman keeps such things.
    """

    @staticmethod
    def update(*, ttl: "int" = 0, lock_timeout: "float" = 60, check: "bool" = False) -> "PacmanUpdate":
        """Fetch the lists of packages that the repositories have.

        Arch wants all packages upgraded together: one that is installed after this, while the
        others are old, may not fit them.

        Args:
            ttl: Only where the lists are older than so many seconds, one is missing, or
                /etc/pacman.conf was changed since.
            lock_timeout: Seconds to wait for another program that uses pacman's database.
            check: Only tell whether they would be fetched.

        Returns:
            `changed`, whether a list is another one now (with `check`, whether they would be
            fetched); `fetched`, whether the repositories were asked; the `age` in seconds that the
            lists had, None where there were none; and `changes`.

        Raises:
            PacmanError: A repository cannot be reached, or a signature is not right.
            Locked: Another program uses the database for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no pacman.
        """
        from rmote.packages.pacman_config import configured
        from rmote.packages.pacman_run import age_of_lists, lists, pacman, run_alone
        from rmote.packages.running import update_lists

        database = configured("DBPath")[0]
        done = update_lists(
            age_of_lists(database), ttl, check, lambda: lists(database),
            lambda: run_alone(lambda: pacman("-Sy"), lock_timeout),
        )
        return PacmanUpdate(*done)

    @staticmethod
    def package(
        name: "str",
        *,
        state: "Literal['present', 'latest', 'absent', 'purged']" = "present",
        version: "Optional[str]" = None,
        hold: "Optional[bool]" = None,
        source: "Optional[str]" = None,
        remove_others: "bool" = False,
        lock_timeout: "float" = 60,
        check: "bool" = False
    ) -> "PacmanChange":
        """Bring a package to a state. Doing it again changes nothing.

        Args:
            name: Name of the package; `extra/nginx` takes it from that repository.
            state: present, in whatever version; latest of the lists; absent, where files of the
                configuration that were changed by hand are kept as .pacsave; purged, without those.
            version: The version that it is to have, older ones too: `1.26.2`, or `1.26.2-1`. A
                repository has one version of a package; others come from the cache of pacman, where
                they are there, or from `source`.
            hold: Whether it is kept at its version from then on (`IgnorePkg`); as it is if left out.
                One that is held is left alone, unless this is given.
            source: File on the target, or address, of the package in that version.
            remove_others: Whether packages that depend on one that goes may go too.
            lock_timeout: Seconds to wait for another program that uses pacman's database.
            check: Only tell what would change. It needs no rights.

        Returns:
            `changed`; `changes`, a line for each package that did, or would, change; the
            `versions` that packages then have by their names, None for none; and the `diff` of
            /etc/pacman.conf, empty where that stays as it is.

        Raises:
            ValueError: A name or version cannot be one, or what is asked for cannot be.
            PackageNotFound: No repository has it, or it is nowhere in that version; the message
                says which versions there are. `update` fetches the lists.
            PacmanError: It is held, another package depends on it or conflicts with it, or pacman
                failed.
            Locked: Another program uses the database for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no pacman, or no such file as `source`.
        """
        from rmote.packages.asked import one

        if source is not None and version is None:
            raise ValueError("A source goes with a version, so that it is only used where that is missing.")
        return _converge([one(_rules(), name, state, version, hold)], source, remove_others, lock_timeout, check)

    @staticmethod
    def converge(
        present: "Optional[List[str]]" = None,
        *,
        latest: "Optional[List[str]]" = None,
        absent: "Optional[List[str]]" = None,
        purged: "Optional[List[str]]" = None,
        hold: "Optional[List[str]]" = None,
        unhold: "Optional[List[str]]" = None,
        remove_others: "bool" = False,
        lock_timeout: "float" = 60,
        check: "bool" = False
    ) -> "PacmanChange":
        """Bring several packages to their states. Doing it again changes nothing.

        pacman installs and removes apart: first what is to be there, then what is not. One that
        conflicts with what goes is refused; remove that one first, in a call of its own.

        Args:
            present: Packages to have, in whatever version; `nginx=1.26.2` in that one, older ones
                too, where a repository or the cache has it. Names of groups are taken too.
            latest: Packages to have in the latest version of the lists.
            absent: Packages not to have; files of the configuration that were changed are kept.
            purged: Packages not to have, nor those files.
            hold: Packages that are kept at their version from then on. One that is held is left
                alone, unless it is named here or in `unhold`.
            unhold: Packages that are not kept at it any more.
            remove_others: Whether packages that depend on those that go may go too.
            lock_timeout: Seconds to wait for another program that uses pacman's database.
            check: Only tell what would change. It needs no rights.

        Returns:
            The same as `package`.

        Raises:
            ValueError: A name or version cannot be one, a package is to be two things at once, or
                nothing is asked for.
            PackageNotFound: One is in no repository, or nowhere in that version. `update` fetches
                the lists.
            PacmanError: One is held, another package depends on one or conflicts with one, or
                pacman failed.
            Locked: Another program uses the database for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no pacman.
        """
        from rmote.packages.asked import several

        asked = [("present", present), ("latest", latest), ("absent", absent), ("purged", purged)]
        wanted = several(_rules(), asked, hold, unhold)
        return _converge(wanted, None, remove_others, lock_timeout, check)

    @staticmethod
    def list(pattern: "str" = "*") -> "List[PacmanPackage]":
        """List the packages that are there, by name.

        Args:
            pattern: Which ones; `*` and `?` stand for any characters, `python-*`.

        Returns:
            Of each: name, version, whether it is held (`IgnorePkg`), and whether it came as
            something that another one needs.

        Raises:
            FileNotFoundError: The target has no pacman.
        """
        import fnmatch

        from rmote.packages.pacman_config import configured
        from rmote.packages.pacman_run import automatic, installed

        is_automatic, ignored = automatic(), configured("IgnorePkg")
        return [
            PacmanPackage(
                name, version, any(fnmatch.fnmatchcase(name, each) for each in ignored),
                name in is_automatic,
            )
            for name, version in sorted(installed().items())
            if fnmatch.fnmatchcase(name, pattern)
        ]

    @staticmethod
    def upgradable() -> "List[PacmanUpgrade]":
        """List the packages of which the lists have a newer version.

        Returns:
            Of each: name, the version that is installed and the candidate, and whether it is held
            (`IgnorePkg`, `IgnoreGroup`).

        Raises:
            PacmanError: pacman cannot tell.
            FileNotFoundError: The target has no pacman.
        """
        from rmote.packages.pacman_run import upgrades

        return [PacmanUpgrade(*each) for each in upgrades()]


def _rules():
    from rmote.packages.asked import Rules

    return Rules(_NAME, _VERSION, _STATES)


def _converge(wanted, source, remove_others, lock_timeout, check):
    from rmote.packages.pacman_plan import converge

    return PacmanChange(*converge(wanted, source, remove_others, lock_timeout, check))
