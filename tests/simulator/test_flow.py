"""The journey of one attempt, moment by moment."""

from __future__ import annotations

import pytest

from simulator.flow import (
    Agree,
    Back,
    Begin,
    Command,
    Confirm,
    Continue,
    Decline,
    Event,
    Flow,
    GiveOwnWords,
    MarkNearest,
    Mode,
    NotNow,
    Pick,
    Setting,
    Stage,
    TryAgain,
    Unpick,
    restore,
    start,
    step,
    view,
)
from simulator.flow.step import MAX_WRITING
from simulator.flow.view import transcript
from vignettes.reading import read_bytes

CASE = b"""\
format: 1
id: small-case
title: A small case
content_note: [loss]
client: {name: Mo}
briefing: You have met twice.
variables: {tone: {start: 0, min: 0, max: 2}}
start: door
scenes:
  door: {narration: The door stands open., next: first}
  first:
    narration: They stand by the window.
    client: It is cold.
    inner: You are tired.
    open: true
    confidence: true
    responses:
      sit: {say: Would you like to sit, rating: recommended, because: An offer., result: They sit., next: side}
      wait: {do: Wait., rating: inadvisable, because: Silence weighs., next: side}
  side:
    narration: Which way do you lean yourself?
    scored: false
    keep: false
    responses:
      stay: {do: Stay., because: A lean., set: {tone: 1}, next: hall}
      refer: {do: Refer., because: A lean., set: {tone: 2}, next: hall}
  hall:
    narration: [{when: tone == 1, text: It is warm.}, {when: tone == 2, text: It is cold.}]
    next: last
  last:
    narration: Time is nearly up.
    ambiguous: true
    responses:
      close: {say: We stop here., rating: recommended, because: A frame., next: walk}
      run: {do: Run over., rating: harmful, because: No frame., result: It runs over., next: late}
  walk: {narration: You walk them out., next: calm}
endings:
  calm: {outcome: good, value: 1, narration: They leave calm., client_view: I felt met.}
  late: {outcome: poor, value: 0, narration: They leave late.}
"""


def setting(mode: Mode = Mode.REHEARSAL, **more: bool) -> Setting:
    vignette = read_bytes(CASE, "small-case.yaml").vignette
    assert vignette is not None
    return Setting(vignette, mode, 3, **more)


def play(on: Setting, *commands: Command, flow: Flow | None = None) -> tuple[Flow, list[Event]]:
    flow = start(on) if flow is None else flow
    events: list[Event] = []
    for command in commands:
        flow, more = step(on, flow, command)
        events += more
    return flow, events


TO_FIRST = (Begin(), Continue())
FIRST = (*TO_FIRST, GiveOwnWords("I would say hello."), Pick("sit"), Confirm(0.6, "warm", True, 900), Continue())
SIDE = (*FIRST, Pick("refer"), Confirm(), Continue())
CLOSED = (*SIDE, Pick("close"), Confirm(), Continue(), Continue())
"""Ends at the debrief: the walk is an interlude, the ending goes on to the debrief."""


def texts(found) -> list[str]:
    return [paragraph.text for paragraph in found]


def test_the_whole_way_stage_by_stage():
    on = setting()
    flow, stages = start(on), [Stage.BRIEFING]
    for command in CLOSED:
        flow, _ = step(on, flow, command)
        stages.append(flow.stage)
    assert stages[1:] == [
        Stage.INTERLUDE, Stage.OWN_WORDS, Stage.DECISION, Stage.CONFIRM, Stage.OUTCOME, Stage.DECISION, Stage.CONFIRM,
        Stage.INTERLUDE, Stage.DECISION, Stage.CONFIRM, Stage.INTERLUDE, Stage.ENDING, Stage.DEBRIEF,
    ]  # fmt: skip


def test_what_is_kept_of_it():
    _, events = play(setting(), *CLOSED)
    assert [event.kind for event in events] == ["started", "own-words", "chosen", "chosen", "chosen", "ended"]
    first, side, last, ended = events[2:]
    assert first.data["response"] == "sit"
    assert first.data["offered"] == ["sit", "wait"]
    assert sorted(first.data["shown"]) == ["sit", "wait"]
    assert (first.data["confidence"], first.data["reason"], first.data["share_reason"]) == (0.6, "warm", True)
    assert first.data["thinking_ms"] == 900
    assert side.data["response"] is None, "a choice that is not kept is recorded without its response"
    assert last.data["step"] == 2
    assert ended.data == {"ending": "calm", "steps": 3}


def test_the_texts_of_each_moment():
    on = setting()
    assert texts(view(on, start(on)).paragraphs) == ["You have met twice."]
    flow, _ = play(on, *TO_FIRST)
    shown = view(on, flow)
    assert texts(shown.paragraphs) == ["They stand by the window.", "It is cold.", "You are tired."]
    assert [p.kind for p in shown.paragraphs] == ["narration", "client", "inner"]
    assert shown.options == (), "the responses are not seen before one's own words"
    assert shown.asks_confidence
    assert shown.decision == 1
    flow, _ = play(on, *CLOSED)
    assert texts(view(on, flow).paragraphs) == ["They leave calm.", "I felt met."]
    assert view(on, flow).outcome == "good"


