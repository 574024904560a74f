"""Line mode on this computer: what it is given, and how it ends."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.plain.desk import CannotRead, Desk
from simulator.plain.paper import Paper
from simulator.plain.talking import Talk, terminal_reader, waiting_on_stdin
from simulator.screens import Options

if TYPE_CHECKING:
    from simulator.records import Records
    from vignettes.model import Vignette
    from vignettes.sources import Sources


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What the command line gives line mode: how files, sources and records are reached, and how faults are told.

    Attributes:
        read: reads and compiles one file, and returns its bytes too; raises CannotRead.
        sources: returns what a file cites.
        open_records: opens what is kept; may raise RecordsError.
        remark: prints a message to stderr.
        fails: returns the exception that ends the program with a sentence and exit status 1.
        stops: returns the exception that ends the program after Ctrl-C, with a sentence.
        width: returns how many cells a line may have now.
    """

    read: Callable[[Path], tuple[Vignette, bytes]]
    sources: Callable[[Path | None], Sources]
    open_records: Callable[[], Records]
    remark: Callable[[str], None]
    fails: Callable[[str], Exception]
    stops: Callable[[str], BaseException]
    width: Callable[[], int]


def run_plain(
    options: Options, outside: Outside, *, asks: bool, named: str | None = None, resumes: bool = False
) -> int:
    """Run line mode until the person leaves or the input ends.

    Args:
        options: what the command line asks for.
        outside: how to reach files and records.
        asks: whether there is a person at a terminal.
        named: who plays, by name or id, where that was said.
        resumes: whether an unfinished attempt is gone on with where nobody can be asked.

    Returns:
        the exit status.
    """
    desk = furnish(options, outside, asks=asks, resumes=resumes)
    try:
        if asks:
            from simulator.plain.sitting import Sitting

            return Sitting(desk, named).run()
        from simulator.plain.script import Script

        return Script(desk, iter(sys.stdin), named, outside.fails).run()
    except KeyboardInterrupt:
        if asks:
            print_line("")  # the prompt's line ends here
        raise outside.stops(f"Stopped. {desk.put_down()}".strip()) from None
    finally:
        desk.close()


def furnish(options: Options, outside: Outside, *, asks: bool, resumes: bool) -> Desk:
    """Return the desk of this computer: its library, records, preferences, clock and chance."""
    import random
    import time

    from simulator import preferences
    from simulator.attempts import new_id, utc_now
    from vignettes.library import headers, shipped

    paper = Paper(print_line, outside.width)
    reader = terminal_reader() if asks else _nobody
    return Desk(
        options=options,
        paper=paper,
        talk=Talk(paper, reader, waiting_on_stdin if asks else lambda: False),
        remark=outside.remark,
        headers=cache(lambda: headers((shipped(), *options.folders))),
        read=outside.read,
        open_records=outside.open_records,
        sources=cache(outside.sources),
        clock=utc_now,
        ticks=time.monotonic,
        new_id=new_id,
        new_seed=lambda: random.SystemRandom().randrange(2**31),
        preferences=preferences.read(),
        keep_preference=preferences.keep,
        resumes=resumes,
    )


def print_line(text: str) -> None:
    """Print one line and let it be seen at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _nobody(prompt: str) -> str:
    raise EOFError


def read_vignette(file: Path, read: Callable[[bytes, str], Vignette]) -> tuple[Vignette, bytes]:
    """Read a file's bytes and compile them. Raises CannotRead."""
    from vignettes.reading.reader import bytes_of

    try:
        text = bytes_of(file)
    except OSError as fault:
        raise CannotRead(f"{file.name} cannot be opened ({fault.strerror or 'no reason given'}).") from None
    return read(text, str(file)), text
