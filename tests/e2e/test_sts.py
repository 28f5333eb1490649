"""STS with unmodified clients: sessions, what narrows and marks them, and tokens of an issuer."""

import json
import time

import boto3
import botocore.config
import pytest
from botocore import UNSIGNED

from harness.authenticator import code
from harness.clients import CliError
from harness.issuer import Issuer
from harness.procedure import ACCOUNT, unique
from harness.refusals import refused

ALLOW_ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(principal, *actions, **conditions):
    statement = {"Effect": "Allow", "Principal": principal, "Action": list(actions)}
    if conditions:
        statement["Condition"] = conditions
    return policy(statement)


def key_of(credentials):
    return (credentials["AccessKeyId"], credentials["SecretAccessKey"],
            credentials["SessionToken"])


@pytest.fixture
def iam(server):
    return server.boto("iam")


@pytest.fixture
def user(iam):
    """A user that may everything but what a test denies; its key."""
    name = unique("user")
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=policy(ALLOW_ALL))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return name, (key["AccessKeyId"], key["SecretAccessKey"])


def make_role(iam, document, statement=ALLOW_ALL, **more):
    name = unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=document, **more)
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy(statement))
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def test_a_session_policy_narrows_a_session(server, iam, user):
    role = make_role(iam, trust({"AWS": ACCOUNT}, "sts:AssumeRole"))
    sts = server.boto("sts", user[1])
    answer = sts.assume_role(
        RoleArn=role, RoleSessionName="narrow",
        Policy=policy({"Effect": "Allow", "Action": "ecs:ListClusters", "Resource": "*"}),
        PolicyArns=[{"arn": "arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess"}])
    assert answer["PackedPolicySize"] > 0
    key = key_of(answer["Credentials"])
    server.boto("ecs", key).list_clusters()
    server.boto("logs", key).describe_log_groups()
    message = refused("AccessDeniedException", server.boto("ecs", key).create_cluster,
                      clusterName="x")
    assert "because no session policy allows the ecs:CreateCluster action" in message


def test_policies_and_tags_have_limits_of_their_own(server, iam, user):
    role = make_role(iam, trust({"AWS": ACCOUNT}, "sts:AssumeRole", "sts:TagSession"))
    sts = server.boto("sts", user[1])
    document = policy(ALLOW_ALL)
    document = document[0] + " " * (2048 - len(document)) + document[1:]
    tags = [{"Key": f"key{i}", "Value": "a value of a tag"} for i in range(50)]
    asked = {"RoleArn": role, "RoleSessionName": "s1"}
    answer = sts.assume_role(Policy=document, Tags=tags, **asked)
    assert 0 < answer["PackedPolicySize"] <= 100
    server.boto("ecs", key_of(answer["Credentials"])).list_clusters()
    refused("ValidationError", sts.assume_role, Policy=document + " ", **asked)
    refused("ValidationError", sts.assume_role, Tags=tags + [{"Key": "a", "Value": "b"}], **asked)
    refused("ValidationError", sts.assume_role, Tags=[{"Key": "k" * 129, "Value": ""}], **asked)
    refused("ValidationError", sts.assume_role, Tags=[{"Key": "k", "Value": "v" * 257}], **asked)
    many = [{"Key": f"key{i}", "Value": "v" * 100} for i in range(50)]
    message = refused("PackedPolicyTooLarge", sts.assume_role, Tags=many, **asked)
    assert message.startswith("Packed size of session tags consumes 1")
    federated = sts.get_federation_token(Name="carl", Policy=document, Tags=tags)
    assert federated["PackedPolicySize"] == answer["PackedPolicySize"]


