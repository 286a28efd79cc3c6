"""The part of the facts that says which addresses a target has."""

import os
import re
import sys

from rmote.facts_base import Missing, output, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List


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

    ipv6 = parse_if_inet6(read_text("/proc/net/if_inet6") or "")
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
            mac = (read_text(os.path.join(folder, name, "address")) or "").strip()
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


def gather_addresses(end):
    interfaces = None
    if sys.platform.startswith("linux"):
        try:
            # BusyBox and old versions do not know -j.
            interfaces = parse_ip(output(end, "ip", "-j", "addr") or "")
        except ValueError:
            interfaces = interfaces_of_kernel()
    else:
        interfaces = parse_ifconfig(output(end, "ifconfig") or "")
    if not interfaces:
        raise Missing("Nothing on this target lists its interfaces.")
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
