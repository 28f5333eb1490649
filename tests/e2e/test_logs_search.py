"""CloudWatch Logs that can be searched: boto3's paginators, the AWS CLI, `aws logs tail`."""

import json
import subprocess
import time

import pytest
from botocore.exceptions import ClientError

from harness.procedure import make_user, unique


def now_ms():
    return int(time.time() * 1000)


def filled_group(berth, streams):
    """A new group with these streams: {name: [(milliseconds from now, message)]}."""
    logs = berth.boto("logs")
    group = unique("search")
    logs.create_log_group(logGroupName=group)
    now = now_ms()
    for name, events in streams.items():
        logs.create_log_stream(logGroupName=group, logStreamName=name)
        if events:
            logs.put_log_events(logGroupName=group, logStreamName=name, logEvents=[
                {"timestamp": now + at, "message": message} for at, message in events])
    return group


def test_a_paginator_reads_every_event_once_while_more_is_written(server):
    logs = server.boto("logs")
    group = filled_group(server, {name: [(-100_000 + 3 * i + start, f"{3 * i + start}")
                                         for i in range(400)]
                                  for start, name in enumerate(["a", "b", "c"])})
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=group, PaginationConfig={"PageSize": 70})
    seen = []
    for page in pages:
        seen += [event["message"] for event in page["events"]]
        logs.put_log_events(logGroupName=group, logStreamName="b", logEvents=[
            {"timestamp": now_ms() - 200_000, "message": "before all"}])
    assert seen == [str(i) for i in range(1200)]


def test_patterns_by_the_aws_cli(server):
    group = filled_group(server, {"s": [
        (0, "[ERROR] Caught IllegalArgumentException"), (1, "[INFO] fine"),
        (2, json.dumps({"level": "warn", "latency": 1200, "user": None})),
        (3, '10.0.0.1 - bob [10/Oct/2000:13:25:15 -0700] "GET /x.html HTTP/1.0" 404 1534')]})

    def found(pattern):
        answer = server.aws("logs", "filter-log-events", "--log-group-name", group,
                            "--filter-pattern", pattern)
        return [event["message"][:7] for event in answer["events"]]
    assert found("ERROR -fine") == ["[ERROR]"]
    assert found("?ERROR ?INFO") == ["[ERROR]", "[INFO] "]
    assert found("%Illegal[A-Z]%") == ["[ERROR]"]
    assert found('{ $.latency > 1e3 && $.user IS NULL && $.none NOT EXISTS }') == ['{"level']
    assert found("[ip, ..., status = 4*, bytes >= 1534]") == ["10.0.0."]
    with pytest.raises(AssertionError, match="Invalid filter pattern"):
        found("a-b")


def test_metric_filters_count_and_are_read_from_metrics(server):
    logs = server.boto("logs")
    group = filled_group(server, {"s": []})
    namespace = unique("Web")
    logs.put_metric_filter(
        logGroupName=group, filterName="latency", filterPattern="{ $.latency = * }",
        metricTransformations=[{"metricName": "Latency", "metricNamespace": namespace,
                                "metricValue": "$.latency", "unit": "Milliseconds",
                                "dimensions": {"path": "$.path"}}])
    tried = logs.test_metric_filter(filterPattern="[ip, status = 5*]",
                                    logEventMessages=["10.0.0.1 200", "10.0.0.2 503"])["matches"]
    assert tried == [{"eventNumber": 2, "eventMessage": "10.0.0.2 503",
                      "extractedValues": {"$ip": "10.0.0.2", "$status": "503"}}]
    for latency in (1.5, 2):
        logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[
            {"timestamp": now_ms(), "message": json.dumps({"latency": latency, "path": "/a"})},
            {"timestamp": now_ms(), "message": "not one of them"}])
    status, text = server.get("/metrics")
    assert status == 200
    labels = (f'{{region="{server.region}",namespace="{namespace}",metric="Latency",'
              'unit="Milliseconds",dimensions="{\\"path\\":\\"/a\\"}"}')
    assert f"berth_log_metric_samples_total{labels} 2\n" in text
    assert f"berth_log_metric_sum{labels} 3.5\n" in text
    described = server.aws("logs", "describe-metric-filters", "--log-group-name", group)
    assert [one["filterName"] for one in described["metricFilters"]] == ["latency"]
    assert server.aws("logs", "describe-log-groups", "--log-group-name-prefix",
                      group)["logGroups"][0]["metricFilterCount"] == 1


