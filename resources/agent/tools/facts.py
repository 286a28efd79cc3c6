"""What a target is: its system, hardware, addresses and programs."""

import os
import re
import sys
import time

from rmote.protocol import Tool, process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Literal, Optional

PARTS = (
    "os", "kernel", "uptime", "cpu", "memory", "disks", "addresses", "python", "package_manager",
    "virtualisation", "users", "hostname", "timezone",
)
# Folders of programs that a session without a login may not have in its PATH.
SYSTEM_FOLDERS = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
NETWORK_FILES = (
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "glusterfs", "lustre", "afs", "9p", "virtiofs", "vboxsf",
)
POOLED_FILES = ("zfs", "btrfs", "bcachefs")
# On macOS and the BSDs, what holds no files of its own.
KERNEL_FILES = ("devfs", "autofs", "procfs", "fdescfs", "tmpfs", "nullfs", "kernfs", "ptyfs")
# Read-only images, which are always full; and what a container's engine puts over single files.
IMAGES = ("squashfs", "iso9660")
ENGINE_FILES = ("/etc/hosts", "/etc/hostname", "/etc/resolv.conf")
# The programs of each kind of system, the first that is there; then those that any may have.
PACKAGE_MANAGERS = (
    ("debian", "apt-get"), ("rhel fedora centos", "dnf dnf5 microdnf yum"), ("suse", "zypper"),
    ("arch", "pacman"), ("alpine", "apk"), ("void", "xbps-install"), ("gentoo", "emerge"),
    ("nixos", "nix-env"), ("freebsd", "pkg"), ("openbsd netbsd", "pkgin pkg_add"), ("darwin", "brew port"),
)
OTHER_MANAGERS = ("brew", "snap", "flatpak", "nix-env", "rpm-ostree", "opkg", "pkgin")
MANAGER_NAMES = {"apt-get": "apt", "nix-env": "nix", "xbps-install": "xbps"}


class Facts(Tool):
    """Tell what a target is. Nothing is changed, and nothing is sent to anybody else."""

    @staticmethod
    def gather(
        parts: "Optional[List[Literal['os', 'kernel', 'uptime', 'cpu', 'memory', 'disks', 'addresses', 'python', 'package_manager', 'virtualisation', 'users', 'hostname', 'timezone']]]" = None,
        timeout: "float" = 5.0
    ) -> "Dict[str, Any]":
        """Gather what there is to know, all parts side by side.

        Sizes are in bytes, times in seconds. A part that cannot be had is None; why is said
        under `missing`, and the others are there all the same.

        Args:
            parts: Which ones; all if left out.
            timeout: Seconds that each part has.

        Returns:
            A dict of the parts, and of the reasons for `missing` ones.

        Raises:
            ValueError: There is no such part.
        """
        wanted = PARTS if parts is None else parts
        for name in wanted:
            if name not in PARTS:
                raise ValueError("There is no part %r; there are %s." % (name, ", ".join(PARTS)))
        end = time.monotonic() + timeout
        # A part that waits for several things itself has to be done a little earlier.
        soft = end - timeout / 10
        jobs = [(name, _Job(globals()["_" + name], soft)) for name in wanted]
        facts = {}  # type: Dict[str, Any]
        missing = {}
        for name, job in jobs:
            facts[name] = None
            if not job.is_done(end):
                missing[name] = "It was not there within %g s." % timeout
            elif job.error is not None:
                missing[name] = job.error
            else:
                facts[name] = job.result
        facts["missing"] = missing
        return facts


class _Job(object):
    """A function in a thread that nobody has to wait for."""

    def __init__(self, function, *args):
        import threading

        self.result = self.error = None
        self._done = threading.Event()
        threading.Thread(target=self._run, args=(function, args), daemon=True).start()

    def _run(self, function, args):
        try:
            self.result = function(*args)
        except Exception as error:
            self.error = _reason(error)
        self._done.set()

    def is_done(self, end=0.0):
        return self._done.wait(max(0.0, end - time.monotonic()))


class _Missing(Exception):
    """A fact that this target does not tell."""


