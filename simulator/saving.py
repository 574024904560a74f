"""Writing what a person asked for to a new file that only they may read."""

from __future__ import annotations

import os
from pathlib import Path

from simulator.taming import tame_line


class CannotSave(Exception):
    """The file could not be written; the text is a sentence for the person who asked, and tame."""


class AlreadyThere(CannotSave):
    """A file of this name exists, and was left as it is."""


def write_new(file: Path, text: str) -> None:
    """Write a new file, for this user alone; what is there already is never overwritten. Raises CannotSave."""
    named = tame_line(str(file), 200)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as copy:
            copy.write(text)
    except FileExistsError:
        raise AlreadyThere(f"{named} is there already, and was left as it is. Please name a new file.") from None
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "its name cannot be used"
        raise CannotSave(f"{named} could not be written ({why}). Nothing was changed; another place may do.") from None


def safe_name(text: str) -> str:
    """Return a text as part of a file's name: letters, digits and hyphens."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in text.lower())
    return "-".join(part for part in kept.split("-") if part)[:60] or "someone"
