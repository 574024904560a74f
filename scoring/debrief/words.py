"""Small words: names, counts and numbers as a calm sentence needs them. Texts are untamed; faces tame them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from vignettes.model import RATING_ON_SCREEN, ActPattern, Response, nearest_rating

OUTCOMES = {"good": "a good ending", "mixed": "a mixed ending", "poor": "a poor ending"}
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def named(identifier: str) -> str:
    """Return an id as words: ``first-remark`` is "first remark"."""
    return identifier.replace("-", " ").replace("_", " ")


def quoted(text: str) -> str:
    """Return a text in curly quotation marks, on one line, without straight ones of its own around it."""
    line = " ".join(text.split())
    if len(line) > 1 and line[0] == line[-1] == '"' and '"' not in line[1:-1]:
        line = line[1:-1]
    return f"“{line}”"


def act(pattern: ActPattern) -> str:
    """Return an act as words: ‘refer’ (reason: cultural unfamiliarity)."""
    attributes = ", ".join(f"{named(name)}: {named(value)}" for name, value in pattern.where)
    return f"‘{named(pattern.name)}’ ({attributes})" if attributes else f"‘{named(pattern.name)}’"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Return items as "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def numbered(steps: Sequence[int], last: str = "and") -> str:
    """Return steps, counted from 0, as "decision 1" or "decisions 1, 2 and 4"."""
    numbers = listed([str(step + 1) for step in steps], last)
    return f"decision {numbers}" if len(steps) == 1 else f"decisions {numbers}"


def counted(number: int, what: str) -> str:
    """Return "one choice", "three choices", "12 choices"."""
    word = _SMALL[number] if number < len(_SMALL) else str(number)
    return f"{word} {what}" if number == 1 else f"{word} {what}s"


def decimal(figure: Fraction) -> str:
    """Return a figure to two decimals; only an exact 0 or 1 is shown as one."""
    text = f"{float(figure):.2f}"
    if text in ("0.00", "1.00") and figure not in (0, 1):
        text = "0.01" if 0 < figure < 1 and text == "0.00" else "0.99" if figure < 1 else text
    return text.rstrip("0").rstrip(".") or "0"


def rating_word(response: Response) -> str | None:
    """Return a response's rating as the screens say it; None where it bears none."""
    if response.contraindicated:
        return RATING_ON_SCREEN["harmful"]
    if response.rating is None:
        return None
    return RATING_ON_SCREEN[response.rating_word or nearest_rating(response.rating)]


def sentence(text: str) -> str:
    """Return a text that starts with a capital letter and ends like a sentence."""
    line = text.strip()
    if not line:
        return ""
    return line[0].upper() + line[1:] + ("" if line[-1] in ".!?…”" else ".")