def _reason(error):
    if isinstance(error, _Missing):
        return str(error)
    return "%s: %s" % (type(error).__name__, error)


def _read(path):
    """The text of a file; None where there is none that can be read."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError:
        return None


def _find(name):
    """Path of a program; None where there is none."""
    import shutil

    return shutil.which(name, path=os.pathsep.join(_folders()))


def _folders():
    more = SYSTEM_FOLDERS + ("/opt/homebrew/bin", "/snap/bin")
    return os.environ.get("PATH", "").split(os.pathsep) + list(more)


def _output(end, name, *args, any_status=False):
    """What a program prints, in English; None where there is none or it fails."""
    import subprocess

    program = _find(name)
    if program is None:
        return None
    left = max(0.1, end - time.monotonic())
    environment = dict(os.environ, LC_ALL="C")
    try:
        result = process(program, *args, capture_output=True, text=True, timeout=left, env=environment)
    except OSError:
        return None
    except subprocess.TimeoutExpired:
        raise _Missing("%s did not end in time." % name)
    return result.stdout if any_status or result.returncode == 0 else None


def _sysctl(end, *names):
    """Values of the kernel of macOS or a BSD, by name; those that it does not have are left out."""
    text = _output(end, "sysctl", *names, any_status=True) or ""
    pairs = (re.match(r"([\w.]+)(?:: | = |=)(.*)", line) for line in text.split("\n"))
    return {pair.group(1): pair.group(2).strip() for pair in pairs if pair}


# The system


def parse_os_release(text):
    # type: (str) -> Dict[str, str]
    """The fields of an os-release file (freedesktop.org), which is quoted as for a shell."""
    import shlex

    fields = {}
    for line in text.split("\n"):
        key, equals, value = line.strip().partition("=")
        if not equals or not re.match(r"[A-Z][A-Z0-9_]*$", key):
            continue
        try:
            # shlex does not know that a backslash also goes before these.
            fields[key] = "".join(shlex.split(re.sub(r"\\([$`])", r"\1", value)))
        except ValueError:
            fields[key] = value.strip("\"'")
    return fields


def _os(end):
    system = os.uname()
    text = _read("/etc/os-release") or _read("/usr/lib/os-release")
    if text is not None:
        return describe_os(parse_os_release(text))
    if system.sysname == "Darwin":
        import platform

        version = platform.mac_ver()[0]
        return _named("macos", "macOS", version, "macOS " + version)
    # Red Hat's before 7, and small systems.
    for path in ("/etc/redhat-release", "/etc/system-release", "/etc/alpine-release"):
        line = (_read(path) or "").strip()
        match = re.match(r"(.*?)(?: release)? ?(\d[\w.]*)", line)
        if match:
            name = match.group(1) or "Alpine Linux"
            return _named(name.split(" ")[0].lower(), name, match.group(2), line)
    name = system.sysname
    return _named(name.lower(), name, system.release, "%s %s" % (name, system.release))


def _named(key, name, version, pretty_name, like=()):
    return {"id": key, "name": name, "version": version, "pretty_name": pretty_name, "like": list(like)}


def describe_os(fields):
    # type: (Dict[str, str]) -> Dict[str, Any]
    name = fields.get("NAME") or "Linux"
    version = fields.get("VERSION_ID") or fields.get("VERSION") or fields.get("BUILD_ID")
    pretty_name = fields.get("PRETTY_NAME") or " ".join(filter(None, (name, version)))
    like = fields.get("ID_LIKE", "").split()
    return _named(fields.get("ID") or "linux", name, version, pretty_name, like)


def _kernel(end):
    system = os.uname()
    return {
        "name": system.sysname,
        "release": system.release,
        "version": system.version,
        "machine": system.machine,
    }


def _uptime(end):
    import datetime

    text = _read("/proc/uptime")
    if text is not None:
        seconds = float(text.split()[0])
    else:
        boot = _sysctl(end, "kern.boottime").get("kern.boottime", "")
        # macOS and FreeBSD: { sec = 1764144484, usec = 0 } ...; OpenBSD: a date; NetBSD: the seconds.
        match = re.search(r"sec = (\d+)", boot) or re.match(r"(\d+)$", boot)
        if match is None:
            raise _Missing("The kernel does not tell when it was started.")
        seconds = time.time() - float(match.group(1))
    now = datetime.datetime.now(datetime.timezone.utc)
    boot_time = now - datetime.timedelta(seconds=seconds)
    return {"seconds": seconds, "boot_time": boot_time.replace(microsecond=0)}


# The hardware


def parse_cpuinfo(text):
    # type: (str) -> Dict[str, Any]
    """Model, logical and physical cores out of /proc/cpuinfo; None for what it does not tell."""
    fields = {}  # type: Dict[str, str]
    cores = set()
    logical = 0
    for block in re.split(r"\n\s*\n", text):
        lines = (line.partition(":") for line in block.split("\n"))
        own = {key.strip(): value.strip() for key, _, value in lines}
        logical += sum(1 for key in own if re.match(r"processor(\s+\d+)?$", key))
        if "core id" in own:
            cores.add((own.get("physical id"), own["core id"]))
        for key, value in own.items():
            fields.setdefault(key, value)
    # x86 and RISC-V have a model's name, POWER a `cpu`, small ARM boards only what they are built on.
    names = ("model name", "cpu model", "cpu", "uarch", "Model", "Hardware", "vendor_id")
    model = next((fields[name] for name in names if fields.get(name)), None)
    return {"model": model, "logical": logical or None, "physical": len(cores) or None}


def _cpu(end):
    text = _read("/proc/cpuinfo")
    if text is not None:
        cpu = parse_cpuinfo(text)
        cpu["physical"] = cpu["physical"] or _cores_of_sys()
        cpu["logical"] = cpu["logical"] or os.cpu_count()
    else:
        names = ("machdep.cpu.brand_string", "hw.model", "hw.physicalcpu", "kern.smp.cores")
        values = _sysctl(end, *names)
        physical = values.get("hw.physicalcpu") or values.get("kern.smp.cores")
        model = values.get("machdep.cpu.brand_string") or values.get("hw.model")
        physical = int(physical) if physical else None
        cpu = {"model": model, "logical": os.cpu_count(), "physical": physical}
    try:
        cpu["load"] = list(os.getloadavg())
    except OSError:
        cpu["load"] = None
    return cpu


def _cores_of_sys():
    import glob

    cores = set()
    for path in glob.glob("/sys/devices/system/cpu/cpu[0-9]*/topology"):
        ids = [_read(os.path.join(path, name)) for name in ("physical_package_id", "core_id")]
        if None not in ids:
            cores.add(tuple(ids))
    return len(cores) or None


def parse_meminfo(text):
    # type: (str) -> Dict[str, Any]
    sizes = {name: int(size) * 1024 for name, size in re.findall(r"^(\w+):\s+(\d+) kB", text, re.M)}
    # Kernels before 3.14 do not say what is available.
    guess = sum(sizes.get(name, 0) for name in ("MemFree", "Buffers", "Cached"))
    swap = sizes.get("SwapTotal", 0)
    return {
        "total": sizes["MemTotal"],
        "available": sizes.get("MemAvailable", guess),
        "swap_total": swap,
        "swap_used": swap - sizes.get("SwapFree", 0),
    }


def _memory(end):
    text = _read("/proc/meminfo")
    if text is not None:
        return parse_meminfo(text)
    sizes = ("hw.memsize", "hw.physmem64", "hw.physmem", "hw.pagesize", "vm.swapusage")
    counts = ("vm.stats.vm.v_free_count", "vm.stats.vm.v_inactive_count")
    values = _sysctl(end, *(sizes + counts))
    total = values.get("hw.memsize") or values.get("hw.physmem64") or values.get("hw.physmem")
    if total is None:
        raise _Missing("The kernel does not tell how much memory there is.")
    pages = [values.get(name) for name in counts]
    available = None
    if None not in pages:
        available = sum(int(count or 0) for count in pages) * int(values["hw.pagesize"])
    else:
        stat = _output(end, "vm_stat") or ""
        size = re.search(r"page size of (\d+)", stat)
        found = re.findall(r"^Pages (?:free|inactive|speculative):\s+(\d+)", stat, re.M)
        if size and found:
            available = sum(map(int, found)) * int(size.group(1))
    swap = dict(re.findall(r"(total|used) = ([\d.]+)M", values.get("vm.swapusage", "")))
    return {
        "total": int(total),
        "available": available,
        "swap_total": int(float(swap["total"]) * 1048576) if "total" in swap else None,
        "swap_used": int(float(swap["used"]) * 1048576) if "used" in swap else None,
    }


# The disks


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
_waiting = {}  # type: Dict[str, _Job]


def _disks(end):
    text = _read("/proc/self/mountinfo")
    disks = parse_mountinfo(text) if text is not None else parse_mount(_output(end, "mount") or "")
    jobs = []
    for disk in disks:
        point = disk["mount_point"]
        job = _waiting.get(point)
        if job is None or job.is_done():
            job = _waiting[point] = _Job(os.statvfs, point)
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


# The network


def parse_ip(text):
    # type: (str) -> List[Dict[str, Any]]
    """What `ip -j addr` prints."""
    import json

    interfaces = []
    for link in json.loads(text):
        # Older versions print an empty object for what they leave out.
        if not link.get("ifname"):
            continue
        found = _interface(link["ifname"], "UP" in link.get("flags", ()), link.get("address"))
        for address in link.get("addr_info", ()):
            family = {"inet": "ipv4", "inet6": "ipv6"}.get(address.get("family"))
            if family and address.get("local"):
                found[family].append("%s/%s" % (address["local"], address.get("prefixlen")))
        interfaces.append(found)
    return interfaces


def _interface(name, is_up, mac):
    # What has no address of its own says all zeros.
    is_mac = mac is not None and re.match(r"[0-9a-f:]{17}$", mac) and mac.strip("0:")
    return {"name": name, "is_up": is_up, "mac": mac if is_mac else None, "ipv4": [], "ipv6": []}


def parse_ifconfig(text):
    # type: (str) -> List[Dict[str, Any]]
    """What `ifconfig` prints on macOS and the BSDs."""
    interfaces = []  # type: List[Dict[str, Any]]
    for line in text.split("\n"):
        head = re.match(r"([\w.-]+): flags=\w+<([\w,]*)>", line)
        if head:
            interfaces.append(_interface(head.group(1), "UP" in head.group(2).split(","), None))
        elif interfaces:
            words = line.split()
            if words[:1] == ["ether"]:
                interfaces[-1]["mac"] = words[1]
            elif words[:1] == ["inet"] and "netmask" in words:
                mask = int(words[words.index("netmask") + 1], 16)
                interfaces[-1]["ipv4"].append("%s/%d" % (words[1], bin(mask).count("1")))
            elif words[:1] == ["inet6"] and "prefixlen" in words:
                length = words[words.index("prefixlen") + 1]
                interfaces[-1]["ipv6"].append("%s/%s" % (words[1].partition("%")[0], length))
    return interfaces


def parse_if_inet6(text):
    # type: (str) -> Dict[str, List[str]]
    """The addresses of /proc/net/if_inet6, by interface."""
    import socket

    found = {}  # type: Dict[str, List[str]]
    for line in text.split("\n"):
        words = line.split()
        if len(words) == 6:
            address = socket.inet_ntop(socket.AF_INET6, bytes(bytearray.fromhex(words[0])))
            found.setdefault(words[5], []).append("%s/%d" % (address, int(words[2], 16)))
    return found


def interfaces_of_kernel(folder="/sys/class/net"):
    # type: (str) -> List[Dict[str, Any]]
    """The interfaces of a Linux that has no `ip`; of several IPv4 addresses the first."""
    import fcntl
    import socket
    import struct

    ipv6 = parse_if_inet6(_read("/proc/net/if_inet6") or "")
    interfaces = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        # In a chroot or a container there may be no /sys, which alone has the MAC.
        for name in sorted(name for _, name in socket.if_nameindex()):
            request = struct.pack("256s", name.encode()[:15])
            try:
                # SIOCGIFFLAGS
                flags = struct.unpack("H", fcntl.ioctl(asking.fileno(), 0x8913, request)[16:18])[0]
            except OSError:
                # It has gone meanwhile.
                continue
            mac = (_read(os.path.join(folder, name, "address")) or "").strip()
            found = _interface(name, bool(flags & 1), mac)
            found["ipv6"] = ipv6.get(name, [])
            try:
                # SIOCGIFADDR and SIOCGIFNETMASK of linux/sockios.h.
                address, mask = [
                    fcntl.ioctl(asking.fileno(), code, request)[20:24] for code in (0x8915, 0x891B)
                ]
                length = bin(struct.unpack(">I", mask)[0]).count("1")
                found["ipv4"].append("%s/%d" % (socket.inet_ntoa(address), length))
            except OSError:
                # It has no IPv4 address.
                pass
            interfaces.append(found)
    return interfaces


def _addresses(end):
    interfaces = None
    if sys.platform.startswith("linux"):
        try:
            # BusyBox and old versions do not know -j.
            interfaces = parse_ip(_output(end, "ip", "-j", "addr") or "")
        except ValueError:
            interfaces = interfaces_of_kernel()
    else:
        interfaces = parse_ifconfig(_output(end, "ifconfig") or "")
    if not interfaces:
        raise _Missing("Nothing on this target lists its interfaces.")
    return {"primary": _primary(), "interfaces": interfaces}


def _primary():
    """The address that other machines see; None without a network. Nothing is sent."""
    import socket

    # Addresses that are kept for documentation (RFC 5737, RFC 3849): any that is far away will do.
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as asking:
                asking.connect((far, 9))
                return asking.getsockname()[0]
        except OSError:
            pass
    return None


def _hostname(end):
    import socket

    name = socket.gethostname()
    # Asks a name server, which may not answer.
    job = _Job(socket.getfqdn, name)
    fqdn = (job.result if job.is_done(end) else None) or ""
    is_full = "." in fqdn and not fqdn.startswith("localhost")
    return {"name": name, "fqdn": fqdn if is_full else None}


# The programs


def _python(end):
    running = os.path.realpath(sys.executable or "")
    others = [(path, _Job(_python_version, path, end)) for path in _python_paths() if path != running]
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
    for folder in _folders() + ["/usr/libexec"]:
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
    text = _output(end, path, "-c", code) or ""
    return text if re.match(r"\d+\.\d+\.\d+$", text) else None


def _package_manager(end):
    system = _os(end)
    kinds = {system["id"]} | set(system["like"]) | {os.uname().sysname.lower()}
    own = [names for ids, names in PACKAGE_MANAGERS if any(_is_of(kind, ids) for kind in kinds)]
    for name in " ".join(own + [names for _, names in PACKAGE_MANAGERS]).split():
        path = _find(name)
        if path is not None:
            others = [other for other in OTHER_MANAGERS if other != name and _find(other)]
            return {
                "name": MANAGER_NAMES.get(name, name),
                "path": path,
                "others": [MANAGER_NAMES.get(other, other) for other in others],
            }
    raise _Missing("None that is known is installed.")


def _is_of(kind, ids):
    # openSUSE has a name for each of its editions.
    return kind in ids.split() or (ids == "suse" and "suse" in kind)


# What it runs on


def _virtualisation(end):
    if not os.path.isdir("/proc/self"):
        names = ("kern.vm_guest", "kern.hv_vmm_present", "security.jail.jailed", "hw.model")
        values = _sysctl(end, *names)
        vm = values.get("kern.vm_guest", "none")
        if vm == "none":
            vm = "apple" if values.get("kern.hv_vmm_present") == "1" else None
        container = "jail" if values.get("security.jail.jailed") == "1" else None
        return {"vm": vm, "container": container, "hardware": values.get("hw.model")}
    names = ("sys_vendor", "product_name")
    dmi = [(_read("/sys/class/dmi/id/" + name) or "").strip() for name in names]
    board = (_read("/proc/device-tree/model") or "").strip("\0\n")
    vm, container = [_detect_virt(end, option) for option in ("--vm", "--container")]
    if vm is None:
        vm = vm_of(dmi, _read("/proc/cpuinfo") or "", _read("/proc/version") or "")
    if container is None:
        container = container_of(_read("/proc/1/cgroup") or "", _read("/proc/1/environ") or "")
    hardware = " ".join(filter(None, dmi)) or board
    return {"vm": vm, "container": container, "hardware": hardware or None}


def _detect_virt(end, option):
    kind = (_output(end, "systemd-detect-virt", option, any_status=True) or "").strip()
    return kind if kind not in ("", "none") else None


def vm_of(dmi, cpuinfo, version):
    # type: (List[str], str, str) -> Optional[str]
    """The hypervisor by what it says of the board, in the words of systemd-detect-virt."""
    if "microsoft" in version.lower():
        return "wsl"
    text = " ".join(dmi)
    known = (
        ("KVM", "kvm"), ("QEMU", "qemu"), ("VMware", "vmware"), ("VirtualBox", "oracle"),
        ("innotek", "oracle"), ("Xen", "xen"), ("Amazon EC2", "amazon"),
        ("Google Compute Engine", "google"), ("Parallels", "parallels"), ("Bochs", "bochs"),
        ("BHYVE", "bhyve"), ("OpenStack", "kvm"), ("Hetzner", "kvm"), ("Apple Virtualization", "apple"),
    )
    for word, kind in known:
        if word in text and not ("Amazon" in text and ".metal" in text):
            return kind
    if text.startswith("Microsoft Corporation Virtual"):
        return "microsoft"
    return "unknown" if re.search(r"^flags\s*:.*\bhypervisor\b", cpuinfo, re.M) else None


def container_of(cgroup, environ):
    # type: (str, str) -> Optional[str]
    """The container's engine by the files that it leaves, in the words of systemd-detect-virt."""
    if os.path.exists("/run/.containerenv"):
        return "podman"
    if os.path.exists("/.dockerenv"):
        return "docker"
    named = re.search(r"(?:^|\0)container=([\w-]+)", environ)
    if named:
        return named.group(1)
    match = re.search(r"/(docker|lxc|kubepods|libpod)[/.-]", cgroup)
    if match is None:
        return None
    return {"libpod": "podman", "kubepods": "kubernetes"}.get(match.group(1), match.group(1))


