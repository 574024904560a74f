"""The ways between screens that wait for something: a file read, the records opened, a person's answer."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.records import RecordsError, Taken
from simulator.screens.dialogs import Question
from simulator.screens.house import CannotRead
from simulator.screens.widgets.prose import heading, note, paragraph
from simulator.wording import LOST_IF_LEFT, RECORDING, RECORDING_QUESTION

if TYPE_CHECKING:
    from simulator.attempts import Attempt
    from simulator.flow import Command, View
    from simulator.screens.app import SimulatorApp


async def ask(
    app: SimulatorApp, sentence: str, answers: list[tuple[str, str]], remark: str = "", escape: str | None = None
) -> str:
    """Put a question and return the answer's id; Escape gives the last answer, or the one named."""
    blocks = [paragraph(sentence)] + ([note(remark)] if remark else [])
    return await app.push_screen_wait(Question(blocks, answers, escape))


async def tell(app: SimulatorApp, title: str, sentence: str) -> None:
    """Say one thing and wait until it has been read."""
    await app.push_screen_wait(Question([heading(title), paragraph(sentence)], [("ok", "All right")]))


async def opened_or_unrecorded(app: SimulatorApp) -> bool:
    """Open the records if play is to be recorded; where that fails, ask.

    Returns:
        False where the person would rather not play then.
    """
    while not app.unrecorded:
        try:
            await app.open_records()
            return await _agreed(app)
        except RecordsError as fault:
            answer = await ask(app, str(fault), [("again", "Try again"), ("on", "Play unrecorded"), ("no", "Not now")])
            if answer == "no":
                return False
            app.unrecorded = answer == "on"
    return True


async def _agreed(app: SimulatorApp) -> bool:
    """See to it that who plays is known and has been asked. Returns False where they would rather not play then.

    Raises:
        RecordsError: the answer cannot be kept.
    """
    if app.trainee is None or app.records is None:
        from simulator.screens.welcome import WelcomeScreen

        await app.push_screen(WelcomeScreen())
        return False
    if app.trainee.recorded is None:
        blocks = [heading(RECORDING_QUESTION), *(paragraph(line) for line in RECORDING)]
        answers = [("yes", "Yes, record them"), ("no", "No"), ("later", "Not now")]
        answer = await app.push_screen_wait(Question(blocks, answers))
        if answer == "later":
            return False
        app.trainee = replace(app.trainee, recorded=answer == "yes")
        await app.records.set_recorded(app.trainee.id, answer == "yes")
    app.unrecorded = not app.trainee.recorded
    return True


async def brief(app: SimulatorApp, file: Path) -> None:
    """Read a vignette and show its briefing."""
    from simulator.screens.briefing import BriefingScreen

    try:
        vignette, text = await asyncio.to_thread(app.house.read, file)
    except CannotRead as fault:
        await tell(app, "This vignette cannot be opened", str(fault))
        return
    if await opened_or_unrecorded(app):
        await app.push_screen(BriefingScreen(vignette, text))


async def resume(app: SimulatorApp, attempt_id: str, *, take_over: bool = False) -> None:
    """Bring a kept attempt back at the last choice made; where another window has it, ask."""
    from simulator.attempts import Attempt
    from simulator.flow import NotNow

    while True:
        try:
            records = await app.open_records()
            if records is None:
                return
            attempt = await Attempt.resume(records, attempt_id, clock=app.house.clock, take_over=take_over)
            break
        except Taken as taken:
            answer = await ask(app, str(taken), [("take", "Take it over"), ("leave", "Leave it there")],
                               "The other window then keeps nothing more of it.")
            if answer != "take":
                return
            take_over = True
        except RecordsError as fault:
            if await ask(app, str(fault), [("again", "Try again"), ("leave", "Leave it")]) != "again":
                return
        except NotNow as fault:
            await tell(app, "This attempt cannot be resumed", f"{fault} It is kept as it is.")
            return
    await show_attempt(app, attempt)


async def show_attempt(app: SimulatorApp, attempt: Attempt) -> None:
    """Show an attempt where it stands, in place of the briefing, play or debrief that is on top."""
    from simulator.flow import Stage
    from simulator.screens.debrief import DebriefScreen
    from simulator.screens.library import LibraryScreen
    from simulator.screens.play import PlayScreen

    app.attempt = attempt
    screen = DebriefScreen(attempt) if attempt.flow.stage is Stage.DEBRIEF else PlayScreen(attempt)
    if isinstance(app.screen, LibraryScreen):
        await app.push_screen(screen)
    else:
        await app.switch_screen(screen)


async def carry_out(app: SimulatorApp, attempt: Attempt, command: Command) -> View | None:
    """Send a command; where it cannot be kept, ask.

    Returns:
        what there is to show then; None where nothing has moved.
    """
    from simulator.flow import NotNow
    from vignettes.playing import Stuck

    while True:
        try:
            return await attempt.send(command)
        except Taken as taken:
            answer = await ask(
                app, str(taken),
                [("take", "Take it over"), ("on", "Go on unrecorded"), ("leave", "Leave it there")],
                "Nothing more of it is kept from here until you take it over.",
            )
            if answer == "take":  # the other window may have gone on: bring back what is kept
                await resume(app, attempt.id, take_over=True)
                return None
            if not await _settled(app, attempt, answer):
                return None
        except RecordsError as fault:
            answer = await ask(app, str(fault),
                               [("again", "Try again"), ("on", "Go on unrecorded"), ("leave", "Leave it here")],
                               "What was kept before is safe.")
            if not await _settled(app, attempt, answer):
                return None
        except NotNow as fault:
            app.notify(str(fault), timeout=3, markup=False)
            return None
        except Stuck as fault:
            await tell(app, "This vignette cannot go on", f"{fault} The attempt is kept up to here.")
            return None


async def _settled(app: SimulatorApp, attempt: Attempt, answer: str) -> bool:
    """Do what was answered about an attempt that could not be kept, and tell whether to send again."""
    if answer == "leave":
        app.attempt = None
        app.to_library()
        return False
    if answer == "on":
        attempt.go_unrecorded()
    return True


async def may_leave(app: SimulatorApp) -> bool:
    """Let go of the attempt under way; ask first where it is not being kept. Returns False to stay."""
    from simulator.flow import Stage

    await app.keep_draft()
    attempt = app.attempt
    if attempt is None or attempt.flow.stage is Stage.DEBRIEF:
        return await _let_go(app)
    if not attempt.recorded:
        stay, go = ("stay", "Stay"), ("go", "Leave")
        if await app.push_screen_wait(Question([paragraph(LOST_IF_LEFT)], [stay, go], escape="stay")) != "go":
            return False
    return await _let_go(app)


async def _let_go(app: SimulatorApp) -> bool:
    attempt, app.attempt = app.attempt, None
    if attempt is not None:
        with contextlib.suppress(RecordsError):  # the next to open it sees that this program is gone
            await attempt.pause()
    return True
