"""Two lines of one attempt beside each other: the one first played and the one played last."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.flow.state import Flow, Setting, Stage, Turn
from vignettes.playing import State, apply, choose, go_on, shown


@dataclass(frozen=True, slots=True)
class Moment:
    """One choice and what came of it at once.

    Attributes:
        number: of the decision on its line, from 1.
        scene: the decision's id.
        chosen: the response's text; None where it is not kept.
        followed: what happened and what the client said then, as (kind, text): ``result`` or ``client``; Markdown.
    """

    number: int
    scene: str
    chosen: str | None
    followed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlayedLine:
    """One line from where the two part.

    Attributes:
        moments: its choices from there.
        ending: the ending's id; None for a line that stopped before one.
        outcome: good, mixed or poor.
        narration, client_view: the ending's texts; Markdown.
    """

    moments: tuple[Moment, ...]
    ending: str | None = None
    outcome: str | None = None
    narration: tuple[str, ...] = ()
    client_view: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two lines; ``same`` choices are common to both before they part."""

    same: int
    first: PlayedLine
    last: PlayedLine


def compare(setting: Setting, flow: Flow) -> Comparison | None:
    """Return the line first played beside the one played last; None where there is only one to show."""
    if flow.first_line is None or flow.stage is not Stage.DEBRIEF:
        return None
    same = 0
    for old, new in zip(flow.first_line, flow.turns, strict=False):
        if (old.visit.scene, old.visit.chosen) != (new.visit.scene, new.visit.chosen):
            break
        same += 1
    first = _line(setting, flow.first_line, same, ended=flow.first_ending is not None)
    return Comparison(same, first, _line(setting, flow.turns, same, ended=True))


def _line(setting: Setting, turns: tuple[Turn, ...], since: int, *, ended: bool) -> PlayedLine:
    moments = []
    state: State | None = None
    for number, turn in enumerate(turns, 1):
        moment, state = _moment(setting, number, turn)
        if number > since:
            moments.append(moment)
    ending = setting.vignette.endings.get(state.place) if state is not None and ended else None
    if ending is None or state is None:
        return PlayedLine(tuple(moments))
    told = [tuple(shown(setting.vignette, state, texts)) for texts in (ending.narration, ending.client_view)]
    return PlayedLine(tuple(moments), ending.id, ending.outcome, *told)


def _moment(setting: Setting, number: int, turn: Turn) -> tuple[Moment, State]:
    """Return a choice with what came of it, and the state at the next decision or ending."""
    vignette = setting.vignette
    scene = vignette.scenes[turn.visit.scene]
    response = scene.response(turn.visit.chosen)
    followed = [("result", text) for text in shown(vignette, apply(vignette, turn.before, response), response.result)]
    state = choose(vignette, turn.before, response)
    while state.place in vignette.scenes:
        here = vignette.scenes[state.place]
        followed += [("client", text) for text in shown(vignette, state, here.client)]
        if here.is_decision:
            break
        state = go_on(vignette, state)
    return Moment(number, scene.id, response.text if scene.keep else None, tuple(followed)), state
