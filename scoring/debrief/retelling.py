"""Retelling: a path played again, with the texts as they were met."""

from __future__ import annotations

from typing import NamedTuple

from vignettes.model import Response, Vignette
from vignettes.playing import Path, State, Visit, begin, choose, go_on, open_responses, scene_at, shown


class Told(NamedTuple):
    """The texts of one scene as met."""

    scene: str
    narration: tuple[str, ...]
    client: tuple[str, ...]
    inner: tuple[str, ...]


class Met(NamedTuple):
    """One decision as it was met: the state, the scenes without responses passed on the way to it, its texts."""

    state: State
    on_the_way: tuple[Told, ...]
    here: Told


class Retelling(NamedTuple):
    """A path played again: its decisions, the state reached, and the scenes passed after the last decision."""

    met: tuple[Met, ...]
    end: State
    closing: tuple[Told, ...]

    @property
    def states(self) -> tuple[State, ...]:
        """Return the state of each decision as met, and the one reached."""
        return (*(met.state for met in self.met), self.end)


def retell(vignette: Vignette, path: Path) -> Retelling:
    """Play a path again.

    A choice that was not kept (``keep: false``) may steer texts only, so any response leads on there.

    Raises:
        ValueError: the path is none of this vignette.
        vignettes.playing.Stuck: the vignette cannot go on.
    """
    met = []
    state, passed = _settled(vignette, begin(vignette))
    for visit in path.visits:
        if state.place != visit.scene:
            raise ValueError(f"The path stands at '{visit.scene}' where the vignette stands at '{state.place}'.")
        met.append(Met(state, passed, _told(vignette, state)))
        state, passed = _settled(vignette, choose(vignette, state, _taken(vignette, state, visit)))
    return Retelling(tuple(met), state, passed)


def _taken(vignette: Vignette, state: State, visit: Visit) -> Response:
    opened = open_responses(vignette, state)
    found = next((response for response in opened if response.id == visit.chosen), None)
    if found is None and opened and not vignette.scenes[visit.scene].keep:
        found = opened[0]
    if found is None:
        raise ValueError(f"'{visit.chosen}' is not open at '{visit.scene}'.")
    return found


def _settled(vignette: Vignette, state: State) -> tuple[State, tuple[Told, ...]]:
    passed: list[Told] = []
    while (scene := scene_at(vignette, state)) is not None and not scene.is_decision:
        passed.append(_told(vignette, state))
        state = go_on(vignette, state)
    return state, tuple(passed)


def _told(vignette: Vignette, state: State) -> Told:
    scene = vignette.scenes[state.place]
    narration, client, inner = (shown(vignette, state, p) for p in (scene.narration, scene.client, scene.inner))
    return Told(scene.id, narration, client, inner)
