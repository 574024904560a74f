"""Windows of every size and colour: all is legible, nothing covers anything, or one clear word says why not."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.exploring import key_decisions
from tests.journeys.terminals import PROGRAM, ROOM, environment
from tests.journeys.windows import F1, F3, F4, F9, LINE, LINE_IDS, RIGHT, one_line
from vignettes.playing import walk
from vignettes.reading import read_file

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="pseudo-terminals are of Unix")

SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
SIXTEEN = {"TERM": "xterm-16color"}
LIBRARY = Path(__file__).resolve().parents[2] / "vignettes" / "library"
RESPONSES = [("Would you like to sit with me?", "Get up and close the window.", "Wait."),
             ("I am not sure I can help Mo. Can we talk?", "It goes well with Mo.")]  # fmt: skip


def codes(raw: bytes) -> list[list[int]]:
    """All styles sent to the terminal, as lists of numbers."""
    return [[int(part or 0) for part in re.split(rb"[;:]", found)] for found in SGR.findall(raw)]


def brightness(colour: str) -> float:
    """Relative luminance of a colour of six hexadecimal digits, as WCAG 2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def papers(window) -> set[str]:
    """The colours behind what stands on the screen."""
    return {window.screen.buffer[row][column].bg for row in range(window.screen.lines) for column in range(10)}


def contrasts(window) -> dict[str, float]:
    """The contrast of every word on the screen with what lies behind it, where both colours are told."""
    found = {}
    for row in range(window.screen.lines):
        for column in range(window.screen.columns):
            cell = window.screen.buffer[row][column]
            colours = [cell.fg, cell.bg][:: -1 if cell.reverse else 1]
            if cell.data.isalnum() and all(re.fullmatch("[0-9a-f]{6}", colour) for colour in colours):
                light, dark = sorted(map(brightness, colours), reverse=True)
                found[f"{cell.data} {colours}"] = (light + 0.05) / (dark + 0.05)
    return found


def covered(window, *texts: str) -> None:
    """Each text stands on the screen whole, and one below the other."""
    words = window.words
    places = [words.find(one_line(text)) for text in texts]
    assert -1 not in places, f"{texts[places.index(-1)]!r} is not whole on the screen:\n{window.text}"
    assert places == sorted(places)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (60, 20), (50, 15), (200, 60)])
def test_every_screen_of_a_play_is_whole_at_every_size(windows, columns, rows):
    window = windows("play", str(ROOM), "--unrecorded", columns=columns, rows=rows)
    window.sees("Begin")
    if rows >= 20:
        covered(window, "The small room", "They/them" if "They/them" in window.words else "they/them")
    for _ in range(40):
        moment = window.moment()
        lines = window.text.splitlines()
        assert lines[0].strip()  # where one is
        assert "F9" in lines[-1] or "Enter" in lines[-1]  # what the keys do
        if moment == "F4 Done":
            covered(window, "Mo stands by the window", "in your own words?", "goes on.")
            assert rows < 20 or "See the responses" in window.words
        elif "I am not sure I can help" in window.words and moment == "Enter Choose":
            covered(window, "At noon your supervisor has ten minutes.")
            assert all(text in window.words for text in RESPONSES[1])
        elif "Would you like to sit" in window.words and moment == "Enter Choose":
            covered(window, "Mo stands by the window and does not sit.")
            assert all(text in window.words for text in RESPONSES[0])
        elif moment == "Make this choice":
            covered(window, "You would", "Why, if you like")
            assert rows < 20 or "Make this choice" in window.words
            assert "Enter Confirm" in window.words
            assert "How sure are you?" not in window.words or "almost certain" in window.words
        if moment == "In short":
            break
        window.goes_on(LINE)
    window.press(F1)
    window.sees("The next part of the debrief.")
    window.press("escape", F9)
    assert window.ended() == 0


