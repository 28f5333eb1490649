"""Each text with which AWS refuses a policy document, through boto3 and through the AWS CLI."""

import json

import pytest

from harness.clients import CliError
from harness.procedure import ACCOUNT, make_role, unique
from harness.refusals import refused_response

SYNTAX = "Syntax errors in policy."
LEGACY = "The policy failed legacy parsing"
VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
FULL = {"Effect": "Allow", "Action": "ecs:*", "Resource": "*"}


def statement(**changes):
    """A statement with these members instead; None takes one away."""
    return {name: value for name, value in {**FULL, **changes}.items() if value is not None}


def document(*statements, **members):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements), **members})


def resource(text):
    return document(statement(Resource=text))


MANAGED = [
    ("no JSON", "this is no policy", SYNTAX),
    ("no statement", document(), SYNTAX),
    ("unknown version", document(FULL, Version="2013-10-17"), SYNTAX),
    ("older version", document(FULL, Version="2008-10-17"),
     "Policy document must be version 2012-10-17 or greater."),
    ("unknown member", document(FULL, Extra=1), SYNTAX),
    ("mixed-case member", document(statement(Action=None, action="ecs:*")), SYNTAX),
    ("duplicate member", '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Effect":"Deny",'
                         '"Action":"*","Resource":"*"}}', SYNTAX),
    ("Action and NotAction", document(statement(NotAction="iam:*")), SYNTAX),
    ("Resource and NotResource", document(statement(NotResource="*")), SYNTAX),
    ("unknown operator", document(statement(Condition={"Equals": {"aws:username": "x"}})), SYNTAX),
    ("effect in small letters", document(statement(Effect="allow")), LEGACY),
    ("no date", document(statement(Condition={"DateLessThan": {"aws:CurrentTime": "soon"}})),
     LEGACY),
    ("no action", document(statement(Action=None)), "Policy statement must contain actions."),
    ("no resource", document(statement(Resource=[])), "Policy statement must contain resources."),
    ("same ids", document(statement(Sid="a"), statement(Sid="a")),
     "Statement IDs (SID) in a single policy must be unique."),
    ("id with a blank", document(statement(Sid="a b")),
     "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
     "expression [0-9A-Za-z]*"),
    ("no vendor", document(statement(Action="RunTask")), VENDOR),
    ("two colons", document(statement(Action="ecs:Run:Task")),
     "Actions/Condition can contain only one colon."),
    ("wildcard in the vendor", document(statement(Action="e*s:RunTask")), "Vendor e*s is not valid"),
    ("no ARN", resource("role/app"), 'Resource role/app must be in ARN format or "*".'),
    ("unknown partition", resource("arn:azure:ecs:x"),
     'Partition "azure" is not valid for resource "arn:azure:ecs:x:*:*".'),
    ("wildcard for a service", resource("arn:aws:e*s:*"),
     "Resource vendor must be fully qualified and cannot contain regexes."),
    ("IAM with a region", resource("arn:aws:iam:us-east-1:123456789012:role/x"),
     "IAM resource arn:aws:iam:us-east-1:123456789012:role/x cannot contain region information."),
    ("S3 with a region", resource("arn:aws:s3:us-east-1::bucket"),
     "Resource arn:aws:s3:us-east-1::bucket can not contain region information."),
    ("IAM with an unknown path", resource("arn:aws:iam::123456789012:robot/x"),
     'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, '
     "instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, "
     "oidc-provider/, report/, access-report/."),
    ("an empty field too many", resource("arn:aws:s3::bucket"), LEGACY),
    ("a principal", document(statement(Principal="*")),
     "Policy document should not specify a principal."),
]

ASSUME = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}


def trust(**changes):
    return document({name: value for name, value in {**ASSUME, **changes}.items()
                     if value is not None})


def principal(**types):
    return trust(Principal=types)


TRUST = [
    ("no principal", trust(Principal=None), "Missing required field Principal"),
    ("a resource", trust(Resource="*"), "Has prohibited field Resource"),
    ("NotPrincipal", trust(Principal=None, NotPrincipal={"AWS": ACCOUNT}),
     "Has prohibited field NotPrincipal"),
    ("another action", trust(Action="ecs:RunTask"),
     "AssumeRole policy may only specify STS AssumeRole actions."),
    ("no such form", principal(AWS="alice"), 'Invalid principal in policy: "AWS":"alice"'),
    ("no such role", principal(AWS=f"arn:aws:iam::{ACCOUNT}:role/nobody"),
     f'Invalid principal in policy: "AWS":"arn:aws:iam::{ACCOUNT}:role/nobody"'),
    ("a wildcard in an ARN", principal(AWS=f"arn:aws:iam::{ACCOUNT}:role/*"),
     f'Invalid principal in policy: "AWS":"arn:aws:iam::{ACCOUNT}:role/*"'),
    ("a wildcard for services", principal(Service="*"),
     'Invalid principal in policy: "SERVICE":"*"'),
    ("an unknown type", principal(Robot="x"), 'Invalid principal in policy: "Robot":"x"'),
    ("syntax", trust(Principal={}), SYNTAX),
]


