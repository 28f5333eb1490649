"""Groups, what hangs on policies, and the account: by boto3 and by the AWS CLI."""

import json

import pytest

from harness.clients import CliError
from harness.procedure import ACCOUNT, TRUST, unique
from harness.refusals import refusal

ALLOW_ECS = {"Version": "2012-10-17",
             "Statement": [{"Effect": "Allow", "Action": "ecs:*", "Resource": "*"}]}
ECS_FULL = "arn:aws:iam::aws:policy/AmazonECS_FullAccess"


def code_of(call, **arguments):
    return refusal(call, **arguments)[0]


@pytest.fixture
def user(server):
    """A user without policies: name and key."""
    iam = server.boto("iam")
    name = unique("member")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return name, (key["AccessKeyId"], key["SecretAccessKey"])


@pytest.fixture
def group(server):
    name = unique("group")
    server.boto("iam").create_group(GroupName=name, Path="/teams/")
    return name


def test_a_group_gives_its_users_what_it_is_allowed(server, user, group):
    iam, (name, key) = server.boto("iam"), user
    ecs = server.boto("ecs", key)
    iam.put_group_policy(GroupName=group, PolicyName="ecs", PolicyDocument=json.dumps(ALLOW_ECS))
    assert code_of(ecs.list_clusters) == "AccessDeniedException"
    iam.add_user_to_group(GroupName=group, UserName=name)
    ecs.list_clusters()
    assert [each["UserName"] for each in iam.get_group(GroupName=group)["Users"]] == [name]
    assert [each["GroupName"] for each in
            iam.list_groups_for_user(UserName=name)["Groups"]] == [group]
    assert iam.get_group_policy(GroupName=group, PolicyName="ecs")["PolicyDocument"] == ALLOW_ECS
    assert code_of(iam.delete_group, GroupName=group) == "DeleteConflict"
    assert code_of(iam.delete_user, UserName=name) == "DeleteConflict"
    iam.delete_group_policy(GroupName=group, PolicyName="ecs")
    assert code_of(ecs.list_clusters) == "AccessDeniedException"
    iam.attach_group_policy(GroupName=group, PolicyArn=ECS_FULL)
    ecs.list_clusters()
    iam.remove_user_from_group(GroupName=group, UserName=name)
    assert code_of(ecs.list_clusters) == "AccessDeniedException"
    iam.detach_group_policy(GroupName=group, PolicyArn=ECS_FULL)
    iam.delete_group(GroupName=group)
    assert code_of(iam.get_group, GroupName=group) == "NoSuchEntity"


