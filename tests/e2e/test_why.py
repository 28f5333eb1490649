"""Why a call was denied, and which policy would do: `berth why`, `berth policy suggest`, and the
service behind both, by the commands' output, boto3 and the AWS CLI."""

import json
import re
import shlex
import time

import botocore.exceptions
import pytest

from harness.berth import run_berth
from harness.engine import ROOT
from harness.procedure import (ACCOUNT, busybox_definition, definition, make_role, make_user, start,
                               task_id, unique, wait_for_status)
from harness.wait import wait_for

ASSUMED_BY_ACCOUNT = {"Version": "2012-10-17",
                      "Statement": [{"Effect": "Allow", "Action": ["sts:AssumeRole",
                                                                   "sts:TagSession"],
                                     "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}]}


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def role_session(berth, *statements, tags=None, boundary=None, session_tags=()):
    """A role with these statements; its name, and the key of a session of it."""
    iam = berth.boto("iam")
    name = unique("why")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(ASSUMED_BY_ACCOUNT),
                    Tags=[{"Key": key, "Value": value} for key, value in (tags or {}).items()],
                    **({"PermissionsBoundary": boundary} if boundary else {}))
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=document(*statements))
    key = berth.boto("sts").assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{name}",
                                        RoleSessionName="s1", Tags=list(session_tags))["Credentials"]
    return name, (key["AccessKeyId"], key["SecretAccessKey"], key["SessionToken"])


def denied(call, **arguments):
    """The request id of a call that is denied."""
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        call(**arguments)
    assert refused.value.response["Error"]["Code"] in ("AccessDenied", "AccessDeniedException")
    return refused.value.response["ResponseMetadata"]["RequestId"]


def why(berth, *arguments, status=0):
    with berth.inside():
        done = run_berth("why", "--state-dir", berth.state_dir, *arguments)
    assert done.returncode == status, done.stderr
    return done.stdout if status == 0 else done.stderr


def explained(berth, *arguments):
    return json.loads(why(berth, *arguments, "--output", "json"))["decisions"]


def suggested(berth, *arguments, status=0):
    with berth.inside():
        done = run_berth("policy", "suggest", "--state-dir", berth.state_dir, *arguments)
    assert done.returncode == status, done.stderr
    return done.stdout if status == 0 else done.stderr


def paste(berth, text):
    """Runs the AWS CLI commands that an explanation ends with."""
    commands = [line.strip() for line in text.splitlines() if line.startswith("  aws ")]
    assert commands, text
    for command in commands:
        berth.aws(*shlex.split(command)[1:])


@pytest.fixture(scope="module")
def model_path(tmp_path_factory):
    """The service `berth` as AWS's clients take services from AWS_DATA_PATH."""
    folder = tmp_path_factory.mktemp("models")
    service = folder / "berth" / "2026-11-24"
    service.mkdir(parents=True)
    (service / "service-2.json").write_text((ROOT / "model" / "berth.json").read_text())
    (service / "paginators-1.json").write_text(
        (ROOT / "model" / "berth.paginators.json").read_text())
    return folder


@pytest.fixture
def berth_client(server, model_path, monkeypatch):
    """boto3's client of the service."""
    monkeypatch.setenv("AWS_DATA_PATH", str(model_path))
    return lambda key=None: server.boto("berth", key)


def test_a_tasks_role_without_list_tasks(berth):
    role = make_role(berth, policy=None)
    berth.boto("iam").put_role_policy(RoleName=role, PolicyName="own", PolicyDocument=document(
        allow("ecs:ListTaskDefinitions")))
    task = definition(family=unique("why"), taskRoleArn=role)
    task["containerDefinitions"][0].pop("logConfiguration")
    task["containerDefinitions"][0]["command"] = ["aws ecs list-tasks --region us-west-2"]
    arn = start(berth, task)
    stopped = wait_for_status(berth, arn, "STOPPED", 120)
    assert stopped["containers"][0]["exitCode"] not in (0, None)
    text = why(berth, "--task", arn)
    assert text.startswith("Denied: ecs:ListTasks\n")
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{task_id(arn)}"
    for line in (f"  caller     {session}", f"  task       {arn}",
                 "  decision   denied: no identity-based policy allows it",
                 "  says nothing identity-based policy own",
                 "      wanted  ecs:ListTaskDefinitions", "      got     ecs:ListTasks",
                 "To change: the identity-based policy"):
        assert line in text
    assert [each["caller"]["arn"] for each in explained(berth, "--role", role)] == [session]
    paste(berth, text)
    arn = start(berth, {**task, "family": unique("why")})
    stopped = wait_for_status(berth, arn, "STOPPED", 120)
    assert stopped["containers"][0]["exitCode"] == 0
    # Nothing was denied: what was decided last is told, and it is enough for a policy.
    assert why(berth, "--task", arn).startswith("Allowed: ecs:ListTasks\n")
    policy = json.loads(suggested(berth, "--task", arn, "--output", "json"))["policyDocument"]
    assert [each["Action"] for each in policy["Statement"]] == ["ecs:ListTasks"]


