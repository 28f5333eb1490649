"""Hostile requests of CloudWatch Logs: AWS's own errors, a server that lives on, bounded memory."""

import concurrent.futures
import gzip
import http.client
import json
import time
import urllib.error

import pytest
from botocore.exceptions import ClientError

from harness.procedure import unique

INT64_MAX = 2 ** 63 - 1
MEBIBYTE = 1 << 20


def now_ms():
    return int(time.time() * 1000)


@pytest.fixture(scope="module")
def victim():
    """A server of its own, whose memory is looked at when the tests are over."""
    from harness.berth import Berth
    server = Berth("server", port=4571)
    server.start()
    yield server
    print(f"peak memory of the server: {peak_memory(server) / MEBIBYTE:.0f} MiB")
    server.remove()


@pytest.fixture
def group(victim):
    name, logs = unique("attacked"), victim.boto("logs")
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName="s")
    return name


def peak_memory(server):
    """VmHWM in bytes."""
    with open(f"/proc/{server.running()['pid']}/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


@pytest.fixture(autouse=True)
def lives_on_within_bounds(victim):
    yield
    assert victim.get("/health")[0] == 200
    # 16 MiB of a body, a few times over as it is parsed, on top of some 30 at rest.
    assert peak_memory(victim) < 250 * MEBIBYTE


def put_body(group, message, timestamp=None):
    return json.dumps({"logGroupName": group, "logStreamName": "s", "logEvents": [
        {"timestamp": now_ms() if timestamp is None else timestamp, "message": message}]})


def refused(call, code):
    with pytest.raises(ClientError) as error:
        call()
    assert error.value.response["Error"]["Code"] == code, error.value
    return error.value.response["Error"]["Message"]


def test_100_megabytes_in_one_line(victim, group):
    body = put_body(group, "x" * 100_000_000)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for outcome in [pool.submit(status_of, victim, body) for _ in range(4)]:
            assert outcome.result() in (413, None)
    # What fits into a request, but not into a batch.
    message = refused(lambda: victim.boto("logs").put_log_events(
        logGroupName=group, logStreamName="s",
        logEvents=[{"timestamp": now_ms(), "message": "x" * (8 * MEBIBYTE)}]),
        "InvalidParameterException")
    assert "exceeds limit of 1048576" in message


def status_of(server, body):
    """None where the server closes the connection before all was sent."""
    try:
        return server.raw("logs", "PutLogEvents", body).status
    except (urllib.error.URLError, http.client.HTTPException, OSError):
        return None


def test_compressed_bodies_are_never_unpacked(victim, group):
    bomb = gzip.compress(b" " * 500_000_000, 9)
    assert len(bomb) < MEBIBYTE
    for body in (bomb, gzip.compress(put_body(group, "small").encode())):
        answer = victim.raw("logs", "PutLogEvents", body, headers={"Content-Encoding": "gzip"})
        assert (answer.status, answer.code) == (400, "SerializationException")


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3(", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf"])
def test_invalid_utf8(victim, group, bad):
    body = put_body(group, "@").encode().replace(b"@", bad)
    answer = victim.raw("logs", "PutLogEvents", body)
    assert (answer.status, answer.code) == (400, "SerializationException")
    assert victim.boto("logs").get_log_events(logGroupName=group, logStreamName="s")["events"] == []


def test_depth(victim, group):
    logs = victim.boto("logs")

    def nested(depth):
        return "{ " + "(" * depth + "$.a = 1" + ")" * depth + " }"
    message = refused(lambda: logs.filter_log_events(logGroupName=group,
                                                     filterPattern=nested(10_000)),
                      "InvalidParameterException")
    assert "length less than or equal to 1024" in message
    refused(lambda: logs.filter_log_events(logGroupName=group, filterPattern=nested(500)),
            "InvalidParameterException")
    for query in ("filter " + "(" * 9_900, "filter " + "not " * 2_400 + "a", "fields " + "-" * 9_900):
        refused(lambda query=query: logs.start_query(
            logGroupName=group, startTime=0, endTime=1, queryString=query),
            "MalformedQueryException")
    # A member that is not known is skipped, however deep it is; what is known is not that deep.
    answer = victim.raw("logs", "PutLogEvents", '{"a":' * 10_000 + "1" + "}" * 10_000)
    assert (answer.status, answer.code) == (400, "InvalidParameterException")
    answer = victim.raw("logs", "PutLogEvents", '{"logEvents":' + "[" * 10_000 + "]" * 10_000 + "}")
    assert (answer.status, answer.code) == (400, "SerializationException")
    # What is stored may be as deep as it likes: it matches nothing.
    deep = '{"a":' * 10_000 + "1" + "}" * 10_000
    logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[
        {"timestamp": now_ms(), "message": deep}])
    assert logs.filter_log_events(logGroupName=group, filterPattern="{ $.a.a = 1 }")["events"] == []
    query = logs.start_query(logGroupName=group, startTime=0, endTime=INT64_MAX // 1000,
                             queryString="fields a.a")["queryId"]
    assert logs.get_query_results(queryId=query)["status"] == "Complete"