def test_the_transcript_tells_all_that_was_shown_interludes_included():
    on = setting()
    flow, _ = play(on, *CLOSED)
    assert texts(transcript(on, flow)) == [
        "The door stands open.", "They stand by the window.", "It is cold.", "You are tired.", "I would say hello.",
        "Would you like to sit", "They sit.", "Which way do you lean yourself?", "Refer.", "It is cold.",
        "Time is nearly up.", "We stop here.", "You walk them out.",
    ]  # fmt: skip


@pytest.mark.parametrize("upto", range(1, len(CLOSED) + 1))
def test_transcript_and_present_moment_together_tell_everything_once(upto: int):
    on = setting()
    before, _ = play(on, *CLOSED[:upto])
    told = texts(transcript(on, before)) + texts(view(on, before).paragraphs)
    whole = [*texts(transcript(on, play(on, *CLOSED)[0])), "They leave calm.", "I felt met."]
    assert told == whole[: len(told)]


def test_the_order_shown_is_the_seeds_and_the_same_again():
    orders = set()
    for seed in range(20):
        on = Setting(setting().vignette, seed=seed)
        flow, _ = play(on, *TO_FIRST, GiveOwnWords(""))
        once = tuple(option.response for option in view(on, flow).options)
        assert once == tuple(option.response for option in view(on, flow).options)
        orders.add(once)
    assert orders == {("sit", "wait"), ("wait", "sit")}
    on = setting(shuffled=False)
    flow, _ = play(on, *TO_FIRST, GiveOwnWords(""))
    assert [option.response for option in view(on, flow).options] == ["sit", "wait"]


def test_taking_up_another_response_and_going_back_to_them():
    on = setting()
    flow, events = play(on, *TO_FIRST, GiveOwnWords(" "), Pick("sit"), Pick("wait"), Unpick())
    assert flow.stage is Stage.DECISION
    assert [event.kind for event in events] == ["started"], "empty own words are not kept"
    flow, events = play(on, Pick("wait"), Confirm(), flow=flow)
    assert events[0].data["response"] == "wait"
    assert flow.stage is Stage.DECISION, "nothing to show happened: straight on"


def test_without_anyone_to_ask_a_pick_is_a_choice():
    on = setting(asks=False)
    flow, events = play(on, Begin(), Continue())
    assert flow.stage is Stage.DECISION
    flow, events = play(on, Pick("sit"), flow=flow)
    assert flow.stage is Stage.OUTCOME
    assert [event.kind for event in events] == ["chosen"]
    assert not view(on, flow).asks_confidence


def test_consent_is_asked_first_and_the_answer_holds():
    on = setting(asks_consent=True)
    flow, events = play(on, Agree(recorded=False))
    assert (flow.stage, flow.recorded) == (Stage.BRIEFING, False)
    assert events == [Event("consented", {"recorded": False})]


def test_skipping_leaves_nothing():
    flow, events = play(setting(), Decline())
    assert flow.stage is Stage.DECLINED
    assert events == []


@pytest.mark.parametrize(
    ("before", "command"),
    [
        ((), Continue()), ((), Pick("sit")), ((), Back()), (TO_FIRST, Pick("sit")), (TO_FIRST, Back()),
        ((*TO_FIRST, GiveOwnWords("")), Pick("close")), ((*TO_FIRST, GiveOwnWords("")), Confirm()),
        ((*TO_FIRST, GiveOwnWords(""), Pick("sit")), Confirm(confidence=0.5)),
        ((*TO_FIRST, GiveOwnWords(""), Pick("sit")), Pick("nothing")), (CLOSED, Continue()), (CLOSED, TryAgain(3)),
        (CLOSED, TryAgain(-1)), (CLOSED, MarkNearest(1, "stay")), (CLOSED, MarkNearest(0, "close")), (FIRST, Back()),
    ],
)  # fmt: skip
def test_what_does_not_belong_here_is_told(before: tuple[Command, ...], command: Command):
    on = setting()
    flow, _ = play(on, *before)
    with pytest.raises(NotNow) as told:
        step(on, flow, command)
    assert str(told.value)


def test_guided_mode_explains_and_goes_back():
    on = setting(Mode.GUIDED)
    flow, _ = play(on, *TO_FIRST, GiveOwnWords("mine"), Pick("sit"), Confirm())
    shown = view(on, flow)
    assert shown.explanation is not None
    assert (shown.explanation.rating, shown.explanation.because) == ("serves the client", "An offer.")
    assert shown.can_go_back
    flow, events = play(on, Back(), flow=flow)
    assert events == [Event("rewound", {"to": 0})]
    assert (flow.stage, flow.own_words, flow.rewinds) == (Stage.DECISION, "mine", 1)
    assert flow.first_line is not None
    assert not view(on, flow).can_go_back


