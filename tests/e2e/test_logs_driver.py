"""What containers print, delivered by the agent: a flood of lines, one endless line, a server that is
away, an agent that is killed; every line once and in order."""

import json
import time

import pytest

from harness.instances import agent_environment, registered
from harness.procedure import (awslogs, busybox_definition, make_log_group, run_to_end, start,
                               task_id, unique, wait_for_status)
from harness.wait import wait_for

LINES = 200_000


def messages(logs, group, stream):
    """Every message of a stream, oldest first."""
    found, token = [], {}
    while True:
        page = logs.get_log_events(logGroupName=group, logStreamName=stream, startFromHead=True,
                                   **token)
        found += [event["message"] for event in page["events"]]
        if token.get("nextToken") == page["nextForwardToken"]:
            return found
        token = {"nextToken": page["nextForwardToken"]}


def test_200_000_lines_as_fast_as_it_can(berth):
    group = make_log_group(berth, unique("flood"))
    began = time.monotonic()
    task = run_to_end(berth, busybox_definition(f"seq 1 {LINES}", logConfiguration=awslogs(group)),
                      timeout_s=180)["taskArn"]
    stopped = time.monotonic()
    logs, stream = berth.boto("logs"), f"test/main/{task_id(task)}"

    def complete():
        last = logs.get_log_events(logGroupName=group, logStreamName=stream, limit=1)["events"]
        return last and last[0]["message"] == str(LINES)
    wait_for("the last line", complete, 60)
    print(f"{LINES} lines: task stopped after {stopped - began:.1f} s, last line readable after "
          f"{time.monotonic() - began:.1f} s")
    assert messages(logs, group, stream) == [str(number) for number in range(1, LINES + 1)]


def test_non_blocking_mode_loses_nothing_either(berth):
    """The agent never lets a container wait: its lines are on the Engine's disk."""
    group = make_log_group(berth, unique("non-blocking"))
    log = awslogs(group)
    log["options"].update({"mode": "non-blocking", "max-buffer-size": "64k"})
    task = run_to_end(berth, busybox_definition("seq 1 20000", logConfiguration=log))["taskArn"]
    found = messages(berth.boto("logs"), group, f"test/main/{task_id(task)}")
    assert found == [str(number) for number in range(1, 20001)]


def test_a_line_without_an_end(berth):
    """20 MB without a newline are cut, nothing of them is lost."""
    group = make_log_group(berth, unique("endless"))
    size = 20_000_000
    task = run_to_end(berth, busybox_definition(
        f"head -c {size} /dev/zero | tr '\\0' x", logConfiguration=awslogs(group)),
        timeout_s=180)["taskArn"]
    logs, stream = berth.boto("logs"), f"test/main/{task_id(task)}"
    wait_for("all of it", lambda: sum(map(len, messages(logs, group, stream))) >= size, 60, 1)
    found = messages(logs, group, stream)
    assert sum(map(len, found)) == size and all(set(one) == {"x"} for one in found)
    assert max(map(len, found)) <= 1_048_576 - 26


def test_lines_are_soon_readable(berth):
    group = make_log_group(berth, unique("soon"))
    arn = start(berth, busybox_definition("sleep 2; date; sleep 20",
                                          logConfiguration=awslogs(group)))
    logs, stream = berth.boto("logs"), f"test/main/{task_id(arn)}"
    wait_for_status(berth, arn, "RUNNING")

    def event():
        found = logs.get_log_events(logGroupName=group, logStreamName=stream)["events"]
        return found and found[0]
    found = wait_for("the line", event, 30, 0.1)
    late = found["ingestionTime"] - found["timestamp"]
    print(f"readable {late} ms after it was printed")
    assert late < 1000
    berth.boto("ecs").stop_task(cluster="default", task=arn)
    wait_for_status(berth, arn, "STOPPED")


def test_what_was_printed_is_there_when_the_task_has_stopped(berth):
    group = make_log_group(berth, unique("at-the-end"))
    task = run_to_end(berth, busybox_definition("echo first; echo >&2 second; echo -n last",
                                                logConfiguration=awslogs(group)))["taskArn"]
    found = messages(berth.boto("logs"), group, f"test/main/{task_id(task)}")
    assert sorted(found) == ["first", "last", "second"]


STACK = "2026-11-25 07:30:00 boom\n  at a\n  at b\n2026-11-25 07:30:01 again\n  at c\n"


