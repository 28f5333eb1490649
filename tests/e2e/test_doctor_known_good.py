"""`berth doctor` runs the known-good procedure, says what is wrong, and leaves nothing behind."""

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import time
import urllib.request

import boto3
import pytest

from harness.berth import BERTH, clean, run_berth
from harness.procedure import ACCOUNT, make_role, make_user, unique
from harness.wait import wait_for
from test_doctor import allow, deny, doctor, ids
from test_doctor_before import TRUSTS, paste

STEM = "berth-doctor-"


def left_behind(berth):
    """What bears a name of the doctor's, and is not removed."""
    groups = berth.boto("logs").describe_log_groups(logGroupNamePrefix=STEM)["logGroups"]
    roles = berth.boto("iam").list_roles()["Roles"]
    ecs = berth.boto("ecs")
    families = ecs.list_task_definition_families(familyPrefix=STEM, status="ACTIVE")["families"]
    tasks = ecs.list_tasks(cluster="default")["taskArns"]
    running = ecs.describe_tasks(cluster="default", tasks=tasks)["tasks"] if tasks else []
    return [*(group["logGroupName"] for group in groups),
            *(role["RoleName"] for role in roles if role["RoleName"].startswith(STEM)),
            *families,
            *(task["taskArn"] for task in running if task["startedBy"].startswith(STEM))]


def steps(said, name):
    return [step["detail"] for step in said["steps"] if step["id"] == name]


def spawn(berth, *arguments, **options):
    with berth.network:
        return subprocess.Popen([BERTH, "doctor", "--state-dir", berth.state_dir, *arguments],
                                env=clean(), text=True, **options)


def test_a_healthy_cluster(berth):
    said = doctor(berth, status=0)
    assert said["causes"] == said["possible"] == said["unexplained"] == []
    assert "the known-good procedure" in said["subject"]
    assert "10 of 10" in steps(said, "endpoint")[0]
    assert "holds the task" in steps(said, "log")[-1]
    assert len(steps(said, "removed")) == 1 and not steps(said, "left")
    assert left_behind(berth) == []


def test_another_cluster_and_region_have_their_own_command(berth):
    """The instance is in cluster default: the doctor says that the other has none."""
    berth.boto("ecs").create_cluster(clusterName="doctors")
    assert ids(doctor(berth, "--cluster", "doctors", status=1)) == ["no-placement"]
    assert left_behind(berth) == []


def test_what_it_would_do_and_needs(berth):
    said = doctor(berth, "--dry-run", status=0)
    assert len(steps(said, "would")) == 6
    assert left_behind(berth) == []
    user = make_user(berth, *said["permissions"]["Statement"])
    assert doctor(berth, key=user, status=0)["causes"] == []
    assert left_behind(berth) == []


def test_a_caller_who_may_not_make_anything(berth):
    user = make_user(berth, allow("ecs:*"), allow("logs:*"), allow(["iam:Get*", "iam:List*"]),
                     allow("iam:PassRole"))
    said = doctor(berth, key=user, status=3)
    assert "iam:CreateRole" in said["unexplained"][0]["what"], said
    assert steps(said, "log-group") == [] and ids(said) == []
    assert doctor(berth, "--preflight-only", key=user, status=0)["causes"] == []
    assert left_behind(berth) == []


def test_a_caller_who_may_not_pass_the_role(berth):
    every = allow("*")
    seen = make_user(berth, every, deny("iam:PassRole"))
    blind = make_user(berth, every, deny(["iam:PassRole", "iam:List*", "iam:Get*"]))
    for user in (seen, blind):
        said = doctor(berth, key=user)
        assert ids(said) == ["pass-role-denied"] or user is seen, said
        assert said["verdict"] == "failed", said
        assert left_behind(berth) == []


@pytest.mark.parametrize("cause", TRUSTS)
def test_a_role_that_tasks_may_not_have_and_the_fix_that_is_pasted(berth, cause):
    role = make_role(berth, unique("trust"), trust=TRUSTS[cause])
    said = doctor(berth, "--role", role, status=1)
    assert ids(said) == [cause], said
    assert steps(said, "log-group") == []
    paste(berth, said["causes"][0]["fix"]["command"])
    assert doctor(berth, "--role", f"arn:aws:iam::{ACCOUNT}:role/{role}", status=0)["causes"] == []
    assert berth.boto("iam").get_role(RoleName=role)
    assert left_behind(berth) == []


def test_images_that_do_not_do(berth):
    for image, cause in (("127.0.0.1:1/none:v1", "image-pull-failed"),
                         ("busybox", "no-client-in-image")):
        said = doctor(berth, "--image", image, status=1)
        assert ids(said) == [cause], said
        assert said["causes"][0]["fix"]["command"] == "berth doctor --image IMAGE"
        assert left_behind(berth) == []


