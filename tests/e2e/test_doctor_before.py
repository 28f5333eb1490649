"""`berth doctor` before anything runs: definitions, callers, clusters; and what it prints."""

import json
import os
import pty
import subprocess

import pytest

from harness.berth import BERTH, clean, run_berth
from harness.procedure import (ACCOUNT, POLICY, TRUST, awslogs, busybox_definition,
                               make_log_group, make_role, make_user, settled_log, start, task_id,
                               unique, wait_for_status)
from harness.wait import wait_for
from test_doctor import allow, doctor, ids, role_with


def trust(**changes):
    return {**TRUST, "Statement": [{**TRUST["Statement"][0], **changes}]}


TRUSTS = {
    "trust-wrong-principal": trust(Principal={"Service": "ec2.amazonaws.com"}),
    "trust-condition-mismatch": trust(
        Condition={"StringEquals": {"aws:SourceAccount": "999999999999"}}),
    "trust-denies": trust(Condition={"StringEquals": {"sts:ExternalId": "x"}}),
}


def registered(berth, task):
    berth.boto("ecs").register_task_definition(**task)
    return task["family"]


@pytest.mark.parametrize("cause", TRUSTS)
def test_a_role_that_ecs_may_not_assume_and_the_fix_that_is_pasted(berth, cause):
    role = role_with(berth, trust=TRUSTS[cause])
    family = registered(berth, busybox_definition("true", role=role))
    said = doctor(berth, "--task-definition", family, status=1)
    assert ids(said) == [cause], said
    paste(berth, said["causes"][0]["fix"]["command"])
    assert ids(doctor(berth, "--task-definition", family, status=0)) == []
    assert start(berth, {**busybox_definition("true", role=role), "family": family})


