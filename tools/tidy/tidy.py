"""Holds the style that can be checked: includes, lengths, maps of folders, format. Part of ./test."""

import argparse
import json
import sys
from pathlib import Path

import checks
import functions
import includes

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = ("build", "node_modules", "__pycache__", ".git")


def sources(root):
    """Every hand-written source, by its path from the root."""
    found = {}
    for top in ("src", "tools", "tests", "bench", "cmake"):
        for path in sorted((root / top).rglob("*")):
            relative = path.relative_to(root)
            if any(part.startswith(SKIPPED) for part in relative.parts) or not path.is_file():
                continue
            if path.suffix in (".cpp", ".h", ".py", ".cmake", ".sql") or is_script(path):
                found[str(relative)] = path.read_text(encoding="utf-8")
    for name in ("quickstart", "test", ".ci/run", "CMakeLists.txt"):
        if (root / name).exists():
            found[name] = (root / name).read_text(encoding="utf-8")
    return found


def is_script(path):
    if path.suffix:
        return False
    with path.open("rb") as file:
        return file.read(2) == b"#!"


def run_checks(root):
    """Name of the check → complaints, each "path:line: what is wrong"."""
    texts = sources(root)
    cpp = {path: text for path, text in texts.items() if path.endswith((".cpp", ".h"))}
    modules = {path: text for path, text in cpp.items() if path.startswith("src/")}
    return {
        "includes go one way": includes.one_way(modules),
        "libraries stay in their folders": includes.libraries_at_home(modules),
        "includes are in order": includes.in_order(cpp),
        "headers are guarded": checks.pragma_once(cpp),
        "files open with a comment": checks.first_line(texts),
        "files are at most 600 lines": checks.file_lengths(texts),
        "functions are at most 70 lines": functions.function_lengths(texts),
        "folders have a map": checks.readmes(root),
        "nothing is put off": checks.put_off(texts),
        "format": checks.formatted(root, sorted(cpp)),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", help="write the complaints as JSON to this file")
    parser.add_argument("--fix", action="store_true", help="format what is not formatted")
    options = parser.parse_args()
    if options.fix:
        checks.format_in_place(ROOT, [path for path in sources(ROOT)
                                      if path.endswith((".cpp", ".h"))])
    result = run_checks(ROOT)
    for name, complaints in result.items():
        print(f"{'FAILED' if complaints else 'passed'}: {name}")
        for complaint in complaints:
            print(f"  {complaint}")
    if options.report:
        Path(options.report).write_text(json.dumps(result, indent=1), encoding="utf-8")
    return 1 if any(result.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
