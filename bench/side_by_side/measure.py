"""Runs the load client against one server and takes what the server spent meanwhile."""

import json
import os
import subprocess
import tempfile

import boto3
from botocore.config import Config

from servers import BUILD

REGION = "us-east-1"


def clients_of(server):
    """boto3 clients, unmodified but for the endpoint."""
    keys = server.environment()

    def client(service):
        return boto3.client(
            service, region_name=REGION, endpoint_url=f"http://127.0.0.1:{server.port}",
            aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
            config=Config(retries={"max_attempts": 0}, inject_host_prefix=False))
    return client


def measure(server, row, connections, seconds):
    """One round: requests a second, latencies, the server's CPU a request."""
    body = row.body() if callable(row.body) else row.body
    with tempfile.NamedTemporaryFile("w", suffix=".body") as file:
        file.write(body)
        file.flush()
        command = [BUILD / "load", "--port", str(server.port), "--connections", str(connections),
                   "--seconds", str(seconds), "--region", REGION, "--body", file.name]
        if row.service:
            command += ["--service", row.service]
        else:
            command += ["--method", "GET"]
        if row.target:
            command += ["--target", row.target]
        before = server.cpu_seconds()
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60,
                              env={**os.environ, **server.environment()})
        spent = server.cpu_seconds() - before
    if done.returncode:
        raise RuntimeError(f"{row.name} against {server.name}: {done.stderr.strip()}")
    result = json.loads(done.stdout)
    if result["refused"]:
        raise RuntimeError(f"{row.name} against {server.name}: {done.stderr.strip()[:400]}")
    return {"requests_per_s": result["requests"] / result["seconds"],
            "p50_ms": result["p50_ms"], "p99_ms": result["p99_ms"],
            "server_cpu_us": spent / result["requests"] * 1e6,
            "client_cpu_us": result["client_cpu_s"] / result["requests"] * 1e6}
