"""Fixtures: one Berth for the session in this world's own network, others made as tests need them."""

import os

import pytest

from harness.berth import BERTH, Berth
from harness.engine import Engine, remove_control_groups
from harness.network import Network


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="run the tests that take minutes, too")


def pytest_configure(config):
    config.addinivalue_line("markers", "full: takes minutes; runs with --full")
    if not os.environ.get("BERTH_PRIVATE_WORLD"):
        raise pytest.UsageError("these tests need namespaces of their own: use ./test --e2e, or "
                                "tests/e2e/in-private-world /usr/bin/python3 -m pytest tests/e2e")
    if not BERTH.exists():
        raise pytest.UsageError(f"{BERTH} is not there: build it with ./quickstart --build")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--full"):
        skip = pytest.mark.skip(reason="takes minutes: ./test --full")
        for item in items:
            if "full" in item.keywords:
                item.add_marker(skip)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failed test shows the last lines of the logs of the Berths that it used."""
    report = (yield).get_result()
    if report.when != "call" or not report.failed:
        return
    for name, value in item.funcargs.items():
        if isinstance(value, Berth):
            report.sections.append((f"log of {name}", value.output()[-4000:]))


@pytest.fixture(scope="session", autouse=True)
def control_groups():
    yield
    remove_control_groups()


@pytest.fixture(scope="session")
def network():
    return Network("main")


@pytest.fixture(scope="session")
def engine(network):
    """An engine with the images `amazonlinux` (the stand-in) and `busybox`."""
    engine = Engine(network)
    engine.import_busybox()
    engine.import_amazonlinux()
    yield engine
    engine.stop()


@pytest.fixture(scope="session")
def berth(network, engine):
    """`berth up --region us-west-2` as a user starts it, for every test that does not end it."""
    berth = Berth(network=network, engine=engine, options=["--allow-reset"])
    berth.start()
    yield berth
    berth.remove()


@pytest.fixture(scope="session")
def server():
    """`berth server`: the control plane alone, in this process's own network."""
    server = Berth("server", options=["--allow-reset"])
    server.start()
    yield server
    server.remove()


@pytest.fixture
def own_network():
    network = Network()
    yield network
    network.remove()


@pytest.fixture
def own_engine(own_network):
    """A second engine, with busybox only, for tests that change or kill what runs on it."""
    engine = Engine(own_network)
    engine.import_busybox()
    yield engine
    engine.stop()


@pytest.fixture
def make_berth():
    """Makes Berths that end with the test, whatever it did to them."""
    made = []

    def make(*arguments, **options):
        made.append(Berth(*arguments, **options))
        return made[-1]
    yield make
    for berth in reversed(made):
        berth.remove()
