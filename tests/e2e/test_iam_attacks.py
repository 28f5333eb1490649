"""Attempts to get more than was given, each refused with AWS's own answer."""

import datetime
import json
import re
import time

import pytest

from harness.procedure import ACCOUNT, TRUST, busybox_definition, make_role, make_user, unique
from harness.refusals import refusal

INVALID_TOKEN = "The security token included in the request is invalid."
ROLE = f"arn:aws:iam::{ACCOUNT}:role/"
ACCOUNT_TRUST = {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Principal": {"AWS": ACCOUNT},
                                "Action": "sts:AssumeRole"}]}
LIST = ("ecs", "ListClusters", "{}")


def allow(actions, resource="*", **condition):
    statement = {"Effect": "Allow", "Action": actions, "Resource": resource}
    return {**statement, "Condition": condition} if condition else statement


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def make_policy(server, *statements):
    return server.boto("iam").create_policy(
        PolicyName=unique("policy"), PolicyDocument=document(*statements))["Policy"]["Arn"]


def assume(server, role, key=None):
    session = server.boto("sts", key).assume_role(
        RoleArn=ROLE + role, RoleSessionName="attack")["Credentials"]
    return session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"]


def caller_name(server, key):
    return server.boto("sts", key).get_caller_identity()["Arn"].rsplit("/", 1)[1]


# The confused deputy: ECS is asked to assume a role for another than the role means.

@pytest.mark.parametrize("condition, trusted", [
    ({"ArnLike": {"aws:SourceArn": f"arn:aws:ecs:us-west-2:{ACCOUNT}:*"}}, True),
    ({"ArnLike": {"aws:SourceArn": f"arn:aws:ecs:eu-west-1:{ACCOUNT}:*"}}, False),
    ({"ArnLike": {"aws:SourceArn": "arn:aws:ecs:us-west-2:999999999999:*"}}, False),
    ({"StringEquals": {"aws:SourceAccount": ACCOUNT}}, True),
    ({"StringEquals": {"aws:SourceAccount": "999999999999"}}, False),
])
def test_a_confused_deputy(server, condition, trusted):
    trust = json.loads(json.dumps(TRUST))
    trust["Statement"][0]["Condition"] = condition
    task = busybox_definition("true", role=make_role(server, trust=trust))
    ecs = server.boto("ecs")
    cluster = unique("deputy")
    ecs.create_cluster(clusterName=cluster)
    ecs.register_task_definition(**task)
    call = {"taskDefinition": task["family"], "cluster": cluster, "launchType": "EC2"}
    if trusted:
        # Nothing but an instance is missing.
        code, message = refusal(ecs.run_task, **call)
        assert (code, message) == ("InvalidParameterException",
                                   "No Container Instances were found in your cluster.")
    else:
        code, message = refusal(ecs.run_task, **call)
        assert code == "ClientException"
        assert message.startswith("ECS was unable to assume the role")


# Escalation: getting at more than one's own policies allow.

def test_passing_a_role_with_more_than_ones_own(server):
    small, great = make_role(server), make_role(server)
    key = make_user(server, allow("ecs:*"), allow("iam:PassRole", ROLE + small))
    ecs = server.boto("ecs", key)
    denied = f"is not authorized to perform: iam:PassRole on resource: {ROLE}{great} because no"
    code, message = refusal(ecs.register_task_definition,
                            **busybox_definition("true", role=great))
    assert code == "AccessDeniedException" and denied in message
    task = busybox_definition("true", role=small)
    ecs.register_task_definition(**task)
    cluster = unique("passing")
    ecs.create_cluster(clusterName=cluster)
    # Nor by the back door, when the task is run.
    code, message = refusal(ecs.run_task, cluster=cluster, taskDefinition=task["family"],
                            overrides={"taskRoleArn": ROLE + great})
    assert code == "AccessDeniedException" and denied in message


def test_giving_ones_own_policy_another_version(server):
    iam = server.boto("iam")
    policy = make_policy(server, allow("logs:*"))
    key = make_user(server, allow(["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"],
                                  f"arn:aws:iam::{ACCOUNT}:policy/other-*"))
    iam.attach_user_policy(UserName=caller_name(server, key), PolicyArn=policy)
    own = server.boto("iam", key)
    code, message = refusal(own.create_policy_version, PolicyArn=policy, SetAsDefault=True,
                            PolicyDocument=document(allow("*")))
    assert code == "AccessDenied"
    assert f"iam:CreatePolicyVersion on resource: {policy} because no identity-based" in message
    iam.create_policy_version(PolicyArn=policy, PolicyDocument=document(allow("*")))
    assert refusal(own.set_default_policy_version, PolicyArn=policy,
                   VersionId="v2")[0] == "AccessDenied"
    assert refusal(server.boto("ecs", key).list_clusters)[0] == "AccessDeniedException"


