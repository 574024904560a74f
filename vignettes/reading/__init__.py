"""Reading: the text of a file into data with marks, then into a compiled vignette, with every fault found.

The header's light read is imported at once, the full reader when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vignettes.reading.header import Header, read_header

if TYPE_CHECKING:
    from vignettes.reading.events import Limits
    from vignettes.reading.marks import Marks
    from vignettes.reading.reader import Reading, read_bytes, read_file

__all__ = ["Header", "Limits", "Marks", "Reading", "read_bytes", "read_file", "read_header"]


def __getattr__(name: str) -> Any:
    """Import what belongs to the full reader."""
    import importlib

    homes = {"Limits": "events", "Marks": "marks", "Reading": "reader", "read_bytes": "reader", "read_file": "reader"}
    if name not in homes:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{homes[name]}"), name)
