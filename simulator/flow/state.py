"""Where a journey stands: one setting that does not change, one small immutable flow that does."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from vignettes.model import Act, Response, Vignette
from vignettes.playing import Path, State, Visit

CONFIDENCE_STEPS: Mapping[str, float] = {
    "guessing": 0.2,
    "unsure": 0.4,
    "leaning": 0.6,
    "fairly sure": 0.8,
    "almost certain": 0.99,
}
"""The five labelled steps and the probability each is kept as."""


class Mode(StrEnum):
    """How much is told on the way."""

    REHEARSAL = "rehearsal"
    GUIDED = "guided"
    ASSESSMENT = "assessment"


class Stage(StrEnum):
    """What a face shows now."""

    CONSENT = "consent"
    BRIEFING = "briefing"
    INTERLUDE = "interlude"
    OWN_WORDS = "own words"
    DECISION = "decision"
    CONFIRM = "confirm"
    OUTCOME = "outcome"
    ENDING = "ending"
    DEBRIEF = "debrief"
    DECLINED = "declined"


@dataclass(frozen=True)
class Setting:
    """What holds for a whole attempt.

    Attributes:
        vignette: the case played.
        mode: rehearsal, guided or assessment.
        seed: decides the order in which responses are shown; kept with the attempt.
        shuffled: False keeps the order of the file.
        asks: False where nobody can be asked (no terminal): own words, confidence, reason and confirming
            fall away, and a pick is a choice.
        asks_consent: whether the words on recording come first.
    """

    vignette: Vignette
    mode: Mode = Mode.REHEARSAL
    seed: int = 0
    shuffled: bool = True
    asks: bool = True
    asks_consent: bool = False

    def in_order(self, scene: str, responses: Sequence[Response]) -> tuple[Response, ...]:
        """Return responses in the order shown: from the seed, the same whenever the scene comes again."""
        if not self.shuffled:
            return tuple(responses)
        return tuple(sorted(responses, key=lambda response: _place(self.seed, scene, response.id)))


def _place(seed: int, scene: str, response: str) -> bytes:
    return hashlib.sha256(f"{seed}/{scene}/{response}".encode()).digest()


@dataclass(frozen=True, slots=True)
class Event:
    """Something to keep: a kind and plain data. Identity, order and time are added where it is kept.

    Kinds: ``consented``, ``started``, ``own-words``, ``chosen``, ``ended``, ``rewound``, ``nearest``, ``objected``.
    """

    kind: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """One decision of the line being played, as it was met and left.

    ``before`` is the state in which it was met, so that any decision can be gone back to. ``objection`` is why the
    trainee disagrees with what the debrief says of it.
    """

    visit: Visit
    before: State
    own_words: str = ""
    nearest: str | None = None
    confidence: float | None = None
    reason: str = ""
    share_reason: bool = False
    thinking_ms: int | None = None
    objection: str = ""
    share_objection: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """The part that changes.

    Attributes:
        stage: what is shown.
        state: where the play stands; at OUTCOME the state after the last choice's effects.
        turns: the line played so far.
        acts: acts of scenes since the last response, for the next visit.
        own_words: what was typed at this decision.
        picked: the response to be confirmed.
        recorded: whether the trainee agreed to recording.
        first_line: the turns of the first line played, once a rewind has left it.
        first_ending: where that line ended, if it did.
        rewinds: how often the trainee went back.
        ending_kept: whether the ending of this line is in the record.
        backlog: kept events still to be played once an unkept choice has been asked again.
    """

    stage: Stage
    state: State
    turns: tuple[Turn, ...] = ()
    acts: tuple[Act, ...] = ()
    own_words: str = ""
    picked: str | None = None
    recorded: bool = True
    first_line: tuple[Turn, ...] | None = None
    first_ending: str | None = None
    rewinds: int = 0
    ending_kept: bool = False
    backlog: tuple[Event, ...] = ()


def path_of(setting: Setting, flow: Flow, turns: tuple[Turn, ...] | None = None) -> Path:
    """Return the path that scoring sees: the line of this flow, complete where its ending was reached."""
    ended = flow.state.place in setting.vignette.endings and flow.stage in (Stage.ENDING, Stage.DEBRIEF)
    visits = tuple(turn.visit for turn in (flow.turns if turns is None else turns))
    if not ended:
        return Path(visits, None)
    return Path(visits, flow.state.place, flow.acts)
