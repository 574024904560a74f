"""Whole commands without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from benchmarks.rooms import Home, program
from benchmarks.rows import Row, in_turn


def run(command: list[str], environment: dict[str, str]) -> float:
    """Return the milliseconds a whole process takes."""
    env = {**os.environ, **environment}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1e3


def measure(home: Home, runs: int) -> list[Row]:
    """Measure ``list`` in a fresh home and with a store, beside a Python that imports click and yaml."""
    bare = [sys.executable, "-c", "import click, yaml"]
    with tempfile.TemporaryDirectory(prefix="simulator-bench-fresh-") as folder:
        fresh = {"HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder, "SIMULATOR_DATA": folder + "/data"}
        peer, ours, stored = in_turn(
            runs,
            lambda: run(bare, {}),
            lambda: run(program("list"), fresh),
            lambda: run(program("list"), home.environment),
        )
    return [
        Row("list in a fresh home / import click, yaml", ours, peer, "ms", 4),
        Row("list with a store of 101 attempts / import click, yaml", stored, peer, "ms", 8),
    ]
