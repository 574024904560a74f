"""``python3 dev.py pictures``: the pictures of the README and the docs, taken from the real screens.

Each picture is an SVG of what a student sees, from a fixed seed and clock, with no reference to any other host.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulator.records import Trainee
from simulator.records.memory import MemoryRecords
from simulator.screens import Options
from simulator.screens.app import SimulatorApp
from simulator.screens.house import House
from simulator.screens.running import read_vignette
from vignettes.library import headers, shipped, sources

FOLDER = Path(__file__).resolve().parent / "pictures"
NOW = datetime(2026, 9, 3, 18, 0, tzinfo=UTC)
SIZE = (100, 32)
PLAYED = "flirting-client"
Act = Callable[[Any], Awaitable[None]]


def house(records: MemoryRecords) -> House:
    """Return a house in which nothing changes from one picture to the next."""
    return House(
        cards=headers([shipped()]),
        read=read_vignette,
        clock=lambda: NOW,
        new_id=lambda: "22222222-2222-4222-8222-222222222222",
        new_seed=lambda: 11,
        open_records=lambda: records,
        sources=lambda: sources([shipped()]),
        preferences={"trainee": "11111111-1111-4111-8111-111111111111"},
        environment={"TERM": "xterm-256color", "COLORTERM": "truecolor"},
    )


async def press(pilot: Any, *keys: str) -> None:
    """Press keys one by one, letting each take its effect."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def settle(pilot: Any) -> None:
    """Wait until workers are done and the screen is drawn."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def library(pilot: Any) -> None:
    """Mark the vignette that the other pictures play."""
    place = [card.id for card in pilot.app.house.cards].index(PLAYED)
    await press(pilot, *["down"] * place)


async def briefing(pilot: Any) -> None:
    """Open that vignette."""
    await library(pilot)
    await press(pilot, "enter")


async def decision(pilot: Any) -> None:
    """Begin, pass over one's own words, and stand before the first decision."""
    await briefing(pilot)
    await press(pilot, "enter", "f4", "down")


async def debrief(pilot: Any) -> None:
    """Play to the end, always taking the response shown second, and open the debrief."""
    from simulator.flow import Stage

    await decision(pilot)
    for _ in range(80):
        stage = pilot.app.attempt.flow.stage
        if stage is Stage.DEBRIEF:
            break
        keys = {Stage.DECISION: "2", Stage.OWN_WORDS: "f4"}
        await press(pilot, keys.get(stage, "enter"))


async def one_decision(pilot: Any) -> None:
    """Open the debrief of the first decision."""
    await debrief(pilot)
    await press(pilot, "right")


PICTURES: dict[str, Act] = {
    "library": library,
    "briefing": briefing,
    "decision": decision,
    "debrief": debrief,
    "debrief-decision": one_decision,
}


async def take(name: str, act: Act) -> str:
    """Return one picture as SVG text."""
    records = MemoryRecords()
    await records.add_trainee(Trainee("11111111-1111-4111-8111-111111111111", "Robin", True, NOW))
    app = SimulatorApp(house(records), Options())
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await act(pilot)
        return without_hosts(app.export_screenshot(title="Supervision simulator"))


def without_hosts(svg: str) -> str:
    """Return the SVG without fonts from elsewhere: a terminal's own font stands in for them."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    svg = re.sub(r"<!-- .*? -->\s*", "", svg, flags=re.DOTALL)
    return svg.replace("Fira Code", "ui-monospace, Menlo, Consolas")


def main() -> None:
    """Write every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, act in PICTURES.items():
        (FOLDER / f"{name}.svg").write_text(asyncio.run(take(name, act)), encoding="utf-8")
        print(f"docs/pictures/{name}.svg")


if __name__ == "__main__":
    main()
