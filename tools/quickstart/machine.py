"""What this machine has: engines, images, processes that hold a port."""

import hashlib
import os
import select
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STAND_IN = "berth/amazonlinux-stand-in:latest"
REGISTRY_PATIENCE_S = 8
PULL_PATIENCE_S = 600


def docker(host, *arguments, timeout=60):
    return subprocess.run(["docker", "--host", host, *arguments], capture_output=True, text=True,
                          timeout=timeout, check=False)


def engine_host(state_dir):
    """The engine that `berth up` uses: found in the order in which it looks."""
    own = hashlib.sha256(os.path.realpath(state_dir).encode()).hexdigest()[:8]
    for host in (os.environ.get("BERTH_DOCKER"), os.environ.get("DOCKER_HOST"),
                 "unix:///var/run/docker.sock", f"unix:///run/berth-{own}/docker.sock"):
        if not host or host == "auto":
            continue
        host = host if "://" in host else f"unix://{host}"
        if docker(host, "version").returncode == 0:
            return host
    return None


def has_image(host, name):
    return docker(host, "image", "inspect", name).returncode == 0


def pull(host, name):
    """Pulls, where a registry answers within some seconds. True: the image is there."""
    process = subprocess.Popen(["docker", "--host", host, "pull", name], stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT)
    text, deadline = b"", time.monotonic() + REGISTRY_PATIENCE_S
    while True:
        patience_s = max(0.0, deadline - time.monotonic())
        ready, _, _ = select.select([process.stdout], [], [], patience_s)
        chunk = os.read(process.stdout.fileno(), 4096) if ready else b""
        text += chunk
        if b"Pull" in chunk:
            deadline = time.monotonic() + PULL_PATIENCE_S
        if not chunk:
            break
    if process.poll() is None and time.monotonic() >= deadline:
        process.kill()
    return process.wait() == 0


def make_stand_in(host, tag):
    return subprocess.run([ROOT / "tools" / "make-image", "--docker", host, "--tag", tag],
                          check=False).returncode == 0


def is_stand_in(host, name):
    label = docker(host, "image", "inspect", "--format",
                   '{{index .Config.Labels "berth.stand-in"}}', name).stdout.strip()
    return label not in ("", "<no value>")


def port_owner(port):
    """Who listens on a TCP port of this machine: "process 12 (nginx)", or None."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if int(fields[1].rsplit(":", 1)[1], 16) == port and fields[3] == "0A":
                inodes.add(fields[9])
    if not inodes:
        return None
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            links = [os.readlink(link) for link in (entry / "fd").iterdir()]
            if any(f"socket:[{inode}]" in links for inode in inodes):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
                return f"process {entry.name} ({command[:80]})"
        except OSError:
            continue
    return "a process of another user"
