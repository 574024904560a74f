"""A fault that ended the program: what of it may be written down, which is its kind and its places, no text."""

from __future__ import annotations

import os
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Crash:
    """Type and places of an exception and of those that led to it; no messages, no values, no lines of code."""

    lines: tuple[str, ...]

    @classmethod
    def of(cls, error: BaseException) -> Crash:
        """Take down an exception."""
        lines: list[str] = []
        seen: set[int] = set()
        current: BaseException | None = error
        while current is not None and id(current) not in seen:
            seen.add(id(current))
            lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
            for frame in traceback.extract_tb(current.__traceback__):
                lines.append(f"    {_short(frame.filename)}:{frame.lineno} in {frame.name}")
            inner = getattr(current, "error", None)  # a worker's failure carries the fault itself
            current = inner if isinstance(inner, BaseException) else current.__cause__ or current.__context__
        return cls(tuple(lines))

    def write(self, folder: Path | None) -> Path | None:
        """Write it to a new file, in the folder or where temporary files go; None where neither can be written."""
        for place in (folder, Path(tempfile.gettempdir())):
            if place is None:
                continue
            try:
                place.mkdir(parents=True, exist_ok=True, mode=0o700)
                handle, name = tempfile.mkstemp(prefix="crash-", suffix=".txt", dir=place, text=True)
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write("\n".join(self.lines) + "\n")
                return Path(name)
            except OSError:
                continue
        return None


def _short(filename: str) -> str:
    """Return the last three parts of a path: enough to find the place, without a person's folders."""
    return "/".join(Path(filename).parts[-3:])
