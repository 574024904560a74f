"""The pages written from the program itself are those the program would write now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.generate import PAGES
from docs.tutorial import Unfit, retold
from vignettes.catalogue import entries

FOLDER = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_current(name: str):
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name](), "run: python3 dev.py docs"


def test_every_code_has_its_entry_and_the_table_leads_to_it():
    page = (FOLDER / "diagnostics.md").read_text(encoding="utf-8")
    for entry in entries():
        assert f"\n## {entry.code}: {entry.title}\n" in page
        assert f"\n| [{entry.code}](#{entry.code.lower()}-" in page


def test_the_tutorial_runs_many_commands_and_shows_what_they_print():
    page = (FOLDER / "authoring.md").read_text(encoding="utf-8")
    commands = re.findall(r"^\$ .*simulator (\w+)", page, re.M)
    assert {"check", "explore", "graph", "play"} <= set(commands)
    assert "error V203: 'latter' is neither a scene nor an ending" in page
    assert "2 of 2 expected plays went as written." in page
    assert "error V704: Play 'asks-twice' ended at 'half-way' after" in page
    assert page.count("Nothing to mend in 1 file.") >= 2
    assert "Traceback" not in page
    assert "No such option" not in page


def test_a_page_that_shows_something_else_is_noticed():
    page = "<!-- file: a.txt -->\n```text\nx\ny\n```\n\n```console\n$ simulator new first\nNothing of the kind.\n```\n"
    assert "Written: first.yaml" in retold(page)
    assert "Nothing of the kind" not in retold(page)
    with pytest.raises(Unfit):
        retold(page + "<!-- file: a.txt -->\n```diff\n-z\n+x\n```\n")
    with pytest.raises(Unfit):
        retold("```console\n$ rm -r .\n```\n")


@pytest.mark.parametrize("name", ["authoring.md", "editors.md", "format.md", "diagnostics.md"])
def test_links_lead_somewhere(name: str):
    page = (FOLDER / name).read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\(([^)#\s]*)(?:#([^)]*))?\)", page):
        assert "://" not in target
        file = FOLDER / (target or name)
        assert file.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.M)
            made = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
            assert anchor in made, anchor
