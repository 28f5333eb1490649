"""Inside a task, AWS's own host names lead to Berth over TLS, and nothing else changes."""

import json
import subprocess

import pytest

from harness.procedure import (busybox_definition, definition, describe, make_role, start, unique,
                               wait_for_status)

RESPONDER = """
import socket
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 53))
print("ready", flush=True)
while True:
    query, client = server.recvfrom(4096)
    # One A record, 192.0.2.7, for whatever is asked.
    answer = query[:2] + b"\\x81\\x80" + query[4:6] + b"\\x00\\x01\\x00\\x00\\x00\\x00"
    question = query[12:query.index(b"\\x00", 12) + 5]
    answer += question + b"\\xc0\\x0c\\x00\\x01\\x00\\x01\\x00\\x00\\x00\\x3c\\x00\\x04\\xc0\\x00\\x02\\x07"
    server.sendto(answer, client)
"""


@pytest.fixture(scope="module")
def shell(berth, engine):
    """A running task of the stand-in image with a role: runs commands inside it."""
    task = definition(family=unique("shell"), taskRoleArn=make_role(berth))
    task["containerDefinitions"][0]["command"] = ["sleep 900"]
    task["containerDefinitions"][0].pop("logConfiguration")
    arn = start(berth, task)
    wait_for_status(berth, arn, "RUNNING")
    container = describe(berth, arn)["containers"][0]["runtimeId"]

    def run(*command):
        return engine.docker("exec", container, *command, check=False)
    yield run
    berth.boto("ecs").stop_task(cluster="default", task=arn)
    wait_for_status(berth, arn, "STOPPED")


@pytest.mark.parametrize("host", ["ecs.us-west-2.amazonaws.com", "ecs.eu-central-1.amazonaws.com",
                                  "logs.us-west-2.amazonaws.com", "sts.amazonaws.com",
                                  "sts.us-west-2.amazonaws.com", "iam.amazonaws.com"])
def test_names_lead_to_berth(shell, host):
    assert shell("getent", "ahostsv4", host).stdout.startswith("169.254.170.2 ")


def test_every_region_answers(shell):
    done = shell("aws", "ecs", "list-tasks", "--region", "eu-west-1")
    assert json.loads(done.stdout) == {"taskArns": []}, done.stderr


def test_python_in_the_task_trusts_it_by_the_names_alone(shell):
    script = ("import urllib.request, urllib.error\n"
              "try: urllib.request.urlopen('https://ecs.us-west-2.amazonaws.com/', b'{}')\n"
              "except urllib.error.HTTPError as error: print(error.code, error.read().decode())")
    done = shell("python3", "-c", script)
    assert done.stdout.startswith("400 ") and "MissingAuthenticationToken" in done.stdout, done


@pytest.mark.parametrize("path", ["/health", "/metrics", "/console/", "/_berth/reset"])
def test_the_way_from_a_task_serves_the_api_alone(shell, path):
    script = ("import urllib.request, urllib.error\n"
              f"url = 'https://ecs.us-west-2.amazonaws.com{path}'\n"
              "try: print(urllib.request.urlopen(url).status)\n"
              "except urllib.error.HTTPError as error: print(error.code)")
    assert shell("python3", "-c", script).stdout.strip() not in ("", "200", "302", "500")


def test_the_bundle_adds_to_the_images_roots(shell):
    bundle = shell("sh", "-c", "cat $AWS_CA_BUNDLE").stdout
    roots = shell("cat", "/etc/ssl/certs/ca-certificates.crt").stdout
    assert bundle.count("BEGIN CERTIFICATE") == roots.count("BEGIN CERTIFICATE") + 1
    for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"):
        assert shell("sh", "-c", f'test "${name}" = "$AWS_CA_BUNDLE"').returncode == 0
    assert shell("sh", "-c", 'echo x >> "$AWS_CA_BUNDLE"').returncode != 0


