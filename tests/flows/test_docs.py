"""The documents speak of files that exist."""

from __future__ import annotations

import re

import pytest

from server_process import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), ROOT / "python/README.md",
                    *(page for folder in ("docs", "examples", "bench") for page in (ROOT / folder).rglob("*.md"))])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_local_link_leads_somewhere(document):
    prose = re.sub(r"^```.*?^```$|^    .*?$", "", document.read_text(), flags=re.M | re.S)
    links = re.findall(r"\]\(([^)#]+)", prose)
    missing = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert not missing


def test_every_source_that_the_architecture_names_exists():
    text = (ROOT / "ARCHITECTURE.md").read_text()
    named = re.findall(r"`((?:watchword/)?[a-z_/]+\.(?:cpp|hpp|inc|py))`", text)
    assert len(named) > 10
    places = [ROOT, ROOT / "watchword", ROOT / "python", ROOT / "python/src/watchword"]
    missing = [name for name in named if not any((place / name).exists() for place in places)]
    assert not missing


def test_every_module_has_a_readme():
    folders = {path.parent for path in (ROOT / "watchword").rglob("CMakeLists.txt")} - {ROOT / "watchword"}
    assert not [folder for folder in sorted(folders) if not (folder / "README.md").exists()]
