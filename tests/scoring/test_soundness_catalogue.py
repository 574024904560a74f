"""Every fault that scores show: its bad example raises it, its good one does not; and no example crashes a check."""

from __future__ import annotations

import pytest

from scoring.soundness import full
from vignettes.catalogue import entries
from vignettes.catalogue.examples import SOURCES, tried

SCORED = [entry for entry in entries() if entry.trial.get("by") == "scores"]


def judged(entry, example):
    budget = entry.trial.get("budget")
    return full(tried(entry, example), SOURCES if "sources" in entry.trial else None,
                budget=int(budget) if budget else None)


def test_there_are_such_faults():
    assert {"V502", "V503", "V504", "V505", "V506", "V507", "V508", "V520"} <= {entry.code for entry in SCORED}


@pytest.mark.parametrize("entry", SCORED, ids=lambda e: e.code)
def test_the_bad_example_raises_it_with_its_severity_and_place(entry):
    raised = [d for d in judged(entry, entry.bad) if d.code == entry.code]
    assert raised
    assert {d.severity for d in raised} == {entry.severity}
    assert all(d.place.line > 1 for d in raised)


@pytest.mark.parametrize("entry", SCORED, ids=lambda e: e.code)
def test_the_good_example_does_not_and_is_no_error(entry):
    found = judged(entry, entry.good)
    assert entry.code not in [d.code for d in found]
    assert not [d for d in found if d.severity == "error"]


@pytest.mark.parametrize("entry", entries(), ids=lambda e: e.code)
def test_every_example_of_the_catalogue_can_be_judged_in_full(entry):
    by_others = [] if entry.trial.get("by") in ("library", "plays") else [entry.code]
    codes = [d.code for d in judged(entry, entry.bad)]
    assert set(by_others) <= set(codes)
    assert entry.code not in [d.code for d in judged(entry, entry.good)]
