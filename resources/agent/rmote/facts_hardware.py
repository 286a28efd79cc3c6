"""The parts of the facts that say what a target runs on: processor, memory, hypervisor, container."""

import os
import re

from rmote.facts_base import Missing, output, read_text, sysctl

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional


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


def gather_cpu(end):
    text = read_text("/proc/cpuinfo")
    if text is not None:
        cpu = parse_cpuinfo(text)
        cpu["physical"] = cpu["physical"] or _cores_of_sys()
        cpu["logical"] = cpu["logical"] or os.cpu_count()
    else:
        names = ("machdep.cpu.brand_string", "hw.model", "hw.physicalcpu", "kern.smp.cores")
        values = sysctl(end, *names)
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
        ids = [read_text(os.path.join(path, name)) for name in ("physical_package_id", "core_id")]
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


def gather_memory(end):
    text = read_text("/proc/meminfo")
    if text is not None:
        return parse_meminfo(text)
    sizes = ("hw.memsize", "hw.physmem64", "hw.physmem", "hw.pagesize", "vm.swapusage")
    counts = ("vm.stats.vm.v_free_count", "vm.stats.vm.v_inactive_count")
    values = sysctl(end, *(sizes + counts))
    total = values.get("hw.memsize") or values.get("hw.physmem64") or values.get("hw.physmem")
    if total is None:
        raise Missing("The kernel does not tell how much memory there is.")
    pages = [values.get(name) for name in counts]
    available = None
    if None not in pages:
        available = sum(int(count or 0) for count in pages) * int(values["hw.pagesize"])
    else:
        stat = output(end, "vm_stat") or ""
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


def gather_virtualisation(end):
    if not os.path.isdir("/proc/self"):
        names = ("kern.vm_guest", "kern.hv_vmm_present", "security.jail.jailed", "hw.model")
        values = sysctl(end, *names)
        vm = values.get("kern.vm_guest", "none")
        if vm == "none":
            vm = "apple" if values.get("kern.hv_vmm_present") == "1" else None
        container = "jail" if values.get("security.jail.jailed") == "1" else None
        return {"vm": vm, "container": container, "hardware": values.get("hw.model")}
    names = ("sys_vendor", "product_name")
    dmi = [(read_text("/sys/class/dmi/id/" + name) or "").strip() for name in names]
    board = (read_text("/proc/device-tree/model") or "").strip("\0\n")
    vm, container = [_detect_virt(end, option) for option in ("--vm", "--container")]
    if vm is None:
        vm = vm_of(dmi, read_text("/proc/cpuinfo") or "", read_text("/proc/version") or "")
    if container is None:
        container = container_of(read_text("/proc/1/cgroup") or "", read_text("/proc/1/environ") or "")
    hardware = " ".join(filter(None, dmi)) or board
    return {"vm": vm, "container": container, "hardware": hardware or None}


def _detect_virt(end, option):
    kind = (output(end, "systemd-detect-virt", option, any_status=True) or "").strip()
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
