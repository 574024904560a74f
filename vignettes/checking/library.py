"""What a whole library leaves out, or says twice."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from vignettes.diagnostics import Diagnostic, in_order, quoted

if TYPE_CHECKING:
    import os

    from vignettes.model import Vignette
    from vignettes.reading import Marks, Reading
    from vignettes.sources import Sources


def check_library(
    readings: Iterable[Reading], sources: Sources | None = None, path: str | os.PathLike[str] | None = None
) -> tuple[Diagnostic, ...]:
    """Return what can only be said of all vignettes together.

    Args:
        readings: all files of the library.
        sources: the known sources; None: nothing is said of them.
        path: the file they were read from, where the faults are placed; None: the library's own.
    """
    files = [(reading, reading.vignette) for reading in readings if reading.vignette is not None]
    found = [*_names(files)]
    if sources is not None:
        found.extend(_idle(sources, [vignette for _, vignette in files], _marks(path)))
    return in_order(found)


def exercised(vignettes: Iterable[Vignette]) -> frozenset[str]:
    """Return the ids of all sources that some response upholds or breaches, or that some rule is drawn from."""
    found: set[str] = set()
    for vignette in vignettes:
        for scene in vignette.decisions:
            for response in scene.responses:
                found.update(response.upholds, response.breaches)
        found.update(rule.source for rule in vignette.rules.values() if rule.source)
    return frozenset(found)


def _names(files: list[tuple[Reading, Vignette]]) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for reading, vignette in files:
        if vignette.id in first:
            message = f"{quoted(vignette.id)} is the id of {quoted(first[vignette.id])} too."
            yield reading.marks.diagnostic("V602", message, "id")
        first.setdefault(vignette.id, reading.marks.file)
    for reading, vignette in files:
        other = vignette.variant_of
        if other is not None and (other not in first or other == vignette.id):
            from vignettes.reading.faults import nearest

            near = nearest(other, first.keys() - {vignette.id})
            hint = f"; did you mean {quoted(near)}?" if near else "."
            what = "is this vignette itself" if other == vignette.id else "is not a vignette of this library"
            yield reading.marks.diagnostic("V603", f"{quoted(other)} {what}{hint}", "variant_of", nearest=near)


def _idle(sources: Sources, vignettes: list[Vignette], marks: Marks) -> Iterator[Diagnostic]:
    from vignettes.sources import ARTICLE

    used = exercised(vignettes)
    for source in sources.values():
        if source.layer == ARTICLE and source.id not in used:
            message = f"No vignette exercises the recommendation {quoted(source.id)}."
            yield marks.diagnostic("V601", message, "sources", source.id)


def _marks(path: str | os.PathLike[str] | None) -> Marks:
    """Return the marks of a file of sources; they point at its beginning where it cannot be read."""
    from pathlib import Path

    from vignettes.library import SOURCES, shipped
    from vignettes.reading import Limits, Marks
    from vignettes.reading.events import decoded, read_tree
    from vignettes.reading.faults import Faults, Unreadable
    from vignettes.reading.nodes import Written
    from vignettes.reading.reader import opened

    file = Path(path) if path is not None else shipped() / SOURCES
    faults = Faults(Written(str(file)))
    with contextlib.suppress(Unreadable):
        read_tree(decoded(opened(file, faults, Limits()), faults, Limits()), faults, Limits())
    return Marks(faults.written)
