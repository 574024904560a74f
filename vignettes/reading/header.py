"""The light read: what a list of vignettes shows, without reading the vignettes.

The top of a file is plain enough to be read line by line: keys at the margin, short texts beside them. Every
line is checked; whatever is not plain hands the whole file to the full reader, so that a header is never
guessed. This module imports nothing heavy: it runs before the first screen.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vignettes.reading.nodes import Node

LARGEST = 50_000_000  # bytes; larger files are refused, here as by the full reader
LARGEST_IN_FULL = 2_000_000  # bytes; the full reader takes about a second for it, and the list is waiting

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_MARGIN = re.compile(r"\n([^\s#].*)")
_TOP = re.compile(r"([a-z_]+):(?:[ ]+(.*))?")
_ENTRY = re.compile(r"( +)([A-Za-z][A-Za-z0-9_-]{0,63}):(?: .*)?")
_NAME = re.compile(r"name:[ ]+([^\s\"'#&*!|>%@`\[\]{},-][^\"'#:{}\[\],]*)(?=[,}]|$)")
_PART = re.compile(r"""[ ]*("[^"\\]*"|'(?:[^']|'')*'|[^,"' ](?:[^,"']*[^,"' ])?)[ ]*(?:,|$)""")
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_NO_TEXT = frozenset({"", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE"})
_KNOWN = frozenset({
    "format", "id", "title", "summary", "language", "level", "minutes", "variant_of", "content_note", "client",
    "clinician", "briefing", "variables", "start", "scenes", "endings", "rules", "questions", "differences",
    "roles", "review", "checks",
})
_LEVELS = frozenset({"introductory", "intermediate", "advanced"})


class Header(NamedTuple):
    """What a list shows of one file.

    Attributes:
        id: the vignette's id; the file's name without its ending where it cannot be read.
        title, summary, level, language: as in the file.
        minutes: how long a play takes; 0 where the file does not say.
        content_note: what to warn of before the start.
        client: the client's name.
        variant_of: the id of the vignette it varies.
        endings: the ids of its endings.
        file: its path.
        fault: why it cannot be read, in one sentence, or None.
    """

    id: str
    title: str
    summary: str
    level: str
    language: str
    minutes: int
    content_note: tuple[str, ...]
    client: str
    variant_of: str | None
    endings: tuple[str, ...]
    file: str
    fault: str | None = None


class _Unsure(Exception):
    """Something stands here that the line-by-line read does not understand."""


def read_header(path: str | os.PathLike[str]) -> Header:
    """Return the header of a file. Never raises: what cannot be read has a ``fault``."""
    file = os.fspath(path)
    try:
        about = os.stat(file)
        if not stat.S_ISREG(about.st_mode):
            return _faulty(file, "This is not an ordinary file.")
        if about.st_size > LARGEST:
            return _faulty(file, f"This file has {about.st_size:,} bytes; at most {LARGEST:,} are read.")
        with open(file, "rb") as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else None
        return _faulty(file, f"This file cannot be opened: {reason or 'its name is not one'}.")
    return header_of(data, file)


def header_of(data: bytes, file: str) -> Header:
    """Return the header of a file's bytes. Never raises: what cannot be read has a ``fault``."""
    try:
        return _scanned(data.decode("utf-8-sig"), file)
    except (_Unsure, UnicodeDecodeError):
        pass
    if len(data) > LARGEST_IN_FULL:
        return _faulty(file, "This file is too large to be listed unless its head is plain; check it by its path.")
    return _in_full(data, file)


def _faulty(file: str, fault: str) -> Header:
    name = os.path.basename(file)
    return Header(os.path.splitext(name)[0], name, "", "", "", 0, (), "", None, (), file, fault)


def _scanned(text: str, file: str) -> Header:
    """Return the header as read line by line; raises _Unsure."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            raise _Unsure
    chunks = dict(_chunks(text))
    if not {"id", "title", "start", "scenes", "endings"} <= chunks.keys():
        raise _Unsure
    level = _text(chunks.get("level", "")) or "introductory"
    minutes = _text(chunks.get("minutes", "")) or "0"
    names = {key: _text(chunks.get(key, "")) for key in ("id", "variant_of")}
    if level not in _LEVELS or not (minutes.isdecimal() and minutes.isascii() and len(minutes) < 4):
        raise _Unsure
    if not _ID.fullmatch(names["id"]) or not _ID.fullmatch(names["variant_of"] or names["id"]):
        raise _Unsure
    return Header(
        id=names["id"],
        title=_text(chunks["title"], needed=True),
        summary=_text(chunks.get("summary", "")),
        level=level,
        language=_text(chunks.get("language", "")) or "en",
        minutes=int(minutes),
        content_note=_list(chunks.get("content_note", "")),
        client=_client(chunks.get("client", "")),
        variant_of=names["variant_of"] or None,
        endings=_endings(chunks["endings"]),
        file=file,
    )


def _chunks(text: str) -> Iterator[tuple[str, str]]:
    """Yield every key at the margin with all that follows its colon, up to the next key."""
    seen: set[str] = set()
    key, start = "", 0
    text = "\n" + text
    for line in _MARGIN.finditer(text):
        found = _TOP.fullmatch(line[1])
        if found is None or found[1] in seen or found[1] not in _KNOWN:
            raise _Unsure
        if key:
            yield key, text[start : line.start()]
        key = found[1]
        seen.add(key)
        start = line.start() + len(key) + 2
    if key:
        yield key, text[start:]


def _lines(chunk: str) -> tuple[str, list[str]]:
    """Return what stands beside a key, and the lines below it without the blank ones at the end."""
    if _HIDDEN.search(chunk) or "\t" in chunk:
        raise _Unsure
    beside, *below = chunk.rstrip().split("\n")
    return beside.strip(), below


def _text(chunk: str, *, needed: bool = False) -> str:
    """Return a text: plain or in quotation marks on one line, plain over several, or a folded block."""
    beside, below = _lines(chunk)
    if beside in (">", ">-", "|", "|-") and below:
        found = _block(below, " " if beside[0] == ">" else "\n")
    elif not below:
        found = _one_line(beside) if beside else ""
    else:
        if beside[:1] in ("'", '"') or any(not line.strip() for line in below):
            raise _Unsure
        found = " ".join(_plain(part.strip()) for part in (beside, *below) if part.strip())
    if needed and not found:
        raise _Unsure
    return found


def _block(below: list[str], glue: str) -> str:
    indent = len(below[0]) - len(below[0].lstrip(" "))
    if indent == 0 or any(not line.strip() or len(line) - len(line.lstrip(" ")) != indent for line in below):
        raise _Unsure
    return glue.join(line[indent:].rstrip() for line in below)


def _one_line(text: str) -> str:
    """Return a text on one line, its quotation marks taken off."""
    mark = text[0]
    if mark == '"':
        if len(text) < 2 or text.count('"') != 2 or text[-1] != '"' or "\\" in text:
            raise _Unsure
        return text[1:-1].strip()
    if mark == "'":
        inner = text[1:-1].replace("''", "")
        if len(text) < 2 or text[-1] != "'" or "'" in inner:
            raise _Unsure
        return text[1:-1].replace("''", "'").strip()
    return _plain(text)


def _plain(text: str) -> str:
    if text[0] in "[]{}&*!|>%@`\"'#?:,-" or ": " in text or " #" in text or text[-1] == ":" or text in _NO_TEXT:
        raise _Unsure
    return text


def _list(chunk: str) -> tuple[str, ...]:
    """Return the texts of a list, in brackets on one line or a line each."""
    beside, below = _lines(chunk)
    if beside and not below:
        if beside[0] != "[" or beside[-1] != "]" or any(c in beside[1:-1] for c in "[]{}"):
            raise _Unsure
        inside = beside[1:-1].strip()
        return tuple(_one_line(part) for part in _parts(inside)) if inside else ()
    if beside:
        raise _Unsure
    indents = {len(line) - len(line.lstrip(" ")) for line in below}
    if len(indents) > 1 or not all(line.lstrip(" ").startswith("- ") and line.strip() != "-" for line in below):
        raise _Unsure
    return tuple(_one_line(line.strip()[2:].strip()) for line in below)


def _parts(inside: str) -> Iterator[str]:
    """Yield what stands between the commas of a list; a comma in quotation marks parts nothing."""
    at = 0
    while at <= len(inside):
        found = _PART.match(inside, at)
        if found is None:
            raise _Unsure
        yield found[1]
        at = found.end() + (found.end() == len(inside) and not found[0].endswith(","))


def _client(chunk: str) -> str:
    """Return the client's name."""
    beside, below = _lines(chunk)
    if beside:
        inside = " ".join([beside, *(line.strip() for line in below)])
        found = _NAME.findall(inside)
        if inside[0] != "{" or inside[-1] != "}" or any(c in inside[1:-1] for c in "{}[]\"'#") or len(found) != 1:
            raise _Unsure
        return _plain(str(found[0]).strip())
    for number, line in enumerate(below):
        entry = _ENTRY.fullmatch(line)
        if entry and entry[2] == "name":
            after = below[number + 1] if number + 1 < len(below) else ""
            if after and len(after) - len(after.lstrip(" ")) > len(entry[1]):
                raise _Unsure
            if len(entry[1]) != len(below[0]) - len(below[0].lstrip(" ")):
                raise _Unsure
            return _text(line.partition(":")[2])
    if below:
        raise _Unsure
    return ""


def _endings(chunk: str) -> tuple[str, ...]:
    beside, below = _lines(chunk)
    first = next((line for line in below if line.strip() and not line.lstrip().startswith("#")), "")
    indent = len(first) - len(first.lstrip(" "))
    if beside or indent == 0:
        raise _Unsure
    found: dict[str, None] = {}
    for line in below:
        inner = line.lstrip(" ")
        if not inner or len(line) - len(inner) > indent or inner[0] == "#":
            continue
        entry = _ENTRY.fullmatch(line)
        if entry is None or len(entry[1]) != indent or entry[2] in found:
            raise _Unsure
        found[entry[2]] = None
    return tuple(found)


def _in_full(data: bytes, file: str) -> Header:
    """Return the header by way of the full reader's tree."""
    from vignettes.diagnostics import tame
    from vignettes.reading.events import Limits, decoded, read_tree
    from vignettes.reading.faults import Faults, Unreadable
    from vignettes.reading.fields import Takes
    from vignettes.reading.nodes import MapNode, Written

    faults = Faults(Written(file))
    try:
        root = read_tree(decoded(data, faults, Limits()), faults, Limits())
        top = Takes(faults).mapping(root, "A vignette", vital=True)
    except Unreadable:
        top = None
    if top is not None and not faults.found:
        header = _from_entries({key: node for key, (_, node) in top.entries.items()}, file)
        if header is not None:
            return header
        fault = "This file has no readable id and title."
    else:
        first = faults.found[0]
        fault = f"{first.message} (line {first.place.line})"
    endings = top.get("endings") if top is not None else None
    names = tuple(endings.entries) if isinstance(endings, MapNode) else ()
    return _faulty(file, tame(fault))._replace(endings=names)


def _from_entries(entries: Mapping[str, Node], file: str) -> Header | None:
    """Return a header from the full reader's tree, or None where it has no readable id and title."""
    from vignettes.reading.nodes import ListNode, MapNode, Scalar

    def text(node: Node | None) -> str:
        return node.text.strip() if isinstance(node, Scalar) and not node.is_null else ""

    texts = {key: text(node) for key, node in entries.items()}
    if not _ID.fullmatch(texts.get("id", "")) or not texts.get("title"):
        return None
    notes, client, endings = (entries.get(key) for key in ("content_note", "client", "endings"))
    minutes, variant = texts.get("minutes", ""), texts.get("variant_of", "")
    level = texts.get("level", "")
    return Header(
        id=texts["id"],
        title=texts["title"],
        summary=texts.get("summary", ""),
        level=level if level in _LEVELS else "introductory",
        language=texts.get("language", "") or "en",
        minutes=int(minutes) if minutes.isascii() and minutes.isdecimal() and len(minutes) < 4 else 0,
        content_note=tuple(filter(None, map(text, notes.items))) if isinstance(notes, ListNode) else (),
        client=text(client.get("name")) if isinstance(client, MapNode) else "",
        variant_of=variant if _ID.fullmatch(variant) else None,
        endings=tuple(name for name in endings.entries if _ID.fullmatch(name)) if isinstance(endings, MapNode) else (),
        file=file,
    )
