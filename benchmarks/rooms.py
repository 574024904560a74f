"""A furnished home to measure in: vignettes, and a store of attempts, one of them unfinished; all in one folder."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

LIBRARY = Path(__file__).resolve().parent.parent / "vignettes" / "library"
PLAYED = ("flirting-client", "bpd-cbt-only", "cultural-difference", "violent-threat")


@dataclass(frozen=True)
class Home:
    """Where a measured program lives: its environment names a data folder and the generated vignettes."""

    folder: Path

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "data"

    @property
    def environment(self) -> dict[str, str]:
        """What the measured program is given on top of this process's environment."""
        return {
            "HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder / "share"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "SIMULATOR_DATA": str(self.data),
            "SIMULATOR_LIBRARY": str(self.folder / "vignettes"),
            "TEXTUAL_ANIMATIONS": "none",
        }


def generate_vignettes(folder: Path, count: int = 15) -> None:
    """Write as many vignettes as the library lacks of ``count``: copies of its own under other ids and titles."""
    folder.mkdir(parents=True, exist_ok=True)
    shipped = sum(path.stem != "sources" for path in LIBRARY.glob("*.yaml"))
    for number in range(count - shipped):
        text = (LIBRARY / f"{PLAYED[number % len(PLAYED)]}.yaml").read_text(encoding="utf-8")
        text = re.sub(r"(?m)^id: .*$", f"id: generated-{number}", text, count=1)
        text = re.sub(r"(?m)^title: .*$", f"title: Generated vignette {number}", text, count=1)
        (folder / f"generated-{number}.yaml").write_text(text, encoding="utf-8")


def furnish(folder: Path, attempts: int = 100) -> Home:
    """Make a home with 15 vignettes and a store of finished attempts and one unfinished."""
    home = Home(folder)
    generate_vignettes(folder / "vignettes")
    asyncio.run(_play(home, attempts))
    return home


async def _play(home: Home, attempts: int) -> None:
    from simulator import preferences
    from simulator.attempts import Attempt
    from simulator.flow import Begin, Confirm, Continue, GiveOwnWords, Mode, Pick, Setting, Stage
    from simulator.records import Trainee
    from simulator.records.store import open_store
    from vignettes.reading import read_file

    os.environ["SIMULATOR_DATA"] = str(home.data)
    records = open_store(home.data)
    begin = datetime(2026, 1, 5, 9, tzinfo=UTC)
    trainee = Trainee("11111111-1111-4111-8111-111111111111", "Bench", True, begin)
    await records.add_trainee(trainee)
    ticks = iter(range(10**9))
    for number in range(attempts + 1):
        path = LIBRARY / f"{PLAYED[number % len(PLAYED)]}.yaml"
        reading = read_file(path)
        assert reading.vignette is not None
        attempt = Attempt(
            Setting(reading.vignette, Mode.REHEARSAL, number), text=path.read_bytes(), records=records,
            trainee=trainee.id, clock=lambda: begin + timedelta(seconds=next(ticks)),
        )
        shown = await attempt.send(Begin())
        while shown.stage is not Stage.DEBRIEF:
            if number == attempts and shown.decision == 4:
                break
            if shown.stage is Stage.OWN_WORDS:
                shown = await attempt.send(GiveOwnWords(""))
            elif shown.stage is Stage.DECISION:
                await attempt.send(Pick(shown.options[(number + shown.decision) % len(shown.options)].response))
                shown = await attempt.send(Confirm())
            else:
                shown = await attempt.send(Continue())
        await attempt.pause()
    await records.close()
    preferences.keep("trainee", trainee.id)


def program(*arguments: str) -> list[str]:
    """Return the command line that runs the installed program."""
    return [sys.executable, "-m", "simulator", *arguments]


def environment_of(home: Home | None) -> Mapping[str, str]:
    """Return the environment for a home, or for a fresh one made of nothing."""
    return home.environment if home else {}
