"""The records around IAM's identities, with boto3 and the AWS CLI."""

import csv
import io
import json

import pytest

from harness.authenticator import code
from harness.clients import CliError
from harness.procedure import ACCOUNT, unique
from harness.refusals import refused


@pytest.fixture
def iam(server):
    return server.boto("iam")


@pytest.fixture
def user(iam):
    name = unique("user")
    iam.create_user(UserName=name)
    return name


def test_openid_connect_providers(server, iam):
    host = unique("idp") + ".example.com"
    made = server.aws("iam", "create-open-id-connect-provider", "--url", f"https://{host}",
                      "--client-id-list", "app", "--thumbprint-list", "a" * 40,
                      "--tags", "Key=Team,Value=a")
    arn = made["OpenIDConnectProviderArn"]
    assert arn == f"arn:aws:iam::{ACCOUNT}:oidc-provider/{host}"
    # boto3 of Debian 12 wants thumbprints; today's clients do not.
    refused("EntityAlreadyExists", iam.create_open_id_connect_provider, Url=f"https://{host}",
            ThumbprintList=["a" * 40])
    refused("InvalidInput", iam.create_open_id_connect_provider, Url=f"http://{host}",
            ThumbprintList=["a" * 40])
    iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="web")
    iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=arn,
                                                       ClientID="app")
    iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn,
                                                   ThumbprintList=["B" * 40])
    got = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert (got["Url"], got["ClientIDList"], got["ThumbprintList"]) == (host, ["web"], ["b" * 40])
    assert {"Arn": arn} in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=arn, TagKeys=["Team"])
    assert iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=arn)["Tags"] == []
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    refused("NoSuchEntity", iam.get_open_id_connect_provider, OpenIDConnectProviderArn=arn)


def test_saml_providers(iam):
    name = unique("corp")
    metadata = ('<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" '
                'entityID="https://corp">' + " " * 1000 + "</EntityDescriptor>")
    arn = iam.create_saml_provider(Name=name, SAMLMetadataDocument=metadata,
                                   Tags=[{"Key": "a", "Value": "b"}])["SAMLProviderArn"]
    assert iam.get_saml_provider(SAMLProviderArn=arn)["SAMLMetadataDocument"] == metadata
    refused("InvalidInput", iam.update_saml_provider, SAMLProviderArn=arn,
            SAMLMetadataDocument="x" * 1000)
    assert arn in [each["Arn"] for each in iam.list_saml_providers()["SAMLProviderList"]]
    assert iam.list_saml_provider_tags(SAMLProviderArn=arn)["Tags"] == [{"Key": "a", "Value": "b"}]
    iam.delete_saml_provider(SAMLProviderArn=arn)
    refused("NoSuchEntity", iam.get_saml_provider, SAMLProviderArn=arn)


def test_service_linked_roles(server, iam):
    role = server.aws("iam", "create-service-linked-role", "--aws-service-name",
                      "ecs.amazonaws.com")["Role"]
    assert role["RoleName"] == "AWSServiceRoleForECS"
    assert role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {
        "Service": "ecs.amazonaws.com"}
    refused("InvalidInput", iam.create_service_linked_role, AWSServiceName="ecs.amazonaws.com")
    for call, more in ((iam.delete_role, {}),
                       (iam.put_role_policy, {"PolicyName": "p", "PolicyDocument": "{}"}),
                       (iam.update_assume_role_policy, {"PolicyDocument": "{}"})):
        message = refused("UnmodifiableEntity", call, RoleName=role["RoleName"], **more)
        assert "only modifiable by AWS" in message
    task = iam.delete_service_linked_role(RoleName=role["RoleName"])["DeletionTaskId"]
    assert iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"] == "SUCCEEDED"
    refused("NoSuchEntity", iam.get_role, RoleName=role["RoleName"])


