"""What `berth doctor` says is pasted into a shell as it stands, and mends the task."""

import os
import subprocess

import pytest

from harness.procedure import (POLICY, awslogs, busybox_definition, make_log_group, start, unique,
                               wait_for_status)
from test_doctor import (GROUP, LIST, SOMEBODY, allow, aws_task, bounded_role, doctor, elsewhere,
                         ended, ids, role_with)

# What makes it ill, by the cause; each is mended by what the doctor prints, and nothing else.
ILL = {
    "network-mode-none": lambda berth: aws_task(
        role=role_with(berth, policy=POLICY), networkMode="none"),
    "action-not-allowed": lambda berth: aws_task(role=role_with(berth, allow("s3:*"))),
    "resource-mismatch": lambda berth: aws_task(role=role_with(
        berth, allow("ecs:ListTasks", "arn:aws:ecs:us-west-2:123456789012:container-instance/x"))),
    "boundary-blocks": lambda berth: aws_task(role=bounded_role(berth)),
    "static-key-wins": lambda berth: aws_task(
        role=role_with(berth, policy=POLICY), variables=SOMEBODY),
    "partial-static-key": lambda berth: aws_task(
        role=role_with(berth, policy=POLICY), variables={"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}),
    "profile-in-image": lambda berth: aws_task(
        role=role_with(berth, policy=POLICY), variables={"AWS_PROFILE": "nowhere"}),
    "full-uri-refused": lambda berth: aws_task(
        "env | grep -q CREDENTIALS || exit 0; " + LIST,
        variables={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/credentials"}),
    "log-group-in-other-region": lambda berth: busybox_definition(
        "true", logConfiguration=awslogs(elsewhere(berth))),
    "no-region": lambda berth: aws_task("aws ecs list-tasks", role=role_with(berth, policy=POLICY)),
    "stale-credentials-uri": lambda berth: aws_task(
        "env | grep -q CREDENTIALS || exit 0; " + LIST,
        variables={"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/old"}),
    "log-group-missing": lambda berth: busybox_definition(
        "true", logConfiguration=awslogs(unique("no-such-group"))),
    "container-died-early": lambda berth: busybox_definition(
        "dd if=/dev/zero of=/dev/shm/x bs=1M count=40 && rm /dev/shm/x", memory=16),
}


def paste(berth, command, folder):
    with berth.network:
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=folder,
                              env={**os.environ, **berth.cli_environment()}, timeout=60)
    assert done.returncode == 0, f"{command}\n{done.stderr}"


@pytest.fixture(scope="module")
def ill(berth):
    make_log_group(berth, GROUP)
    tasks = {cause: make(berth) for cause, make in ILL.items()}
    return {cause: (task["family"], start(berth, task)) for cause, task in tasks.items()}


@pytest.mark.parametrize("cause", ILL)
def test_what_is_pasted_mends_it(berth, ill, cause, tmp_path):
    family, arn = ill[cause]
    said = doctor(berth, "--task", ended(berth, arn), status=1)
    assert ids(said) == [cause], said
    paste(berth, said["causes"][0]["fix"]["command"], tmp_path)
    ran = berth.boto("ecs").run_task(taskDefinition=family, launchType="EC2")
    assert not ran["failures"]
    again = ran["tasks"][0]["taskArn"]
    task = wait_for_status(berth, again, "STOPPED", 120)
    assert task["containers"][0].get("exitCode") == 0, task
    assert doctor(berth, "--task", again, status=0)["causes"] == []
