"""A person who comes back, in a real pseudo-terminal: disagrees, tries again, compares, saves, looks back, deletes."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing

import pytest

from benchmarks.terminal import Terminal
from tests.journeys.terminals import PROGRAM, ROOM, environment, run

F4, RIGHT = "\x1bOS", "\x1b[C"


class Seat:
    """The program at a terminal; polls for what stands on the screen."""

    def __init__(self, folder, *arguments):
        given = environment(folder, TERM="xterm-256color", COLORTERM="truecolor", TEXTUAL_ANIMATIONS="none")
        command = ["env", "-C", str(folder), "-i", *(f"{k}={v}" for k, v in given.items()), *PROGRAM, *arguments]
        self.terminal = Terminal(command, 80, 24)

    @property
    def words(self):
        return " ".join(self.terminal.text.split())

    def sees(self, *any_of):
        """Wait for one of some texts and return it."""
        self.terminal.wait(lambda _: any(text in self.words for text in any_of), timeout=40)
        return next(text for text in any_of if text in self.words)

    def press(self, *keys):
        for key in keys:
            self.terminal.press(key)

    def plays_to_the_debrief(self, digit):
        """Take the response of one number at every decision, whatever comes."""
        told = ("In short", "Make this choice", "F4 Done", "Enter Choose", "Enter Go on", "Enter Debrief",
                "Enter Begin")
        for _ in range(60):
            before = self.words
            match self.sees(*told):
                case "In short":
                    return
                case "F4 Done":
                    self.press(F4)
                case "Enter Choose":
                    self.press(digit)
                case _:
                    self.press("enter")
            self.terminal.wait(lambda _, before=before: self.words != before, timeout=40)
        raise AssertionError(self.terminal.text)


@pytest.fixture
def seats(tmp_path):
    opened = []

    def sit(*arguments):
        opened.append(Seat(tmp_path, *arguments))
        return opened[-1]

    yield sit
    for seat in opened:
        seat.terminal.close()


def kinds(folder):
    with closing(sqlite3.connect(os.path.join(folder, "data", "records.sqlite3"))) as connection:
        return [row[0] for row in connection.execute("select kind from events order by attempt, seq")]


def test_a_person_comes_back(seats, tmp_path):
    seat = seats("play", str(ROOM))
    seat.sees("Your name, or a made-up one")
    seat.press("Sam", "enter")
    seat.sees("Sam")
    seat.press("enter")
    seat.plays_to_the_debrief("1")
    seat.sees("←→ Decisions")

    seat.press(RIGHT)
    seat.sees("Decision 1:")
    seat.press("d")
    seat.sees("I disagree with what is said of decision 1")
    seat.press("She had been asked already.")
    seat.sees("She had been asked already.")
    seat.press("\t")
    seat.terminal.settle()  # until the focus has moved
    seat.press(" ")
    seat.sees("[x] the authors may read this")
    seat.press(F4)
    seat.terminal.wait(lambda _: kinds(tmp_path)[-1] == "objected")
    assert kinds(tmp_path).count("started") == 1

    seat.press("g")
    seat.sees("Enter Choose", "F4 Done")
    seat.plays_to_the_debrief("2")
    seat.sees("c Compare")
    seat.press("c")
    seat.sees("two lines compared")
    seat.press("escape")
    seat.sees("In short")
    seat.press("s")
    seat.sees("Save this debrief")
    seat.terminal.settle()
    seat.press("\x15")  # all before the cursor goes
    seat.terminal.wait(lambda _: "~/debrief" not in seat.words)
    seat.press("mine.html")
    seat.sees("mine.html")
    seat.press("enter")
    seat.sees("Saved in")
    assert "The map of this case" in (tmp_path / "mine.html").read_text(encoding="utf-8")

    seat.press("escape")
    seat.sees("Supervision simulator")
    seat.press("p")
    seat.sees("Your progress")
    seat.sees("By competency", "Nothing can be said yet")
    seat.press("escape")
    seat.sees("Supervision simulator")
    seat.press("h")
    seat.sees("Past attempts")
    seat.press("x")
    seat.sees("for good?")
    seat.press("escape", "\x1b[20~")

    shared = run(tmp_path, "export", "objections")
    assert json.loads(shared.stdout)["reason"] == "She had been asked already."
    assert "Sam" not in shared.stdout


def test_own_words_are_kept_when_the_screen_is_cleared(seats, tmp_path):
    seat = seats("play", "flirting-client")
    seat.sees("Your name, or a made-up one")
    seat.press("Sam", "enter")
    seat.sees("Sam")
    seat.press("enter")
    seat.sees("Enter Begin")
    seat.press("enter")
    seat.sees("what would you say or do here")
    seat.press("I would wait.")
    seat.sees("I would wait.")
    seat.press("\x1b[20~")
    while seat.terminal.alive:
        seat.terminal.pump(0.05)
    assert kinds(tmp_path) == ["started", "own-words"]
