"""How long functions are, told from the indentation that the formatter guarantees."""

import ast
import re

LINES_MAX = 70
TYPE = re.compile(r"^(template.*>\s*)?(class|struct|union|enum|namespace)\b")


def function_lengths(texts):
    complaints = []
    for path, text in texts.items():
        if path.endswith((".cpp", ".h")):
            found = cpp_functions(text)
        elif path.endswith(".py"):
            found = python_functions(text)
        else:
            continue
        complaints += [f"{path}:{first}: {last - first + 1} lines: {name}"
                       for first, last, name in found if last - first + 1 > LINES_MAX]
    return complaints


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, node.end_lineno, node.name


def cpp_functions(text):
    """(first line, last line, first line's text) of each function at namespace or class level.

    A function ends at a lone "}" with the indentation of its first line; everything between is
    deeper. Types end at "};", namespaces at "}  // namespace"."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line == "}":
            start = start_of(lines, number, 0)
        elif line == "  }":
            start = start_of(lines, number, 2)
            outer = None if start is None else start_of(lines, start, 0)
            if outer is None or not TYPE.match(lines[outer]):
                continue
        else:
            continue
        if start is not None and not TYPE.match(lines[start].strip()):
            yield start + 1, number + 1, lines[start].strip()[:60]


def start_of(lines, end, indentation):
    """The nearest line above `end` that begins exactly at `indentation`, where nothing is less
    deep in between."""
    for number in range(end - 1, -1, -1):
        line = lines[number]
        depth = len(line) - len(line.lstrip())
        if not line.strip() or line.startswith(("#", ")")) or depth > indentation:
            continue
        return number if depth == indentation else None
    return None