def test_an_event_is_found_again_by_its_id(server):
    group = filled_group(server, {"s": [(0, '{"a": {"b": 1}}'), (0, "other")]})
    arn = f"arn:aws:logs:{server.region}:123456789012:log-group:{group}"
    events = [server.aws("logs", "filter-log-events", "--log-group-identifier", one)["events"]
              for one in (group, arn)]
    assert events[0] == events[1]
    with pytest.raises(AssertionError, match="InvalidParameterException"):
        server.aws("logs", "filter-log-events", "--log-group-identifier", f"{arn}:*")
    logs = server.boto("logs")
    record = logs.get_log_record(logRecordPointer=events[0][0]["eventId"])["logRecord"]
    assert record["@message"] == '{"a": {"b": 1}}' and record["a.b"] == "1"
    with pytest.raises(ClientError, match="InvalidParameterException"):
        logs.get_log_record(logRecordPointer="none")


def test_insights(server):
    group = filled_group(server, {"s": [
        (-3_000 + at, json.dumps({"path": path, "ms": ms}))
        for at, (path, ms) in enumerate([("/a", 10), ("/b", 30), ("/a", 20)])]})
    logs, now = server.boto("logs"), int(time.time())

    def rows(text):
        query = logs.start_query(logGroupName=group, startTime=now - 600, endTime=now + 600,
                                 queryString=text)["queryId"]
        answer = logs.get_query_results(queryId=query)
        assert answer["status"] == "Complete"
        return [{one["field"]: one["value"] for one in row} for row in answer["results"]]
    assert rows("filter ms > 5 | stats avg(ms) as mean by path | sort mean desc") == [
        {"path": "/b", "mean": "30"}, {"path": "/a", "mean": "15"}]
    newest = rows("fields @message | limit 1")[0]
    assert json.loads(newest["@message"])["ms"] == 20
    record = logs.get_log_record(logRecordPointer=newest["@ptr"])["logRecord"]
    assert record["path"] == "/a"
    with pytest.raises(ClientError, match="MalformedQueryException.*line 1 and position 10"):
        rows("fields a,")
    answer = server.raw("logs", "StartQuery", json.dumps(
        {"logGroupName": group, "startTime": 0, "endTime": 1, "queryString": "fields a | unmask b"}))
    assert (answer.status, answer.code) == (400, "MalformedQueryException")
    error = answer.json["queryCompileError"]
    assert error["location"] == {"startCharOffset": 11, "endCharOffset": 17}
    assert error["message"] == answer.json["message"]
    shown = server.aws("logs", "describe-queries", "--log-group-name", group)["queries"]
    assert [one["status"] for one in shown] == ["Complete", "Complete"]


def test_identifiers_of_groups_are_names_or_arns_without_a_star(server):
    """Where AWS takes an identifier, `:*` behind an ARN does not fit its pattern."""
    group, logs = filled_group(server, {"s": [(0, "line")]}), server.boto("logs")
    arn = f"arn:aws:logs:{server.region}:123456789012:log-group:{group}"

    def ask(operation, **request):
        return server.raw("logs", operation, json.dumps(request))
    window = {"startTime": 0, "endTime": 2_000_000_000, "queryString": "fields @message"}
    for operation, more in (("FilterLogEvents", {}), ("DescribeLogStreams", {}),
                            ("GetLogEvents", {"logStreamName": "s"}),
                            ("PutLogGroupDeletionProtection", {"deletionProtectionEnabled": False})):
        for identifier in (group, arn):
            assert ask(operation, logGroupIdentifier=identifier, **more).status == 200
        refused = ask(operation, logGroupIdentifier=f"{arn}:*", **more)
        assert (refused.status, refused.code) == (400, "InvalidParameterException")
        assert "'logGroupIdentifier' failed to satisfy constraint" in refused.json["message"]
    for identifier in (group, arn):
        query = ask("StartQuery", logGroupIdentifiers=[identifier], **window).json["queryId"]
        assert len(logs.get_query_results(queryId=query)["results"]) == 1
    refused = ask("StartQuery", logGroupIdentifiers=[f"{arn}:*"], **window)
    assert (refused.status, refused.code) == (400, "InvalidParameterException")
    assert "'logGroupIdentifiers' failed to satisfy constraint" in refused.json["message"]


