"""Laws of the journey, whatever is asked of it and whatever the vignette."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.flow import (
    CONFIDENCE_STEPS,
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
    Turn,
    Unpick,
    path_of,
    restore,
    start,
    step,
    view,
)
from simulator.flow.view import transcript
from tests.strategies import vignettes
from vignettes.model import Vignette
from vignettes.playing import Stuck

RESPONSES = ("r0", "r1", "r2", "r3", "")
MOST = 60

commands = st.one_of(
    st.builds(Agree, st.booleans()), st.just(Begin()), st.just(Continue()), st.just(Continue()), st.just(Continue()),
    st.just(Decline()), st.builds(GiveOwnWords, st.text(max_size=5)), st.builds(Pick, st.sampled_from(RESPONSES)),
    st.builds(Pick, st.sampled_from(RESPONSES)), st.just(Unpick()), st.just(Confirm()),
    st.builds(Confirm, st.sampled_from((None, 0.5, *CONFIDENCE_STEPS.values())), st.text(max_size=3), st.booleans(),
              st.one_of(st.none(), st.integers(0, 9))),
    st.just(Back()), st.builds(TryAgain, st.integers(-2, 9)),
    st.builds(MarkNearest, st.integers(-2, 9), st.sampled_from(RESPONSES)),
)  # fmt: skip


@st.composite
def settings_of(draw: st.DrawFn) -> Setting:
    """Some vignette, with open decisions among its own, in some mode."""
    made = draw(vignettes(max_scenes=4, max_rules=0))
    return Setting(
        opened(made, draw(st.booleans())), draw(st.sampled_from(list(Mode))), draw(st.integers(0, 9)),
        draw(st.booleans()), draw(st.booleans()), draw(st.booleans()),
    )  # fmt: skip


def opened(made: Vignette, every: bool) -> Vignette:
    scenes = {name: replace(scene, open=every and scene.is_decision, confidence=every)
              for name, scene in made.scenes.items()}  # fmt: skip
    return replace(made, scenes=scenes)


@st.composite
def fitting(draw: st.DrawFn, on: Setting, flow: Flow) -> Command:
    """A command that belongs where the flow stands."""
    shown = view(on, flow)
    if shown.can_go_back and draw(st.integers(0, 5)) == 0:
        return Back()
    if flow.stage is Stage.DECISION:
        return Pick(draw(st.sampled_from(shown.options)).response)
    if flow.stage is Stage.DEBRIEF and on.mode is not Mode.ASSESSMENT:
        return TryAgain(draw(st.integers(0, len(flow.turns) - 1)))
    by_stage: dict[Stage, Command] = {
        Stage.CONSENT: Agree(True), Stage.BRIEFING: Begin(), Stage.OWN_WORDS: GiveOwnWords(draw(st.text(max_size=3))),
        Stage.CONFIRM: draw(st.sampled_from((Confirm(), Confirm(0.6, "so", True, 3), Unpick()))),
    }  # fmt: skip
    return by_stage.get(flow.stage, Continue())


def played(draw: Callable, on: Setting, count: int) -> tuple[Flow, list[Event], list[str]]:
    """Play so many fitting commands; return the flow, what is kept of it, and the response of every choice."""
    flow, events, answers = start(on), [], []
    for _ in range(count):
        if flow.stage is Stage.DEBRIEF and (on.mode is Mode.ASSESSMENT or not flow.turns):
            break
        flow, more = step(on, flow, draw(fitting(on, flow)))
        events += more
        answers += [flow.turns[-1].visit.chosen for event in more if event.kind == "chosen"]
    return flow, events, answers


@given(st.data(), settings_of(), st.lists(commands, max_size=MOST))
def test_no_sequence_of_commands_breaks_it(data: st.DataObject, on: Setting, asked: list[Command]):
    flow = start(on)
    for wild in asked:
        fits = data.draw(st.booleans()) and flow.stage not in (Stage.DECLINED, Stage.DEBRIEF)
        try:
            flow, events = step(on, flow, data.draw(fitting(on, flow)) if fits else wild)
        except NotNow:
            assert not fits
            continue
        for event in events:
            assert json.loads(json.dumps(dict(event.data))) == dict(event.data)
        shown = view(on, flow)
        assert (shown.options != ()) == (flow.stage in (Stage.DECISION, Stage.CONFIRM))
        assert [option.number for option in shown.options] == list(range(1, len(shown.options) + 1))
        assert {option.response for option in shown.options} <= set(RESPONSES)
        assert (shown.picked is not None) == (flow.stage is Stage.CONFIRM)
        transcript(on, flow)


@given(st.data(), settings_of(), commands)
def test_a_command_that_does_not_belong_changes_nothing(data: st.DataObject, on: Setting, command: Command):
    flow, _, _ = played(data.draw, on, data.draw(st.integers(0, 15)))
    kept = repr(flow)
    with contextlib.suppress(NotNow, Stuck):
        step(on, flow, command)
    assert repr(flow) == kept


def settled(on: Setting, flow: Flow) -> tuple[object, ...]:
    """What of a flow its record must bring back: all but moments in which nothing is chosen.

    What was added to a choice that is not kept is asked again with it.
    """
    while flow.stage in (Stage.OUTCOME, Stage.INTERLUDE):
        flow, _ = step(on, flow, Continue())
    ended = flow.stage in (Stage.ENDING, Stage.DEBRIEF)
    lines = [kept_of(on, turns) for turns in (flow.turns, flow.first_line) if turns is not None]
    return (flow.state, lines, flow.acts, ended, flow.first_ending, flow.rewinds, flow.backlog)


def kept_of(on: Setting, turns: tuple[Turn, ...]) -> list[Turn]:
    return [
        turn if on.vignette.scenes[turn.visit.scene].keep
        else replace(turn, confidence=None, reason="", share_reason=False, thinking_ms=None)
        for turn in turns
    ]  # fmt: skip


@given(st.data(), settings_of(), st.integers(1, 40))
@settings(max_examples=200)
def test_the_record_brings_the_journey_back(data: st.DataObject, on: Setting, count: int):
    flow, events, answers = played(data.draw, on, count)
    if not any(event.kind == "started" for event in events):
        return
    again = restore(on, [Event(e.kind, json.loads(json.dumps(dict(e.data)))) for e in events])
    while again.backlog:  # a choice that was not kept is asked again: answer as before
        ahead = sum(1 for event in again.backlog if event.kind == "chosen")
        again, more = step(on, again, Pick(answers[len(answers) - 1 - ahead]))
        assert more == ()
        if again.stage is Stage.CONFIRM:
            again, more = step(on, again, Confirm())
            assert more == ()
    assert settled(on, again) == settled(on, flow)
    assert path_of(on, again).visits == path_of(on, flow).visits


@given(st.data(), settings_of(), st.integers(1, 30))
def test_what_is_shown_does_not_depend_on_having_left(data: st.DataObject, on: Setting, count: int):
    flow, events, _ = played(data.draw, on, count)
    if any(on.vignette.scenes[t.visit.scene].keep is False for t in flow.turns) or flow.stage is not Stage.DECISION:
        return
    again = restore(on, events)
    if again.stage is Stage.OWN_WORDS:  # passed on without own words, which leaves nothing to keep
        again, _ = step(on, again, GiveOwnWords(""))
    while again.stage in (Stage.OUTCOME, Stage.INTERLUDE):
        again, _ = step(on, again, Continue())
    if again.stage is Stage.OWN_WORDS:
        again, _ = step(on, again, GiveOwnWords(""))
    if not again.backlog:
        assert view(on, again) == view(on, flow)
        assert transcript(on, again) == transcript(on, flow)
