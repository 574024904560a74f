"""The debrief of a path or of an attempt: scored, with all that the debrief is told from. Shared by all faces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoring.debrief import FirstLine, Said, Worth
    from simulator.flow import Flow, Setting
    from vignettes.model import Vignette
    from vignettes.playing import Path
    from vignettes.sources import Sources

CONSEQUENCES_BUDGET = 20_000  # states; past it, well under a second's work, the consequence view is left out


def debrief_of_path(
    vignette: Vignette,
    path: Path,
    sources: Sources,
    *,
    said: Mapping[int, Said] | None = None,
    first: FirstLine | None = None,
) -> dict[str, Any]:
    """Return the debrief's document for a path; see :func:`scoring.debrief.debrief`.

    Args:
        vignette: the vignette as it was played.
        path: the line finally played.
        sources: what the vignette cites.
        said: what the trainee added, by step.
        first: the line first played, where they went back.
    """
    from scoring.debrief import debrief
    from scoring.exploring import key_decisions
    from scoring.ledger import account

    found = account(vignette, path, key=key_decisions(vignette).keys, sources=sources)
    return debrief(vignette, path, found, sources=sources, said=said, first=first, worth=_worth(vignette))


def debrief_of(setting: Setting, flow: Flow, sources: Sources) -> dict[str, Any]:
    """Return the debrief's document for the line finally played in an attempt."""
    from simulator.attempts import first_of, said_of
    from simulator.flow import path_of

    return debrief_of_path(
        setting.vignette, path_of(setting, flow), sources, said=said_of(setting, flow), first=first_of(flow)
    )


def _worth(vignette: Vignette) -> Worth | None:
    from scoring.debrief import worth_in
    from vignettes.exploring import build

    graph = build(vignette, budget=CONSEQUENCES_BUDGET)
    return worth_in(graph) if graph.complete else None
