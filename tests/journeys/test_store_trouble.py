"""Records that cannot be opened, written or shared: one clear sentence, and nothing is played unrecorded unasked."""

from __future__ import annotations

import contextlib
import fcntl
import json
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.terminals import ROOM, Terminal, run
from tests.journeys.test_plain_killed import FINISHED, told
from tests.journeys.test_plain_pipes import kept_in
from tests.journeys.windows import F9, LINE, LINE_IDS, RIGHT, Window

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="pseudo-terminals and limits are of Unix")

STORE = "records.sqlite3"
HUMBLE = """
import ctypes, os, sys
if os.geteuid() == 0:  # root may write everywhere unless it gives that up
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (1, 2, 3):
        libc.prctl(24, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-m", "simulator", *sys.argv[1:]])
"""
FULL = """
import os, resource, sys
from simulator.records.store import Store
left = int(sys.argv.pop(1))
append = Store.append_all
async def filling(self, *args):
    global left
    left -= 1
    if left < 0:  # from here on no file may grow: the disk is full
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, resource.RLIM_INFINITY))
    await append(self, *args)
Store.append_all = filling
from simulator.cli import run
run()
"""
PROGRAMS = {"humble": (sys.executable, "-c", HUMBLE), "usual": (sys.executable, "-m", "simulator")}
CHOICES = "\n".join(LINE_IDS) + "\n"


