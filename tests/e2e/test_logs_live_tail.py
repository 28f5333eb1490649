"""Live Tail by boto3, by the AWS CLI where it knows the command, and on the wire."""

import json
import os
import shutil
import signal
import subprocess
import threading
import time
import urllib.request

import boto3
import botocore.awsrequest
import botocore.config
import botocore.credentials
import botocore.eventstream
import botocore.session
import pytest
from botocore.exceptions import ClientError, EventStreamError

from harness.clients import TARGETS, machine_cli_version, sign
from harness.engine import ROOT
from harness.procedure import make_user, unique
from harness.wait import wait_for


def now_ms():
    return int(time.time() * 1000)


@pytest.fixture(scope="module")
def client_of(tmp_path_factory):
    """Makes boto3 clients that know StartLiveTail: the installed botocore, which may be older than
    it, with AWS's newer description of the service."""
    models = tmp_path_factory.mktemp("models")
    (models / "logs" / "2014-03-28").mkdir(parents=True)
    shutil.copy(ROOT / "model" / "logs.json", models / "logs" / "2014-03-28" / "service-2.json")

    def make(server, key=None):
        key_id, secret = key or server.keys()
        core = botocore.session.Session()
        core.get_component("data_loader").search_paths.insert(0, str(models))
        session = boto3.Session(aws_access_key_id=key_id, aws_secret_access_key=secret,
                                region_name=server.region, botocore_session=core)
        return session.client("logs", endpoint_url=server.endpoint, api_version="2014-03-28",
                              config=botocore.config.Config(inject_host_prefix=False,
                                                            retries={"max_attempts": 0}))
    return make


def arn(server, group):
    return f"arn:aws:logs:{server.region}:123456789012:log-group:{group}"


@pytest.fixture
def group(server):
    name, logs = unique("/tailed"), server.boto("logs")
    logs.create_log_group(logGroupName=name)
    for stream in ("web/1", "db/1"):
        logs.create_log_stream(logGroupName=name, logStreamName=stream)
    return name


def put(server, group, stream, *messages):
    server.boto("logs").put_log_events(logGroupName=group, logStreamName=stream, logEvents=[
        {"timestamp": now_ms(), "message": message} for message in messages])


class Tail:
    """A session whose events are collected in the background."""

    def __init__(self, client, **request):
        self.stream = client.start_live_tail(**request)["responseStream"]
        self.events, self.error = [], None
        self.thread = threading.Thread(target=self._collect, daemon=True)
        self.thread.start()

    def _collect(self):
        try:
            for event in self.stream:
                self.events.append(event)
        except Exception as error:  # what ends it is looked at by the test
            self.error = error

    def updates(self):
        return [event["sessionUpdate"] for event in list(self.events) if "sessionUpdate" in event]

    def messages(self):
        return [one["message"] for update in self.updates() for one in update["sessionResults"]]

    def close(self):
        # The socket itself: what waits for it in the other thread is woken.
        self.stream.close()
        self.thread.join(5)


def test_by_boto3(server, group, client_of):
    tail = Tail(client_of(server), logGroupIdentifiers=[arn(server, group)],
                logEventFilterPattern="?ERROR ?WARN")
    try:
        wait_for("its start", lambda: tail.updates(), 10)
        start = tail.events[0]["sessionStart"]
        assert start["logGroupIdentifiers"] == [arn(server, group)]
        assert start["logEventFilterPattern"] == "?ERROR ?WARN"
        assert len(start["sessionId"]) == 36 and start["requestId"]
        put(server, group, "web/1", "ERROR one", "fine", "WARN two")
        put(server, group, "db/1", "ERROR three ä")
        wait_for("the lines", lambda: len(tail.messages()) >= 3, 10, 0.05)
        assert tail.messages() == ["ERROR one", "WARN two", "ERROR three ä"]
        found = [one for update in tail.updates() for one in update["sessionResults"]][-1]
        assert found["logStreamName"] == "db/1" and found["logGroupIdentifier"] == arn(server, group)
        assert 0 <= now_ms() - found["ingestionTime"] < 20_000
        began, before = time.monotonic(), len(tail.updates())
        wait_for("updates", lambda: len(tail.updates()) >= before + 3, 10, 0.05)
        assert 1.5 < time.monotonic() - began < 8
        assert not any(update["sessionMetadata"]["sampled"] for update in tail.updates())
    finally:
        tail.close()


def test_streams_and_sampling(server, group, client_of):
    client = client_of(server)
    tails = [Tail(client, logGroupIdentifiers=[arn(server, group)], **streams)
             for streams in ({"logStreamNames": ["db/1"]}, {"logStreamNamePrefixes": ["web/"]}, {})]
    try:
        for tail in tails:
            wait_for("its start", lambda tail=tail: tail.updates(), 10)
        put(server, group, "web/1", "of web")
        put(server, group, "db/1", "of db")
        wait_for("the lines", lambda: len(tails[2].messages()) == 2, 10)
        assert tails[0].messages() == ["of db"] and tails[1].messages() == ["of web"]
        for _ in range(4):
            put(server, group, "web/1", *[f"flood {number}" for number in range(2000)])
        wait_for("a sample", lambda: any(
            update["sessionMetadata"]["sampled"] for update in tails[1].updates()), 10)
        assert max(len(update["sessionResults"]) for update in tails[1].updates()) == 500
        assert tails[0].messages() == ["of db"]
    finally:
        for tail in tails:
            tail.close()