def refusal(call, **arguments):
    error = refused_response(call, **arguments)
    return error["ResponseMetadata"]["HTTPStatusCode"], error["Error"]["Code"], \
        error["Error"]["Message"]


def expect_cli(server, text, code, *arguments):
    with pytest.raises(CliError) as refused:
        server.aws(*arguments)
    assert f"({code})" in refused.value.text
    assert text in refused.value.text


@pytest.mark.parametrize("text, message", [row[1:] for row in MANAGED],
                         ids=[row[0] for row in MANAGED])
def test_managed_policies(server, text, message):
    name = unique("refused")
    assert refusal(server.boto("iam").create_policy, PolicyName=name, PolicyDocument=text) == \
        (400, "MalformedPolicyDocument", message)
    expect_cli(server, message, "MalformedPolicyDocument", "iam", "create-policy",
               "--policy-name", name, "--policy-document", text)


@pytest.mark.parametrize("text, message", [row[1:] for row in TRUST], ids=[row[0] for row in TRUST])
def test_trust_policies(server, text, message):
    name = unique("refused")
    assert refusal(server.boto("iam").create_role, RoleName=name,
                   AssumeRolePolicyDocument=text) == (400, "MalformedPolicyDocument", message)
    expect_cli(server, message, "MalformedPolicyDocument", "iam", "create-role", "--role-name", name,
               "--assume-role-policy-document", text)


def test_inline_policies(server):
    """The same checks but for the version, which may be the older one."""
    role = make_role(server, policy=None)
    iam = server.boto("iam")
    put = {"RoleName": role, "PolicyName": "own"}
    iam.put_role_policy(**put, PolicyDocument=document(FULL, Version="2008-10-17"))
    for text, message in ((resource("role/app"), 'Resource role/app must be in ARN format or "*".'),
                          (document(statement(Effect="denY")), LEGACY)):
        assert refusal(iam.put_role_policy, **put, PolicyDocument=text) == \
            (400, "MalformedPolicyDocument", message)
        expect_cli(server, message, "MalformedPolicyDocument", "iam", "put-role-policy",
                   "--role-name", role, "--policy-name", "own", "--policy-document", text)


def test_session_policies(server):
    role = make_role(server, trust=json.loads(trust()), policy=None)
    arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
    for text, message in (("no JSON", SYNTAX), (document(statement(Action="x")), VENDOR)):
        assert refusal(server.boto("sts").assume_role, RoleArn=arn, RoleSessionName="s1",
                       Policy=text) == (400, "MalformedPolicyDocument", message)
        expect_cli(server, message, "MalformedPolicyDocument", "sts", "assume-role", "--role-arn",
                   arn, "--role-session-name", "s1", "--policy", text)


def filled(size):
    """A policy of `size` characters that count; blanks do not."""
    text = document(statement(Resource="arn:aws:ecs:*:*:task/")).replace(" ", "")
    return text.replace("task/", "task/" + "x" * (size - len(text))) + " " * 50


@pytest.mark.parametrize("size, quota", [(6144, "Cannot exceed quota for PolicySize: 6144")])
def test_a_managed_policy_at_its_limit_and_past_it(server, size, quota):
    iam = server.boto("iam")
    iam.create_policy(PolicyName=unique("full"), PolicyDocument=filled(size))
    assert refusal(iam.create_policy, PolicyName=unique("over"),
                   PolicyDocument=filled(size + 1)) == (409, "LimitExceeded", quota)


def test_inline_policies_at_their_limit_and_past_it(server):
    iam = server.boto("iam")
    role = make_role(server, policy=None)
    iam.put_role_policy(RoleName=role, PolicyName="a", PolicyDocument=filled(10000))
    iam.put_role_policy(RoleName=role, PolicyName="b", PolicyDocument=filled(240))
    status, code, message = refusal(iam.put_role_policy, RoleName=role, PolicyName="b",
                                    PolicyDocument=filled(241))
    assert (status, code) == (409, "LimitExceeded")
    assert message == f"Maximum policy size of 10240 bytes exceeded for role {role}"
    user = unique("user")
    iam.create_user(UserName=user)
    iam.put_user_policy(UserName=user, PolicyName="a", PolicyDocument=filled(2048))
    status, code, message = refusal(iam.put_user_policy, UserName=user, PolicyName="a",
                                    PolicyDocument=filled(2049))
    assert (status, code) == (409, "LimitExceeded")
    assert message == f"Maximum policy size of 2048 bytes exceeded for user {user}"


def test_characters_that_documents_may_not_hold(server):
    for character in ("\u0100", "\u0001", "\U0001f600"):
        text = document(FULL, Id="@").replace("@", character)
        status, code, _ = refusal(server.boto("iam").create_policy, PolicyName=unique("odd"),
                                  PolicyDocument=text)
        assert (status, code) == (400, "ValidationError")
    server.boto("iam").create_policy(PolicyName=unique("latin"),
                                     PolicyDocument=document(FULL, Id="\u00fc"))
