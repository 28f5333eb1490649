"""Clients that keep writing while a Berth is killed, and remember every write that was answered."""

import threading

import botocore.exceptions

from harness.procedure import unique


class Writers:
    """Threads that make log groups, roles and task definitions until they are told to stop."""

    def __init__(self, berth, threads=4):
        self.berth = berth
        self.answered = {"group": set(), "role": set(), "family": set()}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, daemon=True) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def _write(self):
        logs, iam, ecs = (self.berth.boto(service) for service in ("logs", "iam", "ecs"))
        trust = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":' \
                '{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
        while not self._stop.is_set():
            with self._lock:
                name = unique("load")
            for kind, call in (
                    ("group", lambda: logs.create_log_group(logGroupName=name)),
                    ("role", lambda: iam.create_role(RoleName=name,
                                                     AssumeRolePolicyDocument=trust)),
                    ("family", lambda: ecs.register_task_definition(
                        family=name, containerDefinitions=[
                            {"name": "main", "image": "busybox", "memory": 16}]))):
                try:
                    call()
                except (botocore.exceptions.BotoCoreError, OSError):
                    self._stop.wait(0.05)
                    continue
                except botocore.exceptions.ClientError as error:
                    # Made just before the kill and asked for again: it is there.
                    if "AlreadyExists" not in error.response["Error"]["Code"]:
                        continue
                with self._lock:
                    self.answered[kind].add(name)

    def stop(self):
        self._stop.set()
        for thread in self._threads:
            thread.join(90)


def lost(berth, answered):
    """What was answered and is not there."""
    logs, iam, ecs = (berth.boto(service) for service in ("logs", "iam", "ecs"))

    def every(call, key, **arguments):
        items, token = set(), {}
        while True:
            page = call(**arguments, **token)
            items.update(key(page))
            following = page.get("nextToken") or page.get("Marker")
            if not following:
                return items
            token = {"nextToken": following} if "nextToken" in page else {"Marker": following}
    there = {
        "group": every(logs.describe_log_groups,
                       lambda page: [group["logGroupName"] for group in page["logGroups"]]),
        "role": every(iam.list_roles, lambda page: [role["RoleName"] for role in page["Roles"]]),
        "family": every(ecs.list_task_definition_families, lambda page: page["families"])}
    return {kind: sorted(names - there[kind]) for kind, names in answered.items()
            if names - there[kind]}
