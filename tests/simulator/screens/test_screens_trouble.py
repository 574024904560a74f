"""What happens when something goes wrong, and every way out."""

from __future__ import annotations

import asyncio

import pytest

from simulator.flow import Stage
from simulator.records import CannotOpen
from simulator.screens import Options
from simulator.screens.crash import Crash


async def begin(room):
    await room.press("enter", "enter", "f4")


async def test_a_choice_that_cannot_be_kept_asks_and_can_be_tried_again(running):
    async with running() as room:
        await begin(room)
        await room.press("1", "right")
        room.app.kept.failing = True
        await room.press("enter")
        assert room.screen == "Question"
        assert "The disk is full" in room.asked
        room.app.kept.failing = False
        await room.press("enter")
        assert room.screen == "PlayScreen"
        assert room.app.screen.shown.stage is Stage.OUTCOME


async def test_or_it_goes_on_unrecorded_and_says_so(running):
    async with running() as room:
        await begin(room)
        await room.press("1", "right")
        room.app.kept.failing = True
        await room.press("enter", "right", "enter")
        assert room.app.screen.shown.stage is Stage.OUTCOME
        assert "not recorded" in room.text


async def test_or_it_is_left_where_it_stood(running):
    async with running() as room:
        await begin(room)
        await room.press("1", "right")
        room.app.kept.failing = True
        await room.press("enter", "escape")
        assert room.screen == "LibraryScreen"


async def test_records_that_cannot_be_opened_ask_before_play(running, furnished):
    async with running() as room:
        def fails():
            raise CannotOpen("The records cannot be opened: the folder is read-only.")

        room.app.records, room.app.house.open_records = None, fails
        await room.press("enter")
        assert "the folder is read-only" in room.asked
        await room.press("right", "enter")
        assert room.screen == "BriefingScreen"
        assert "not recorded" in room.text


async def test_an_attempt_taken_over_elsewhere_says_so_and_can_be_taken_back(running):
    async with running() as room:
        await begin(room)
        await room.press("1", "right")
        (attempt,) = room.app.kept._events
        room.app.kept._holders[attempt] = ("another-host/1/x", room.app.house.clock())
        await room.press("enter")
        assert "open in another window" in room.asked
        await room.press("enter")
        assert room.screen == "PlayScreen"
        assert room.app.kept._holders[attempt][0] != "another-host/1/x"


async def test_a_vignette_that_cannot_be_read_says_so_in_the_list_and_when_opened(running, shelf):
    (shelf / "broken.yaml").write_text("format: 1\nid: broken\nscenes: [", encoding="utf-8")
    async with running() as room:
        assert "cannot be read" in room.text
        await room.press("enter")
        assert room.screen in ("Question", "BriefingScreen")
        await room.press("enter" if room.screen == "Question" else "escape")
        assert room.screen == "LibraryScreen"


async def test_leaving_an_unrecorded_attempt_asks(running):
    async with running(options=Options(unrecorded=True)) as room:
        await begin(room)
        await room.press("escape")
        assert "If you leave now, it is gone." in room.asked
        await room.press("escape")
        assert room.screen == "PlayScreen"
        await room.press("escape", "right", "enter")
        assert room.screen == "LibraryScreen"


SCREENS = {
    "library": (), "briefing": ("enter",), "own words": ("enter", "enter"), "decision": ("enter", "enter", "f4"),
    "confirm": ("enter", "enter", "f4", "1"), "resources": ("f2",), "help": ("f1",), "settings": ("f3",),
    "about": ("a",), "palette": ("ctrl+p",), "question": ("f4",),
}


@pytest.mark.parametrize("keys", SCREENS.values(), ids=SCREENS)
async def test_the_quick_exit_works_everywhere(running, keys):
    async with running() as room:
        await room.press(*keys)
        await room.pilot.press("f9")
        await room.pilot.pause()
        assert not room.app.is_running or room.app._exit


@pytest.mark.parametrize("keys", [k for n, k in SCREENS.items() if n not in ("palette", "resources")],
                         ids=[n for n in SCREENS if n not in ("palette", "resources")])
async def test_resources_are_one_key_away_everywhere(running, keys):
    async with running() as room:
        await room.press(*keys)
        await room.press("f2")
        assert "988" in room.text
        assert "988lifeline.org" in room.text


async def test_the_quick_exit_does_not_wait_for_the_store(running):
    async with running() as room:
        await begin(room)
        never = asyncio.Event()

        async def hangs(*_):
            await never.wait()

        room.app.kept.append_all = hangs
        await room.press("1", "right")
        await room.pilot.press("enter")
        await room.pilot.press("f9")
        assert room.app._exit
        never.set()


async def test_interrupting_is_130_and_quitting_0(running):
    async with running() as room:
        await begin(room)
        await room.pilot.press("escape")
        await room.settle()
        await room.pilot.press("ctrl+c")
        await room.pilot.pause()
        assert room.app.return_value == 130
    async with running() as room:
        await room.pilot.press("ctrl+q")
        await room.pilot.pause()
        await room.app.workers.wait_for_complete()
        assert room.app.return_value == 0


def test_a_crash_tells_types_and_places_and_no_text(tmp_path):
    def fails(secret):
        try:
            raise ValueError(f"about {secret}")
        except ValueError as fault:
            raise RuntimeError(f"again {secret}") from fault

    with pytest.raises(RuntimeError) as caught:
        fails("a real client")
    file = Crash.of(caught.value).write(tmp_path / "crashes")
    told = file.read_text()
    assert "builtins.RuntimeError" in told
    assert "builtins.ValueError" in told
    assert "test_screens_trouble.py" in told
    assert "client" not in told
    assert str(tmp_path) not in told


async def test_a_fault_ends_the_program_without_a_word_of_what_was_written(furnished, capsys):
    app = furnished()
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the pilot raises it on leaving
        async with app.run_test() as pilot:
            await pilot.pause()
            app.call_later(lambda: 1 // 0)
            await pilot.pause()
    assert app.crash is not None
    assert "ZeroDivisionError" in app.crash.lines[0]
    printed = capsys.readouterr()
    assert "Traceback" not in printed.out + printed.err
