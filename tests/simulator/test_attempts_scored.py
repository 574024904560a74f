"""From attempts to scoring: figures kept at an ending, lines up to the first rewind, rescoring by replay."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring
from simulator.attempts import (
    Attempt,
    account_of,
    figures_of,
    first_choices,
    first_line,
    first_of,
    first_path,
    paths_for_profile,
    replay,
    rescore,
    said_of,
    setting_of,
)
from simulator.flow import (
    Back,
    Confirm,
    Flow,
    MarkNearest,
    Mode,
    Pick,
    Stage,
    TryAgain,
    path_of,
)
from simulator.records import CannotWrite, Figures
from simulator.records.memory import MemoryRecords
from tests.simulator.attempt_makers import ROOM, TOY, Clock, attempt_on, commands, compiled, play
from vignettes.playing import walk

EXPECTED = json.loads((File(__file__).resolve().parents[1] / "oracle" / "toy-expected.json").read_text())["paths"]


@pytest.fixture
def records() -> MemoryRecords:
    return MemoryRecords()


async def replayed(records: MemoryRecords, attempt: str = "attempt-1") -> Flow:
    record = await records.read(attempt)
    return replay(setting_of(record), [kept.event for kept in record.events])


# Figures


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda one: ",".join(one["choices"]))
async def test_every_path_of_the_toy_keeps_the_oracles_figures(records: MemoryRecords, expected: Mapping[str, Any]):
    attempt = await attempt_on(TOY, records)
    await play(attempt, *expected["choices"])
    (kept,) = await records.figures("trainee-1")
    assert (kept.attempt, kept.content_hash) == ("attempt-1", compiled(TOY).content_hash)
    assert kept.scoring_version == scoring.VERSION
    for figure in ("loss", "decision_quality", "decision_quality_strict", "process_conformance"):
        assert kept.data["fractions"][figure] == expected[figure]
    for figure in ("ending", "coverage", "critical"):
        assert kept.data[figure] == expected[figure]
    assert [step["fractions"]["charged"] for step in kept.data["steps"]] == expected["charged"]
    assert (kept.data["rewinds"], kept.data["first"], kept.data["layers"]) == (0, None, None)


async def test_after_going_back_the_line_finally_played_is_scored_beside_the_first(records: MemoryRecords):
    attempt = await attempt_on(TOY, records)
    await play(attempt, "a", "a", "c")
    await attempt.send(TryAgain(0))
    await play(attempt, "b", "a", "a", "b")
    (kept,) = await records.figures("trainee-1")
    assert (kept.data["ending"], kept.data["loss"], kept.data["rewinds"]) == ("END_good", 0.0, 1)
    first = next(one for one in EXPECTED if one["choices"] == ["a", "a", "c"])
    assert kept.data["first"]["ending"] == "END_term"
    assert kept.data["first"]["fractions"]["loss"] == first["loss"]
    assert account_of(attempt.setting, attempt.flow).loss == 0


async def test_with_sources_the_layers_are_told(records: MemoryRecords):
    attempt = await attempt_on(TOY, records)
    attempt._sources = {}
    await play(attempt, "c")
    (kept,) = await records.figures("trainee-1")
    assert set(kept.data["layers"]) == {"article", "practice"}


async def test_figures_that_cannot_be_kept_are_no_fault_of_the_play():
    class NoFigures(MemoryRecords):
        async def keep_figures(self, figures: Figures) -> None:
            raise CannotWrite("This could not be kept: the disk is full.")

    records = NoFigures()
    attempt = await attempt_on(TOY, records)
    await play(attempt, "c")
    assert attempt.flow.stage is Stage.DEBRIEF
    assert await records.figures("trainee-1") == []


async def test_unrecorded_play_has_no_figures_kept(records: MemoryRecords):
    attempt = await attempt_on(TOY, records)
    await play(attempt, "a")
    attempt.go_unrecorded()
    await play(attempt, "a", "c")
    assert await records.figures("trainee-1") == []


# Lines


async def test_the_line_up_to_the_first_rewind_is_what_profiles_count(records: MemoryRecords):
    attempt = await attempt_on(TOY, records, mode=Mode.GUIDED)
    await play(attempt, "a")
    assert first_path(attempt.setting, attempt.flow).ending is None
    await attempt.send(Back())
    await play(attempt, "b", "a", "c")
    path = first_path(attempt.setting, attempt.flow)
    assert ([visit.chosen for visit in path.visits], path.ending) == (["a"], None)
    assert [turn.visit.chosen for turn in first_line(attempt.flow)] == ["a"]
    assert path_of(attempt.setting, attempt.flow).ending == "END_term"


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda one: ",".join(one["choices"]))
async def test_a_first_line_that_ended_is_that_whole_path(expected: Mapping[str, Any]):
    attempt = await attempt_on(TOY)
    await play(attempt, *expected["choices"])
    whole = walk(compiled(TOY), expected["choices"])[0]
    assert first_path(attempt.setting, attempt.flow) == path_of(attempt.setting, attempt.flow) == whole
    await attempt.send(TryAgain(0))
    assert first_path(attempt.setting, attempt.flow) == whole
    await play(attempt, "c")
    assert first_path(attempt.setting, attempt.flow) == whole


async def test_what_happens_after_the_last_decision_of_the_first_line_belongs_to_it():
    attempt = await attempt_on(ROOM)
    await play(attempt, "sit", "stay", "run")
    whole = walk(compiled(ROOM), ["sit", "stay", "run"])[0]
    assert [act.name for act in whole.closing] == ["client-hurries"]
    assert path_of(attempt.setting, attempt.flow) == whole
    await attempt.send(TryAgain(2))
    assert first_path(attempt.setting, attempt.flow) == whole


async def test_what_was_chosen_first_stands_beside_what_was_chosen_last():
    attempt = await attempt_on(ROOM)
    await play(attempt, "sit", "stay", "again", "wait", "refer", "run")
    assert first_choices(attempt.flow) == {}
    assert first_of(attempt.flow) is None
    await attempt.send(TryAgain(2))
    await play(attempt, "again", "sit", "refer", "close")
    assert first_choices(attempt.flow) == {3: "wait", 5: "run"}
    first = first_of(attempt.flow)
    assert first is not None
    assert ([visit.chosen for visit in first.visits], first.ending, first.rewinds) == (
        ["sit", "stay", "again", "wait", "refer", "run"], "late", 1,
    )  # fmt: skip


async def test_the_debrief_is_told_with_what_the_trainee_added(records: MemoryRecords):
    from simulator.debriefs import debrief_of
    from vignettes.sources import Sources

    attempt = await attempt_on(ROOM, records)
    await play(attempt)
    await attempt.send(Pick("wait"))
    await attempt.send(Confirm(0.2, "I was [/unsure", share_reason=True))
    await play(attempt, "stay", "close")
    await attempt.send(MarkNearest(0, "sit"))
    said = said_of(attempt.setting, attempt.flow)
    assert (said[0].own_words, said[0].nearest) == ("I would think of first.", "sit")
    assert (said[0].confidence, said[0].reason) == (0.2, "I was [/unsure")
    assert set(said[0].order) == {"sit", "wait"}
    document = json.dumps(debrief_of(attempt.setting, attempt.flow, Sources()))
    assert "I would think of first." in document
    assert "I was [/unsure" in document
    assert document == json.dumps(debrief_of(attempt.setting, await replayed(records), Sources()))


# Replay


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 40), text=st.sampled_from((TOY, ROOM)))
async def test_a_replay_of_the_record_gives_the_same_numbers(seed: int, count: int, text: bytes):
    records = MemoryRecords()
    attempt = await attempt_on(text, records, mode=Mode.GUIDED)
    for command in commands(attempt, random.Random(seed), count):
        await attempt.send(command)
    flow = await replayed(records)
    for path in (path_of, first_path):
        visits = path(attempt.setting, flow).visits
        known = [(v.scene, v.offered, v.before, v.chosen if v.scene != "side" else "") for v in visits]
        visits = path(attempt.setting, attempt.flow).visits
        assert known == [(v.scene, v.offered, v.before, v.chosen if v.scene != "side" else "") for v in visits]
    assert first_path(attempt.setting, flow).ending == first_path(attempt.setting, attempt.flow).ending
    assert (flow.rewinds, flow.first_ending) == (attempt.flow.rewinds, attempt.flow.first_ending)
    if attempt.flow.stage is Stage.DEBRIEF:
        replayed_figures = figures_of(attempt.setting, flow)
        for step in (*replayed_figures["steps"], *(replayed_figures["first"] or {"steps": []})["steps"]):
            step["response"] = "" if step["scene"] == "side" else step["response"]
        figures = figures_of(attempt.setting, attempt.flow)
        for step in (*figures["steps"], *(figures["first"] or {"steps": []})["steps"]):
            step["response"] = "" if step["scene"] == "side" else step["response"]
        assert replayed_figures == figures


async def test_rescoring_builds_every_figure_again(records: MemoryRecords):
    for number, choices in enumerate((["a", "a", "c"], ["c"], ["a"]), 1):
        await play(await attempt_on(TOY, records, name=f"attempt-{number}"), *choices)
    room = await attempt_on(ROOM, records, name="attempt-4")
    await play(room, "sit", "refer", "run")
    await room.send(TryAgain(0))
    await play(room, "wait", "stay")  # left half way: the last line that ended is what counts
    before = await records.figures("trainee-1")
    await records.drop_figures()
    told: list[tuple[int, int]] = []
    done = await rescore(records, progress=lambda at, of: told.append((at, of)))
    assert (done.done, done.failed, told) == (3, (), [(1, 3), (2, 3), (3, 3)])
    after = await records.figures("trainee-1")
    for figures in (*before, *after):  # which way one leaned was not kept
        for step in figures.data["steps"]:
            step["response"] = "" if step["scene"] == "side" else step["response"]
    assert after == before


async def test_rescoring_passes_over_what_cannot_be_played_again_and_names_it(records: MemoryRecords):
    await play(await attempt_on(TOY, records, name="attempt-1"), "c")
    await play(await attempt_on(ROOM, records, name="attempt-2"), "sit", "refer", "run")
    records._texts[compiled(TOY).content_hash] = b"format: 99"
    done = await rescore(records)
    assert (done.done, done.failed) == (1, ("attempt-1",))


async def test_profiles_see_each_attempt_up_to_its_first_rewind_on_its_own_text(records: MemoryRecords):
    clock = Clock()

    async def played(number: int, text: bytes, *choices: str) -> Attempt:
        attempt = await attempt_on(text, records, name=f"attempt-{number}", clock=clock)
        await play(attempt, *choices)
        return attempt

    await played(1, TOY, "c")
    again = await played(2, TOY, "a", "a", "c")
    await played(3, TOY, "a")  # still on its first line: not yet
    await played(4, TOY.replace(b"acts: [explore], next: D2", b"acts: [explore], next: END_good"), "a")
    await played(5, ROOM, "sit", "refer", "run")
    await again.send(TryAgain(1))
    await play(again, "b")
    found = await paths_for_profile(records, "trainee-1")
    assert [path.ending for _, path in found] == ["END_early", "END_term", "END_good", "late"]
    chosen = [[visit.chosen for visit in path.visits if visit.scene != "side"] for _, path in found]
    assert chosen == [["c"], ["a", "a", "c"], ["a"], ["sit", "run"]]
    assert found[2][0].content_hash != found[0][0].content_hash


async def test_a_guided_attempt_that_went_back_counts_up_to_there_even_before_it_ends(records: MemoryRecords):
    attempt = await attempt_on(TOY, records, mode=Mode.GUIDED)
    await play(attempt, "a")
    await attempt.send(Back())
    ((_, path),) = await paths_for_profile(records, "trainee-1")
    assert ([visit.chosen for visit in path.visits], path.ending) == (["a"], None)


async def test_scores_of_resumed_play_are_those_of_play_in_one_go(records: MemoryRecords):
    expected = next(one for one in EXPECTED if one["choices"] == ["a", "a", "a", "a", "b"])
    attempt = await attempt_on(TOY, records)
    for choice in expected["choices"]:
        await play(attempt, choice)
        await attempt.pause()
        attempt = await Attempt.resume(records, "attempt-1")
    assert account_of(attempt.setting, attempt.flow).loss == Fraction(expected["loss"])
    (kept,) = await records.figures("trainee-1")
    assert kept.data["fractions"]["loss"] == expected["loss"]
