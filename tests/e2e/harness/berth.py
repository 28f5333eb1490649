"""Starts and ends `berth` as a user would, and knows where it is."""

import configparser
import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from harness.clients import Clients
from harness.engine import ROOT
from harness.wait import wait_for

BERTH = Path(os.environ.get("BERTH_BINARY", ROOT / "build" / "berth"))
REGION = "us-west-2"
STOP_TIMEOUT_S = 60


def run_berth(*arguments, environment=None, **options):
    """A command that ends by itself, with what it printed."""
    options = {"capture_output": True, "text": True, "timeout": 30, **options}
    return subprocess.run([BERTH, *map(str, arguments)], env=clean(environment), **options)


def clean(extra=None):
    """This process's environment without what would configure AWS, the agent or Berth."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("AWS_", "ECS_", "BERTH_", "DOCKER_"))}
    return {**kept, **(extra or {})}


class Berth(Clients):
    """`berth up`, `berth server` or `berth agent`, in a network and with a state dir of its own."""

    def __init__(self, command="up", network=None, engine=None, environment=None, options=(),
                 state_dir=None, address="127.0.0.1", port=4566, region=REGION, prefix=()):
        self.command = command
        self.network = network
        self.engine = engine
        # Shells as first processes of containers ignore SIGTERM: 30 s each would be waited in vain.
        self.environment = {"ECS_CONTAINER_STOP_TIMEOUT": "2s", **(environment or {})}
        self.options = list(options)
        self.owns_state_dir = state_dir is None
        self.state_dir = Path(state_dir or tempfile.mkdtemp(prefix="berth-state-"))
        self.address = address
        self.port = port
        self.region = region
        self.prefix = list(prefix)
        self.endpoint = f"http://127.0.0.1:{port}"
        self.process = None
        self.log = self.state_dir.parent / f"{self.state_dir.name}.log"

    def arguments(self):
        arguments = [BERTH, self.command, "--state-dir", self.state_dir]
        if self.command != "agent":
            arguments += ["--listen", f"{self.address}:{self.port}", "--region", self.region]
        if self.command != "server":
            arguments += ["--docker", self.engine.host if self.engine else "auto"]
        return self.prefix + [str(part) for part in arguments + self.options]

    def spawn(self):
        """Starts the process; does not wait."""
        command = self.arguments()
        if self.network is not None:
            command = self.network.command(*command)
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT,
                                            env=clean(self.environment), start_new_session=True)
        return self

    def start(self, timeout_s=60):
        self.spawn()
        wait_for(f"berth {self.command} ({self.log})", self.healthy, timeout_s)
        return self

    def inside(self):
        """A context in which sockets and commands are in this Berth's network."""
        return self.network if self.network is not None else contextlib.nullcontext()

    def healthy(self):
        assert self.process.poll() is None, f"berth {self.command} ended: {self.output()[-3000:]}"
        status, _ = self.get("/health")
        return status == 200

    def get(self, path, headers=None, base=None, method="GET"):
        """An unsigned request: status and text; status 0 where nobody answers."""
        request = urllib.request.Request((base or self.endpoint) + path, headers=headers or {},
                                         method=method)
        with self.inside():
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as error:
                return error.code, error.read().decode()
            except OSError:
                return 0, ""

    def output(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def running(self):
        return json.loads((self.state_dir / "running.json").read_text())

    def keys(self):
        """The administrator's access key."""
        parser = configparser.ConfigParser()
        parser.read(self.state_dir / "credentials")
        profile = parser["default"]
        return profile["aws_access_key_id"], profile["aws_secret_access_key"]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self):
        """SIGTERM; returns the exit status."""
        if self.process is None or self.process.poll() is not None:
            return None if self.process is None else self.process.returncode
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired as late:
            self.kill()
            raise AssertionError(f"berth {self.command} did not stop: "
                                 f"{self.output()[-2000:]}") from late

    def remove(self):
        """Ends it and forgets its state."""
        try:
            if self.process is not None and self.process.poll() is None:
                self.stop()
        finally:
            if self.owns_state_dir:
                shutil.rmtree(self.state_dir, ignore_errors=True)
                self.log.unlink(missing_ok=True)
