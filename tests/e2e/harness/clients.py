"""Unmodified clients pointed at a Berth: boto3, the AWS CLI, and requests signed by botocore alone."""

import functools
import json
import os
import re
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.credentials

TARGETS = {"ecs": "AmazonEC2ContainerServiceV20141113", "logs": "Logs_20140328"}
VERSIONS = {"iam": "2010-05-08", "sts": "2011-06-15"}


@dataclass
class Answer:
    status: int
    headers: dict
    text: str

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def code(self):
        """The error's code, in whichever protocol."""
        found = re.search(r"<Code>([^<]+)</Code>", self.text)
        return found.group(1) if found else self.json["__type"].split("#")[-1]


@functools.cache
def machine_cli_version():
    """(1, 45, 11) of the `aws` on PATH."""
    text = subprocess.run(["aws", "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in re.match(r"aws-cli/(\d+)\.(\d+)\.(\d+)", text).groups())


def machine_cli_knows_the_endpoint():
    """Whether it reads AWS_ENDPOINT_URL, as CLIs since July 2023 do."""
    version = machine_cli_version()
    return version >= ((2, 13) if version[0] >= 2 else (1, 29))


class CliError(AssertionError):
    def __init__(self, status, text):
        super().__init__(f"aws: exit {status}: {text.strip()}")
        self.status, self.text = status, text


class Clients:
    """Mixed into Berth: expects endpoint, region, engine, inside() and keys()."""

    def boto(self, service, key=None, region=None, retries=1):
        """A boto3 client. `key`: (id, secret) or (id, secret, token); the administrator's if absent."""
        key_id, secret, token = (*(key or self.keys()), None)[:3]
        session = boto3.Session(aws_access_key_id=key_id, aws_secret_access_key=secret,
                                aws_session_token=token, region_name=region or self.region)
        client = session.client(
            service, endpoint_url=self.endpoint,
            config=botocore.config.Config(inject_host_prefix=False, connect_timeout=5,
                                          read_timeout=60, retries={"max_attempts": retries}))
        return client if self.network is None else InNetwork(client, self.network)

    def cli_environment(self, key=None, region=None):
        """What `berth env` exports."""
        key_id, secret, token = (*(key or self.keys()), None)[:3]
        environment = {
            "AWS_ENDPOINT_URL": self.endpoint, "AWS_ACCESS_KEY_ID": key_id,
            "AWS_SECRET_ACCESS_KEY": secret, "AWS_DEFAULT_REGION": region or self.region,
            "AWS_DISABLE_HOST_PREFIX_INJECTION": "true", "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": "/dev/null", "AWS_PAGER": ""}
        if token:
            environment["AWS_SESSION_TOKEN"] = token
        return environment

    def aws(self, *arguments, key=None, region=None, which="machine", timeout=60):
        """The AWS CLI: what it printed, as JSON where it is. `which`: machine or image (2.9)."""
        environment = self.cli_environment(key, region)
        arguments = [str(argument) for argument in arguments]
        if which == "image":
            # It knows no AWS_ENDPOINT_URL.
            command = ["/usr/bin/docker", "--host", self.engine.host, "run", "--rm", "--network",
                       "host"]
            for name, value in environment.items():
                command += ["--env", f"{name}={value}"]
            command += ["amazonlinux", "aws", "--endpoint-url", self.endpoint, *arguments]
        else:
            where = [] if machine_cli_knows_the_endpoint() else ["--endpoint-url", self.endpoint]
            command = ["aws", *where, *arguments]
        with self.inside():
            done = subprocess.run(command, env={**os.environ, **environment},
                                  capture_output=True, text=True, timeout=timeout)
        if done.returncode != 0:
            raise CliError(done.returncode, done.stdout + done.stderr)
        try:
            return json.loads(done.stdout) if done.stdout.strip() else {}
        except ValueError:
            return done.stdout

    def raw(self, service, operation, body, key="own", region=None, headers=None, sign_time=None,
            change=None):
        """A request whose body is sent as it stands. `key` None: unsigned; `change`: applied to the
        signed request before it goes out; `sign_time`: a datetime to sign with."""
        region = region or self.region
        sent = dict(headers or {})
        if service in TARGETS:
            sent["X-Amz-Target"] = f"{TARGETS[service]}.{operation}"
            sent["Content-Type"] = "application/x-amz-json-1.1"
        else:
            body = f"Action={operation}&Version={VERSIONS[service]}" + (f"&{body}" if body else "")
            sent["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
        data = body.encode() if isinstance(body, str) else body
        request = botocore.awsrequest.AWSRequest("POST", self.endpoint + "/", sent, data)
        if key is not None:
            credentials = botocore.credentials.Credentials(
                *(self.keys() if key == "own" else key))
            sign(request, credentials, service, region, sign_time)
        if change is not None:
            change(request)
        return self.send(request.prepare())

    def send(self, prepared):
        request = urllib.request.Request(prepared.url, prepared.body, dict(prepared.headers),
                                         method=prepared.method)
        with self.inside():
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return Answer(answer.status, dict(answer.headers), answer.read().decode())
            except urllib.error.HTTPError as error:
                return Answer(error.code, dict(error.headers), error.read().decode())


def sign(request, credentials, service, region, sign_time=None):
    signer = botocore.auth.SigV4Auth(credentials, service, region)
    if sign_time is None:
        signer.add_auth(request)
        return
    # add_auth() with another clock, step by step.
    request.context["timestamp"] = sign_time.strftime("%Y%m%dT%H%M%SZ")
    signer._modify_request_before_signing(request)
    canonical = signer.canonical_request(request)
    signature = signer.signature(signer.string_to_sign(request, canonical), request)
    signer._inject_signature_to_request(request, signature)


class InNetwork:
    """A boto3 client whose calls are made from inside a network."""

    def __init__(self, client, network):
        self._client, self._network = client, network

    def __getattr__(self, name):
        attribute = getattr(self._client, name)
        if not callable(attribute):
            return attribute

        def call(*arguments, **named):
            with self._network:
                return attribute(*arguments, **named)
        return call
