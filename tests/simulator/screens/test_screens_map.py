"""The debrief's last pages: what stayed within reach as bars, and the map with the path taken."""

from __future__ import annotations

TO_DEBRIEF = ("enter", "enter", "f4", "1", "right", "enter", "enter", "enter")


async def part(room, title):
    for _ in range(20):
        if title in room.text.splitlines()[0]:
            return
        await room.press("right")
    raise AssertionError(f"no part {title!r}")


async def test_the_consequence_view_is_a_chart(running):
    async with running() as room:
        await room.press(*TO_DEBRIEF, "1", "enter", "enter")  # the seed's order puts the slower one first
        await part(room, "What stayed within reach")
        lines = room.text.splitlines()
        full = next(line for line in lines if line.strip().startswith("At the start"))
        second = next(line for line in lines if line.strip().startswith("Decision 2"))
        assert full.count("█") == 2 * second.count("█") == 30
        assert "▼" in second
        assert "▼" not in full
        assert "counts for nothing" in room.words


async def test_the_map_shows_the_path_and_what_was_not_seen(running):
    async with running(size=(100, 40)) as room:
        await room.press(*TO_DEBRIEF, "1", "enter", "enter")
        await part(room, "The map")
        assert "You came to every decision" in room.text
        assert "●1" in room.text
        assert "perhaps" in room.text
        assert "unclear" in room.text


async def test_the_map_fits_a_narrow_window(running):
    async with running(size=(60, 20)) as room:
        await room.press(*TO_DEBRIEF, "1", "enter", "enter")
        await part(room, "The map")
        for block in room.app.screen.parts[-1].blocks:
            if "─" in block.content.plain:
                assert block.content.cell_length <= 54
