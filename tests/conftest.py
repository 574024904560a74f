"""Fixtures that every folder of tests shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from vignettes.model import Vignette
from vignettes.reading import Reading, read_bytes


@pytest.fixture(scope="session")
def read() -> Callable[..., Reading]:
    """Read the YAML text of a whole file: ``read(text, sources=None)``."""

    def reading(text: str | bytes, sources: Mapping | None = None) -> Reading:
        data = text.encode() if isinstance(text, str) else text
        return read_bytes(data, "test.yaml", sources)

    return reading


@pytest.fixture(scope="session")
def over() -> Callable[..., str]:
    """Lay a fragment of YAML over a small sound vignette and return the whole: ``over("minutes: 12")``."""
    from vignettes.catalogue.examples import whole

    return whole


@pytest.fixture(scope="session")
def made(read) -> Callable[..., Vignette]:
    """Compile the YAML text of a whole file that must be playable: ``made(text, sources=None)``."""

    def vignette(text: str | bytes, sources: Mapping | None = None) -> Vignette:
        reading = read(text, sources)
        assert reading.vignette is not None, reading.diagnostics
        return reading.vignette

    return vignette
