"""Colours: a quiet dark, a quiet light and a high-contrast theme, the terminal's own sixteen, all of Textual's."""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

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
    variables={"quiet": "#615c54", "mark": "#e3dac9", "input-cursor-background": "#2a2723"},
)
HIGH_CONTRAST = Theme(
    name="high-contrast", dark=True,
    primary="#ffffff", secondary="#ffffff", accent="#ffff00", warning="#ffff00", error="#ff9d9d", success="#7dff7d",
    foreground="#ffffff", background="#000000", surface="#000000", panel="#1c1c1c",
    variables={"quiet": "#e4e4e4", "mark": "#0037a6", "input-cursor-background": "#ffff00"},
)
DEFAULTS: Mapping[str, str] = {"quiet": "ansi_default", "mark": "ansi_default"}
"""Our own colours where a theme, such as those of the terminal, does not name them."""

NAMES: Mapping[str, str] = {
    "quiet-dark": "Dark",
    "quiet-light": "Light",
    "high-contrast": "High contrast",
    "ansi-dark": "The terminal's own colours, on dark",
    "ansi-light": "The terminal's own colours, on light",
}


OURS = (QUIET_DARK, QUIET_LIGHT, HIGH_CONTRAST)


def every_theme() -> dict[str, str]:
    """Return all themes by name, each with what it is called: ours, the terminal's own, and all of Textual's."""
    return {**NAMES, **{name: name.replace("-", " ").capitalize() for name in BUILTIN_THEMES if name not in NAMES}}


def own_colours(theme: Theme | None) -> dict[str, str]:
    """Return our own two colours for a theme that does not name them: a quieter text, and a mark behind it."""
    if theme is None or theme.name.startswith("ansi") or "quiet" in theme.variables:
        return dict(DEFAULTS)
    made = theme.to_color_system().generate()
    text, ground = Color.parse(made["foreground"]), Color.parse(made["background"])
    return {"quiet": text.blend(ground, 0.25).hex, "mark": ground.blend(text, 0.18).hex}


def first_theme(preferred: str | None, environment: Mapping[str, str]) -> str:
    """Return the theme to start with.

    Args:
        preferred: the theme chosen before, if any.
        environment: the process's environment: NO_COLOR and terminals of sixteen colours want their own colours;
            COLORFGBG tells a light background where a terminal sets it.
    """
    light = environment.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")
    known = next((theme for theme in (*OURS, *BUILTIN_THEMES.values()) if theme.name == preferred), None)
    if known is not None:
        light = not known.dark
    if has_few_colours(environment):
        return "ansi-light" if light else "ansi-dark"
    if known is not None:
        return known.name
    return "quiet-light" if light else "quiet-dark"


def has_few_colours(environment: Mapping[str, str]) -> bool:
    """Tell whether the person wants no colours, or the terminal has sixteen at most."""
    if "NO_COLOR" in environment:
        return True
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return False
    return not environment.get("TERM", "").endswith(("256color", "direct", "kitty", "ghostty"))
