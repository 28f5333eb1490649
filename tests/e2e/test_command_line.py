"""The command line's contracts: commands, options, exit statuses, the files of the state dir."""

import json
import os
import stat
import subprocess

import pytest

from harness.berth import BERTH, Berth, clean, run_berth
from harness.engine import ROOT
from harness.procedure import (awslogs, busybox_definition, make_log_group, make_user, run_to_end,
                               settled_log, task_id, unique)

COMMANDS = ("up", "server", "agent", "env", "logs", "doctor", "why", "policy", "version")


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS), ("policy", "evaluate"),
                                     ("policy", "suggest"), ("logs", "export")])
def test_help_everywhere(command):
    done = run_berth(*command, "--help")
    assert done.returncode == 0 and done.stderr == ""
    assert "--help" in done.stdout
    if not command:
        assert all(name in done.stdout for name in COMMANDS)


def test_version():
    text = run_berth("version")
    assert text.returncode == 0 and "Boost" in text.stdout and "SQLite" in text.stdout
    facts = json.loads(run_berth("version", "--output", "json").stdout)
    assert facts["version"] in text.stdout


@pytest.mark.parametrize("arguments", [
    (), ("nonsense",), ("up", "--nonsense"), ("version", "--output", "yaml"),
    ("server", "--listen", "nowhere"), ("server", "--account-id", "12"),
    ("server", "--iam", "maybe"), ("server", "--decisions-kept", "-1"),
    ("server", "--decisions-days", "0"), ("server", "--store", "postgresql://127.0.0.1/berth"),
    ("up", "--docker", "ftp://127.0.0.1")])
def test_wrong_usage_is_2_with_a_line_of_reason(arguments, tmp_path):
    done = run_berth(*arguments, environment={"BERTH_STATE_DIR": str(tmp_path / "state")})
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("berth") and done.stderr.count("\n") == 1
    if "--nonsense" in arguments:
        assert "(see 'berth up --help')" in done.stderr


def test_commands_without_a_running_berth_fail_with_1(tmp_path):
    for command in (("env",), ("logs",), ("why",), ("policy", "suggest", "--role", "r")):
        done = run_berth(*command, "--state-dir", tmp_path / "none")
        assert done.returncode == 1
        assert "berth up" in done.stderr and done.stderr.count("\n") == 1


def test_state_dir_and_its_files(server):
    assert stat.S_IMODE(server.state_dir.stat().st_mode) == 0o700
    credentials = server.state_dir / "credentials"
    assert stat.S_IMODE(credentials.stat().st_mode) == 0o600
    key_id, secret = server.keys()
    assert key_id.startswith("AKIA") and len(key_id) == 20 and len(secret) == 40
    running = server.running()
    assert running["endpoint"] == server.endpoint
    assert running["region"] == "us-west-2" and running["pid"] == server.process.pid


LEFT_OVER = ("AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_ENDPOINT_URL_ECS",
             "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")


def test_env_points_a_shell_at_it(server):
    done = run_berth("env", "--state-dir", server.state_dir)
    assert done.returncode == 0
    shown = subprocess.run(["sh", "-c", f"{done.stdout}\nenv"], capture_output=True, text=True,
                           env={"PATH": os.environ["PATH"], **dict.fromkeys(LEFT_OVER, "old")}).stdout
    variables = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)
    assert variables["AWS_ENDPOINT_URL"] == server.endpoint
    assert (variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"]) == server.keys()
    assert variables["AWS_DEFAULT_REGION"] == "us-west-2"
    assert variables["AWS_DISABLE_HOST_PREFIX_INJECTION"] == "true"
    assert not variables.keys() & set(LEFT_OVER)
    facts = json.loads(run_berth("env", "--output", "json", "--state-dir", server.state_dir).stdout)
    assert facts["AWS_ENDPOINT_URL"] == server.endpoint


def test_env_of_another_user_says_what_to_run(server):
    server.state_dir.parent.chmod(0o755)
    done = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", BERTH,
                           "env", "--state-dir", server.state_dir], capture_output=True, text=True,
                          env=clean())
    assert done.returncode == 1
    assert f"sudo berth env --state-dir {server.state_dir}" in done.stderr