def test_a_boundary_holds_whatever_policies_one_gives_oneself(server):
    iam = server.boto("iam")
    key = make_user(server, allow("iam:*"))
    name = caller_name(server, key)
    iam.put_user_permissions_boundary(
        UserName=name, PermissionsBoundary=make_policy(server, allow("iam:PutUserPolicy")))
    own = server.boto("iam", key)
    own.put_user_policy(UserName=name, PolicyName="more", PolicyDocument=document(allow("*")))
    code, message = refusal(server.boto("ecs", key).list_clusters)
    assert code == "AccessDeniedException"
    assert "because no permissions boundary allows the ecs:ListClusters action" in message
    assert refusal(own.delete_user_permissions_boundary, UserName=name)[0] == "AccessDenied"


def test_joining_a_group_of_administrators(server):
    iam = server.boto("iam")
    group = unique("administrators")
    iam.create_group(GroupName=group)
    iam.put_group_policy(GroupName=group, PolicyName="all", PolicyDocument=document(allow("*")))
    key = make_user(server, allow(["iam:AddUserToGroup", "iam:PutGroupPolicy"],
                                  f"arn:aws:iam::{ACCOUNT}:group/readers"))
    code, message = refusal(server.boto("iam", key).add_user_to_group, GroupName=group,
                            UserName=caller_name(server, key))
    assert code == "AccessDenied"
    assert f"iam:AddUserToGroup on resource: arn:aws:iam::{ACCOUNT}:group/{group}" in message


@pytest.fixture
def delegate(server):
    """One who may make roles and give them policies, within a boundary: client and boundary."""
    boundary = make_policy(server, allow("logs:*"))
    key = make_user(
        server,
        allow(["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy",
               "iam:PutRolePermissionsBoundary"],
              StringEquals={"iam:PermissionsBoundary": boundary}),
        allow(["iam:GetRole"]))
    return server.boto("iam", key), boundary


def test_a_delegate_makes_no_role_without_the_boundary(server, delegate):
    iam, boundary = delegate
    name, trust = unique("delegated"), json.dumps(ACCOUNT_TRUST)
    assert refusal(iam.create_role, RoleName=name,
                   AssumeRolePolicyDocument=trust)[0] == "AccessDenied"
    other = make_policy(server, allow("*"))
    assert refusal(iam.create_role, RoleName=name, AssumeRolePolicyDocument=trust,
                   PermissionsBoundary=other)[0] == "AccessDenied"
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust, PermissionsBoundary=boundary)
    assert refusal(iam.put_role_permissions_boundary, RoleName=name,
                   PermissionsBoundary=other)[0] == "AccessDenied"
    assert refusal(iam.delete_role_permissions_boundary, RoleName=name)[0] == "AccessDenied"


def test_a_delegate_gives_no_role_more_than_the_boundary(server, delegate):
    iam, boundary = delegate
    unbounded = make_role(server, trust=ACCOUNT_TRUST, policy=None)
    everything = make_policy(server, allow("*"))
    for call, arguments in (
            (iam.attach_role_policy, {"PolicyArn": everything}),
            (iam.put_role_policy, {"PolicyName": "p", "PolicyDocument": document(allow("*"))})):
        assert refusal(call, RoleName=unbounded, **arguments)[0] == "AccessDenied"
    bounded = unique("bounded")
    iam.create_role(RoleName=bounded, AssumeRolePolicyDocument=json.dumps(ACCOUNT_TRUST),
                    PermissionsBoundary=boundary)
    iam.attach_role_policy(RoleName=bounded, PolicyArn=everything)
    session = assume(server, bounded, make_user(server, allow("sts:AssumeRole")))
    server.boto("logs", session).describe_log_groups()
    code, message = refusal(server.boto("ecs", session).list_clusters)
    assert code == "AccessDeniedException"
    assert "because no permissions boundary allows the ecs:ListClusters action" in message


