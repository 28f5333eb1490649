#!/usr/bin/env python3
"""Writes botocore.json: requests as botocore signs and would send them, at one fixed moment."""
import datetime
import json
import pathlib
import sys
from unittest import mock

import botocore
import botocore.auth
import botocore.awsrequest
import botocore.session
from botocore.config import Config
from botocore.credentials import Credentials

NOW = datetime.datetime(2026, 11, 24, 8, 44, 11)
KEY = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
SESSION = ("ASIAIOSFODNN7EXAMPLE", "Session+Secret/wJalrXUtnFEMI/K7MDENG/bPx",
           "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLXdlc3QtMiJHMEUCIQ+/==")
ROLE_POLICY = json.dumps({"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Action": "sts:AssumeRole",
    "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]})

CALLS = [
    ("ecs", "us-west-2", KEY, "list_tasks", {"cluster": "default"}),
    ("ecs", "us-west-2", SESSION, "run_task", {
        "taskDefinition": "web:1", "count": 2, "clientToken": "one"}),
    ("logs", "eu-central-1", SESSION, "put_log_events", {
        "logGroupName": "/berth/web", "logStreamName": "web/app/1",
        "logEvents": [{"timestamp": 1, "message": "gr\u00fc\u00dfe \u2713 \U0001f6a2\n"}]}),
    ("iam", "us-east-1", KEY, "create_role", {
        "RoleName": "task", "AssumeRolePolicyDocument": ROLE_POLICY, "Description": "a + b & c"}),
    ("sts", "us-west-2", SESSION, "get_caller_identity", {}),
]
PRESIGNED = [
    ("sts", "us-west-2", KEY, "get_caller_identity", {}),
    ("sts", "us-west-2", SESSION, "assume_role", {
        "RoleArn": "arn:aws:iam::123456789012:role/a/b", "RoleSessionName": "x@y"}),
]
# Requests that no client of these services makes, for the canonical form alone.
RAW = [
    ("GET", "https://example.amazonaws.com/a//b/./c/../d%20e/%C3%A4?b=2&a=3&a=1&empty=&x-y=%2B%20~",
     b""),
    ("PUT", "https://example.amazonaws.com/*/~user/(x)?q=%E2%9C%93&Q=1", b"\x00\xff"),
]


def sent(operation, prepared, credentials, region, form):
    url = prepared.url.split("/", 3)
    headers = [[k, v.decode() if isinstance(v, bytes) else v] for k, v in prepared.headers.items()
               if not k.lower().startswith(("user-agent", "amz-sdk-"))]  # unsigned, and vary
    if not any(name.lower() == "host" for name, _ in headers):
        headers.append(["Host", url[2]])
    body = prepared.body or b""
    body = body.encode() if isinstance(body, str) else body
    return {"name": operation, "form": form, "method": prepared.method,
            "target": "/" + (url[3] if len(url) > 3 else ""), "headers": headers,
            "body_hex": body.hex(), "access_key_id": credentials[0],
            "secret_access_key": credentials[1],
            "session_token": credentials[2] if len(credentials) > 2 else "", "region": region}


def client_of(service, region, credentials):
    return botocore.session.Session().create_client(
        service, region_name=region, aws_access_key_id=credentials[0],
        aws_secret_access_key=credentials[1],
        aws_session_token=credentials[2] if len(credentials) > 2 else None,
        endpoint_url=f"http://{service}.{region}.amazonaws.com",
        config=Config(retries={"total_max_attempts": 1}))


def called(service, region, credentials, operation, arguments):
    kept = []
    client = client_of(service, region, credentials)

    def keep(request, **_):
        kept.append(request)
        return botocore.awsrequest.AWSResponse(request.url, 500, {}, mock.Mock(stream=lambda: [b""]))

    client.meta.events.register("before-send", keep)
    try:
        getattr(client, operation)(**arguments)
    except Exception as error:  # the answer is none; only the request counts
        if not kept:
            raise error
    return sent(operation, kept[0], credentials, region, "header")


def presigned(service, region, credentials, operation, arguments):
    url = client_of(service, region, credentials).generate_presigned_url(
        operation, Params=arguments, ExpiresIn=600, HttpMethod="GET")
    request = botocore.awsrequest.AWSRequest("GET", url).prepare()
    return sent(operation + "_presigned", request, credentials, region, "query")


def raw(method, url, body):
    request = botocore.awsrequest.AWSRequest(method, url, data=body, headers={
        "X-Squeezed": "  a   b  c ", "Content-Type": "text/plain"})
    botocore.auth.SigV4Auth(Credentials(*KEY), "service", "us-east-1").add_auth(request)
    return sent("raw_" + method.lower(), request, KEY, "us-east-1", "header")


with mock.patch.object(botocore.auth, "get_current_datetime", lambda *_, **__: NOW):
    vectors = ([called(*call) for call in CALLS] + [presigned(*call) for call in PRESIGNED] +
               [raw(*request) for request in RAW])
path = pathlib.Path(sys.argv[0]).with_name("botocore.json")
lines = ",\n".join(json.dumps(vector) for vector in vectors)
path.write_text(f'''{{"origin": "botocore {botocore.__version__}", "now": "{NOW.isoformat()}Z",
"vectors": [
{lines}
]}}
''')
