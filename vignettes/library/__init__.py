"""The shipped vignettes, one YAML file each, and their sources; and looking through folders of vignettes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from vignettes.reading.header import Header, read_header

if TYPE_CHECKING:
    from pathlib import Path

    from vignettes.sources import Sources

SOURCES = "sources.yaml"
ENDINGS = (".yaml", ".yml")
PLAYS = (".plays.yaml", ".plays.yml")  # expected plays, beside a vignette

Folder = str | os.PathLike[str]


class UnknownVignette(LookupError):
    """No vignette has this id, and no file this path. ``nearest`` is the known id most like it, if any is."""

    def __init__(self, message: str, nearest: str | None) -> None:
        super().__init__(message)
        self.nearest = nearest


def shipped() -> Path:
    """Return the folder of the vignettes that come with the program."""
    from pathlib import Path

    return Path(__file__).parent


def files(folders: Iterable[Folder]) -> Iterator[str]:
    """Yield the paths of the vignette files in some folders, by folder and name; a missing folder has none."""
    for folder in folders:
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        for name in names:
            if name.endswith(ENDINGS) and not name.startswith(".") and name != SOURCES and not name.endswith(PLAYS):
                yield os.path.join(os.fspath(folder), name)


def headers(folders: Iterable[Folder]) -> tuple[Header, ...]:
    """Return the headers of all vignettes in some folders, by folder and file name."""
    return tuple(read_header(path) for path in files(folders))


def find(name: str, folders: Iterable[Folder]) -> Path:
    """Return the file that a person means by an id or a path. An id is looked for first.

    Raises:
        UnknownVignette: there is none; the sentence names the nearest known id.
    """
    from pathlib import Path

    known: dict[str, str] = {}
    for header in headers(folders):
        if header.id == name:
            return Path(header.file)
        known[header.id] = header.file
    if os.path.exists(name):
        return Path(name)
    from vignettes.diagnostics import quoted
    from vignettes.reading.faults import nearest

    near = nearest(name[:100], known)
    hint = f"; did you mean {quoted(near)}?" if near else "."
    raise UnknownVignette(f"{quoted(name)} is neither a known vignette nor a file{hint}", near)


def sources(folders: Iterable[Folder]) -> Sources:
    """Return the shipped sources, joined by those of each folder that has a ``sources.yaml``.

    Raises:
        SourcesFault: one of the files cannot be read.
    """
    from pathlib import Path

    from vignettes.sources import read_sources

    own = shipped() / SOURCES
    found = read_sources(own)
    for folder in folders:
        path = Path(folder) / SOURCES
        if path.is_file() and path != own:
            found = found.joined(read_sources(path))
    return found
