"""`berth doctor` named the cause: what stands between a container and its endpoint, and a role that may
not write the log."""

import pytest

from harness.procedure import POLICY, start
from test_doctor import allow, aws_task, berth_of_its_own, doctor, ended, ids, role_with

# What an operator does to the host, by the cause that is possible then.
BROKEN = {
    "firewall-blocks": ["iptables", "-I", "INPUT", "-i", "docker0", "-d", "169.254.170.2", "-p", "tcp",
                        "--dport", "80", "-j", "DROP"],
    "route-lost": ["ip", "address", "delete", "169.254.170.2/32", "dev", "lo"],
}


@pytest.mark.full
@pytest.mark.parametrize("cause", BROKEN)
def test_an_endpoint_that_is_out_of_reach(make_berth, own_network, own_engine, cause):
    berth = berth_of_its_own(make_berth, own_network, own_engine)
    own_network.run(*BROKEN[cause])
    arn = start(berth, aws_task(role=role_with(berth, policy=POLICY),
                                variables={"AWS_METADATA_SERVICE_TIMEOUT": "1"}))
    said = doctor(berth, "--task", ended(berth, arn), status=3)
    assert ids(said) == [] and cause in ids(said, "possible"), said
    assert "no-task-role" in ids(said, "ruledOut")


@pytest.mark.full
def test_a_role_that_may_not_write_the_log(make_berth, own_network, own_engine):
    berth = berth_of_its_own(make_berth, own_network, own_engine,
                             ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE="true")
    arn = start(berth, aws_task(executionRoleArn=role_with(berth, allow("s3:*"))))
    said = doctor(berth, "--task", ended(berth, arn), status=1)
    assert ids(said) == ["log-write-denied"], said
