from __future__ import annotations

import json
from pathlib import Path

import pytest

from vignettes.model import Vignette

ORACLE = Path(__file__).resolve().parent.parent / "oracle"


@pytest.fixture(scope="session")
def toy() -> Vignette:
    """The vignette whose every score is known."""
    from vignettes.reading import read_file

    reading = read_file(ORACLE / "toy.yaml")
    assert reading.vignette is not None
    return reading.vignette


@pytest.fixture(scope="session")
def toy_expected() -> dict:
    return json.loads((ORACLE / "toy-expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def declare_counts() -> dict:
    return json.loads((ORACLE / "declare-counts.json").read_text(encoding="utf-8"))["counts"]
