"""169.254.170.2: the recorded answers, the rate limit, and who is not answered."""

import json
import re
import time
import urllib.error
import urllib.request

import pytest

from harness.network import Network
from harness.procedure import busybox_definition, describe, make_role, start, wait_for_status

ENDPOINT = "http://169.254.170.2"
LOOPBACK = "http://127.0.0.1:51679"


def fetch(engine, container, url):
    """wget inside a container: its output, or the server's refusal."""
    done = engine.docker("exec", container, "wget", "-q", "-S", "-O", "-", url, check=False)
    return done.stdout, done.stderr


@pytest.fixture
def task(berth, engine):
    """A running task with a role: its container's id and its credentials' path."""
    role = make_role(berth)
    arn = start(berth, busybox_definition("sleep 900", role=role))
    wait_for_status(berth, arn, "RUNNING")
    container = describe(berth, arn)["containers"][0]["runtimeId"]
    environment = json.loads(engine.docker("inspect", container).stdout)[0]["Config"]["Env"]
    path = dict(entry.split("=", 1) for entry in environment)[
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]
    yield container, path, role
    berth.boto("ecs").stop_task(cluster="default", task=arn)
    wait_for_status(berth, arn, "STOPPED")


def test_a_task_gets_its_credentials(berth, engine, task):
    container, path, role = task
    text, headers = fetch(engine, container, ENDPOINT + path)
    credentials = json.loads(text)
    assert list(credentials) == ["RoleArn", "AccessKeyId", "SecretAccessKey", "Token", "Expiration"]
    assert credentials["RoleArn"].endswith(f":role/{role}")
    assert credentials["AccessKeyId"].startswith("ASIA")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", credentials["Expiration"])
    assert "X-Rate-Limit-Limit: 40.00" in headers and "X-Rate-Limit-Duration: 1" in headers
    identifier = path.rsplit("/", 1)[1]
    by_v1, _ = fetch(engine, container, f"{ENDPOINT}/v1/credentials?id={identifier}")
    assert json.loads(by_v1)["RoleArn"] == credentials["RoleArn"]
    key = (credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials["Token"])
    assert berth.boto("ecs", key).list_clusters()["clusterArns"]


def test_another_container_is_refused(berth, engine, task):
    _, path, _ = task
    arn = start(berth, busybox_definition("sleep 900", role=make_role(berth)))
    wait_for_status(berth, arn, "RUNNING")
    other = describe(berth, arn)["containers"][0]["runtimeId"]
    text, refusal = fetch(engine, other, ENDPOINT + path)
    assert "403" in refusal and "SecretAccessKey" not in text
    berth.boto("ecs").stop_task(cluster="default", task=arn)
    wait_for_status(berth, arn, "STOPPED")


def test_a_container_that_is_no_task_is_refused(engine, task):
    _, path, _ = task
    done = engine.docker("run", "--rm", "busybox", "wget", "-q", "-S", "-O", "-", ENDPOINT + path,
                         check=False)
    assert "403" in done.stderr and "SecretAccessKey" not in done.stdout


@pytest.mark.parametrize("path, status, body", [
    ("/v2/credentials/", 400, '{"code":"NoIdInRequest","message":"CredentialsV2Request: No '
     'Credential ID in the request","HTTPErrorCode":400}'),
    ("/v1/credentials", 400, '{"code":"NoIdInRequest","message":"CredentialsV1Request: No '
     'Credential ID in the request","HTTPErrorCode":400}'),
    ("/v2/credentials/nope", 400, '{"code":"InvalidIdInRequest","message":"CredentialsV2Request: '
     'Credentials not found","HTTPErrorCode":400}'),
    ("/v2/credentials", 404, "404 page not found"),
    ("/nope", 404, "404 page not found"),
    ("/v3/xxxx", 500, '"V3 container metadata handler: unable to get container ID from request: '
     'unable to get docker ID from v3 endpoint ID: xxxx"'),
    ("/v4/xxxx", 404, '"V4 container metadata handler: unable to get container ID from request: '
     'unable to get docker ID from v3 endpoint ID: xxxx"'),
])
def test_recorded_answers(berth, path, status, body):
    time.sleep(0.1)
    answered, text = berth.get(path, base=LOOPBACK)
    assert (answered, text.rstrip("\n")) == (status, body)


def test_over_the_rate_limit(berth):
    """40 a second and 60 at once, for each address; then 429 with the agent's words."""
    refused = None
    with berth.network:
        for _ in range(400):
            try:
                urllib.request.urlopen(LOOPBACK + "/v2/credentials/nope", timeout=5)
            except urllib.error.HTTPError as error:
                if error.code == 429:
                    refused = error
                    break
    assert refused is not None, "400 requests in a row, and none was refused"
    assert refused.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert refused.headers["X-Rate-Limit-Limit"] == "40.00"
    assert refused.headers["Retry-After"]
    assert refused.read().decode().strip() == "You have reached maximum request limit."
    time.sleep(2)
    assert berth.get("/v2/credentials/nope", base=LOOPBACK)[0] == 400


def test_a_neighbour_that_routes_through_this_machine_is_not_answered(berth, engine, task):
    _, path, _ = task
    neighbour = Network()
    try:
        berth.network.connect(neighbour, "10.99.0.1", "10.99.0.2")
        neighbour.run("ip", "route", "add", "169.254.170.2/32", "via", "10.99.0.1", check=True)
        assert neighbour.run("ping", "-c1", "-W3", "10.99.0.1").returncode in (0, 127)
        for url in (ENDPOINT + path, ENDPOINT + "/v2/credentials/", "https://169.254.170.2/"):
            asked = neighbour.run("curl", "-sk", "--max-time", "3", url)
            assert asked.returncode in (7, 28), asked.stdout
        # The same question from a container of this machine is answered.
        assert '"SecretAccessKey"' in fetch(engine, task[0], ENDPOINT + path)[0]
    finally:
        neighbour.remove()
