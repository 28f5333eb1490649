"""The policy simulator through boto3 and the AWS CLI: it decides as the server itself then does."""

import json

import botocore.exceptions
import pytest

from harness.procedure import ACCOUNT, make_role, make_user, unique

TASK = f"arn:aws:ecs:us-west-2:{ACCOUNT}:task/prod/1"


def document(*statements, indent=None):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=indent)


ALLOW_ECS = {"Effect": "Allow", "Action": "ecs:*", "Resource": "*"}
DENY_STOP = {"Effect": "Deny", "Action": "ecs:Stop*", "Resource": "*"}


def test_custom_policies(server):
    iam = server.boto("iam")
    answer = iam.simulate_custom_policy(
        PolicyInputList=[document(ALLOW_ECS, indent=2), document(DENY_STOP)],
        ActionNames=["ecs:RunTask", "ecs:StopTask", "iam:GetUser"])
    decisions = {each["EvalActionName"]: each for each in answer["EvaluationResults"]}
    assert [each["EvalDecision"] for each in decisions.values()] == \
        ["allowed", "explicitDeny", "implicitDeny"]
    assert decisions["ecs:RunTask"]["MatchedStatements"] == [{
        "SourcePolicyId": "PolicyInputList.1", "SourcePolicyType": "IAM Policy",
        "StartPosition": {"Line": 3, "Column": 17}, "EndPosition": {"Line": 8, "Column": 6}}]
    assert [each["SourcePolicyId"] for each in decisions["ecs:StopTask"]["MatchedStatements"]] == \
        ["PolicyInputList.2"]
    assert decisions["iam:GetUser"]["MatchedStatements"] == []
    assert answer["IsTruncated"] is False


def test_pages(server):
    actions = [f"ecs:Action{number}" for number in range(5)]
    pages = server.boto("iam").get_paginator("simulate_custom_policy").paginate(
        PolicyInputList=[document(ALLOW_ECS)], ActionNames=actions,
        PaginationConfig={"PageSize": 2})
    pages = [[each["EvalActionName"] for each in page["EvaluationResults"]] for page in pages]
    assert pages == [actions[:2], actions[2:4], actions[4:]]


def test_context_and_resources(server):
    own = {"Effect": "Allow", "Action": "ecs:*", "Resource": "arn:aws:ecs:*:*:task/prod/*",
           "Condition": {"NumericLessThan": {"ecs:task-cpu": "1024"}}}
    iam = server.boto("iam")
    request = {"PolicyInputList": [document(own)], "ActionNames": ["ecs:RunTask"],
               "ResourceArns": [TASK, TASK.replace("prod", "dev")]}
    assert iam.get_context_keys_for_custom_policy(PolicyInputList=[document(own)])[
        "ContextKeyNames"] == ["ecs:task-cpu"]
    result, = iam.simulate_custom_policy(**request)["EvaluationResults"]
    assert [each["MissingContextValues"] for each in result["ResourceSpecificResults"]] == \
        [["ecs:task-cpu"], []]
    result, = iam.simulate_custom_policy(**request, ContextEntries=[
        {"ContextKeyName": "ecs:task-cpu", "ContextKeyType": "numeric",
         "ContextKeyValues": ["512"]}])["EvaluationResults"]
    assert [each["EvalResourceDecision"] for each in result["ResourceSpecificResults"]] == \
        ["allowed", "implicitDeny"]


def test_what_is_simulated_is_what_happens(server):
    key = make_user(server, ALLOW_ECS)
    arn = server.boto("sts", key).get_caller_identity()["Arn"]
    boundary = server.boto("iam").create_policy(
        PolicyName=unique("boundary"), PolicyDocument=document(
            {"Effect": "Allow", "Action": "ecs:ListClusters", "Resource": "*"}))["Policy"]["Arn"]
    server.boto("iam").put_user_permissions_boundary(UserName=arn.rsplit("/", 1)[1],
                                                     PermissionsBoundary=boundary)
    answer = server.aws("iam", "simulate-principal-policy", "--policy-source-arn", arn,
                        "--action-names", "ecs:ListClusters", "ecs:ListTaskDefinitions")
    listed, definitions = answer["EvaluationResults"]
    assert listed["EvalDecision"] == "allowed"
    assert listed["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": True}
    assert listed["MatchedStatements"][0]["SourcePolicyId"] == "own"
    assert definitions["EvalDecision"] == "implicitDeny"
    assert definitions["PermissionsBoundaryDecisionDetail"] == \
        {"AllowedByPermissionsBoundary": False}
    server.boto("ecs", key).list_clusters()
    with pytest.raises(botocore.exceptions.ClientError) as denied:
        server.boto("ecs", key).list_task_definitions()
    assert "no permissions boundary allows" in denied.value.response["Error"]["Message"]


def test_roles(server):
    role = make_role(server, policy="arn:aws:iam::aws:policy/AmazonECS_FullAccess")
    arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
    answer = server.aws("iam", "simulate-principal-policy", "--policy-source-arn", arn,
                        "--action-names", "ecs:ListTasks")
    matched = answer["EvaluationResults"][0]["MatchedStatements"]
    assert {each["SourcePolicyId"] for each in matched} == {"AmazonECS_FullAccess"}
    assert "iam:PassedToService" in server.boto("iam").get_context_keys_for_principal_policy(
        PolicySourceArn=arn)["ContextKeyNames"]


def test_refusals(server):
    iam = server.boto("iam")
    nobody = f"arn:aws:iam::{ACCOUNT}:role/nobody"
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.simulate_principal_policy(PolicySourceArn=nobody, ActionNames=["ecs:RunTask"])
    with pytest.raises(iam.exceptions.InvalidInputException) as refused:
        iam.simulate_custom_policy(PolicyInputList=[document(ALLOW_ECS)],
                                   ActionNames=["ecs:RunTask"], ResourceArns=["prod"])
    assert refused.value.response["Error"]["Message"] == \
        "ResourceNames are not in a valid ARN format: prod."
    key = make_user(server, ALLOW_ECS)
    for call in (lambda client: client.simulate_custom_policy(
                    PolicyInputList=[document(ALLOW_ECS)], ActionNames=["ecs:RunTask"]),
                 lambda client: client.simulate_principal_policy(
                     PolicySourceArn=nobody, ActionNames=["ecs:RunTask"])):
        with pytest.raises(botocore.exceptions.ClientError) as denied:
            call(server.boto("iam", key))
        assert denied.value.response["Error"]["Code"] == "AccessDenied"
