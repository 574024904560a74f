"""Playing: what is open in a state, and what choosing does. Immutable state in, state out.

A state says where one stands and what the vignette's conditions can ask about, no more; so a state can be
kept, compared, merged and gone back to at no cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vignettes.conditions import Condition
from vignettes.model import Act, Exit, Passages, Response, Scene, Vignette


class State(NamedTuple):
    """Where a play stands.

    Attributes:
        place: the id of a scene or an ending.
        values: the variables' values in the order of the file, booleans as 0 and 1.
        done: acts done so far, of those that some condition asks about.
        visited: scenes visited so far, the present one included, of those that some condition asks about.
        used: ``once`` responses already chosen, as (scene, response).
    """

    place: str
    values: tuple[int, ...]
    done: frozenset[str]
    visited: frozenset[str]
    used: frozenset[tuple[str, str]] = frozenset()


class Stuck(Exception):
    """A play that cannot go on: a decision with nothing open, or scenes without responses going in a ring."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.place = place


class WrongChoice(Exception):
    """A choice that cannot be made: ``at`` is its index in the choices, ``place`` where it was to be made."""

    def __init__(self, message: str, at: int, place: str) -> None:
        super().__init__(message)
        self.at = at
        self.place = place


class Visit(NamedTuple):
    """One decision as it was met and left: all that scoring sees of a step.

    Attributes:
        scene: the decision's id.
        offered: ids of the responses open, in the order written.
        chosen: the response picked.
        before: acts of scenes since the response before, this scene's own last.
    """

    scene: str
    offered: tuple[str, ...]
    chosen: str
    before: tuple[Act, ...] = ()


class Path(NamedTuple):
    """The decisions visited and the choices made, up to an ending (None: cut short).

    ``closing`` are the acts of scenes without responses after the last decision.
    """

    visits: tuple[Visit, ...]
    ending: str | None
    closing: tuple[Act, ...] = ()


def holds(vignette: Vignette, state: State, condition: Condition | None) -> bool:
    """Tell whether a condition holds in a state; no condition always holds."""
    if condition is None:
        return True
    return condition.holds(dict(zip(vignette.variables, state.values, strict=True)), state.done, state.visited)


def shown(vignette: Vignette, state: State, passages: Passages) -> tuple[str, ...]:
    """Return the texts of those passages that hold, in order."""
    return tuple(passage.text for passage in passages if holds(vignette, state, passage.when))


def scene_at(vignette: Vignette, state: State) -> Scene | None:
    """Return the scene one stands in, or None at an ending."""
    return vignette.scenes.get(state.place)


def begin(vignette: Vignette) -> State:
    """Return the state at the start scene, its acts done."""
    blank = State("", tuple(v.start for v in vignette.variables.values()), frozenset(), frozenset())
    return _enter(vignette, blank, vignette.start)


def open_responses(vignette: Vignette, state: State) -> tuple[Response, ...]:
    """Return the responses on offer here, in the order written; none at an ending or an interlude."""
    scene = vignette.scenes.get(state.place)
    if scene is None:
        return ()
    return tuple(
        response
        for response in scene.responses
        if (response.when is None or holds(vignette, state, response.when))
        and not (response.once and (scene.id, response.id) in state.used)
    )


def apply(vignette: Vignette, state: State, response: Response) -> State:
    """Return the state after a response's ``set`` and ``acts``, still in its scene: its result is shown here."""
    values = dict(zip(vignette.variables, state.values, strict=True))
    for effect in response.effects:
        variable = vignette.variables[effect.variable]
        value = values[effect.variable] + effect.amount if effect.adds else effect.amount
        values[effect.variable] = min(max(value, variable.minimum), variable.maximum)
    used = state.used | {(response.scene, response.id)} if response.once else state.used
    return state._replace(
        values=tuple(values.values()), done=_with_acts(vignette, state.done, response.acts), used=used
    )


