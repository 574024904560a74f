"""The full screen in a window of any size and any colours, every byte of it kept; and a person who plays at it."""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import termios
from collections.abc import Collection
from pathlib import Path

from benchmarks.terminal import PRIVATE, REPLIES, Terminal
from tests.journeys.terminals import PROGRAM, environment

TRUE_COLOUR = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[\]P][^\x07\x1b]*\x1b?)?$")
FRAME, FRAMED = b"\x1b[?2026h", b"\x1b[?2026l"
RIGHT, F1, F3, F4, F9 = "\x1b[C", "\x1bOP", "\x1bOR", "\x1bOS", "\x1b[20~"
MOMENTS = ("Enter Choose", "Make this choice", "F4 Done", "Enter Go on", "Enter Debrief", "Enter Begin", "In short",
           "Enter Confirm")


LINE = ("Would you like to sit with me?", "Stay with it.", "I am not sure I can help Mo. Can we talk?",
        "I know someone who can help you more.")  # a line through the small room, by what is said
LINE_IDS = ("offer-a-chair", "stay", "tell-all", "pass-on")


def one_line(text: str) -> str:
    """Return what stands on a screen as one line, without scroll bars and marks at its edges."""
    return " ".join(re.sub(r"[▁-▟│▎┃]", " ", text).split())


class Window(Terminal):
    """The program in a pseudo-terminal, of which nothing but the given settings is known to it."""

    def __init__(
        self, folder: Path, *arguments: str, columns: int = 80, rows: int = 24, program: tuple[str, ...] = PROGRAM,
        colours: dict[str, str] | None = None, **more: str,
    ) -> None:
        self.raw = b""
        self._rest, self._asked, self._open = b"", b"", 0
        given = environment(folder, TEXTUAL_ANIMATIONS="none", **(TRUE_COLOUR if colours is None else colours), **more)
        settings = [f"{name}={value}" for name, value in given.items()]
        super().__init__(("env", "-C", str(folder), "-i", *settings, *program, *arguments), columns, rows)

    def pump(self, timeout: float) -> bool:
        """Read what is there and answer what the program asks of a terminal; tell whether anything came."""
        if not select.select([self._fd], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            data = b""
        if not data:
            self.alive = False
            return False
        self.raw += data
        data = self._rest + data
        cut = UNFINISHED.search(data[-400:])
        data, self._rest = (data[: -len(cut[0])], cut[0]) if cut else (data, b"")
        for query, reply in REPLIES:
            for _ in query.findall(data):
                os.write(self._fd, reply)
        self._open += data.count(FRAME) - data.count(FRAMED)
        self._stream.feed(PRIVATE.sub(b"", data))
        return True

    @property
    def words(self) -> str:
        """What stands on the screen, in one line."""
        return one_line(self.text)

    def sees(self, *words: str) -> str:
        """Wait until one of several texts stands on a finished screen, and return it."""
        found: list[str] = []

        def seen(text: str) -> bool:
            found[:] = [one for one in words if one in one_line(text)]
            return bool(found) and self._open == 0

        self.wait(seen, timeout=40)
        return found[0]

    def press(self, *keys: str) -> None:
        """Press keys, each once what the one before painted stands."""
        for key in keys:
            before = len(self.raw)
            super().press(key)
            self.wait(lambda _, before=before: len(self.raw) > before and self._open == 0)
            self.settle(0.04)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the program is told as by any terminal."""
        self.screen.resize(rows, columns)
        self.screen.reset()
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def ended(self) -> int:
        """Wait for the end and return the exit status (negative: the signal that ended it)."""
        for _ in range(800):
            if not self.alive:
                break
            self.pump(0.05)
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self._fd)
        self._fd = -1
        return status

    # A person at it

    def signs_in(self, name: str = "Robin") -> None:
        """Fill in the first-run page."""
        self.sees("Your name, or a made-up one")
        self.press(name, "enter", "enter")

    def moment(self) -> str:
        """Wait for the next moment of a play, and tell which it is."""
        found, stands = "", self.sees(*MOMENTS)
        while found != stands:  # what a key changes may come in more than one frame
            found = stands
            self.settle(0.1)
            stands = self.sees(*MOMENTS)
        return "Make this choice" if found == "Enter Confirm" else found

    def number_of(self, texts: Collection[str]) -> str:
        """The number on the screen of the response that begins as one of some texts does."""
        for line in self.text.splitlines():
            found = re.match(r"\W*([1-9])\s+(.*)", line)
            shown = one_line(found[2])[:24] if found else ""
            if shown and any(text.startswith(shown) or shown.startswith(text) for text in texts):
                return found[1]
        raise AssertionError(f"none of {texts!r} is offered; the screen was:\n{self.text}")

    def goes_on(self, texts: Collection[str], *, written: str = "", reason: str = "") -> str:
        """Do what the moment asks for, and tell which it was."""
        moment = self.moment()
        if moment == "Enter Choose":
            self.press(self.number_of(texts))
        elif moment == "Make this choice":
            if "How sure are you?" in self.words:
                self.press(RIGHT)
            if reason:
                self.press("\x1b[Z", reason)  # Enter there goes on
            self.press("enter")
        elif moment == "F4 Done":
            self.press(*([written] if written else []), F4)
        elif moment != "In short":
            self.press("enter")
        return moment

    def plays(self, texts: Collection[str], **given: str) -> None:
        """Play on to the debrief, or until the program is gone."""
        for _ in range(80):
            try:
                if self.goes_on(texts, **given) == "In short":
                    return
            except (TimeoutError, OSError):
                if self.alive:
                    raise
                return
        raise AssertionError(f"it does not go on; the screen was:\n{self.text}")