def test_letting_oneself_into_anothers_role(server):
    iam = server.boto("iam")
    role = unique("admin")
    iam.create_role(RoleName=role, Path="/admin/", AssumeRolePolicyDocument=json.dumps(TRUST))
    key = make_user(server, allow("sts:AssumeRole"),
                    allow("iam:UpdateAssumeRolePolicy", ROLE + "dev/*"))
    code, message = refusal(server.boto("iam", key).update_assume_role_policy, RoleName=role,
                            PolicyDocument=json.dumps(ACCOUNT_TRUST))
    assert code == "AccessDenied"
    assert f"iam:UpdateAssumeRolePolicy on resource: {ROLE}admin/{role}" in message
    code, message = refusal(server.boto("sts", key).assume_role, RoleArn=f"{ROLE}admin/{role}",
                            RoleSessionName="attack")
    assert code == "AccessDenied" and "sts:AssumeRole" in message


# Trust is of unique ids: a namesake made later has none of it.

def test_a_namesake_of_a_trusted_role(server):
    iam = server.boto("iam")
    inner = make_role(server, trust=ACCOUNT_TRUST, policy=None)
    # The role that is trusted needs no policy for it, nor does its namesake have one.
    outer = make_role(server, policy=None, trust={
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": ROLE + inner},
                       "Action": "sts:AssumeRole"}]})
    caller = make_user(server, allow("sts:AssumeRole"))
    first_id = iam.get_role(RoleName=inner)["Role"]["RoleId"]
    assume(server, outer, assume(server, inner, caller))
    iam.delete_role(RoleName=inner)
    iam.create_role(RoleName=inner, AssumeRolePolicyDocument=json.dumps(ACCOUNT_TRUST))
    shown = iam.get_role(RoleName=outer)["Role"]["AssumeRolePolicyDocument"]
    assert shown["Statement"][0]["Principal"] == {"AWS": first_id}
    assert first_id.startswith("AROA")
    session = assume(server, inner, caller)
    code, _ = refusal(server.boto("sts", session).assume_role, RoleArn=ROLE + outer,
                      RoleSessionName="attack")
    assert code == "AccessDenied"
    # What GetRole shows cannot be put back.
    code, message = refusal(iam.update_assume_role_policy, RoleName=outer,
                            PolicyDocument=json.dumps(shown))
    assert (code, message) == ("MalformedPolicyDocument",
                               f'Invalid principal in policy: "AWS":"{first_id}"')


