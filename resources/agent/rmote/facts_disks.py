"""The part of the facts that says which disks a target has, and how full they are."""

import os
import re

from rmote.facts_base import Job, output, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List

NETWORK_FILES = (
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "glusterfs", "lustre", "afs", "9p", "virtiofs", "vboxsf",
)
POOLED_FILES = ("zfs", "btrfs", "bcachefs")
# On macOS and the BSDs, what holds no files of its own.
KERNEL_FILES = ("devfs", "autofs", "procfs", "fdescfs", "tmpfs", "nullfs", "kernfs", "ptyfs")
# Read-only images, which are always full; and what a container's engine puts over single files.
IMAGES = ("squashfs", "iso9660")
ENGINE_FILES = ("/etc/hosts", "/etc/hostname", "/etc/resolv.conf")


def parse_mountinfo(text):
    # type: (str) -> List[Dict[str, str]]
    """The file systems of /proc/self/mountinfo that hold files of their own, each once."""
    found = {}  # type: Dict[str, Dict[str, str]]
    for line in text.split("\n"):
        before, dash, after = line.partition(" - ")
        if not dash:
            continue
        number, point = before.split(" ")[2], _unescape(before.split(" ")[4])
        kind, device = [_unescape(word) for word in after.split(" ")[:2]]
        if kind in IMAGES or point in ENGINE_FILES:
            continue
        if not _is_real(kind, device, point):
            continue
        known = found.get(number)
        if known is None or len(point) < len(known["mount_point"]):
            found[number] = {"device": device, "mount_point": point, "type": kind}
    return sorted(found.values(), key=lambda disk: disk["mount_point"])


def _is_real(kind, device, point):
    if kind in NETWORK_FILES or kind in POOLED_FILES or kind.startswith("fuse."):
        # FUSE is also what desktops show of themselves.
        return not point.startswith("/run/user/") and kind not in ("fuse.lxcfs", "fuse.portal")
    return device.startswith("/") or (point == "/" and kind != "rootfs")


def _unescape(word):
    """The blanks and backslashes of a mount table are octal."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match.group(1), 8)), word)


def parse_mount(text):
    # type: (str) -> List[Dict[str, str]]
    """What `mount` prints on macOS and the BSDs."""
    disks = []
    for line in text.split("\n"):
        match = re.match(r"(.+?) on (/.*?) (?:type (\w+) )?\(([\w.]+)", line)
        if match is None:
            continue
        device, point, kind = match.group(1), match.group(2), match.group(3) or match.group(4)
        if kind in KERNEL_FILES:
            continue
        if not point.startswith("/System/Volumes/") or point == "/System/Volumes/Data":
            disks.append({"device": device, "mount_point": point, "type": kind})
    return disks


# Threads that still wait for a file system that does not answer, by its mount point.
_waiting = {}  # type: Dict[str, Job]


def gather_disks(end):
    text = read_text("/proc/self/mountinfo")
    disks = parse_mountinfo(text) if text is not None else parse_mount(output(end, "mount") or "")
    jobs = []
    for disk in disks:
        point = disk["mount_point"]
        job = _waiting.get(point)
        if job is None or job.is_done():
            job = _waiting[point] = Job(os.statvfs, point)
        jobs.append((disk, job))
    return [dict(disk, **_sizes(job, end)) for disk, job in jobs]


def _sizes(job, end):
    sizes = {"total": None, "used": None, "free": None, "error": None}  # type: Dict[str, Any]
    if not job.is_done(end):
        return dict(sizes, error="It does not answer.")
    if job.error is not None:
        return dict(sizes, error=job.error)
    stat = job.result
    return {
        "total": stat.f_blocks * stat.f_frsize,
        "used": (stat.f_blocks - stat.f_bfree) * stat.f_frsize,
        "free": stat.f_bavail * stat.f_frsize,
        "error": None,
    }