def choose(vignette: Vignette, state: State, response: Response) -> State:
    """Return the state at the next scene or ending after a response. The response must be open here."""
    after = apply(vignette, state, response)
    return _enter(vignette, after, _target(vignette, after, response.exits))


def go_on(vignette: Vignette, state: State) -> State:
    """Return the state after a scene without responses. Raises Stuck where there is no way on."""
    scene = vignette.scenes[state.place]
    return _enter(vignette, state, _target(vignette, state, scene.exits))


def settle(vignette: Vignette, state: State) -> tuple[State, tuple[Act, ...]]:
    """Go on through scenes without responses to the next decision or ending.

    Returns:
        the state there, and the acts of all scenes entered on the way, the decision's own included.

    Raises:
        Stuck: the scenes go in a ring without end.
    """
    acts: list[Act] = []
    seen: set[State] = set()
    while (scene := vignette.scenes.get(state.place)) is not None:
        acts.extend(scene.acts)
        if scene.is_decision:
            break
        if state in seen:
            raise Stuck(state.place, f"The scenes from '{state.place}' on lead round in a ring without a decision.")
        seen.add(state)
        state = go_on(vignette, state)
    return state, tuple(acts)


def enter(vignette: Vignette, state: State, place: str) -> State:
    """Return the state on coming to a scene or ending from anywhere, its acts done: for trying a scene out."""
    return _enter(vignette, state, place)


def walk(vignette: Vignette, choices: Sequence[str], *, partial: bool = False) -> tuple[Path, State]:
    """Play response ids from the start and return the path and the state reached.

    Args:
        vignette: the vignette to play.
        choices: response ids, a decision each.
        partial: whether a path that stops before an ending is fine.

    Raises:
        WrongChoice: an id that is not open where it stands, too few choices (unless partial) or too many.
        Stuck: the vignette itself cannot go on.
    """
    state, acts = settle(vignette, begin(vignette))
    visits: list[Visit] = []
    for index, choice in enumerate(choices):
        if state.place in vignette.endings:
            raise WrongChoice(f"The case ended at '{state.place}' after {index} choices; "
                              f"'{choice}' comes too late.", index, state.place)
        offered = open_responses(vignette, state)
        response = next((r for r in offered if r.id == choice), None)
        if response is None:
            raise WrongChoice(_not_open(vignette, state, choice, offered), index, state.place)
        visits.append(Visit(state.place, tuple(r.id for r in offered), choice, acts))
        state, acts = settle(vignette, choose(vignette, state, response))
    if state.place in vignette.endings:
        return Path(tuple(visits), state.place, acts), state
    if not open_responses(vignette, state):
        raise Stuck(state.place, f"Nothing is open at '{state.place}': every response has closed.")
    if not partial:
        raise WrongChoice(f"The choices end at decision {len(visits) + 1}, '{state.place}', before any ending.",
                          len(choices), state.place)
    return Path(tuple(visits), None), state


def _not_open(vignette: Vignette, state: State, choice: str, offered: Iterable[Response]) -> str:
    scene = vignette.scenes[state.place]
    known = "is not open now" if any(r.id == choice for r in scene.responses) else "is not a response there"
    return f"At '{state.place}', '{choice}' {known}; open are: {', '.join(r.id for r in offered)}."


def _with_acts(vignette: Vignette, done: frozenset[str], acts: Iterable[Act]) -> frozenset[str]:
    new = {act.name for act in acts} & vignette.watched_acts
    return done | new if new - done else done


def _target(vignette: Vignette, state: State, exits: Iterable[Exit]) -> str:
    for way in exits:
        if holds(vignette, state, way.when):
            return way.to
    raise Stuck(state.place, f"No way leads on from '{state.place}'.")


def _enter(vignette: Vignette, state: State, place: str) -> State:
    scene = vignette.scenes.get(place)
    done = _with_acts(vignette, state.done, scene.acts) if scene else state.done
    visited = state.visited | {place} if place in vignette.watched_scenes else state.visited
    return state._replace(place=place, done=done, visited=visited)
