"""The known-good procedure's pieces, as tests put them together."""

import itertools
import json
import time
from pathlib import Path

from harness.berth import REGION
from harness.wait import wait_for

ROOT = Path(__file__).resolve().parents[3]
DEFINITION_FILE = ROOT / "docs" / "known-good-task-definition.json"
POLICY = "arn:aws:iam::aws:policy/AmazonEC2ContainerServiceFullAccess"
ACCOUNT = "123456789012"
COMMAND = "yum install -y aws-cli; aws ecs list-tasks --region us-west-2"
names = itertools.count(1)

TRUST = {"Version": "2012-10-17",
         "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                        "Action": "sts:AssumeRole"}]}


def unique(stem):
    return f"{stem}-{next(names)}"


def without_nulls(value):
    """As the AWS CLI and boto3 want it: a null member is an absent one."""
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def definition(**changes):
    """The known-good task definition without its nulls, with other members as given."""
    return {**without_nulls(json.loads(DEFINITION_FILE.read_text())), **changes}


def make_log_group(berth, name="ecs-tasks"):
    logs = berth.boto("logs")
    try:
        logs.create_log_group(logGroupName=name)
    except logs.exceptions.ResourceAlreadyExistsException:
        pass
    return name


def make_role(berth, name=None, trust=None, policy=POLICY):
    """A role with a policy attached; returns its name."""
    iam = berth.boto("iam")
    name = name or unique("task-role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust or TRUST))
    if policy:
        iam.attach_role_policy(RoleName=name, PolicyArn=policy)
    return name


def make_user(berth, *statements):
    """A user with an access key of its own and these statements; returns (id, secret)."""
    iam = berth.boto("iam")
    name = unique("user")
    iam.create_user(UserName=name)
    if statements:
        iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": list(statements)}))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def busybox_definition(command, family=None, role=None, memory=32, **container):
    """A small task: a shell of the busybox image runs `command`."""
    task = {"family": family or unique("busybox"),
            "containerDefinitions": [{"name": "main", "image": "busybox", "memory": memory,
                                      "essential": True, "entryPoint": ["/bin/sh", "-c"],
                                      "command": [command], **container}]}
    if role:
        task["taskRoleArn"] = role
    return task


def awslogs(group, prefix="test"):
    return {"logDriver": "awslogs", "options": {"awslogs-group": group, "awslogs-region": REGION,
                                                "awslogs-stream-prefix": prefix}}


def start(berth, task, cluster="default", **options):
    """Registers a definition and runs it; returns the task's ARN. Fails on failures[]."""
    ecs = berth.boto("ecs")
    registered = ecs.register_task_definition(**task)["taskDefinition"]["taskDefinitionArn"]
    answer = ecs.run_task(cluster=cluster, taskDefinition=registered, launchType="EC2", **options)
    assert not answer["failures"], answer["failures"]
    return answer["tasks"][0]["taskArn"]


def describe(berth, task_arn, cluster="default"):
    return berth.boto("ecs").describe_tasks(cluster=cluster, tasks=[task_arn])["tasks"][0]


def wait_for_status(berth, task_arn, status, timeout_s=60, cluster="default"):
    """Returns the task once its lastStatus is `status`; fails at once where it stopped instead."""
    ecs = berth.boto("ecs")

    def reached():
        task = ecs.describe_tasks(cluster=cluster, tasks=[task_arn])["tasks"][0]
        if task["lastStatus"] == status:
            return task
        assert task["lastStatus"] != "STOPPED", task
        return None
    return wait_for(f"{task_arn} {status}", reached, timeout_s)


def run_to_end(berth, task, timeout_s=90, **options):
    """Runs a task until it has stopped; returns its description."""
    return wait_for_status(berth, start(berth, task, **options), "STOPPED", timeout_s)


def task_id(task_arn):
    return task_arn.rsplit("/", 1)[1]


def log_lines(berth, group, stream):
    """The stream's messages, the oldest first; none where the stream is not there yet."""
    logs = berth.boto("logs")
    try:
        answer = logs.get_log_events(logGroupName=group, logStreamName=stream, startFromHead=True)
    except logs.exceptions.ResourceNotFoundException:
        return []
    return [event["message"] for event in answer["events"]]


def settled_log(berth, group, stream, timeout_s=30):
    """The log of a task that has stopped. The Engine, where it delivers, does for some seconds more."""
    deadline = time.monotonic() + timeout_s
    lines = log_lines(berth, group, stream)
    while time.monotonic() < deadline:
        time.sleep(0.3)
        again = log_lines(berth, group, stream)
        if again and again == lines:
            return again
        lines = again
    return lines
