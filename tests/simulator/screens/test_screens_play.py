"""From the library to the debrief, by keys alone."""

from __future__ import annotations

from simulator.flow import Stage
from simulator.screens import Options


def kinds(room):
    (events,) = room.app.kept._events.values()
    return [kept.event.kind for kept in events]


async def begin(room):
    await room.press("enter", "enter")


async def to_debrief(room):
    await begin(room)
    await room.press("f4", "1", "right", "enter", "enter", "enter", "1", "enter", "enter")


async def test_the_library_lists_what_there_is(running):
    async with running() as room:
        assert "An evening case" in room.text
        assert "introductory" in room.text
        assert "3 min" in room.text
        assert "0 of 2" in room.text
        assert "Contains: grief." in room.words
        assert "Robin" in room.text


async def test_a_whole_case_from_library_to_debrief(running):
    async with running() as room:
        await room.press("enter")
        assert room.screen == "BriefingScreen"
        assert "This vignette contains: grief." in room.words
        assert "Ada comes on Mondays." in room.words
        assert "• another" in room.text
        assert room.app.kept._events == {}
        await room.press("enter")
        assert room.screen == "PlayScreen"
        assert "Ada sits down." in room.text
        assert "I dreamt of [my brother] again." in room.text
        assert "Please type nothing about a real client." in room.words
        assert "Tell me about the dream" not in room.text
        await room.write("I would wait.")
        await room.press("f4")
        assert "Tell me about the dream" in room.text
        assert "It was only a dream" in room.text
        await room.press("1")
        assert kinds(room) == ["started", "own-words"]
        assert "How sure are you?" in room.text
        await room.press("right", "right", "enter")
        assert kinds(room) == ["started", "own-words", "chosen"]
        assert "I would wait." in room.text
        await room.press("enter")
        assert "It rains." in room.text
        await room.press("enter", "down", "enter", "enter")
        assert room.app.screen.shown.stage is Stage.ENDING
        await room.press("enter")
        assert room.screen == "DebriefScreen"
        assert kinds(room)[-1] == "ended"
        chosen = [k.event.data for k in next(iter(room.app.kept._events.values())) if k.event.kind == "chosen"]
        assert chosen[0]["confidence"] == 0.8
        assert chosen[0]["thinking_ms"] > 0


async def test_the_debrief_tells_words_before_numbers_and_the_case_can_be_tried_again(running):
    async with running() as room:
        await to_debrief(room)
        assert room.screen == "DebriefScreen"
        assert "Decision quality" not in room.text
        await room.press("right")
        assert "Decision 1" in room.text
        await room.press("f")
        assert "choices that count" in room.text
        await room.press("f")
        await room.press("g")
        assert room.screen == "PlayScreen"
        assert "Tell me about the dream" in room.text
        assert kinds(room)[-1] == "rewound"


async def test_the_nearest_response_to_ones_own_words_is_marked(running):
    async with running() as room:
        await begin(room)
        await room.write("I would wait.")
        await room.press("f4", "1", "right", "enter", "enter", "enter", "1", "enter", "enter", "right")
        await room.press("w")
        assert "Which came nearest?" in room.words
        await room.press("down", "enter")
        await room.settle()
        assert kinds(room)[-1] == "nearest"


async def test_a_digit_alone_chooses_nothing(running):
    async with running() as room:
        await begin(room)
        await room.press("f4", "2", "1", "2")
        assert "chosen" not in kinds(room)
        await room.press("escape")
        assert room.app.screen.shown.stage is Stage.DECISION
        assert "Tell me about the dream" in room.text


async def test_how_sure_is_asked_once_more_and_may_be_left_out(running):
    async with running() as room:
        await begin(room)
        await room.press("f4", "1", "enter")
        assert "chosen" not in kinds(room)
        assert "Enter once more leaves it out" in room.words
        await room.press("enter")
        assert kinds(room)[-1] == "chosen"


async def test_a_reason_is_kept_with_leave_to_read_it_out(running):
    async with running() as room:
        await begin(room)
        await room.press("f4", "1", "right", "tab", "tab")
        room.app.screen.query_one("#reason").focus()
        await room.write("She asked")
        room.app.screen.query_one("#share").value = True
        await room.press("enter")
        (events,) = room.app.kept._events.values()
        assert events[-1].event.data["reason"] == "She asked"
        assert events[-1].event.data["share_reason"] is True


async def test_guided_mode_explains_and_takes_back(running):
    async with running(options=Options(mode="guided")) as room:
        await begin(room)
        await room.press("f4", "1", "right", "enter")
        assert "hers to tell" in room.text or "closed the door" in room.text
        await room.press("b")
        assert kinds(room)[-1] == "rewound"
        assert room.app.screen.shown.stage is Stage.DECISION


async def test_an_assessment_offers_no_way_back(running):
    async with running(options=Options(mode="assessment")) as room:
        await to_debrief(room)
        await room.press("right", "g")
        assert room.screen == "DebriefScreen"