@pytest.fixture(scope="module")
def some_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which Ana has played once."""
    folder = tmp_path_factory.mktemp("before")
    assert run(folder, "play", str(ROOM), "--trainee", "Ana", given=CHOICES).returncode == 0
    return folder / "data"


@pytest.fixture(params=["read-only", "below a file", "damaged", "newer", "locked"])
def trouble(request: pytest.FixtureRequest, tmp_path: Path, some_store: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """Make one kind of trouble; gives how to start the program and what it has to say."""
    data, kind = tmp_path / "data", request.param
    program, says = PROGRAMS["usual"], {"damaged": "damaged", "newer": "newer version"}.get(kind, "")
    with contextlib.ExitStack() as afterwards:
        if kind == "below a file":
            data.write_text("a file")
            says = "not a folder"
        else:
            shutil.copytree(some_store, data)
        if kind == "read-only":
            (data / "else.txt").write_text("another program's")
            for path in data.iterdir():
                path.chmod(0o444)
            data.chmod(0o555)
            afterwards.callback(data.chmod, 0o755)
            program, says = PROGRAMS["humble"], "Nothing can be kept in"
        elif kind == "damaged":
            (data / STORE).write_bytes(b"no store at all\n" * 1000)
        elif kind == "newer":
            with contextlib.closing(sqlite3.connect(data / STORE)) as later:
                later.execute("update alembic_version set version_num = '9999'")
                later.commit()
        elif kind == "locked":
            lock = afterwards.enter_context((data / f"{STORE}.lock").open("r+"))
            fcntl.flock(lock, fcntl.LOCK_EX)
            says = "nother program"
        before = (data / STORE).read_bytes() if data.is_dir() else b""
        yield program, says
        if data.is_dir():
            assert (data / STORE).read_bytes() == before, "what was there is left as it was"


def one_sentence(shown: str, says: str) -> None:
    assert says in " ".join(shown.split())
    assert "Traceback" not in shown
    assert not re.search(r"Error|sqlalche|Errno", shown)


def test_line_mode_asks_before_it_plays_unrecorded(trouble, tmp_path: Path):
    program, says = trouble
    at = Terminal(tmp_path, "play", str(ROOM), "--plain", program=program)
    try:
        if "nother" not in says:  # a lock is waited for, which takes its time
            one_sentence(at.answers("t, u or q:", "t"), says)
        one_sentence(at.answers("t, u or q:", "u"), says)
        at.sees("Nothing of this play is being recorded.")
        at.answers("Enter means 1")
        at.sees("The door stands open.")
        at.answers("Enter goes on:", "q")
        at.answers("(y or n)", "y")
        assert at.ends() == 0
    finally:
        at.close()


def test_the_full_screen_asks_before_it_plays_unrecorded(trouble, tmp_path: Path, windows):
    program, says = trouble
    window = windows("play", str(ROOM), program=program)
    if window.sees("Your name", "Try again") == "Your name":
        window.press("Robin", "enter", "enter")
    window.sees("Try again")
    one_sentence(window.words, says)
    if "nother" not in says:
        window.press("enter")
        window.sees("Try again")
    window.press(RIGHT, "enter")
    window.sees("not recorded")
    while window.goes_on(LINE) != "Enter Choose":
        pass
    assert "not recorded" in window.words
    window.press(F9)
    assert window.ended() == 0


def test_without_a_terminal_it_is_said_and_played(trouble, tmp_path: Path):
    program, says = trouble
    done = run(tmp_path, "play", str(ROOM), "--trainee", "Ana", given=CHOICES, program=program)
    assert done.returncode == 0
    one_sentence(done.stderr, says)
    assert "The play goes on unrecorded." in done.stderr
    assert "Mo takes the address." in done.stdout
    if not (tmp_path / "data").is_dir() or "nother" in says:
        return  # nothing was ever recorded there; a lock has been waited for once
    asked = run(tmp_path, "history", "--trainee", "Ana", program=program)
    assert asked.returncode == 3
    one_sentence(asked.stderr, says)
    assert len(asked.stderr.splitlines()) == 1


# A disk that fills up under way


def test_a_full_disk_in_line_mode_asks_and_keeps_what_was_kept(tmp_path: Path):
    at = Terminal(tmp_path, "play", str(ROOM), "--plain", program=(sys.executable, "-c", FULL, "1"))
    try:
        at.answers("Your name", "Ana")
        at.answers("(y or n)", "y")
        at.answers("Enter means 1")
        at.answers("Enter goes on:")
        at.answers("Enter alone passes):", "I would wait.\r")
        at.answers("(a number; ? for help):", "offer-a-chair")
        at.answers("1 to 5 (Enter leaves it out):", "4")
        at.answers("Your answer:")
        shown = at.sees("unrecorded")
        one_sentence(shown, "full")
        at.sees(":")
        at.types("u")
        at.sees("Mo sits down slowly.")
    finally:
        at.close()
    assert told(tmp_path) == FINISHED[:2]


def test_a_full_disk_on_the_full_screen_asks_and_keeps_what_was_kept(tmp_path: Path, windows):
    window = windows("play", str(ROOM), program=(sys.executable, "-c", FULL, "1"))
    window.signs_in("Ana")
    while window.goes_on(LINE, written="I would wait.") != "Make this choice":
        pass
    window.sees("Go on unrecorded")
    one_sentence(window.words, "full")
    window.press(RIGHT, "enter")
    window.sees("Mo sits down slowly.")
    assert "not recorded" in window.words
    window.press(F9)
    assert window.ended() == 0
    assert told(tmp_path) == FINISHED[:2]


def test_a_full_disk_without_a_terminal_is_said_and_keeps_what_was_kept(tmp_path: Path):
    done = run(tmp_path, "play", str(ROOM), "--trainee", "Ana", given=CHOICES,
               program=(sys.executable, "-c", FULL, "2"))  # fmt: skip
    assert done.returncode == 0
    one_sentence(done.stderr, "full")
    assert "The play goes on unrecorded; what was kept before stays." in done.stderr
    assert [kind for kind, _ in told(tmp_path)] == ["started", "chosen", "chosen"]


# Two at once


def test_two_windows_play_side_by_side(tmp_path: Path, windows, some_store: Path):
    shutil.copytree(some_store, tmp_path / "data")
    two: list[Window] = [windows("play", str(ROOM)) for _ in range(2)]
    for _ in range(40):
        moments = [window.goes_on(LINE, written="I would wait.") for window in two]
        if moments == ["In short", "In short"]:
            break
    else:
        raise AssertionError("they do not come to an end")
    for window in two:
        window.press(F9)
        assert window.ended() == 0
    attempts = json.loads(run(tmp_path, "history", "--json").stdout)["attempts"]
    assert len(attempts) == 3
    assert len({attempt["decision_quality"] for attempt in attempts}) == 1
    for attempt in kept_in(tmp_path)[0]["attempts"]:
        assert [event["seq"] for event in attempt["events"]] == list(range(len(attempt["events"])))


def test_the_same_attempt_in_two_windows_is_told_and_taken_over(tmp_path: Path, windows):
    first = windows("play", str(ROOM))
    first.signs_in("Ana")
    while first.goes_on(LINE, written="I would wait.") != "Make this choice":
        pass
    first.sees("Enter Go on")
    second = windows("--library", str(ROOM.parent))
    second.sees("Go on where you left")
    second.press("r")
    second.sees("This attempt is open in another window")
    second.press("enter")
    second.sees("Mo sits down slowly.")
    while second.goes_on(LINE) != "Make this choice":
        pass
    second.sees("At noon your supervisor")
    while first.goes_on(LINE) != "Make this choice":  # the first does not know yet
        pass
    first.sees("This attempt is open in another window")
    first.press("enter")  # takes it back; which way the second leaned is not kept, and is asked again
    first.sees("Which way do you lean yourself?")
    first.plays(LINE)
    while second.goes_on(LINE) != "Make this choice":
        pass
    second.sees("This attempt is open in another window")
    second.press("escape")  # leaves it there
    second.sees("Enter Open")
    assert told(tmp_path) == FINISHED
