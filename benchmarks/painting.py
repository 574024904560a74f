"""The full screen in a real pseudo-terminal: first paint, what the store adds, keys, memory, idling."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.rooms import Home, program
from benchmarks.rows import Row, in_turn
from benchmarks.terminal import Terminal

PEERS = Path(__file__).resolve().parent / "peers"
MINI = [sys.executable, str(PEERS / "mini.py")]
MINI_SHOWS = "Consult the supervisor"
OPTIONS = [sys.executable, str(PEERS / "optlist.py"), "20"]
FIRST = "Generated vignette 0"  # on the first screen, from headers alone
STORED = "Go on where you left"  # only the store knows of an unfinished attempt


def measure(home: Home, runs: int) -> list[Row]:
    """Measure all that a person at a terminal would feel."""
    return [*_painting(home, runs), _keys(home, runs), *_memory(home, max(3, runs // 3)), _idle(home)]


def _shown(command: Sequence[str], text: str, environment: dict[str, str]) -> float:
    terminal = Terminal(command, environment=environment)
    try:
        return terminal.wait(text) * 1e3
    finally:
        terminal.close()


def _painting(home: Home, runs: int) -> list[Row]:
    ours, stored, mini = in_turn(
        runs,
        lambda: _shown(program(), FIRST, home.environment),
        lambda: _shown(program(), STORED, home.environment),
        lambda: _shown(MINI, MINI_SHOWS, home.environment),
    )
    return [
        Row("first paint / mini's", ours, mini, "ms", 1.1),
        Row("what the store adds, after the first paint / mini's paint", max(stored - ours, 0.0), mini, "ms", 1.0),
    ]


def to_first_decision(terminal: Terminal) -> None:
    """Open the first shipped vignette and go on to its first decision's responses."""
    terminal.wait(FIRST)
    terminal.settle()
    go_to(terminal, "Thursdays at six")
    terminal.press("enter")
    walk_until(terminal, has_responses)


def go_to(terminal: Terminal, title: str) -> None:
    """Move the highlight until the description beside the list is that of a title."""
    for _ in range(40):
        if terminal.text.count(title) > 1:
            return
        terminal.press("down")
        terminal.settle(0.1)
    raise TimeoutError(f"{title!r} is not in the library:\n{terminal.text}")


def has_responses(text: str) -> bool:
    """Tell whether numbered responses are on the screen."""
    return bool(re.search(r"(?m)^\W*1\b", text) and re.search(r"(?m)^\W*3\b", text))


def walk_until(terminal: Terminal, reached: Callable[[str], bool], limit: int = 120) -> None:
    """Press Enter (and pick the first response where there are some) until a screen is reached."""
    for _ in range(limit):
        if reached(terminal.text):
            return
        terminal.press("1" if has_responses(terminal.text) else "enter")
        terminal.settle(0.12, 2)
    raise TimeoutError(f"not reached; the screen was:\n{terminal.text}")


def _keys(home: Home, runs: int) -> Row:
    """A key that paints the next scene, beside a key that changes one line of a bare option list."""
    ours: list[float] = []
    for _ in range(max(3, runs // 3)):
        terminal = Terminal(program(), environment=home.environment)
        try:
            to_first_decision(terminal)
            for _ in range(16):
                if "Debrief" in terminal.text:
                    break
                if has_responses(terminal.text):
                    terminal.press("1")  # takes a response up; the next Enter makes the choice
                else:
                    ours.append(terminal.time_key("enter") * 1e3)
                terminal.settle(0.15)
        finally:
            terminal.close()
    peer = Terminal(OPTIONS)
    try:
        peer.wait("sel=0000")
        peer.settle()
        theirs = []
        for number in range(30):
            theirs.append(peer.time_key("down" if number % 2 == 0 else "up") * 1e3)
            peer.settle(0.05)
    finally:
        peer.close()
    return Row("key press to next scene painted / bare option list", _median(ours), _median(theirs), "ms", 1.5)


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def _memory(home: Home, runs: int) -> list[Row]:
    def first() -> float:
        return _memory_of(program(), FIRST, home.environment)

    def mini() -> float:
        return _memory_of(MINI, MINI_SHOWS, home.environment)

    def played() -> float:
        terminal = Terminal(program(), environment=home.environment)
        try:
            to_first_decision(terminal)
            walk_until(terminal, lambda text: "Debrief" in text)
            terminal.settle(0.5)
            return terminal.memory()
        finally:
            terminal.close()

    ours, after, peer = in_turn(runs, first, played, mini)
    return [
        Row("memory at first paint / mini's", ours, peer, "MiB", 1.25),
        Row("memory after a vignette and its debrief / mini's", after, peer, "MiB", 2.2),
    ]


def _memory_of(command: Sequence[str], text: str, environment: dict[str, str]) -> float:
    terminal = Terminal(command, environment=environment)
    try:
        terminal.wait(text)
        terminal.settle(0.3)
        return terminal.memory()
    finally:
        terminal.close()


def _idle(home: Home) -> Row:
    terminal = Terminal(program(), environment=home.environment)
    try:
        terminal.wait(STORED)
        terminal.settle(1.0)
        return Row("idle, share of a core / 1 %", terminal.cpu(6), 1.0, "%", 1.0)
    finally:
        terminal.close()
