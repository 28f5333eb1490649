"""The servers that are measured: each starts on a free port of loopback and ends with its block."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

BUILD = Path(__file__).resolve().parents[2] / "build"
READY_S = 30


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process with a port; `name` heads its columns."""

    name = ""
    ready_path = "/"

    def __enter__(self):
        self.port = free_port()
        self.directory = tempfile.mkdtemp(prefix="berth-bench-")
        started = time.monotonic()
        self.process = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            self.await_first_answer()
            self.first_answer_ms = (time.monotonic() - started) * 1000
            self.after_start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    def await_first_answer(self):
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with status {self.process.returncode}")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}{self.ready_path}", timeout=1)
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.002)
        raise RuntimeError(f"{self.name} did not answer within {READY_S} s")

    def after_start(self):
        pass

    def pids(self):
        """The process and its children: nginx has a worker."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [self.process.pid, *map(int, children.split())]

    def cpu_seconds(self):
        ticks = os.sysconf("SC_CLK_TCK")
        total = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / ticks
        return total

    def resident_mb(self):
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.pids())
        return pages * resource.getpagesize() / 1e6

    def environment(self):
        """What the load client and boto3 sign with."""
        return {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"}


class Berth(Server):
    name = "berth"
    ready_path = "/health"

    def command(self):
        return [BUILD / "berth", "server", "--listen", f"127.0.0.1:{self.port}", "--state-dir",
                self.directory]

    def environment(self):
        credentials = {}
        for line in (Path(self.directory) / "credentials").read_text().splitlines():
            key, _, value = line.partition("=")
            credentials[key.strip()] = value.strip()
        return {"AWS_ACCESS_KEY_ID": credentials["aws_access_key_id"],
                "AWS_SECRET_ACCESS_KEY": credentials["aws_secret_access_key"]}


class Moto(Server):
    name = "moto"
    ready_path = "/moto-api/"

    def command(self):
        return ["moto_server", "-H", "127.0.0.1", "-p", str(self.port)]


class Nginx(Server):
    """A static answer of 900 bytes: what a web server costs that does nothing."""

    name = "nginx"

    def command(self):
        config = Path(self.directory) / "nginx.conf"
        config.write_text(f"""
daemon off; worker_processes 1; pid {self.directory}/pid; error_log /dev/null;
events {{ worker_connections 256; }}
http {{ access_log off; keepalive_requests 100000000; server {{ listen 127.0.0.1:{self.port};
  location / {{ return 200 "{'x' * 900}"; }} }} }}
""")
        return ["nginx", "-c", config, "-p", self.directory]
