"""Drawing a View in line mode: what happened, what the client says, what you notice, the responses by number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from simulator import wording
from simulator.flow import Explanation, Option, Paragraph, Setting, Stage, View, start
from simulator.flow import view as current
from simulator.plain.paper import Paper
from simulator.taming import tame, tame_line

if TYPE_CHECKING:
    from vignettes.model import Vignette
    from vignettes.sources import Source

LABELS = {"inner": "You notice", "own-words": "Your own words", "result": "", "ending": "", "narration": ""}


def show_briefing(paper: Paper, vignette: Vignette) -> None:
    """Print what one knows walking in: the content note first, then the client, one's own role, the briefing."""
    paper.heading(vignette.title)
    facts = [vignette.level, f"about {vignette.minutes} minutes" if vignette.minutes else ""]
    paper.line(", ".join(fact for fact in facts if fact))
    paper.line(wording.review_words(vignette.review))
    paper.gap()
    if vignette.content_note:
        paper.heading("Before you begin")
        paper.line(tame(wording.content_note(vignette.content_note), lines=False))
        paper.line(wording.LEAVING_IS_FINE)
    for title, known in (("Your client", vignette.client), ("You", vignette.clinician)):
        if known:
            paper.heading(title)
            for name, text in known.items():
                paper.labelled(tame_line(name.replace("_", " ").capitalize(), 40), text)
    setting = Setting(vignette)
    told = current(setting, start(setting)).paragraphs
    if told:
        paper.heading("What you know walking in")
        for paragraph in told:
            paper.markdown(paragraph.text)


def show(
    paper: Paper, view: View, *, again: bool = False, sources: Mapping[str, Source] | None = None, ids: bool = False
) -> None:
    """Print the texts of this moment, then the responses where there are any.

    Args:
        paper: what is printed on.
        view: the moment.
        again: whether it is read again; then what was just typed is told too.
        sources: what the vignette cites, for guided mode's explanations.
        ids: whether the responses' ids are printed; where a person plays, they could give something away.
    """
    known = () if again else ("chosen", "own-words", "client-view")  # just typed, or told first in the debrief
    told = [paragraph for paragraph in view.paragraphs if paragraph.kind not in known]
    if view.stage in (Stage.OWN_WORDS, Stage.DECISION):
        paper.heading(f"Decision {view.decision}")
    elif view.stage is Stage.ENDING:
        paper.heading("The case ends here")
    for paragraph in told:
        show_paragraph(paper, paragraph, view.client)
    if view.explanation is not None:
        show_explanation(paper, view.explanation, sources or {})
    show_options(paper, view.options, ids=ids)


def show_paragraph(paper: Paper, paragraph: Paragraph, client: str) -> None:
    """Print one text behind a word that says whose it is."""
    if paragraph.kind in ("chosen", "own-words"):
        paper.paragraph(f"{LABELS.get(paragraph.kind, 'You chose')}: {paragraph.text}")
    elif paragraph.kind == "client":
        paper.markdown(paragraph.text, f"{tame_line(client, 40)} says")
    elif paragraph.kind == "client-view":
        paper.markdown(paragraph.text, f"{tame_line(client, 40)}, afterwards")
    else:
        paper.markdown(paragraph.text, LABELS.get(paragraph.kind, ""))


def show_options(paper: Paper, options: Iterable[Option], *, ids: bool = False) -> None:
    """Print the responses, one after another: number, whether said or done, text, and the id where it is wanted."""
    for option in options:
        verb = "Say" if option.kind == "say" else "Do"
        paper.gap()
        paper.line(f"{verb}: {option.text.strip()}" + (f" [{option.response}]" if ids else ""),
                   f"{option.number}. ", "   ")
    paper.gap()


def show_explanation(paper: Paper, explanation: Explanation, sources: Mapping[str, Source]) -> None:
    """Print guided mode's explanation of a choice, with what it rests on or goes against."""
    if explanation.ambiguous:
        paper.paragraph("Experts differ here; this choice is talked about, not rated.")
    elif explanation.rating:
        paper.paragraph(f"This {'is ' if explanation.rating == 'workable' else ''}{explanation.rating}.")
    paper.markdown(explanation.because, "Why")
    for label, cited in (("In keeping with", explanation.upholds), ("At odds with", explanation.breaches)):
        for name in cited:
            paper.labelled(label, _cited(name, sources))
    paper.gap()


def _cited(name: str, sources: Mapping[str, Source]) -> str:
    """Return a source in words: what it says, with whose strength, and how well that was checked."""
    from scoring.debrief.citing import CHECKS, strength

    source = sources.get(name)
    if source is None:
        return name
    checked = f" {CHECKS[source.checked]}" if source.checked in CHECKS and source.checked != "V" else ""
    return f"{source.paraphrase.strip()} ({name}) {strength(source)}{checked}"


def chosen_in(typed: str, options: Iterable[Option]) -> str | None:
    """Return the id of the response that a typed number or id means, if any."""
    for option in options:
        if typed in (option.response, str(option.number)):
            return option.response
    for option in options:
        if typed.lower().rstrip(".") in (option.response.lower(), str(option.number)):
            return option.response
    return None
