"""Programs that die or share: nothing acknowledged is lost, nothing is kept twice."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.records import Taken
from simulator.records.place import STORE_FILE
from simulator.records.store import open_store
from tests.simulator.record_makers import NOON, begun, chosen, ended, started, trainee

ROOT = Path(__file__).resolve().parents[2]

PLAYER = """
import asyncio, sys
from simulator.records.store import open_store
from tests.simulator.record_makers import begun, chosen, ended, started, trainee

async def main(folder, number, count, pause):
    store = open_store(folder, patience=30)
    await store.add_trainee(trainee(1))
    one = begun(number)
    await store.begin(one, b"text", started(), "me")
    print(0, flush=True)
    if pause:
        sys.stdin.readline()
    for seq in range(1, count):
        await store.append(one.id, chosen(seq) if seq % 7 else ended(seq), "me")
        print(seq, flush=True)
        if pause:
            sys.stdin.readline()
    await store.close()

asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "pause"))
"""


def player(folder: Path, number: int, count: int, how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PLAYER, str(folder), str(number), str(count), how]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def event(seq: int) -> object:
    return (started() if seq == 0 else chosen(seq) if seq % 7 else ended(seq)).event


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.parametrize("last", range(10))
async def test_killed_after_any_event_nothing_acknowledged_is_lost(tmp_path: Path, last: int):
    process = player(tmp_path, 1, 12, "pause")
    assert process.stdin
    assert process.stdout
    for seq in range(last + 1):
        assert process.stdout.readline() == f"{seq}\n"
        if seq < last:
            process.stdin.write("\n")
            process.stdin.flush()
    process.send_signal(signal.SIGKILL)
    process.wait()
    store = open_store(tmp_path)
    assert [kept.event for kept in (await store.read("attempt-1")).events] == [event(n) for n in range(last + 1)]
    (summary,) = await store.attempts("trainee-1")
    assert summary.steps == sum(1 for n in range(1, last + 1) if n % 7)
    await store.close()


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
async def test_killed_in_the_middle_of_writing_nothing_is_half_kept(tmp_path: Path):
    for number in range(1, 7):
        process = player(tmp_path, number, 100_000, "on")
        assert process.stdout
        for seq in range(number * 13):
            assert process.stdout.readline() == f"{seq}\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
        told = [int(line) for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        last = told[-1] if told else number * 13 - 1
        store = open_store(tmp_path)
        events = (await store.read(f"attempt-{number}")).events
        assert len(events) in (last + 1, last + 2)  # the one under way may have been kept, whole
        assert [kept.event for kept in events] == [event(n) for n in range(len(events))]
        # Sent again, as a program does that was not told, it is kept once.
        for seq in range(len(events) - 2, len(events) + 2):
            await store.append(f"attempt-{number}", chosen(seq) if seq % 7 else ended(seq), "me")
        assert len((await store.read(f"attempt-{number}")).events) == len(events) + 2
        await store.close()
        with sqlite3.connect(tmp_path / STORE_FILE) as raw:
            flat = raw.execute("select attempt, seq from choices order by 1, 2").fetchall()
            told_of = raw.execute("select attempt, seq from events where kind = 'chosen' order by 1, 2").fetchall()
        assert flat == told_of


async def test_several_programs_write_to_one_new_store_at_once(tmp_path: Path):
    folder = tmp_path / "data"
    processes = [player(folder, number, 80, "on") for number in range(1, 5)]
    for process in processes:
        out, _ = await asyncio.to_thread(process.communicate, timeout=120)
        assert out.split() == [str(n) for n in range(80)]
        assert process.returncode == 0
    store = open_store(folder)
    for number in range(1, 5):
        events = (await store.read(f"attempt-{number}")).events
        assert [kept.event for kept in events] == [event(n) for n in range(80)]
    assert len(await store.trainees()) == 1
    await store.close()


async def test_of_two_programs_that_play_one_attempt_one_is_told(tmp_path: Path):
    one, two = open_store(tmp_path), open_store(tmp_path)
    await one.add_trainee(trainee(1))
    await one.begin(begun(), b"text", started(), "one")
    with pytest.raises(Taken):
        await two.claim("attempt-1", "two", NOON)
    await two.claim("attempt-1", "two", NOON, take_over=True)
    told = 0
    for seq in range(1, 20):
        results = await asyncio.gather(
            one.append("attempt-1", chosen(seq), "one"), two.append("attempt-1", chosen(seq), "two"),
            return_exceptions=True,
        )  # fmt: skip
        assert isinstance(results[0], Taken)
        assert results[1] is None
        told += 1
    assert len((await one.read("attempt-1")).events) == told + 1
    await one.close()
    await two.close()
