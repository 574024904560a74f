"""A student plays each shipped vignette to a good and to a poor ending, in every face, and the figures agree."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.terminals import PROGRAM, environment, run
from vignettes.playing import walk
from vignettes.reading import read_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")

LIBRARY = Path(__file__).resolve().parents[2] / "vignettes" / "library"
VIGNETTES = ("flirting-client", "bpd-cbt-only", "cultural-difference", "violent-threat")
OUTCOMES = ("good", "poor")


def vignette_of(name: str):
    vignette = read_file(LIBRARY / f"{name}.yaml").vignette
    assert vignette is not None
    return vignette


def line_to(name: str, outcome: str) -> list[str]:
    """The line without loss, or that of a blind strategy which ends poorly."""
    from scoring.exploring import explore, key_decisions

    vignette = vignette_of(name)
    if outcome == "good":
        return list(key_decisions(vignette).line or ())
    lines = (strategy for strategy in explore(vignette).strategies.values() if strategy.ending)
    return next(list(line.choices) for line in lines if vignette.endings[line.ending].outcome == "poor")


@pytest.fixture(params=[(name, outcome) for name in VIGNETTES for outcome in OUTCOMES], ids="-".join)
def journey(request) -> tuple[str, str, list[str]]:
    name, outcome = request.param
    choices = line_to(name, outcome)
    path, _ = walk(vignette_of(name), choices)
    assert vignette_of(name).endings[path.ending].outcome == outcome
    return name, outcome, choices


def scored(folder: Path, name: str, choices: list[str]) -> dict:
    done = run(folder, "score", name, "--choices", ",".join(choices), "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_line_mode_and_score_agree(journey, tmp_path: Path):
    name, outcome, choices = journey
    expected = scored(tmp_path, name, choices)
    played = run(tmp_path, "play", name, "--plain", "--trainee", "Robin", given="\n".join(choices) + "\n")
    assert played.returncode == 0, played.stderr
    kept = json.loads(run(tmp_path, "history", "--json").stdout)["attempts"]
    assert [attempt["ending"] for attempt in kept] == [expected["ending"]]
    assert kept[0]["decision_quality"] == pytest.approx(expected["decision_quality"])
    assert expected["decision_quality"] == 1 if outcome == "good" else expected["decision_quality"] <= 0.6
    ending = vignette_of(name).endings[expected["ending"]]
    for passage in ending.narration:
        if passage.when is None:
            start = " ".join(re.sub(r"[*_`]", "", passage.text).split()[:6])
            assert start in " ".join(played.stdout.split())


# The full screen


class Seat:
    """A student at the full screen, 80 by 24."""

    def __init__(self, folder: Path) -> None:
        from benchmarks.terminal import Terminal

        self.folder = folder
        self.screen = Terminal(PROGRAM, 80, 24, environment(folder, TEXTUAL_ANIMATIONS="none"))

    @property
    def text(self) -> str:
        return self.screen.text

    def sees(self, words: str) -> None:
        self.screen.wait(lambda text: words in " ".join(text.split()))

    def press(self, *keys: str) -> None:
        """Press keys one by one, each once what the one before painted has come and stands."""
        for key in keys:
            before = self.text
            self.screen.press(key)
            self.screen.wait(lambda text, before=before: text != before)
            self.screen.settle(0.15)

    def sign_in(self) -> None:
        self.sees("Your name, or a made-up one")
        self.press("Robin", "tab", "enter")
        self.sees("Thursdays at six")

    def open(self, title: str) -> None:
        for _ in range(10):
            if self.text.count(title) > 1:  # in the list, and described below it
                break
            self.press("down")
        self.press("enter")
        self.sees("Rehearsal")
        self.press("enter")

    def number_of(self, response_text: str) -> str | None:
        """The number beside a response on the screen, by how its text begins."""
        start = " ".join(response_text.split())[:28]
        for line in self.text.splitlines():
            found = re.match(r"\W*([1-9])\s+(.*)", line)
            if found and start in " ".join(found.group(2).split()) + " ":
                return found.group(1)
            if found and " ".join(found.group(2).split()).startswith(start):
                return found.group(1)
        return None

    def choose(self, response_text: str) -> None:
        """Go on to the next decision, and choose there."""
        for _ in range(30):
            self.screen.wait(lambda text: any(sign in text for sign in ("Enter Choose", "F4 Done", "Enter Go on")))
            if "Enter Choose" in self.text:
                number = self.number_of(response_text)
                assert number, f"not offered: {response_text!r}; the screen was:\n{self.text}"
                self.press(number)
                self.sees("Make this choice")
                if "How sure are you?" in self.text:
                    self.screen.press("\x1b[C")  # a first right marks the first step
                self.press("enter")
                self.screen.wait(lambda text: "Make this choice" not in text)
                return
            self.press(F4 if "F4 Done" in self.text else "enter")
        raise AssertionError(f"never offered: {response_text!r}; the screen was:\n{self.text}")

    def close(self) -> None:
        self.screen.close()


F4, F9 = "\x1bOS", "\x1b[20~"


@pytest.fixture
def seats(tmp_path: Path) -> Iterator:
    taken: list[Seat] = []

    def sit_down() -> Seat:
        taken.append(Seat(tmp_path))
        return taken[-1]

    yield sit_down
    for seat in taken:
        seat.close()


def texts_along(name: str, choices: list[str]) -> list[str]:
    vignette = vignette_of(name)
    path, _ = walk(vignette, choices)
    return [vignette.scenes[visit.scene].response(visit.chosen).text for visit in path.visits]


def test_the_full_screen_plays_stops_resumes_and_scores_the_same(journey, seats, tmp_path: Path):
    name, _, choices = journey
    title, texts = vignette_of(name).title, texts_along(name, choices)
    seat = seats()
    seat.sign_in()
    seat.open(title)
    for text in texts[:3]:
        seat.choose(text)
    seat.press("escape")  # leaves the attempt, which is kept
    seat.close()
    seat = seats()
    seat.sees("Go on where you left")
    seat.press("r")
    for text in texts[3:]:
        seat.choose(text)
    while "In short" not in seat.text:
        seat.screen.wait(lambda text: any(sign in text for sign in ("Enter Go on", "Enter Debrief", "In short")))
        if "In short" not in seat.text:
            seat.press("enter")
    history = json.loads(run(tmp_path, "history", "--json").stdout)
    expected = scored(tmp_path, name, choices)
    assert [attempt["ending"] for attempt in history["attempts"]] == [expected["ending"]]
    assert history["attempts"][0]["decision_quality"] == pytest.approx(expected["decision_quality"])
    seat.press("f")
    told = re.search(r"Decision quality ([0-9.]+)", seat.text)
    assert told is not None
    assert float(told.group(1).rstrip(".")) == pytest.approx(expected["decision_quality"], abs=0.005)
