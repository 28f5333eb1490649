"""kill -9 of the server while several clients write logs: what was acknowledged is there once, in
order, and pages of a search neither skip nor repeat."""

import random
import threading
import time

import botocore.exceptions
import botocore.parsers
import pytest

from harness.procedure import unique

# The last one: an answer that the kill has cut.
AWAY = (botocore.exceptions.ConnectionError, botocore.exceptions.HTTPClientError,
        botocore.exceptions.ClientError, botocore.parsers.ResponseParserError)


def now_ms():
    return int(time.time() * 1000)


class LogWriter:
    """Writes numbers to a stream of its own, a batch at a time; a batch that is not answered is
    never sent again."""

    def __init__(self, server, group, name):
        self.logs = server.boto("logs", retries=0)
        self.group, self.name = group, name
        self.logs.create_log_stream(logGroupName=group, logStreamName=name)
        self.batches = []  # (first, behind the last, whether it was acknowledged)
        self.next = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def _write(self):
        chance = random.Random(self.name)
        while not self._stop.is_set():
            first, behind = self.next, self.next + chance.randint(1, 100)
            at = now_ms()
            events = [{"timestamp": at, "message": f"{self.name} {number}"}
                      for number in range(first, behind)]
            try:
                self.logs.put_log_events(logGroupName=self.group, logStreamName=self.name,
                                         logEvents=events)
                self.batches.append((first, behind, True))
            except AWAY:
                self.batches.append((first, behind, False))
                self._stop.wait(0.05)
            self.next = behind

    def stop(self):
        self._stop.set()
        self._thread.join(60)
        assert not self._thread.is_alive()

    def acknowledged(self):
        return {number for first, behind, there in list(self.batches) if there
                for number in range(first, behind)}


def stream_numbers(logs, group, name):
    """The numbers of a stream as GetLogEvents pages through it."""
    numbers, token = [], {}
    while True:
        page = logs.get_log_events(logGroupName=group, logStreamName=name, startFromHead=True,
                                   limit=1000, **token)
        numbers += [int(event["message"].split()[1]) for event in page["events"]]
        if token.get("nextToken") == page["nextForwardToken"]:
            return numbers
        token = {"nextToken": page["nextForwardToken"]}


class Searcher:
    """Pages through the whole group, over and over, with the same token after each kill."""

    def __init__(self, server, group, writers):
        self.logs = server.boto("logs", retries=0)
        self.group, self.writers = group, writers
        self.passes, self.wrong = 0, []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._search, daemon=True)
        self._thread.start()

    def _search(self):
        while not self._stop.is_set() and not self.wrong:
            wanted = {f"{one.name} {number}" for one in self.writers
                      for number in one.acknowledged()}
            seen = self._one_pass()
            if seen is None:
                return
            messages = [event["message"] for event in seen]
            identifiers = {event["eventId"] for event in seen}
            order = [event["timestamp"] for event in seen]
            if len(identifiers) != len(seen) or len(set(messages)) != len(messages):
                self.wrong.append("an event is repeated")
            if not wanted <= set(messages):
                self.wrong.append(f"skipped: {sorted(wanted - set(messages))[:5]}")
            if order != sorted(order):
                self.wrong.append("out of order")
            self.passes += 1

    def _one_pass(self):
        seen, token = [], {}
        while not self._stop.is_set():
            try:
                page = self.logs.filter_log_events(logGroupName=self.group, limit=2000, **token)
            except AWAY as error:
                # 503 is of a server that has just been started.
                answer = (getattr(error, "response", None) or {}).get("ResponseMetadata", {})
                if answer.get("HTTPStatusCode", 503) == 503:
                    time.sleep(0.05)
                    continue
                self.wrong.append(str(error))
                return None
            if "events" not in page:  # the kill came between head and body
                continue
            seen += page["events"]
            if "nextToken" not in page:
                return seen
            token = {"nextToken": page["nextToken"]}
        return None

    def stop(self):
        self._stop.set()
        self._thread.join(60)


def check_stream(logs, group, writer):
    there = stream_numbers(logs, group, writer.name)
    assert len(set(there)) == len(there), "an event is there twice"
    assert there == sorted(there), "events are out of order"
    present = set(there)
    for first, behind, acknowledged in writer.batches:
        of_batch = sum(number in present for number in range(first, behind))
        if acknowledged:
            assert of_batch == behind - first, f"{writer.name}: of {first}…{behind} {of_batch}"
        else:
            assert of_batch in (0, behind - first), "half a batch is there"
    return len(there)


def kill_under_writing(server, kills, seed):
    chance = random.Random(seed)
    logs, group = server.boto("logs"), unique("killed")
    logs.create_log_group(logGroupName=group)
    writers = [LogWriter(server, group, f"writer-{number}") for number in range(4)]
    searcher = Searcher(server, group, writers)
    try:
        for _ in range(kills):
            time.sleep(chance.uniform(0.05, 0.8))
            server.kill()
            server.start(90)
        time.sleep(0.5)
    finally:
        for writer in writers:
            writer.stop()
        searcher.stop()
    counts = [check_stream(logs, group, writer) for writer in writers]
    assert searcher.wrong == [] and searcher.passes > 0
    failed = sum(not there for writer in writers for _, _, there in writer.batches)
    print(f"{kills} kills (seed {seed}): {sum(counts)} events, {failed} batches not answered, "
          f"{searcher.passes} whole searches meanwhile")
    assert min(counts) > kills
    found = [event["message"] for page in logs.get_paginator("filter_log_events").paginate(
        logGroupName=group) for event in page["events"]]
    assert len(found) == len(set(found)) == sum(counts)


def test_a_dozen_kills_under_writing(make_berth):
    server = make_berth("server", port=4572)
    server.start()
    kill_under_writing(server, 12, seed=1)


@pytest.mark.full
def test_a_hundred_kills_under_writing(make_berth):
    server = make_berth("server", port=4572)
    server.start()
    kill_under_writing(server, 100, seed=random.randrange(1 << 30))


def test_pages_under_concurrent_writing_neither_skip_nor_repeat(server):
    logs, group = server.boto("logs"), unique("paged")
    logs.create_log_group(logGroupName=group)
    writers = [LogWriter(server, group, f"writer-{number}") for number in range(3)]
    searcher = Searcher(server, group, writers)
    try:
        time.sleep(8)
    finally:
        for writer in writers:
            writer.stop()
        searcher.stop()
    assert searcher.wrong == [] and searcher.passes > 2
    for writer in writers:
        assert all(there for _, _, there in writer.batches)
        check_stream(logs, group, writer)
