"""Killed at every event that is kept: the next start goes on, nothing is lost and nothing doubled."""

from __future__ import annotations

import json
import re
import signal
import sys
from pathlib import Path

import pexpect
import pytest

from tests.journeys.terminals import ROOM, Terminal, anyhow, run
from tests.journeys.test_plain_pipes import kept_in

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="pseudo-terminals and SIGKILL are of Unix")

DYING = """
import os, signal, sys
from simulator.records.store import Store

left, late = int(sys.argv.pop(1)), sys.argv.pop(1) == "late"

def dying(write):
    async def written(*args, **kwargs):
        global left
        left -= 1
        if left < 0 and not late:
            os.kill(os.getpid(), signal.SIGKILL)
        await write(*args, **kwargs)
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return written

Store.begin, Store.append_all = dying(Store.begin), dying(Store.append_all)
from simulator.cli import run
run()
"""

ANSWERS = {
    "Your name": "Ana", "(y or n)": "y", "(Enter means 1;": "", "Enter means yes)": "",
    "(Enter alone passes):": "I would wait.\r", "1 to 5 (Enter leaves it out):": "4", "Your answer:": "",
    "Enter goes on:": "", "Enter goes on to the debrief:": "",
}  # fmt: skip
CHOICES = {"1": "offer-a-chair", "2": "stay", "3": "tell-all", "4": "pass-on"}
WHOLE = ["started", "own-words", "chosen", "chosen", "chosen", "chosen", "ended"]
SAID = [None, "I would wait.", "offer-a-chair", None, "tell-all", "pass-on", "handed-over"]
FINISHED = list(zip(WHOLE, SAID, strict=True))


def played(at: Terminal) -> int:
    """Answer whatever is asked, up to the debrief or the end of the program; returns the exit status."""
    prompts = [*ANSWERS, "(a number; ? for help):", "that decision; ? for help:"]
    asked = [*map(anyhow, prompts), pexpect.EOF]
    heard = ""
    while True:
        found = at.child.expect(asked)
        if found == len(prompts):
            return at.ends()
        heard += str(at.child.before)
        if found < len(ANSWERS):
            at.types(list(ANSWERS.values())[found])
        elif found == len(ANSWERS):
            at.types(CHOICES[re.findall(r"Decision (\d)", heard)[-1]])
        else:
            at.types("q")


def told(folder: Path) -> list[tuple[str, object]]:
    """The one attempt kept, event by event: kind and what was said or chosen."""
    attempts = [attempt for person in kept_in(folder) for attempt in person["attempts"]]
    assert len(attempts) == 1
    events = attempts[0]["events"]
    assert [event["seq"] for event in events] == list(range(len(events)))
    return [(e["kind"], e["data"].get("response") or e["data"].get("text") or e["data"].get("ending")) for e in events]


def test_played_without_being_killed(tmp_path: Path):
    assert played(Terminal(tmp_path, "--plain", str(ROOM))) == 0
    assert told(tmp_path) == FINISHED


@pytest.mark.parametrize("when", ["early", "late"])
@pytest.mark.parametrize("at", range(len(WHOLE)))
def test_killed_and_resumed_at_a_terminal(tmp_path: Path, at: int, when: str, unbroken: tuple):
    """Early: just before an event would be kept. Late: when it has just become durable, and nobody was told."""
    program = (sys.executable, "-c", DYING, str(at), when)
    assert played(Terminal(tmp_path, "--plain", str(ROOM), program=program)) == -signal.SIGKILL
    durable = at + (when == "late")
    if durable:
        assert told(tmp_path) == FINISHED[:durable]
    if durable == len(WHOLE):
        return
    assert played(Terminal(tmp_path, "--plain", str(ROOM))) == 0
    assert told(tmp_path) == FINISHED
    kept = json.loads(run(tmp_path, "history", "1", "--json").stdout)
    assert (kept["ending"], kept["steps"], kept["fractions"]) == unbroken


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> tuple:
    """Ending and figures of the same choices made in one go."""
    choices = ",".join(CHOICES.values())
    done = run(tmp_path_factory.mktemp("scored"), "score", str(ROOM), "--choices", choices, "--json")
    scored = json.loads(done.stdout)
    return scored["ending"], scored["steps"], scored["fractions"]


@pytest.mark.parametrize("at", [0, 2, 5])
def test_killed_and_resumed_through_a_pipe(tmp_path: Path, at: int):
    program = (sys.executable, "-c", DYING, str(at), "late")
    choices = list(CHOICES.values())
    given = "\n".join(choices) + "\n"
    done = run(tmp_path, "play", str(ROOM), "--trainee", "Ana", given=given, program=program)
    assert done.returncode == -signal.SIGKILL
    unkept = [choices[1]] if 1 < at < 5 else []  # asked again, since its answer was not kept
    rest = unkept + choices[at:]
    if at == 5:
        assert told(tmp_path)[-1][0] == "ended"
        return
    done = run(tmp_path, "play", str(ROOM), "--resume", given="\n".join(rest) + "\n")
    assert done.returncode == 0, done.stderr
    assert told(tmp_path) == [event for event in FINISHED if event[0] != "own-words"]
