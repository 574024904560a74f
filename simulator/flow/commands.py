"""What a face may ask of the journey. Each is plain data; which are possible now, a View says."""

from __future__ import annotations

from dataclasses import dataclass


class NotNow(Exception):
    """A command that is not possible at this stage; its text is a sentence for the person who asked."""


@dataclass(frozen=True, slots=True)
class Agree:
    """Answer the words on recording: play recorded, or unrecorded."""

    recorded: bool


@dataclass(frozen=True, slots=True)
class Begin:
    """Leave the briefing and start; only from here on is anything kept."""


@dataclass(frozen=True, slots=True)
class Decline:
    """Skip the vignette, for its content note or any other reason; leaves no trace."""


@dataclass(frozen=True, slots=True)
class GiveOwnWords:
    """Say what one would do before seeing the responses; an empty text passes on. Never scored."""

    text: str


@dataclass(frozen=True, slots=True)
class Pick:
    """Take up a response, by its id; it still has to be confirmed where the setting asks for that."""

    response: str


@dataclass(frozen=True, slots=True)
class Unpick:
    """Go back from confirming to the responses."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """Make the choice.

    Attributes:
        confidence: one of the five steps, or None where not asked or not given.
        reason: why, in the trainee's words; may be empty.
        share_reason: whether the reason may be read out in the group.
        thinking_ms: milliseconds since the decision was shown, as the face's clock has it.
    """

    confidence: float | None = None
    reason: str = ""
    share_reason: bool = False
    thinking_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Continue:
    """Go on: from a scene without responses, from what happened, from the ending to the debrief."""


@dataclass(frozen=True, slots=True)
class Back:
    """Guided mode: take the last choice back and decide again."""


@dataclass(frozen=True, slots=True)
class TryAgain:
    """From the debrief: play on from the decision at this step (counted from 0)."""

    at: int


@dataclass(frozen=True, slots=True)
class MarkNearest:
    """From the debrief: which response came nearest to one's own words at a step (counted from 0)."""

    at: int
    response: str


@dataclass(frozen=True, slots=True)
class Object:
    """From the debrief: disagree with what it says of a decision, with a reason.

    Attributes:
        at: the step, counted from 0.
        reason: why; an empty text takes an objection back.
        share: whether authors may read the reason, without a name.
    """

    at: int
    reason: str
    share: bool = False


Command = (
    Agree | Begin | Decline | GiveOwnWords | Pick | Unpick | Confirm | Continue | Back | TryAgain | MarkNearest
    | Object
)
