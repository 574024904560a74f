"""The pages written from the program itself are those the program would write now."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.generate import PAGES
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
