"""Another server holds 53, 80 or 443 on every address: Berth coexists, or names the owner."""

import json
import subprocess
import sys

import pytest

from harness.procedure import busybox_definition, describe, make_role, start, \
    wait_for_status
from harness.wait import wait_for

HOLDER = """
import socket, sys, time
kind = socket.SOCK_DGRAM if sys.argv[2] == "udp" else socket.SOCK_STREAM
holder = socket.socket(socket.AF_INET, kind)
holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
holder.bind(("0.0.0.0", int(sys.argv[1])))
if kind == socket.SOCK_STREAM:
    holder.listen()
print("holding", flush=True)
time.sleep(600)
"""


@pytest.fixture
def hold(own_network):
    """Starts a process that holds a port in the network; they end with the test."""
    holders = []

    def start_holder(port, kind="tcp"):
        process = subprocess.Popen(
            own_network.command(sys.executable, "-c", HOLDER, port, kind),
            stdout=subprocess.PIPE, text=True)
        holders.append(process)
        assert process.stdout.readline() == "holding\n"
        return process
    yield start_holder
    for process in holders:
        process.kill()
        process.wait()


def ends_or_serves(berth):
    berth.spawn()

    def settled():
        return berth.process.poll() is not None or berth.get("/health")[0] == 200
    wait_for("berth up", settled, 60)
    return berth.process.poll()


def test_port_80_taken(make_berth, own_network, own_engine, hold):
    holder = hold(80)
    berth = make_berth(network=own_network, engine=own_engine)
    status = ends_or_serves(berth)
    if status is None:
        # It coexists: then tasks must get credentials all the same.
        gets_credentials(berth, own_engine)
        return
    assert status == 1
    output = berth.output()
    assert str(holder.pid) in output and ":80" in output and "python" in output
    assert "169.254.170.2" not in own_network.addresses()


def test_port_53_taken(make_berth, own_network, own_engine, hold):
    hold(53, "udp")
    hold(53)
    berth = make_berth(network=own_network, engine=own_engine)
    berth.start()
    container = gets_credentials(berth, own_engine)
    # Names go by the hosts file instead.
    hosts = own_engine.docker("exec", container, "cat", "/etc/hosts").stdout
    assert "169.254.170.2\tecs.us-west-2.amazonaws.com" in hosts


def test_port_443_taken(make_berth, own_network, own_engine, hold):
    holder = hold(443)
    berth = make_berth(network=own_network, engine=own_engine)
    status = ends_or_serves(berth)
    assert str(holder.pid) in berth.output() and ":443" in berth.output()
    if status is None:
        gets_credentials(berth, own_engine)
    else:
        assert status == 1


def test_the_api_port_taken(make_berth, own_network, own_engine, hold):
    holder = hold(4566)
    berth = make_berth(network=own_network, engine=own_engine)
    berth.spawn()
    assert berth.process.wait(30) == 1
    assert "4566" in berth.output() and str(holder.pid) in berth.output()
    assert "169.254.170.2" not in own_network.addresses()


def gets_credentials(berth, engine):
    """A task with a role reads its credentials; returns its container."""
    role = make_role(berth)
    arn = start(berth, busybox_definition("sleep 600", role=role))
    wait_for_status(berth, arn, "RUNNING")
    container = describe(berth, arn)["containers"][0]["runtimeId"]
    script = 'wget -q -O - "http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"'
    text = engine.docker("exec", container, "sh", "-c", script).stdout
    assert json.loads(text)["RoleArn"].endswith(role)
    return container
