"""Kept attempts played again: to be gone on with, to be scored anew, or to be seen in a profile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

import scoring
from simulator.attempts.lines import figures_of, first_path, keys_of
from simulator.flow import Event, Flow, Mode, NotNow, Setting, restore
from simulator.records import Damaged, Figures, Record, Records
from vignettes.model import Vignette
from vignettes.playing import Path, Stuck

if TYPE_CHECKING:
    from vignettes.sources import Source


def vignette_of(record: Record) -> Vignette:
    """Compile the vignette an attempt was played on, from the text kept with it. Raises Damaged."""
    from vignettes.reading import read_bytes

    reading = read_bytes(record.text, f"{record.begun.vignette}.yaml")
    if reading.vignette is None:
        raise Damaged("The vignette kept with this attempt can no longer be read; the attempt is untouched.")
    return reading.vignette


def setting_of(record: Record, *, asks: bool = True, vignette: Vignette | None = None) -> Setting:
    """Return the setting an attempt was begun with; ``vignette`` if its text is compiled already. Raises Damaged."""
    begun = record.begun
    if begun.mode not in list(Mode):
        raise Damaged(f"This attempt was played in a mode that this version does not know ({begun.mode}).")
    return Setting(vignette or vignette_of(record), Mode(begun.mode), begun.seed, begun.shuffled, asks)


def replay(setting: Setting, events: Sequence[Event]) -> Flow:
    """Play a whole record again without asking anyone.

    A choice that was not kept may steer texts only: the first on offer that fits what came after stands in its
    place.

    Raises:
        NotNow: the record does not fit the vignette.
        Stuck: the vignette cannot go on.
    """
    unkept = [number for number, event in enumerate(events) if _is_unkept(event)]
    misfit = NotNow("The record does not fit this vignette.")
    for chosen in islice(product(*(_offered(events[number]) for number in unkept)), _TRIES):
        filled = list(events)
        for number, response in zip(unkept, chosen, strict=True):
            filled[number] = Event("chosen", {**filled[number].data, "response": response})
        try:
            return restore(setting, filled)
        except NotNow as error:
            misfit = error
    raise misfit


_TRIES = 1000  # ways to fill in what was not kept; the first does unless a vignette breaks its promise


def _is_unkept(event: Event) -> bool:
    return event.kind == "chosen" and event.data.get("response") is None


def _offered(event: Event) -> list[str]:
    offered = event.data.get("offered")
    return [str(response) for response in offered] if isinstance(offered, list | tuple) else []


@dataclass(frozen=True, slots=True)
class Rescored:
    """What a rescoring did: how many attempts have new figures, and the ids of those that cannot be played again."""

    done: int
    failed: tuple[str, ...]


async def rescore(
    records: Records,
    *,
    sources: Mapping[str, Source] | None = None,
    progress: Callable[[int, int], None] = lambda done, all_: None,
) -> Rescored:
    """Build the figures of all finished attempts again, each on its own vignette's text, by replay.

    Args:
        records: where they are kept.
        sources: what the vignettes cite, for the layers.
        progress: called with how many are done, of how many.

    Raises:
        RecordsError: the records cannot be read or written; what was rebuilt before stays.
    """
    every = await records.finished()
    known: dict[str, _Text] = {}
    failed = []
    for number, attempt in enumerate(every, 1):
        try:
            record = await records.read(attempt)
            data = await asyncio.to_thread(_figures, record, known, sources)
        except (Damaged, NotNow, Stuck, KeyError, ValueError):
            failed.append(attempt)
        else:
            await records.keep_figures(Figures(attempt, record.begun.content_hash, scoring.VERSION, data))
        progress(number, len(every))
    return Rescored(len(every) - len(failed), tuple(failed))


class _Text(NamedTuple):
    """A vignette's text as compiled, and its key decisions: the same for all attempts on it."""

    vignette: Vignette
    key: frozenset[str]


def _figures(record: Record, known: dict[str, _Text], sources: Mapping[str, Source] | None) -> dict[str, object]:
    """Return the figures of the last line that reached its ending."""
    text = known.get(record.begun.content_hash)
    if text is None:
        vignette = vignette_of(record)
        text = known[record.begun.content_hash] = _Text(vignette, keys_of(vignette))
    setting, events = setting_of(record, vignette=text.vignette), [kept.event for kept in record.events]
    last = max(number for number, event in enumerate(events) if event.kind == "ended")
    return figures_of(setting, replay(setting, events[: last + 1]), sources, key=text.key)


async def paths_for_profile(
    records: Records, trainee: str, *, left_out: list[str] | None = None
) -> list[tuple[Vignette, Path]]:
    """Return a person's attempts as profiles count them, the first begun first.

    An attempt counts up to its first rewind; one that still stands on its first line counts once that has ended.
    Attempts that are damaged or can no longer be played again are left out, and their ids added to ``left_out``.

    Raises:
        RecordsError: the records cannot be read.
    """
    known: dict[str, Vignette] = {}
    found = []
    for summary in sorted(await records.attempts(trainee), key=lambda one: one.begun.created_at):
        if not summary.finished and not summary.rewinds:
            continue
        try:
            record = await records.read(summary.begun.id)
            setting, flow = await asyncio.to_thread(_played, record, known)
        except (Damaged, NotNow, Stuck):
            if left_out is not None:
                left_out.append(summary.begun.id)
            continue
        path = first_path(setting, flow)
        if path.visits:
            found.append((setting.vignette, path))
    return found


def _played(record: Record, known: dict[str, Vignette]) -> tuple[Setting, Flow]:
    content = record.begun.content_hash
    if content not in known:
        known[content] = vignette_of(record)
    setting = setting_of(record, vignette=known[content])
    return setting, replay(setting, [kept.event for kept in record.events])
