"""AWS clients of the quickstart: the AWS CLI for what is shown, a signed request for waiting."""

import datetime
import hashlib
import hmac
import json
import os
import shlex
import subprocess
import urllib.error
import urllib.request

TARGETS = {"ecs": "AmazonEC2ContainerServiceV20141113", "logs": "Logs_20140328"}


class Refused(Exception):
    """The service said no; `code` is AWS's own."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


class Aws:
    """`variables` are what `berth env` exports."""

    def __init__(self, variables):
        self.variables = variables
        self.endpoint = variables["AWS_ENDPOINT_URL"]
        self.region = variables["AWS_DEFAULT_REGION"]

    def cli(self, *arguments):
        """Shows and runs `aws …`; returns its JSON. Raises Refused."""
        print("   $ aws " + " ".join(shlex.quote(argument) for argument in arguments), flush=True)
        # --endpoint-url for CLIs that are older than AWS_ENDPOINT_URL.
        done = subprocess.run(
            ["aws", "--endpoint-url", self.endpoint, "--output", "json", *arguments],
            capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
            env={**os.environ, **self.variables, "AWS_PAGER": "", "AWS_CONFIG_FILE": os.devnull,
                 "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true"})
        if done.returncode != 0:
            text = (done.stderr or done.stdout).strip()
            code = text.split("(", 1)[1].split(")", 1)[0] if "(" in text else ""
            raise Refused(code, text)
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def call(self, service, operation, **members):
        """The same by a request of our own: a tenth of the CLI's start. Raises Refused."""
        body = json.dumps(members).encode()
        headers = self._signed(service, body, {
            "content-type": "application/x-amz-json-1.1",
            "host": self.endpoint.split("://", 1)[1],
            "x-amz-target": f"{TARGETS[service]}.{operation}"})
        request = urllib.request.Request(self.endpoint + "/", body, headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            text = error.read().decode()
            code = json.loads(text).get("__type", "").split("#")[-1]
            raise Refused(code, text) from error

    def _signed(self, service, body, headers):
        """Signature Version 4 for a POST to /."""
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        headers = {**headers, "x-amz-date": now}
        names = ";".join(sorted(headers))
        lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
        canonical = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"
        scope = f"{now[:8]}/{self.region}/{service}/aws4_request"
        to_sign = (f"AWS4-HMAC-SHA256\n{now}\n{scope}\n"
                   f"{hashlib.sha256(canonical.encode()).hexdigest()}")
        key = ("AWS4" + self.variables["AWS_SECRET_ACCESS_KEY"]).encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
        headers["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={self.variables['AWS_ACCESS_KEY_ID']}/{scope}, "
            f"SignedHeaders={names}, Signature={signature}")
        return headers
