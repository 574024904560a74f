"""Exploring with scores: key decisions, best and worst, random play and blind strategies, exactly."""

from __future__ import annotations

from scoring.exploring.keys import Keys, key_decisions

__all__ = ["Keys", "key_decisions"]
