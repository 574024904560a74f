"""The shipped vignettes, one YAML file each, and their sources."""

from __future__ import annotations

from pathlib import Path


def shipped() -> Path:
    """Return the folder of the vignettes that come with the program."""
    return Path(__file__).parent
