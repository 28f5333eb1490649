"""How tasks end, and what their description says then."""

from harness.procedure import (awslogs, busybox_definition, log_lines, make_log_group, run_to_end,
                               settled_log, start, task_id, unique, wait_for_status)
from harness.wait import wait_for


def test_a_command_that_exits_3(berth):
    task = run_to_end(berth, busybox_definition("exit 3"))
    container = task["containers"][0]
    assert container["exitCode"] == 3
    assert container["lastStatus"] == "STOPPED"
    assert task["stopCode"] == "EssentialContainerExited"
    assert task["stoppedReason"] == "Essential container in task exited"
    assert task["createdAt"] <= task["startedAt"] <= task["stoppedAt"]
    assert task["desiredStatus"] == "STOPPED"


def test_an_image_that_is_missing(berth):
    definition = busybox_definition("true")
    definition["containerDefinitions"][0]["image"] = "127.0.0.1:1/no-such-image:v1"
    task = run_to_end(berth, definition, 150)
    assert task["stopCode"] == "TaskFailedToStart"
    container = task["containers"][0]
    assert container["reason"].startswith("CannotPullContainerError: ")
    assert "exitCode" not in container
    assert "CannotPullContainerError" in task["stoppedReason"] or \
        task["stoppedReason"] == "Task failed to start"


def test_a_log_group_that_is_missing(berth):
    definition = busybox_definition("true", logConfiguration=awslogs(unique("no-such-group")))
    task = run_to_end(berth, definition)
    assert task["stopCode"] == "TaskFailedToStart"
    assert "CannotStartContainerError" in task["stoppedReason"]
    assert "failed to create Cloudwatch log stream" in task["stoppedReason"]
    assert "The specified log group does not exist" in task["stoppedReason"]


def test_an_entry_point_that_is_missing(berth):
    task = run_to_end(berth, busybox_definition("true", entryPoint=["/no/such/program"]))
    assert task["stopCode"] == "TaskFailedToStart"
    assert "CannotStartContainerError" in task["containers"][0]["reason"]
    assert "no such file or directory" in task["containers"][0]["reason"]


def test_more_memory_than_any_instance_has(berth):
    ecs = berth.boto("ecs")
    definition = busybox_definition("true", memory=1 << 23)
    ecs.register_task_definition(**definition)
    answer = ecs.run_task(taskDefinition=definition["family"], launchType="EC2")
    assert answer["tasks"] == []
    failure = answer["failures"][0]
    assert failure["reason"] == "RESOURCE:MEMORY"
    assert ":container-instance/default/" in failure["arn"]


def test_a_port_that_is_taken_by_another_task(berth):
    ecs = berth.boto("ecs")
    definition = busybox_definition("sleep 600",
                                    portMappings=[{"containerPort": 80, "hostPort": 8099}])
    arn = start(berth, definition)
    wait_for_status(berth, arn, "RUNNING")
    answer = ecs.run_task(taskDefinition=definition["family"], launchType="EC2")
    assert answer["failures"][0]["reason"] == "RESOURCE:PORTS"
    ecs.stop_task(cluster="default", task=arn)
    wait_for_status(berth, arn, "STOPPED")


def test_a_command_that_uses_more_memory_than_its_limit(berth):
    command = "x=a; while true; do x=$x$x; done"
    task = run_to_end(berth, busybox_definition(command, memory=16))
    container = task["containers"][0]
    assert container["exitCode"] == 137
    assert container["reason"].startswith("OutOfMemoryError: ")


def test_a_task_that_is_stopped(berth, engine):
    ecs = berth.boto("ecs")
    arn = start(berth, busybox_definition("trap 'exit 5' TERM; while true; do sleep 1; done"))
    running = wait_for_status(berth, arn, "RUNNING")
    assert running["desiredStatus"] == "RUNNING" and running["connectivity"] == "CONNECTED"
    assert arn in ecs.list_tasks(cluster="default")["taskArns"]
    ecs.stop_task(cluster="default", task=arn, reason="enough of it")
    task = wait_for_status(berth, arn, "STOPPED")
    assert task["stopCode"] == "UserInitiated"
    assert task["stoppedReason"] == "enough of it"
    assert task["containers"][0]["exitCode"] == 5
    assert arn not in ecs.list_tasks(cluster="default")["taskArns"]
    assert arn in ecs.list_tasks(cluster="default", desiredStatus="STOPPED")["taskArns"]
    assert running["containers"][0]["runtimeId"] not in engine.containers()


def test_what_it_printed(berth):
    group = make_log_group(berth, unique("group"))
    definition = busybox_definition("for i in 1 2 3; do echo line $i; done",
                                    logConfiguration=awslogs(group))
    task = run_to_end(berth, definition)
    stream = f"test/main/{task_id(task['taskArn'])}"
    assert settled_log(berth, group, stream) == ["line 1", "line 2", "line 3"]


def test_a_task_that_prints_while_it_runs(berth):
    group = make_log_group(berth, unique("group"))
    arn = start(berth, busybox_definition("echo here; sleep 600", logConfiguration=awslogs(group)))
    stream = f"test/main/{task_id(arn)}"
    wait_for("the line", lambda: log_lines(berth, group, stream) == ["here"], 60)
    berth.boto("ecs").stop_task(cluster="default", task=arn)
    wait_for_status(berth, arn, "STOPPED")
