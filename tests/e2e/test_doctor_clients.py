"""`berth doctor` named the cause: clients that go astray, and an instance that is too old."""

import subprocess

import pytest

from harness.procedure import ACCOUNT, POLICY, awslogs, busybox_definition, make_log_group, start, unique
from test_doctor import GROUP, LIST, aws_task, doctor, ended, ids, role_with
from test_doctor_before import registered

FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime"
IDENTITY = "sts get-caller-identity --region us-west-2"


def foreign_authority(folder):
    """A certificate that vouches for nobody, as PEM."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=other",
                    "-keyout", folder / "key.pem", "-out", folder / "ca.pem"],
                   check=True, capture_output=True)
    return (folder / "ca.pem").read_text()


def skewed(role):
    """Its clock is an hour late."""
    task = aws_task(f"LD_PRELOAD=/faketime/libfaketime.so.1 FAKETIME=-1h aws {IDENTITY}", role=role)
    task["volumes"] = [{"name": "faketime", "host": {"sourcePath": FAKETIME}}]
    task["containerDefinitions"][0]["mountPoints"] = [
        {"sourceVolume": "faketime", "containerPath": "/faketime", "readOnly": True}]
    return task


@pytest.fixture(scope="module")
def astray(berth, tmp_path_factory):
    """All of them, started at once: the ARN by the cause."""
    make_log_group(berth, GROUP)
    role = role_with(berth, policy=POLICY)
    web_identity = {"AWS_ROLE_ARN": f"arn:aws:iam::{ACCOUNT}:role/{role}",
                    "AWS_WEB_IDENTITY_TOKEN_FILE": "/etc/hostname"}
    tasks = {
        "web-identity-wins": aws_task(role=role, variables=web_identity),
        "wrong-region": aws_task(
            f"aws {IDENTITY} --endpoint-url https://sts.eu-west-1.amazonaws.com", role=role),
        "ca-not-trusted": aws_task(
            f'echo "$CA" > /tmp/ca.pem; AWS_CA_BUNDLE=/tmp/ca.pem {LIST}', role=role,
            variables={"CA": foreign_authority(tmp_path_factory.mktemp("authority"))}),
        "clock-skew": skewed(role),
    }
    return {cause: start(berth, task) for cause, task in tasks.items()}


def test_what_the_definition_shows_is_named(berth, astray):
    said = doctor(berth, "--task", ended(berth, astray["web-identity-wins"]), status=1)
    assert ids(said) == ["web-identity-wins"], said


@pytest.mark.parametrize("cause", ["wrong-region", "ca-not-trusted", "clock-skew"])
def test_what_the_client_alone_says_is_possible(berth, astray, cause):
    said = doctor(berth, "--task", ended(berth, astray[cause]), status=3)
    assert (ids(said), ids(said, "possible")) == ([], [cause]), said


def test_an_agent_too_old_for_roles(berth):
    cluster = unique("old")
    ecs = berth.boto("ecs")
    ecs.create_cluster(clusterName=cluster)
    ecs.register_container_instance(
        cluster=cluster, versionInfo={"agentVersion": "1.10.0", "dockerVersion": "1.12.6"},
        totalResources=[{"name": name, "type": "INTEGER", "integerValue": 1024}
                        for name in ("CPU", "MEMORY")],
        attributes=[{"name": "com.amazonaws.ecs.capability.docker-remote-api.1.24"}])
    family = registered(berth, busybox_definition("true", role=role_with(berth, policy=POLICY)))
    said = doctor(berth, "--task-definition", family, "--cluster", cluster, status=1)
    assert "agent-too-old" in ids(said), said