def test_a_denied_pass_role(server):
    role = make_role(server)
    task = busybox_definition("true", role=role)
    key = make_user(server, allow("ecs:*"), allow(
        "iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/{role}",
        Condition={"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}))
    request = denied(server.boto("ecs", key).register_task_definition, **task)
    decisions = explained(server, request)
    assert [(each["action"], each["outcome"]) for each in decisions] == [
        ("ecs:RegisterTaskDefinition", "ALLOWED"), ("iam:PassRole", "IMPLICITLY_DENIED")]
    miss = decisions[1]["explanation"]["nearestMiss"]
    assert miss["policyName"] == "own" and miss["statement"]["index"] == 1
    assert miss["failures"] == [
        {"element": "Condition", "operator": "StringEquals", "key": "iam:PassedToService",
         "wanted": ["ec2.amazonaws.com"], "wantedCount": 1, "got": ["ecs-tasks.amazonaws.com"]}]
    text = why(server, request)
    assert "    Condition StringEquals iam:PassedToService\n      wanted  ec2.amazonaws.com\n" in text
    paste(server, text)
    server.boto("ecs", key).register_task_definition(**task)


def test_a_boundary(server):
    iam = server.boto("iam")
    boundary = iam.create_policy(PolicyName=unique("edge"), PolicyDocument=document(
        allow("ecs:List*")))["Policy"]["Arn"]
    role, key = role_session(server, allow("ecs:*"), boundary=boundary)
    ecs = server.boto("ecs", key)
    ecs.list_clusters()
    request = denied(ecs.create_cluster, clusterName=unique("c"))
    text = why(server, request)
    assert "  decision   denied: no permissions boundary allows it\n" in text
    assert f"  says nothing permissions boundary {boundary}\n" in text
    assert "  allows       identity-based policy own, statement 1" in text
    assert "To change: the permissions boundary\n" in text
    paste(server, text)
    ecs.create_cluster(clusterName=explained(server, request)[0]["resource"].split("/")[-1])
    ecs.list_clusters()


def test_an_explicit_deny(server):
    role, key = role_session(server, allow("*"), {"Sid": "NoStop", **allow("ecs:Delete*"),
                                                  "Effect": "Deny"})
    request = denied(server.boto("ecs", key).delete_cluster, cluster="none")
    text = why(server, request)
    assert "  decision   denied by a statement of an identity-based policy\n" in text
    assert re.search(r'denies +identity-based policy own, statement 2 "NoStop" \(line 1, column ',
                     text)
    assert "Nearest" not in text
    paste(server, text)
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        server.boto("ecs", key).delete_cluster(cluster="none")
    assert refused.value.response["Error"]["Code"] == "ClusterNotFoundException"


def test_a_session_policy_and_a_trust_policy(server):
    role, _ = role_session(server, allow("*"))
    arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
    key = server.boto("sts").assume_role(RoleArn=arn, RoleSessionName="s2", Policy=document(
        allow("ecs:ListClusters")))["Credentials"]
    request = denied(server.boto("ecs", (key["AccessKeyId"], key["SecretAccessKey"],
                                         key["SessionToken"])).list_task_definitions)
    change = explained(server, request)[0]["explanation"]["changes"]
    assert [each["policyType"] for each in change] == ["SESSION"]
    assert change[0]["commands"][0].startswith(f"aws sts assume-role --role-arn {arn} ")
    closed = make_role(server)  # for ecs-tasks alone
    user = make_user(server, allow("sts:AssumeRole"))
    request = denied(server.boto("sts", user).assume_role, RoleSessionName="s3",
                     RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{closed}")
    text = why(server, request)
    assert "Principal\n      wanted  Service: ecs-tasks.amazonaws.com\n      got     AWS: " in text
    paste(server, text)
    server.boto("sts", user).assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{closed}",
                                         RoleSessionName="s3")


def test_the_newest_denial(server):
    _, key = role_session(server, allow("ecs:ListClusters"))
    ecs = server.boto("ecs", key)
    request = denied(ecs.list_task_definitions)
    ecs.list_clusters()
    for arguments in ((), ("--last",)):
        assert [each["requestId"] for each in explained(server, *arguments)] == [request]


def test_wrong_usage_and_nothing_recorded(server):
    assert why(server, "--last", "--role", "x", status=2).startswith("berth why: ")
    assert "is not the ARN of a task" in why(server, "--task", "x", status=2)
    assert why(server, "no-such-request", status=1).startswith(
        "berth why: No decision of request no-such-request is recorded")
    assert "There is no role nobody" in why(server, "--role", "nobody", status=1)
    assert suggested(server, status=2).startswith("berth policy suggest: ")
    assert "There is no role nobody" in suggested(server, "--role", "nobody", status=1)


def test_asking_why_is_authorised_itself(server, berth_client):
    role, key = role_session(server)
    own = berth_client(key)
    denied(own.list_denials)
    request = denied(server.boto("ecs", key).list_clusters)
    server.boto("iam").put_role_policy(
        RoleName=role, PolicyName="why", PolicyDocument=document(
            allow("berth:ExplainDecision", f"arn:aws:iam::{ACCOUNT}:role/{role}")))
    assert own.explain_decision(roleName=role)["decisions"][0]["outcome"] == "IMPLICITLY_DENIED"
    denied(own.explain_decision, requestId=request)


def test_denials_by_boto3_and_the_aws_cli(server, berth_client):
    role, key = role_session(server, allow("ecs:ListClusters"))
    ecs = server.boto("ecs", key)
    requests = [denied(ecs.list_task_definitions) for _ in range(3)]
    pages = berth_client().get_paginator("list_denials").paginate(
        roleName=role, PaginationConfig={"PageSize": 2})
    listed = [[each["requestId"] for each in page["denials"]] for page in pages]
    assert listed == [requests[:0:-1], requests[:1]]
    first = server.aws("berth", "list-denials", "--role-name", role, "--action",
                       "ecs:ListTaskDefinitions", "--max-items", "1")["denials"][0]
    assert first["requestId"] == requests[-1] and first["mode"] == "ENFORCED"
    assert first["context"]["aws:PrincipalArn"] == [f"arn:aws:iam::{ACCOUNT}:role/{role}"]
    secret = json.dumps(berth_client().explain_decision(requestId=requests[0]), default=str)
    assert key[1] not in secret and key[2] not in secret


def test_a_role_under_audit(server):
    role, key = role_session(server, allow("ecs:ListClusters"), tags={"berth:iam": "audit"})
    ecs = server.boto("ecs", key)
    ecs.create_cluster(clusterName=unique("audited"))
    text = why(server, "--role", role)
    assert text.startswith("Would be denied: ecs:CreateCluster\n")
    assert "(in audit mode: the call went through)" in text
    ecs.list_clusters()
    time.sleep(1)
    found = json.loads(suggested(server, "--role", role, "--check", "--output", "json"))
    assert [each["Action"] for each in found["policyDocument"]["Statement"]] == [
        "ecs:CreateCluster", "ecs:ListClusters"]
    assert found["check"]["denied"] == [] and found["check"]["calls"] == found["callsSeen"]
    assert [each["action"] for each in found["newlyAllowed"]] == ["ecs:CreateCluster"]
    # Taken at its word, and no longer under audit, the role may all that it has called.
    iam = server.boto("iam")
    iam.put_role_policy(RoleName=role, PolicyName="own",
                        PolicyDocument=json.dumps(found["policyDocument"]))
    iam.untag_role(RoleName=role, TagKeys=["berth:iam"])
    ecs.list_clusters()
    denied(ecs.list_task_definitions)


def test_a_session_tag_is_no_audit(server):
    _, key = role_session(server, session_tags=[{"Key": "berth:iam", "Value": "audit"}])
    denied(server.boto("ecs", key).list_clusters)


def test_who_may_tag_a_role_may_not_put_it_under_audit(server):
    role, _ = role_session(server)
    arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
    iam = server.boto("iam", make_user(server, allow("iam:*")))
    iam.tag_role(RoleName=role, Tags=[{"Key": "team", "Value": "web"}])
    audit = [{"Key": "berth:iam", "Value": "audit"}]
    request = denied(iam.tag_role, RoleName=role, Tags=audit)
    assert explained(server, request)[-1]["action"] == "berth:SetAuditMode"
    denied(iam.create_role, RoleName=unique("r"), Tags=audit,
           AssumeRolePolicyDocument=json.dumps(ASSUMED_BY_ACCOUNT))
    may = server.boto("iam", make_user(server, allow("iam:TagRole"),
                                       allow("berth:SetAuditMode", arn)))
    may.tag_role(RoleName=role, Tags=audit)


def test_suggestions_by_type_and_what_is_never_used(server):
    role, key = role_session(server, allow(["ecs:*", "s3:GetObject"]))
    ecs = server.boto("ecs", key)
    family = unique("by-type")
    for _ in range(2):
        arn = ecs.register_task_definition(**busybox_definition("true", family=family))[
            "taskDefinition"]["taskDefinitionArn"]
    for number in (1, 2):
        with pytest.raises(botocore.exceptions.ClientError):
            ecs.run_task(taskDefinition=f"{family}:{number}", cluster="none")
    time.sleep(1)
    text = suggested(server, "--role", role, "--resources", "by-type", "--check", "--diff")
    wider = arn.rsplit(":", 1)[0] + ":*"
    assert f"  revisions-of-family: {wider}, from 2\n" in text
    assert ", 0 kinds of them denied.\n" in text
    assert "  used    ecs:RegisterTaskDefinition, ecs:RunTask\n" in text
    assert re.search(r"^  unused  ecs:.*\becs:StopTask\b", text, re.MULTILINE)
    assert "  of services that Berth does not serve  s3:GetObject\n" in text
    assert f"aws iam put-role-policy --role-name {role} --policy-name as-seen" in text


def test_what_is_kept_and_what_is_counted(make_berth):
    server = make_berth("server", port=4610, options=["--decisions-kept", "20", "--iam", "audit"])
    server.start()
    _, key = role_session(server)
    ecs = server.boto("ecs", key)
    for _ in range(40):
        ecs.list_clusters()

    def metric(name):
        _, text = server.get("/metrics")
        return float(re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE).group(1))
    wait_for("the metrics", lambda: metric("berth_iam_denied_in_audit_total") >= 40, 5)
    assert metric('berth_iam_decisions_total{outcome="implicitly_denied"}') >= 40
    assert metric("berth_iam_decisions_dropped_total") == 0
    wait_for("what is kept", lambda: len(explained(
        server, "--role", key_role(server, key), "--count", "100")) <= 20, 5)
    kept = explained(server, "--role", key_role(server, key), "--count", "100")
    server.stop()
    server.start()
    assert explained(server, "--role", key_role(server, key), "--count", "100")[0] == kept[0]


def key_role(server, key):
    return server.boto("sts", key).get_caller_identity()["Arn"].split("/")[1]


def test_what_was_written_outlives_a_kill(make_berth):
    server = make_berth("server", port=4612)
    server.start()
    _, key = role_session(server)
    request = denied(server.boto("ecs", key).list_clusters)
    time.sleep(1.5)
    server.kill()
    server.start()
    assert why(server, request).startswith("Denied: ecs:ListClusters\n")


def test_recording_can_be_turned_off(make_berth):
    server = make_berth("server", port=4611, environment={"BERTH_DECISIONS_KEPT": "0"})
    server.start()
    _, key = role_session(server)
    request = denied(server.boto("ecs", key).list_clusters)
    assert "No decision of request" in why(server, request, status=1)