def test_the_authority_is_good_for_amazonaws_alone(berth):
    keys = [path for path in berth.state_dir.rglob("*")
            if path.is_file() and path.stat().st_size < 10000
            and b"PRIVATE KEY" in path.read_bytes()]
    assert keys and all(path.stat().st_mode & 0o777 == 0o600 for path in keys)
    texts = [subprocess.run(["openssl", "x509", "-noout", "-text", "-in", path],
                            capture_output=True, text=True).stdout
             for path in berth.state_dir.rglob("*.pem")
             if path.read_bytes().count(b"BEGIN CERTIFICATE") == 1]
    authorities = [text for text in texts if "CA:TRUE" in text]
    assert len(authorities) == 1
    constraints = authorities[0][authorities[0].index("X509v3 Name Constraints: critical"):]
    assert "Permitted:" in constraints and "DNS:amazonaws.com" in constraints


def test_what_the_definition_sets_wins(berth, engine):
    task = busybox_definition("sleep 900", environment=[
        {"name": "AWS_CA_BUNDLE", "value": "/its/own.pem"}], dnsServers=["192.0.2.53"])
    arn = start(berth, task)
    wait_for_status(berth, arn, "RUNNING")
    container = describe(berth, arn)["containers"][0]["runtimeId"]
    inspected = json.loads(engine.docker("inspect", container).stdout)[0]
    assert "AWS_CA_BUNDLE=/its/own.pem" in inspected["Config"]["Env"]
    assert inspected["HostConfig"]["Dns"] == ["192.0.2.53"]
    hosts = engine.docker("exec", container, "cat", "/etc/hosts").stdout
    assert "ecs.us-west-2.amazonaws.com" in hosts
    berth.boto("ecs").stop_task(cluster="default", task=arn)
    wait_for_status(berth, arn, "STOPPED")


def test_names_that_berth_does_not_serve_resolve_as_before(make_berth, own_network, own_engine,
                                                           tmp_path):
    """They go to the host's own resolver, here one that says 192.0.2.7 to everything."""
    resolver = subprocess.Popen(own_network.command("/usr/bin/python3", "-c", RESPONDER),
                                stdout=subprocess.PIPE, text=True)
    resolv_conf = tmp_path / "resolv.conf"
    resolv_conf.write_text("nameserver 127.0.0.1\n")
    berth = make_berth(network=own_network, engine=own_engine, prefix=[
        "unshare", "--mount", "--propagation", "slave", "sh", "-c",
        f'mount --bind {resolv_conf} /etc/resolv.conf && exec "$@"', "-"])
    try:
        assert resolver.stdout.readline() == "ready\n"
        berth.start()
        arn = start(berth, busybox_definition("sleep 900"))
        wait_for_status(berth, arn, "RUNNING")
        container = describe(berth, arn)["containers"][0]["runtimeId"]
        for host, address in (("s3.amazonaws.com", "192.0.2.7"), ("example.org", "192.0.2.7"),
                              ("ecs.us-west-2.amazonaws.com", "169.254.170.2")):
            found = own_engine.docker("exec", container, "nslookup", host, check=False).stdout
            assert address in found.split("Name:")[-1], found
        berth.boto("ecs").stop_task(cluster="default", task=arn)
        wait_for_status(berth, arn, "STOPPED")
    finally:
        resolver.kill()
        resolver.wait()


def test_switched_off(make_berth, own_network, own_engine):
    berth = make_berth(network=own_network, engine=own_engine,
                       environment={"BERTH_TRANSPARENT_ENDPOINTS": "false"})
    berth.start()
    arn = start(berth, busybox_definition("sleep 900"))
    wait_for_status(berth, arn, "RUNNING")
    container = describe(berth, arn)["containers"][0]["runtimeId"]
    inspected = json.loads(own_engine.docker("inspect", container).stdout)[0]
    assert not any(entry.startswith(("AWS_CA_BUNDLE=", "AWS_ENDPOINT_URL="))
                   for entry in inspected["Config"]["Env"])
    assert not inspected["HostConfig"]["Dns"]
