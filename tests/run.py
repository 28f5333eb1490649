"""Builds, runs every test and closes with the counts: what ./test does once its packages are there."""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
E2E_TIMEOUT_S = 3600
UNIT_TEST_TIMEOUT_S = 600
FUZZ_S = 30
RANDOM_CASES = 1_000_000
RANDOM_CASES_TIMEOUT_S = 3600


class Counts:
    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.failures = []
        self.skipped = []

    def ok(self, count=1):
        self.passed += count

    def fail(self, name):
        self.failed += 1
        self.failures.append(name)


class Phase:
    """Prints its name and, at the end, how long it took."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        print(f"\n== {self.name} ==", flush=True)
        self.started = time.monotonic()

    def __exit__(self, *_):
        print(f"-- {self.name}: {time.monotonic() - self.started:.0f} s", flush=True)


running = None


def run(command, timeout_s=None, **options):
    """Runs a command in a process group of its own; returns its exit status, 124 after a timeout."""
    global running
    running = subprocess.Popen([str(part) for part in command], cwd=ROOT, start_new_session=True,
                               **options)
    try:
        return running.wait(timeout_s)
    except subprocess.TimeoutExpired:
        print(f"ended after {timeout_s} s: {command[0]}", flush=True)
        return 124
    finally:
        end_group(running)
        running = None


def end_group(process):
    """Ends what is left of a command's process group, this tool's own children only."""
    for sig in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sig)
        except ProcessLookupError:
            break
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            continue


def on_signal(number, _):
    if running is not None:
        end_group(running)
    sys.exit(128 + number)


def jobs():
    """As many compilers as there are cores, and as 1.5 GiB of memory each allow."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(1, min(len(os.sched_getaffinity(0)), memory // (3 << 29)))


def build(preset, counts, target=None):
    with Phase(f"build ({preset})"):
        environment = dict(os.environ, NINJA_STATUS="[%f/%t, %e s] ")
        status = run(["cmake", "--preset", preset])
        command = ["cmake", "--build", "--preset", preset, "-j", jobs()]
        status = status or run(command + (["--target", target] if target else []), env=environment)
        if status:
            counts.fail(f"build ({preset})")
        return status == 0


def listed_tests(build_dir):
    listing = subprocess.run(["ctest", "--test-dir", str(build_dir), "--show-only=json-v1"],
                             capture_output=True, text=True, cwd=ROOT)
    tests = json.loads(listing.stdout)["tests"] if listing.returncode == 0 else []
    return [test["name"] for test in tests]


def unit_tests(build_dir, name, counts, wrapper=()):
    """Every *_test program; each case counts, and a program that crashed counts as a failure."""
    with Phase(name):
        results = build_dir / "test-results"
        shutil.rmtree(results, ignore_errors=True)
        results.mkdir()
        tests = listed_tests(build_dir)
        if not tests:
            counts.fail(f"{name}: no test program")
            return
        failed = build_dir / "Testing" / "Temporary" / "LastTestsFailed.log"
        failed.unlink(missing_ok=True)
        run([*wrapper, "ctest", "--test-dir", build_dir, "-j", jobs(), "--output-on-failure",
             "--timeout", UNIT_TEST_TIMEOUT_S],
            env=dict(os.environ, GTEST_OUTPUT=f"json:{results}/", GTEST_COLOR="no"))
        before = counts.passed, counts.failed
        for test in tests:
            count_gtest(results / f"{test}.json", test, counts)
        count_bad_ends(failed, counts)
        print(f"{counts.passed - before[0]} passed, {counts.failed - before[1]} failed")


def count_bad_ends(listing, counts):
    """A program may fail although all its cases passed: a sanitizer speaks at its end."""
    if not listing.exists():
        return
    for line in listing.read_text().splitlines():
        program = line.partition(":")[2]
        if not any(failure.startswith(program) for failure in counts.failures):
            counts.fail(f"{program} (its cases passed, and it ended badly)")


def count_gtest(path, program, counts):
    try:
        report = json.loads(path.read_text())
    except (OSError, ValueError):
        counts.fail(f"{program} (ended without a report)")
        return
    for suite in report["testsuites"]:
        for case in suite["testsuite"]:
            name = f"{program}: {suite['name']}.{case['name']}"
            if case.get("failures"):
                counts.fail(name)
            elif case.get("result") == "SKIPPED":
                counts.skipped.append(name)
            elif case.get("status") == "RUN":
                counts.ok()


def tidy(counts):
    with Phase("tidy"):
        report = BUILD / "tidy.json"
        report.unlink(missing_ok=True)
        run([sys.executable, "tools/tidy/tidy.py", "--report", report])
        try:
            checks = json.loads(report.read_text())
        except (OSError, ValueError):
            counts.fail("tidy (ended without a report)")
            return
        for check, complaints in checks.items():
            if complaints:
                counts.fail(f"tidy: {check} ({len(complaints)})")
            else:
                counts.ok()


