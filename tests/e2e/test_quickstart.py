"""`./quickstart`, as a newcomer runs it: to the last line, again, and where the port is taken."""

import json
import os
import re
import signal
import subprocess

import pytest

from harness.berth import clean
from harness.engine import ROOT
from harness.wait import wait_for

LISTEN = "127.0.0.1:4601"


@pytest.fixture
def quickstart(own_network, tmp_path):
    state = tmp_path / "state"

    def run(state_dir=state):
        environment = clean({"BERTH_STATE_DIR": str(state_dir), "BERTH_LISTEN": LISTEN})
        return subprocess.run(own_network.command(ROOT / "quickstart"), env=environment,
                              capture_output=True, text=True, timeout=400, cwd=tmp_path)
    yield run
    running = state / "running.json"
    if running.exists():
        pid = json.loads(running.read_text())["pid"]
        os.kill(pid, signal.SIGTERM)
        wait_for("Berth to stop", lambda: not running.exists() and not alive(pid), 60)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] != "Z"


def listed(output):
    """The tasks in the last line that the container printed."""
    lines = re.findall(r'\{\s*"taskArns": \[.*?\]\s*\}', output, re.DOTALL)
    return json.loads(lines[-1])["taskArns"]


def test_from_nothing_to_the_last_line_and_again(quickstart, tmp_path):
    first = quickstart()
    assert first.returncode == 0, first.stdout + first.stderr
    steps = re.findall(r"^(\d)\. (\w+)", first.stdout, re.MULTILINE)
    assert steps == [("1", "CloudWatch"), ("2", "IAM"), ("3", "ECS"), ("4", "ECS"),
                     ("5", "CloudWatch"), ("6", "Where")]
    arn = re.search(r"arn:aws:ecs:us-west-2:123456789012:task/default/[0-9a-f]{32}", first.stdout)[0]
    assert listed(first.stdout) == [arn]
    assert "iam-role-test:1" in first.stdout and "It works" in first.stdout
    assert f"--state-dir {tmp_path}/state" in first.stdout

    second = quickstart()
    assert second.returncode == 0, second.stdout + second.stderr
    assert f"One runs already, at http://{LISTEN}" in second.stdout
    assert "iam-role-test:2" in second.stdout and "is there already" in second.stdout
    assert arn not in listed(second.stdout) and len(listed(second.stdout)) == 1

    elsewhere = quickstart(tmp_path / "other")
    assert elsewhere.returncode == 1
    assert f"{LISTEN} is taken by" in elsewhere.stderr and "BERTH_LISTEN=" in elsewhere.stderr
    assert not (tmp_path / "other").exists()