def wordiest(count: int) -> list[tuple]:
    """The shipped vignettes with the longest responses on a line without loss, each with that line."""
    found = []
    for file in sorted(LIBRARY.glob("*.yaml")):
        vignette = read_file(file).vignette
        if vignette is not None:  # not the sources
            path, _ = walk(vignette, list(key_decisions(vignette).line))
            texts = [[vignette.scenes[v.scene].response(one).text for one in v.offered] for v in path.visits]
            longest = max(len("".join(offered)) for offered in texts)
            found.append((longest, vignette.id, vignette, path))
    return [one[2:] for one in sorted(found, reverse=True, key=lambda one: one[:2])[:count]]


def test_the_longest_responses_are_whole_at_80_by_24(windows):
    """What may have to be scrolled is the text above, and then the key bar says so; never a response."""
    for vignette, path in wordiest(1):
        window = windows("play", vignette.id, "--unrecorded", "--order", "written")
        visits = {vignette.scenes[visit.scene].response(visit.chosen).text: visit for visit in path.visits}
        seen: set[str] = set()
        while (moment := window.moment()) != "In short":
            if moment == "Enter Choose":
                text = next(text for text in visits if one_line(text) in window.words)
                scene = vignette.scenes[visits[text].scene]
                covered(window, *(scene.response(one).text for one in visits[text].offered))
                seen.add(text)
            window.goes_on(visits)
        assert seen == set(visits)
        window.close()


def test_prose_is_60_to_75_characters_wide_where_there_is_room(windows):
    window = windows("play", "flirting-client", "--unrecorded", columns=200, rows=60)
    for seen in ("Begin", "Enter Choose"):
        window.sees(seen)
        prose = [len(line.strip()) for line in window.text.splitlines()[1:-2] if line.strip()]
        assert 60 <= max(prose) <= 80  # the number before a response is not of the measure
        assert sum(length > 75 for length in prose) <= 3
        while seen == "Begin" and window.moment() != "Enter Choose":
            window.goes_on(())


@pytest.mark.parametrize(("columns", "rows"), [(49, 24), (80, 14), (30, 8), (12, 3), (3, 1)])
def test_a_window_too_small_says_so_and_can_be_left(windows, columns, rows):
    window = windows("play", str(ROOM), "--unrecorded", columns=columns, rows=rows)
    if columns >= 12:
        window.sees("Too small: please make it 50 by 15." if columns > 40 else "Too")
    else:
        window.wait(lambda _: len(window.raw) > 300)  # nothing can be said there, and nothing ends
    window.resize(80, 24)
    window.sees("Enter Begin")
    window.press(F9)
    assert window.ended() == 0


def test_another_size_while_playing_loses_nothing(windows):
    window = windows("play", str(ROOM), "--unrecorded")
    for _ in range(2):
        window.goes_on(())
    window.sees("F4 Done")
    window.press("half a thought")
    for size in ((60, 20), (30, 8), (200, 60), (80, 24)):
        window.resize(*size)
        window.sees("Too small" if size == (30, 8) else "half a thought")
    window.press(F4)
    window.sees("Enter Choose")
    window.press("down")
    marked = next(line.split("▌")[1].strip() for line in window.text.splitlines() if "▌" in line)
    window.resize(60, 20)
    window.sees("Enter Choose")
    assert marked in next(line for line in window.text.splitlines() if "▌" in line)
    window.press("enter")
    window.sees("Make this choice")
    window.press("\x1b[Z", "why not")
    window.resize(200, 60)
    window.sees("why not")
    window.resize(80, 24)
    window.sees("why not")
    window.press("enter")
    if "once more leaves it out" in window.words:
        window.press("enter")
    window.sees("Enter Go on", "decision 2")


def test_sixteen_colours_are_the_terminals_own(windows):
    window = windows("play", str(ROOM), "--unrecorded", colours=SIXTEEN)
    window.plays(LINE)
    window.press("f", F1, "escape", F9)
    assert window.ended() == 0
    sent = codes(window.raw)
    assert sent
    assert not [code for code in sent if 38 in code or 48 in code], "only the sixteen colours by their own codes"
    assert [code for code in sent if set(code) & {*range(30, 38), *range(90, 98), 7}], "something is set off"