@pytest.mark.parametrize("principal, shown", [
    ({"AWS": f"{ROLE}nobody"}, f'"AWS":"{ROLE}nobody"'),
    ({"AWS": f"arn:aws:iam::{ACCOUNT}:user/nobody"}, f'"AWS":"arn:aws:iam::{ACCOUNT}:user/nobody"'),
    ({"Service": "ecs-task.amazonaws.com"}, '"SERVICE":"ecs-task.amazonaws.com"'),
    ({"Service": "ecs-tasks.example.com"}, '"SERVICE":"ecs-tasks.example.com"'),
])
def test_principals_that_are_not_there(server, principal, shown):
    trust = {"Version": "2012-10-17",
             "Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}]}
    assert refusal(server.boto("iam").create_role, RoleName=unique("never"),
                   AssumeRolePolicyDocument=json.dumps(trust)) == (
        "MalformedPolicyDocument", f"Invalid principal in policy: {shown}")


# Sessions whose time is over.

def test_a_session_after_its_role_is_gone(server):
    role = make_role(server, trust=ACCOUNT_TRUST, policy=None)
    session = assume(server, role)
    server.boto("sts", session).get_caller_identity()
    server.boto("iam").delete_role(RoleName=role)
    expect_invalid(server, session)
    # Nor does a new role of that name bring it back.
    make_role(server, role, trust=ACCOUNT_TRUST)
    expect_invalid(server, session)


def test_sessions_that_were_revoked(server):
    """What the console's "Revoke active sessions" does."""
    role = make_role(server, trust=ACCOUNT_TRUST)
    before = assume(server, role)
    server.boto("ecs", before).list_clusters()
    time.sleep(1.1)
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    server.boto("iam").put_role_policy(
        RoleName=role, PolicyName="AWSRevokeOlderSessions", PolicyDocument=document(
            {"Effect": "Deny", "Action": ["*"], "Resource": ["*"],
             "Condition": {"DateLessThan": {"aws:TokenIssueTime": now}}}))
    code, message = refusal(server.boto("ecs", before).list_clusters)
    assert code == "AccessDeniedException"
    assert "with an explicit deny in an identity-based policy" in message
    server.boto("ecs", assume(server, role)).list_clusters()


# Session tokens that are not what was given.

@pytest.fixture
def sessions(server):
    role = make_role(server, trust=ACCOUNT_TRUST)
    return assume(server, role), assume(server, role)


def expect_invalid(server, key):
    answer = server.raw(*LIST, key=key)
    assert (answer.status, answer.code) == (400, "UnrecognizedClientException"), key
    assert INVALID_TOKEN in answer.text
    answer = server.raw("iam", "ListRoles", "", key=key)
    assert (answer.status, answer.code) == (403, "InvalidClientTokenId"), key


def test_a_token_that_was_cut(server, sessions):
    key_id, secret, token = sessions[0]
    for cut in (token[:-1], token[:-4], token[4:], token[:16], "x", token + "AAAA"):
        expect_invalid(server, (key_id, secret, cut))


def test_a_temporary_key_without_its_token(server, sessions):
    expect_invalid(server, sessions[0][:2])


def test_a_token_of_another_key(server, sessions):
    (first_id, first_secret, first_token), (second_id, second_secret, second_token) = sessions
    expect_invalid(server, (first_id, first_secret, second_token))
    expect_invalid(server, (second_id, second_secret, first_token))
    # With both of the other's, the secret is wrong.
    answer = server.raw(*LIST, key=(first_id, second_secret, first_token))
    assert (answer.status, answer.code) == (400, "InvalidSignatureException")
    # Nor does a token stand beside a key that needs none.
    expect_invalid(server, (*server.keys(), first_token))
    expect_invalid(server, (*make_user(server, allow("*")), first_token))


def test_a_token_of_another_installation(server, make_berth):
    other = make_berth("server", port=4571).start()
    role = make_role(other, trust=ACCOUNT_TRUST)
    session = assume(other, role)
    other.boto("ecs", session).list_clusters()
    make_role(server, role, trust=ACCOUNT_TRUST)
    expect_invalid(server, session)


# A signature used for what it was not made for.

def rescope(**parts):
    """Changes the region or the service that the Authorization header says."""
    def change(request):
        header = request.headers["Authorization"]
        found = re.search(r"Credential=([^/]+)/(\d+)/([^/]+)/([^/]+)/aws4_request", header)
        key_id, day, region, service = found.groups()
        scope = f"{key_id}/{day}/{parts.get('region', region)}/{parts.get('service', service)}"
        del request.headers["Authorization"]
        request.headers["Authorization"] = header.replace(
            found.group(0), f"Credential={scope}/aws4_request")
    return change


def test_a_signature_replayed_in_another_region(server):
    assert server.raw(*LIST).status == 200
    answer = server.raw(*LIST, change=rescope(region="eu-west-1"))
    assert (answer.status, answer.code) == (400, "InvalidSignatureException")
    # A host of one region takes no signature for another.
    answer = server.raw(*LIST, headers={"Host": "ecs.eu-west-1.amazonaws.com"})
    assert (answer.status, answer.code) == (400, "InvalidSignatureException")
    assert "Credential should be scoped to a valid region" in answer.text
    assert server.raw(*LIST, headers={"Host": "ecs.us-west-2.amazonaws.com"}).status == 200


def test_a_signature_replayed_at_another_service(server):
    answer = server.raw("sts", "GetCallerIdentity", "", change=rescope(service="iam"))
    assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch")

    def ask_iam(request):
        request.data = b"Action=ListRoles&Version=2010-05-08"
    answer = server.raw("sts", "GetCallerIdentity", "", change=ask_iam)
    assert answer.status in (400, 403)
    assert answer.code in ("SignatureDoesNotMatch", "InvalidAction")
    assert "<Roles>" not in answer.text


def test_a_signature_replayed_by_another_user(server):
    mine, victim = make_user(server), server.keys()

    def change(request):
        header = request.headers["Authorization"]
        del request.headers["Authorization"]
        request.headers["Authorization"] = header.replace(mine[0], victim[0])
    answer = server.raw("iam", "ListRoles", "", key=mine, change=change)
    assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch")


# Documents at their limits, as they come over the wire.

def filled(size, begin, end):
    return begin + "a" * (size - len(begin) - len(end)) + end


STATEMENT = ('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecs:*",'
             '"Resource":"arn:aws:ecs:::', '"}}')
TRUSTING = ('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":'
            '"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole","Sid":"', '"}}')


def test_documents_at_and_over_their_limits(server):
    iam = server.boto("iam")
    user, group, role = unique("full"), unique("full"), make_role(server, policy=None)
    iam.create_user(UserName=user)
    iam.create_group(GroupName=group)
    for size, kind, name, put in (
            (2048, "user", user, lambda text: iam.put_user_policy(
                UserName=user, PolicyName="p", PolicyDocument=text)),
            (5120, "group", group, lambda text: iam.put_group_policy(
                GroupName=group, PolicyName="p", PolicyDocument=text)),
            (10240, "role", role, lambda text: iam.put_role_policy(
                RoleName=role, PolicyName="p", PolicyDocument=text))):
        put(filled(size, *STATEMENT))
        put(filled(size, *STATEMENT).replace(",", " ,\n\t "))
        assert refusal(put, text=filled(size + 1, *STATEMENT)) == (
            "LimitExceeded", f"Maximum policy size of {size} bytes exceeded for {kind} {name}")
    policy = unique("full")
    assert refusal(iam.create_policy, PolicyName=policy,
                   PolicyDocument=filled(6145, *STATEMENT)) == (
        "LimitExceeded", "Cannot exceed quota for PolicySize: 6144")
    iam.create_policy(PolicyName=policy, PolicyDocument=filled(6144, *STATEMENT))
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=filled(2048, *TRUSTING))
    assert refusal(iam.update_assume_role_policy, RoleName=role,
                   PolicyDocument=filled(2049, *TRUSTING)) == (
        "LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048")


