"""Where things stand in the file a vignette was read from, for whoever has something to say about them."""

from __future__ import annotations

from vignettes.diagnostics import Diagnostic, Place
from vignettes.reading.faults import LONGEST_LINE, severity_of
from vignettes.reading.nodes import Written


class Marks:
    """Finds the place of any part of a vignette by the keys and indices that lead to it."""

    def __init__(self, written: Written) -> None:
        self._written = written

    @property
    def file(self) -> str:
        """The file's name, as given to the reader."""
        return self._written.file

    def place(self, *steps: str | int) -> Place:
        """Return where a part stands: its key, or the part itself in a list.

        Steps are those of the file, such as ``"scenes", "first-remark", "responses", "wait", "acts", 0``.
        A step that is not in the file is passed over, so that a missing key points at what lacks it.
        """
        return self._written.place(self._written.find(*steps)[0])

    def value(self, *steps: str | int) -> Place:
        """Return where the value of a part begins."""
        at, node = self._written.find(*steps)
        return self._written.place(at if node is None else node.at)

    def line(self, place: Place) -> str:
        """Return the line of the file at a place, as written."""
        return self._written.line(place.line, LONGEST_LINE)

    def diagnostic(self, code: str, message: str, *steps: str | int, nearest: str | None = None) -> Diagnostic:
        """Return a diagnostic at a part's place, with the severity the catalogue gives its code."""
        place = self.place(*steps)
        return Diagnostic(code, severity_of(code), message, place, nearest, self.line(place))