def test_refusals(server, group, client_of):
    client, here = client_of(server), arn(server, group)

    def refused(code, with_client=client, **request):
        with pytest.raises(ClientError) as error:
            with_client.start_live_tail(**request)
        assert error.value.response["Error"]["Code"] == code, error.value
    refused("InvalidParameterException", logGroupIdentifiers=[group])
    refused("InvalidParameterException", logGroupIdentifiers=[f"{here}:*"])
    refused("InvalidParameterException", logGroupIdentifiers=[here] * 11)
    refused("InvalidParameterException", logGroupIdentifiers=[here, arn(server, "other")],
            logStreamNames=["s"])
    refused("InvalidParameterException", logGroupIdentifiers=[here], logEventFilterPattern="a-b")
    refused("ResourceNotFoundException", logGroupIdentifiers=[here, arn(server, "no-such-group")])
    own = client_of(server, make_user(server, {
        "Effect": "Allow", "Action": "logs:StartLiveTail", "Resource": f"{here}:*"}))
    Tail(own, logGroupIdentifiers=[here]).close()
    other = unique("other")
    server.boto("logs").create_log_group(logGroupName=other)
    refused("AccessDeniedException", own, logGroupIdentifiers=[arn(server, other)])
    refused("AccessDeniedException", own, logGroupIdentifiers=[here, arn(server, other)])


def test_fifteen_at_once(server, group, client_of):
    client, tails = client_of(server), []

    def start():
        tails.append(Tail(client_of(server), logGroupIdentifiers=[arn(server, group)]))

    def make_room():
        try:
            start()
            return True
        except ClientError as error:
            assert error.response["Error"]["Code"] == "LimitExceededException"
            return False
    try:
        # Sessions of other tests may take a moment to end.
        while len(tails) < 15:
            wait_for("a session", make_room, 15)
        with pytest.raises(ClientError, match="LimitExceededException"):
            client.start_live_tail(logGroupIdentifiers=[arn(server, group)])
        tails.pop(0).close()
        wait_for("room", make_room, 15)
    finally:
        for tail in tails:
            tail.close()


def test_the_server_stops_and_says_so(make_berth, client_of):
    server = make_berth("server", port=4573)
    server.start()
    logs = server.boto("logs")
    logs.create_log_group(logGroupName="g")
    tail = Tail(client_of(server), logGroupIdentifiers=[arn(server, "g")])
    wait_for("its start", lambda: tail.updates(), 10)
    began = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - began < 10
    tail.thread.join(10)
    assert isinstance(tail.error, EventStreamError) and "SessionStreamingException" in str(tail.error)


@pytest.mark.parametrize("prefix", ["stream-", "streaming-", ""])
def test_either_host_name_on_the_wire(server, group, prefix):
    """What clients send that are not told to leave the prefix out."""
    body = json.dumps({"logGroupIdentifiers": [arn(server, group)]})
    request = botocore.awsrequest.AWSRequest("POST", server.endpoint + "/", {
        "Host": f"{prefix}logs.{server.region}.amazonaws.com",
        "X-Amz-Target": f"{TARGETS['logs']}.StartLiveTail",
        "Content-Type": "application/x-amz-json-1.1"}, body.encode())
    sign(request, botocore.credentials.Credentials(*server.keys()), "logs", server.region)
    prepared = request.prepare()
    with urllib.request.urlopen(urllib.request.Request(
            prepared.url, prepared.body, dict(prepared.headers), method="POST"),
            timeout=10) as answer:
        assert answer.headers["Content-Type"] == "application/vnd.amazon.eventstream"
        assert answer.headers["Transfer-Encoding"] == "chunked" and answer.headers["x-amzn-RequestId"]
        buffer, events = botocore.eventstream.EventStreamBuffer(), []
        while len(events) < 3:
            buffer.add_data(answer.read1(65536))
            events += list(buffer)
    assert [event.headers[":event-type"] for event in events[:3]] == [
        "initial-response", "sessionStart", "sessionUpdate"]
    assert json.loads(events[2].payload) == {"sessionMetadata": {"sampled": False},
                                             "sessionResults": []}


def test_by_the_aws_cli(server, group):
    if machine_cli_version() < (1, 33):
        pytest.skip("this AWS CLI does not know start-live-tail")
    tail = subprocess.Popen(
        ["aws", "--endpoint-url", server.endpoint, "logs", "start-live-tail",
         "--log-group-identifiers", arn(server, group), "--log-stream-names", "web/1"],
        env={**os.environ, **server.cli_environment()}, stdout=subprocess.PIPE, text=True)
    lines = []
    reader = threading.Thread(target=lambda: lines.extend(iter(tail.stdout.readline, "")),
                              daemon=True)
    reader.start()
    try:
        sent = []

        def has_come():
            # Only what is written while the session is open is told.
            sent.append(f"line {len(sent)}")
            put(server, group, "db/1", "of another stream")
            put(server, group, "web/1", sent[-1])
            return lines
        wait_for("a line", has_come, 30, 0.5)
        last = sent[-1]
        wait_for("the last line", lambda: f"{last}\n" in lines, 10)
    finally:
        tail.send_signal(signal.SIGINT)
        assert tail.wait(10) == 0
    told = [line.strip() for line in lines]
    assert told == sent[sent.index(told[0]):]