@pytest.mark.parametrize("option", [
    {"awslogs-datetime-format": "%Y-%m-%d %H:%M:%S"},
    {"awslogs-multiline-pattern": "^[0-9]{4}-"}])
def test_lines_that_belong_together(berth, option):
    group = unique("together")
    log = awslogs(group)
    log["options"].update({"awslogs-create-group": "true", **option})
    berth.boto("iam").put_role_policy(
        RoleName="ecsInstanceRole", PolicyName="groups", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "logs:CreateLogGroup", "Resource": "*"}]}))
    task = run_to_end(berth, busybox_definition(
        f"printf '{STACK}'", logConfiguration=log))["taskArn"]
    assert messages(berth.boto("logs"), group, f"test/main/{task_id(task)}") == [
        "2026-11-25 07:30:00 boom\n  at a\n  at b\n", "2026-11-25 07:30:01 again\n  at c\n"]


def joined_agent(make_berth, server, network, engine, **settings):
    server.boto("ecs").create_cluster(clusterName="default")
    agent = make_berth("agent", network=network, engine=engine,
                       environment={**agent_environment(server), **settings})
    agent.spawn()
    registered(server)
    return agent


def counting(berth, group, count, pause):
    return start(berth, busybox_definition(
        f"for i in $(seq 1 {count}); do echo $i; sleep {pause}; done",
        logConfiguration=awslogs(group)))


def assert_counted(berth, group, arn, count):
    """Once the task has stopped, each of its lines is there once and in order."""
    wait_for_status(berth, arn, "STOPPED", 120)
    stream = f"test/main/{task_id(arn)}"

    def complete():
        return len(messages(berth.boto("logs"), group, stream)) >= count
    wait_for("the last line", complete, 20)
    assert messages(berth.boto("logs"), group, stream) == [str(i + 1) for i in range(count)]


def log_driver_of(engine, arn):
    """The Engine's, of a task that runs."""
    container = engine.containers("label=com.amazonaws.ecs.task-arn=" + arn)[0]
    return engine.docker("inspect", "-f", "{{.HostConfig.LogConfig.Type}}", container).stdout.strip()


@pytest.mark.parametrize("away, seconds", [
    ((7,), 14), pytest.param((0, 10, 20), 70, marks=pytest.mark.full)])
def test_one_line_a_second_through_restarts(make_berth, own_network, own_engine, away, seconds):
    berth = make_berth("server", network=own_network)
    berth.start()
    joined_agent(make_berth, berth, own_network, own_engine)
    group = make_log_group(berth, unique("restarts"))
    arn = counting(berth, group, seconds, 1)
    wait_for_status(berth, arn, "RUNNING")
    assert log_driver_of(own_engine, arn) == "local"
    for pause in away:
        time.sleep(3)
        assert berth.stop() == 0
        time.sleep(pause)
        berth.start()
    assert_counted(berth, group, arn, seconds)


def test_an_agent_that_is_killed_while_a_container_prints(make_berth, own_network, own_engine):
    berth = make_berth("server", network=own_network)
    berth.start()
    agent = joined_agent(make_berth, berth, own_network, own_engine)
    group = make_log_group(berth, unique("killed"))
    count = 1500
    arn = counting(berth, group, count, 0.005)
    wait_for_status(berth, arn, "RUNNING")
    for _ in range(3):
        time.sleep(1.3)
        agent.kill()
        time.sleep(0.5)
        agent.spawn()
    assert_counted(berth, group, arn, count)


def test_the_engines_own_driver_where_a_setting_says_so(make_berth, own_network, own_engine):
    berth = make_berth("server", network=own_network)
    berth.start()
    joined_agent(make_berth, berth, own_network, own_engine, BERTH_AWSLOGS_BY_AGENT="false")
    group = make_log_group(berth, unique("driver"))
    arn = start(berth, busybox_definition("echo hello; sleep 60", logConfiguration=awslogs(group)))
    wait_for_status(berth, arn, "RUNNING")
    assert log_driver_of(own_engine, arn) == "awslogs"
    stream = f"test/main/{task_id(arn)}"
    wait_for("the line", lambda: messages(berth.boto("logs"), group, stream) == ["hello"], 20, 0.5)
    berth.boto("ecs").stop_task(cluster="default", task=arn)
    wait_for_status(berth, arn, "STOPPED")
