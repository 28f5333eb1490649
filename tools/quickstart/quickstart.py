"""Starts Berth in the background, finds an image for it and walks the known-good procedure."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import machine
from aws import Aws, Refused
from procedure import Failed, walk

ROOT = Path(__file__).resolve().parents[2]
BERTH = ROOT / "build" / "berth"
REGION = "us-west-2"
START_PATIENCE_S = 120


def section(title):
    began = int(sys.argv[1]) if len(sys.argv) > 1 else int(time.time())
    print(f"\n== {title} ({int(time.time()) - began} s)", flush=True)


def state_dir():
    chosen = os.environ.get("BERTH_STATE_DIR")
    if chosen:
        return Path(chosen)
    if os.geteuid() == 0:
        return Path("/var/lib/berth")
    data = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return Path(data) / "berth"


def berth_env(directory):
    """What `berth env` exports, or None where none runs."""
    done = subprocess.run([BERTH, "env", "--state-dir", directory, "--output", "json"],
                          capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else None


def healthy(endpoint):
    try:
        with urllib.request.urlopen(endpoint + "/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def start(directory):
    """`berth up` in a session of its own; its output goes to up.log in the state dir."""
    listen = os.environ.get("BERTH_LISTEN", "127.0.0.1:4566")
    owner = machine.port_owner(int(listen.rsplit(":", 1)[1]))
    if owner:
        raise Failed(f"{listen} is taken by {owner}. Stop it, or choose another address: "
                     "BERTH_LISTEN=127.0.0.1:4567 ./quickstart")
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    log_path = directory / "up.log"
    print(f"   $ {BERTH.relative_to(ROOT)} up --region {REGION}   (in the background, "
          f"log: {log_path})", flush=True)
    with log_path.open("ab") as log:
        log_start = log.tell()
        process = subprocess.Popen([BERTH, "up", "--region", REGION, "--state-dir", directory],
                                   stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   start_new_session=True)
    deadline = time.monotonic() + START_PATIENCE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            with log_path.open("rb") as log:
                log.seek(log_start)
                reason = log.read().decode(errors="replace").strip().splitlines()
            raise Failed("Berth did not start:\n     " + "\n     ".join(reason[-8:]))
        variables = berth_env(directory)
        if variables and healthy(variables["AWS_ENDPOINT_URL"]):
            return variables
        time.sleep(0.2)
    raise Failed(f"Berth is not ready after {START_PATIENCE_S} s; it goes on in the background, "
                 f"process {process.pid}. Its log: {log_path}")


def ensure_running(directory):
    variables = berth_env(directory)
    if variables is None:
        return start(directory)
    deadline = time.monotonic() + START_PATIENCE_S
    while not healthy(variables["AWS_ENDPOINT_URL"]):
        if time.monotonic() > deadline:
            raise Failed(f"The Berth of {directory} runs and is not healthy: see {directory}/up.log")
        time.sleep(0.2)
    if variables["AWS_DEFAULT_REGION"] != REGION:
        raise Failed(f"The Berth of {directory} runs in {variables['AWS_DEFAULT_REGION']}, and the "
                     f"procedure lists {REGION}: stop it first, or set BERTH_STATE_DIR and "
                     "BERTH_LISTEN for a second one.")
    print(f"   One runs already, at {variables['AWS_ENDPOINT_URL']}.")
    return variables


def ensure_image(host):
    """The image `amazonlinux`, pulled where a registry can be reached, else the stand-in."""
    if machine.has_image(host, "amazonlinux"):
        which = "the stand-in" if machine.is_stand_in(host, "amazonlinux") else "an image of yours"
        print(f"   amazonlinux is there ({which}).")
    elif machine.pull(host, "amazonlinux"):
        print("   amazonlinux is pulled.")
    else:
        print("   No registry can be reached: a stand-in of that name is made from Debian packages "
              "(bash, the AWS CLI).\n   In it yum is not found, and the command goes on at the ';'.",
              flush=True)
        if not machine.make_stand_in(host, "amazonlinux:latest"):
            raise Failed("The stand-in image could not be made.")


def procedure(aws, host):
    try:
        walk(aws, "amazonlinux")
    except Failed as failed:
        if machine.is_stand_in(host, "amazonlinux"):
            raise
        print(f"\n     {failed}\n     This amazonlinux does not run the command (it has no AWS CLI "
              "and cannot install one):\n     the same once more with a stand-in, "
              f"{machine.STAND_IN}. Your image stays as it is.", flush=True)
        if not machine.make_stand_in(host, machine.STAND_IN):
            raise Failed("The stand-in image could not be made.") from failed
        walk(aws, machine.STAND_IN)


def go_on(directory):
    with (directory / "running.json").open() as file:
        running = json.load(file)
    sudo = "sudo " if os.environ.get("SUDO_USER") else ""
    berth = BERTH.relative_to(ROOT)
    # sudo passes no BERTH_STATE_DIR on.
    where = f" --state-dir {directory}" if os.environ.get("BERTH_STATE_DIR") else ""
    section("It works")
    print(f"""
Berth runs in the background at {running['endpoint']} (process {running['pid']}).

Point any AWS client at it:   eval "$({sudo}{berth} env{where})"
Then, for instance:           aws ecs list-tasks --desired-status STOPPED
A task's log:                 {sudo}{berth} logs{where}
What it is doing:             {sudo}tail -f {directory}/up.log
Stop it:                      {sudo}kill {running['pid']}

docs/known-good.md tells the same steps by hand, docs/troubleshooting.md what to do when one fails.
""", end="")


def main():
    directory = state_dir()
    try:
        section("Berth")
        variables = ensure_running(directory)
        host = machine.engine_host(directory)
        if host is None:
            raise Failed(f"No Docker Engine answers; see {directory}/up.log")
        section("Image")
        ensure_image(host)
        section("The known-good procedure")
        procedure(Aws(variables), host)
    except Failed as failed:
        print(f"\nquickstart: {failed}", file=sys.stderr)
        return 1
    except Refused as refused:
        print(f"\nquickstart: {refused}", file=sys.stderr)
        return 1
    go_on(directory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