def test_records_of_where_events_would_go(server):
    logs = server.boto("logs")
    group = filled_group(server, {})
    function = f"arn:aws:lambda:{server.region}:123456789012:function:f"
    logs.put_subscription_filter(logGroupName=group, filterName="f", filterPattern="",
                                 destinationArn=function)
    kept = logs.describe_subscription_filters(logGroupName=group)["subscriptionFilters"]
    assert [(one["destinationArn"], one["distribution"]) for one in kept] == [
        (function, "ByLogStream")]
    policy = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "route53.amazonaws.com"},
         "Action": "logs:PutLogEvents", "Resource": "*"}]})
    name = unique("policy")
    server.aws("logs", "put-resource-policy", "--policy-name", name, "--policy-document", policy)
    kept = server.aws("logs", "describe-resource-policies")["resourcePolicies"]
    assert [one["policyDocument"] for one in kept if one["policyName"] == name] == [policy]
    server.aws("logs", "delete-resource-policy", "--policy-name", name)
    with pytest.raises(AssertionError, match="ResourceNotFoundException"):
        server.aws("logs", "delete-resource-policy", "--policy-name", name)


def test_a_protected_group_stays(server):
    group = filled_group(server, {})

    def protect(how):
        server.aws("logs", "put-log-group-deletion-protection", "--log-group-identifier", group,
                   how)
    protect("--deletion-protection-enabled")
    with pytest.raises(AssertionError, match="deletion protection"):
        server.aws("logs", "delete-log-group", "--log-group-name", group)
    listed = server.aws("logs", "list-log-groups", "--log-group-name-pattern", f"^{group}")
    assert [one["logGroupName"] for one in listed["logGroups"]] == [group]
    protect("--no-deletion-protection-enabled")
    server.aws("logs", "delete-log-group", "--log-group-name", group)


def test_a_user_searches_only_its_own_groups(server):
    own, other = filled_group(server, {"s": [(0, "line")]}), filled_group(server, {})
    key = make_user(server, {
        "Effect": "Allow", "Action": ["logs:FilterLogEvents", "logs:GetLogRecord"],
        "Resource": f"arn:aws:logs:{server.region}:123456789012:log-group:{own}:*"})
    logs = server.boto("logs", key=key)
    event = logs.filter_log_events(logGroupName=own)["events"][0]
    assert logs.get_log_record(logRecordPointer=event["eventId"])["logRecord"]["@message"] == "line"
    with pytest.raises(ClientError, match="AccessDeniedException"):
        logs.filter_log_events(logGroupName=other)


def test_tail_by_the_second_aws_cli(berth):
    """`aws logs tail --follow` of the image's CLI: what is there, then what comes."""
    group = filled_group(berth, {"one/a": [(-5_000, "first"), (-4_000, "an ERROR")],
                                 "two/b": [(-4_500, "second")]})
    environment = berth.cli_environment()
    command = ["/usr/bin/docker", "--host", berth.engine.host, "run", "--rm", "--network", "host"]
    for name, value in {**environment, "PYTHONUNBUFFERED": "1"}.items():
        command += ["--env", f"{name}={value}"]
    tail = ["aws", "--endpoint-url", berth.endpoint, "logs", "tail", group, "--format", "short"]

    def words(text):
        return [line.split(" ", 1)[1] for line in text.splitlines() if " " in line]
    with berth.inside():
        shown = subprocess.run([*command, "amazonlinux", *tail], capture_output=True, text=True,
                               timeout=60, check=True)
        filtered = subprocess.run([*command, "amazonlinux", *tail, "--filter-pattern", "ERROR",
                                   "--log-stream-name-prefix", "one/"],
                                  capture_output=True, text=True, timeout=60, check=True)
        follower = subprocess.Popen([*command, "amazonlinux", "timeout", "-s", "INT", "25", *tail,
                                     "--follow"], stdout=subprocess.PIPE, text=True)
    assert words(shown.stdout) == ["first", "second", "an ERROR"]
    assert words(filtered.stdout) == ["an ERROR"]
    time.sleep(8)
    logs = berth.boto("logs")
    for name, message in (("one/a", "third"), ("two/b", "fourth")):
        logs.put_log_events(logGroupName=group, logStreamName=name, logEvents=[
            {"timestamp": now_ms(), "message": message}])
        time.sleep(0.1)
    followed, _ = follower.communicate(timeout=90)
    assert words(followed) == ["first", "second", "an ERROR", "third", "fourth"]
