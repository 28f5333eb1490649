"""Network namespaces: each Berth under test has one to itself, and so has each neighbour."""

import ctypes
import itertools
import os
import subprocess
import threading

libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
numbers = itertools.count(1)


def enter_namespace(path):
    """Moves the calling thread into a network namespace."""
    with open(path) as namespace:
        if libc.setns(namespace.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"setns {path}")


def ip(*arguments):
    return subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True).stdout


class Network:
    """A namespace; `with network:` runs the calling thread's sockets and commands inside it."""

    def __init__(self, name=None):
        self.name = name or f"e2e{next(numbers)}"
        self.path = f"/run/netns/{self.name}"
        ip("netns", "add", self.name)
        ip("-n", self.name, "link", "set", "lo", "up")
        self._outside = threading.local()

    def __enter__(self):
        outside = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        self._outside.stack = [*getattr(self._outside, "stack", []), outside]
        enter_namespace(self.path)
        return self

    def __exit__(self, *_):
        outside = self._outside.stack.pop()
        libc.setns(outside, CLONE_NEWNET)
        os.close(outside)

    def command(self, *arguments):
        """The same command line, inside this network; its process id stays the command's own."""
        return ["nsenter", f"--net={self.path}", *map(str, arguments)]

    def run(self, *arguments, **options):
        options = {"capture_output": True, "text": True, "timeout": 60, **options}
        return subprocess.run(self.command(*arguments), **options)

    def connect(self, other, address, other_address, prefix=24):
        """A cable between two networks, with an address at each end."""
        ours, theirs = f"v{next(numbers)}a", f"v{next(numbers)}b"
        ip("-n", self.name, "link", "add", ours, "type", "veth", "peer", "name", theirs,
           "netns", other.name)
        for network, device, where in ((self, ours, address), (other, theirs, other_address)):
            ip("-n", network.name, "address", "add", f"{where}/{prefix}", "dev", device)
            ip("-n", network.name, "link", "set", device, "up")

    def addresses(self):
        return ip("-n", self.name, "-brief", "address")

    def rules(self):
        """Every firewall rule, for comparison before and after."""
        return self.run("nft", "list", "ruleset").stdout

    def remove(self):
        subprocess.run(["ip", "netns", "delete", self.name], check=False, capture_output=True)
