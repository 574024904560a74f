"""A View as blocks of text: who speaks, what happens, what is only noticed."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from simulator.flow import Mode, Paragraph, Stage, View
from simulator.screens.widgets.prose import Block, heading, marked, note, paragraph
from simulator.taming import tame_line

MODE_NAMES = {Mode.REHEARSAL: "rehearsal", Mode.GUIDED: "guided", Mode.ASSESSMENT: "assessment"}


def words_for(shown: View, *, recorded: bool) -> tuple[str, str]:
    """Return the two sides of the line at the top."""
    right = [f"decision {shown.decision}"] if shown.decision and shown.stage is not Stage.ENDING else []
    right.append(MODE_NAMES[shown.mode])
    if not recorded:
        right.append("not recorded")
    return shown.title, " · ".join(right)


def blocks_of_view(shown: View) -> list[Block]:
    """Return what is read in this moment."""
    blocks = blocks_of_paragraphs(shown.paragraphs, shown.client)
    if shown.stage is Stage.ENDING:
        blocks.insert(0, note("How it ended"))
    if shown.explanation is not None:
        blocks += explanation_blocks(shown)
    return blocks


def explanation_blocks(shown: View) -> list[Block]:
    """Return guided mode's explanation of the choice just made."""
    assert shown.explanation is not None
    found = shown.explanation
    title = "Here experts differ" if found.ambiguous else (found.rating or "Not counted").capitalize()
    return [Block(Content.styled(title, "bold $accent"), after=0), *marked(found.because, "$foreground")]


def blocks_of_paragraphs(paragraphs: Iterable[Paragraph], client: str) -> list[Block]:
    """Return texts of a scene as blocks, each kind in its own manner."""
    name = tame_line(client, 60)
    blocks: list[Block] = []
    before = ""
    for told in paragraphs:
        if told.kind == "client":
            if before != "client":
                blocks.append(Block(Content.styled(name, "bold $primary"), after=0))
            blocks += marked(told.text, "bold $foreground", bar="")
        elif told.kind == "client-view":
            if before != "client-view":
                blocks.append(Block(Content.styled(f"{name}, afterwards", "bold $primary"), after=0))
            blocks += marked(told.text, bar="│ ")
        elif told.kind == "inner":
            blocks += marked(told.text, "italic $quiet")
        elif told.kind == "own-words":
            blocks += [Block(Content.styled("In your own words", "bold $accent"), after=0), paragraph(told.text)]
        elif told.kind == "chosen":
            blocks += [Block(Content.styled("You", "bold $accent"), after=0), paragraph(told.text)]
        else:
            blocks += marked(told.text)
        before = told.kind
    return blocks or [heading(name)]
