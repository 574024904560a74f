"""The program in a real process: at a pseudo-terminal, or with pipes and no terminal at all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pexpect

ROOT = Path(__file__).resolve().parents[2]
TOY = ROOT / "tests" / "oracle" / "toy.yaml"
ROOM = ROOT / "tests" / "data" / "small-room.yaml"
PROGRAM = (sys.executable, "-m", "simulator")


def anyhow(text: str) -> str:
    """Return a pattern that finds some words however they are wrapped."""
    return r"\s+".join(map(re.escape, text.split()))


def environment(folder: Path, **more: str) -> dict[str, str]:
    """An environment in which nothing of this computer's user is seen or touched."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV") if name in os.environ}
    home = folder / "home"
    home.mkdir(exist_ok=True)
    own = {"HOME": str(home), "SIMULATOR_DATA": str(folder / "data"), "LANG": "C.UTF-8", "TERM": "xterm",
           "XDG_CONFIG_HOME": str(home / "config"), "XDG_CACHE_HOME": str(home / "cache"),
           "XDG_DATA_HOME": str(home / "share"), "PYTHONPATH": str(ROOT)}  # fmt: skip
    return {**kept, **own, **more}


def run(
    folder: Path, *arguments: str, given: str | bytes = "", program: tuple[str, ...] = PROGRAM, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run the program without a terminal."""
    done = subprocess.run(
        [*program, *arguments], input=given.encode() if isinstance(given, str) else given, capture_output=True,
        env=environment(folder, **more), cwd=folder, timeout=120, check=False,
    )  # fmt: skip
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    )


class Terminal:
    """The program at a pseudo-terminal of 80 columns and 24 lines."""

    def __init__(
        self, folder: Path, *arguments: str, program: tuple[str, ...] = PROGRAM, columns: int = 80, **more: str
    ) -> None:
        self.heard = ""
        self.child = pexpect.spawn(
            program[0], [*program[1:], *arguments], env=environment(folder, **more), cwd=str(folder),
            dimensions=(24, columns), encoding="utf-8", timeout=20,
        )  # fmt: skip
        self.child.delaybeforesend = None

    def sees(self, text: str) -> str:
        """Wait for some words, however they are wrapped, and return all that came up to them."""
        try:
            self.child.expect(anyhow(text))
        except (pexpect.TIMEOUT, pexpect.EOF) as fault:
            raise AssertionError(f"never saw {text!r}; last was:\n{self.child.before}") from fault
        new = str(self.child.before) + str(self.child.after)
        self.heard += new
        return new

    def types(self, line: str = "") -> None:
        """Type a line and Enter."""
        self.child.send(line + "\r")

    def answers(self, prompt: str, line: str = "") -> str:
        """Wait for a prompt, then type a line; returns what came up to the prompt."""
        before = self.sees(prompt)
        self.types(line)
        return before

    def ends(self) -> int:
        """Wait for the program to end and return its exit status (negative: the signal that ended it)."""
        self.child.expect(pexpect.EOF)
        self.heard += str(self.child.before)
        self.child.close()
        if self.child.signalstatus is not None:
            return -int(self.child.signalstatus)
        assert self.child.exitstatus is not None
        return int(self.child.exitstatus)

    def close(self) -> None:
        """End the program, if it still runs."""
        self.child.close(force=True)
