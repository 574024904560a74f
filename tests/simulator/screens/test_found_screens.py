"""Faults of the full screen found by using it, each with what it should do instead."""

from __future__ import annotations

from textual.command import CommandList, CommandPalette

from simulator.screens.pages import ResourcesScreen


async def test_a_button_pressed_twice_at_once_opens_the_library_once(running):
    async with running(known=False) as room:
        await room.press("shift+tab")
        await room.pilot.press("space", "space")
        await room.settle()
        assert room.screen == "LibraryScreen"
        assert "An evening case" in room.text


async def test_the_palette_opens_once_even_below_another_screen(running):
    async with running() as room:
        await room.press("ctrl+p", "f2")
        assert room.screen == "ResourcesScreen"
        await room.press("ctrl+p")
        assert sum(isinstance(screen, CommandPalette) for screen in room.app.screen_stack) == 1
        assert isinstance(room.app.screen, ResourcesScreen)


async def test_a_fault_while_leaving_is_no_crash(furnished):
    app = furnished()

    def fails() -> None:
        raise RuntimeError("taken down while being drawn")

    async with app.run_test() as pilot:
        app.exit(0)
        try:
            fails()
        except RuntimeError as fault:
            app._handle_exception(fault)
        await pilot.pause()
        app._exception = None  # else the pilot raises it
    assert app.crash is None
    assert not app.return_code


async def test_paging_in_a_palette_not_laid_out_yet_ends_nothing(running, monkeypatch):
    def fails(_list) -> None:
        raise KeyError(0)

    monkeypatch.setattr(CommandList, "action_page_up", fails)
    async with running() as room:
        await room.press("ctrl+p", "down", "pageup")
        assert isinstance(room.app.screen, CommandPalette)


async def test_own_words_written_before_the_first_choice_are_offered_again(running):
    async with running() as room:
        await room.press("enter", "enter")
        await room.write("I would wait.")
        await room.press("f4", "escape")
        assert room.screen == "LibraryScreen"
        assert "Go on where you left" in room.text


async def test_an_attempt_left_without_a_word_is_not_offered(running):
    async with running() as room:
        await room.press("enter", "enter", "escape", "escape")
        assert room.screen == "LibraryScreen"
        assert "Go on where you left" not in room.text


async def test_an_unrecorded_attempt_once_left_is_asked_about_no_more(running):
    async with running(known=False) as room:
        await room.press("shift+tab", "space", "enter", "enter", "f4", "escape", "right", "enter")
        assert room.screen == "LibraryScreen"
        await room.press("ctrl+q")
        assert room.screen == "LibraryScreen"
        assert room.app.return_value == 0
