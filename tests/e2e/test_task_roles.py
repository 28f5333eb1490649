"""What goes wrong between a role and a task, and what AWS says then."""

import json

from harness.procedure import (ACCOUNT, awslogs, busybox_definition, definition, describe,
                               make_log_group, make_role, make_user, settled_log, start, task_id,
                               unique, wait_for_status)
from harness.refusals import refusal

EC2_TRUST = {"Version": "2012-10-17",
             "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
                            "Action": "sts:AssumeRole"}]}


def test_a_role_that_does_not_trust_ecs_tasks(berth):
    role = make_role(berth, trust=EC2_TRUST)
    task = busybox_definition("true", role=role)
    ecs = berth.boto("ecs")
    ecs.register_task_definition(**task)
    code, message = refusal(ecs.run_task, taskDefinition=task["family"], launchType="EC2")
    assert code == "ClientException"
    assert message.startswith(f"ECS was unable to assume the role "
                              f"'arn:aws:iam::{ACCOUNT}:role/{role}'")
    assert "verify that the role being passed has the proper trust relationship" in message


def test_a_role_that_is_not_there(berth):
    nobody = unique("nobody")
    ecs = berth.boto("ecs")
    for name in (nobody, f"arn:aws:iam::{ACCOUNT}:role/{nobody}"):
        assert refusal(ecs.register_task_definition, **busybox_definition("true", role=name)) == (
            "ClientException", "Role is not valid")
    # One that was there when the definition was registered.
    task = busybox_definition("true", role=make_role(berth, nobody, policy=None))
    ecs.register_task_definition(**task)
    berth.boto("iam").delete_role(RoleName=nobody)
    code, message = refusal(ecs.run_task, taskDefinition=task["family"], launchType="EC2")
    assert code == "ClientException"
    assert message.startswith("ECS was unable to assume the role")


def test_a_caller_who_may_not_pass_the_role(berth):
    role = make_role(berth)
    task = busybox_definition("true", role=role)
    berth.boto("ecs").register_task_definition(**task)
    everything = {"Effect": "Allow", "Action": "ecs:*", "Resource": "*"}
    ecs = berth.boto("ecs", make_user(berth, everything))
    for call, arguments in ((ecs.register_task_definition, task),
                            (ecs.run_task, {"taskDefinition": task["family"]})):
        code, message = refusal(call, **arguments)
        assert code == "AccessDeniedException"
        assert (f"is not authorized to perform: iam:PassRole on resource: "
                f"arn:aws:iam::{ACCOUNT}:role/{role}") in message
        assert "because no identity-based policy allows the iam:PassRole action" in message


def test_passing_a_role_to_another_service_is_not_enough(berth):
    role = make_role(berth)
    task = busybox_definition("true", role=role)
    arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"

    def user_passing_to(service):
        return make_user(
            berth, {"Effect": "Allow", "Action": "ecs:*", "Resource": "*"},
            {"Effect": "Allow", "Action": "iam:PassRole", "Resource": arn,
             "Condition": {"StringEquals": {"iam:PassedToService": service}}})
    wrong = berth.boto("ecs", user_passing_to("ec2.amazonaws.com"))
    assert refusal(wrong.register_task_definition, **task)[0] == "AccessDeniedException"
    right = berth.boto("ecs", user_passing_to("ecs-tasks.amazonaws.com"))
    assert right.register_task_definition(**task)["taskDefinition"]["revision"] == 1


def test_a_role_without_its_policy(berth):
    """The container prints AccessDeniedException with its own session's ARN."""
    role = make_role(berth, policy=None)
    task = definition(family=unique("no-policy"), taskRoleArn=role)
    task["containerDefinitions"][0]["logConfiguration"] = awslogs(make_log_group(berth))
    arn = start(berth, task)
    stopped = wait_for_status(berth, arn, "STOPPED", 120)
    assert stopped["containers"][0]["exitCode"] not in (0, None)
    text = "\n".join(settled_log(berth, "ecs-tasks", f"test/amazonlinux/{task_id(arn)}"))
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{task_id(arn)}"
    assert "An error occurred (AccessDeniedException) when calling the ListTasks operation" in text
    assert f"User: {session} is not authorized to perform: ecs:ListTasks" in text


def test_a_policy_that_is_detached_while_the_task_runs(berth, engine):
    role = make_role(berth)
    task = definition(family=unique("detach"), taskRoleArn=role)
    task["containerDefinitions"][0]["command"] = ["sleep 600"]
    task["containerDefinitions"][0].pop("logConfiguration")
    arn = start(berth, task)
    wait_for_status(berth, arn, "RUNNING")
    container = describe(berth, arn)["containers"][0]["runtimeId"]
    listing = ("exec", container, "aws", "ecs", "list-tasks", "--region", "us-west-2")
    assert arn in json.loads(engine.docker(*listing).stdout)["taskArns"]
    berth.boto("iam").detach_role_policy(
        RoleName=role, PolicyArn="arn:aws:iam::aws:policy/AmazonEC2ContainerServiceFullAccess")
    denied = engine.docker(*listing, check=False)
    assert denied.returncode != 0
    assert "AccessDeniedException" in denied.stderr
    assert f"assumed-role/{role}/{task_id(arn)}" in denied.stderr
    berth.boto("ecs").stop_task(cluster="default", task=arn)
    wait_for_status(berth, arn, "STOPPED")


def test_who_the_task_is(berth, engine):
    """GetCallerIdentity inside the task, by the name of AWS's own host."""
    role = make_role(berth)
    task = definition(family=unique("who"), taskRoleArn=role)
    task["containerDefinitions"][0]["command"] = ["sleep 600"]
    task["containerDefinitions"][0].pop("logConfiguration")
    arn = start(berth, task)
    wait_for_status(berth, arn, "RUNNING")
    container = describe(berth, arn)["containers"][0]["runtimeId"]
    printed = engine.docker("exec", container, "aws", "sts", "get-caller-identity", "--region",
                            "us-east-1").stdout
    assert json.loads(printed)["Arn"] == (
        f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{task_id(arn)}")
    berth.boto("ecs").stop_task(cluster="default", task=arn)
    wait_for_status(berth, arn, "STOPPED")


def test_task_roles_off(make_berth, own_network, own_engine):
    berth = make_berth(network=own_network, engine=own_engine, environment={
        "ECS_ENABLE_TASK_IAM_ROLE": "false", "ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST": "false"})
    berth.start()
    role = make_role(berth)
    ecs = berth.boto("ecs")
    for mode, attribute in ((None, "com.amazonaws.ecs.capability.task-iam-role"),
                            ("host", "com.amazonaws.ecs.capability.task-iam-role-network-host")):
        task = busybox_definition("true", role=role)
        if mode:
            task["networkMode"] = mode
        ecs.register_task_definition(**task)
        answer = ecs.run_task(taskDefinition=task["family"], launchType="EC2")
        assert answer["tasks"] == []
        failure = answer["failures"][0]
        assert failure["reason"] == "ATTRIBUTE"
        assert attribute in failure["detail"]
        assert ":container-instance/default/" in failure["arn"]
    # Without a role the same instance runs tasks.
    arn = start(berth, busybox_definition("exit 0"))
    assert wait_for_status(berth, arn, "STOPPED")["containers"][0]["exitCode"] == 0