def test_a_trust_that_denies_goes_on_to_deny_others(berth):
    everybody = {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"}
    role = role_with(berth, trust={**TRUST, "Statement": [*TRUST["Statement"], everybody, {
        **TRUST["Statement"][0], "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}]})
    task = busybox_definition("true", role=role)
    family = registered(berth, task)
    said = doctor(berth, "--task-definition", family, status=1)
    assert ids(said) == ["trust-denies"], said
    paste(berth, said["causes"][0]["fix"]["command"])
    assert start(berth, task)
    sts = berth.boto("sts")
    with pytest.raises(sts.exceptions.ClientError, match="AccessDenied"):
        sts.assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{role}", RoleSessionName="somebody")


def paste(berth, command):
    with berth.network:
        subprocess.run(["sh", "-c", command], check=True, capture_output=True,
                       env={**os.environ, **berth.cli_environment()})


def test_a_role_that_is_gone(berth):
    role = make_role(berth, unique("gone"), policy=None)
    family = registered(berth, busybox_definition("true", role=role))
    berth.boto("iam").delete_role(RoleName=role)
    said = doctor(berth, "--task-definition", family, status=1)
    assert ids(said) == ["role-does-not-exist"]
    paste(berth, said["causes"][0]["fix"]["command"])
    assert ids(doctor(berth, "--task-definition", family, status=0)) == []


def test_an_execution_role_that_is_gone(berth):
    role = make_role(berth, unique("gone"), policy=None)
    family = registered(berth, {**busybox_definition("true"), "executionRoleArn": role})
    berth.boto("iam").delete_role(RoleName=role)
    said = doctor(berth, "--task-definition", family, status=1)
    assert ids(said) == ["role-does-not-exist"]
    assert "executionRoleArn" in said["causes"][0]["evidence"][0]["what"]


def test_a_caller_who_may_not_pass_the_role(berth):
    role = role_with(berth)
    arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
    family = registered(berth, busybox_definition("true", role=role))
    reads = [allow("ecs:*"), allow("iam:Get*"), allow("iam:List*"), allow("logs:*")]
    passes = {None: "pass-role-denied", "ec2.amazonaws.com": "pass-role-wrong-service",
              "ecs-tasks.amazonaws.com": None}
    for service, cause in passes.items():
        statements = reads if service is None else [*reads, allow(
            "iam:PassRole", arn, Condition={"StringEquals": {"iam:PassedToService": service}})]
        said = doctor(berth, "--task-definition", family, key=make_user(berth, *statements))
        assert ids(said) == ([cause] if cause else []), (service, said)
    # One who may not look says so, and accuses nobody.
    blind = doctor(berth, "--task-definition", family, key=make_user(berth, allow("ecs:*")))
    assert ids(blind) == [] and blind["verdict"] in ("ok", "undecided")
    assert any(step["status"] == "skipped" for step in blind["steps"])


def test_a_definition_that_finds_no_place(berth):
    ecs = berth.boto("ecs")
    family = registered(berth, busybox_definition("true", memory=1 << 23))
    assert ids(doctor(berth, "--task-definition", family, status=1)) == ["no-placement"]
    empty = unique("empty")
    ecs.create_cluster(clusterName=empty)
    small = registered(berth, busybox_definition("true"))
    said = doctor(berth, "--task-definition", small, "--cluster", empty, status=1)
    assert ids(said) == ["no-placement"]
    assert "has no container instance" in said["causes"][0]["evidence"][0]["what"]
    nowhere = doctor(berth, "--task-definition", small, "--cluster", "nowhere", status=1)
    assert ids(nowhere) == ["wrong-cluster"]
    assert ids(doctor(berth, "--task-definition", small, status=0)) == []


def test_a_task_in_another_cluster(berth):
    arn = start(berth, busybox_definition("sleep 600"))
    wait_for_status(berth, arn, "RUNNING")
    berth.boto("ecs").create_cluster(clusterName="blue")
    said = doctor(berth, "--task", arn.rsplit("/", 1)[1], "--cluster", "blue", status=1)
    assert ids(said) == ["wrong-cluster"]
    assert "--cluster default" in said["causes"][0]["fix"]["command"]
    nobody = doctor(berth, "--task", "0" * 32, status=3)
    assert ids(nobody) == [] and nobody["unexplained"]
    berth.boto("ecs").stop_task(cluster="default", task=arn)
    wait_for_status(berth, arn, "STOPPED")


def test_a_log_group_that_is_missing_before_it_runs(berth):
    group = unique("not-yet")
    family = registered(berth, busybox_definition("true", logConfiguration=awslogs(group)))
    said = doctor(berth, "--task-definition", family, status=1)
    assert ids(said) == ["log-group-missing"]
    paste(berth, said["causes"][0]["fix"]["command"])
    assert ids(doctor(berth, "--task-definition", family, status=0)) == []


def test_what_an_instance_does_not_offer(make_berth, own_network, own_engine):
    berth = make_berth(network=own_network, engine=own_engine, environment={
        "ECS_ENABLE_TASK_IAM_ROLE": "false", "ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST": "false",
        "ECS_AVAILABLE_LOGGING_DRIVERS": '["json-file"]'})
    berth.start()
    role = make_role(berth)
    bridge = registered(berth, busybox_definition("true", role=role))
    said = doctor(berth, "--task-definition", bridge, status=1)
    assert ids(said) == ["task-roles-not-enabled"]
    host = registered(berth, {**busybox_definition("true", role=role), "networkMode": "host"})
    assert ids(doctor(berth, "--task-definition", host)) == [
        "task-roles-not-enabled-for-host-network"]
    berth.boto("logs").create_log_group(logGroupName="g")
    logs = registered(berth, busybox_definition("true", logConfiguration=awslogs("g")))
    assert ids(doctor(berth, "--task-definition", logs)) == ["log-driver-not-available"]
    assert ids(doctor(berth)) == ["task-roles-not-enabled"]
    # Without a role the same instance is well.
    assert ids(doctor(berth, "--task-definition", registered(berth, busybox_definition("true")),
                      status=0)) == []


def test_an_instance_that_cannot_log_with_the_execution_role(berth):
    """`berth up` does not offer it unless it is told to."""
    make_log_group(berth, "doctor")
    family = registered(berth, {
        **busybox_definition("true", logConfiguration=awslogs("doctor")),
        "executionRoleArn": role_with(berth, allow("logs:*"))})
    said = doctor(berth, "--task-definition", family, status=1)
    assert ids(said) == ["log-driver-without-execution-role"]


def test_several_causes_at_once_are_all_named(berth):
    role = role_with(berth, trust=TRUSTS["trust-wrong-principal"])
    family = registered(berth, busybox_definition(
        "true", role=role, memory=1 << 23, logConfiguration=awslogs(unique("not-yet"))))
    said = doctor(berth, "--task-definition", family, status=1)
    assert ids(said) == ["trust-wrong-principal", "no-placement", "log-group-missing"]


def test_forged_lines_and_terminal_escapes(berth):
    """What a container writes as if it were an agent or a service proves nothing."""
    make_log_group(berth, "doctor")
    role = role_with(berth, policy=POLICY)
    forged = (f"User: arn:aws:sts::{ACCOUNT}:assumed-role/{role}/x is not authorized to perform: "
              "ecs:ListTasks on resource: * with an explicit deny in an identity-based policy")
    arn = start(berth, busybox_definition(
        f"printf '\\033[2J\\033]0;owned\\007%s\\n' '{forged}'; exit 9", role=role,
        logConfiguration=awslogs("doctor")))
    wait_for_status(berth, arn, "STOPPED")
    assert settled_log(berth, "doctor", f"test/main/{task_id(arn)}")
    assert ids(doctor(berth, "--task", arn, status=3)) == []
    with berth.network:
        for output in ("text", "json", "markdown"):
            said = run_berth("doctor", "--state-dir", berth.state_dir, "--task", arn, "--output",
                             output)
            assert said.returncode == 3 and "owned" in said.stdout
            assert "\x1b" not in said.stdout and "\x07" not in said.stdout


def test_a_role_with_another_path(berth):
    iam = berth.boto("iam")
    role = unique("moved")
    made = iam.create_role(RoleName=role, Path="/old/", AssumeRolePolicyDocument=json.dumps(TRUST))
    family = registered(berth, busybox_definition("true", role=made["Role"]["Arn"]))
    iam.delete_role(RoleName=role)
    make_role(berth, role, policy=None)
    said = doctor(berth, "--task-definition", family, status=1)
    assert ids(said) == ["role-path-or-account-wrong"]
    assert json.loads(said["causes"][0]["fix"]["patch"]) == {
        "taskRoleArn": f"arn:aws:iam::{ACCOUNT}:role/{role}"}


def test_an_agent_that_is_gone(make_berth, own_network, own_engine):
    server = make_berth("server", network=own_network)
    server.start()
    key_id, secret = server.keys()
    ecs = server.boto("ecs")
    ecs.create_cluster(clusterName="default")
    agent = make_berth("agent", network=own_network, engine=own_engine, environment={
        "ECS_BACKEND_HOST": server.endpoint, "ECS_CLUSTER": "default",
        "AWS_DEFAULT_REGION": server.region, "AWS_ACCESS_KEY_ID": key_id,
        "AWS_SECRET_ACCESS_KEY": secret, "ECS_ENABLE_TASK_IAM_ROLE": "true"})
    agent.spawn()
    wait_for("the agent", lambda: connected(ecs), 30)
    family = registered(server, busybox_definition("true", role=make_role(server)))
    assert ids(doctor(server, "--task-definition", family, status=0)) == []
    agent.kill()
    wait_for("its absence", lambda: not connected(ecs), 30)
    said = doctor(server, "--task-definition", family, status=1)
    assert ids(said) == ["agent-down"]


def connected(ecs):
    arns = ecs.list_container_instances(cluster="default")["containerInstanceArns"]
    found = ecs.describe_container_instances(
        cluster="default", containerInstances=arns)["containerInstances"] if arns else []
    return [one for one in found if one["agentConnected"]]


def test_before_anything_runs(berth):
    said = doctor(berth, "--preflight-only", status=0)
    assert said["causes"] == []
    assert {"caller", "cluster", "instance", "log"} <= {step["id"] for step in said["steps"]}
    user = make_user(berth, allow("ecs:*"), allow("iam:Get*"), allow("iam:List*"))
    assert ids(doctor(berth, key=user, status=1)) == ["pass-role-denied"]
    # Who may pass roles of their own is not to blame for one that is not there.
    own = make_user(berth, allow("ecs:*"), allow(["iam:Get*", "iam:List*"]),
                    allow("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/own-*"))
    assert ids(doctor(berth, "--preflight-only", key=own, status=0)) == []


def test_a_definition_that_is_not_there(berth):
    family = registered(berth, busybox_definition("true", family=unique("billing")))
    for wrong in (family + ":7", family.replace("billing", "biling")):
        said = doctor(berth, "--task-definition", wrong, "--cluster", "default", status=1)
        assert ids(said) == ["definition-does-not-exist"], said
        assert f"--task-definition {family}" in said["causes"][0]["fix"]["command"]


def test_a_fix_keeps_who_was_trusted_and_what_was_allowed(berth):
    iam = berth.boto("iam")
    role = role_with(berth, allow("s3:*"), trust={
        **TRUST, "Statement": [{**TRUST["Statement"][0], "Principal": {
            "Service": "ec2.amazonaws.com", "AWS": f"arn:aws:iam::{ACCOUNT}:root"}}]})
    family = registered(berth, busybox_definition("true", role=role))
    paste(berth, doctor(berth, "--task-definition", family, status=1)["causes"][0]["fix"]["command"])
    text = json.dumps(iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"])
    for kept in ("ec2.amazonaws.com", f"{ACCOUNT}:root", "ecs-tasks.amazonaws.com"):
        assert kept in text

def test_what_it_prints(berth):
    listed = run_berth("doctor", "--list", "--output", "json")
    causes = json.loads(listed.stdout)["causes"]
    assert {"id", "group", "title", "seen", "docs"} <= set(causes[0]) and len(causes) > 70
    one = json.loads(run_berth("doctor", "--explain", causes[0]["id"], "--output", "json").stdout)
    assert one == causes[0]
    listed = run_berth("doctor", "--list")
    assert listed.returncode == 0 and "trust-wrong-principal" in listed.stdout
    page = run_berth("doctor", "--explain", "credentials-throttled")
    assert page.returncode == 0 and "ECS_TASK_METADATA_RPS_LIMIT" in page.stdout
    assert run_berth("doctor", "--explain", "nonsense").returncode == 2
    for wrong in (("--output", "yaml"), ("--task", "a", "--task-definition", "b"),
                  ("--container", "c"), ("--endpoint", "garbage"), ("--task", "a", "--keep"),
                  ("--preflight-only", "--dry-run")):
        assert run_berth("doctor", *wrong).returncode == 2
    with berth.network:
        text = run_berth("doctor", "--state-dir", berth.state_dir, "--preflight-only")
        ticket = run_berth("doctor", "--state-dir", berth.state_dir, "--output", "markdown",
                           "--redact", "--preflight-only")
    assert text.returncode == 0 and "Nothing wrong was found." in text.stdout
    assert "\x1b" not in text.stdout
    assert all(len(line) <= 100 for line in text.stdout.splitlines())
    assert ACCOUNT not in ticket.stdout and "Verdict: **ok**" in ticket.stdout


def test_colours_on_a_terminal_only(berth):
    controller, terminal = pty.openpty()
    with berth.network:
        subprocess.run([BERTH, "doctor", "--state-dir", berth.state_dir, "--preflight-only"],
                       stdout=terminal, env=clean(), timeout=30, check=True)
    os.close(terminal)
    assert b"\x1b[32m" in os.read(controller, 1 << 16)


def test_an_endpoint_that_nobody_answers_at(tmp_path):
    environment = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "x",
                   "AWS_DEFAULT_REGION": "us-west-2"}
    done = run_berth("doctor", "--endpoint", "http://127.0.0.1:1", "--output", "json",
                     environment=environment)
    assert done.returncode == 3 and json.loads(done.stdout)["verdict"] == "undecided"
    none = run_berth("doctor", "--state-dir", tmp_path / "none")
    assert none.returncode == 3 and none.stderr.count("\n") == 1
