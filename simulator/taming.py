"""``tame``: text from files and people made safe to show; what a terminal would obey becomes a visible mark."""

from __future__ import annotations

import re

_VISIBLE_CONTROLS = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_KEPT_ON_LINES = "\n"

# Characters that are obeyed rather than shown: C0 and C1 controls, bidirectional overrides, embeddings,
# isolates and marks, line and paragraph separators, invisible fillers, tags, surrogates, non-characters.
_OBEYED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def tame(text: str, *, lines: bool = True) -> str:
    """Return text that no terminal obeys.

    Args:
        text: anything at all.
        lines: whether line breaks stay; otherwise each becomes a space.

    Returns:
        the text with tabs as spaces and every control, override or invisible character as a visible mark:
        a control picture where there is one, else its code point as ``<U+202E>``.
    """
    text = text.replace("\r\n", "\n").replace("\t", "    ")
    if not lines:
        text = text.replace("\n", " ")
    if text.isprintable():
        return text
    return _OBEYED.sub(_mark, text)


def tame_line(text: str, limit: int = 300) -> str:
    """Return text as one tame line of at most ``limit`` characters, an ellipsis where it was cut."""
    line = " ".join(tame(text[: limit * 4], lines=False).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _mark(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _KEPT_ON_LINES:
        return character
    if code in _VISIBLE_CONTROLS:
        return chr(_VISIBLE_CONTROLS[code])
    return f"<U+{code:04X}>"
