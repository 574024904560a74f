"""The help of line mode: which words do what, and where."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.plain.paper import Paper
from simulator.plain.talking import Word

TOLD = {
    Word.HELP: ("?", "this help"),
    Word.SCENE: ("s", "read this again"),
    Word.BACK: ("b", "go back: choose again, or in guided mode take the last choice back"),
    Word.NUMBERS: ("n", "the numbers of the debrief"),
    Word.ALL: ("all", "the rest of the debrief at once"),
    Word.MARK: ("mark 2", "say which response came nearest to your own words at decision 2"),
    Word.OTHER: ("o", "open another vignette; nothing is kept of this one"),
    Word.LIST: ("l", "the list of vignettes"),
    Word.WHO: ("w", "someone else is playing"),
    Word.RESOURCES: ("r", "where to find help, for you or for someone in danger"),
    Word.ABOUT: ("a", "what this program is, and what is recorded"),
    Word.QUIT: ("q", "leave; what you chose is kept"),
}
EVERYWHERE = (Word.HELP, Word.RESOURCES, Word.ABOUT, Word.QUIT)


def told(paper: Paper, word: Word | None, known: Iterable[Word], first: str = "") -> bool:
    """Print what a command asks to be told: help, resources, or about; returns whether it was one of these."""
    if word is Word.HELP:
        tell_help(paper, known, first)
    elif word is Word.RESOURCES:
        tell_resources(paper)
    elif word is Word.ABOUT:
        tell_about(paper)
    else:
        return False
    return True


def tell_help(paper: Paper, known: Iterable[Word], first: str = "") -> None:
    """Print what can be typed here.

    Args:
        paper: what is printed on.
        known: the commands possible here.
        first: what else can be typed, as a sentence.
    """
    known = set(known)
    paper.heading("What you can type here")
    if first:
        paper.line(first, "", "  ")
    for word, (short, told) in TOLD.items():
        if word in known:
            paper.line(f"{short}: {told}", "", "  ")
    paper.line("Where a response has one of these as its id, put a slash before the command: /q", "", "  ")
    paper.gap()


def tell_resources(paper: Paper) -> None:
    """Print where to find help."""
    from simulator import wording

    paper.heading(wording.RESOURCES_TITLE)
    for resource in wording.RESOURCES:
        paper.labelled(resource.when, resource.what)
    paper.paragraph(wording.RESOURCES_NOTE)


def tell_about(paper: Paper) -> None:
    """Print what the program is, what it records, and what to bear in mind."""
    from simulator import wording

    paper.heading(wording.TITLE)
    paper.paragraph(wording.WHAT_IT_IS)
    paper.heading("What is recorded")
    for text in wording.RECORDING:
        paper.paragraph(text)
    tell_disclaimers(paper)


def tell_disclaimers(paper: Paper) -> None:
    """Print what this program is not, a sentence each."""
    from simulator import wording

    paper.heading("What to bear in mind")
    paper.entries((f"{number}.", text) for number, text in enumerate(wording.DISCLAIMERS, 1))
    paper.gap()
