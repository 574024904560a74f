"""The full screen. Importing this package is cheap; Textual is imported when it is run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """What the command line asks of the full screen.

    Attributes:
        vignette: a file to open at its briefing, before the library.
        mode: rehearsal, guided or assessment, chosen beforehand; None: chosen at the briefing.
        seed: decides the order in which responses are shown; None: a new one for each attempt.
        shuffled: False shows responses in the order written.
        trainee: the id of who is playing; None: whoever played last, or the first-run page.
        unrecorded: True keeps nothing of what is played.
        folders: further folders of vignettes, after the shipped ones.
    """

    vignette: Path | None = None
    mode: str | None = None
    seed: int | None = None
    shuffled: bool = True
    trainee: str | None = None
    unrecorded: bool = False
    folders: tuple[Path, ...] = ()


def run_full_screen(options: Options) -> int:
    """Run the full screen in this terminal until the person leaves.

    Returns:
        the exit status: 0 left, 3 ended by a fault (a sentence stands on stderr), 130 interrupted.
    """
    from simulator.screens.running import run

    return run(options)