def test_no_colour_at_all_where_none_is_wanted(windows):
    window = windows("play", str(ROOM), NO_COLOR="1")
    window.signs_in()
    window.plays(LINE)
    window.press("f", F1, "escape", "escape")
    window.sees("Enter Open")
    window.press(F3)
    window.press("escape", F9)
    assert window.ended() == 0
    coloured = {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108)}
    assert not [code for code in codes(window.raw) if set(code) & coloured]
    assert [code for code in codes(window.raw) if set(code) & {1, 4, 7}], "weight and lines set things off instead"


@pytest.mark.parametrize(("theme", "paper"), [("quiet-light", "faf8f4"), ("quiet-dark", "1a1c1f")])
def test_a_theme_that_was_kept_is_there_again_and_can_be_read(windows, tmp_path: Path, theme, paper):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "preferences.json").write_text(json.dumps({"theme": theme}))
    window = windows("play", str(ROOM), "--unrecorded")
    for _ in range(40):
        moment = window.moment()
        window.settle(0.2)
        assert paper in papers(window)
        found = contrasts(window)
        assert found
        assert min(found.values()) >= 4.5, sorted(found.items(), key=lambda one: one[1])[:5]
        if moment == "In short":
            break
        window.goes_on(LINE)


def test_a_theme_chosen_in_the_settings_is_kept(windows):
    window = windows("--unrecorded")
    window.sees("Enter Open")
    window.press(F3, RIGHT, "escape", F9)
    assert window.ended() == 0
    window = windows("--unrecorded")
    window.sees("Enter Open")
    assert "faf8f4" in papers(window)


def joined(folder: Path, *arguments: str, tty: str, given: str = "", **more: str) -> tuple[int, str]:
    """Run with some standard streams at a terminal and the others not; returns the status and all that was shown."""
    ours, theirs = os.openpty()
    streams = {name: theirs if name in tty.split() else subprocess.PIPE for name in ("stdin", "stdout", "stderr")}
    child = subprocess.Popen([*PROGRAM, *arguments], env=environment(folder, **more), cwd=folder, **streams)
    os.close(theirs)
    try:
        out, err = child.communicate(given.encode() if child.stdin else None, timeout=60)
    finally:
        child.kill()
    shown = (out or b"") + (err or b"")
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:
            break
        if not data:
            break
        shown += data
    os.close(ours)
    return child.returncode, shown.decode()


@pytest.mark.parametrize("tty", ["stdin", "stdout", "stdout stderr", "stdin stderr"])
def test_half_a_terminal_is_none(tmp_path: Path, tty):
    """Nobody can be asked: line mode reads a choice a line, or finds the end of input; nothing is drawn."""
    asked = (*("play", str(ROOM)), "--unrecorded")
    if "stdin" in tty:  # a terminal at which nobody types: Ctrl-D at once
        program = "import os,sys; sys.stdin = open(os.devnull); from simulator.cli import run; run()"
        status = subprocess.run(
            [sys.executable, "-c", program, *asked], env=environment(tmp_path), cwd=tmp_path, timeout=60, check=False,
            capture_output=True, text=True,
        )  # fmt: skip
        assert status.returncode == 0
        assert "End of input." in status.stdout
        return
    status, shown = joined(tmp_path, *asked, tty=tty, given="\n".join(LINE_IDS) + "\n", **SIXTEEN)
    assert status == 0
    assert "Mo takes the address." in shown
    assert "\x1b" not in shown
    assert "(y or n)" not in shown


@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
def test_a_terminal_that_cannot_be_drawn_on_gets_lines(windows, term):
    window = windows("play", str(ROOM), "--unrecorded", colours={"TERM": term})
    window.sees("1, 2 or 3 (Enter means 1")
    window.press("q")
    window.press("enter")
    assert window.ended() == 0
    assert b"\x1b" not in window.raw
