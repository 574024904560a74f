"""A program in a real pseudo-terminal, its screen kept by pyte; for measuring from outside.

Answers the queries that Textual sends, so that it takes the way it takes in a real terminal.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence

import psutil
import pyte

REPLIES = [
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[\?2048\$p"), b"\x1b[?2048;0$y"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\[c"), b"\x1b[?62;22c"),
]
# Private sequences that pyte would print instead of swallowing.
PRIVATE = re.compile(
    rb"\x1b\[[<>=?][0-9;]*[a-zA-Z$]?[a-zA-Z]|\x1b\]\d+;[^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\"
)
KEYS = {"down": "\x1b[B", "up": "\x1b[A", "enter": "\r", "tab": "\t", "escape": "\x1b"}


class Terminal:
    """A child process in a pseudo-terminal of a given size."""

    def __init__(self, command: Sequence[str], columns: int = 100, rows: int = 30,
                 environment: Mapping[str, str] | None = None) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
        for name in ("COLUMNS", "LINES", "NO_COLOR", "PYTHONDONTWRITEBYTECODE"):
            env.pop(name, None)
        self.started = time.perf_counter()
        self.alive = True
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), env)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def pump(self, timeout: float) -> bool:
        """Read what is there, waiting at most ``timeout`` seconds; tell whether anything came."""
        if not select.select([self._fd], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            data = b""
        if not data:
            self.alive = False
            return False
        for query, reply in REPLIES:
            if query.search(data):
                os.write(self._fd, reply)
        self._stream.feed(PRIVATE.sub(b"", data))
        return True

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        return "\n".join(self.screen.display)

    def wait(self, seen: str | Callable[[str], bool], timeout: float = 30) -> float:
        """Return the seconds since the start at which a text (or what a function accepts) is on the screen."""
        accepts = seen if callable(seen) else lambda text: seen in text
        end = time.perf_counter() + timeout
        while time.perf_counter() < end and self.alive:
            if accepts(self.text):
                return time.perf_counter() - self.started
            self.pump(0.01)
        raise TimeoutError(f"not seen: {seen!r}; the screen was:\n{self.text}")

    def settle(self, quiet: float = 0.3, limit: float = 3.0) -> None:
        """Wait until nothing has been painted for ``quiet`` seconds."""
        end, last = time.perf_counter() + limit, time.perf_counter()
        while time.perf_counter() < end and time.perf_counter() - last < quiet:
            if self.pump(0.02):
                last = time.perf_counter()

    def press(self, key: str) -> None:
        """Send a key by name, or a text as it is."""
        os.write(self._fd, KEYS.get(key, key).encode())

    def time_key(self, key: str, quiet: float = 0.1, timeout: float = 5) -> float:
        """Return the seconds from a key press to the last change of the screen before it stays quiet."""
        shown, start, last = self.text, time.perf_counter(), 0.0
        self.press(key)
        while (now := time.perf_counter() - start) < timeout:
            if self.pump(0.002) and self.text != shown:
                shown, last = self.text, time.perf_counter() - start
            elif last and now - last > quiet:
                return last
        raise TimeoutError(f"no change after {key!r}; the screen was:\n{self.text}")

    def memory(self) -> float:
        """Return the proportional set size of the child and its children, in MiB."""
        child = psutil.Process(self.pid)
        return sum(p.memory_full_info().pss for p in [child, *child.children(recursive=True)]) / 2**20

    def cpu(self, seconds: float) -> float:
        """Return the share of a core used while nothing is pressed, in per cent."""
        child = psutil.Process(self.pid)
        before = sum(child.cpu_times()[:2])
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.pump(0.05)
        return (sum(child.cpu_times()[:2]) - before) / seconds * 100

    def close(self) -> None:
        """End the child at once; a second time does nothing."""
        if self._fd < 0:
            return
        for end in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                end(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self._fd)
        self._fd = -1