def test_regular_expressions_made_to_explode(victim, group):
    logs = victim.boto("logs")
    logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[
        {"timestamp": now_ms(), "message": "a" * 100_000} for _ in range(8)])
    began = time.monotonic()
    assert logs.filter_log_events(logGroupName=group,
                                  filterPattern=f"%{'a*' * 30}b%")["events"] == []

    def rows(query):
        started = logs.start_query(logGroupName=group, startTime=0, endTime=INT64_MAX // 1000,
                                   queryString=query)["queryId"]
        return logs.get_query_results(queryId=started)["results"]
    assert rows("filter @message like /(a+)+(a+)+(a*)*b/") == []
    assert rows("parse @message /(?<x>(a|a|aa)+)b/ | filter ispresent(x)") == []
    # A backtracking matcher would not be through in the age of the universe.
    assert time.monotonic() - began < 60
    refused(lambda: rows("filter @message like /((a{1000}){1000}){1000}/"),
            "MalformedQueryException")
    refused(lambda: logs.filter_log_events(logGroupName=group, filterPattern="%(a+)+%"),
            "InvalidParameterException")


def test_timestamps_at_the_ends_of_int64(victim, group):
    logs = victim.boto("logs")
    for timestamp in (-1, -2 ** 63):
        answer = victim.raw("logs", "PutLogEvents", put_body(group, "m", timestamp))
        assert (answer.status, answer.code) == (400, "InvalidParameterException")
    for timestamp in (2 ** 63, -2 ** 63 - 1, 10 ** 400):
        answer = victim.raw("logs", "PutLogEvents", put_body(group, "m", timestamp))
        assert (answer.status, answer.code) == (400, "SerializationException")
    for timestamp, member in ((INT64_MAX, "tooNewLogEventStartIndex"),
                              (0, "tooOldLogEventEndIndex")):
        done = logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[
            {"timestamp": timestamp, "message": "m"}])
        assert member in done["rejectedLogEventsInfo"]
    refused(lambda: logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[
        {"timestamp": 0, "message": "m"}, {"timestamp": INT64_MAX, "message": "m"}]),
        "InvalidParameterException")
    logs.put_log_events(logGroupName=group, logStreamName="s",
                        logEvents=[{"timestamp": now_ms(), "message": "there"}])
    for start, end, there in ((0, INT64_MAX, 1), (INT64_MAX, INT64_MAX, 0), (0, 0, 0)):
        window = {"logGroupName": group, "startTime": start, "endTime": end}
        assert len(logs.filter_log_events(**window)["events"]) == there
        assert len(logs.get_log_events(logStreamName="s", **window)["events"]) == there
    query = logs.start_query(logGroupName=group, startTime=0, endTime=INT64_MAX,
                             queryString="fields @message")["queryId"]
    assert len(logs.get_query_results(queryId=query)["results"]) == 1
    for token in (f"f/{'9' * 40}/s", f"b/{INT64_MAX:020}{INT64_MAX:020}/s", "f/" + "0" * 40 + "/s"):
        try:
            logs.get_log_events(logGroupName=group, logStreamName="s", nextToken=token)
        except ClientError as error:
            assert error.response["Error"]["Code"] == "InvalidParameterException"


def test_ten_thousand_groups(victim):
    stem, logs = unique("many"), victim.boto("logs")

    def make(numbers):
        client = victim.boto("logs")
        for number in numbers:
            client.create_log_group(logGroupName=f"{stem}/{number:05}")
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(make, [range(start, 10_000, 8) for start in range(8)]))
    pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=stem)
    names = [group["logGroupName"] for page in pages for group in page["logGroups"]]
    assert names == [f"{stem}/{number:05}" for number in range(10_000)]
    began = time.monotonic()
    assert logs.describe_log_groups(logGroupNamePrefix=f"{stem}/09999")["logGroups"]
    refused(lambda: logs.start_query(logGroupNames=names[:51], startTime=0, endTime=1,
                                     queryString="limit 1"), "InvalidParameterException")
    assert time.monotonic() - began < 10
