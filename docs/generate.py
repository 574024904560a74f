"""``python3 dev.py docs``: the pages of the documentation that are written from the program itself.

A test fails while a page differs from what this writes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docs.tutorial import retold
from vignettes import reference
from vignettes.catalogue.__main__ import document as diagnostics
from vignettes.schema import FILE, PLAYS_FILE, as_text, plays_schema, schema

FOLDER = Path(__file__).resolve().parent
PAGES: dict[str, Callable[[], str]] = {
    "authoring.md": lambda: retold((FOLDER / "authoring.md").read_text(encoding="utf-8")),
    "diagnostics.md": diagnostics,
    "format.md": reference.document,
    FILE: lambda: as_text(schema()),
    PLAYS_FILE: lambda: as_text(plays_schema()),
}


def main() -> None:
    """Write every page."""
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write(), encoding="utf-8", newline="\n")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
