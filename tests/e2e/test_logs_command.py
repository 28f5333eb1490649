"""`berth logs` of tasks, groups and streams, searched, asked and exported, as a user types it."""

import json
import os
import pty
import re
import signal
import subprocess
import threading
import time

import pytest

from harness.berth import BERTH, clean, run_berth
from harness.procedure import (awslogs, busybox_definition, make_log_group, run_to_end,
                               settled_log, task_id, unique)
from harness.wait import wait_for


def now_ms():
    return int(time.time() * 1000)


def put(server, group, stream, *messages, at=None):
    server.boto("logs").put_log_events(logGroupName=group, logStreamName=stream, logEvents=[
        {"timestamp": (at or now_ms()) + i, "message": message}
        for i, message in enumerate(messages)])


@pytest.fixture
def group(server):
    name, logs = unique("/command/group"), server.boto("logs")
    logs.create_log_group(logGroupName=name)
    for stream in ("web/1", "db/1"):
        logs.create_log_stream(logGroupName=name, logStreamName=stream)
    then = now_ms() - 10_000
    put(server, name, "web/1", "GET /a 200", "ERROR /b 500", at=then)
    put(server, name, "db/1", '{"ms": 7, "table": "t"}', at=then + 100)
    return name


def logs(berth, *arguments, **options):
    with berth.inside():
        return run_berth("logs", "--state-dir", berth.state_dir, *arguments, timeout=90, **options)


def on_a_terminal(berth, *arguments, environment=None):
    """What a terminal is sent, on both outputs, and the exit status."""
    ours, its = pty.openpty()
    with berth.inside():
        done = subprocess.run([BERTH, "logs", "--state-dir", berth.state_dir, *arguments],
                              stdout=its, stderr=its, timeout=60,
                              env=clean({"TERM": "xterm", **(environment or {})}))
    os.close(its)
    shown = os.read(ours, 100_000).decode().replace("\r\n", "\n")
    os.close(ours)
    return done.returncode, shown


def test_a_group_a_stream_and_what_matches_a_pattern(server, group):
    everything = logs(server, group)
    assert everything.returncode == 0, everything.stderr
    assert everything.stdout.splitlines() == ["web/1 | GET /a 200", "web/1 | ERROR /b 500",
                                              'db/1 | {"ms": 7, "table": "t"}']
    assert logs(server, f"{group}:web/1").stdout == "GET /a 200\nERROR /b 500\n"
    found = logs(server, group, "--filter", "{ $.ms > 5 }", "--output", "json")
    assert [json.loads(line)["stream"] for line in found.stdout.splitlines()] == ["db/1"]
    assert logs(server, group, "--tail", "1").stdout.startswith("db/1")
    assert logs(server, group, "--since", "5s").stdout == ""
    arn = f"arn:aws:logs:{server.region}:123456789012:log-group:{group}:*"
    assert logs(server, arn, "--until", "1s", "--filter", "ERROR").stdout == \
        "web/1 | ERROR /b 500\n"


def test_insights_as_a_table_and_as_lines_of_json(server, group):
    query = "stats count(*) as n by @logStream | sort n desc"
    status, table = on_a_terminal(server, group, "--query", query, "--since", "1h")
    assert status == 0
    assert table.splitlines() == ["@logStream  n", "----------  -", "web/1       2",
                                  "db/1        1"]
    lines = logs(server, group, "--query", query, "--since", "1h", "--output", "json").stdout
    assert [json.loads(line) for line in lines.splitlines()] == [
        {"@logStream": "web/1", "n": "2"}, {"@logStream": "db/1", "n": "1"}]
    one = logs(server, f"{group}:db/1", "--query", "fields ms, table")
    assert one.stdout.splitlines()[-1].split() == ["7", "t"]


def test_wrong_usage_is_2_and_what_is_not_there_1(server, group):
    for arguments in ((group, "--filter", "a-b"), (group, "--query", "fields a,"), (":x",),
                      (group, "--query", "limit 1", "--follow"), (group, "--task", "t"),
                      ("export", group), ("export", group, "--to", "/tmp/x.gz")):
        done = logs(server, *arguments)
        assert done.returncode == 2, (arguments, done.stderr)
        assert done.stdout == "" and done.stderr.count("\n") == 1
        assert done.stderr.startswith("berth")
    for arguments in (("no-such-group",), (f"{group}:no-such-stream", "--follow")):
        done = logs(server, *arguments)
        assert done.returncode == 1 and "there is no" in done.stderr


def test_a_followed_group_repeats_nothing_and_has_colours(server, group):
    ours, its = pty.openpty()
    with server.inside():
        follower = subprocess.Popen([BERTH, "logs", "--state-dir", server.state_dir, group, "-f"],
                                    stdout=its, env=clean({"TERM": "xterm"}))
    os.close(its)
    shown = b""

    def has(text):
        nonlocal shown
        shown += os.read(ours, 100_000)
        return text in shown
    try:
        wait_for("what is there", lambda: has(b"table"), 20)
        put(server, group, "db/1", "third")
        wait_for("what comes", lambda: has(b"third"), 20)
        put(server, group, "web/1", "fourth")
        wait_for("what comes then", lambda: has(b"fourth"), 20)
    finally:
        follower.send_signal(signal.SIGINT)
        follower.wait(10)
        os.close(ours)
    assert [line.split("\x1b[0m")[1] for line in shown.decode().split("\r\n")[:-1]] == [
        "GET /a 200", "ERROR /b 500", '{"ms": 7, "table": "t"}', "third", "fourth"]
    assert "\x1b[36mweb/1 | " in shown.decode() and "\x1b[33mdb/1 | " in shown.decode()
    status, plain = on_a_terminal(server, group, environment={"NO_COLOR": "1"})
    assert status == 0 and "\x1b" not in plain
    assert "\x1b" not in logs(server, group, environment={"TERM": "xterm"}).stdout


