"""The command line: parse, call, print. ``run()`` is the whole program; nothing heavy is imported here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit status.

    0 done, 1 found faults, 2 used wrongly, 3 could not (disk, lock, network), 130 interrupted.

    Args:
        arguments: what follows the program's name; the process's own if not given.
    """
    import signal
    import sys

    try:
        from simulator.cli.running import main

        status = main(arguments)
    except KeyboardInterrupt:  # before the commands were there to catch it
        sys.stderr.write("Stopped.\n")
        status = 130
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is said and kept; nothing is left to be stopped
    sys.exit(status)