def test_a_session_of_a_user_has_the_groups_policies(server, user, group):
    iam, (name, key) = server.boto("iam"), user
    iam.attach_group_policy(GroupName=group, PolicyArn=ECS_FULL)
    iam.add_user_to_group(GroupName=group, UserName=name)
    session = server.boto("sts", key).get_session_token()["Credentials"]
    temporary = (session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
    server.boto("ecs", temporary).list_clusters()
    iam.remove_user_from_group(GroupName=group, UserName=name)
    assert code_of(server.boto("ecs", temporary).list_clusters) == "AccessDeniedException"


def test_the_members_of_a_group_come_in_pages(server, group):
    iam = server.boto("iam")
    names = sorted(unique("page") for _ in range(5))
    for name in names:
        iam.create_user(UserName=name)
        iam.add_user_to_group(GroupName=group, UserName=name)
    pages = list(iam.get_paginator("get_group").paginate(
        GroupName=group, PaginationConfig={"PageSize": 2}))
    assert len(pages) == 3
    assert sorted(user["UserName"] for page in pages for user in page["Users"]) == names
    listed = [each["GroupName"] for page in iam.get_paginator("list_groups").paginate(
        PathPrefix="/teams/", PaginationConfig={"PageSize": 1}) for each in page["Groups"]]
    assert group in listed


def test_groups_by_the_cli(server, user):
    name, _ = user
    group = unique("cli-group")
    made = server.aws("iam", "create-group", "--group-name", group, "--path", "/cli/")["Group"]
    assert made["Arn"] == f"arn:aws:iam::{ACCOUNT}:group/cli/{group}"
    assert made["GroupId"].startswith("AGPA") and len(made["GroupId"]) == 21
    with pytest.raises(CliError, match=rf"\(EntityAlreadyExists\).*Group with name {group.upper()} "
                                       "already exists."):
        server.aws("iam", "create-group", "--group-name", group.upper())
    server.aws("iam", "add-user-to-group", "--group-name", group, "--user-name", name)
    shown = server.aws("iam", "get-group", "--group-name", group)
    assert [each["UserName"] for each in shown["Users"]] == [name]
    server.aws("iam", "attach-group-policy", "--group-name", group, "--policy-arn", ECS_FULL)
    with pytest.raises(CliError, match="Cannot delete entity, must detach all policies first."):
        server.aws("iam", "delete-group", "--group-name", group)
    entities = server.aws("iam", "list-entities-for-policy", "--policy-arn", ECS_FULL,
                          "--entity-filter", "Group")
    assert group in [each["GroupName"] for each in entities["PolicyGroups"]]
    assert not entities["PolicyUsers"] and not entities["PolicyRoles"]
    granting = server.aws("iam", "list-policies-granting-service-access", "--arn",
                          f"arn:aws:iam::{ACCOUNT}:user/{name}", "--service-namespaces", "ecs",
                          "kinesis")["PoliciesGrantingServiceAccess"]
    assert granting[0]["Policies"] == [{"PolicyName": "AmazonECS_FullAccess",
                                        "PolicyType": "MANAGED", "PolicyArn": ECS_FULL}]
    assert granting[1] == {"ServiceNamespace": "kinesis", "Policies": []}
    server.aws("iam", "update-group", "--group-name", group, "--new-group-name", f"{group}-2")
    with pytest.raises(CliError, match=rf"\(NoSuchEntity\).*The group with name {group} cannot be "
                                       "found."):
        server.aws("iam", "get-group", "--group-name", group)


def test_tags_of_policies_and_profiles(server):
    iam = server.boto("iam")
    policy = iam.create_policy(PolicyName=unique("tagged"), PolicyDocument=json.dumps(ALLOW_ECS),
                               Tags=[{"Key": "team", "Value": "a"}])["Policy"]["Arn"]
    iam.tag_policy(PolicyArn=policy, Tags=[{"Key": "größe", "Value": "groß"}])
    tags = iam.list_policy_tags(PolicyArn=policy)["Tags"]
    assert {"Key": "größe", "Value": "groß"} in tags and len(tags) == 2
    iam.untag_policy(PolicyArn=policy, TagKeys=["team"])
    assert iam.get_policy(PolicyArn=policy)["Policy"]["Tags"] == [
        {"Key": "größe", "Value": "groß"}]
    profile = unique("profile")
    iam.create_instance_profile(InstanceProfileName=profile)
    iam.tag_instance_profile(InstanceProfileName=profile, Tags=[{"Key": "a", "Value": ""}])
    assert iam.list_instance_profile_tags(InstanceProfileName=profile)["Tags"] == [
        {"Key": "a", "Value": ""}]
    iam.untag_instance_profile(InstanceProfileName=profile, TagKeys=["a"])
    assert iam.list_instance_profile_tags(InstanceProfileName=profile)["Tags"] == []


def test_who_may_tag_a_policy_by_the_tag(server):
    iam = server.boto("iam")
    policy = iam.create_policy(PolicyName=unique("tagged"),
                               PolicyDocument=json.dumps(ALLOW_ECS))["Policy"]["Arn"]
    name = unique("tagger")
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "iam:TagPolicy", "Resource": policy,
                       "Condition": {"StringEquals": {"aws:RequestTag/team": "a"},
                                     "ForAllValues:StringEquals": {"aws:TagKeys": "team"}}}]}))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    tagger = server.boto("iam", (key["AccessKeyId"], key["SecretAccessKey"]))
    tagger.tag_policy(PolicyArn=policy, Tags=[{"Key": "team", "Value": "a"}])
    for tags in ([{"Key": "team", "Value": "b"}],
                 [{"Key": "team", "Value": "a"}, {"Key": "other", "Value": "a"}]):
        assert code_of(tagger.tag_policy, PolicyArn=policy, Tags=tags) == "AccessDenied"


