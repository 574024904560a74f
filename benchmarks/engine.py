"""Parts of the engine in this process: a debrief, and one recorded choice."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.rooms import LIBRARY, Home
from benchmarks.rows import Row, in_turn

CHOICES = 200


def measure(home: Home, runs: int) -> list[Row]:
    """Measure a debrief against dumping its vignette, and a recorded choice against a bare commit."""
    return [_debrief(runs), _choice(runs)]


def _debrief(runs: int) -> Row:
    import yaml

    from scoring.debrief import debrief, worth_in
    from scoring.exploring import key_decisions
    from scoring.ledger import account
    from vignettes.exploring import build
    from vignettes.playing import begin, choose, open_responses, settle, walk
    from vignettes.reading import read_file
    from vignettes.sources import read_sources

    path = LIBRARY / "flirting-client.yaml"
    vignette = read_file(path).vignette
    assert vignette is not None
    sources = read_sources(LIBRARY / "sources.yaml")
    keys, reach = key_decisions(vignette), worth_in(build(vignette))
    choices, (state, _) = [], settle(vignette, begin(vignette))
    while state.place not in vignette.endings:
        response = open_responses(vignette, state)[0]
        choices.append(response.id)
        state, _ = settle(vignette, choose(vignette, state, response))
    parsed = yaml.safe_load(path.read_bytes())

    def ours() -> float:
        start = time.perf_counter()
        for _ in range(20):
            line, _ = walk(vignette, choices)
            debrief(vignette, line, account(vignette, line, key=keys.keys, sources=sources),
                    sources=sources, worth=reach)
        return (time.perf_counter() - start) / 20 * 1e3

    def peer() -> float:
        start = time.perf_counter()
        for _ in range(20):
            json.dumps(parsed, default=str)
        return (time.perf_counter() - start) / 20 * 1e3

    mine, theirs = in_turn(runs, ours, peer)
    return Row("one debrief / json.dumps of its parsed vignette", mine, theirs, "ms", 10)


def _choice(runs: int) -> Row:
    with tempfile.TemporaryDirectory(prefix="simulator-bench-store-") as folder:
        mine, theirs = in_turn(runs, lambda: _ours(Path(folder)), lambda: _bare(Path(folder)))
    return Row("one recorded choice / a bare durable WAL commit", mine, theirs, "ms", 2)


def _ours(folder: Path) -> float:
    return asyncio.run(_record(folder / "data"))


async def _record(data: Path) -> float:
    from simulator.attempts import new_id
    from simulator.flow import Event
    from simulator.records import Begun, Kept, Trainee
    from simulator.records.store import open_store

    records = open_store(data)
    now = datetime.now(UTC)
    trainee, attempt = new_id(), new_id()
    await records.add_trainee(Trainee(trainee, None, True, now))
    begun = Begun(attempt, trainee, "case", "Case", "0" * 64, "rehearsal", 0, True, 1, now)
    await records.begin(begun, b"text", Kept(0, now, Event("started")), "bench")
    chosen = {
        "scene": "a-scene", "response": "a-response", "offered": ["a", "b", "c", "d"], "shown": ["d", "c", "b", "a"],
        "confidence": None, "reason": "", "share_reason": False, "thinking_ms": 20_000,
    }
    start = time.perf_counter()
    for number in range(1, CHOICES + 1):
        await records.append(attempt, Kept(number, now, Event("chosen", {"step": number - 1, **chosen})), "bench")
    taken = time.perf_counter() - start
    await records.close()
    return taken / CHOICES * 1e3


def _bare(folder: Path) -> float:
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")
    connection.execute("create table if not exists events (attempt text, seq integer, data text)")
    data = json.dumps({"offered": ["a", "b", "c", "d"], "shown": ["d", "c", "b", "a"], "scene": "a-scene"})
    start = time.perf_counter()
    for number in range(CHOICES):
        connection.execute("begin immediate")
        connection.execute("insert into events values (?, ?, ?)", ("attempt", number, data))
        connection.execute("commit")
    taken = time.perf_counter() - start
    connection.close()
    return taken / CHOICES * 1e3
