"""``restore``: an attempt brought back from its record, at the last choice made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from simulator.flow.commands import NotNow
from simulator.flow.state import Event, Flow, Setting, Stage, Turn
from simulator.flow.step import arrive, leave, object_to, rewind, take
from vignettes.playing import Visit, begin, go_on, open_responses


def restore(setting: Setting, events: Sequence[Event]) -> Flow:
    """Play kept events again and return where the attempt stands.

    Unknown kinds are passed over. A choice that was not kept (``keep: false``) is asked again first; what
    was kept after it is played once it has been answered.

    Raises:
        NotNow: the record does not fit the vignette it names.
    """
    flow = arrive(setting, Flow(Stage.BRIEFING, begin(setting.vignette)), begin(setting.vignette))
    return play_backlog(setting, replace(flow, backlog=tuple(events)))


def play_backlog(setting: Setting, flow: Flow) -> Flow:
    """Play the kept events that still wait, up to the next choice that has to be asked again."""
    while flow.backlog:
        event, rest = flow.backlog[0], flow.backlog[1:]
        if event.kind == "chosen" and event.data.get("response") is None:
            waiting = _catch_up(setting, flow)
            # An unkept choice keeps its own event in the backlog until it has been answered.
            return replace(waiting, backlog=rest or (Event("answered"),), stage=Stage.DECISION)
        flow = replace(_play(setting, flow, event), backlog=rest)
    return flow


def _play(setting: Setting, flow: Flow, event: Event) -> Flow:
    data = event.data
    if event.kind == "own-words":
        flow = _catch_up(setting, flow)
        if flow.stage is Stage.OWN_WORDS:
            return replace(flow, stage=Stage.DECISION, own_words=str(data.get("text", "")))
    elif event.kind == "chosen":
        return take(setting, *_turn(setting, _catch_up(setting, flow), event))
    elif event.kind == "ended":
        return replace(_catch_up(setting, flow), stage=Stage.DEBRIEF, ending_kept=True)
    elif event.kind == "rewound":
        at = data.get("to")
        if not isinstance(at, int) or not 0 <= at < len(flow.turns):
            raise NotNow("The record goes back to a decision that it does not have.")
        return rewind(setting, flow, at)
    elif event.kind == "nearest":
        return _mark(flow, data.get("step"), data.get("response"))
    elif event.kind == "objected":
        at = data.get("step")
        if isinstance(at, int) and 0 <= at < len(flow.turns):
            return object_to(flow, at, str(data.get("reason") or ""), share=bool(data.get("share")))
    return flow


def _catch_up(setting: Setting, flow: Flow) -> Flow:
    """Go on through what needs no choice: results and scenes without responses."""
    while flow.stage in (Stage.OUTCOME, Stage.INTERLUDE):
        if flow.stage is Stage.OUTCOME:
            flow = leave(setting, flow)
        else:
            flow = arrive(setting, flow, go_on(setting.vignette, flow.state))
    return flow


def _turn(setting: Setting, flow: Flow, event: Event) -> tuple[Flow, Turn]:
    data = event.data
    offered = tuple(response.id for response in open_responses(setting.vignette, flow.state))
    chosen = str(data.get("response"))
    if data.get("scene") != flow.state.place or chosen not in offered:
        raise NotNow(f"The record's choice '{chosen}' at '{data.get('scene')}' does not fit this vignette.")
    confidence, thinking = data.get("confidence"), data.get("thinking_ms")
    return flow, Turn(
        visit=Visit(flow.state.place, offered, chosen, flow.acts),
        before=flow.state,
        own_words=flow.own_words,
        confidence=confidence if isinstance(confidence, float) else None,
        reason=str(data.get("reason") or ""),
        share_reason=bool(data.get("share_reason")),
        thinking_ms=thinking if isinstance(thinking, int) else None,
    )


def _mark(flow: Flow, at: object, response: object) -> Flow:
    if not isinstance(at, int) or not 0 <= at < len(flow.turns) or not isinstance(response, str):
        return flow
    marked = replace(flow.turns[at], nearest=response)
    return replace(flow, turns=(*flow.turns[:at], marked, *flow.turns[at + 1 :]))
