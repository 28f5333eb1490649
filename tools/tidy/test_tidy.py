"""The style checks find what they are for, and leave good files alone."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import checks  # noqa: E402
import functions  # noqa: E402
import includes  # noqa: E402

GOOD = """// Opens with a comment.
#include "aws/thing.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/result.h"

namespace berth::aws {

int short_one() {
  return 1;
}

}  // namespace berth::aws
"""


def test_good_files_pass():
    texts = {"src/aws/thing.cpp": GOOD}
    assert includes.one_way(texts) == []
    assert includes.libraries_at_home(texts) == []
    assert includes.in_order(texts) == []
    assert checks.first_line(texts) == []
    assert functions.function_lengths(texts) == []


def test_includes_go_one_way():
    up = {"src/aws/thing.cpp": '#include "services/context.h"\n'}
    assert includes.one_way(up) == ["src/aws/thing.cpp:1: aws does not see services"]
    beside = {"src/agent/thing.cpp": '#include "store/store.h"\n'}
    assert includes.one_way(beside) == ["src/agent/thing.cpp:1: agent does not see store"]
    assert includes.one_way({"src/program/main.cpp": '#include "store/store.h"\n'}) == []
    assert "unknown" in includes.one_way({"src/new/thing.cpp": ""})[0]


def test_libraries_stay_in_their_folders():
    for name, home in (("openssl/evp.h", "crypto"), ("boost/asio.hpp", "net"),
                       ("sqlite3.h", "store"), ("simdjson.h", "aws")):
        text = f"#include <{name}>\n"
        assert len(includes.libraries_at_home({"src/iam/thing.cpp": text})) == 1
        assert includes.libraries_at_home({f"src/{home}/thing.cpp": text}) == []


def test_order_of_includes():
    for wrong in ('#include "base/result.h"\n\n#include <string>\n',
                  "#include <vector>\n#include <string>\n",
                  '#include <string>\n#include "base/result.h"\n',
                  '#include <string>\n\n#include "aws/thing.h"\n',
                  "#include <unistd.h>\n\n#include <string>\n"):
        assert len(includes.in_order({"src/aws/thing.cpp": wrong})) == 1, wrong


def body(lines, indent):
    return "".join(f"{indent}call();\n" for _ in range(lines))


def test_long_functions_are_found():
    free = "int f(int a,\n      int b) {\n" + body(70, "  ") + "}\n"
    member = "struct A {\n  void f() {\n" + body(70, "    ") + "  }\n};\n"
    nested = "int f() {\n  if (x) {\n" + body(70, "    ") + "  }\n}\n"
    for text in (free, member, nested):
        assert len(functions.function_lengths({"a.cpp": text})) == 1, text
    assert functions.function_lengths({"a.cpp": "int f() {\n" + body(68, "  ") + "}\n"}) == []
    script = "def f():\n" + body(71, "    ")
    assert len(functions.function_lengths({"a.py": script})) == 1


def test_first_lines():
    for path, text in (("a.cpp", "#include <string>\n"), ("a.py", "import os\n"),
                       ("tool", "#!/bin/sh\nset -e\n"), ("a.h", "#pragma once\n")):
        assert len(checks.first_line({path: text})) == 1
    assert checks.first_line({"tool": "#!/bin/sh\n# Does it.\n", "a.py": '"""Does it."""\n'}) == []


def test_lengths_and_what_is_put_off():
    assert len(checks.file_lengths({"a.cpp": "\n" * 601})) == 1
    assert checks.file_lengths({"a.cpp": "\n" * 600}) == []
    word = "TO" + "DO"
    assert checks.put_off({"a.cpp": f"// {word}: later\n"}) == [f"a.cpp:1: {word}"]
    assert checks.put_off({"a.cpp": "// The todos of others\n"}) == []


def test_folders_want_a_short_readme(tmp_path):
    folder = tmp_path / "src" / "thing"
    folder.mkdir(parents=True)
    (folder / "thing.h").write_text("// A thing.\n")
    assert checks.readmes(tmp_path) == ["src/thing/README.md:1: missing"]
    (folder / "README.md").write_text("x\n" * 41)
    assert len(checks.readmes(tmp_path)) == 1
    (folder / "README.md").write_text("x\n" * 40)
    assert checks.readmes(tmp_path) == []


def test_format(tmp_path):
    (tmp_path / ".clang-format").write_text("BasedOnStyle: Google\n")
    (tmp_path / "bad.cpp").write_text("int  f( ){return 1;}\n")
    (tmp_path / "good.cpp").write_text("int f();\n")
    assert checks.formatted(tmp_path, ["bad.cpp", "good.cpp"]) == [
        "bad.cpp:1: not as clang-format-14 has it"]