def test_a_followed_group_outlives_a_restart(make_berth):
    server = make_berth("server", port=4574)
    server.start()
    server.boto("logs").create_log_group(logGroupName="g")
    server.boto("logs").create_log_stream(logGroupName="g", logStreamName="s")
    put(server, "g", "s", "before")
    follower = subprocess.Popen([BERTH, "logs", "--state-dir", server.state_dir, "g:s", "-f"],
                                stdout=subprocess.PIPE, text=True, env=clean())
    lines = []
    threading.Thread(target=lambda: lines.extend(iter(follower.stdout.readline, "")),
                     daemon=True).start()
    try:
        wait_for("what is there", lambda: lines, 30)
        assert server.stop() == 0
        time.sleep(2)
        server.start()
        put(server, "g", "s", "after")
        wait_for("what comes", lambda: len(lines) > 1 or follower.poll() is not None, 30)
        assert lines == ["before\n", "after\n"]
    finally:
        follower.send_signal(signal.SIGINT)
        follower.wait(10)


def test_export(server, group, tmp_path):
    done = logs(server, "export", group, "--to", tmp_path)
    assert done.returncode == 0, done.stderr
    file = tmp_path / (group[1:].replace("/", ".") + ".jsonl")
    assert done.stdout == f"3 events of {group} written to {file}\n" and done.stderr == ""
    events = [json.loads(line) for line in file.read_text().splitlines()]
    there = server.boto("logs").filter_log_events(logGroupName=group)["events"]
    assert events == there and [one["logStreamName"] for one in events] == ["web/1"] * 2 + ["db/1"]
    again = logs(server, "export", group, "--to", tmp_path)
    assert again.returncode == 1 and "--force" in again.stderr
    facts = json.loads(logs(server, "export", f"{group}:db/1", "--to", file, "--force",
                            "--output", "json").stdout)
    assert facts == {"file": str(file), "events": 1, "bytes": file.stat().st_size}
    missing = logs(server, "export", "no-such-group", "--to", tmp_path / "none")
    assert missing.returncode == 1
    assert sorted(tmp_path.iterdir()) == [file]


def test_an_interrupted_export_leaves_no_file(server, tmp_path):
    name, client = unique("long"), server.boto("logs")
    client.create_log_group(logGroupName=name)
    client.create_log_stream(logGroupName=name, logStreamName="s")
    for _ in range(30):
        put(server, name, "s", *["x" * 90_000] * 11)
    with server.inside():
        export = subprocess.Popen([BERTH, "logs", "--state-dir", server.state_dir, "export", name,
                                   "--to", tmp_path / "f"], stderr=subprocess.PIPE, text=True,
                                  stdout=subprocess.PIPE, env=clean())
    wait_for("its first bytes", lambda: list(tmp_path.iterdir()), 20, 0.005)
    export.send_signal(signal.SIGINT)
    out, err = export.communicate(timeout=20)
    if export.returncode == 0:  # it was quicker
        assert "330 events" in out
        return
    assert export.returncode == 1 and err == "berth logs export: interrupted\n"
    assert list(tmp_path.iterdir()) == []


def test_a_tasks_reason_of_stop_comes_after_its_last_line(berth):
    group = make_log_group(berth, unique("group"))
    definition = busybox_definition("echo one; echo an ERROR; exit 3",
                                    logConfiguration=awslogs(group))
    definition["containerDefinitions"].append(
        {**definition["containerDefinitions"][0], "name": "side", "command": ["echo two; sleep 9"],
         "essential": False})
    task = run_to_end(berth, definition)["taskArn"]
    for name in ("main", "side"):
        settled_log(berth, group, f"test/{name}/{task_id(task)}")
    status, shown = on_a_terminal(berth, task_id(task))
    assert status == 0
    assert shown.splitlines()[-1].startswith(
        f"berth logs: task {task_id(task)} stopped: Essential container in task exited "
        "(main: exit code 3; side: exit code ")
    # Who spoke first has the first colour.
    colours = dict(re.findall(r"\x1b\[(\d+)m(main|side) \| \x1b\[0m", shown))
    assert colours in ({"36": "main", "33": "side"}, {"36": "side", "33": "main"})
    filtered = logs(berth, task, "--filter", "ERROR")
    assert filtered.stdout == "main | an ERROR\n"
    assert filtered.stderr.count("\n") == 1 and "exit code 3" in filtered.stderr
    counted = logs(berth, task, "--query", "stats count(*) as n", "--output", "json")
    assert json.loads(counted.stdout) == {"n": "3"}
