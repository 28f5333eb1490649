"""Waiting for what takes its time, with a deadline and a reason when it passes."""

import time


class TookTooLong(AssertionError):
    pass


def wait_for(what, condition, timeout_s=30, every_s=0.2):
    """Calls `condition` until it returns something true, and returns that."""
    deadline = time.monotonic() + timeout_s
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > deadline:
            raise TookTooLong(f"{what}: not within {timeout_s} s (last: {result!r})")
        time.sleep(every_s)
