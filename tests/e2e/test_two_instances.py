"""A second container instance on another machine: it joins, and is nobody else's to stop."""

import pytest

from harness.berth import Berth
from harness.engine import Engine
from harness.instances import agent_environment, registered
from harness.network import Network
from harness.procedure import busybox_definition, wait_for_status
from harness.wait import wait_for


@pytest.fixture
def elsewhere(own_network):
    """Another machine with an engine of its own, on a cable to the first."""
    network = Network()
    own_network.connect(network, "10.98.0.1", "10.98.0.2")
    engine = Engine(network)
    engine.import_busybox()
    yield network, engine
    engine.stop()
    network.remove()


def test_an_agent_elsewhere_joins_and_keeps_its_tasks(make_berth, own_network, own_engine, elsewhere):
    network, engine = elsewhere
    up = make_berth(network=own_network, engine=own_engine, address="0.0.0.0")
    up.start()
    first = registered(up)
    # The port is on every address: the agent is told to go on where it came to.
    environment = {**agent_environment(up), "ECS_BACKEND_HOST": f"http://10.98.0.1:{up.port}"}
    agent = make_berth("agent", network=network, engine=engine, environment=environment)
    agent.spawn()
    both = wait_for("both instances", lambda: (arns := registered(up)) and len(arns) == 2 and arns)
    other = next(arn for arn in both if arn not in first)

    ecs = up.boto("ecs")
    forever = ecs.register_task_definition(**busybox_definition("while true; do sleep 1; done"))
    name = forever["taskDefinition"]["taskDefinitionArn"]
    arns = {}
    for instance in (other, *first):
        started = ecs.start_task(taskDefinition=name, containerInstances=[instance])["tasks"]
        arns[instance] = started[0]["taskArn"]
        wait_for_status(up, arns[instance], "RUNNING")
    assert len(engine.containers("label=com.amazonaws.ecs.task-arn")) == 1

    assert up.stop() == 0
    assert own_engine.all_containers() == []
    assert len(engine.containers("label=com.amazonaws.ecs.task-arn")) == 1
    assert Berth.stop(agent) == 0
