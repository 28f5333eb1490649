"""`berth doctor` named the cause: each is brought about with real containers, and healthy tasks accuse nobody."""

import json
import time

import pytest

from harness.berth import run_berth
from harness.procedure import (ACCOUNT, POLICY, awslogs, busybox_definition, definition,
                               make_log_group, make_role, make_user, settled_log, start, task_id,
                               unique, wait_for_status)

LIST = "aws ecs list-tasks --region us-west-2"
GROUP = "doctor"
SOMEBODY = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}


def doctor(berth, *arguments, key=None, status=None):
    """What it says, as JSON. `key`: asks as somebody else, by the environment."""
    environment = berth.cli_environment(key) if key else None
    where = () if key else ("--state-dir", berth.state_dir)
    with berth.network:
        done = run_berth("doctor", *where, "--output", "json", *arguments, environment=environment,
                         timeout=120)
    assert done.returncode in (0, 1, 3), done.stderr
    assert status is None or done.returncode == status, done.stdout
    said = json.loads(done.stdout)
    assert (done.returncode, said["verdict"]) in ((0, "ok"), (1, "failed"), (3, "undecided"))
    return said


def ids(said, kind="causes"):
    return [finding["id"] for finding in said[kind]]


def aws_task(command=LIST, role=None, image="amazonlinux", variables=None, **changes):
    """One container that logs and runs a command with the AWS CLI in its image."""
    container = {"name": "main", "image": image, "memory": 96, "essential": True,
                 "entryPoint": ["/bin/sh", "-c"], "command": [command],
                 "logConfiguration": awslogs(GROUP),
                 "environment": [{"name": name, "value": value}
                                 for name, value in (variables or {}).items()]}
    task = {"family": unique("doctor"), "containerDefinitions": [container], **changes}
    if role:
        task["taskRoleArn"] = role
    return task


def role_with(berth, *statements, policy=None, trust=None):
    name = make_role(berth, unique("doctor-role"), trust=trust, policy=policy)
    if statements:
        berth.boto("iam").put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": list(statements)}))
    return name


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action, **more):
    return {"Effect": "Deny", "Action": action, "Resource": "*", **more}


def bounded_role(berth):
    iam = berth.boto("iam")
    boundary = iam.create_policy(PolicyName=unique("boundary"), PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [allow("s3:*")]}))["Policy"]["Arn"]
    role = role_with(berth, policy=POLICY)
    iam.put_role_permissions_boundary(RoleName=role, PermissionsBoundary=boundary)
    return role


def two_containers():
    task = busybox_definition("sleep 600", logConfiguration=awslogs(GROUP))
    task["containerDefinitions"].append(
        {"name": "bad", "image": "busybox", "memory": 16, "essential": True,
         "entryPoint": ["/bin/sh", "-c"], "command": ["sleep 2; exit 3"]})
    return task


def elsewhere(berth):
    """A group that is in another region than the container writes to."""
    group = unique("elsewhere")
    berth.boto("logs", region="eu-west-1").create_log_group(logGroupName=group)
    return group