def test_passwords(server, iam, user):
    refused("PasswordPolicyViolation", iam.create_login_profile, UserName=user, Password="short")
    iam.create_login_profile(UserName=user, Password="Long-enough-1",
                             PasswordResetRequired=True)
    assert iam.get_login_profile(UserName=user)["LoginProfile"]["PasswordResetRequired"] is True
    refused("NoSuchEntity", iam.get_account_password_policy)
    iam.update_account_password_policy(MinimumPasswordLength=12, RequireNumbers=True,
                                       AllowUsersToChangePassword=True)
    try:
        assert iam.get_account_password_policy()["PasswordPolicy"]["RequireNumbers"] is True
        message = refused("PasswordPolicyViolation", iam.update_login_profile, UserName=user,
                          Password="No-numbers-here")
        assert message == "Password should have at least one number"
        key = iam.create_access_key(UserName=user)["AccessKey"]
        own = (key["AccessKeyId"], key["SecretAccessKey"])
        with pytest.raises(CliError) as error:
            server.aws("iam", "change-password", "--old-password", "wrong", "--new-password",
                       "Different-12345", key=own)
        assert "The old password was incorrect" in error.value.text
        server.aws("iam", "change-password", "--old-password", "Long-enough-1", "--new-password",
                   "Different-12345", key=own)
        deny = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Resource": "*",
                                                       "Action": "iam:ChangePassword"}}
        iam.put_user_policy(UserName=user, PolicyName="deny", PolicyDocument=json.dumps(deny))
        refused("AccessDenied", server.boto("iam", own).change_password,
                OldPassword="Different-12345", NewPassword="Different-123456")
    finally:
        iam.delete_account_password_policy()
    refused("DeleteConflict", iam.delete_user, UserName=user)
    iam.delete_login_profile(UserName=user)
    refused("NoSuchEntity", iam.get_login_profile, UserName=user)


def test_mfa_devices(server, iam, user):
    made = iam.create_virtual_mfa_device(VirtualMFADeviceName=user,
                                         Tags=[{"Key": "a", "Value": "b"}])["VirtualMFADevice"]
    serial, seed = made["SerialNumber"], made["Base32StringSeed"]
    assert made["QRCodePNG"].startswith(b"\x89PNG")
    assert serial == f"arn:aws:iam::{ACCOUNT}:mfa/{user}"
    refused("InvalidAuthenticationCode", iam.enable_mfa_device, UserName=user,
            SerialNumber=serial, AuthenticationCode1="000000", AuthenticationCode2="000001")
    iam.enable_mfa_device(UserName=user, SerialNumber=serial,
                          AuthenticationCode1=code(seed, -1), AuthenticationCode2=code(seed))
    assert iam.list_mfa_devices(UserName=user)["MFADevices"][0]["SerialNumber"] == serial
    assigned = iam.get_paginator("list_virtual_mfa_devices").paginate(AssignmentStatus="Assigned")
    devices = [each for page in assigned for each in page["VirtualMFADevices"]]
    assert user in [each["User"]["UserName"] for each in devices]
    assert server.aws("iam", "get-mfa-device", "--serial-number", serial)["UserName"] == user
    assert iam.list_mfa_device_tags(SerialNumber=serial)["Tags"] == [{"Key": "a", "Value": "b"}]
    iam.resync_mfa_device(UserName=user, SerialNumber=serial,
                          AuthenticationCode1=code(seed, 50), AuthenticationCode2=code(seed, 51))
    refused("DeleteConflict", iam.delete_virtual_mfa_device, SerialNumber=serial)
    refused("DeleteConflict", iam.delete_user, UserName=user)
    iam.deactivate_mfa_device(UserName=user, SerialNumber=serial)
    iam.delete_virtual_mfa_device(SerialNumber=serial)
    iam.delete_user(UserName=user)


def test_the_credential_report(iam, user, make_berth):
    fresh = make_berth("server", port=4578)
    fresh.start()
    client = fresh.boto("iam")
    refused("ReportNotPresent", client.get_credential_report)
    client.create_user(UserName="ann")
    client.create_access_key(UserName="ann")
    assert client.generate_credential_report()["State"] == "STARTED"
    assert client.generate_credential_report()["State"] == "COMPLETE"
    report = client.get_credential_report()
    assert report["ReportFormat"] == "text/csv"
    root, ann = csv.DictReader(io.StringIO(report["Content"].decode()))
    assert (root["user"], root["password_enabled"]) == ("<root_account>", "not_supported")
    assert ann["arn"] == f"arn:aws:iam::{ACCOUNT}:user/ann"
    assert (ann["mfa_active"], ann["access_key_1_active"]) == ("false", "true")
    assert ann["access_key_2_last_rotated"] == "N/A"
