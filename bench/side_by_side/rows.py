"""What is measured: one request each, and what has to be there before."""

import json
import time


class Row:
    """`prepare(clients)` sets the stage with boto3 clients and may return the body's parts."""

    def __init__(self, name, service, body, target=None, prepare=None, connections=(1, 16)):
        self.name = name
        self.service = service
        self.body = body
        self.target = target
        self.prepare = prepare
        self.connections = connections


TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
     "Action": "sts:AssumeRole"}]})
ECS = "AmazonEC2ContainerServiceV20141113."
LOGS = "Logs_20140328."


def make_role(clients):
    clients("iam").create_role(RoleName="bench", AssumeRolePolicyDocument=TRUST)


def make_cluster(clients):
    clients("ecs").create_cluster(clusterName="default")


def make_stream(clients):
    clients("logs").create_log_group(logGroupName="bench")
    clients("logs").create_log_stream(logGroupName="bench", logStreamName="s")


def fill_stream(clients):
    make_stream(clients)
    now = int(time.time() * 1000)
    for batch in range(25):
        clients("logs").put_log_events(
            logGroupName="bench", logStreamName="s",
            logEvents=[{"timestamp": now, "message": f"{batch}-{i} ".ljust(200, "x")}
                       for i in range(4000)])


def fill_to_search(clients):
    """A million events; every hundredth has the word."""
    make_stream(clients)
    now = int(time.time() * 1000) - 1_000_000
    for batch in range(250):
        clients("logs").put_log_events(
            logGroupName="bench", logStreamName="s",
            logEvents=[{"timestamp": now + 4000 * batch + i,
                        "message": f"{batch}-{i} {'' if i % 100 else 'needle'}".ljust(200, "x")}
                       for i in range(4000)])


def put_events_body():
    now = int(time.time() * 1000)
    return json.dumps({"logGroupName": "bench", "logStreamName": "s", "logEvents": [
        {"timestamp": now, "message": f"{i} ".ljust(200, "x")} for i in range(100)]})


DEFINITION = json.dumps({
    "family": "bench", "containerDefinitions": [
        {"name": "app", "image": "amazonlinux", "memory": 128, "essential": True,
         "command": ["sh", "-c", "aws ecs list-tasks"],
         "environment": [{"name": "A", "value": "1"}],
         "logConfiguration": {"logDriver": "awslogs", "options": {
             "awslogs-group": "ecs-tasks", "awslogs-region": "us-east-1",
             "awslogs-stream-prefix": "bench"}}}]})

ROWS = [
    Row("sts GetCallerIdentity", "sts", "Action=GetCallerIdentity&Version=2011-06-15"),
    Row("sts AssumeRole", "sts", "Action=AssumeRole&Version=2011-06-15&RoleSessionName=bench"
        "&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fbench", prepare=make_role),
    Row("iam GetRole", "iam", "Action=GetRole&Version=2010-05-08&RoleName=bench",
        prepare=make_role),
    Row("ecs ListTasks", "ecs", "{}", ECS + "ListTasks", make_cluster),
    Row("ecs RegisterTaskDefinition", "ecs", DEFINITION, ECS + "RegisterTaskDefinition"),
    Row("logs PutLogEvents, 100 × 200 B", "logs", put_events_body, LOGS + "PutLogEvents",
        make_stream),
    Row("logs GetLogEvents, last 100 of 100,000", "logs",
        json.dumps({"logGroupName": "bench", "logStreamName": "s", "limit": 100}),
        LOGS + "GetLogEvents", fill_stream),
    Row("logs FilterLogEvents, 1 % of 1,000,000", "logs",
        json.dumps({"logGroupName": "bench", "filterPattern": "needle"}),
        LOGS + "FilterLogEvents", fill_to_search, connections=(1,)),
]
