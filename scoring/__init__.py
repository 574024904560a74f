"""Scoring: how good a path through a vignette was, and why; pure, sees visits, never events or screens."""

VERSION = 1
"""Kept with every attempt; raised whenever the same path could come out with other figures."""
