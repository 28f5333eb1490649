"""What `berth up` leaves behind when it stops, and what it finds when it starts again."""

import hashlib
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from harness.engine import Engine
from harness.procedure import busybox_definition, make_role, start, wait_for_status


def processes():
    """Command lines of what runs in this world, by process id."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            except OSError:
                continue
            if command:
                found[int(entry.name)] = command
    return found


def mounts():
    return {line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()}


def control_groups(name):
    return [str(path) for path in Path("/sys/fs/cgroup").glob(f"*/{name}")]


def traces(network):
    forward = network.run("cat", "/proc/sys/net/ipv4/ip_forward").stdout
    routes = network.run("ip", "route", "show", "table", "all", "type", "unicast").stdout
    # The engine's own bridge is up for as long as a container is on it.
    routes = [line for line in routes.splitlines() if " dev docker0 " not in line]
    return {"addresses": network.addresses(), "rules": network.rules(), "mounts": mounts(),
            "forward": forward, "routes": routes, "run": sorted(os.listdir("/run"))}


def engine_name(berth):
    """The private engine's name follows from the state dir."""
    path = os.path.realpath(berth.state_dir)
    return "berth-" + hashlib.sha256(path.encode()).hexdigest()[:8]


class PrivateEngineOf:
    """Just enough of an engine to ask the one that Berth started."""

    def __init__(self, berth):
        self.host = f"unix:///run/{engine_name(berth)}/docker.sock"

    def docker(self, *arguments, **options):
        return subprocess.run(["/usr/bin/docker", "--host", self.host, *arguments],
                              capture_output=True, text=True, timeout=60, **options)


def load_busybox(berth):
    """Into the private engine, by the same way as into the tests' own."""
    Engine.import_busybox(PrivateEngineOf(berth))


def test_up_stops_its_tasks_and_leaves_the_engine_as_it_was(make_berth, own_network, own_engine):
    before = traces(own_network)
    own_engine.docker("run", "--detach", "--name", "bystander", "busybox", "sleep", "900")
    berth = make_berth(network=own_network, engine=own_engine)
    berth.start()
    polite = start(berth, busybox_definition("trap 'exit 0' TERM; while true; do sleep 1; done"))
    stubborn = start(berth, busybox_definition("trap '' TERM; while true; do sleep 1; done",
                                               stopTimeout=3))
    for arn in (polite, stubborn):
        wait_for_status(berth, arn, "RUNNING")
    began = time.monotonic()
    assert berth.stop() == 0
    assert time.monotonic() - began < 20
    names = own_engine.docker("ps", "--all", "--format", "{{.Names}}").stdout.split()
    assert names == ["bystander"]
    own_engine.docker("rm", "--force", "bystander")
    after = traces(own_network)
    assert {**after, "addresses": ""} == {**before, "addresses": ""}
    assert "169.254.170.2" not in after["addresses"]
    assert not [line for line in processes().values() if str(berth.state_dir) in line]
    # The state is there: the tasks are known, and stopped.
    berth.start()
    for arn in (polite, stubborn):
        assert wait_for_status(berth, arn, "STOPPED")["desiredStatus"] == "STOPPED"


def test_a_private_engine_comes_and_goes(make_berth, own_network):
    before = traces(own_network)
    berth = make_berth(network=own_network)
    berth.start(120)
    load_busybox(berth)
    role = make_role(berth)
    arn = start(berth, busybox_definition(
        'wget -q -O - "http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" >/dev/null',
        role=role))
    assert wait_for_status(berth, arn, "STOPPED")["containers"][0]["exitCode"] == 0
    start(berth, busybox_definition("sleep 900"))
    name = engine_name(berth)
    assert berth.stop() == 0
    assert traces(own_network) == before
    assert control_groups(name) == []
    assert not [line for line in processes().values() if name in line]


def test_sigterm_while_the_engine_starts(make_berth, own_network):
    before = traces(own_network)
    berth = make_berth(network=own_network)
    for patience_s in (0.2, 1.0, 2.0):
        berth.spawn()
        time.sleep(patience_s)
        berth.stop()
        assert traces(own_network) == before, f"stopped after {patience_s} s"
        assert not [line for line in processes().values() if engine_name(berth) in line]


def test_sigterm_in_the_middle_of_a_pull(make_berth, own_network):
    """A registry that accepts and never answers."""
    before = traces(own_network)
    with own_network:
        silent = subprocess.Popen(["/usr/bin/python3", "-c",
                                   "import socket,time; s=socket.create_server(('127.0.0.1',5555));"
                                   "time.sleep(600)"])
    berth = make_berth(network=own_network)
    try:
        berth.start(120)
        task = busybox_definition("true")
        task["containerDefinitions"][0]["image"] = "127.0.0.1:5555/slow:1"
        start(berth, task)
        time.sleep(3)
        began = time.monotonic()
        assert berth.stop() == 0
        assert time.monotonic() - began < 30
    finally:
        silent.kill()
        silent.wait()
    assert traces(own_network) == before
    assert not [line for line in processes().values() if engine_name(berth) in line]


def test_a_private_engine_outlives_kill_9_and_is_adopted(make_berth, own_network):
    berth = make_berth(network=own_network)
    berth.start(120)
    load_busybox(berth)
    engine = PrivateEngineOf(berth)
    role = make_role(berth, policy=None)
    arn = start(berth, busybox_definition("sleep 900", role=role))
    running = wait_for_status(berth, arn, "RUNNING")["containers"][0]["runtimeId"]
    # Neither a role that is gone nor a start that fails ends what runs.
    berth.boto("iam").delete_role(RoleName=role)
    berth.kill()
    assert running in engine.docker("ps", "--quiet", "--no-trunc").stdout.split()
    environment, berth.environment = berth.environment, {"ECS_ENABLE_TASK_IAM_ROLE": "maybe"}
    assert berth.spawn().process.wait(60) != 0
    berth.environment = environment
    assert running in engine.docker("ps", "--quiet", "--no-trunc").stdout.split()
    berth.start(120)
    time.sleep(2)
    assert wait_for_status(berth, arn, "RUNNING")["containers"][0]["runtimeId"] == running
    assert running in engine.docker("ps", "--quiet", "--no-trunc").stdout.split()
    assert berth.stop() == 0
    assert not [line for line in processes().values() if engine_name(berth) in line]


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGTERM])
def test_server_ends_at_a_signal(make_berth, sig):
    server = make_berth("server", port=4571)
    server.start()
    server.process.send_signal(sig)
    assert server.process.wait(15) == 0
    assert not (server.state_dir / "running.json").exists()
