"""From bytes to a vignette: guards, tree, model, names, advice."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vignettes.diagnostics import Diagnostic, in_order, overridden, tame
from vignettes.model import Vignette
from vignettes.reading import advice, laws, names, whole
from vignettes.reading.draft import Draft
from vignettes.reading.events import Limits, decoded, read_tree, too_large
from vignettes.reading.faults import Faults, Unreadable
from vignettes.reading.marks import Marks
from vignettes.reading.nodes import Written

if TYPE_CHECKING:
    from vignettes.sources import Source

LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a file gave.

    Attributes:
        vignette: None only where the file cannot be read or played, or names an unknown target.
        diagnostics: all that reading alone can find, in the order of the file.
        marks: where each part stands.
    """

    vignette: Vignette | None
    diagnostics: tuple[Diagnostic, ...]
    marks: Marks


def read_bytes(
    data: bytes, file: str, sources: Mapping[str, Source] | None = None, *, limits: Limits = LIMITS
) -> Reading:
    """Return what the bytes of a vignette hold; never raises for what is in them.

    Args:
        data: the file's bytes, UTF-8.
        file: its name, for places.
        sources: the known sources by id; None leaves citations unchecked.
        limits: how much is read.
    """
    faults = Faults(Written(file), limits.faults)
    try:
        with _uncollected():
            return _reading(data, faults, sources, limits)
    except Unreadable:
        return _unread(faults)


def read_file(
    path: str | os.PathLike[str], sources: Mapping[str, Source] | None = None, *, limits: Limits = LIMITS
) -> Reading:
    """Return what a file holds. A file that cannot be opened, or is too large, is a diagnostic too."""
    faults = Faults(Written(os.fspath(path)), limits.faults)
    try:
        data = opened(Path(path), faults, limits)
    except Unreadable:
        return _unread(faults)
    return read_bytes(data, os.fspath(path), sources, limits=limits)


def opened(path: Path, faults: Faults, limits: Limits) -> bytes:
    """Return a file's bytes.

    Raises:
        Unreadable: it cannot be opened, is no ordinary file, or is too large.
    """
    try:
        if (size := ordinary(path)) > limits.size:
            raise faults.stop("V102", too_large(size, limits), 0)
        return bytes_of(path, limits)
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else None
        raise faults.stop("V101", f"This file cannot be opened: {tame(reason or str(fault))}.", 0) from None


def bytes_of(path: Path, limits: Limits = LIMITS) -> bytes:
    """Return a file's bytes for read_bytes: of a file that is too large only so many that it is refused.

    Raises:
        OSError: it cannot be opened, or is no ordinary file (a pipe would wait, a device never end).
    """
    ordinary(path)
    with path.open("rb") as stream:
        return stream.read(limits.size + 1)


def ordinary(path: Path) -> int:
    """Return the size in bytes of an ordinary file. Raises OSError where it is none."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise OSError(0, "it is a folder" if stat.S_ISDIR(about.st_mode) else "it is not an ordinary file")
    return about.st_size


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for garbage: a tree of millions of parts has none, and looking doubles the time."""
    import gc

    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _reading(data: bytes, faults: Faults, sources: Mapping[str, Source] | None, limits: Limits) -> Reading:
    root = read_tree(decoded(data, faults, limits), faults, limits)
    draft = Draft(faults)
    vignette = whole.vignette(draft, root, hashlib.sha256(data).hexdigest())
    if vignette is None:
        return _unread(faults)
    names.check(draft, vignette, sources)
    laws.check(draft, vignette)
    advice.check(draft, vignette, sources)
    diagnostics = overridden(in_order(faults.found), vignette.overrides)
    return Reading(None if faults.stopped else vignette, diagnostics, Marks(faults.written))


def _unread(faults: Faults) -> Reading:
    return Reading(None, in_order(faults.found), Marks(faults.written))
