"""Fixtures for reading."""

from __future__ import annotations

from pathlib import Path

import pytest

TOY = Path(__file__).resolve().parent.parent / "oracle" / "toy.yaml"


@pytest.fixture(scope="session")
def toy_file() -> Path:
    return TOY


@pytest.fixture(scope="session")
def toy_text() -> str:
    return TOY.read_text(encoding="utf-8")
