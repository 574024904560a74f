"""Exploring with scores: key decisions, best and worst, random play and blind strategies, exactly.

:func:`key_decisions` is fast and needed wherever a path is scored; :func:`explore` tells an author everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoring.exploring.keys import Keys, key_decisions

if TYPE_CHECKING:
    from scoring.exploring.blind import Strategy
    from scoring.exploring.document import to_document
    from scoring.exploring.exploration import EndingFigures, Exploration, explore
    from scoring.exploring.sampling import Sample

__all__ = [
    "EndingFigures", "Exploration", "Keys", "Sample", "Strategy", "explore", "key_decisions", "to_document",
]
_HOMES = {
    "EndingFigures": "exploration", "Exploration": "exploration", "Sample": "sampling", "Strategy": "blind",
    "explore": "exploration", "to_document": "document",
}


def __getattr__(name: str) -> Any:
    """Import what only exploring as a whole needs."""
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
