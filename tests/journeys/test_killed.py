"""The full screen killed as an event becomes durable: it is gone on with, and the figures are those of any other play.

Line mode is killed at every event in test_plain_killed.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest

from tests.journeys.terminals import ROOM, run
from tests.journeys.test_plain_killed import DYING, FINISHED, WHOLE, told
from tests.journeys.windows import F9, LINE, LINE_IDS, Window

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="pseudo-terminals and SIGKILL are of Unix")

SAID = {"written": "I would wait."}
FIGURES = ("ending", "loss", "decision_quality", "decision_quality_strict", "coverage", "process_conformance",
           "steps", "rules", "layers", "repairs", "fractions")  # fmt: skip


def killed_at(folder: Path, at: int, when: str) -> None:
    """Play until an event is about to be kept (early), or just has been and nobody was told (late)."""
    window = Window(folder, "play", str(ROOM), program=(sys.executable, "-c", DYING, str(at), when))
    window.signs_in("Ana")
    window.plays(LINE, **SAID)
    assert window.ended() == -signal.SIGKILL


def gone_on_with(folder: Path) -> None:
    """Resume from the first screen as a person does, and play to the end."""
    window = Window(folder, "--library", str(ROOM.parent))
    try:
        window.sees("Go on where you left")
        window.press("r")
        window.plays(LINE, **SAID)
        window.press(F9)
        assert window.ended() == 0
    finally:
        window.close()


@pytest.mark.parametrize(("at", "when"), [(1, "late"), (3, "early"), (5, "late")])
def test_the_full_screen_killed_and_gone_on_with(tmp_path: Path, at: int, when: str):
    killed_at(tmp_path, at, when)
    assert told(tmp_path) == FINISHED[: at + (when == "late")]
    gone_on_with(tmp_path)
    assert told(tmp_path) == FINISHED
    unbroken = json.loads(run(tmp_path, "score", str(ROOM), "--choices", ",".join(LINE_IDS), "--json").stdout)
    kept = json.loads(run(tmp_path, "history", "1", "--json").stdout)
    assert {name: kept[name] for name in FIGURES} == {name: unbroken[name] for name in FIGURES}


def test_killed_again_and_again_in_both_faces_by_turns(tmp_path: Path):
    """Each start gets two events further, then it dies; the last finishes what all began."""
    killed_at(tmp_path, 1, "late")
    done = run(tmp_path, "play", str(ROOM), "--resume", given="\n".join(LINE_IDS) + "\n",
               program=(sys.executable, "-c", DYING, "1", "late"))  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    assert told(tmp_path) == FINISHED[:4]
    gone_on_with(tmp_path)
    assert told(tmp_path) == FINISHED


def test_killed_once_all_is_kept_there_is_nothing_to_go_on_with(tmp_path: Path, windows):
    killed_at(tmp_path, len(WHOLE) - 1, "late")
    assert told(tmp_path) == FINISHED
    window = windows("--library", str(ROOM.parent))
    window.sees("Enter Open")
    window.settle(0.5)
    assert "Go on where you left" not in window.words
