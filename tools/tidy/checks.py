"""The checks that look at one file at a time, and the formatter."""

import re
import shutil
import subprocess

FILE_LINES_MAX = 600
README_LINES_MAX = 40
# Spelled so that this file passes its own check.
PUT_OFF = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
FORMATTER = "clang-format-14"


def pragma_once(cpp):
    return [f"{path}:1: #pragma once is missing" for path, text in cpp.items()
            if path.endswith(".h") and "#pragma once" not in text.splitlines()]


def first_line(texts):
    """The first line says what the file is; a script's, the second."""
    complaints = []
    for path, text in texts.items():
        lines = text.splitlines() or [""]
        line = lines[1] if lines[0].startswith("#!") and len(lines) > 1 else lines[0]
        opening = {".cpp": ("// ",), ".h": ("// ",), ".py": ('"""', "# "), ".sql": ("-- ",)}
        wanted = opening.get(path[path.rfind("."):] if "." in path[1:] else "", ("# ",))
        if path.endswith("CMakeLists.txt"):
            wanted = ("# ", "cmake_minimum_required")
        if not line.startswith(wanted):
            complaints.append(f"{path}:1: it does not open with a comment")
    return complaints


def file_lengths(texts):
    return [f"{path}:{FILE_LINES_MAX}: {count} lines" for path, text in texts.items()
            if (count := text.count("\n")) > FILE_LINES_MAX]


def readmes(root):
    """Each folder with sources has a README.md that can be read at a glance."""
    complaints = []
    for folder in sorted(path for path in (root / "src").rglob("*") if path.is_dir()):
        if not any(folder.glob("*.cpp")) and not any(folder.glob("*.h")):
            continue
        readme = folder / "README.md"
        name = readme.relative_to(root)
        if not readme.exists():
            complaints.append(f"{name}:1: missing")
        elif (count := readme.read_text(encoding="utf-8").count("\n")) > README_LINES_MAX:
            complaints.append(f"{name}:{README_LINES_MAX}: {count} lines")
    return complaints


def put_off(texts):
    return [f"{path}:{number}: {match.group(0)}" for path, text in texts.items()
            for number, line in enumerate(text.splitlines(), 1)
            if (match := PUT_OFF.search(line))]


def formatted(root, paths):
    """The formatter's version is fixed: another one formats otherwise."""
    if shutil.which(FORMATTER) is None:
        return [f".clang-format:1: {FORMATTER} is missing: tools/install-dependencies --test"]
    done = subprocess.run([FORMATTER, "--dry-run", "-Werror", *paths], cwd=root, text=True,
                          capture_output=True, check=False)
    first = {}
    for path, line in re.findall(r"^([^:\s]+):(\d+):\d+: error:", done.stderr, re.MULTILINE):
        first.setdefault(path, line)
    return [f"{path}:{line}: not as {FORMATTER} has it" for path, line in first.items()]


def format_in_place(root, paths):
    subprocess.run([FORMATTER, "-i", *paths], cwd=root, check=True)