def test_tags_and_source_identity_go_along_a_chain(server, iam, user):
    actions = ("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity")
    first = make_role(iam, trust({"AWS": ACCOUNT}, *actions), MaxSessionDuration=7200)
    second = make_role(iam, trust({"AWS": first}, *actions), MaxSessionDuration=7200)
    sts = server.boto("sts", user[1])
    untagged = make_role(iam, trust({"AWS": ACCOUNT}, "sts:AssumeRole"))
    message = refused("AccessDenied", sts.assume_role, RoleArn=untagged, RoleSessionName="s1",
                      Tags=[{"Key": "Team", "Value": "a"}])
    assert "sts:TagSession" in message
    answer = sts.assume_role(RoleArn=first, RoleSessionName="s1", SourceIdentity="ann",
                             DurationSeconds=7200, Tags=[{"Key": "Team", "Value": "a"}],
                             TransitiveTagKeys=["Team"])
    assert answer["SourceIdentity"] == "ann"
    chained = server.boto("sts", key_of(answer["Credentials"]))
    message = refused("ValidationError", chained.assume_role, RoleArn=second,
                      RoleSessionName="s2", DurationSeconds=3601)
    assert "1 hour session limit for roles assumed by role chaining" in message
    refused("InvalidParameterValue", chained.assume_role, RoleArn=second, RoleSessionName="s2",
            Tags=[{"Key": "team", "Value": "b"}])
    refused("AccessDenied", chained.assume_role, RoleArn=second, RoleSessionName="s2",
            SourceIdentity="bob")
    answer = chained.assume_role(RoleArn=second, RoleSessionName="s2")
    assert answer["SourceIdentity"] == "ann"


def test_an_external_id_is_asked_for(server, iam, user):
    role = make_role(iam, trust({"AWS": ACCOUNT}, "sts:AssumeRole",
                                StringEquals={"sts:ExternalId": "secret-1"}))
    sts = server.boto("sts", user[1])
    refused("AccessDenied", sts.assume_role, RoleArn=role, RoleSessionName="s1")
    refused("AccessDenied", sts.assume_role, RoleArn=role, RoleSessionName="s1",
            ExternalId="secret-2")
    answer = server.aws("sts", "assume-role", "--role-arn", role, "--role-session-name", "s1",
                        "--external-id", "secret-1", key=user[1])
    assert answer["AssumedRoleUser"]["Arn"].endswith("/s1")


def test_a_federated_user(server, user):
    sts = server.boto("sts", user[1])
    answer = sts.get_federation_token(
        Name="carl", Policy=policy({"Effect": "Allow", "Action": ["ecs:*", "iam:*"],
                                    "Resource": "*"}))
    assert answer["FederatedUser"]["Arn"] == f"arn:aws:sts::{ACCOUNT}:federated-user/carl"
    key = key_of(answer["Credentials"])
    who = server.boto("sts", key).get_caller_identity()
    assert (who["Arn"], who["UserId"]) == (answer["FederatedUser"]["Arn"], f"{ACCOUNT}:carl")
    server.boto("ecs", key).list_clusters()
    refused("AccessDeniedException", server.boto("logs", key).describe_log_groups)
    refused("InvalidClientTokenId", server.boto("iam", key).list_users)
    refused("AccessDenied", server.boto("sts", key).get_session_token)
    nothing = sts.get_federation_token(Name="carl")
    assert "PackedPolicySize" not in nothing
    refused("AccessDeniedException",
            server.boto("ecs", key_of(nothing["Credentials"])).list_clusters)


def test_a_second_factor(server, iam, user):
    name, key = user
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
    seed, serial = device["Base32StringSeed"], device["SerialNumber"]
    iam.enable_mfa_device(UserName=name, SerialNumber=serial,
                          AuthenticationCode1=code(seed, -2), AuthenticationCode2=code(seed, -1))
    role = make_role(iam, trust({"AWS": ACCOUNT}, "sts:AssumeRole",
                                Bool={"aws:MultiFactorAuthPresent": "true"}))
    sts = server.boto("sts", key)
    refused("AccessDenied", sts.assume_role, RoleArn=role, RoleSessionName="s1")
    message = refused("AccessDenied", sts.assume_role, RoleArn=role, RoleSessionName="s1",
                      SerialNumber=serial, TokenCode="000000")
    assert "invalid MFA one time pass code" in message
    used = code(seed)
    sts.assume_role(RoleArn=role, RoleSessionName="s1", SerialNumber=serial, TokenCode=used)
    refused("AccessDenied", sts.assume_role, RoleArn=role, RoleSessionName="s1",
            SerialNumber=serial, TokenCode=used)
    plain = sts.get_session_token()["Credentials"]
    refused("InvalidClientTokenId", server.boto("iam", key_of(plain)).list_users)
    refused("AccessDenied", server.boto("sts", key_of(plain)).assume_role, RoleArn=role,
            RoleSessionName="s1")
    strong = server.aws("sts", "get-session-token", "--serial-number", serial, "--token-code",
                        code(seed, 1), key=key)["Credentials"]
    server.boto("iam", key_of(strong)).list_users()
    server.boto("sts", key_of(strong)).assume_role(RoleArn=role, RoleSessionName="s1")


