"""Playing a vignette while it is being written: it changes under the play, and the play stays where it can.

Nothing is recorded. A :class:`Preview` never changes; each step returns another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vignettes.model import Act, Response, Vignette
from vignettes.playing import State, Stuck, apply, begin, choose, enter, go_on, open_responses, shown

if TYPE_CHECKING:
    from vignettes.model import Passages


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one jumped to: the state on arriving there, and the acts done before."""

    state: State
    trace: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A play of a vignette that may change.

    Attributes:
        vignette: as last read.
        origin: where it began: None for the start, else where one jumped to.
        choices: the responses chosen since then.
        state: where it stands: at a decision, at an ending, or where nothing leads on.
        trace: the acts done since it began.
        passed: the scenes without responses passed since the last choice, as (scene, texts).
        result: what the last choice brought about, as texts.
        stuck: why nothing leads on from here; empty where something does.
    """

    vignette: Vignette
    origin: Origin | None
    choices: tuple[str, ...]
    state: State
    trace: tuple[Act, ...]
    passed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    result: tuple[str, ...] = ()
    stuck: str = ""

    @property
    def offered(self) -> tuple[Response, ...]:
        """Return what can be chosen here."""
        return () if self.stuck else open_responses(self.vignette, self.state)

    def chosen(self, response: Response) -> Preview:
        """Return the play after a response that is open here."""
        after = apply(self.vignette, self.state, response)
        result = shown(self.vignette, after, response.result)
        try:
            onward = choose(self.vignette, self.state, response)
        except Stuck as fault:
            return replace(self, choices=(*self.choices, response.id), state=after, passed=(), result=result,
                           trace=(*self.trace, *response.acts), stuck=str(fault))
        return _arrived(self.vignette, self.origin, (*self.choices, response.id), onward,
                        trace=(*self.trace, *response.acts), result=result)

    def back(self) -> Preview:
        """Return the play one choice earlier; as it is where nothing has been chosen."""
        return _replayed(self.vignette, self.origin, self.choices[:-1])[0]

    def jumped(self, scene: str) -> Preview:
        """Return the play at another scene, with the variables and acts it has."""
        return _at(self.vignette, Origin(enter(self.vignette, self.state, scene), self.trace))

    def reloaded(self, vignette: Vignette) -> tuple[Preview, str]:
        """Return the play in an edited vignette, and a sentence that says where it stands now."""
        origin = self.origin
        if origin is not None:
            state = _carried(self.vignette, origin.state, vignette)
            if state is None:
                return started(vignette), f"'{origin.state.place}' is not there any more. The case begins again."
            origin = Origin(state, origin.trace)
        again, left = _replayed(vignette, origin, self.choices)
        here = self.state.place
        if again.state.place == here and not left:
            return again, f"Still at '{here}'."
        carried = _carried(self.vignette, self.state, vignette)
        if carried is None:
            step = len(self.choices) - left
            return again, (f"'{here}' is not there any more. The play stands at '{again.state.place}', "
                           f"after choice {step}.")
        why = (f"choice {len(self.choices) - left + 1}, '{self.choices[-left]}', is not open there any more"
               if left else f"these choices now lead to '{again.state.place}'")
        return _at(vignette, Origin(carried, self.trace)), f"Still at '{here}', though {why}."


def started(vignette: Vignette) -> Preview:
    """Return a play at the start."""
    return _arrived(vignette, None, (), begin(vignette), trace=())


def _at(vignette: Vignette, origin: Origin) -> Preview:
    """Return a play at the place one jumped to."""
    return _arrived(vignette, origin, (), origin.state, trace=origin.trace)


def rules_in_view(preview: Preview) -> Iterator[tuple[str, str]]:
    """Yield (rule, ``open``, ``broken`` or ``kept so far``) for the rules whose acts have been done, or must be."""
    from scoring.rules import satisfied

    done = preview.trace
    for rule in preview.vignette.rules.values():
        patterns = [*rule.first, *([rule.second] if rule.second is not None else [])]
        met = any(pattern.matches(act) for pattern in patterns for act in done)
        if satisfied(rule, done):
            if met:
                yield rule.id, "kept so far"
        elif rule.template in ("existence", "response", "responded_existence"):
            yield rule.id, "open"
        else:
            yield rule.id, "broken"


def _arrived(
    vignette: Vignette, origin: Origin | None, choices: tuple[str, ...], state: State, *, trace: tuple[Act, ...],
    result: tuple[str, ...] = (),
) -> Preview:
    """Return the play at the next decision or ending, the scenes passed on the way noted."""
    passed: list[tuple[str, tuple[str, ...]]] = []
    seen: set[State] = set()
    stuck = ""
    while (scene := vignette.scenes.get(state.place)) is not None:
        trace = (*trace, *scene.acts)
        if scene.is_decision:
            stuck = "" if open_responses(vignette, state) else f"Nothing is open at '{scene.id}'."
            break
        if state in seen:
            stuck = f"The scenes from '{scene.id}' on go round without a decision."
            break
        seen.add(state)
        try:
            onward = go_on(vignette, state)
        except Stuck as fault:
            stuck = str(fault)
            break
        passed.append((scene.id, texts_at(vignette, state)))
        state = onward
    return Preview(vignette, origin, choices, state, trace, tuple(passed), result, stuck)


def _replayed(vignette: Vignette, origin: Origin | None, choices: tuple[str, ...]) -> tuple[Preview, int]:
    """Return the play after as many of the choices as can be made, and how many are left."""
    found = started(vignette) if origin is None else _at(vignette, origin)
    for at, choice in enumerate(choices):
        response = next((response for response in found.offered if response.id == choice), None)
        if response is None:
            return found, len(choices) - at
        found = found.chosen(response)
    return found, 0


def _carried(before: Vignette, state: State, vignette: Vignette) -> State | None:
    """Return a state as an edited vignette would have it; None where its place is gone.

    Variables keep their values within their new bounds; new ones start as written.
    """
    if state.place not in vignette.scenes and state.place not in vignette.endings:
        return None
    known = dict(zip(before.variables, state.values, strict=True))
    values = tuple(min(max(known.get(name, one.start), one.minimum), one.maximum)
                   for name, one in vignette.variables.items())
    used = frozenset((scene, name) for scene, name in state.used if scene in vignette.scenes)
    return State(state.place, values, state.done & vignette.watched_acts, state.visited & vignette.watched_scenes, used)


def texts_at(vignette: Vignette, state: State) -> tuple[str, ...]:
    """Return the texts of the scene or ending one stands at, in order."""
    scene = vignette.scenes.get(state.place)
    parts: tuple[Passages, ...]
    if scene is not None:
        parts = (scene.narration, scene.client, scene.inner)
    else:
        ending = vignette.endings[state.place]
        parts = (ending.narration, ending.client_view)
    return tuple(text for part in parts for text in shown(vignette, state, part))
