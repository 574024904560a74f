"""Preferences: a small file, read without the store: who played last, the theme, and the like.

Each is a short text by name. A file that is missing, damaged or out of reach means the defaults, never a fault;
what this version does not know is left in the file for the one that does.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from simulator.records import RecordsError
from simulator.records.place import PREFERENCES_FILE, data_folder, make_private_folder

TRAINEE, THEME = "trainee", "theme"
"""Names in use: the id of who played last, and the theme of the full screen."""

KEYS = "keys"
"""The section that says which keys do what, by the names that the help page tells."""

_MOST = 100_000  # bytes; a file that is longer is none of ours


def read(folder: Path | None = None) -> dict[str, str]:
    """Return what is preferred, by name; empty where nothing is known.

    Args:
        folder: the data folder; this user's own if not given.
    """
    return {name: value for name, value in _all(folder or data_folder()).items() if isinstance(value, str)}


def keys(folder: Path | None = None) -> dict[str, str]:
    """Return a person's own keys, by the name of what they do: the section ``keys``, which they write by hand.

    Args:
        folder: the data folder; this user's own if not given.
    """
    section = _all(folder or data_folder()).get(KEYS)
    if not isinstance(section, dict):
        return {}
    return {str(name): key for name, key in section.items() if isinstance(key, str)}


def keep(name: str, value: str | None, folder: Path | None = None) -> None:
    """Remember one preference, or forget it (None). Where that is not possible, nothing changes and nobody is told.

    Args:
        name: one of the names in use.
        value: a short text.
        folder: the data folder; this user's own if not given.
    """
    folder = folder or data_folder()
    kept = _all(folder)
    if kept.get(name) == value:
        return
    kept[name] = value
    with contextlib.suppress(OSError, RecordsError):
        make_private_folder(folder)
        _replace(folder / PREFERENCES_FILE, {name: value for name, value in kept.items() if value is not None})


def _all(folder: Path) -> dict[str, object]:
    try:
        with (folder / PREFERENCES_FILE).open("rb") as file:
            text = file.read(_MOST + 1)
        found = json.loads(text) if len(text) <= _MOST else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _replace(file: Path, values: Mapping[str, object]) -> None:
    """Write the whole file beside itself, then put it in place at once; its mode is 0600."""
    descriptor, draft = tempfile.mkstemp(prefix=f"{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as copy:
            json.dump(values, copy, indent=1)
            copy.write("\n")
            copy.flush()
            os.fsync(copy.fileno())
        os.replace(draft, file)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        raise
