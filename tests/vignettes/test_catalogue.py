"""The catalogue: every code has an entry, every entry its examples, and the examples do what they show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vignettes.catalogue import codes, entries, entry
from vignettes.catalogue.examples import tried
from vignettes.diagnostics import ERROR, WARNING, render

ROOT = Path(__file__).resolve().parents[2]
READ = [e for e in entries() if "by" not in e.trial]
GROUPS = {"reading": ("V1", "V2"), "all": ("V1", "V2", "V3", "V4", "V5", "V6")}


def raised(one, example):
    return [d for d in tried(one, example).diagnostics if d.code == one.code]


@pytest.mark.parametrize("one", READ, ids=lambda e: e.code)
def test_the_bad_example_raises_it(one):
    found = raised(one, one.bad)
    assert found
    assert {d.severity for d in found} == {one.severity}


@pytest.mark.parametrize("one", READ, ids=lambda e: e.code)
def test_the_good_example_does_not(one):
    assert not raised(one, one.good)


@pytest.mark.parametrize(
    "one", [e for e in READ if "raw" not in e.trial and "size" not in e.trial], ids=lambda e: e.code
)
def test_the_good_example_has_no_error_at_all(one):
    reading = tried(one, one.good)
    assert not [d for d in reading.diagnostics if d.severity == ERROR]
    assert reading.vignette is not None


@pytest.mark.parametrize("one", entries(), ids=lambda e: e.code)
def test_every_entry_is_whole(one):
    assert re.fullmatch(r"V[1-7]\d\d", one.code)
    assert one.severity in (ERROR, WARNING)
    assert re.fullmatch(r"\d+\.\d+\.\d+", one.since)
    assert one.title
    assert not one.title.endswith(".")
    assert one.why.endswith((".", "?"))
    assert one.mend.endswith(".")
    assert one.bad != one.good


def test_every_code_in_the_program_has_an_entry_and_every_entry_is_used():
    used = set()
    for package in ("vignettes", "scoring", "simulator"):
        for path in (ROOT / package).rglob("*.py"):
            used |= set(re.findall(r'"(V[1-7]\d\d)"', path.read_text(encoding="utf-8")))
    assert used <= set(codes())
    read = {e.code for e in READ}
    assert read <= used


def test_an_entry_is_found_by_its_code():
    assert entry("V203").title == "An unknown target"
    for unknown in ("V999", "../V203", "", "v203"):
        with pytest.raises(KeyError):
            entry(unknown)


def test_a_rendered_fault_has_place_caret_why_and_how_to_mend():
    one = entry("V203")
    [fault] = raised(one, one.bad)
    lines = render(fault, one).split("\n")
    assert (
        lines[0] == "example.yaml:22:11: error V203: 'latter' is neither a scene nor an ending; did you mean 'later'?"
    )
    assert lines[1].endswith("latter")
    assert lines[2].index("^") == lines[1].index("latter")
    assert lines[3:] == [f"  Why: {one.why}", f"  Mend: {one.mend}"]


def test_the_catalogue_as_markdown_has_every_entry():
    from vignettes.catalogue.__main__ import page

    for one in entries():
        assert page(one).startswith(f"## {one.code}: {one.title}\n")
        assert all(f"    {line}" in page(one) for line in one.bad.split("\n") if line)
