"""AWS's known-good procedure, its six steps by unmodified clients."""

import json
from urllib.parse import quote_plus

import pytest

from harness.procedure import (ACCOUNT, DEFINITION_FILE, POLICY, TRUST, definition,
                               describe, log_lines, task_id, wait_for_status)
from harness.wait import wait_for

ROLE = "ECS-task-full-access"


@pytest.fixture
def blank(berth):
    """Nothing left of other tests but the administrator's key and the instance."""
    status, text = berth.get("/_berth/reset", method="POST")
    assert status == 200, text

    def instance_is_back():
        clusters = berth.boto("ecs").describe_clusters(clusters=["default"])["clusters"]
        return clusters and clusters[0]["registeredContainerInstancesCount"] == 1
    wait_for("the instance after a reset", instance_is_back, 60)
    return berth


def last_line_holds_its_task(berth, arn):
    """Step 5: the stream ends with {"taskArns": [...]}, the task's own ARN among them."""
    stream = f"iam-role-test/amazonlinux/{task_id(arn)}"
    streams = berth.boto("logs").describe_log_streams(
        logGroupName="ecs-tasks", orderBy="LastEventTime", descending=True)["logStreams"]
    assert streams[0]["logStreamName"] == stream

    def listed():
        text = "".join(log_lines(berth, "ecs-tasks", stream))
        start = text.find("{")
        try:
            return json.loads(text[start:]) if start >= 0 else None
        except ValueError:
            return None
    printed = wait_for(f"the log of {arn}", listed, 60)
    assert arn in printed["taskArns"]
    lines = log_lines(berth, "ecs-tasks", stream)
    assert any("yum" in line and "not found" in line for line in lines), lines


@pytest.mark.parametrize("which", ["machine", "image"])
def test_by_the_aws_cli(blank, which):
    def aws(*arguments):
        return blank.aws(*arguments, which=which)

    aws("logs", "create-log-group", "--log-group-name", "ecs-tasks")
    role = aws("iam", "create-role", "--role-name", ROLE, "--assume-role-policy-document",
               json.dumps(TRUST))["Role"]
    assert role["Arn"] == f"arn:aws:iam::{ACCOUNT}:role/{ROLE}"
    aws("iam", "attach-role-policy", "--role-name", ROLE, "--policy-arn", POLICY)
    registered = aws("ecs", "register-task-definition", "--cli-input-json",
                     json.dumps(definition()))["taskDefinition"]
    assert (registered["family"], registered["revision"]) == ("iam-role-test", 1)
    answer = aws("ecs", "run-task", "--launch-type", "EC2", "--task-definition", "iam-role-test")
    assert answer["failures"] == []
    arn = answer["tasks"][0]["taskArn"]
    assert arn.startswith(f"arn:aws:ecs:us-west-2:{ACCOUNT}:task/default/")
    wait_for_status(blank, arn, "STOPPED", 120)
    last_line_holds_its_task(blank, arn)
    newest = aws("logs", "describe-log-streams", "--log-group-name", "ecs-tasks", "--order-by",
                 "LastEventTime", "--descending", "--max-items", "1")["logStreams"][0]
    assert newest["logStreamName"] == f"iam-role-test/amazonlinux/{task_id(arn)}"


def test_by_boto3(blank):
    blank.boto("logs").create_log_group(logGroupName="ecs-tasks")
    iam = blank.boto("iam")
    iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(TRUST))
    iam.attach_role_policy(RoleName=ROLE, PolicyArn=POLICY)
    ecs = blank.boto("ecs")
    assert ecs.register_task_definition(**definition())["taskDefinition"]["revision"] == 1
    assert ecs.register_task_definition(**definition())["taskDefinition"]["revision"] == 2
    answer = ecs.run_task(launchType="EC2", taskDefinition="iam-role-test", cluster="default")
    assert answer["failures"] == []
    arn = answer["tasks"][0]["taskArn"]
    assert answer["tasks"][0]["taskDefinitionArn"].endswith("task-definition/iam-role-test:2")
    task = wait_for_status(blank, arn, "STOPPED", 120)
    assert task["stopCode"] == "EssentialContainerExited"
    assert task["stoppedReason"] == "Essential container in task exited"
    assert task["containers"][0]["exitCode"] == 0
    last_line_holds_its_task(blank, arn)


def test_by_raw_requests_with_the_json_as_it_stands(blank):
    raw = blank.raw
    assert raw("logs", "CreateLogGroup", '{"logGroupName":"ecs-tasks"}').status == 200
    trust = json.dumps(TRUST)
    assert raw("iam", "CreateRole", "RoleName=" + ROLE + "&AssumeRolePolicyDocument="
               + quote_plus(trust)).status == 200
    assert raw("iam", "AttachRolePolicy", f"RoleName={ROLE}&PolicyArn={quote_plus(POLICY)}").status == 200
    text = DEFINITION_FILE.read_text()
    assert "null" in text
    answer = raw("ecs", "RegisterTaskDefinition", text)
    assert answer.status == 200, answer.text
    registered = answer.json["taskDefinition"]
    assert registered["revision"] == 1
    assert registered["taskRoleArn"] == f"arn:aws:iam::{ACCOUNT}:role/{ROLE}" or \
        registered["taskRoleArn"] == ROLE
    assert "networkMode" not in registered and "memory" not in registered
    required = {attribute["name"] for attribute in registered["requiresAttributes"]}
    assert "com.amazonaws.ecs.capability.task-iam-role" in required
    assert "com.amazonaws.ecs.capability.logging-driver.awslogs" in required
    run = raw("ecs", "RunTask", '{"taskDefinition":"iam-role-test:1","launchType":"EC2"}')
    assert run.status == 200 and run.json["failures"] == [], run.text
    arn = run.json["tasks"][0]["taskArn"]
    wait_for_status(blank, arn, "STOPPED", 120)
    last_line_holds_its_task(blank, arn)


def test_what_the_container_gets(blank, engine):
    """The environment, labels, name and limits that the container agent gives."""
    blank.boto("logs").create_log_group(logGroupName="ecs-tasks")
    iam = blank.boto("iam")
    iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(TRUST))
    task = definition()
    task["containerDefinitions"][0]["command"] = ["sleep 300"]
    ecs = blank.boto("ecs")
    ecs.register_task_definition(**task)
    arn = ecs.run_task(launchType="EC2", taskDefinition="iam-role-test")["tasks"][0]["taskArn"]
    wait_for_status(blank, arn, "RUNNING")
    runtime_id = describe(blank, arn)["containers"][0]["runtimeId"]
    inspected = json.loads(engine.docker("inspect", runtime_id).stdout)[0]
    environment = dict(entry.split("=", 1) for entry in inspected["Config"]["Env"])
    assert environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"].startswith("/v2/credentials/")
    assert environment["ECS_CONTAINER_METADATA_URI_V4"].startswith("http://169.254.170.2/v4/")
    labels = inspected["Config"]["Labels"]
    assert labels["com.amazonaws.ecs.task-arn"] == arn
    assert labels["com.amazonaws.ecs.task-definition-family"] == "iam-role-test"
    assert labels["com.amazonaws.ecs.container-name"] == "amazonlinux"
    assert inspected["Name"].startswith("/ecs-iam-role-test-1-amazonlinux-")
    assert inspected["HostConfig"]["Memory"] == 128 << 20
    assert inspected["Config"]["Entrypoint"] == ["/bin/bash", "-c"]
    assert inspected["Config"]["Cmd"] == ["sleep 300"]
    blank.boto("ecs").stop_task(cluster="default", task=arn)
    wait_for_status(blank, arn, "STOPPED", 60)