@pytest.fixture
def device(iam, user):
    """The seed and the serial number of the user's device."""
    made = iam.create_virtual_mfa_device(VirtualMFADeviceName=user[0])["VirtualMFADevice"]
    seed, serial = made["Base32StringSeed"], made["SerialNumber"]
    iam.enable_mfa_device(UserName=user[0], SerialNumber=serial,
                          AuthenticationCode1=code(seed, -2), AuthenticationCode2=code(seed, -1))
    return seed, serial


def test_a_code_is_used_up_though_the_role_is_refused(server, user, device):
    seed, serial = device
    sts = server.boto("sts", user[1])
    used = code(seed)
    message = refused("AccessDenied", sts.assume_role, RoleSessionName="s1", SerialNumber=serial,
                      TokenCode=used, RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{unique('none')}")
    assert "is not authorized to perform: sts:AssumeRole" in message
    message = refused("AccessDenied", sts.get_session_token, SerialNumber=serial, TokenCode=used)
    assert "invalid MFA one time pass code" in message


def test_guesses_close_a_device_also_after_a_restart(make_berth):
    server = make_berth("server", port=4577)
    server.start()
    iam = server.boto("iam")
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    own = (key["AccessKeyId"], key["SecretAccessKey"])
    made = iam.create_virtual_mfa_device(VirtualMFADeviceName="ann")["VirtualMFADevice"]
    seed, serial = made["Base32StringSeed"], made["SerialNumber"]
    iam.enable_mfa_device(UserName="ann", SerialNumber=serial,
                          AuthenticationCode1=code(seed, -2), AuthenticationCode2=code(seed, -1))
    near = {code(seed, away) for away in range(-3, 5)}
    wrong = next(guess for guess in ("000000", "111111", "222222") if guess not in near)
    sts = server.boto("sts", own)
    began = time.monotonic()
    for _ in range(5):
        message = refused("AccessDenied", sts.get_session_token, SerialNumber=serial,
                          TokenCode=wrong)
        assert "invalid MFA one time pass code" in message
    server.stop()
    server.start()
    sts = server.boto("sts", own)
    message = refused("AccessDenied", sts.get_session_token, SerialNumber=serial,
                      TokenCode=wrong)
    if time.monotonic() - began > 30:
        pytest.skip("the device may be open again: this machine is too slow for the test")
    assert "too many invalid MFA one time pass codes" in message
    sts.get_session_token()


def test_what_is_asked_of_keys_and_messages(server, user):
    sts = server.boto("sts", user[1])
    session = sts.get_session_token()["Credentials"]["AccessKeyId"]
    for key_id in (user[1][0], server.keys()[0], session):
        assert sts.get_access_key_info(AccessKeyId=key_id)["Account"] == ACCOUNT
    refused("InvalidAuthorizationMessageException", sts.decode_authorization_message,
            EncodedMessage="none of mine")
    with pytest.raises(CliError) as error:
        server.aws("sts", "decode-authorization-message", "--encoded-message", "x", key=user[1])
    assert "InvalidAuthorizationMessageException" in error.value.text


@pytest.fixture
def issuer():
    issuer = Issuer()
    yield issuer
    issuer.stop()


@pytest.fixture
def anonymous(server):
    return boto3.client("sts", endpoint_url=server.endpoint, region_name=server.region,
                        config=botocore.config.Config(signature_version=UNSIGNED))


def test_a_token_of_an_issuer(server, iam, issuer, anonymous, tmp_path):
    provider = iam.create_open_id_connect_provider(
        Url=issuer.url, ClientIDList=["app"],
        ThumbprintList=["a" * 40])["OpenIDConnectProviderArn"]
    assert provider == f"arn:aws:iam::{ACCOUNT}:oidc-provider/{issuer.name}"
    role = make_role(iam, trust(
        {"Federated": provider}, "sts:AssumeRoleWithWebIdentity", "sts:TagSession",
        StringEquals={f"{issuer.name}:aud": "app", f"{issuer.name}:sub": "me"}),
        {"Effect": "Allow", "Action": "ecs:ListClusters", "Resource": "*",
         "Condition": {"StringEquals": {"aws:FederatedProvider": provider,
                                        "aws:PrincipalTag/Team": "a"}}})
    asked = {"RoleArn": role, "RoleSessionName": "web"}
    tags = {"https://aws.amazon.com/tags": {"principal_tags": {"Team": ["a"]}}}
    assume = anonymous.assume_role_with_web_identity
    answer = assume(WebIdentityToken=issuer.token(**tags), **asked)
    assert answer["SubjectFromWebIdentityToken"] == "me"
    assert (answer["Audience"], answer["Provider"]) == ("app", provider)
    server.boto("ecs", key_of(answer["Credentials"])).list_clusters()
    roles = "https://aws.amazon.com/roles"
    assume(WebIdentityToken=issuer.token(**{roles: [role]}), **asked)
    refused("InvalidIdentityToken", assume, WebIdentityToken=issuer.token(**{roles: [role + "2"]}),
            **asked)
    odd = {"https://aws.amazon.com/source_identity": "not a name"}
    refused("ValidationError", assume, WebIdentityToken=issuer.token(**odd), **asked)
    untagged = assume(WebIdentityToken=issuer.token(), **asked)
    refused("AccessDeniedException",
            server.boto("ecs", key_of(untagged["Credentials"])).list_clusters)

    message = refused("AccessDenied", assume, WebIdentityToken=issuer.token("other"), **asked)
    assert message == "Not authorized to perform sts:AssumeRoleWithWebIdentity"
    assert refused("InvalidIdentityToken", assume, WebIdentityToken=issuer.token(audience="b"),
                   **asked) == "Incorrect token audience"
    refused("ExpiredTokenException", assume, WebIdentityToken=issuer.token(lasts_s=-1), **asked)
    changed = issuer.token()[:-6] + "AAAAAA"
    refused("InvalidIdentityToken", assume, WebIdentityToken=changed, **asked)
    refused("ValidationError", assume, WebIdentityToken=issuer.token(), DurationSeconds=7200,
            **asked)

    # As a pod or a CI job does it: a file, and nothing else in the environment.
    file = tmp_path / "token"
    file.write_text(issuer.token(**tags))
    printed = server.aws("sts", "assume-role-with-web-identity", "--role-arn", role,
                         "--role-session-name", "cli", "--web-identity-token", file.read_text())
    assert printed["AssumedRoleUser"]["Arn"].endswith("/cli")
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=provider)
    message = refused("InvalidIdentityToken", assume, WebIdentityToken=issuer.token(), **asked)
    assert "No OpenIDConnect provider found in your account" in message


