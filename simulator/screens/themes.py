"""Colours: a quiet dark and a quiet light theme, and the terminal's own sixteen colours."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

QUIET_DARK = Theme(
    name="quiet-dark", dark=True,
    primary="#8fb8cc", secondary="#a8bd9b", accent="#dcb67a", warning="#dcb067", error="#e0938a", success="#a3c08a",
    foreground="#dedad2", background="#1a1c1f", surface="#212428", panel="#25282d",
    variables={"quiet": "#a19d94", "mark": "#30353c", "input-cursor-background": "#dedad2"},
)
QUIET_LIGHT = Theme(
    name="quiet-light", dark=False,
    primary="#275a78", secondary="#4b6a3c", accent="#85530c", warning="#85530c", error="#9c3328", success="#3f6b2a",
    foreground="#2a2723", background="#faf8f4", surface="#f3efe8", panel="#ece7dd",
    variables={"quiet": "#666159", "mark": "#e3dac9", "input-cursor-background": "#2a2723"},
)
DEFAULTS: Mapping[str, str] = {"quiet": "ansi_default", "mark": "ansi_default"}
"""Our own colours where a theme, such as those of the terminal, does not name them."""

NAMES: Mapping[str, str] = {
    "quiet-dark": "Dark",
    "quiet-light": "Light",
    "ansi-dark": "The terminal's own colours, on dark",
    "ansi-light": "The terminal's own colours, on light",
}


def first_theme(preferred: str | None, environment: Mapping[str, str]) -> str:
    """Return the theme to start with.

    Args:
        preferred: the theme chosen before, if any.
        environment: the process's environment: NO_COLOR and terminals of sixteen colours want their own colours;
            COLORFGBG tells a light background where a terminal sets it.
    """
    light = environment.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")
    if preferred is not None and preferred in NAMES:
        light = preferred.endswith("light")
    if has_few_colours(environment):
        return "ansi-light" if light else "ansi-dark"
    if preferred is not None and preferred in NAMES:
        return preferred
    return "quiet-light" if light else "quiet-dark"


def has_few_colours(environment: Mapping[str, str]) -> bool:
    """Tell whether the person wants no colours, or the terminal has sixteen at most."""
    if "NO_COLOR" in environment:
        return True
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return False
    return not environment.get("TERM", "").endswith(("256color", "direct", "kitty", "ghostty"))
