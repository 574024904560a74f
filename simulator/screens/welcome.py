"""The first-run page: who plays, what is recorded, who sees it, whether it counts; and what this is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input

from simulator import wording
from simulator.screens.actions import READING, bindings
from simulator.screens.base import BY_EAR, Column, RoomScreen
from simulator.screens.widgets.bars import KeyBar, TopLine
from simulator.screens.widgets.buttons import Answer
from simulator.screens.widgets.menu import Menu, Row
from simulator.screens.widgets.prose import Block, Prose, heading, note, paragraph
from simulator.taming import tame_line

if TYPE_CHECKING:
    from simulator.records import Trainee

MAX_NAME = 60


class WelcomeScreen(RoomScreen):
    """Asks once, in words, before anything is kept."""

    CSS_PATH = "welcome.tcss"
    BINDINGS: ClassVar = bindings("this-person", "close", *READING)
    AUTO_FOCUS = "#name"

    def __init__(self) -> None:
        super().__init__()
        self.people: list[Trainee] = []

    def compose(self) -> ComposeResult:
        """Lay out the words, the name and the two answers."""
        yield TopLine("Supervision simulator", "practice in deciding when to refer and when to stay")
        with Column(id="words"):
            yield Prose(self._blocks())
        with Vertical(id="desk"):
            yield Menu(id="people")
            with Horizontal(classes="line"):
                yield Prose([note("Your name, or a made-up one")], id="ask")
                yield Input(id="name", max_length=MAX_NAME)
            with Horizontal(classes="buttons"):
                yield Answer("Play, and keep a record for me", id="recorded")
                yield Answer("Play without a record", id="unrecorded")
        yield KeyBar()

    def on_mount(self) -> None:
        """Look for people who have played here."""
        self.query_one("#people").display = False
        if self.simulator.house.open_records is not None and len(self.app.screen_stack) > 1:
            self.run_worker(self._find_people(), group="people")

    async def _find_people(self) -> None:
        from simulator.records import RecordsError

        try:
            records = await self.simulator.open_records()
            self.people = [person for person in await records.trainees() if person.name] if records else []
        except RecordsError:
            return  # opening them for play says what is wrong
        menu = self.query_one("#people", Menu)
        menu.show([Row(person.id, Content(tame_line(person.name or "", MAX_NAME))) for person in self.people])
        menu.display = bool(self.people)

    @staticmethod
    def _blocks() -> list[Block]:
        return [
            paragraph(wording.WHAT_IT_IS),
            heading("What is recorded, who sees it, does it count"),
            *(paragraph(line) for line in wording.RECORDING),
            heading("What this is not"),
            *(paragraph(line, first="• ", rest="  ", after=0) for line in wording.DISCLAIMERS),
            paragraph(" ", after=0),
            note(BY_EAR),
        ]

    def key_labels(self) -> dict[str, str]:
        """Leave the buttons' own key out of the bar."""
        return {"forward": ""}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Go back only where there is somewhere to go back to."""
        if action == "this_person":
            return bool(self.people) and self.query_one("#people").has_focus
        return len(self.app.screen_stack) > 1 if action == "close" else True

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one("#recorded", Button).focus()

    @on(Menu.Chosen)
    def _person_clicked(self, event: Menu.Chosen) -> None:
        self._play_as_known(self.people[event.index])

    def action_this_person(self) -> None:
        """Let the person marked play."""
        self._play_as_known(self.people[self.query_one("#people", Menu).marked])

    def _play_as_known(self, person: Trainee) -> None:
        self.simulator.play_as(person)
        self.simulator.to_library()

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "unrecorded":
            self.simulator.play_as(None)
            self._on()
        else:
            self.app.run_worker(self._begin_record(), group="record", exclusive=True)

    async def _begin_record(self) -> None:
        from simulator.records import RecordsError, Refused, Trainee
        from simulator.screens.journeys import ask, tell

        app = self.simulator
        name = self.query_one("#name", Input).value.strip()
        if not name:
            self.notify("Please write a name first; a made-up one will do.", timeout=4, markup=False)
            self.query_one("#name", Input).focus()
            return
        trainee = Trainee(app.house.new_id(), name, True, app.house.clock())
        while True:
            try:
                records = await app.open_records()
                if records is not None:
                    await records.add_trainee(trainee)
                    await records.set_recorded(trainee.id, True)
                app.play_as(trainee if records is not None else None)
                break
            except Refused as fault:
                await tell(app, "Please write another name", str(fault))
                self.query_one("#name", Input).focus()
                return
            except RecordsError as fault:
                answer = await ask(app, str(fault), [("again", "Try again"), ("on", "Play without a record")])
                if answer == "on":
                    app.play_as(None)
                    break
        self._on()

    def _on(self) -> None:
        app = self.simulator
        app.to_library()
        if app.options.vignette is not None:
            app.open_vignette(app.options.vignette)
