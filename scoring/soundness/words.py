"""Figures in words."""

from __future__ import annotations

from fractions import Fraction


def amount(figure: Fraction | float) -> str:
    """Return a figure with at most two decimals: ``1``, ``0.67``."""
    return f"{float(figure):.2f}".rstrip("0").rstrip(".")
