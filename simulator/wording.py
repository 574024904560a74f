"""Texts that both faces show: what is recorded and who sees it, disclaimers, resources, warnings.

Plain text, a paragraph each, no markup. Importing this module imports nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

TITLE = "Supervision simulator"

WHAT_IT_IS = (
    "You play a counselor through short cases that branch: what you choose changes what comes next. Afterwards "
    "you read how each choice compares with the advice of one article on when to refer a client and when to stay."
)

WHO_PLAYS = (
    "Who is playing? Type a name; a made-up one is fine. It is kept apart from what you choose and can be "
    "removed later."
)

# What is recorded, who sees it, whether it counts.
RECORDING: tuple[str, ...] = (
    "What is recorded: each choice with its time, how sure you were where that is asked, and what you write in "
    "your own words or as a reason. It is kept on this computer, so that you can stop, come back, and look at "
    "earlier attempts.",
    "Who sees it: you. Nothing is sent anywhere. A reason is read out in a group only if you mark it so. Whoever "
    "can use your account on this computer could open the records; the program cannot prevent that.",
    "Does it count: no. This is practice, not an examination. You can see, download and delete what is kept on "
    "you at any time, and you can play without being recorded.",
)
RECORDING_REFUSED = (
    "If you say no, your name and that answer are kept, so that you are not asked each time, and nothing else."
)
RECORDING_QUESTION = "May your attempts be recorded on this computer, for you?"
RECORDED = "Recorded on this computer, for you alone."
UNRECORDED = "Nothing of this play is being recorded."
UNRECORDED_UNKNOWN = (
    "Nobody is known to be playing here, so nothing of this play is recorded. "
    "To record it, name who plays with --trainee."
)

OWN_WORDS_QUESTION = "Before you see the responses: what would you say or do here, in your own words?"
OWN_WORDS_NOTE = "Never scored. You may pass."
REAL_CLIENT_WARNING = "Please type nothing about a real client."
OBJECTION_SHARE = "the authors may read this, without my name"
SHARE_QUESTION = "May this reason be read out in the group?"

MODES: Mapping[str, str] = {
    "rehearsal": "You see only what happens next. The debrief comes at the end; then try again from any decision.",
    "guided": "Each choice is explained at once, and you can take it back.",
    "assessment": "There is no way back. It is a setting, not an examination: the key lies in the files.",
}
"""The three ways to play and what each means."""

MODE_QUESTION = "How would you like to play?"
LEAVING_IS_FINE = "You can stop at any moment, or leave now and open another vignette. Nothing is kept of that."
STEP_AWAY = (
    "That was a hard case to sit with. If you like, step away from the screen for a few minutes before you read on."
)
NOT_REVIEWED = "This vignette has not yet been reviewed by a licensed clinician or a cultural reader."

KEPT = "What you chose so far is kept; the next start offers to go on from there."
KEPT_WHOLE = "This attempt is kept; 'simulator history' lists it and shows its debrief again."
NOT_KEPT = "This attempt was not being recorded, so nothing of it is kept."
LOST_IF_LEFT = "This attempt is not being recorded. If you leave now, it is gone."

DISCLAIMERS: tuple[str, ...] = (
    "This is a practice tool for education. It gives no clinical, legal or ethics advice.",
    "The people in the vignettes are fictional.",
    "Scores reflect the recommendations of one article, with commentary. Experts may differ.",
    "Codes and laws vary by profession, place and year. Check the current ones.",
    "The program is not affiliated with, or endorsed by, GoodTherapy, the American Counseling Association, the "
    "American Psychological Association, the National Association of Social Workers, the American Association for "
    "Marriage and Family Therapy, the National Board for Certified Counselors or anyone else.",
    "It does not measure fitness to practise. It gives no licensure or continuing education credit unless an "
    "institution says so.",
    "Never type information about a real client, here or in any field that takes text.",
    "About actual clients, talk to your supervisor.",
    "If something here distresses you, use the resources: they are one key away.",
    "Results are private to you and, where it is stated, to your instructor.",
)


class Resource(NamedTuple):
    """Where to turn: when, and to whom."""

    when: str
    what: str


RESOURCES: tuple[Resource, ...] = (
    Resource("In immediate danger", "Call your local emergency number."),
    Resource("In the United States", "Call or text 988, or chat at 988lifeline.org, at any hour."),
    Resource("Elsewhere", "Your local health service knows the national crisis line."),
    Resource(
        "As a student",
        "Your supervisor; the program or clinical director; campus counseling; an employee assistance program; "
        "your state's colleague-assistance program.",
    ),
    Resource(
        "With an ethics question",
        "Your supervisor; your professional association's ethics consultation; your liability insurer's risk "
        "line; your licensing board.",
    ),
)
RESOURCES_TITLE = "Where to find help"
RESOURCES_NOTE = "Stopping is always all right."


def content_note(notes: Sequence[str]) -> str:
    """Return the content note as a sentence; the notes are as the author wrote them, untamed."""
    listed = notes[0] if len(notes) == 1 else ", ".join(notes[:-1]) + f" and {notes[-1]}"
    return f"This vignette contains: {listed}."


def review_words(review: Mapping[str, str | None]) -> str:
    """Return who reviewed a vignette, in words; untamed."""
    known = [f"{kind}: {who}" for kind, who in review.items() if who]
    return f"Reviewed ({'; '.join(known)})." if known else NOT_REVIEWED


def recorded_words(recorded: bool) -> str:
    """Return whether this play is being recorded, in a sentence."""
    return RECORDED if recorded else UNRECORDED