def test_the_accounts_alias(server):
    alias = unique("account-alias")
    server.aws("iam", "create-account-alias", "--account-alias", alias)
    assert server.aws("iam", "list-account-aliases")["AccountAliases"] == [alias]
    iam = server.boto("iam")
    assert code_of(iam.create_account_alias, AccountAlias=alias) == "EntityAlreadyExists"
    assert code_of(iam.create_account_alias, AccountAlias="Has--Capitals") == "ValidationError"
    assert code_of(iam.delete_account_alias, AccountAlias="another") == "NoSuchEntity"
    iam.delete_account_alias(AccountAlias=alias)
    assert iam.list_account_aliases()["AccountAliases"] == []


def test_the_accounts_summary(server):
    before = server.aws("iam", "get-account-summary")["SummaryMap"]
    server.boto("iam").create_group(GroupName=unique("summed"))
    after = server.boto("iam").get_account_summary()["SummaryMap"]
    assert after["Groups"] == before["Groups"] + 1
    assert (after["GroupsQuota"], after["AssumeRolePolicySizeQuota"]) == (300, 2048)
    assert set(before) == set(after) and len(after) == 34


def test_the_accounts_authorization_details(server, user, group):
    iam, (name, _) = server.boto("iam"), user
    iam.add_user_to_group(GroupName=group, UserName=name)
    iam.put_group_policy(GroupName=group, PolicyName="own", PolicyDocument=json.dumps(ALLOW_ECS))
    policy = iam.create_policy(PolicyName=unique("detail"),
                               PolicyDocument=json.dumps(ALLOW_ECS))["Policy"]["Arn"]
    role, profile = unique("detail-role"), unique("detail-profile")
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps(TRUST))
    iam.attach_role_policy(RoleName=role, PolicyArn=policy)
    iam.create_instance_profile(InstanceProfileName=profile)
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)

    pages = list(iam.get_paginator("get_account_authorization_details").paginate(
        PaginationConfig={"PageSize": 3}))
    assert len(pages) > 1
    whole = iam.get_account_authorization_details(MaxItems=1000)
    for kind, key in (("UserDetailList", "UserId"), ("GroupDetailList", "GroupId"),
                      ("RoleDetailList", "RoleId"), ("Policies", "Arn")):
        assert [each[key] for page in pages for each in page[kind]] == [
            each[key] for each in whole[kind]]
    users = {each["UserName"]: each for each in whole["UserDetailList"]}
    assert users[name]["GroupList"] == [group]
    groups = {each["GroupName"]: each for each in whole["GroupDetailList"]}
    assert groups[group]["GroupPolicyList"] == [
        {"PolicyName": "own", "PolicyDocument": ALLOW_ECS}]
    roles = {each["RoleName"]: each for each in whole["RoleDetailList"]}
    assert roles[role]["AssumeRolePolicyDocument"] == TRUST
    assert roles[role]["AttachedManagedPolicies"][0]["PolicyArn"] == policy
    [shown] = roles[role]["InstanceProfileList"]
    assert shown["InstanceProfileName"] == profile
    assert shown["Roles"][0]["AssumeRolePolicyDocument"] == TRUST
    policies = {each["Arn"]: each for each in whole["Policies"]}
    assert policies[policy]["AttachmentCount"] == 1
    assert policies[policy]["PolicyVersionList"][0]["Document"] == ALLOW_ECS
    only = server.aws("iam", "get-account-authorization-details", "--filter", "Group")
    assert only["UserDetailList"] == [] and only["GroupDetailList"]
