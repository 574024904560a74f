"""Asking a person in a terminal: one question, one line. Words that always mean the same are known everywhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum

from simulator.plain.paper import Paper
from simulator.plain.wrapping import wrap

LONGEST_PROMPT = 60  # cells; what stands before an answer leaves room for it
LONGEST_LINE = 20_000  # characters; what is typed or pasted beyond that is cut
_TYPED_CONTROLS = re.compile("\x1b\\[[0-9;?]*[ -/]*[@-~]|\x1bO.|[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff]")


class Word(StrEnum):
    """A command in words; what each does depends on where it is said."""

    HELP = "help"
    QUIT = "quit"
    RESOURCES = "resources"
    ABOUT = "about"
    SCENE = "scene"
    BACK = "back"
    NUMBERS = "numbers"
    LIST = "list"
    OTHER = "other"
    WHO = "who"
    WHY = "why"
    MARK = "mark"
    ALL = "all"


SHORT = {
    "?": Word.HELP, "h": Word.HELP, "q": Word.QUIT, "exit": Word.QUIT, "r": Word.RESOURCES, "a": Word.ABOUT,
    "s": Word.SCENE, "b": Word.BACK, "n": Word.NUMBERS, "l": Word.LIST, "o": Word.OTHER, "w": Word.WHO,
}
YES, NO = ("y", "yes"), ("n", "no")


class Left(Exception):
    """The person is leaving: asked to, or there is no more input."""


def command_in(typed: str, known: Iterable[Word]) -> Word | None:
    """Return the command that a line means, of those known here. A slash before it is fine: ``/q``."""
    name = typed.removeprefix("/").lower()
    word = SHORT.get(name) or next((word for word in Word if word.value == name), None)
    return word if word in tuple(known) else None


def cleaned(typed: str) -> str:
    """Return what was typed without what keys leave behind: escape sequences and control characters."""
    return _TYPED_CONTROLS.sub("", typed.replace("\t", " "))[:LONGEST_LINE]


class Talk:
    """Questions and answers on a terminal.

    Args:
        paper: what is printed on.
        read: shows a prompt and returns the line typed, without its line break; raises EOFError.
        more: tells whether further lines are there already, as after a paste.
    """

    def __init__(self, paper: Paper, read: Callable[[str], str], more: Callable[[], bool] = lambda: False) -> None:
        self.paper = paper
        self._read = read
        self._more = more

    def ask(self, prompt: str) -> str:
        """Return one line, cleaned and without spaces around it. Raises Left at the end of input."""
        return self.ask_raw(prompt).strip()

    def ask_raw(self, prompt: str) -> str:
        """Return one line, cleaned. Raises Left at the end of input."""
        self.paper.gap()
        *before, last = wrap(prompt, min(self.paper.width, LONGEST_PROMPT))
        for line in before:
            self.paper.line(line)
        try:
            typed = self._read(f"{last} ")
        except EOFError:
            self.paper.line("")
            raise Left from None
        self.paper.answered()
        return cleaned(typed)

    def ask_text(self, prompt: str) -> str:
        """Return text of any number of lines, ended by an empty one; a pasted text may hold empty lines."""
        lines = [self.ask_raw(prompt)]
        while lines[-1].strip() or self._more():
            try:
                lines.append(cleaned(self._read("")))
            except EOFError:
                break
        return "\n".join(lines).strip()[:LONGEST_LINE]

    def agrees(self, question: str, *, otherwise: bool | None = None) -> bool:
        """Ask a question that has yes and no for an answer.

        Args:
            question: without the possible answers.
            otherwise: what an empty line means; None: it is asked again.
        """
        hint = {None: "y or n", True: "y or n; Enter means yes", False: "y or n; Enter means no"}[otherwise]
        while True:
            answer = self.ask(f"{question} ({hint})").lower()
            if answer in YES or answer in NO:
                return answer in YES
            if command_in(answer, (Word.QUIT,)):
                raise Left
            if not answer and otherwise is not None:
                return otherwise
            self.paper.line("Please answer y or n, or q to leave.")


def terminal_reader() -> Callable[[str], str]:
    """Return ``input`` with line editing where the system has it, and no memory of what was typed."""
    try:
        import readline
    except ImportError:
        return input
    readline.set_auto_history(False)
    for setting in ("set enable-bracketed-paste off", "set enable-meta-key off", "set bell-style none"):
        readline.parse_and_bind(setting)
    readline.parse_and_bind("tab: self-insert")
    return input


def waiting_on_stdin() -> bool:
    """Tell whether lines are waiting to be read: the rest of a paste."""
    if sys.platform == "win32":
        return False
    import select

    try:
        return bool(select.select([sys.stdin], [], [], 0.05)[0])
    except (OSError, ValueError):
        return False
