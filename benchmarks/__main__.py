"""``python3 dev.py bench``: every promise on speed, ours beside a bare peer in the same run, as a ratio.

Absolute times differ from machine to machine and from minute to minute; so ours and the peer are run in turn,
and what counts is the ratio of the medians. Exits 1 if a ratio is past its limit.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from pathlib import Path

from benchmarks.rooms import furnish
from benchmarks.rows import Row, table

PARTS = ("painting", "commands", "engine")


def main() -> int:
    """Measure what is asked for and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[], help="measure only these")
    parser.add_argument("-n", type=int, default=9, help="runs of each command (default 9)")
    arguments = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="simulator-bench-") as folder:
        home = furnish(Path(folder) / "home")
        for part in arguments.parts or PARTS:
            print(f"measuring {part} ...", file=sys.stderr, flush=True)
            rows += importlib.import_module(f"benchmarks.{part}").measure(home, arguments.n)
    print(table(rows))
    return int(any(row.ratio > row.limit for row in rows))


if __name__ == "__main__":
    sys.exit(main())
