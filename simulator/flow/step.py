"""``step``: one command in one state gives the next state and what is to be kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from simulator.flow.commands import (
    Agree,
    Back,
    Begin,
    Command,
    Confirm,
    Continue,
    Decline,
    GiveOwnWords,
    MarkNearest,
    NotNow,
    Object,
    Pick,
    TryAgain,
    Unpick,
)
from simulator.flow.state import CONFIDENCE_STEPS, Event, Flow, Mode, Setting, Stage, Turn
from vignettes.model import Response
from vignettes.playing import State, Visit, apply, begin, choose, go_on, open_responses, settle

MAX_WRITING = 20_000  # characters of own words or a reason; longer ones are cut, and the face says so

Stepped = tuple[Flow, tuple[Event, ...]]


def start(setting: Setting) -> Flow:
    """Return the flow of a new attempt: at the words on recording where they are asked, else the briefing."""
    stage = Stage.CONSENT if setting.asks_consent else Stage.BRIEFING
    return Flow(stage, begin(setting.vignette))


def step(setting: Setting, flow: Flow, command: Command) -> Stepped:
    """Carry out one command.

    Returns:
        the next flow, and the events to keep, in order, before the face moves on.

    Raises:
        NotNow: the command does not belong to this stage; nothing has changed.
        vignettes.playing.Stuck: the vignette itself cannot go on.
    """
    handler = _HANDLERS.get((flow.stage, type(command)))
    if handler is None:
        raise NotNow(f"That cannot be done here ({flow.stage.value}).")
    return handler(setting, flow, command)


def _agree(setting: Setting, flow: Flow, command: Agree) -> Stepped:
    events = (Event("consented", {"recorded": command.recorded}),)
    return replace(flow, stage=Stage.BRIEFING, recorded=command.recorded), events


def _begin(setting: Setting, flow: Flow, command: Begin) -> Stepped:
    vignette = setting.vignette
    data = {
        "vignette": vignette.id,
        "content_hash": vignette.content_hash,
        "mode": setting.mode.value,
        "seed": setting.seed,
        "shuffled": setting.shuffled,
    }
    return arrive(setting, flow, begin(vignette)), (Event("started", data),)


def _decline(setting: Setting, flow: Flow, command: Decline) -> Stepped:
    return replace(flow, stage=Stage.DECLINED), ()


def _own_words(setting: Setting, flow: Flow, command: GiveOwnWords) -> Stepped:
    text = command.text[:MAX_WRITING] if command.text.strip() else ""
    events: tuple[Event, ...] = ()
    if text:
        events = (Event("own-words", {"step": len(flow.turns), "scene": flow.state.place, "text": text}),)
    return replace(flow, stage=Stage.DECISION, own_words=text), events


def _pick(setting: Setting, flow: Flow, command: Pick) -> Stepped:
    _open_response(setting, flow, command.response)
    picked = replace(flow, stage=Stage.CONFIRM, picked=command.response)
    return (picked, ()) if setting.asks else _confirm(setting, picked, Confirm())


def _unpick(setting: Setting, flow: Flow, command: Unpick) -> Stepped:
    return replace(flow, stage=Stage.DECISION, picked=None), ()


def _confirm(setting: Setting, flow: Flow, command: Confirm) -> Stepped:
    if command.confidence is not None and command.confidence not in CONFIDENCE_STEPS.values():
        raise NotNow("Confidence is one of the five steps shown.")
    vignette, scene = setting.vignette, setting.vignette.scenes[flow.state.place]
    response = _open_response(setting, flow, flow.picked or "")
    offered = open_responses(vignette, flow.state)
    turn = Turn(
        visit=Visit(scene.id, tuple(r.id for r in offered), response.id, flow.acts),
        before=flow.state,
        own_words=flow.own_words,
        confidence=command.confidence,
        reason=command.reason[:MAX_WRITING],
        share_reason=command.share_reason,
        thinking_ms=command.thinking_ms,
    )
    data: dict[str, object] = {
        "step": len(flow.turns),
        "scene": scene.id,
        "response": response.id if scene.keep else None,
        "offered": [r.id for r in offered],
        "shown": [r.id for r in setting.in_order(scene.id, offered)],
        "confidence": turn.confidence,
        "reason": turn.reason,
        "share_reason": turn.share_reason,
        "thinking_ms": turn.thinking_ms,
    }
    if flow.backlog:  # an unkept choice asked again on resuming: it is in the record already
        from simulator.flow.restore import play_backlog

        return play_backlog(setting, take(setting, flow, turn)), ()
    after, ended = _close(take(setting, flow, turn))
    return after, (Event("chosen", data), *ended)


def take(setting: Setting, flow: Flow, turn: Turn) -> Flow:
    """Return the flow after a choice: at what happened, or straight on where there is nothing to show."""
    vignette = setting.vignette
    response = vignette.scenes[turn.visit.scene].response(turn.visit.chosen)
    after = replace(
        flow, stage=Stage.OUTCOME, state=apply(vignette, turn.before, response), turns=(*flow.turns, turn),
        acts=(), own_words="", picked=None,
    )
    if response.result or setting.mode is Mode.GUIDED:
        return after
    return leave(setting, after)


def leave(setting: Setting, flow: Flow) -> Flow:
    """Return the flow at the place to which the last choice leads."""
    turn = flow.turns[-1]
    response = setting.vignette.scenes[turn.visit.scene].response(turn.visit.chosen)
    return arrive(setting, flow, choose(setting.vignette, turn.before, response))


def arrive(setting: Setting, flow: Flow, state: State) -> Flow:
    """Return the flow at a place just entered: its stage follows from what the place is."""
    scene = setting.vignette.scenes.get(state.place)
    if scene is None:
        return replace(flow, stage=Stage.ENDING, state=state, own_words="", picked=None)
    if not scene.is_decision:
        stage = Stage.INTERLUDE
    elif scene.open and setting.asks:
        stage = Stage.OWN_WORDS
    else:
        stage = Stage.DECISION
    return replace(flow, stage=stage, state=state, acts=(*flow.acts, *scene.acts), own_words="", picked=None)


def _continue(setting: Setting, flow: Flow, command: Continue) -> Stepped:
    if flow.stage is Stage.ENDING:
        after, ended = _close(flow)
        return replace(after, stage=Stage.DEBRIEF), ended
    if flow.stage is Stage.OUTCOME:
        return _close(leave(setting, flow))
    settle(setting.vignette, flow.state)  # raises Stuck where the scenes from here go round without end
    return _close(arrive(setting, flow, go_on(setting.vignette, flow.state)))


def _close(flow: Flow) -> Stepped:
    """Keep that the case has ended, once; a restored flow may stand at an ending that was never kept."""
    if flow.stage is not Stage.ENDING or flow.ending_kept:
        return flow, ()
    ended = Event("ended", {"ending": flow.state.place, "steps": len(flow.turns)})
    return replace(flow, ending_kept=True), (ended,)


def _back(setting: Setting, flow: Flow, command: Back) -> Stepped:
    if setting.mode is not Mode.GUIDED:
        raise NotNow("Going back belongs to guided mode; elsewhere, try again from the debrief.")
    if flow.backlog:
        raise NotNow("This choice was not kept and is asked once more; go back after it.")
    if not flow.turns:
        raise NotNow("This is the first decision; there is nothing to go back to.")
    return _rewound(setting, flow, len(flow.turns) - 1)


def _try_again(setting: Setting, flow: Flow, command: TryAgain) -> Stepped:
    if setting.mode is Mode.ASSESSMENT:
        raise NotNow("An assessment is played once; start a rehearsal of this vignette to try another line.")
    if not 0 <= command.at < len(flow.turns):
        raise NotNow(f"There is no decision {command.at + 1} on this line.")
    return _rewound(setting, flow, command.at)


def _rewound(setting: Setting, flow: Flow, at: int) -> Stepped:
    return rewind(setting, flow, at), (Event("rewound", {"to": at}),)


def rewind(setting: Setting, flow: Flow, at: int) -> Flow:
    """Return the flow at the decision of step ``at`` again; the first line ever played is remembered."""
    turn = flow.turns[at]
    ended = flow.state.place if flow.stage in (Stage.ENDING, Stage.DEBRIEF) else None
    return replace(
        flow,
        stage=Stage.DECISION,
        state=turn.before,
        turns=flow.turns[:at],
        acts=turn.visit.before,
        own_words=turn.own_words,
        picked=None,
        first_line=flow.turns if flow.first_line is None else flow.first_line,
        first_ending=ended if flow.first_line is None else flow.first_ending,
        rewinds=flow.rewinds + 1,
        ending_kept=False,
    )


def _nearest(setting: Setting, flow: Flow, command: MarkNearest) -> Stepped:
    if not 0 <= command.at < len(flow.turns) or not flow.turns[command.at].own_words.strip():
        raise NotNow("There are no own words at that decision.")
    turn = flow.turns[command.at]
    if command.response not in turn.visit.offered:
        raise NotNow("That response was not on offer there.")
    marked = replace(turn, nearest=command.response)
    turns = (*flow.turns[: command.at], marked, *flow.turns[command.at + 1 :])
    return replace(flow, turns=turns), (Event("nearest", {"step": command.at, "response": command.response}),)


def _object(setting: Setting, flow: Flow, command: Object) -> Stepped:
    if not 0 <= command.at < len(flow.turns):
        raise NotNow(f"There is no decision {command.at + 1} on this line.")
    turn = flow.turns[command.at]
    scene = setting.vignette.scenes[turn.visit.scene]
    reason = command.reason.strip()[:MAX_WRITING]
    data = {
        "step": command.at,
        "scene": scene.id,
        "response": turn.visit.chosen if scene.keep else None,
        "reason": reason,
        "share": command.share and bool(reason),
    }
    return object_to(flow, command.at, reason, share=command.share), (Event("objected", data),)


def object_to(flow: Flow, at: int, reason: str, *, share: bool) -> Flow:
    """Return the flow with an objection at a step of its line; an empty reason takes one back."""
    turn = replace(flow.turns[at], objection=reason, share_objection=share and bool(reason))
    return replace(flow, turns=(*flow.turns[:at], turn, *flow.turns[at + 1 :]))


def _open_response(setting: Setting, flow: Flow, response_id: str) -> Response:
    for response in open_responses(setting.vignette, flow.state):
        if response.id == response_id:
            return response
    raise NotNow(f"'{response_id}' is not open here.")


_HANDLERS: dict[tuple[Stage, type], Callable[[Setting, Flow, Any], Stepped]] = {
    (Stage.CONSENT, Agree): _agree,
    (Stage.BRIEFING, Begin): _begin,
    (Stage.BRIEFING, Decline): _decline,
    (Stage.OWN_WORDS, GiveOwnWords): _own_words,
    (Stage.DECISION, Pick): _pick,
    (Stage.CONFIRM, Pick): _pick,
    (Stage.CONFIRM, Unpick): _unpick,
    (Stage.CONFIRM, Confirm): _confirm,
    (Stage.INTERLUDE, Continue): _continue,
    (Stage.OUTCOME, Continue): _continue,
    (Stage.ENDING, Continue): _continue,
    (Stage.OWN_WORDS, Back): _back,
    (Stage.DECISION, Back): _back,
    (Stage.CONFIRM, Back): _back,
    (Stage.OUTCOME, Back): _back,
    (Stage.INTERLUDE, Back): _back,
    (Stage.ENDING, Back): _back,
    (Stage.DEBRIEF, TryAgain): _try_again,
    (Stage.DEBRIEF, MarkNearest): _nearest,
    (Stage.DEBRIEF, Object): _object,
}
