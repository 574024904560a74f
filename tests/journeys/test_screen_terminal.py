"""The full screen as a person has it: the real program in a real pseudo-terminal, from outside."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import sys
import time

import pexpect
import pyte
import pytest

ANSWERS = [(re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"), (re.compile(rb"\x1b\[\?2048\$p"), b"\x1b[?2048;0$y"),
           (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"), (re.compile(rb"\x1b\[c"), b"\x1b[?62;22c")]
# Private sequences that pyte would print.
UNSEEN = re.compile(rb"\x1b\[[<>=?][0-9;]*[a-zA-Z$]?[a-zA-Z]|\x1b\]\d+;[^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\")
COLOUR = re.compile(rb"\x1b\[[0-9;]*?(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8;)[0-9;]*m")
KEYS = {"enter": "\r", "down": "\x1b[B", "right": "\x1b[C", "escape": "\x1b", "f2": "\x1bOQ", "f4": "\x1bOS",
        "f9": "\x1b[20~", "ctrl+c": "\x03", "ctrl+q": "\x11", "tab": "\t"}
PATIENCE = 40


class Terminal:
    """The program under a pseudo-terminal, and what stands on its screen."""

    def __init__(self, arguments, environment, size=(80, 24), program=("-m", "simulator")):
        self.screen = pyte.Screen(*size)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.child = pexpect.spawn(sys.executable, [*program, *arguments], env=environment,
                                   dimensions=(size[1], size[0]), timeout=PATIENCE)

    def pump(self, timeout=0.05):
        try:
            data = self.child.read_nonblocking(65536, timeout)
        except pexpect.TIMEOUT:
            return
        self.raw += data
        for query, answer in ANSWERS:
            if query.search(data):
                self.child.send(answer)
        self.stream.feed(UNSEEN.sub(b"", data))

    @property
    def text(self):
        return "\n".join(self.screen.display)

    @property
    def words(self):
        return " ".join(self.text.split())

    def wait(self, seen):
        end = time.monotonic() + PATIENCE
        while seen not in self.words:
            try:
                self.pump()
            except pexpect.EOF:
                pytest.fail(f"it ended before {seen!r}; the screen was:\n{self.text}")
            if time.monotonic() > end:
                pytest.fail(f"{seen!r} was not seen; the screen was:\n{self.text}")

    def press(self, *keys):
        for key in keys:
            self.child.send(KEYS.get(key, key))

    def end(self):
        """Wait for the end and return the exit status."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                self.pump()
            except pexpect.EOF:
                break
        self.child.close()
        return self.child.exitstatus if self.child.signalstatus is None else -self.child.signalstatus


@pytest.fixture
def environment(tmp_path):
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("TEXTUAL", "XDG_", "COLOR", "NO_COLOR", "SIMULATOR", "COLUMNS", "LINES"))}
    return {**kept, "SIMULATOR_DATA": str(tmp_path / "data"), "HOME": str(tmp_path), "TERM": "xterm-256color",
            "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none", "LC_ALL": "C.UTF-8"}


@pytest.fixture
def started(environment):
    begun = []

    def start(*arguments, size=(80, 24), program=("-m", "simulator"), **more):
        terminal = Terminal(arguments, {**environment, **more}, size, program)
        begun.append(terminal)
        return terminal

    yield start
    for terminal in begun:
        terminal.child.close(force=True)


def first_run(terminal):
    terminal.wait("Your name, or a made-up one")
    terminal.press("Sam", "enter")
    terminal.wait("Sam")
    terminal.press("enter")
    terminal.wait("Thursdays at six")


def to_first_decision(terminal):
    """From a command line that names the flirting client."""
    first_run_of_named(terminal)
    terminal.press("enter")
    terminal.wait("what would you say or do here")
    terminal.press("enter")
    terminal.wait("1-4 ↑↓ Enter")


def first_run_of_named(terminal):
    terminal.wait("Your name, or a made-up one")
    terminal.press("Sam", "enter")
    terminal.wait("Sam")
    terminal.press("enter")
    terminal.wait("This vignette contains: unwanted romantic attention.")


