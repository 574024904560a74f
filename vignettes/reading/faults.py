"""Faults collected while a file is read: all of them, each at its place, but never without end."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from vignettes.diagnostics import Diagnostic, quoted
from vignettes.reading.nodes import Written

MOST = 1_000  # faults kept; an author with more is not helped by hearing them all
MOST_COMPARED = 100_000  # names compared in looking for near ones: about a second's work
LONGEST_LINE = 10_000  # characters of a source line kept with a fault


class Unreadable(Exception):
    """Reading cannot go on; what is wrong is among the faults."""


class Faults:
    """Collects diagnostics for one file."""

    def __init__(self, written: Written, most: int = MOST) -> None:
        self.written = written
        self.most = most
        self.found: list[Diagnostic] = []
        self.stopped = False
        self._compared = 0

    @property
    def full(self) -> bool:
        """Tell whether no more faults are kept."""
        return len(self.found) > self.most

    def add(self, code: str, message: str, at: int, *, nearest: str | None = None, stops: bool = False) -> None:
        """Add a fault at a packed position; ``stops`` where the case cannot be played with it."""
        self.stopped = self.stopped or stops
        if self.full:
            return
        if len(self.found) == self.most:
            code, nearest = "V124", None
            message = f"There are more than {self.most:,} faults; the rest are not shown."
        place = self.written.place(at)
        line = self.written.line(place.line, LONGEST_LINE)
        self.found.append(Diagnostic(code, severity_of(code), message, place, nearest, line, stops))

    def stop(self, code: str, message: str, at: int) -> Unreadable:
        """Add a fault with which reading ends, and return what to raise."""
        self.add(code, message, at, stops=True)
        return Unreadable(message)

    def unknown(
        self, code: str, name: str, what: str, known: Collection[str], at: int, *, stops: bool = False
    ) -> None:
        """Add a fault about a name that nothing bears, with the nearest known name.

        Args:
            code: the catalogue's code.
            name: the name found.
            what: the rest of the sentence, such as ``is not a variable``.
            known: all names it could have been.
            at: its packed position.
            stops: whether the case cannot be played with it.
        """
        near = self._nearest(name, known)
        hint = f"; did you mean {quoted(near)}?" if near else "."
        self.add(code, f"{quoted(name)} {what}{hint}", at, nearest=near, stops=stops)

    def _nearest(self, name: str, known: Collection[str]) -> str | None:
        self._compared += len(known)
        if self._compared > MOST_COMPARED or len(name) > 100:
            return None
        return nearest(name, known)


def severity_of(code: str) -> str:
    """Return the severity the catalogue gives a code."""
    from vignettes.catalogue import entry

    return entry(code).severity


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like this one, or None where none is near.

    Likeness is that of :mod:`difflib`; upper and lower case, hyphens and underscores count as the same.
    """
    import difflib

    def plain(text: str) -> str:
        return text.lower().replace("_", "-")

    folded: dict[str, str] = {}
    for candidate in known:
        if abs(len(candidate) - len(name)) <= max(3, len(name) // 2):
            folded.setdefault(plain(candidate), candidate)
    found = difflib.get_close_matches(plain(name), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None
