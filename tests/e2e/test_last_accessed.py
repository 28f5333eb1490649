"""Service last accessed details with boto3 and the AWS CLI: out of what was really called."""

import json

import pytest

from harness.clients import CliError
from harness.procedure import ACCOUNT, unique
from harness.refusals import refused

POLICY = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["ecs:List*", "logs:*", "iam:Get*", "iam:Generate*"],
     "Resource": "*"}]}


def make_user(berth, name):
    iam = berth.boto("iam")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def report(iam, arn, **more):
    job = iam.generate_service_last_accessed_details(Arn=arn, **more)["JobId"]
    return job, iam.get_service_last_accessed_details(JobId=job)


def services(details):
    return {each["ServiceNamespace"]: each for each in details["ServicesLastAccessed"]}


def test_what_a_user_used(server):
    iam = server.boto("iam")
    name, other = unique("user"), unique("user")
    key, other_key = make_user(server, name), make_user(server, other)
    arn = iam.create_policy(PolicyName=unique("p"),
                            PolicyDocument=json.dumps(POLICY))["Policy"]["Arn"]
    for user in (name, other):
        iam.attach_user_policy(UserName=user, PolicyArn=arn)
    server.boto("ecs", key).list_clusters()
    refused("AccessDeniedException", server.boto("ecs", key).create_cluster)

    user_arn = f"arn:aws:iam::{ACCOUNT}:user/{name}"
    job, details = report(iam, user_arn)
    assert (details["JobStatus"], details["JobType"]) == ("COMPLETED", "SERVICE_LEVEL")
    found = services(details)
    assert list(found) == ["ecs", "iam", "logs"]
    assert found["ecs"]["ServiceName"] == "Amazon Elastic Container Service"
    assert found["ecs"]["LastAuthenticatedEntity"] == user_arn
    assert found["ecs"]["LastAuthenticatedRegion"] == server.region
    assert found["ecs"]["TotalAuthenticatedEntities"] == 1
    assert "LastAuthenticated" not in found["logs"]

    _, details = report(iam, user_arn, Granularity="ACTION_LEVEL")
    actions = services(details)["ecs"]["TrackedActionsLastAccessed"]
    assert [each["ActionName"] for each in actions if "LastAccessedTime" in each] == [
        "ListClusters"]

    server.boto("logs", other_key).describe_log_groups()
    job, details = report(iam, arn)
    assert services(details)["logs"]["LastAuthenticatedEntity"].endswith(other)
    entities = iam.get_service_last_accessed_details_with_entities(JobId=job,
                                                                   ServiceNamespace="logs")
    listed = [(each["EntityInfo"]["Name"], "LastAuthenticated" in each)
              for each in entities["EntityDetailsList"]]
    assert listed == [(other, True), (name, False)]
    first = iam.get_service_last_accessed_details(JobId=job, MaxItems=1)
    assert first["IsTruncated"]
    rest = iam.get_service_last_accessed_details(JobId=job, Marker=first["Marker"])
    assert [each["ServiceNamespace"] for each in rest["ServicesLastAccessed"]] == ["iam", "logs"]
    # Whoever asked for a report, and nobody else, may read it.
    refused("NoSuchEntity", server.boto("iam", key).get_service_last_accessed_details, JobId=job)


def test_a_report_outlives_a_restart_and_the_cli_reads_it(make_berth):
    berth = make_berth("server", port=4576)
    berth.start()
    key = make_user(berth, "ann")
    document = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "ecs:*", "Resource": "*"}]})
    berth.boto("iam").put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=document)
    berth.boto("ecs", key).list_clusters()
    arn = f"arn:aws:iam::{ACCOUNT}:user/ann"
    job = berth.aws("iam", "generate-service-last-accessed-details", "--arn", arn)["JobId"]
    berth.stop()
    berth.start()
    details = berth.aws("iam", "get-service-last-accessed-details", "--job-id", job)
    assert services(details)["ecs"]["LastAuthenticatedEntity"] == arn
    entities = berth.aws("iam", "get-service-last-accessed-details-with-entities", "--job-id", job,
                         "--service-namespace", "ecs")
    assert [each["EntityInfo"]["Arn"] for each in entities["EntityDetailsList"]] == [arn]
    with pytest.raises(CliError) as error:
        berth.aws("iam", "get-service-last-accessed-details", "--job-id", "0" * 36)
    assert "NoSuchEntity" in error.value.text
    with pytest.raises(CliError) as error:
        berth.aws("iam", "generate-service-last-accessed-details", "--arn", arn + "2")
    assert "NoSuchEntity" in error.value.text