async def test_a_click_takes_up_and_does_not_choose(running):
    async with running() as room:
        await begin(room)
        await room.press("f4")
        await room.pilot.click("#responses", offset=(8, 0))
        await room.settle()
        assert room.app.screen.shown.stage is Stage.CONFIRM
        assert "chosen" not in kinds(room)


async def test_leaving_keeps_the_attempt_and_the_library_offers_it_first(running):
    async with running() as room:
        await begin(room)
        await room.press("f4", "1", "right", "enter", "escape")
        assert room.screen == "LibraryScreen"
        assert room.words.index("Go on where you left") < room.words.index("A plain case")
        await room.press("r")
        assert room.screen == "PlayScreen"
        assert room.app.screen.shown.decision == 1


async def test_filling_in_does_not_move_the_mark(running):
    async with running() as room:
        await begin(room)
        await room.press("f4", "escape", "escape")
        await room.press("down")
        before = room.app.screen.query_one("#vignettes").row.id
        room.app.screen.refill()
        await room.settle()
        assert room.app.screen.query_one("#vignettes").row.id == before


async def test_skipping_for_the_content_note_leaves_no_trace_and_opens_another(running):
    async with running() as room:
        await room.press("enter", "o")
        assert room.screen == "BriefingScreen"
        assert "A plain case" in room.text
        assert room.app.kept._events == {}


async def test_what_was_said_so_far_can_be_read_again(running):
    async with running() as room:
        await begin(room)
        await room.press("f4", "1", "right", "enter", "enter", "enter", "t")
        assert "Ada sits down." in room.text
        await room.press("escape")
        assert room.screen == "PlayScreen"


async def test_a_vignette_named_on_the_command_line_opens_at_its_briefing(running, shelf):
    async with running(options=Options(vignette=shelf / "plain.yaml")) as room:
        assert room.screen == "BriefingScreen"
        await room.press("escape")
        assert room.screen == "LibraryScreen"


async def test_past_attempts_open_their_debrief(running):
    async with running() as room:
        await to_debrief(room)
        await room.press("escape", "h", "enter")
        assert room.screen == "DebriefScreen"


async def test_an_empty_line_ends_ones_own_words(running):
    async with running() as room:
        await begin(room)
        await room.write("First,")
        await room.press("enter")
        await room.write("then.")
        await room.press("enter")
        assert room.app.screen.shown.stage is Stage.OWN_WORDS
        await room.press("enter")
        assert room.app.screen.shown.stage is Stage.DECISION
        assert room.app.screen.shown.own_words == "First,\nthen."


async def test_own_words_may_be_passed_with_enter(running):
    async with running() as room:
        await begin(room)
        await room.press("enter")
        assert room.app.screen.shown.stage is Stage.DECISION
        assert kinds(room) == ["started"]


async def test_the_mouse_alone_is_enough(running):
    async with running() as room:
        await room.pilot.click("#vignettes", offset=(6, 0))
        await room.settle()
        assert room.screen == "BriefingScreen"
        await room.pilot.click("KeyBar", offset=(4, 0))
        await room.settle()
        assert room.screen == "PlayScreen"
        await room.pilot.click("#done")
        await room.settle()
        await room.pilot.click("#responses", offset=(8, 0))
        await room.settle()
        await room.pilot.click("#confidence", offset=(2, 1))
        await room.settle()
        assert "[guessing]" in room.text
        await room.pilot.click("#confirm")
        await room.settle()
        assert kinds(room)[-1] == "chosen"


async def test_the_palette_offers_what_makes_sense_here(running):
    async with running() as room:
        await room.press("ctrl+p")
        await room.write("about")
        await room.settle()
        await room.press("enter")
        assert room.screen == "AboutScreen"


async def test_help_names_the_keys_of_the_screen_below(running):
    async with running(size=(80, 50)) as room:
        await room.press("question_mark")
        assert "Quick exit" in room.text
        assert "Clear the screen and leave at once. The attempt is kept." in room.words
        assert "Read the briefing of this vignette." in room.words
        await room.press("escape", "enter", "enter", "f4", "f1")
        assert "it still has to be confirmed" in room.words


async def test_every_screen_names_the_quick_exit_and_no_browsers_key_is_bound():
    from simulator.screens.actions import ACTIONS

    keys = {key for action in ACTIONS.values() for key in action.key.split(",")}
    assert keys.isdisjoint({"ctrl+w", "ctrl+t", "ctrl+n", "f5"})
    assert "escape" not in ACTIONS["quick-exit"].key
    assert all(len(key) > 1 for key in ACTIONS["quick-exit"].key.split(","))
    assert all(action.help for action in ACTIONS.values() if not action.id.startswith("response-"))


async def test_a_second_enter_begins_no_second_attempt(running):
    async with running() as room:
        await room.press("enter")
        room.app.screen.action_begin()
        room.app.screen.action_begin()
        await room.settle()
        assert len(room.app.kept._events) == 1
