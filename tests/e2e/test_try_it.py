"""docs/try-it.md: its commands, as they stand on the page, do what the page says."""

import os
import re
import signal
import subprocess

import pytest

from harness.berth import BERTH, Berth, clean
from harness.engine import ROOT
from harness.wait import wait_for

PAGE = (ROOT / "docs" / "try-it.md").read_text()
# What is typed, and what the doctor is then said to print.
BLOCKS = re.findall(r"^```(sh)?\n(.*?)\n```$", PAGE, re.M | re.S)


def typed_and_expected():
    """Each command line with what stands under it on the page, up to the chapter "More"."""
    rounds = []
    for kind, text in BLOCKS:
        if "NAME" in text:
            continue
        if kind == "sh":
            rounds.append([text, None])
        else:
            rounds[-1][1] = text
    return rounds


@pytest.fixture
def shell(tmp_path, own_network, own_engine):
    """A folder with build/berth in it, root for whom sudo is nothing, and an engine."""
    own_engine.import_amazonlinux()
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "berth").symlink_to(BERTH)
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "sudo").write_text('#!/bin/sh\nexec env "$@"\n')
    (programs / "sudo").chmod(0o755)
    environment = clean({"BERTH_DOCKER": own_engine.host, "BERTH_STATE_DIR": str(tmp_path / "state"),
                         "PATH": f"{programs}:{os.environ['PATH']}"})

    def command(text):
        return {"args": own_network.command("sh", "-c", "exec " + text), "cwd": tmp_path,
                "env": environment, "text": True}
    return command


def test_the_page_from_its_beginning_to_its_end(shell, tmp_path, own_network):
    rounds = typed_and_expected()
    assert [expected for _, expected in rounds if expected] == [
        "Nothing wrong was found.", "The cause: task-roles-not-enabled", "Nothing wrong was found.",
        "The cause: credentials-throttled", "Nothing wrong was found."]
    watched = Berth(network=own_network, state_dir=tmp_path / "state")
    try:
        for text, expected in rounds:
            if "berth up" in text:
                end(watched)
                with watched.log.open("a") as log:
                    watched.process = subprocess.Popen(**shell(text), stdout=log, stderr=log)
                wait_for("berth up", watched.healthy, 60)
                continue
            done = subprocess.run(**shell(text), capture_output=True, timeout=120)
            assert expected in done.stdout.splitlines(), done.stdout + done.stderr
            assert done.returncode == (0 if "Nothing" in expected else 1)
    finally:
        end(watched)


def end(watched):
    """Ctrl-C in its terminal."""
    if watched.process is None or watched.process.poll() is not None:
        return
    watched.process.send_signal(signal.SIGINT)
    assert watched.process.wait(60) == 0, watched.output()[-2000:]
