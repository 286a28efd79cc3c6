"""Packages of a target with apt: Debian, Ubuntu and what is made of them."""

import re

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, List, Literal, Optional

AptUpdate = NamedTuple("AptUpdate", [
    ("changed", "bool"), ("fetched", "bool"), ("age", "Optional[float]"), ("changes", "List[str]"),
])
AptChange = NamedTuple("AptChange", [
    ("changed", "bool"), ("changes", "List[str]"), ("versions", "Dict[str, Optional[str]]"),
])
AptPackage = NamedTuple("AptPackage", [
    ("name", "str"), ("version", "str"), ("architecture", "str"), ("state", "str"), ("held", "bool"),
    ("automatic", "bool"), ("size", "Optional[int]"), ("summary", "str"),
])
AptUpgrade = NamedTuple("AptUpgrade", [
    ("name", "str"), ("installed", "str"), ("candidate", "str"), ("architecture", "str"),
    ("origin", "str"), ("is_security", "bool"), ("held", "bool"),
])

# deb-control(5), with the architecture of apt-get(8) behind a colon; one that ends with a dash it would remove.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.-]*(:[a-z0-9][a-z0-9-]*)?(?<!-)\Z")
# deb-version(7); apt-get(8) takes a star for what follows.
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+~:-]*\*?\Z")
_STATES = ("present", "latest", "absent", "purged")


