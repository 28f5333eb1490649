"""Requests that must not get through, each with AWS's own answer."""

import datetime
import json
import os
import subprocess
import sys

import pytest

from harness.berth import Berth
from harness.procedure import make_role, make_user

LIST = ("ecs", "ListClusters", "{}")
INVALID_TOKEN = "The security token included in the request is invalid."
WRONG_SIGNATURE = "The request signature we calculated does not match the signature you provided."


def test_unsigned(server):
    answer = server.raw(*LIST, key=None)
    assert (answer.status, answer.code) == (400, "MissingAuthenticationTokenException")
    assert "Missing Authentication Token" in answer.text
    answer = server.raw("iam", "ListRoles", "", key=None)
    assert (answer.status, answer.code) == (403, "MissingAuthenticationToken")
    assert "Request is missing Authentication Token" in answer.text


def test_wrong_secret(server):
    key_id, _ = server.keys()
    answer = server.raw(*LIST, key=(key_id, "x" * 40))
    assert (answer.status, answer.code) == (400, "InvalidSignatureException")
    assert WRONG_SIGNATURE in answer.text
    answer = server.raw("sts", "GetCallerIdentity", "", key=(key_id, "x" * 40))
    assert (answer.status, answer.code) == (403, "SignatureDoesNotMatch")
    assert WRONG_SIGNATURE in answer.text


def test_unknown_key(server):
    answer = server.raw(*LIST, key=("AKIAUNKNOWNUNKNOWN00", "x" * 40))
    assert (answer.status, answer.code) == (400, "UnrecognizedClientException")
    assert INVALID_TOKEN in answer.text
    answer = server.raw("iam", "ListRoles", "", key=("AKIAUNKNOWNUNKNOWN00", "x" * 40))
    assert (answer.status, answer.code) == (403, "InvalidClientTokenId")


def test_a_changed_body(server):
    def change(request):
        request.data = b'{"maxResults":7}'
    answer = server.raw(*LIST, change=change)
    assert (answer.status, answer.code) == (400, "InvalidSignatureException")


@pytest.mark.parametrize("minutes, text", [(-6, "Signature expired"),
                                           (6, "Signature not yet current")])
def test_a_clock_that_is_off(server, minutes, text):
    now = datetime.datetime.now(datetime.timezone.utc)
    then = now + datetime.timedelta(minutes=minutes)
    answer = server.raw(*LIST, sign_time=then)
    assert (answer.status, answer.code) == (400, "InvalidSignatureException")
    assert text in answer.text
    nearly = now + datetime.timedelta(minutes=minutes / 6 * 4)
    assert server.raw(*LIST, sign_time=nearly).status == 200


def test_a_denied_call_names_caller_action_and_reason(server):
    key = make_user(server)
    with pytest.raises(Exception) as denied:
        server.boto("ecs", key).list_clusters()
    assert denied.value.response["Error"]["Code"] == "AccessDeniedException"
    message = denied.value.response["Error"]["Message"]
    assert "is not authorized to perform: ecs:ListClusters" in message
    assert "because no identity-based policy allows the ecs:ListClusters action" in message


def test_a_session_token_that_was_changed(server):
    role = make_role(server, trust=account_trust())
    session = assume(server, role)
    token = session["SessionToken"]
    changed = token[:-8] + ("A" if token[-8] != "A" else "B") + token[-7:]
    answer = server.raw(*LIST, key=(session["AccessKeyId"], session["SecretAccessKey"], changed))
    assert (answer.status, answer.code) == (400, "UnrecognizedClientException")
    assert INVALID_TOKEN in answer.text


def test_an_expired_session(tmp_path):
    """Its server lived an hour ago; the same state, served now, finds it expired."""
    library = faketime_library()
    past = {"LD_PRELOAD": library, "FAKETIME": "-3600s", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    earlier = Berth("server", state_dir=tmp_path / "state", environment=past, port=4577)
    earlier.start()
    try:
        role = make_role_in_the_past(earlier, past)
    finally:
        earlier.stop()
    server = Berth("server", state_dir=tmp_path / "state", port=4577)
    server.start()
    try:
        key = (role["AccessKeyId"], role["SecretAccessKey"], role["SessionToken"])
        answer = server.raw(*LIST, key=key)
        assert (answer.status, answer.code) == (400, "ExpiredTokenException")
        assert "The security token included in the request is expired" in answer.text
        answer = server.raw("iam", "ListRoles", "", key=key)
        assert (answer.status, answer.code) == (403, "ExpiredToken")
    finally:
        server.remove()


def account_trust():
    return {"Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"AWS": "123456789012"},
                           "Action": "sts:AssumeRole"}]}


def assume(berth, role):
    return berth.boto("sts").assume_role(
        RoleArn=f"arn:aws:iam::123456789012:role/{role}", RoleSessionName="test",
        DurationSeconds=900)["Credentials"]


def make_role_in_the_past(berth, environment):
    """Signs with the clock of that server, in a process of its own."""
    script = f"""
import boto3, json
def client(service):
    return boto3.client(service, endpoint_url={berth.endpoint!r}, region_name="us-west-2",
                        aws_access_key_id={berth.keys()[0]!r},
                        aws_secret_access_key={berth.keys()[1]!r})
client("iam").create_role(RoleName="old", AssumeRolePolicyDocument={json.dumps(account_trust())!r})
session = client("sts").assume_role(RoleArn="arn:aws:iam::123456789012:role/old",
                                    RoleSessionName="test", DurationSeconds=900)["Credentials"]
session.pop("Expiration")
print(json.dumps(session))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                          env={**os.environ, **environment}, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def faketime_library():
    for path in ("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
                 "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"):
        if os.path.exists(path):
            return path
    raise AssertionError("libfaketime is missing: tools/install-dependencies --test")
