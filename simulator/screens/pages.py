"""Pages that are only read: resources, about, and what was said and done so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from simulator import wording
from simulator.screens.actions import READING, bindings
from simulator.screens.base import BY_EAR, Column, RoomScreen
from simulator.screens.widgets.bars import KeyBar, TopLine
from simulator.screens.widgets.prose import Block, Prose, heading, note, paragraph

if TYPE_CHECKING:
    from simulator.attempts import Attempt


class PageScreen(RoomScreen):
    """A page of text; Escape goes back to where one was."""

    BINDINGS: ClassVar = bindings("close", *READING)
    heading = ""

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield TopLine(self.heading)
        with Column():
            yield Prose(self.blocks())
        yield KeyBar()

    def blocks(self) -> list[Block]:
        """Return what there is to read."""
        raise NotImplementedError


class ResourcesScreen(PageScreen):
    """Where to find help."""

    heading = wording.RESOURCES_TITLE

    def blocks(self) -> list[Block]:
        """Return the resources and no others."""
        found = [paragraph(wording.RESOURCES_NOTE)]
        for resource in wording.RESOURCES:
            found += [heading(resource.when, after=0), paragraph(resource.what)]
        return [*found, note("Esc goes back to where you were. F9 clears the screen and leaves; your attempt is kept.")]


class AboutScreen(PageScreen):
    """What this program is, what it keeps, and what it is not."""

    heading = "About"

    def blocks(self) -> list[Block]:
        """Return the disclaimers and the words on recording."""
        found = [paragraph(wording.WHAT_IT_IS), heading("What this is not")]
        found += [paragraph(line, first="• ", rest="  ", after=0) for line in wording.DISCLAIMERS]
        found += [paragraph(" ", after=0), heading("What is recorded, who sees it, does it count")]
        found += [paragraph(line) for line in wording.RECORDING]
        return [*found, note(BY_EAR)]


class SoFarScreen(PageScreen):
    """What was said and done until now."""

    heading = "So far"

    def __init__(self, attempt: Attempt) -> None:
        super().__init__()
        self.attempt = attempt

    def on_mount(self) -> None:
        """Start at the latest."""
        self.call_after_refresh(self.query_one(Column).scroll_end, animate=False)

    def blocks(self) -> list[Block]:
        """Return the line so far as one conversation."""
        from simulator.flow.view import transcript
        from simulator.screens.scenes import blocks_of_paragraphs

        told = transcript(self.attempt.setting, self.attempt.flow)
        return blocks_of_paragraphs(told, self.attempt.view().client)