class Apt(Tool):
    """Install, upgrade, hold and remove packages with apt.

    Nothing is asked and no service is restarted by needrestart. Where another program has the
    packages in use, calls wait for it. A call that is cancelled while dpkg works leaves packages
    half done; `repair` finishes them.
    """

    @staticmethod
    def update(*, ttl: "int" = 0, lock_timeout: "float" = 60, check: "bool" = False) -> "AptUpdate":
        """Fetch the lists of packages that the repositories have.

        Args:
            ttl: Only where the lists are older than so many seconds, are none, or a file of the
                sources was changed since.
            lock_timeout: Seconds to wait for another program that fetches them.
            check: Only tell whether they would be fetched.

        Returns:
            `changed`, whether a list is another one now (with `check`, whether they would be
            fetched); `fetched`, whether the repositories were asked; the `age` in seconds that the
            lists had, None where there were none; and `changes`.

        Raises:
            AptError: A repository cannot be reached, or is not signed as it should be. What could
                be fetched was.
            Locked: Another program fetches them for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no apt.
        """
        from rmote.packages.apt_look import age_of_lists, lists, read_config
        from rmote.packages.apt_run import fetch_lists
        from rmote.packages.running import update_lists

        config = read_config()
        done = update_lists(
            age_of_lists(config), ttl, check, lambda: lists(config.lists),
            lambda: fetch_lists(config, lock_timeout),
        )
        return AptUpdate(*done)

    @staticmethod
    def package(
        name: "str",
        *,
        state: "Literal['present', 'latest', 'absent', 'purged']" = "present",
        version: "Optional[str]" = None,
        hold: "Optional[bool]" = None,
        recommends: "Optional[bool]" = None,
        config_files: "Literal['keep', 'replace']" = "keep",
        remove_others: "bool" = False,
        lock_timeout: "float" = 60,
        check: "bool" = False
    ) -> "AptChange":
        """Bring a package to a state. Doing it again changes nothing.

        Args:
            name: Name of the package; of another architecture as `libc6:i386`.
            state: present, in whatever version; latest of the lists; absent, with its
                configuration kept; purged, without that.
            version: The version that it is to have, older ones too; `1.2*` for any that begins so.
            hold: Whether it is kept at its version from then on; as it is if left out. One that is
                held is left alone, unless this is given.
            recommends: Whether what it recommends is installed too; as apt is configured if left out.
            config_files: What becomes of a file of the configuration that was changed by hand, where
                the package has another one: keep, or replace.
            remove_others: Whether packages that stand in the way, or depend on it, may be removed.
            lock_timeout: Seconds to wait for another program that changes packages.
            check: Only tell what would change. It needs no rights.

        Returns:
            `changed`; `changes`, a line for each package that did, or would, change; and the
            `versions` that packages then have by their names, None for none.

        Raises:
            ValueError: A name or version cannot be one, or what is asked for cannot be.
            PackageNotFound: No list has it. `update` fetches the lists.
            AptError: It is held, others would have to be removed, or apt or dpkg failed; the
                message says which packages are half done.
            Locked: Another program changes packages for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no apt.
        """
        from rmote.packages.asked import one

        wanted = [one(_rules(), name, state, version, hold)]
        return _converge(wanted, recommends, config_files, remove_others, lock_timeout, check)

    @staticmethod
    def converge(
        present: "Optional[List[str]]" = None,
        *,
        latest: "Optional[List[str]]" = None,
        absent: "Optional[List[str]]" = None,
        purged: "Optional[List[str]]" = None,
        hold: "Optional[List[str]]" = None,
        unhold: "Optional[List[str]]" = None,
        recommends: "Optional[bool]" = None,
        config_files: "Literal['keep', 'replace']" = "keep",
        remove_others: "bool" = False,
        lock_timeout: "float" = 60,
        check: "bool" = False
    ) -> "AptChange":
        """Bring several packages to their states at once. Doing it again changes nothing.

        apt sees all of them together, so that one can take another's place.

        Args:
            present: Packages to have, in whatever version; `nginx=1.22.1-9` in that one, older ones
                too, and `nginx=1.22*` in any that begins so.
            latest: Packages to have in the latest version of the lists.
            absent: Packages not to have; their configuration is kept.
            purged: Packages not to have, nor their configuration.
            hold: Packages that are kept at their version from then on. One that is held is left
                alone, unless it is named here or in `unhold`.
            unhold: Packages that are not kept at it any more.
            recommends: Whether what they recommend is installed too; as apt is configured if left out.
            config_files: What becomes of a file of the configuration that was changed by hand, where
                the package has another one: keep, or replace.
            remove_others: Whether packages that stand in the way, or depend on those, may be removed.
            lock_timeout: Seconds to wait for another program that changes packages.
            check: Only tell what would change. It needs no rights.

        Returns:
            The same as `package`.

        Raises:
            ValueError: A name or version cannot be one, a package is to be two things at once, or
                nothing is asked for.
            PackageNotFound: No list has one of them. `update` fetches the lists.
            AptError: One is held, others would have to be removed, or apt or dpkg failed; the
                message says which packages are half done.
            Locked: Another program changes packages for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no apt.
        """
        from rmote.packages.asked import several

        asked = [("present", present), ("latest", latest), ("absent", absent), ("purged", purged)]
        wanted = several(_rules(), asked, hold, unhold)
        return _converge(wanted, recommends, config_files, remove_others, lock_timeout, check)

    @staticmethod
    def list(pattern: "str" = "*") -> "List[AptPackage]":
        """List the packages that are there, by name.

        Args:
            pattern: Which ones; `*` and `?` stand for any characters, `python3-*`.

        Returns:
            Of each: name, version, architecture, its `state` (installed; config-files where only
            those are left; others are half done), whether it is held, whether it came as something
            that another one needs (`automatic`), its size in bytes, and a summary.

        Raises:
            ValueError: The pattern cannot be one.
            FileNotFoundError: The target has no apt.
        """
        from rmote.packages.apt_look import automatic, full_name, query, read_config

        if re.match(r"[A-Za-z0-9+.:*?\[\]-]+\Z", pattern) is None or pattern.startswith("-"):
            raise ValueError("%r cannot be a pattern of package names." % pattern[:100])
        config = read_config()
        is_automatic = automatic(config)
        return [
            AptPackage(
                known.name, known.version, known.architecture, known.state,
                known.want == "hold", full_name(known, config) in is_automatic,
                int(known.size) * 1024 if known.size.isdigit() else None, known.summary,
            )
            for known in sorted(query(config, [pattern]))
            if known.state != "not-installed"
        ]

    @staticmethod
    def upgradable() -> "List[AptUpgrade]":
        """List the packages of which the lists have a newer version that can be installed.

        Returns:
            Of each: name, the version that is installed and the candidate, the architecture, the
            `origin` of the candidate such as `Debian:12.11/stable`, whether that is one of security
            updates, and whether the package is held.

        Raises:
            AptError: apt cannot tell, since packages are broken.
            FileNotFoundError: The target has no apt.
        """
        from rmote.packages.apt_look import held, read_config
        from rmote.packages.apt_run import simulate

        config = read_config()
        phased = ("-o", "APT::Get::Always-Include-Phased-Updates=true")
        steps = simulate("dist-upgrade", "--ignore-hold", "--allow-change-held-packages", *phased)
        is_held = held(config, [step.name for step in steps])
        return sorted(
            AptUpgrade(
                step.name, step.old, step.new, step.architecture, step.origin,
                "-security" in step.origin.lower(), step.name in is_held,
            )
            for step in steps
            if step.kind == "Inst" and step.old
        )

    @staticmethod
    def repair(
        *, remove_others: "bool" = False, lock_timeout: "float" = 60, check: "bool" = False
    ) -> "AptChange":
        """Finish what dpkg was interrupted in, and install what packages need and have not.

        Where nothing is half done, nothing changes.

        Args:
            remove_others: Whether packages may be removed for it.
            lock_timeout: Seconds to wait for another program that changes packages.
            check: Only tell what would change. It needs no rights.

        Returns:
            `changed`, `changes`, and the `versions` of what was half done.

        Raises:
            AptError: It could not be repaired; the message says what is half done.
            Locked: Another program changes packages for longer than `lock_timeout`.
            PermissionError: You may not.
            FileNotFoundError: The target has no apt.
        """
        from rmote.packages.apt_plan import repair
        from rmote.packages.apt_run import Options

        return AptChange(*repair(Options(None, "keep", remove_others, lock_timeout), check))


def _rules():
    from rmote.packages.asked import Rules

    return Rules(_NAME, _VERSION, _STATES)


def _converge(wanted, recommends, config_files, remove_others, lock_timeout, check):
    from rmote.packages.apt_plan import converge
    from rmote.packages.apt_run import Options

    if config_files not in ("keep", "replace"):
        raise ValueError("config_files is keep or replace, not %r." % config_files)
    if lock_timeout < 0:
        raise ValueError("lock_timeout is not below 0 seconds.")
    options = Options(recommends, config_files, remove_others, lock_timeout)
    return AptChange(*converge(wanted, options, check))