def test_an_issuer_over_tls_is_believed_by_its_certificate(make_berth):
    issuer = Issuer(tls=True)
    try:
        for port, roots, outcome in ((4579, issuer.certificate, 200),
                                     (4580, "/etc/ssl/certs/ca-certificates.crt", 400)):
            server = make_berth("server", port=port, environment={"SSL_CERT_FILE": str(roots)})
            server.start()
            iam = server.boto("iam")
            provider = iam.create_open_id_connect_provider(
                Url=issuer.url, ClientIDList=["app"],
                ThumbprintList=["a" * 40])["OpenIDConnectProviderArn"]
            role = make_role(iam, trust({"Federated": provider}, "sts:AssumeRoleWithWebIdentity"))
            answer = server.raw("sts", "AssumeRoleWithWebIdentity",
                                f"RoleArn={role}&RoleSessionName=s1"
                                f"&WebIdentityToken={issuer.token()}", key=None)
            assert answer.status == outcome, answer.text
            if outcome != 200:
                assert answer.code == "IDPCommunicationError"
    finally:
        issuer.stop()


def test_no_page_of_another_origin_assumes_a_role(server):
    body = "RoleArn=arn:aws:iam::123456789012:role/x&RoleSessionName=s1&WebIdentityToken=abcd"
    for header in ({"Origin": "http://evil.example.com"}, {"Host": "evil.example.com"}):
        answer = server.raw("sts", "AssumeRoleWithWebIdentity", body, key=None, headers=header)
        assert (answer.status, answer.code) == (403, "AccessDenied")
    answer = server.raw("sts", "AssumeRoleWithWebIdentity", body, key=None)
    assert (answer.status, answer.code) == (400, "InvalidIdentityToken")
