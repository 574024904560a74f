"""Reading: the text of a file into data with marks, then into a compiled vignette, with every fault found."""

from __future__ import annotations

from vignettes.reading.reader import Reading, read_bytes, read_file

__all__ = ["Reading", "read_bytes", "read_file"]