def test_kept_and_removed_by_what_is_printed(berth):
    said = doctor(berth, "--keep", status=0)
    kept = steps(said, "kept")
    assert len(kept) == 3 and len(left_behind(berth)) == 3
    for line in kept:
        paste(berth, line.split("remove it with: ")[1])
    assert left_behind(berth) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_middle(berth, number):
    process = spawn(berth, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    printed = ""
    while "registered berth-doctor-" not in printed:
        line = process.stdout.readline()
        assert line, printed
        printed += line
    process.send_signal(number)
    rest, complaints = process.communicate(timeout=90)
    assert process.returncode == 3 and complaints == "", rest
    assert "interrupted" in rest and "removed" in rest, rest
    assert left_behind(berth) == []


def test_nobody_reads_to_the_end(berth):
    process = spawn(berth, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(90) in (0, 1, 3)
    assert left_behind(berth) == []


def test_it_ticks_on_a_terminal(berth):
    controller, terminal = pty.openpty()
    process = spawn(berth, stdout=terminal, stderr=terminal)
    os.close(terminal)
    shown = b""
    while True:
        try:
            part = os.read(controller, 1 << 16)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(controller)
    assert process.wait(90) == 0, shown
    text = shown.decode()
    assert "\r\x1b[K" in text and "the task is" in text
    lasting = [line.rsplit("\x1b[K", 1)[-1] for line in text.splitlines()]
    assert any("Nothing wrong was found." in line for line in lasting)
    assert left_behind(berth) == []


def test_the_two_causes_of_the_page(make_berth, own_network, own_engine):
    own_engine.import_amazonlinux()
    berth = make_berth(network=own_network, engine=own_engine)
    for setting, cause in ((("ECS_ENABLE_TASK_IAM_ROLE", "false"), "task-roles-not-enabled"),
                           (("ECS_TASK_METADATA_RPS_LIMIT", "1,1"), "credentials-throttled")):
        berth.environment = dict([("ECS_CONTAINER_STOP_TIMEOUT", "2s"), setting])
        berth.start()
        said = doctor(berth, status=1)
        assert ids(said) == [cause], said
        mended = re.search(rf"{setting[0]}=(\S+) berth up", said["causes"][0]["fix"]["command"])
        assert left_behind(berth) == []
        berth.stop()
        berth.environment[setting[0]] = mended.group(1)
        berth.start()
        assert doctor(berth, status=0)["causes"] == []
        berth.stop()


@pytest.fixture
def moto(tmp_path):
    """Another ECS endpoint, where this machine has it."""
    program = shutil.which("moto_server")
    if program is None:
        pytest.skip("moto is not installed: pip install 'moto[server]'")
    log = tmp_path / "moto.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [program, "-H", "127.0.0.1", "-p", "5566"], stdout=output, stderr=output,
            env={**os.environ, "MOTO_IAM_LOAD_MANAGED_POLICIES": "true"})

    def answers():
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen("http://127.0.0.1:5566/moto-api/", timeout=2):
                return True
        except OSError:
            return False
    try:
        wait_for("moto", answers, 60)
        yield "http://127.0.0.1:5566"
    finally:
        process.terminate()
        process.wait(10)


def test_an_endpoint_that_is_not_berth(moto):
    key = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "x"}
    boto = [boto3.client(service, endpoint_url=moto, region_name="us-west-2",
                         aws_access_key_id="x", aws_secret_access_key="x")
            for service in ("ecs", "ec2", "logs", "iam")]
    ecs, ec2, logs, iam = boto
    ecs.create_cluster(clusterName="default")
    environment = {**key, "AWS_ENDPOINT_URL": moto, "AWS_DEFAULT_REGION": "us-west-2"}

    def ask(*arguments):
        done = run_berth("doctor", "--output", "json", *arguments, environment=environment,
                         timeout=120)
        assert done.returncode in (0, 1, 3), done.stderr
        return json.loads(done.stdout)
    assert ids(ask()) == ["no-placement"]
    machine = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)["Instances"][0]
    instance = ecs.register_container_instance(
        cluster="default", instanceIdentityDocument=json.dumps(
            {"instanceId": machine["InstanceId"]}))["containerInstance"]["containerInstanceArn"]
    assert ids(ask()) == ["agent-too-old"]  # moto's is 1.0.0, and has no attribute
    ecs.put_attributes(cluster="default", attributes=[{
        "name": "com.amazonaws.ecs.capability.task-iam-role", "targetType": "container-instance",
        "targetId": instance.rsplit("/", 1)[1]}])
    said = ask()
    # Its answer to RunTask has numbers where ECS has texts: the task is found by who started it.
    assert "AmazonECS_FullAccess" in steps(said, "policy")[-1] and steps(said, "task"), said
    assert said["verdict"] == "undecided" and said["skipped"] and ids(said) == [], said
    assert len(steps(said, "removed")) == 1 and not steps(said, "left"), said
    tasks = ecs.list_tasks(cluster="default")["taskArns"]  # moto lists those that were stopped, too
    ran = ecs.describe_tasks(cluster="default", tasks=tasks)["tasks"]
    assert [task["desiredStatus"] for task in ran] == ["STOPPED"], ran
    assert logs.describe_log_groups(logGroupNamePrefix=STEM)["logGroups"] == []
    assert not [role for role in iam.list_roles()["Roles"] if role["RoleName"].startswith(STEM)]