def test_health_metrics_and_what_guards_them(server):
    status, text = server.get("/health")
    assert status == 200 and json.loads(text)
    status, text = server.get("/metrics")
    assert status == 200 and "# TYPE" in text
    for path in ("/health", "/metrics"):
        assert server.get(path, {"Host": "attacker.example"})[0] == 403
        assert server.get(path, {"Origin": "http://attacker.example"})[0] == 403
        assert server.get(path, {"Host": "localhost:4566"})[0] == 200


def test_reset_is_refused_unless_it_was_allowed(server, make_berth, own_network):
    other = make_berth("server", network=own_network)
    other.start()
    assert other.get("/_berth/reset", method="POST")[0] != 200
    origin = {"Origin": server.endpoint}
    assert server.get("/_berth/reset", origin, method="POST")[0] == 403
    server.boto("logs").create_log_group(logGroupName="to-be-forgotten")
    assert server.get("/_berth/reset", method="POST")[0] == 200
    assert server.boto("logs").describe_log_groups()["logGroups"] == []


def test_the_administrators_key_from_the_environment(make_berth, own_network):
    key = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    server = make_berth("server", network=own_network, environment={
        "BERTH_ROOT_ACCESS_KEY_ID": key[0], "BERTH_ROOT_SECRET_ACCESS_KEY": key[1]})
    server.start()
    assert server.keys() == key
    identity = server.boto("sts").get_caller_identity()
    assert identity["Arn"] == "arn:aws:iam::123456789012:root"


def test_options_from_the_environment(make_berth, own_network):
    server = make_berth("server", network=own_network,
                        environment={"BERTH_ACCOUNT_ID": "999999999999"})
    server.start()
    assert server.boto("sts").get_caller_identity()["Account"] == "999999999999"


def test_iam_audit_lets_a_denied_call_through(make_berth, own_network):
    server = make_berth("server", network=own_network, options=["--iam", "audit"])
    server.start()
    assert "clusterArns" in server.boto("ecs", make_user(server)).list_clusters()


def test_policy_evaluate():
    cases = ROOT / "tests" / "data" / "policies" / "docs_overrides.jsonl"
    expected = {case["id"]: case["expected"]
                for case in map(json.loads, cases.read_text().splitlines())}
    done = run_berth("policy", "evaluate", "--managed-policies",
                     ROOT / "model" / "managed_policies.json", input=cases.read_text())
    assert done.returncode == 0, done.stderr
    decided = [json.loads(line) for line in done.stdout.splitlines()]
    assert {one["id"]: one["decision"] for one in decided} == expected


def test_logs_of_a_task(berth):
    group = make_log_group(berth, unique("group"))
    task = run_to_end(berth, busybox_definition("echo hello", logConfiguration=awslogs(group)))
    settled_log(berth, group, f"test/main/{task_id(task['taskArn'])}")
    with berth.network:
        done = run_berth("logs", "--state-dir", berth.state_dir, "--task", task["taskArn"])
    assert done.returncode == 0, done.stderr
    assert "hello" in done.stdout


@pytest.mark.parametrize("command", ["server", "up"])
def test_two_on_one_state_dir(server, command):
    keys = server.keys()
    second = Berth(command, state_dir=server.state_dir, port=4599, environment={
        "BERTH_ROOT_ACCESS_KEY_ID": "AKIAQQQQQQQQQQQQQQQQ", "BERTH_ROOT_SECRET_ACCESS_KEY": "other"})
    second.spawn()
    try:
        assert second.process.wait(20) == 1
        assert f"process {server.process.pid}" in second.output()
        assert server.get("/health")[0] == 200
        assert server.running()["pid"] == server.process.pid
        assert server.keys() == keys
    finally:
        second.remove()