def test_a_document_at_and_over_what_the_wire_takes(server):
    """131,072 characters of which few count, and one more."""
    iam = server.boto("iam")
    role = make_role(server, policy=None)
    text = filled(300, *STATEMENT)
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=text + " " * (131072 - 300))
    code, message = refusal(iam.put_role_policy, RoleName=role, PolicyName="p",
                            PolicyDocument=text + " " * (131073 - 300))
    assert code == "ValidationError" and "131072" in message


# Names that are not what they seem.

@pytest.mark.parametrize("name", ["käthe", "a\0b", "ann\u200b", "ａｎｎ", "a/b", "a*", "a?", "a\nb",
                                  " ", "../root", "a:b", "\ud83d\ude00"])
def test_names_with_other_characters(server, name):
    iam, trust = server.boto("iam"), json.dumps(TRUST)
    name = name.encode("utf-16", "surrogatepass").decode("utf-16")
    for call, arguments in (
            (iam.create_user, {"UserName": name}),
            (iam.create_group, {"GroupName": name}),
            (iam.create_role, {"RoleName": name, "AssumeRolePolicyDocument": trust}),
            (iam.create_policy, {"PolicyName": name, "PolicyDocument": document(allow("ecs:*"))}),
            (iam.create_instance_profile, {"InstanceProfileName": name})):
        assert refusal(call, **arguments)[0] == "ValidationError", call


@pytest.mark.parametrize("encoded", ["a%00b", "a%00", "%00", "ann%C3%28", "%FF%FE"])
def test_names_encoded_by_hand(server, encoded):
    for operation, member in (("CreateUser", "UserName"), ("GetUser", "UserName"),
                              ("CreateGroup", "GroupName"), ("GetRole", "RoleName")):
        answer = server.raw("iam", operation, f"{member}={encoded}")
        assert answer.status == 400, operation
        # A body that is no UTF-8 is none that names an action.
        assert answer.code in ("ValidationError", "MissingAction")


def test_a_name_is_not_cut_at_a_nul(server):
    """Where it were, a policy for "a" would be one for "a\\0b"."""
    iam = server.boto("iam")
    name = unique("nul")
    iam.create_user(UserName=name)
    answer = server.raw("iam", "DeleteUser", f"UserName={name}%00x")
    assert answer.status == 400
    iam.get_user(UserName=name)


def test_session_names_with_other_characters(server):
    role = make_role(server, trust=ACCOUNT_TRUST)
    for name in ("a/b", "käthe", "x\0y", "a:b", "a b"):
        assert refusal(server.boto("sts").assume_role, RoleArn=ROLE + role,
                       RoleSessionName=name)[0] == "ValidationError"
