"""Each of AWS's sentences about a denied call, through boto3 and through the AWS CLI.

A resource-based policy's two sentences are the unit tests' (denial_message_test.cpp): no service
here has such policies but for the trust policies of roles."""

import json

import botocore.exceptions
import pytest

from harness.clients import CliError
from harness.procedure import ACCOUNT, make_role, make_user, unique

ALLOW_ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
ALLOW_LOGS = {"Effect": "Allow", "Action": "logs:*", "Resource": "*"}
DENY_LIST = {"Effect": "Deny", "Action": "ecs:ListClusters", "Resource": "*"}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def arn_of(server, key):
    return server.boto("sts", key).get_caller_identity()["Arn"]


def expect_denied(server, key, ending, action="ecs:ListClusters", resource="*"):
    """ListClusters is denied to `key` with AWS's sentence, whichever client asks."""
    sentence = (f"User: {arn_of(server, key)} is not authorized to perform: {action} "
                f"on resource: {resource} {ending}")
    with pytest.raises(botocore.exceptions.ClientError) as denied:
        server.boto("ecs", key).list_clusters()
    assert denied.value.response["Error"]["Message"] == sentence
    assert denied.value.response["Error"]["Code"] == "AccessDeniedException"
    assert denied.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    with pytest.raises(CliError) as denied:
        server.aws("ecs", "list-clusters", key=key)
    assert "(AccessDeniedException)" in denied.value.text
    assert sentence in denied.value.text


def policy(server, *statements):
    return server.boto("iam").create_policy(PolicyName=unique("policy"),
                                            PolicyDocument=document(*statements))["Policy"]["Arn"]


def bounded_user(server, *boundary):
    key = make_user(server, ALLOW_ALL)
    name = arn_of(server, key).rsplit("/", 1)[1]
    server.boto("iam").put_user_permissions_boundary(UserName=name,
                                                     PermissionsBoundary=policy(server, *boundary))
    return key


def session(server, *statements):
    """A session of an administrator's role with a session policy of these statements."""
    role = make_role(server, policy=None, trust=trust(
        {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}))
    server.boto("iam").put_role_policy(RoleName=role, PolicyName="all",
                                       PolicyDocument=document(ALLOW_ALL))
    made = server.boto("sts").assume_role(
        RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{role}", RoleSessionName="s1",
        Policy=document(*statements))["Credentials"]
    return made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"]


def test_no_identity_based_policy(server):
    expect_denied(server, make_user(server, ALLOW_LOGS),
                  "because no identity-based policy allows the ecs:ListClusters action")


def test_a_deny_in_an_inline_policy(server):
    expect_denied(server, make_user(server, ALLOW_ALL, DENY_LIST),
                  "with an explicit deny in an identity-based policy")


def test_a_deny_in_a_managed_policy_names_it(server):
    key = make_user(server, ALLOW_ALL)
    arn = policy(server, DENY_LIST)
    server.boto("iam").attach_user_policy(UserName=arn_of(server, key).rsplit("/", 1)[1],
                                          PolicyArn=arn)
    expect_denied(server, key, f"with an explicit deny in an identity-based policy: {arn}")


def test_no_permissions_boundary(server):
    expect_denied(server, bounded_user(server, ALLOW_LOGS),
                  "because no permissions boundary allows the ecs:ListClusters action")


def test_a_deny_in_a_permissions_boundary(server):
    key = bounded_user(server, ALLOW_ALL, DENY_LIST)
    name = arn_of(server, key).rsplit("/", 1)[1]
    boundary = server.boto("iam").get_user(UserName=name)["User"]["PermissionsBoundary"]
    expect_denied(server, key, "with an explicit deny in a permissions boundary: "
                  + boundary["PermissionsBoundaryArn"])


def test_no_session_policy(server):
    expect_denied(server, session(server, ALLOW_LOGS),
                  "because no session policy allows the ecs:ListClusters action")


def test_a_deny_in_a_session_policy(server):
    expect_denied(server, session(server, ALLOW_ALL, DENY_LIST),
                  "with an explicit deny in a session policy")


def expect_not_assumed(server, key, role, ending):
    """The same for sts:AssumeRole, which speaks XML and answers with 403."""
    arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
    sentence = (f"User: {arn_of(server, key)} is not authorized to perform: sts:AssumeRole "
                f"on resource: {arn} {ending}")
    with pytest.raises(botocore.exceptions.ClientError) as denied:
        server.boto("sts", key).assume_role(RoleArn=arn, RoleSessionName="s1")
    assert denied.value.response["Error"]["Message"] == sentence
    assert denied.value.response["Error"]["Code"] == "AccessDenied"
    assert denied.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    with pytest.raises(CliError) as denied:
        server.aws("sts", "assume-role", "--role-arn", arn, "--role-session-name", "s1", key=key)
    assert "(AccessDenied)" in denied.value.text
    assert sentence in denied.value.text


def test_no_role_trust_policy(server):
    expect_not_assumed(server, make_user(server, ALLOW_ALL), make_role(server, policy=None),
                       "because no role trust policy allows the sts:AssumeRole action")


def test_a_deny_in_a_role_trust_policy(server):
    key = make_user(server, ALLOW_ALL)
    role = make_role(server, policy=None, trust=trust(
        {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"},
        {"Effect": "Deny", "Principal": {"AWS": arn_of(server, key)}, "Action": "sts:AssumeRole"}))
    expect_not_assumed(server, key, role, "with an explicit deny in a role trust policy")


def test_an_account_that_is_trusted_still_has_to_allow(server):
    role = make_role(server, policy=None, trust=trust(
        {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}))
    expect_not_assumed(server, make_user(server, ALLOW_LOGS), role,
                       "because no identity-based policy allows the sts:AssumeRole action")
