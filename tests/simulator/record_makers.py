"""Makers of plain things for tests of records and attempts."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from simulator.flow import Event
from simulator.records import Begun, Kept, Records, Trainee

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOSTILE = (
    "[/", "[client]", "\x1b[31mred\x07", "\u202eright to left\u2066", "<script>alert(1)</script>",
    "'; drop table events; --", "nul\0within", "half \ud83d a character", "\ufeffmark",
    "e\u0301 \U0001f9d1\u200d\U0001f373", "line\r\nline\u2028line", "%s %(x)s ? :x {0}",
    "x" * 1_000_000, " ", "\x85\x9b",
)  # fmt: skip


def at(minute: float) -> datetime:
    """A time so many minutes past noon."""
    return NOON + timedelta(minutes=minute)


def trainee(number: int = 1, **other: Any) -> Trainee:
    return replace(Trainee(f"trainee-{number}", f"Person {number}", None, NOON), **other)


def begun(number: int = 1, **other: Any) -> Begun:
    return replace(
        Begun(
            id=f"attempt-{number}", trainee="trainee-1", vignette="toy", title="A toy", content_hash="hash-1",
            mode="rehearsal", seed=7, shuffled=True, scoring_version=1, created_at=at(number),
        ),
        **other,
    )  # fmt: skip


def started(seq: int = 0, minute: float = 0, **data: Any) -> Kept:
    return Kept(seq, at(minute), Event("started", {"vignette": "toy", **data}))


def chosen(seq: int, minute: float = 0, **data: Any) -> Kept:
    said: dict[str, object] = {
        "step": seq - 1, "scene": "D1", "response": "a", "offered": ["a", "b"], "shown": ["b", "a"],
        "confidence": 0.4, "reason": "because", "share_reason": True, "thinking_ms": 1200, **data,
    }  # fmt: skip
    return Kept(seq, at(minute or seq), Event("chosen", said))


def ended(seq: int, ending: str = "END_good", minute: float = 0) -> Kept:
    return Kept(seq, at(minute or seq), Event("ended", {"ending": ending, "steps": seq - 1}))


def rewound(seq: int, to: int) -> Kept:
    return Kept(seq, at(seq), Event("rewound", {"to": to}))


async def with_attempt(records: Records, number: int = 1, *kept: Kept, **other: Any) -> Begun:
    """Add the person if need be, begin an attempt, and append events."""
    one = begun(number, **other)
    await records.add_trainee(trainee(int(one.trainee.removeprefix("trainee-"))))
    await records.begin(one, b"text of " + one.content_hash.encode(), started(), "me")
    for event in kept:
        await records.append(one.id, event, "me")
    return one


def run_python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a program of its own, where the packages can be found."""
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