def pytest(name, arguments, counts, prefix=(), timeout_s=600):
    with Phase(name):
        report = BUILD / f"{name.split()[0]}.xml"
        report.unlink(missing_ok=True)
        run([*prefix, "/usr/bin/python3", "-m", "pytest", "-p", "no:cacheprovider", "-ra", "-v",
             f"--junitxml={report}", *arguments], timeout_s)
        try:
            cases = ElementTree.parse(report).getroot().iter("testcase")
        except (OSError, ElementTree.ParseError):
            counts.fail(f"{name} (ended without a report)")
            return
        for case in cases:
            title = f"{case.get('classname')}::{case.get('name')}"
            if case.find("failure") is not None or case.find("error") is not None:
                counts.fail(title)
            elif case.find("skipped") is not None:
                counts.skipped.append(f"{title}: {case.find('skipped').get('message')}")
            else:
                counts.ok()


def end_to_end(options, counts):
    with Phase("image"):
        if run(["tools/make-image", "--prepare"]):
            counts.fail("image")
            return
    arguments = options.pytest or ["tests/e2e"]
    pytest("e2e", arguments + (["--full"] if options.full else []), counts,
           prefix=["tests/e2e/in-private-world"], timeout_s=E2E_TIMEOUT_S * (3 if options.full else 1))


def full_builds(counts):
    """The other compiler, clang, with its sanitizers: whatever it warns of is an error."""
    machine = os.uname().machine
    for preset in ("debug", "asan", "tsan"):
        if build(preset, counts):
            # ThreadSanitizer of clang 14 does not find its way through much address randomisation.
            wrapper = ["setarch", machine, "-R"] if preset == "tsan" else []
            unit_tests(ROOT / f"build-{preset}", f"unit tests ({preset})", counts, wrapper)
    if build("fuzz", counts, target="fuzzers"):
        for fuzzer in sorted((ROOT / "build-fuzz").glob("*_fuzz")):
            with Phase(f"{fuzzer.name} for {FUZZ_S} s"):
                status = run([fuzzer, f"-max_total_time={FUZZ_S}", "-print_final_stats=0",
                              "-verbosity=0"], FUZZ_S * 4)
                counts.fail(fuzzer.name) if status else counts.ok()


def random_policy_cases(counts):
    """The policy engine against the tests' own evaluator, on as many cases as take minutes."""
    with Phase(f"{RANDOM_CASES:,} random policy cases"):
        environment = dict(os.environ, BERTH_DIFFERENTIAL_CASES=str(RANDOM_CASES))
        status = run([BUILD / "iam_test", "--gtest_filter=Differential.*"], RANDOM_CASES_TIMEOUT_S,
                     env=environment)
        counts.fail("random policy cases") if status else counts.ok()


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="./test", description="Installs what is missing, builds (release, g++), runs every "
        "test and closes with the counts. Needs root for the end-to-end tests, which run in "
        "namespaces of their own and leave nothing running.",
        epilog="Exit status: 0 all passed, 1 something failed or nothing ran, 2 wrong usage.")
    parser.add_argument("--unit", action="store_true", help="only the unit tests and tidy")
    parser.add_argument("--e2e", action="store_true", help="only the end-to-end tests")
    parser.add_argument("--full", action="store_true",
                        help="also debug, clang with its sanitizers, the fuzzers and the long tests")
    parser.add_argument("pytest", nargs="*", help="for the end-to-end tests, after '--': what to "
                        "run and pytest's options, e.g. ./test --e2e -- tests/e2e/test_logs.py -x")
    return parser.parse_args()


def main():
    options = parse_arguments()
    for sig in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(sig, on_signal)
    started = time.monotonic()
    counts = Counts()
    everything = not (options.unit or options.e2e)
    if build("release", counts):
        if everything or options.unit:
            unit_tests(BUILD, "unit tests", counts)
            tidy(counts)
            pytest("scripts and documentation", ["tools", "tests/test_docs.py"], counts)
        if everything or options.e2e:
            end_to_end(options, counts)
    if options.full:
        random_policy_cases(counts)
        full_builds(counts)

    print(f"\n== done in {time.monotonic() - started:.0f} s ==")
    for name in counts.skipped:
        print(f"skipped: {name}")
    for name in counts.failures:
        print(f"FAILED: {name}")
    print(f"{counts.passed} passed, {counts.failed} failed", flush=True)
    return 1 if counts.failed or not counts.passed else 0


if __name__ == "__main__":
    sys.exit(main())
