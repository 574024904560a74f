"""Every fault that the states of play or the whole library show: its bad example raises it, its good one does not."""

from __future__ import annotations

import pytest

from vignettes.catalogue import entries
from vignettes.catalogue.examples import found

MINE = [entry for entry in entries() if entry.trial.get("by") in ("states", "library")]


def codes(diagnostics):
    return [d.code for d in diagnostics]


def test_there_are_such_faults():
    assert {entry.code for entry in MINE} >= {"V301", "V307", "V408", "V601"}


@pytest.mark.parametrize("entry", MINE, ids=lambda e: e.code)
def test_the_bad_example_raises_it_with_its_severity_and_place(entry):
    raised = [d for d in found(entry, entry.bad) if d.code == entry.code]
    assert raised
    assert {d.severity for d in raised} == {entry.severity}
    assert all(d.place.line >= 1 for d in raised)


@pytest.mark.parametrize("entry", MINE, ids=lambda e: e.code)
def test_the_good_example_does_not(entry):
    assert entry.code not in codes(found(entry, entry.good))
    assert not [d for d in found(entry, entry.good) if d.severity == "error"]


@pytest.mark.parametrize("entry", MINE, ids=lambda e: e.code)
def test_the_bad_example_can_be_read_all_the_same(entry):
    assert not [d for d in found(entry, entry.bad) if d.code.startswith(("V1", "V2")) and d.severity == "error"]
