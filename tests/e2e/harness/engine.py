"""Docker Engines of the tests: one in each network that runs containers."""

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from harness.wait import wait_for

ROOT = Path(__file__).resolve().parents[3]
CONTROL_GROUP = f"berth-e2e-{os.getpid()}"
numbers = itertools.count(1)


def docker_program():
    """Debian's client where there are several: a stray one on PATH may be anything."""
    return "/usr/bin/docker" if os.access("/usr/bin/docker", os.X_OK) else "docker"


class Engine:
    def __init__(self, network=None):
        number = next(numbers)
        self.network = network
        self.exec_root = f"/run/engine{number}"
        self.socket = f"/run/engine{number}.sock"
        self.host = f"unix://{self.socket}"
        self.directory = Path(tempfile.mkdtemp(prefix="berth-engine-"))
        self.log = self.directory / "dockerd.log"
        command = ["dockerd", "--data-root", self.directory / "data", "--exec-root",
                   self.exec_root, "--host", self.host, "--pidfile", f"{self.exec_root}.pid",
                   "--bip", "172.29.0.1/24", "--exec-opt", "native.cgroupdriver=cgroupfs",
                   "--cgroup-parent", f"/{CONTROL_GROUP}", "--live-restore"]
        if network is not None:
            command = network.command(*command)
        # Docker's network namespaces are mounts: in a mount namespace of its own they end with it.
        self.process = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "slave", *map(str, command)],
            stdout=self.log.open("w"), stderr=subprocess.STDOUT, start_new_session=True)
        wait_for(f"dockerd ({self.log})", self.answers, 60)

    def answers(self):
        assert self.process.poll() is None, self.log.read_text()[-2000:]
        return self.docker("version", check=False).returncode == 0

    def docker(self, *arguments, check=True, timeout=120):
        result = subprocess.run([docker_program(), "--host", self.host, *map(str, arguments)],
                                capture_output=True, text=True, timeout=timeout)
        if check and result.returncode != 0:
            raise AssertionError(f"docker {arguments}: {result.stderr}")
        return result

    def containers(self, *filters):
        """Ids of running containers, in the order of their start."""
        arguments = [part for text in filters for part in ("--filter", text)]
        return self.docker("ps", "--quiet", "--no-trunc", *arguments).stdout.split()

    def all_containers(self):
        return self.docker("ps", "--all", "--quiet", "--no-trunc").stdout.split()

    def import_amazonlinux(self):
        """The stand-in: bash and the AWS CLI 2.9."""
        subprocess.run([ROOT / "tools" / "make-image", "--docker", self.host], check=True)

    def import_busybox(self, tag="busybox:latest"):
        """A small image: one static program and its names."""
        with tempfile.TemporaryDirectory() as tree:
            (Path(tree) / "bin").mkdir()
            (Path(tree) / "tmp").mkdir()
            shutil.copy("/bin/busybox", f"{tree}/bin/busybox")
            names = subprocess.run(["/bin/busybox", "--list"], capture_output=True, text=True)
            for name in names.stdout.split():
                if name != "busybox":
                    (Path(tree) / "bin" / name).symlink_to("busybox")
            tar = subprocess.Popen(["tar", "-C", tree, "-c", "."], stdout=subprocess.PIPE)
            subprocess.run([docker_program(), "--host", self.host, "import", "-", tag],
                           stdin=tar.stdout, check=True, capture_output=True)

    def stop(self):
        running = self.containers()
        if running:
            self.docker("kill", *running, check=False)
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.directory, ignore_errors=True)


def remove_control_groups():
    """What runc leaves behind, the innermost first."""
    for hierarchy in Path("/sys/fs/cgroup").iterdir():
        top = hierarchy / CONTROL_GROUP
        for folder, _, _ in os.walk(top, topdown=False):
            try:
                os.rmdir(folder)
            except OSError:
                pass
