"""Markdown made plain: marks that only a renderer would understand are taken off, the words stay.

Texts come from files that anyone may have written; they are tamed first, so nothing here can be obeyed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from simulator.taming import tame

_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+(.*?))??[ \t]*#*[ \t]*$")
_BULLET = re.compile(r"( *)[-*+][ ]+(?=\S)")
_NUMBERED = re.compile(r"( *)(\d{1,9})[.)][ ]+(?=\S)")
_QUOTE = re.compile(r" {0,3}> ?")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_IMAGE = re.compile(r"!\[([^\]\n]{0,500})\]\(([^()\s]{0,500})(?: \"[^\"\n]{0,300}\")?\)")
_LINK = re.compile(r"\[([^\]\n]{1,500})\]\(([^()\s]{0,500})(?: \"[^\"\n]{0,300}\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1", re.DOTALL)
_STRESSED = re.compile(r"(?<![\w*_\\])([*_])(?=[^\s*_])(.{1,2000}?)(?<=[^\s*_\\])\1(?![\w*_])", re.DOTALL)
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)(.{1,500}?)(?<!`)\1(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)\n")
_CODE_INDENT = "    "
_HELD = 0xF0000  # a private plane: escaped characters wait here, out of the way of the marks


@dataclass(frozen=True)
class Block:
    """One paragraph, heading or entry of a list: its words, and what stands before its first and other lines."""

    text: str
    first: str = ""
    rest: str = ""
    heading: bool = False
    close: bool = False  # follows the block before without a blank line


def inline(text: str) -> str:
    """Return one paragraph without emphasis, code and link marks; a link keeps its address in parentheses."""
    text = _ESCAPED.sub(lambda found: chr(_HELD + ord(found[1])), text)
    text = _CODE.sub(lambda found: _held(found[2]), text)
    text = _IMAGE.sub(lambda found: f"(picture: {found[1]})" if found[1] else "(picture)", text)
    text = _LINK.sub(lambda found: found[1] if found[2] in ("", found[1]) else f"{found[1]} ({_held(found[2])})", text)
    text = _STRONG.sub(lambda found: found[2], text)
    text = _STRESSED.sub(lambda found: found[2], text)
    return "".join(chr(ord(c) - _HELD) if _HELD <= ord(c) < _HELD + 128 else c for c in text)


def _held(text: str) -> str:
    return "".join(chr(_HELD + ord(c)) if "!" <= c <= "~" and not c.isalnum() else c for c in text)


def blocks(text: str) -> list[Block]:
    """Return a Markdown text, however hostile, as plain blocks in order."""
    reader = _Reader()
    for line in "".join("\ufffd" if _HELD <= ord(c) < _HELD + 128 else c for c in tame(text)).split("\n"):
        reader.take(line)
    reader.close()
    return [block for block in reader.found if block.text.strip()]


class _Reader:
    """Lines into blocks, one after another."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self._gathered: list[str] = []
        self._shape = Block("")
        self._fenced = False
        self._blank = True  # whether a blank line stands before the next

    def take(self, line: str) -> None:
        """Take the next line."""
        if _FENCE.match(line):
            self.close()
            self._fenced, self._blank = not self._fenced, True
        elif self._fenced:
            self.found.append(Block(line, _CODE_INDENT, _CODE_INDENT, close=not self._blank))
            self._blank = False
        else:
            self._take_text(line)

    def _take_text(self, line: str) -> None:
        quoted = _QUOTE.match(line)
        body, before = (line[quoted.end() :], "  ") if quoted else (line, "")
        heading, entry = _HEADING.match(body), _entry(body)
        if not body.strip() or _RULE.match(body):
            self.close()
            self._blank = True
            return
        if heading:
            self.close()
            self.found.append(Block(inline(heading[1] or ""), heading=True))
        elif entry:
            self.close()
            mark, words = entry
            after_entry = bool(self.found) and bool(self.found[-1].first.strip())
            self._shape = Block("", before + mark, before + " " * len(mark), close=after_entry and not self._blank)
            self._gathered.append(words)
        else:
            if not self._gathered:
                self._shape = Block("", before, before)
            self._gathered.append(body.lstrip(" "))
        self._blank = False

    def close(self) -> None:
        """Finish the block under way."""
        if self._gathered:
            lines = _HARD_BREAK.sub("\v", "\n".join(self._gathered))
            words = inline(lines.replace("\n", " ")).replace("\v", "\n")
            self.found.append(replace(self._shape, text=words))
            self._gathered.clear()


def _entry(line: str) -> tuple[str, str] | None:
    """Return what stands before a list's entry, and the entry; None where the line is none."""
    bullet = _BULLET.match(line)
    if bullet:
        return f"{' ' * min(len(bullet[1]), 6)}- ", line[bullet.end() :]
    numbered = _NUMBERED.match(line)
    if numbered:
        return f"{' ' * min(len(numbered[1]), 6)}{numbered[2]}. ", line[numbered.end() :]
    return None


def plain(text: str) -> str:
    """Return a Markdown text as plain words on as many lines as it has paragraphs."""
    return "\n".join(block.text for block in blocks(text))
