"""Healthy tasks that are odd by chance, and pairs of causes, with real containers. The seed is
printed with a failure; BERTH_TEST_SEED=N repeats it."""

import os
import random
import time

import pytest

from harness.procedure import (POLICY, awslogs, busybox_definition, make_log_group, start,
                               wait_for_status)
from test_doctor import (GROUP, LIST, SOMEBODY, aws_task, allow, deny, doctor, ended, ids,
                         role_with)

SEED = int(os.environ.get("BERTH_TEST_SEED", random.SystemRandom().randrange(1 << 32)))
RUNS = 12


def main(task):
    return task["containerDefinitions"][0]


def give(task, **variables):
    main(task)["environment"] += [{"name": name, "value": value}
                                  for name, value in variables.items()]


def with_sidecar(task):
    side = busybox_definition("sleep 600")["containerDefinitions"][0]
    task["containerDefinitions"].append({**side, "name": "side", "essential": False})


# How a task may be odd and well; each changes the definition in place.
ODDITIES = {
    "on host network": lambda task: task.update(networkMode="host"),
    "a shell that sets its own variables": lambda task: main(task).update(
        command=["export A=b; " + main(task)["command"][0]]),
    "an entry point of its own": lambda task: main(task).update(
        entryPoint=["/usr/bin/env", "/bin/sh", "-c"]),
    "a sidecar": with_sidecar,
    "an endpoint's variable of its own": lambda task: give(task, MY_ENDPOINT_URL="http://127.0.0.1"),
    "a full address that loses": lambda task: give(
        task, AWS_CONTAINER_CREDENTIALS_FULL_URI="http://127.0.0.1:1/"),
    "noise that is no trouble": lambda task: main(task).update(
        command=["echo Unable to locate credentials; echo 'Signature expired: x'; "
                 + main(task)["command"][0]]),
    "a try that fails first": lambda task: main(task).update(
        command=["AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=x " + LIST + "; "
                 + main(task)["command"][0]]),
    "a user of its own": lambda task: main(task).update(user="1001"),
    "a working directory": lambda task: main(task).update(workingDirectory="/tmp"),
}


def odd_tasks(berth, chance):
    for _ in range(RUNS):
        names = [name for name in ODDITIES if chance.random() < 0.3]
        task = aws_task(role=role_with(berth, policy=POLICY))
        for name in names:
            ODDITIES[name](task)
        yield names, task


@pytest.mark.full
def test_tasks_that_are_odd_by_chance_accuse_nobody(berth):
    make_log_group(berth, GROUP)
    chance = random.Random(SEED)
    began = []
    for names, task in odd_tasks(berth, chance):
        began.append((names, start(berth, task)))
        if len(began) % 4 == 0:
            wait_for_status(berth, began[-1][1], "STOPPED", 180)
    for _, arn in began:
        wait_for_status(berth, arn, "STOPPED", 180)
    time.sleep(1)
    for names, arn in began:
        said = doctor(berth, "--task", arn)
        assert (said["verdict"], ids(said)) == ("ok", []), (
            f"BERTH_TEST_SEED={SEED}", names, said["possible"], said["unexplained"], said["steps"])


# Two causes of one task, and which show at once; the other shows when that one is mended.
def unlucky(berth):
    """A denied role, and half a key that keeps the client from it."""
    return aws_task(role=role_with(berth, allow("s3:*")),
                    variables={"AWS_ACCESS_KEY_ID": SOMEBODY["AWS_ACCESS_KEY_ID"]})


PAIRS = {
    ("action-not-allowed", "partial-static-key"): unlucky,
    ("no-region", "profile-in-image"): lambda berth: aws_task(
        "aws ecs list-tasks; AWS_PROFILE= aws ecs list-tasks",
        role=role_with(berth, policy=POLICY), variables={"AWS_PROFILE": "nowhere"}),
    ("explicit-deny", "static-key-wins"): lambda berth: aws_task(
        f"{LIST}; unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY; {LIST}",
        role=role_with(berth, deny("ecs:List*"), policy=POLICY), variables=SOMEBODY),
    ("no-task-role", "client-not-installed"): lambda berth: aws_task(image="busybox"),
    ("log-group-missing", "action-not-allowed"): lambda berth: {
        **aws_task(role=role_with(berth)), "containerDefinitions": [
            {**main(aws_task()), "logConfiguration": awslogs("no-such-group")}]},
}


@pytest.fixture(scope="module")
def paired(berth):
    make_log_group(berth, GROUP)
    return {pair: start(berth, make(berth)) for pair, make in PAIRS.items()}


@pytest.mark.parametrize("pair", PAIRS)
def test_two_causes_at_once(berth, paired, pair):
    said = doctor(berth, "--task", ended(berth, paired[pair]), status=1)
    assert ids(said) and set(ids(said)) <= set(pair), said
    assert said["again"].startswith("berth doctor --region us-west-2 --cluster default")
