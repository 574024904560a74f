"""Scoring: how good a path through a vignette was, and why; pure, sees visits, never events or screens."""
