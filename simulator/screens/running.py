"""Running the full screen in a terminal: what it is given, and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from simulator import wording
from simulator.screens import Options
from simulator.screens.app import FAULT, INTERRUPTED, SimulatorApp
from simulator.screens.house import CannotRead, House

if TYPE_CHECKING:
    from simulator.records import Records
    from simulator.records.glance import Glance
    from vignettes.model import Vignette
    from vignettes.sources import Sources

STOPPED = (INTERRUPTED, 128 + signal.SIGTERM)
"""Exit statuses after a signal to stop: 128 and its number."""


def run(options: Options) -> int:
    """Run it and return the exit status; see :func:`simulator.screens.run_full_screen`."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("The full screen needs a terminal; use --plain here. Nothing was begun.", file=sys.stderr)
        return 2
    app = SimulatorApp(furnish(options), options)
    try:
        status = asyncio.run(_stoppable(app))
    except KeyboardInterrupt:
        status = INTERRUPTED
    if app.records is not None:
        with contextlib.suppress(Exception):  # all that was awaited is durable already
            asyncio.run(asyncio.wait_for(app.records.close(), 2))
    if app.crash is not None:
        return _after(app)
    if status in STOPPED:
        print(f"Stopped. {_what_is_kept(app)}".strip(), file=sys.stderr)
    return app.return_code or status or 0


async def _stoppable(app: SimulatorApp) -> int | None:
    """Run it so that a signal to stop ends it as a key does, with the terminal put back as it was."""
    loop = asyncio.get_running_loop()
    for status in STOPPED:
        with contextlib.suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(status - 128, app.exit, status)
    return await app.run_async()


def _what_is_kept(app: SimulatorApp) -> str:
    """Return what has become of the attempt under way, if there is one."""
    if app.attempt is None:
        return ""
    return wording.KEPT if app.attempt.recorded else wording.NOT_KEPT


def _after(app: SimulatorApp) -> int:
    assert app.crash is not None
    file = app.crash.write(crash_folder())
    where = f"; type and place of the fault, and none of your texts, are in {file}" if file else ""
    print(f"The program met a fault and had to stop. What you chose before is kept{where}.", file=sys.stderr)
    return FAULT


def furnish(options: Options) -> House:
    """Return the house of this computer: its library, records, preferences, clock and chance."""
    from simulator import preferences
    from vignettes.library import headers, shipped

    folders = [shipped(), *options.folders]

    def sources() -> Sources:
        from vignettes.library import sources as read
        from vignettes.sources import SourcesFault

        try:
            return read(folders)
        except SourcesFault:  # a folder's own file; "simulator check" tells its author
            return read([])

    return House(
        cards=headers(folders),
        read=read_vignette,
        clock=lambda: datetime.now(UTC),
        new_id=lambda: str(uuid.uuid4()),
        new_seed=lambda: random.SystemRandom().randrange(2**31),
        open_records=None if options.unrecorded else open_records,
        sources=sources,
        preferences=preferences.read(),
        keys=preferences.keys(),
        preferences_file=_preferences_file(),
        keep_preference=preferences.keep,
        environment=dict(os.environ),
        glance=glance,
        settling=0.7,
    )


def _preferences_file() -> str:
    from simulator.records.place import PREFERENCES_FILE

    folder = crash_folder()
    return "" if folder is None else str(folder / PREFERENCES_FILE)


def read_vignette(file: Path) -> tuple[Vignette, bytes]:
    """Read and compile a vignette. Raises CannotRead with the first fault that stops it."""
    from vignettes.reading import read_bytes
    from vignettes.reading.reader import bytes_of

    try:
        text = bytes_of(file)
    except OSError as fault:
        raise CannotRead(f"{file.name} cannot be opened ({fault.strerror or 'no reason given'}).") from None
    reading = read_bytes(text, file.name)
    if reading.vignette is None:
        first = next((d for d in reading.diagnostics if d.stops), None) or next(iter(reading.diagnostics), None)
        what = f"{first.message} ({first.place})" if first else "It holds no vignette."
        raise CannotRead(f"{what} Run 'simulator check' on it to see everything.")
    return reading.vignette, text


def open_records() -> Records:
    """Open this computer's records. Raises RecordsError."""
    from simulator.records.place import data_folder
    from simulator.records.store import open_store

    return open_store(data_folder())


def glance(trainee: str) -> Glance | None:
    """Glance at this computer's records."""
    from simulator.records.glance import glance as look
    from simulator.records.place import data_folder

    return look(data_folder(), trainee)


def crash_folder() -> Path | None:
    """Return where crash files go."""
    from simulator.records import RecordsError
    from simulator.records.place import data_folder

    try:
        return data_folder()
    except (RecordsError, OSError, RuntimeError):
        return None