# Who and when


def parse_who(text):
    # type: (str) -> List[Dict[str, Any]]
    """What `who` prints: that of GNU and the BSDs, or BusyBox's with its heading."""
    users = []
    lines = [line for line in text.split("\n") if line.strip()]
    is_busybox = bool(lines) and re.match(r"USER\s+TTY\s+IDLE", lines[0]) is not None
    for line in lines[1:] if is_busybox else lines:
        words = line.split()
        if len(words) < 3:
            continue
        if is_busybox:
            since, origin = " ".join(words[3:6]), " ".join(words[6:])
        else:
            match = re.match(r"\S+\s+\S+\s+(.*?)(?:\s+\((.*)\))?\s*$", line)
            since, origin = (match.group(1), match.group(2) or "") if match else ("", "")
        users.append({"name": words[0], "terminal": words[1], "since": since, "origin": origin or None})
    return users


def _users(end):
    text = _output(end, "who")
    if text is None:
        raise _Missing("There is no program `who` here.")
    return parse_who(text)


def _timezone(end):
    now = time.localtime()
    name = os.environ.get("TZ", "").lstrip(":") or _zone_of_link()
    name = name or (_read("/etc/timezone") or "").strip()
    return {"name": name or None, "abbreviation": now.tm_zone, "utc_offset": now.tm_gmtoff}


def _zone_of_link():
    path = os.path.realpath("/etc/localtime")
    return path.partition("/zoneinfo/")[2] or None
