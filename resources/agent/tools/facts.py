"""What a target is: its system, hardware, addresses and programs."""

from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Literal, Optional

# Each part, and the module of ours that gathers it.
PARTS = {
    "os": "facts_system",
    "kernel": "facts_system",
    "uptime": "facts_system",
    "cpu": "facts_hardware",
    "memory": "facts_hardware",
    "disks": "facts_disks",
    "addresses": "facts_network",
    "python": "facts_programs",
    "package_manager": "facts_programs",
    "virtualisation": "facts_hardware",
    "users": "facts_system",
    "hostname": "facts_system",
    "timezone": "facts_system",
}


class Facts(Tool):
    """Tell what a target is. Nothing is changed, and nothing is sent to anybody else."""

    @staticmethod
    def gather(
        parts: "Optional[List[Literal['os', 'kernel', 'uptime', 'cpu', 'memory', 'disks', 'addresses', 'python', 'package_manager', 'virtualisation', 'users', 'hostname', 'timezone']]]" = None,
        timeout: "float" = 5.0,
        timeouts: "Optional[Dict[str, float]]" = None
    ) -> "Dict[str, Any]":
        """Gather what there is to know, all parts side by side.

        Sizes are in bytes, times in seconds. A part that cannot be had is None; why is said
        under `missing`, and the others are there all the same.

        Args:
            parts: Which ones; all if left out.
            timeout: Seconds that each part has.
            timeouts: Seconds that single parts have instead, by their names.

        Returns:
            A dict of the parts, and of the reasons for `missing` ones. What a target does not tell
            is None.

            - `os`: `id` such as debian, `name`, `version`, `pretty_name`, `like` (ids of what it
              comes from)
            - `kernel`: `name`, `release`, `version`, `machine`
            - `uptime`: `seconds`, `boot_time`
            - `cpu`: `model`, `logical` and `physical` cores, `load` of 1, 5 and 15 minutes
            - `memory`: `total`, `available`, `swap_total`, `swap_used`
            - `disks`, of each: `device`, `mount_point`, `type`, `total`, `used`, `free`, and the
              `error` where these are not known
            - `addresses`: `primary`, which others see, and `interfaces` with `name`, `is_up`,
              `mac`, `ipv4`, `ipv6`
            - `python`: `path`, `version`, `implementation`, and `others` with `path` and `version`
            - `package_manager`: `name`, `path`, `others`
            - `virtualisation`: `vm` and `container`, in the words of systemd-detect-virt, and
              `hardware`
            - `users` who are logged in, of each: `name`, `terminal`, `since`, `origin`
            - `hostname`: `name`, `fqdn`
            - `timezone`: `name`, `abbreviation`, `utc_offset`

        Raises:
            ValueError: There is no such part, or a part has no time.
        """
        import time

        wanted = list(PARTS) if parts is None else list(parts)
        for name in wanted + list(timeouts or {}):
            if name not in PARTS:
                raise ValueError("There is no part %r; there are %s." % (name, ", ".join(PARTS)))
        seconds = {name: (timeouts or {}).get(name, timeout) for name in wanted}
        for name, given in seconds.items():
            if not given > 0:
                raise ValueError("A part has more than 0 seconds, %s not %g." % (name, given))
        functions = {name: _function(name) for name in wanted}
        begin = time.monotonic()
        from rmote.facts_base import Job

        # A part that waits for several things itself has to be done a little earlier.
        jobs = [(name, Job(functions[name], begin + seconds[name] * 0.9)) for name in wanted]
        facts = {}  # type: Dict[str, Any]
        missing = {}
        for name, job in jobs:
            facts[name] = None
            if not job.is_done(begin + seconds[name]):
                missing[name] = "It was not there within %g s." % seconds[name]
            elif job.error is not None:
                missing[name] = job.error
            else:
                facts[name] = job.result
        facts["missing"] = missing
        return facts


def _function(name):
    """What gathers a part until a moment, by time.monotonic()."""
    import importlib

    # Before there are threads: they would wait for each other's imports.
    return getattr(importlib.import_module("rmote." + PARTS[name]), "gather_" + name)
