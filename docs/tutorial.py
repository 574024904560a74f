r"""Following a page of the documentation step by step, in an empty folder, as its reader would.

Blocks that it obeys, in order:

``yaml`` or ``text`` after a line ``<!-- file: NAME -->``   the file is written
``diff`` after such a line                                  the file is changed: ``-`` lines go, ``+`` lines come
``console``                                                 each ``$ simulator …`` is run; what follows is its output

A command may be fed: ``$ printf 'a\nb\n' | simulator …``. Returns the page with the outputs that were really seen.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(r"(?:<!-- file: (?P<file>\S+) -->\n\n?)?```(?P<kind>\w+)\n(?P<body>.*?)```\n", re.S)


class Unfit(Exception):
    """The page asks for something that cannot be done."""


def retold(page: str) -> str:
    """Return a page with the outputs its commands really have."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "home").mkdir()
        work = folder / "work"
        work.mkdir()
        return _BLOCK.sub(lambda block: _followed(block, work), page)


def _followed(block: re.Match[str], work: Path) -> str:
    file, kind, body = block["file"], block["kind"], block["body"]
    if kind == "console":
        return block[0].replace(body, _run_all(body, work))
    if file is None:
        return block[0]
    path = work / file
    if kind == "diff":
        path.write_text(_changed(path.read_text(encoding="utf-8"), body), encoding="utf-8")
    else:
        path.write_text(body, encoding="utf-8")
    return block[0]


def _changed(text: str, difference: str) -> str:
    lines = difference.splitlines()
    before = "".join(line[1:] + "\n" for line in lines if line[:1] != "+")
    after = "".join(line[1:] + "\n" for line in lines if line[:1] != "-")
    if text.count(before) != 1:
        raise Unfit(f"this stands {text.count(before)} times in the file:\n{before}")
    return text.replace(before, after)


def _run_all(body: str, work: Path) -> str:
    commands = [line[2:] for line in body.split("\n") if line.startswith("$ ")]
    return "\n".join(f"$ {command}\n{_run(command, work)}" for command in commands)


def _run(command: str, work: Path) -> str:
    """Return what a command prints, and what it says on stderr after it."""
    fed, bar, rest = command.rpartition(" | simulator ")
    words = shlex.split(rest if bar else command.removeprefix("simulator "))
    if not bar and not command.startswith("simulator "):
        raise Unfit(f"only the simulator can be run here, not: {command}")
    given = shlex.split(fed)[1].replace("\\n", "\n") if bar else ""
    home = str(work.parent / "home")
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "simulator", *words], cwd=work, input=given, capture_output=True, encoding="utf-8",
        timeout=120, check=False,
        env={**kept, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "SIMULATOR_DATA": home + "/data",
             "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_COLOR": "1"})  # fmt: skip
    return done.stdout + done.stderr
