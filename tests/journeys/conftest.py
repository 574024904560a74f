"""Fixtures of the journeys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.windows import Window


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """Open the full screen in a window: ``windows("play", "some-id", columns=60)``; all are closed in the end."""
    opened: list[Window] = []

    def open_window(*arguments: str, **more: object) -> Window:
        opened.append(Window(tmp_path, *arguments, **more))  # type: ignore[arg-type]
        return opened[-1]

    yield open_window
    for window in opened:
        window.close()