def events_of(environment):
    connection = sqlite3.connect(os.path.join(environment["SIMULATOR_DATA"], "records.sqlite3"))
    try:
        return [row[0] for row in connection.execute("select kind from events order by attempt, seq")]
    finally:
        connection.close()


def test_first_run_play_quit_and_resume(started, environment):
    terminal = started("play", "flirting-client")
    to_first_decision(terminal)
    terminal.press("1")
    terminal.wait("Make this choice")
    terminal.press("enter")
    terminal.wait("Go on")
    terminal.press("ctrl+q")
    assert terminal.end() == 0
    assert events_of(environment) == ["started", "chosen"]

    again = started()
    again.wait("Go on where you left")
    again.press("r")
    again.wait("decision 1")
    again.press("f2")
    again.wait("988lifeline.org")
    again.press("f9")
    assert again.end() == 0
    assert events_of(environment) == ["started", "chosen"]


def test_killed_after_a_choice_nothing_is_lost_or_doubled(started, environment):
    terminal = started("play", "flirting-client")
    to_first_decision(terminal)
    terminal.press("2")
    terminal.wait("Make this choice")
    terminal.press("enter")
    terminal.wait("So far")
    os.kill(terminal.child.pid, signal.SIGKILL)
    terminal.end()
    assert events_of(environment) == ["started", "chosen"]
    again = started()
    again.wait("after decision 1")
    again.press("r")
    again.wait("So far")
    again.press("enter")
    again.wait("1-4 ↑↓ Enter")
    assert events_of(environment) == ["started", "chosen"]


def test_the_quick_exit_leaves_a_clear_screen(started):
    terminal = started("play", "flirting-client")
    to_first_decision(terminal)
    terminal.press("f9")
    assert terminal.end() == 0
    assert b"\x1b[?1049l" in terminal.raw  # the terminal's own screen is back, and nothing follows
    assert not re.search(rb"[A-Za-z]{4,}", UNSEEN.sub(b"", terminal.raw.rpartition(b"\x1b[?1049l")[2]))


def test_ctrl_c_is_130(started):
    terminal = started()
    first_run(terminal)
    terminal.press("ctrl+c")
    assert terminal.end() == 130


def test_without_colour_no_colour_is_sent(started):
    terminal = started("play", "flirting-client", NO_COLOR="1")
    to_first_decision(terminal)
    terminal.press("f9")
    terminal.end()
    assert not COLOUR.search(terminal.raw)


def test_a_window_too_small_says_so(started):
    terminal = started(size=(40, 12))
    terminal.wait("Too small: please make it 50 by 15.")
    terminal.press("f9")
    assert terminal.end() == 0


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
def test_it_can_be_played_at_every_size(started, size):
    terminal = started("play", "flirting-client", size=size)
    to_first_decision(terminal)
    longest = max(len(line.strip()) for line in terminal.text.split("\n")[2:-2])
    assert longest <= 80
    terminal.press("1")
    terminal.wait("Make this choice")
    terminal.press("f9")
    assert terminal.end() == 0


FAULTY = """
import simulator.screens.welcome as welcome
def fails(self):
    secret = "what Robin told me"
    raise RuntimeError(secret)
welcome.WelcomeScreen.on_mount = fails
from simulator.cli import run
run()
"""


def test_a_fault_says_one_sentence_and_keeps_no_text(started, tmp_path):
    terminal = started(program=("-c", FAULTY))
    assert terminal.end() == 3
    shown = terminal.raw.rpartition(b"\x1b[?1049l")[2].decode()
    assert "had to stop" in shown
    assert "Traceback" not in shown
    assert "Robin" not in terminal.raw.decode()
    (file,) = (tmp_path / "data").glob("crash-*.txt")
    told = file.read_text()
    assert "RuntimeError" in told
    assert "Robin" not in told
    assert file.stat().st_mode & 0o077 == 0