# What makes a task ill, by the cause that has to be named alone: made from a Berth.
ILL = {
    "no-task-role": lambda berth: aws_task(),
    "network-mode-none": lambda berth: aws_task(
        role=role_with(berth, policy=POLICY), networkMode="none"),
    "action-not-allowed": lambda berth: aws_task(role=role_with(berth, allow("s3:*"))),
    "explicit-deny": lambda berth: aws_task(
        role=role_with(berth, deny("ecs:List*"), policy=POLICY)),
    "sessions-revoked": lambda berth: aws_task(role=role_with(
        berth, deny("*", Condition={"DateLessThan": {"aws:TokenIssueTime": "2099-01-01T00:00:00Z"}}),
        policy=POLICY)),
    "boundary-blocks": lambda berth: aws_task(role=bounded_role(berth)),
    "resource-mismatch": lambda berth: aws_task(
        "aws ecs describe-clusters --clusters default --region us-west-2", role=role_with(
            berth, allow("ecs:*", f"arn:aws:ecs:us-west-2:{ACCOUNT}:cluster/other"))),
    "condition-mismatch": lambda berth: aws_task(role=role_with(
        berth, allow("ecs:*", Condition={"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}))),
    "static-key-wins": lambda berth: aws_task(
        role=role_with(berth, policy=POLICY), variables=SOMEBODY),
    "partial-static-key": lambda berth: aws_task(
        role=role_with(berth, policy=POLICY),
        variables={"AWS_ACCESS_KEY_ID": SOMEBODY["AWS_ACCESS_KEY_ID"]}),
    "profile-in-image": lambda berth: aws_task(
        role=role_with(berth, policy=POLICY), variables={"AWS_PROFILE": "nowhere"}),
    "no-region": lambda berth: aws_task(
        "aws ecs list-tasks", role=role_with(berth, policy=POLICY)),
    "stale-credentials-uri": lambda berth: aws_task(variables={
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI":
            "/v2/credentials/01234567-89ab-cdef-0123-456789abcdef"}),
    "full-uri-refused": lambda berth: aws_task(variables={
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/credentials"}),
    "client-not-installed": lambda berth: aws_task(image="busybox"),
    "no-client-in-image": lambda berth: busybox_definition("true", entryPoint=["/no/such/aws"]),
    "image-pull-failed": lambda berth: aws_task(image="127.0.0.1:1/no-such-image:v1"),
    "log-group-missing": lambda berth: busybox_definition(
        "true", logConfiguration=awslogs(unique("no-such-group"))),
    "log-group-in-other-region": lambda berth: busybox_definition(
        "true", logConfiguration=awslogs(elsewhere(berth))),
    "container-died-early": lambda berth: busybox_definition(
        "x=a; while true; do x=$x$x; done", memory=16),
    "other-container-exited": lambda berth: two_containers(),
}

# The same where containers log with the execution role, which an instance has to offer.
MIXED_UP = {
    "role-only-as-execution-role": lambda berth: aws_task(
        executionRoleArn=role_with(berth, allow("logs:*"), policy=POLICY)),
    "policy-on-wrong-role": lambda berth: aws_task(
        role=role_with(berth), executionRoleArn=role_with(berth, allow("logs:*"), policy=POLICY)),
}

# The role goes while the task runs: what happens to it, by cause.
GOES = {
    "role-does-not-exist": False,
    "role-recreated": True,
}


def ended(berth, arn):
    """Waits until the task has stopped and its log has come in."""
    task = wait_for_status(berth, arn, "STOPPED", 180)
    container = task["containers"][0]
    if "exitCode" in container and container.get("exitCode") != 137:
        settled_log(berth, GROUP, f"test/{container['name']}/{task_id(arn)}", 6)
    return arn


def without_its_role(berth, arn, role, again):
    wait_for_status(berth, arn, "RUNNING")
    iam = berth.boto("iam")
    iam.detach_role_policy(RoleName=role, PolicyArn=POLICY)
    iam.delete_role(RoleName=role)
    if again:
        time.sleep(1.1)  # IAM tells times in seconds
        make_role(berth, role)
    return arn


@pytest.fixture(scope="module")
def ill(berth):
    """All of them, started at once: the ARN by the cause."""
    make_log_group(berth, GROUP)
    arns = {cause: start(berth, make(berth)) for cause, make in ILL.items()}
    for cause, again in GOES.items():
        role = role_with(berth, policy=POLICY)
        arn = start(berth, aws_task("sleep 20; " + LIST, role=role))
        arns[cause] = without_its_role(berth, arn, role, again)
    return arns


@pytest.mark.parametrize("cause", [*ILL, *GOES])
def test_a_task_that_is_ill(berth, ill, cause):
    arn = ended(berth, ill[cause])
    began = time.monotonic()
    said = doctor(berth, "--task", arn)
    assert time.monotonic() - began < 2
    assert ids(said) == [cause], said
    finding = said["causes"][0]
    assert finding["title"] and finding["evidence"] and finding["fix"]["text"]
    assert all(proof["what"] and proof["where"] for proof in finding["evidence"])
    assert cause not in ids(said, "ruledOut")


def berth_of_its_own(make_berth, network, engine, **settings):
    """In a network of its own, with the image and the log group of these tests."""
    engine.import_amazonlinux()
    berth = make_berth(network=network, engine=engine, environment=settings)
    berth.start()
    make_log_group(berth, GROUP)
    return berth


def test_roles_that_are_mixed_up(make_berth, own_network, own_engine):
    berth = berth_of_its_own(make_berth, own_network, own_engine,
                             ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE="true")
    arns = {cause: start(berth, make(berth)) for cause, make in MIXED_UP.items()}
    for cause, arn in arns.items():
        said = doctor(berth, "--task", ended(berth, arn), status=1)
        assert ids(said) == [cause], said


def test_the_newer_revision_has_the_role(berth):
    make_log_group(berth, GROUP)
    task = aws_task()
    arn = start(berth, task)
    berth.boto("ecs").register_task_definition(
        **task, taskRoleArn=role_with(berth, policy=POLICY))
    said = doctor(berth, "--task", ended(berth, arn), status=1)
    assert ids(said) == ["service-on-old-revision"], said
    assert f"--task-definition {task['family']}:2" in said["causes"][0]["fix"]["command"]


def test_an_override_replaced_the_role(berth):
    make_log_group(berth, GROUP)
    task = aws_task(role=role_with(berth, policy=POLICY))
    arn = start(berth, task, overrides={
        "taskRoleArn": f"arn:aws:iam::{ACCOUNT}:role/{role_with(berth, allow('s3:*'))}"})
    said = doctor(berth, "--task", ended(berth, arn), status=1)
    assert ids(said) == ["role-overridden"], said


HEALTHY = {
    "without a role": lambda berth: aws_task("echo hello"),
    "without a log": lambda berth: busybox_definition("true"),
    "with its role": lambda berth: aws_task(role=role_with(berth, policy=POLICY)),
    "the known-good one": lambda berth: definition(
        family=unique("known-good"), taskRoleArn=role_with(berth, policy=POLICY)),
    "on host network": lambda berth: aws_task(
        role=role_with(berth, policy=POLICY), networkMode="host"),
    "with a static key on purpose": lambda berth: aws_task(variables=dict(zip(
        SOMEBODY, make_user(berth, allow("ecs:*"))))),
    "with a profile of its own": lambda berth: aws_task(
        "mkdir -p /tmp/a && printf '[x]\\nregion=us-west-2\\n' > $AWS_CONFIG_FILE && env -u "
        "AWS_PROFILE " + LIST, role=role_with(berth, policy=POLICY),
        variables={"AWS_PROFILE": "x", "AWS_CONFIG_FILE": "/tmp/a/config"}),
    "that quotes denials": lambda berth: aws_task(
        "echo 'Unable to locate credentials'; echo 'User: arn:aws:sts::123456789012:assumed-role/"
        "nobody/x is not authorized to perform: ecs:ListTasks on resource: *'"),
    "that tries twice": lambda berth: aws_task(
        "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=x " + LIST + "; " + LIST,
        role=role_with(berth, policy=POLICY)),
    "with a sidecar": lambda berth: {**aws_task(), "containerDefinitions": [
        busybox_definition("sleep 2")["containerDefinitions"][0],
        {**busybox_definition("sleep 600")["containerDefinitions"][0], "name": "side"}]},
}


def test_healthy_tasks_accuse_nobody(berth):
    make_log_group(berth, GROUP)
    make_log_group(berth)
    arns = {name: start(berth, make(berth)) for name, make in HEALTHY.items()}
    for name, arn in arns.items():
        wait_for_status(berth, arn, "STOPPED", 180)
        time.sleep(0.2)
    time.sleep(1)
    for name, arn in arns.items():
        said = doctor(berth, "--task", arn)
        assert (name, said["verdict"], ids(said)) == (name, "ok", []), said


def test_a_task_that_runs_or_was_stopped_is_well(berth):
    arn = start(berth, busybox_definition("sleep 600", role=role_with(berth, policy=POLICY)))
    wait_for_status(berth, arn, "RUNNING")
    assert doctor(berth, "--task", arn, status=0)["causes"] == []
    berth.boto("ecs").stop_task(cluster="default", task=arn)
    wait_for_status(berth, arn, "STOPPED")
    assert doctor(berth, "--task", arn, status=0)["causes"] == []


def test_an_environment_that_is_not_inherited_is_possible(berth):
    make_log_group(berth, GROUP)
    arn = start(berth, aws_task("env -i PATH=$PATH HOME=/tmp " + LIST,
                                role=role_with(berth, policy=POLICY)))
    said = doctor(berth, "--task", ended(berth, arn), status=3)
    assert ids(said) == [] and "environment-not-inherited" in ids(said, "possible"), said
