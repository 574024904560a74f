"""Again from here: the line first played and the one played last, beside each other."""

from __future__ import annotations

import pytest

from simulator.flow import Begin, Confirm, Continue, GiveOwnWords, Pick, Setting, Stage, TryAgain, start, step
from simulator.flow.comparing import compare

TO_DEBRIEF = ("enter", "enter", "f4", "1", "right", "enter", "enter", "enter", "1", "enter", "enter")


async def again_from_the_second(room):
    await room.press(*TO_DEBRIEF, "right", "right", "g")
    await room.press("2", "enter", "enter")
    assert room.screen == "DebriefScreen"


@pytest.mark.parametrize(("size", "beside"), [((80, 50), False), ((120, 40), True)])
async def test_two_lines_are_compared(running, size, beside):
    async with running(size=size) as room:
        await again_from_the_second(room)
        await room.press("c")
        assert room.screen == "ComparisonScreen"
        assert "decision 1 is the same on both" in room.words
        words = room.words
        assert "Yes, Monday at six." in words
        assert "Look at the calendar for a long while." in words
        assert "a good ending" in words
        assert "a mixed ending" in words
        assert "I felt heard." in words
        assert "I was not sure of you." in words
        row = next(line for line in room.text.splitlines() if "Yes, Monday at six." in line)
        assert ("Look at the calendar" in row) is beside
        await room.press("escape")
        assert room.screen == "DebriefScreen"


async def test_without_a_second_line_there_is_nothing_to_compare(running):
    async with running() as room:
        await room.press(*TO_DEBRIEF, "c")
        assert room.screen == "DebriefScreen"


def test_lines_part_where_choices_differ(compiled):
    setting = Setting(compiled, shuffled=False)

    def play(flow, *choices):
        left = list(choices)
        while flow.stage is not Stage.DEBRIEF:
            moves = {Stage.BRIEFING: Begin(), Stage.OWN_WORDS: GiveOwnWords(""), Stage.CONFIRM: Confirm()}
            move = moves.get(flow.stage)
            if flow.stage is Stage.DECISION:
                move = Pick(left.pop(0))
            flow, _ = step(setting, flow, move or Continue())
        return flow

    flow = play(start(setting), "ask", "yes-please")
    assert compare(setting, flow) is None
    flow = play(step(setting, flow, TryAgain(0))[0], "soothe", "yes-please")
    found = compare(setting, flow)
    assert found.same == 0
    assert [m.chosen for m in found.first.moments] == [
        "Tell me about the dream, from the start.", "Yes, Monday at six."]
    assert found.last.moments[0].followed == (("result", "She nods."), ("client", "Same time next week?"))
    assert found.first.ending == found.last.ending == "well"
    flow = play(step(setting, flow, TryAgain(0))[0], "ask", "yes-please")
    found = compare(setting, flow)
    assert (found.same, found.first.moments, found.last.moments) == (2, (), ())


async def test_the_first_page_of_a_second_line_tells_how_it_ended(running):
    async with running() as room:
        await again_from_the_second(room)
        assert "You went back once." in room.words
        assert "The ending:" in room.text
