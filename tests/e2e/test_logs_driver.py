"""The Engine's awslogs driver into Berth: a flood of lines, one endless line, and a server that is
away for a while."""

import json
import time

import pytest

from harness.procedure import (awslogs, busybox_definition, describe, make_log_group,
                               run_to_end, start, task_id, unique, wait_for_status)
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


def test_non_blocking_mode_drops_what_does_not_fit(berth):
    """The container is done at once; what is there is in order, and nobody says what is not."""
    group = make_log_group(berth, unique("non-blocking"))
    log = awslogs(group)
    log["options"].update({"mode": "non-blocking", "max-buffer-size": "64k"})
    task = run_to_end(berth, busybox_definition(f"seq 1 {LINES}", logConfiguration=log),
                      timeout_s=180)["taskArn"]
    time.sleep(8)
    found = [int(one) for one in messages(berth.boto("logs"), group, f"test/main/{task_id(task)}")]
    print(f"non-blocking: {len(found)} of {LINES} lines")
    assert found and found == sorted(set(found)) and len(found) <= LINES


def test_a_line_without_an_end(berth):
    """20 MB without a newline: the driver cuts them, nothing of them is lost."""
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
    """The driver hands on what it has every five seconds."""
    group = make_log_group(berth, unique("soon"))
    arn = start(berth, busybox_definition("sleep 3; date; sleep 20",
                                          logConfiguration=awslogs(group)))
    wait_for_status(berth, arn, "RUNNING")
    logs, stream = berth.boto("logs"), f"test/main/{task_id(arn)}"

    def event():
        found = logs.get_log_events(logGroupName=group, logStreamName=stream)["events"]
        return found and found[0]
    found = wait_for("the line", event, 30, 0.1)
    late = found["ingestionTime"] - found["timestamp"]
    print(f"readable {late} ms after it was printed")
    assert late < 10_000
    berth.boto("ecs").stop_task(cluster="default", task=arn)
    wait_for_status(berth, arn, "STOPPED")


@pytest.mark.full
def test_one_line_a_second_through_restarts(make_berth, own_network, own_engine):
    """What is there is in order and once. What the driver could not deliver it drops: how much is
    printed here and told in docs/logs.md."""
    berth = make_berth("server", network=own_network)
    berth.start()
    key_id, secret = berth.keys()
    berth.boto("ecs").create_cluster(clusterName="default")
    agent = make_berth("agent", network=own_network, engine=own_engine, environment={
        "ECS_BACKEND_HOST": berth.endpoint, "ECS_CLUSTER": "default",
        "AWS_DEFAULT_REGION": berth.region, "AWS_ACCESS_KEY_ID": key_id,
        "AWS_SECRET_ACCESS_KEY": secret, "ECS_ENABLE_TASK_IAM_ROLE": "true",
        "ECS_AVAILABLE_LOGGING_DRIVERS": json.dumps(["json-file", "awslogs", "none"])})
    agent.spawn()
    ecs = berth.boto("ecs")
    wait_for("the agent", lambda: ecs.describe_clusters(clusters=["default"])["clusters"][0]
             ["registeredContainerInstancesCount"], 60)
    time.sleep(2)
    group = make_log_group(berth, unique("restarts"))
    seconds = 45
    arn = start(berth, busybox_definition(
        f"for i in $(seq 1 {seconds}); do echo $i; sleep 1; done",
        logConfiguration=awslogs(group)))
    wait_for_status(berth, arn, "RUNNING")
    downtimes = []
    for away in (0, 0, 7):
        time.sleep(8)
        began = time.monotonic()
        assert berth.stop() == 0
        time.sleep(away)
        berth.start()
        downtimes.append(time.monotonic() - began)
    wait_for_status(berth, arn, "STOPPED", 90)
    time.sleep(7)
    found = [int(one) for one in messages(berth.boto("logs"), group, f"test/main/{task_id(arn)}")]
    lost = sorted(set(range(1, seconds + 1)) - set(found))
    print(f"away for {', '.join(f'{one:.1f} s' for one in downtimes)}: lost {lost}")
    assert found == sorted(set(found))
    assert 1 in found and seconds in found
    container = describe(berth, arn)["containers"][0]["runtimeId"]
    kept = own_engine.docker("logs", container, check=False).stdout.split()
    print(f"the Engine's own cache has {len(kept)} lines; its log says "
          f"{own_engine.log.read_text().count('Failed to put log events')} times that a batch failed")
    # No more than what the driver had in its hands while the server was away.
    assert len(lost) <= sum(downtimes) + 5 * len(downtimes)
