"""AWS's known-good procedure for task roles: six steps, each shown with what it did."""

import json
import time
import urllib.error
import urllib.request
from pathlib import Path

from aws import Refused

ROOT = Path(__file__).resolve().parents[2]
DEFINITION = "docs/known-good-for-the-cli.json"
GROUP = "ecs-tasks"
ROLE = "ECS-task-full-access"
POLICY = "arn:aws:iam::aws:policy/AmazonEC2ContainerServiceFullAccess"
TRUST = ('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":'
         '"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}')
TASK_PATIENCE_S = 300
LOG_PATIENCE_S = 20


class Failed(Exception):
    """The procedure did not come to its last line; the text says why."""


def say(text):
    print(f"     {text}", flush=True)


def step(number, title):
    print(f"\n{number}. {title}", flush=True)


def once(aws, there, *arguments):
    """Makes something, or finds that it is there already."""
    try:
        aws.cli(*arguments)
        return True
    except Refused as refused:
        if refused.code != there:
            raise
        return False


def create_log_group(aws):
    step(1, f"CloudWatch Logs: create the log group {GROUP}")
    made = once(aws, "ResourceAlreadyExistsException",
                "logs", "create-log-group", "--log-group-name", GROUP)
    say(f"The log group {GROUP} is {'made' if made else 'there already'}.")


def create_role(aws):
    step(2, f"IAM: create the role {ROLE} for Elastic Container Service Task")
    made = once(aws, "EntityAlreadyExists", "iam", "create-role", "--role-name", ROLE,
                "--assume-role-policy-document", TRUST)
    say(f"The role {ROLE} is {'made: ecs-tasks.amazonaws.com may assume it' if made else 'there already'}.")
    aws.cli("iam", "attach-role-policy", "--role-name", ROLE, "--policy-arn", POLICY)
    say(f"{POLICY.rsplit('/', 1)[1]} is attached to it.")


def register(aws, image):
    step(3, "ECS: register the task definition")
    if image == "amazonlinux":
        source = f"file://{DEFINITION}"
    else:
        definition = json.loads((ROOT / DEFINITION).read_text())
        definition["containerDefinitions"][0]["image"] = image
        source = json.dumps(definition)
    task_definition = aws.cli("ecs", "register-task-definition", "--cli-input-json",
                              source)["taskDefinition"]
    name = f"{task_definition['family']}:{task_definition['revision']}"
    say(f"Registered {name}, with the task role {task_definition['taskRoleArn']}.")
    return name


def run_task(aws, name):
    step(4, "ECS: run a task from it, launch type EC2")
    answer = aws.cli("ecs", "run-task", "--cluster", "default", "--launch-type", "EC2",
                     "--task-definition", name)
    if answer["failures"]:
        raise Failed(f"RunTask placed nothing: {json.dumps(answer['failures'])}")
    arn = answer["tasks"][0]["taskArn"]
    say(f"Task {arn}")
    seen = None
    deadline = time.monotonic() + TASK_PATIENCE_S
    while time.monotonic() < deadline:
        task = aws.call("ecs", "DescribeTasks", cluster="default", tasks=[arn])["tasks"][0]
        if task["lastStatus"] != seen:
            seen = task["lastStatus"]
            say(f"{time.strftime('%H:%M:%S')} {seen}")
        if seen == "STOPPED":
            return task
        time.sleep(0.2)
    raise Failed(f"The task is still {seen} after {TASK_PATIENCE_S} s.")


def listed(messages):
    """What `aws ecs list-tasks` printed last, or None."""
    text = "\n".join(messages)
    start = text.rfind("{")
    try:
        return json.loads(text[start:])["taskArns"] if start >= 0 else None
    except (ValueError, KeyError):
        return None


def wait_for_log(aws, stream):
    """The Engine hands in what it has when the container stops; that may take some seconds."""
    deadline = time.monotonic() + LOG_PATIENCE_S
    messages = []
    while time.monotonic() < deadline:
        try:
            events = aws.call("logs", "GetLogEvents", logGroupName=GROUP, logStreamName=stream,
                              startFromHead=True)["events"]
        except Refused:
            events = []
        previous, messages = messages, [event["message"] for event in events]
        if listed(messages) is not None:
            break
        time.sleep(0.2 if messages != previous or not messages else 1)


def view_log(aws, task):
    step(5, "CloudWatch Logs: view the newest log stream")
    identifier = task["taskArn"].rsplit("/", 1)[1]
    container = task["containers"][0]
    wait_for_log(aws, f"iam-role-test/{container['name']}/{identifier}")
    streams = aws.cli("logs", "describe-log-streams", "--log-group-name", GROUP, "--order-by",
                      "LastEventTime", "--descending", "--max-items", "1")["logStreams"]
    if not streams:
        raise Failed("There is no log stream. "
                     + (task.get("stoppedReason") or container.get("reason") or ""))
    stream = streams[0]["logStreamName"]
    events = aws.cli("logs", "get-log-events", "--log-group-name", GROUP, "--log-stream-name",
                     stream, "--start-from-head")["events"]
    messages = [event["message"] for event in events]
    for message in messages:
        print(f"     | {message}")
    arns = listed(messages)
    if arns is None:
        raise Failed("The log does not end with the list of tasks. The task stopped: "
                     + (container.get("reason") or task.get("stoppedReason") or "no reason given"))
    if task["taskArn"] not in arns:
        raise Failed(f"The list of tasks lacks {task['taskArn']}.")
    say("The task asked ECS with its own role, and finds itself in the answer:")
    print(json.dumps({"taskArns": arns}), flush=True)


def check_instance(aws, task):
    step(6, "Where a task says \"Unable to locate credentials\": look at its instance")
    instance = aws.cli("ecs", "describe-container-instances", "--cluster", "default",
                       "--container-instances", task["containerInstanceArn"])
    names = {attribute["name"] for attribute in
             instance["containerInstances"][0]["attributes"]}
    for setting, attribute in (
            ("ECS_ENABLE_TASK_IAM_ROLE", "com.amazonaws.ecs.capability.task-iam-role"),
            ("ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST",
             "com.amazonaws.ecs.capability.task-iam-role-network-host")):
        say(f"{setting} is {'on' if attribute in names else 'OFF'} here.")
    try:
        urllib.request.urlopen("http://127.0.0.1:51679/v2/credentials/", timeout=5)
    except urllib.error.HTTPError as error:
        limit = error.headers.get("X-Rate-Limit-Limit")
        say(f"Credentials are served, {limit} requests a second for each client "
            "(ECS_TASK_METADATA_RPS_LIMIT).")
    except OSError as error:
        raise Failed(f"The credential endpoint does not answer: {error}") from error


def walk(aws, image):
    """All six steps. Raises Failed or Refused."""
    create_log_group(aws)
    create_role(aws)
    task = run_task(aws, register(aws, image))
    view_log(aws, task)
    check_instance(aws, task)