def test_guided_mode_shows_no_rating_where_experts_differ():
    on = setting(Mode.GUIDED)
    flow, _ = play(on, *FIRST, Pick("stay"), Confirm(), Continue(), Continue(), Pick("run"), Confirm())
    explanation = view(on, flow).explanation
    assert explanation is not None
    assert explanation.ambiguous
    assert explanation.rating is None


def test_again_from_any_decision_remembers_the_first_line():
    on = setting()
    flow, _ = play(on, *CLOSED, TryAgain(2))
    assert flow.stage is Stage.DECISION
    assert (flow.first_ending, flow.rewinds, len(flow.turns)) == ("calm", 1, 2)
    flow, events = play(on, Pick("run"), Confirm(), Continue(), Continue(), flow=flow)
    assert [event.kind for event in events] == ["chosen", "ended"]
    assert flow.first_ending == "calm"
    assert flow.first_line is not None
    assert [turn.visit.chosen for turn in flow.first_line] == ["sit", "refer", "close"]


def test_an_assessment_has_no_way_back():
    on = setting(Mode.ASSESSMENT)
    flow, _ = play(on, *FIRST)
    with pytest.raises(NotNow):
        step(on, flow, Back())
    flow, _ = play(on, *CLOSED)
    with pytest.raises(NotNow):
        step(on, flow, TryAgain(0))


def test_long_writing_is_cut():
    on = setting()
    long = "x" * (MAX_WRITING + 5)
    flow, events = play(on, *TO_FIRST, GiveOwnWords(long), Pick("sit"), Confirm(reason=long))
    assert len(str(events[1].data["text"])) == MAX_WRITING
    assert len(str(events[2].data["reason"])) == MAX_WRITING
    assert len(flow.turns[0].own_words) == MAX_WRITING


def test_nearest_to_own_words_is_marked():
    on = setting()
    flow, events = play(on, *CLOSED, MarkNearest(0, "wait"))
    assert flow.turns[0].nearest == "wait"
    assert events[-1] == Event("nearest", {"step": 0, "response": "wait"})


# Restoring


@pytest.mark.parametrize("keep", range(2, 7))
def test_an_unkept_choice_is_asked_again_and_what_came_after_it_is_played(keep: int):
    on = setting()
    _, events = play(on, *CLOSED)
    flow = restore(on, events[:keep])
    if keep < 4:
        assert not flow.backlog
        return
    assert flow.stage is Stage.DECISION
    assert flow.state.place == "side"
    assert flow.backlog
    flow, more = play(on, Pick("stay"), Confirm(), flow=flow)
    assert more == [], "it is in the record already"
    assert flow.state.values == (1,), "the new answer steers the texts"
    assert [turn.visit.chosen for turn in flow.turns] == ["sit", "stay", "close"][: keep - 2]
    assert flow.stage is {4: Stage.INTERLUDE, 5: Stage.INTERLUDE, 6: Stage.DEBRIEF}[keep]


def test_while_an_unkept_choice_is_asked_again_there_is_no_way_back():
    on = setting(Mode.GUIDED)
    flow = restore(on, play(setting(), *CLOSED)[1][:5])
    assert flow.state.place == "side"
    assert not view(on, flow).can_go_back
    with pytest.raises(NotNow):
        step(on, flow, Back())
    flow, _ = play(on, Pick("refer"), flow=flow)
    with pytest.raises(NotNow):
        step(on, flow, Back())


def test_unknown_kinds_are_passed_over():
    on = setting()
    _, events = play(on, *FIRST)
    between = [Event("sung", {"to": 0}), *(e for event in events for e in (event, Event("later", {"step": 1})))]
    assert restore(on, between) == restore(on, events)


@pytest.mark.parametrize(
    "bad",
    [
        Event("chosen", {"scene": "first", "response": "fly"}), Event("chosen", {"scene": "side", "response": "sit"}),
        Event("rewound", {"to": 4}), Event("rewound", {"to": "0"}),
    ],
)  # fmt: skip
def test_a_record_that_does_not_fit_is_refused(bad: Event):
    on = setting()
    with pytest.raises(NotNow):
        restore(on, [Event("started"), bad])


def test_restored_where_the_case_ended_it_stands_at_the_debrief():
    on = setting(asks=False)
    flow, events = play(on, Begin(), Continue(), Pick("sit"), Continue(), Pick("stay"), Continue(), Pick("run"))
    assert flow.stage is Stage.OUTCOME
    assert restore(on, events[:-1]).stage is Stage.DECISION
    flow, more = play(on, Continue(), flow=flow)
    assert flow.stage is Stage.ENDING
    resumed = restore(on, [*events, *more])
    assert resumed.stage is Stage.DECISION
    assert resumed.state.place == "side", "its unkept choice comes first"
    resumed, _ = play(on, Pick("stay"), flow=resumed)
    assert resumed.stage is Stage.DEBRIEF
