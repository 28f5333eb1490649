"""Which folder may include which, which library lives where, and in what order includes stand."""

import re

INCLUDE = re.compile(r'^#include ([<"])([^>"]+)[>"]')

# docs/architecture.md, "What is where".
LOWER = {"base"}
AWS = LOWER | {"crypto", "aws"}
SEES = {
    "base": set(),
    "crypto": LOWER,
    "aws": LOWER | {"crypto"},
    "iam": AWS,
    "net": LOWER | {"crypto"},
    "store": AWS,
    "scheduler": AWS,
    "acs": AWS,
    "log_insights": AWS,
    "log_patterns": AWS,
    "services": AWS | {"iam", "store", "scheduler", "acs", "log_insights", "log_patterns"},
    "gateway": AWS | {"iam", "net", "store", "scheduler", "acs", "services"},
    "control": AWS | {"iam", "net", "store", "scheduler", "acs", "services", "gateway"},
    "client": AWS | {"net"},
    "agent": AWS | {"net", "acs", "client"},
    "doctor": AWS | {"net", "iam", "acs", "client"},
    "cli": AWS | {"net", "iam", "acs", "client", "doctor"},
}

# net reaches TLS through boost/asio/ssl alone.
HOMES = {
    r"openssl/": {"crypto"},
    r"boost/": {"net"},
    r"sqlite3": {"store"},
    r"simdjson": {"aws"},
    r"re2/": {"agent", "aws", "log_insights", "log_patterns"},
    r"prometheus/": {"gateway"},
    r"CLI/": {"cli", "program"},
}


def included(text):
    """(line number, is it in angle brackets, path) of each include."""
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match.group(1) == "<", match.group(2)


def folder_of(path):
    return path.split("/")[1]


def one_way(modules):
    complaints = []
    for path, text in modules.items():
        folder = folder_of(path)
        if folder == "program":
            continue
        if folder not in SEES:
            complaints.append(f"{path}:1: the folder {folder} is unknown to tools/tidy/includes.py")
            continue
        for number, angled, name in included(text):
            other = name.split("/")[0]
            if not angled and other != folder and other not in SEES[folder]:
                complaints.append(f"{path}:{number}: {folder} does not see {other}")
    return complaints


def libraries_at_home(modules):
    complaints = []
    for path, text in modules.items():
        for number, angled, name in included(text):
            for library, homes in HOMES.items():
                if angled and re.match(library, name) and folder_of(path) not in homes:
                    complaints.append(f"{path}:{number}: {name} belongs in {', '.join(homes)}")
    return complaints


def kind_of(angled, name, path, is_first):
    """0: the file's own header, 1: C++'s, 2: POSIX's and other libraries', 3: Berth's."""
    if angled:
        return 2 if "/" in name or name.endswith((".h", ".hpp")) else 1
    if path.endswith(("_test.cpp", "_fuzz.cpp")):
        return 0 if is_first else 3  # what it tests may stand first
    own = name.removesuffix(".h") + ".cpp"
    return 0 if path in (f"src/{own}", f"bench/{own}") else 3


def in_order(cpp):
    complaints = []
    for path, text in cpp.items():
        lines = text.splitlines()
        previous = None
        for number, angled, name in included(text):
            kind = kind_of(angled, name, path, previous is None)
            # Includes under an #if come in an order of their own.
            if previous and not any(line.startswith("#if") for line in lines[previous[0]:number]):
                complaints += out_of_order(path, number, kind, name, previous, lines)
            previous = number, kind, name
    return complaints


def out_of_order(path, number, kind, name, previous, lines):
    before, kind_before, name_before = previous
    if kind < kind_before:
        yield f"{path}:{number}: {name} belongs before {name_before}"
    elif kind > kind_before and number == before + 1:
        yield f"{path}:{number}: a blank line is missing before {name}"
    elif kind == kind_before and number == before + 1 and name < name_before and kind != 2:
        yield f"{path}:{number}: {name} sorts before {name_before}"
