"""kill -9, of everything, at any moment: no answered write is lost, no container is lost or doubled."""

import json
import random
import time

import pytest

from harness.instances import agent_environment, registered
from harness.load import Writers, lost
from harness.procedure import busybox_definition, make_role, start, wait_for_status
from harness.wait import wait_for

MOMENTS = pytest.mark.parametrize("moments", [3, pytest.param(20, marks=pytest.mark.full)])
CREDENTIALS = 'wget -q -O - "http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"'


def containers_of_tasks(engine):
    """Container ids by task ARN, running ones only."""
    found = {}
    for container in engine.containers("label=com.amazonaws.ecs.task-arn"):
        labels = json.loads(engine.docker("inspect", container).stdout)[0]["Config"]["Labels"]
        found.setdefault(labels["com.amazonaws.ecs.task-arn"], []).append(container)
    return found


def has_credentials(engine, container):
    def asked():
        done = engine.docker("exec", container, "sh", "-c", CREDENTIALS, check=False)
        return '"SecretAccessKey"' in done.stdout
    return wait_for(f"credentials in {container[:12]}", asked, 60)


def all_well(berth, engine, tasks):
    """Each task runs in the container that it had, exactly one, with credentials."""
    for arn, container in tasks.items():
        task = wait_for_status(berth, arn, "RUNNING", 90)
        assert task["containers"][0]["runtimeId"] == container
        assert task["desiredStatus"] == "RUNNING"
        has_credentials(engine, container)
    running = containers_of_tasks(engine)
    for arn, container in tasks.items():
        assert running[arn] == [container]


def start_tasks(berth, count):
    role = make_role(berth)
    definition = busybox_definition("while true; do sleep 1; done", role=role)
    arns = [start(berth, definition) for _ in range(count)]
    return {arn: wait_for_status(berth, arn, "RUNNING")["containers"][0]["runtimeId"]
            for arn in arns}


def chance():
    """Moments that differ from run to run; a run that failed shows its seed."""
    seed = random.randrange(1 << 30)
    print(f"seed {seed}")
    return random.Random(seed)


def strike_under_load(berth, engine, moments, strike, tasks):
    """Kills and starts again by `strike`, while clients write and ask for tasks."""
    moment = chance()
    writers = Writers(berth)
    try:
        for _ in range(moments):
            time.sleep(moment.uniform(0.05, 2.5))
            began = start_in_background(berth)
            time.sleep(moment.uniform(0, 0.5))
            strike()
            began(berth)
    finally:
        writers.stop()
    assert sum(len(names) for names in writers.answered.values()) > moments
    assert lost(berth, writers.answered) == {}
    all_well(berth, engine, tasks)
    no_other_runs(berth, engine)


def no_other_runs(berth, engine):
    arns = set(berth.boto("ecs").list_tasks(cluster="default")["taskArns"])
    assert set(containers_of_tasks(engine)) == arns


def start_in_background(berth):
    """Asks for a task; returns what checks, after the kill, that it runs."""
    ecs = berth.boto("ecs")
    family = ecs.register_task_definition(**busybox_definition("while true; do sleep 1; done"))
    name = family["taskDefinition"]["family"]
    arn = ecs.run_task(taskDefinition=name)["tasks"][0]["taskArn"]

    def find(started):
        task = wait_for_status(started, arn, "RUNNING", 90)
        # It has no role, so it is not asked for credentials later: end it.
        started.boto("ecs").stop_task(cluster="default", task=arn)
        wait_for_status(started, arn, "STOPPED", 90)
        assert task["containers"][0]["runtimeId"]
    return find


@MOMENTS
def test_kill_up_under_load(make_berth, own_network, own_engine, moments):
    berth = make_berth(network=own_network, engine=own_engine)
    berth.start()

    def strike():
        berth.kill()
        berth.start(90)
    strike_under_load(berth, own_engine, moments, strike, start_tasks(berth, 3))


@pytest.fixture
def pair(make_berth, own_network, own_engine):
    """`berth server` and `berth agent`, joined by nothing but an endpoint and a role's key."""
    server = make_berth("server", network=own_network)
    server.start()
    agent = make_berth("agent", network=own_network, engine=own_engine,
                       environment=agent_environment(server))
    agent.spawn()
    registered(server)
    return server, agent


@MOMENTS
def test_kill_the_server_under_load(pair, own_engine, moments):
    server, _ = pair
    tasks = start_tasks(server, 2)

    def strike():
        server.kill()
        for container in tasks.values():
            has_credentials(own_engine, container)
        server.start()
        registered(server)
    strike_under_load(server, own_engine, moments, strike, tasks)


@MOMENTS
def test_kill_the_agent_under_load(pair, own_engine, moments):
    server, agent = pair
    moment = chance()
    tasks = start_tasks(server, 2)
    instances = registered(server)
    for _ in range(moments):
        began = start_in_background(server)
        time.sleep(moment.uniform(0, 1.5))
        agent.kill()
        agent.spawn()
        began(server)
    all_well(server, own_engine, tasks)
    assert registered(server) == instances
    no_other_runs(server, own_engine)


def test_the_agent_leaves_containers_running_when_it_stops(pair, own_engine):
    server, agent = pair
    tasks = start_tasks(server, 1)
    assert agent.stop() == 0
    assert list(containers_of_tasks(own_engine)) == list(tasks)
    agent.spawn()
    all_well(server, own_engine, tasks)


def test_a_task_that_ended_while_the_agent_was_away(pair, own_engine):
    server, agent = pair
    (arn, container), = start_tasks(server, 1).items()
    agent.kill()
    own_engine.docker("kill", container)
    agent.spawn()
    task = wait_for_status(server, arn, "STOPPED", 60)
    assert task["containers"][0]["exitCode"] == 137
    assert task["stopCode"] == "EssentialContainerExited"
