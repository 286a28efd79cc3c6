"""Packages of a target with dnf: Fedora, Red Hat Enterprise Linux and what is made of them."""

import re

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, List, Literal, Optional

DnfUpdate = NamedTuple("DnfUpdate", [
    ("changed", "bool"), ("fetched", "bool"), ("age", "Optional[float]"), ("changes", "List[str]"),
])
DnfChange = NamedTuple("DnfChange", [
    ("changed", "bool"), ("changes", "List[str]"), ("versions", "Dict[str, Optional[str]]"),
])
DnfPackage = NamedTuple("DnfPackage", [
    ("name", "str"), ("version", "str"), ("architecture", "str"), ("size", "Optional[int]"),
    ("summary", "str"),
])
DnfUpgrade = NamedTuple("DnfUpgrade", [
    ("name", "str"), ("installed", "Optional[str]"), ("candidate", "str"), ("architecture", "str"),
    ("repository", "str"), ("held", "bool"),
])

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*\Z")
_VERSION = re.compile(r"([0-9]+:)?[A-Za-z0-9._+~^]+(-[A-Za-z0-9._+~^]+)?\Z")
_STATES = ("present", "latest", "absent")


class Dnf(Tool):
    """Install, upgrade, hold and remove packages with dnf.

    For dnf 4 and 5, also where they are called yum or microdnf. Nothing is asked. Where another
    program has the packages in use, calls wait for it. Packages are held by `versionlock`, which is
    in dnf 5 and a plugin of dnf 4 (`dnf install 'dnf-command(versionlock)'`).
    """

    @staticmethod
    def update(*, ttl: "int" = 0, lock_timeout: "float" = 60, check: "bool" = False) -> "DnfUpdate":
        """Fetch the lists of packages that the repositories have.

        dnf does so by itself too, when it finds them too old.

        Args:
            ttl: Only where the lists are older than so many seconds, one is missing, or a file of the
                repositories was changed since.
            lock_timeout: Seconds to wait for another program that fetches them.
            check: Only tell whether they would be fetched.

        Returns:
            `changed`, whether a list is another one now (with `check`, whether they would be
            fetched); `fetched`, whether the repositories were asked; the `age` in seconds that the
            lists had, None where there were none; and `changes`.

        Raises:
            DnfError: A repository cannot be reached, or a signature is not right.
            Locked: Another program fetches them for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no dnf.
        """
        from rmote.packages.dnf_look import age_of_lists, lists
        from rmote.packages.dnf_program import find_dnf, run_alone, run_dnf
        from rmote.packages.running import update_lists

        program = find_dnf()
        done = update_lists(
            age_of_lists(program), ttl, check, lists,
            lambda: run_alone(lambda: run_dnf(program, "-q", "--refresh", "makecache"), lock_timeout),
        )
        return DnfUpdate(*done)

    @staticmethod
    def package(
        name: "str",
        *,
        state: "Literal['present', 'latest', 'absent']" = "present",
        version: "Optional[str]" = None,
        hold: "Optional[bool]" = None,
        weak_dependencies: "Optional[bool]" = None,
        remove_others: "bool" = False,
        lock_timeout: "float" = 60,
        check: "bool" = False
    ) -> "DnfChange":
        """Bring a package to a state. Doing it again changes nothing.

        Args:
            name: Name of the package; of one architecture as `glibc.i686`.
            state: present, in whatever version; latest of the lists; absent. Files of the
                configuration that were changed by hand are kept as rpm does, as .rpmnew or .rpmsave.
            version: The version that it is to have, older ones too: `1.22.1`, or `1.22.1-4.el9`.
            hold: Whether it is kept at its version from then on (`versionlock`, for all its
                architectures); as it is if left out. One that is held is left alone, unless this is
                given: then the locks, and with dnf 5 `excludepkgs` too, do not count for this change.
            weak_dependencies: Whether what it recommends is installed too; as dnf is configured if
                left out.
            remove_others: Whether packages that stand in the way, or depend on it, may be removed.
            lock_timeout: Seconds to wait for another program that changes packages.
            check: Only tell what would change. dnf wants root for this, too.

        Returns:
            `changed`; `changes`, a line for each package that did, or would, change; and the
            `versions` that packages then have by their names, None for none.

        Raises:
            ValueError: A name or version cannot be one, or what is asked for cannot be.
            PackageNotFound: No repository has it, or not in that version. `update` fetches the lists.
            DnfError: It is held, others would have to be removed, dnf has no versionlock, or dnf
                failed.
            Locked: Another program changes packages for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no dnf.
        """
        from rmote.packages.asked import one

        wanted = [one(_rules(), name, state, version, hold)]
        return _converge(wanted, weak_dependencies, remove_others, lock_timeout, check)

    @staticmethod
    def converge(
        present: "Optional[List[str]]" = None,
        *,
        latest: "Optional[List[str]]" = None,
        absent: "Optional[List[str]]" = None,
        hold: "Optional[List[str]]" = None,
        unhold: "Optional[List[str]]" = None,
        weak_dependencies: "Optional[bool]" = None,
        remove_others: "bool" = False,
        lock_timeout: "float" = 60,
        check: "bool" = False
    ) -> "DnfChange":
        """Bring several packages to their states. Doing it again changes nothing.

        dnf installs and removes apart: first what is to be there, then what is not. What conflicts
        with something that goes takes `remove_others`, or a call of its own for that before.

        Args:
            present: Packages to have, in whatever version; `nginx=1.22.1` in that one, older ones too.
            latest: Packages to have in the latest version of the lists.
            absent: Packages not to have.
            hold: Packages that are kept at their version from then on. One that is held is left
                alone, unless it is named here or in `unhold`.
            unhold: Packages that are not kept at it any more.
            weak_dependencies: Whether what they recommend is installed too; as dnf is configured if
                left out.
            remove_others: Whether packages that stand in the way, or depend on those, may be removed.
            lock_timeout: Seconds to wait for another program that changes packages.
            check: Only tell what would change. dnf wants root for this, too.

        Returns:
            The same as `package`.

        Raises:
            ValueError: A name or version cannot be one, a package is to be two things at once, or
                nothing is asked for.
            PackageNotFound: No repository has one of them. `update` fetches the lists.
            DnfError: One is held, others would have to be removed, dnf has no versionlock, or dnf
                failed.
            Locked: Another program changes packages for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no dnf.
        """
        from rmote.packages.asked import several

        asked = [("present", present), ("latest", latest), ("absent", absent)]
        wanted = several(_rules(), asked, hold, unhold)
        return _converge(wanted, weak_dependencies, remove_others, lock_timeout, check)

    @staticmethod
    def list(pattern: "str" = "*") -> "List[DnfPackage]":
        """List the packages that are there, by name.

        Args:
            pattern: Which ones; `*` and `?` stand for any characters, `python3-*`.

        Returns:
            Of each: name, version with release (and epoch, unless that is 0), architecture, size in
            bytes, and a summary.

        Raises:
            FileNotFoundError: The target has no rpm.
        """
        import fnmatch

        from rmote.packages.dnf_look import evr, query_rpm

        return [
            DnfPackage(
                each.name, evr(each), each.architecture, int(each.size) if each.size.isdigit() else None,
                each.summary,
            )
            # Keys that signatures are checked with are kept as packages, too.
            for each in sorted(query_rpm("-qa"))
            if each.name != "gpg-pubkey" and fnmatch.fnmatchcase(each.name, pattern)
        ]

    @staticmethod
    def upgradable() -> "List[DnfUpgrade]":
        """List the packages of which the lists have a newer version.

        Returns:
            Of each: name, the version that is installed and the candidate, the architecture, the
            repository of the candidate, and whether the package is held (`versionlock`).

        Raises:
            DnfError: dnf cannot tell.
            FileNotFoundError: The target has no dnf.
        """
        from rmote.packages.dnf_holds import lifted, locks_of, locks_on
        from rmote.packages.dnf_look import installed, upgrades_of, version_of
        from rmote.packages.dnf_program import find_dnf

        program = find_dnf()
        locks = locks_of(program) or []
        found = upgrades_of(program)
        # dnf 5 leaves those that are locked out, and with its option all that is excluded comes.
        lifted_too = upgrades_of(program, lifted(program)) if locks and program.is_dnf5 else []
        found += [each for each in lifted_too if each not in found and locks_on(each[0], [], locks)]
        there = installed(["%s.%s" % (each[0], each[2]) for each in found])
        upgrades = []
        for name, version, architecture, repository in sorted(found):
            full = "%s.%s" % (name, architecture)
            held = bool(locks_on(name, there.get(full, []), locks))
            upgrades.append(
                DnfUpgrade(name, version_of(there, full), version, architecture, repository, held)
            )
        return upgrades


def _rules():
    from rmote.packages.asked import Rules

    return Rules(_NAME, _VERSION, _STATES)


def _converge(wanted, weak, remove_others, lock_timeout, check):
    from rmote.packages.dnf_plan import converge

    return DnfChange(*converge(wanted, weak, remove_others, lock_timeout, check))
