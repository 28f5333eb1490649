"""The documentation agrees with the sources: settings, links, the task definition."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def settings_in(text):
    return set(re.findall(r"\b(?:ECS|BERTH)_[A-Z_]+[A-Z]\b", text))


def test_every_setting_of_the_agent_is_documented():
    source = (ROOT / "src" / "agent" / "settings.cpp").read_text()
    quoted = settings_in(" ".join(re.findall(r'"([A-Z_]+)"', source)))
    documented = settings_in((ROOT / "docs" / "agent.md").read_text())
    assert len(quoted) > 40
    assert quoted - documented == set()


def test_no_setting_is_documented_that_is_not_read():
    read = "".join(path.read_text() for path in (ROOT / "src").rglob("*.cpp"))
    for page in ("agent.md", "configuration.md"):
        documented = settings_in((ROOT / "docs" / page).read_text())
        assert {name for name in documented if name not in read} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_clis_document_is_the_known_good_one_without_its_nulls():
    original = json.loads((ROOT / "docs" / "known-good-task-definition.json").read_text())
    for_the_cli = json.loads((ROOT / "docs" / "known-good-for-the-cli.json").read_text())
    assert None in original.values()
    assert for_the_cli == {name: value for name, value in original.items() if value is not None}
