"""What every kind of records does: the double in memory, SQLite and PostgreSQL pass the same suite."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.flow import Event
from simulator.records import Conflict, Figures, Kept, Records, RecordsError, Refused, Taken, Unknown
from simulator.records.memory import MemoryRecords
from simulator.records.store import open_store
from tests.simulator.record_makers import (
    HOSTILE,
    NOON,
    at,
    begun,
    chosen,
    ended,
    rewound,
    started,
    trainee,
    with_attempt,
)

# People


async def test_people_are_listed_the_latest_active_first(records: Records):
    await records.add_trainee(trainee(1, created_at=at(0)))
    await records.add_trainee(trainee(2, created_at=at(5)))
    await records.add_trainee(trainee(3, created_at=at(3)))
    assert [one.id for one in await records.trainees()] == ["trainee-2", "trainee-3", "trainee-1"]
    await with_attempt(records, 1, chosen(1, minute=60))
    assert [one.id for one in await records.trainees()] == ["trainee-1", "trainee-2", "trainee-3"]


async def test_a_person_comes_back_as_they_were_added(records: Records):
    one = trainee(1, recorded=True)
    await records.add_trainee(one)
    await records.add_trainee(replace(one, name="Somebody else", recorded=False))
    assert await records.trainees() == [one]


async def test_a_person_may_have_no_name(records: Records):
    await records.add_trainee(trainee(1, name=None))
    assert (await records.trainees())[0].name is None


async def test_a_name_changes_and_goes_and_what_was_done_stays(records: Records):
    await with_attempt(records)
    await records.rename("trainee-1", "  Another name ")
    assert (await records.trainees())[0].name == "Another name"
    await records.rename("trainee-1", None)
    assert (await records.trainees())[0].name is None
    assert len(await records.attempts("trainee-1")) == 1


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_name_is_kept_exactly_or_refused_with_a_reason(records: Records, name: str):
    await records.add_trainee(trainee(1))
    try:
        await records.rename("trainee-1", name)
    except Refused:
        assert (await records.trainees())[0].name == "Person 1"
    else:
        assert (await records.trainees())[0].name == name.strip()


async def test_an_answer_on_recording_is_kept(records: Records):
    await records.add_trainee(trainee(1))
    for answer in (True, False):
        await records.set_recorded("trainee-1", answer)
        assert (await records.trainees())[0].recorded is answer


async def test_nobody_knows_a_stranger(records: Records):
    with pytest.raises(Unknown):
        await records.rename("trainee-9", "x")
    with pytest.raises(Unknown):
        await records.set_recorded("trainee-9", True)
    with pytest.raises(Unknown):
        await records.delete_trainee("trainee-9")
    with pytest.raises(Unknown):
        await records.data_of("trainee-9")
    assert await records.attempts("trainee-9") == []
    assert await records.figures("trainee-9") == []
    assert await records.endings_seen("trainee-9") == {}


# Attempts and events


async def test_an_attempt_comes_back_whole(records: Records):
    one = await with_attempt(records, 1, chosen(1), ended(2), assignment="assignment-1", seed=2**80)
    record = await records.read(one.id)
    assert record.begun == one
    assert record.text == b"text of hash-1"
    assert list(record.events) == [started(), chosen(1), ended(2)]


async def test_beginning_twice_is_fine_and_beginning_otherwise_is_not(records: Records):
    one = await with_attempt(records, 1, chosen(1))
    await records.begin(one, b"text of hash-1", started(), "me")
    assert len((await records.read(one.id)).events) == 2
    with pytest.raises(Conflict):
        await records.begin(replace(one, seed=8), b"text of hash-1", started(), "me")


async def test_an_attempt_of_a_stranger_is_not_begun(records: Records):
    with pytest.raises(Unknown):
        await records.begin(begun(), b"text", started(), "me")
    with pytest.raises(Unknown):
        await records.read("attempt-1")


async def test_a_first_event_that_does_not_fit_leaves_nothing(records: Records):
    await records.add_trainee(trainee(1))
    with pytest.raises(Conflict):
        await records.begin(begun(), b"text", started(3), "me")
    with pytest.raises(Refused):
        await records.begin(begun(), b"text", Kept(0, NOON, Event("started", {"x": object()})), "me")
    with pytest.raises(Unknown):
        await records.read("attempt-1")


async def test_the_same_event_again_is_kept_once(records: Records):
    one = await with_attempt(records, 1, chosen(1))
    await records.append(one.id, replace(chosen(1), at=at(30)), "me")
    await records.append(one.id, started(), "me")
    assert list((await records.read(one.id)).events) == [started(), chosen(1)]


async def test_another_event_of_the_same_number_is_refused(records: Records):
    one = await with_attempt(records, 1, chosen(1))
    of_another_kind = replace(chosen(1), event=Event("other", chosen(1).event.data))
    for other in (chosen(1, response="b"), ended(1), of_another_kind, started(seed=8), started(9)):
        with pytest.raises(Conflict):
            await records.append(one.id, other, "me")
    assert list((await records.read(one.id)).events) == [started(), chosen(1)]


async def test_a_move_is_kept_whole_or_not_at_all(records: Records):
    one = await with_attempt(records)
    with pytest.raises(Conflict):
        await records.append_all(one.id, [chosen(1), ended(3)], "me")
    for odd in ({1, 2}, float("nan"), float("inf"), NOON, b"bytes"):
        with pytest.raises(Refused):
            await records.append_all(one.id, [chosen(1), Kept(2, NOON, Event("odd", {"x": odd}))], "me")
    assert list((await records.read(one.id)).events) == [started()]
    assert (await records.attempts("trainee-1"))[0].steps == 0
    await records.append_all(one.id, [chosen(1), ended(2)], "me")
    await records.append_all(one.id, [chosen(1), ended(2)], "me")
    assert list((await records.read(one.id)).events) == [started(), chosen(1), ended(2)]


async def test_no_event_is_kept_of_an_attempt_that_is_not_there(records: Records):
    with pytest.raises(Unknown):
        await records.append("attempt-9", chosen(1), "me")


async def test_unknown_kinds_and_versions_are_kept(records: Records):
    one = await with_attempt(records)
    odd = Kept(1, at(1), Event("from-the-future", {"deep": [{"x": None}, 1.5, True]}), version=7)
    await records.append(one.id, odd, "me")
    assert (await records.read(one.id)).events[1] == odd
    assert (await records.attempts("trainee-1"))[0].last_at == at(1)


async def test_kinds_that_are_known_may_say_odd_things(records: Records):
    one = await with_attempt(records)
    odd = [Kept(n, at(n), Event(kind)) for n, kind in enumerate(("chosen", "ended", "rewound", "", "nearest"), 1)]
    for event in odd:
        await records.append(one.id, event, "me")
    await records.append(one.id, chosen(6, step="x", thinking_ms=10**30, confidence=None, offered=None), "me")
    assert [kept.event.kind for kept in (await records.read(one.id)).events[1:6]] == [k.event.kind for k in odd]


async def test_a_time_without_a_zone_is_refused(records: Records):
    one = await with_attempt(records)
    with pytest.raises(Refused):
        await records.append(one.id, replace(chosen(1), at=NOON.replace(tzinfo=None)), "me")


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_comes_back_exactly(records: Records, text: str):
    one = await with_attempt(records)
    said = chosen(1, reason=text)
    own = Kept(2, at(2), Event("own-words", {"text": text, text[:100]: [text[:10]]}))
    await records.append_all(one.id, [said, own], "me")
    assert list((await records.read(one.id)).events)[1:] == [said, own]
    assert json.dumps(await records.data_of("trainee-1"))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec=None), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.lists(st.dictionaries(st.text(max_size=8), json_values, max_size=4), max_size=6))
async def test_any_plain_data_comes_back_equal(records: Records, data: list[dict[str, object]]):
    await records.add_trainee(trainee(1))
    for one in await records.attempts("trainee-1"):
        await records.delete_attempt(one.begun.id)
    await with_attempt(records)
    kinds = ("chosen", "ended", "rewound", "other")
    events = [Kept(n, at(n), Event(kinds[n % 4], said)) for n, said in enumerate(data, 1)]
    await records.append_all("attempt-1", events, "me")
    assert list((await records.read("attempt-1")).events)[1:] == events


# Histories


async def test_a_history_tells_each_attempt_the_latest_first(records: Records):
    await with_attempt(records, 1, chosen(1), chosen(2), ended(3, minute=10))
    await with_attempt(records, 2, chosen(1, minute=20))
    await with_attempt(records, 3, trainee="trainee-2")
    second, first = await records.attempts("trainee-1")
    assert (first.begun, first.last_at, first.steps, first.ending) == (begun(1), at(10), 2, "END_good")
    assert (first.first_ending, first.rewinds, first.finished) == ("END_good", 0, True)
    assert (second.begun, second.steps, second.ending, second.finished) == (begun(2), 1, None, False)


async def test_going_back_is_counted_and_the_first_ending_remembered(records: Records):
    one = await with_attempt(records, 1, chosen(1), chosen(2), ended(3), rewound(4, to=1))
    (summary,) = await records.attempts("trainee-1")
    assert (summary.steps, summary.ending, summary.first_ending, summary.rewinds) == (1, None, "END_good", 1)
    await records.append_all(one.id, [chosen(5), ended(6, "END_term")], "me")
    (summary,) = await records.attempts("trainee-1")
    assert (summary.steps, summary.ending, summary.first_ending) == (2, "END_term", "END_good")


async def test_what_waits_to_be_gone_on_with_and_what_is_finished(records: Records):
    await with_attempt(records, 1, chosen(1), ended(2))
    await with_attempt(records, 2, chosen(1))
    await with_attempt(records, 3, chosen(1), ended(2), rewound(3, to=0))
    await with_attempt(records, 4, chosen(1), ended(2), trainee="trainee-2")
    assert [one.begun.id for one in await records.unfinished("trainee-1")] == ["attempt-3", "attempt-2"]
    assert await records.finished() == ["attempt-1", "attempt-3", "attempt-4"]


async def test_endings_seen_are_told_by_vignette_over_all_lines(records: Records):
    await with_attempt(records, 1, chosen(1), ended(2, "A"), rewound(3, to=0), chosen(4), ended(5, "B"))
    await with_attempt(records, 2, chosen(1), ended(2, "A"))
    await with_attempt(records, 3, chosen(1), ended(2, "C"), vignette="other")
    await with_attempt(records, 4, chosen(1), ended(2, "D"), trainee="trainee-2")
    assert await records.endings_seen("trainee-1") == {"toy": frozenset("AB"), "other": frozenset("C")}


# Two programs


async def test_an_attempt_that_is_open_elsewhere_is_not_taken_unasked(records: Records):
    one = await with_attempt(records, 1, chosen(1))
    with pytest.raises(Taken) as taken:
        await records.claim(one.id, "you", at(9))
    assert (taken.value.holder, taken.value.since) == ("me", one.created_at)
    with pytest.raises(Taken):
        await records.append(one.id, chosen(2), "you")
    await records.append(one.id, chosen(2), "me")


async def test_after_a_take_over_the_first_keeps_nothing_more(records: Records):
    one = await with_attempt(records, 1, chosen(1))
    await records.claim(one.id, "you", at(9), take_over=True)
    for again in (chosen(1), chosen(2)):
        with pytest.raises(Taken) as taken:
            await records.append(one.id, again, "me")
        assert (taken.value.holder, taken.value.since) == ("you", at(9))
    await records.append(one.id, chosen(2), "you")
    await records.release(one.id, "me")
    with pytest.raises(Taken):
        await records.claim(one.id, "me", at(10))
    assert [kept.seq for kept in (await records.read(one.id)).events] == [0, 1, 2]


async def test_what_was_let_go_of_may_be_claimed_or_gone_on_with(records: Records):
    one = await with_attempt(records, 1, chosen(1))
    await records.release(one.id, "me")
    await records.claim(one.id, "you", at(9))
    await records.claim(one.id, "you", at(10))
    await records.release(one.id, "you")
    await records.append(one.id, chosen(2), "me")
    with pytest.raises(Taken):
        await records.claim(one.id, "you", at(11))


async def test_nothing_is_claimed_of_what_is_not_there(records: Records):
    with pytest.raises(Unknown):
        await records.claim("attempt-9", "me", NOON)
    await records.release("attempt-9", "me")


# Figures


async def test_figures_are_kept_replaced_and_dropped(records: Records):
    await with_attempt(records, 1, chosen(1), ended(2))
    await with_attempt(records, 2, trainee="trainee-2")
    old, new = ({"loss": 0.5, "fractions": {"loss": "1/2"}}, {"loss": 0, "steps": [1, None]})
    await records.keep_figures(Figures("attempt-1", "hash-1", 1, old))
    await records.keep_figures(Figures("attempt-1", "hash-1", 1, new))
    await records.keep_figures(Figures("attempt-1", "hash-1", 2, old))
    assert await records.figures("trainee-1") == [
        Figures("attempt-1", "hash-1", 1, new), Figures("attempt-1", "hash-1", 2, old),
    ]  # fmt: skip
    assert await records.figures("trainee-2") == []
    await records.drop_figures()
    assert await records.figures("trainee-1") == []
    with pytest.raises(Unknown):
        await records.keep_figures(Figures("attempt-9", "hash-1", 1, {}))


# Privacy


async def test_everything_about_a_person_is_plain_data(records: Records):
    await with_attempt(records, 1, chosen(1, reason="mine"), ended(2))
    await with_attempt(records, 2, trainee="trainee-2")
    await records.keep_figures(Figures("attempt-1", "hash-1", 1, {"loss": 0}))
    data = json.loads(json.dumps(await records.data_of("trainee-1")))
    assert data["trainee"]["name"] == "Person 1"
    assert [one["id"] for one in data["attempts"]] == ["attempt-1"]
    assert [event["kind"] for event in data["attempts"][0]["events"]] == ["started", "chosen", "ended"]
    assert data["attempts"][0]["events"][1]["data"]["reason"] == "mine"
    assert data["figures"][0]["data"] == {"loss": 0}
    assert "trainee-2" not in json.dumps(data)


async def test_both_kinds_of_records_tell_the_same(tmp_path: Path):
    told = []
    store = open_store(tmp_path)
    for records in (MemoryRecords(), store):
        await with_attempt(records, 2, chosen(1, reason="\ud800\0"), ended(2), rewound(3, 0), assignment="x")
        await with_attempt(records, 1, created_at=at(-5))
        await records.keep_figures(Figures("attempt-2", "hash-1", 1, {"loss": 0.25}))
        told.append(await records.data_of("trainee-1"))
    await store.close()
    assert told[0] == told[1]


async def test_one_attempt_is_deleted_with_all_that_belongs_to_it(records: Records):
    await with_attempt(records, 1, chosen(1), ended(2))
    await with_attempt(records, 2, chosen(1), ended(2), content_hash="hash-2")
    await with_attempt(records, 3)
    await records.keep_figures(Figures("attempt-1", "hash-1", 1, {}))
    await records.delete_attempt("attempt-1")
    with pytest.raises(Unknown):
        await records.read("attempt-1")
    with pytest.raises(Unknown):
        await records.delete_attempt("attempt-1")
    assert await records.figures("trainee-1") == []
    assert (await records.read("attempt-2")).text == b"text of hash-2"
    assert (await records.read("attempt-3")).text == b"text of hash-1"
    await records.delete_attempt("attempt-3")
    await with_attempt(records, 1)
    assert len((await records.read("attempt-1")).events) == 1


async def test_a_person_is_deleted_with_everything(records: Records):
    await with_attempt(records, 1, chosen(1), ended(2))
    await with_attempt(records, 2, chosen(1), ended(2), trainee="trainee-2")
    await records.delete_trainee("trainee-1")
    assert [one.id for one in await records.trainees()] == ["trainee-2"]
    assert await records.finished() == ["attempt-2"]
    with pytest.raises(Unknown):
        await records.read("attempt-1")
    with pytest.raises(RecordsError):
        await records.append("attempt-1", chosen(3), "me")
