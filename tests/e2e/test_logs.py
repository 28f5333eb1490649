"""`berth logs`: what a real container wrote, while it runs and afterwards."""

import json
import os
import pty
import subprocess

from harness.berth import BERTH, clean, run_berth
from harness.procedure import (awslogs, busybox_definition, make_log_group, run_to_end,
                               settled_log, start, task_id, unique)


def logs(berth, *arguments, **options):
    with berth.network:
        return run_berth("logs", "--state-dir", berth.state_dir, *arguments, timeout=90, **options)


def test_followed_from_before_the_first_line_until_the_task_has_stopped(berth):
    group = make_log_group(berth, unique("group"))
    task = start(berth, busybox_definition("for i in 1 2 3; do echo line $i; sleep 1; done",
                                           logConfiguration=awslogs(group)))
    done = logs(berth, "--follow")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "line 1\nline 2\nline 3\n"
    again = logs(berth, "--follow", "--task", task_id(task), "--tail", 1, "--output", "json")
    assert json.loads(again.stdout)["message"] == "line 3"


def test_of_two_containers_with_an_environment_in_place_of_a_state_dir(berth):
    group = make_log_group(berth, unique("group"))
    definition = busybox_definition("echo one; sleep 2", logConfiguration=awslogs(group))
    definition["containerDefinitions"].append(
        {**definition["containerDefinitions"][0], "name": "second", "essential": False,
         "command": ["echo two"]})
    task = run_to_end(berth, definition)["taskArn"]
    for name in ("main", "second"):
        settled_log(berth, group, f"test/{name}/{task_id(task)}")
    exported = json.loads(run_berth("env", "--output", "json", "--state-dir",
                                    berth.state_dir).stdout)
    with berth.network:
        done = run_berth("logs", "--task", task, environment=exported)
    assert done.returncode == 0, done.stderr
    assert sorted(done.stdout.splitlines()) == ["main   | one", "second | two"]


def test_reaches_no_terminal_with_control_characters(berth):
    group = make_log_group(berth, unique("group"))
    task = run_to_end(berth, busybox_definition(r"printf 'a\033[2Jb\n'",
                                                logConfiguration=awslogs(group)))["taskArn"]
    settled_log(berth, group, f"test/main/{task_id(task)}")
    assert logs(berth, "--task", task).stdout == "a\x1b[2Jb\n"
    ours, its = pty.openpty()
    with berth.network:
        subprocess.run([BERTH, "logs", "--state-dir", berth.state_dir, "--task", task],
                       stdout=its, env=clean(), timeout=30, check=True)
    os.close(its)
    shown = os.read(ours, 1000)
    os.close(ours)
    assert shown == b"a\\x1b[2Jb\r\n"


def test_where_there_is_none_the_reason_is_told(berth):
    group = make_log_group(berth, unique("group"))
    task = run_to_end(berth, busybox_definition("echo unheard"))["taskArn"]
    silent = logs(berth, "--task", task)
    assert silent.returncode == 1 and silent.stdout == ""
    assert "awslogs" in silent.stderr and silent.stderr.count("\n") == 1
    broken = busybox_definition("true", image="no-such-image-here:1",
                                logConfiguration=awslogs(group))
    missing = logs(berth, "--task", run_to_end(berth, broken)["taskArn"])
    assert missing.returncode == 1
    assert "CannotPull" in missing.stderr and missing.stderr.count("\n") == 1
    unknown = logs(berth, "--task", "0" * 32)
    assert unknown.returncode == 1 and "there is no task" in unknown.stderr
