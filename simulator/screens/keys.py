"""A person's own keys: which of those they wrote down can be used, and how keys are read."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.screens.actions import ACTIONS
from simulator.taming import tame_line

LONGEST = 60
TAKEN = frozenset({"ctrl+w", "ctrl+t", "ctrl+n", "f5"})  # a browser takes them
_NAMES = {"pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End", "enter": "Enter", "escape": "Esc",
          "right": "→", "left": "←", "up": "↑", "down": "↓", "question_mark": "?", "comma": ",", "slash": "/",
          "delete": "Del", "space": "Space", "tab": "Tab"}


def good_keys(wanted: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Return the keys that can be used, and a sentence about those that cannot; empty where all can.

    A key that does something whatever is being typed cannot be a letter, and the quick exit stays what it is
    unless it is given a key of its own.
    """
    exit_keys = set(ACTIONS["quick-exit"].key.split(","))
    good: dict[str, str] = {}
    bad = []
    for name, keys in wanted.items():
        action = ACTIONS.get(name)
        parts = [part.strip() for part in keys.split(",")]
        fits = action is not None and len(keys) <= LONGEST and all(part and part not in TAKEN for part in parts)
        if fits and action is not None and action.priority:
            fits = all(len(part) > 1 for part in parts)
        if fits and name != "quick-exit" and "quick-exit" not in wanted:
            fits = not exit_keys & set(parts)
        if fits:
            good[name] = ",".join(parts)
        else:
            bad.append(tame_line(name, 30))
    if not bad:
        return good, ""
    return good, f"These keys in the preferences cannot be used, and were left as they are: {', '.join(bad[:5])}."


def readable(keys: str) -> str:
    """Return Textual's key names as a person reads them."""
    names = []
    for key in keys.split(","):
        name = _NAMES.get(key, key)
        if name.startswith("ctrl+"):
            name = "Ctrl+" + name[5:].upper()
        elif name[0] == "f" and name[1:].isdigit():
            name = name.upper()
        names.append(name)
    return ", ".join(names)
