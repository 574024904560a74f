"""YAML's events into data with marks, in one pass, with a guard against everything a file might try.

Events, not a loader: a loader takes duplicate keys silently, follows aliases, builds what tags ask for and
recurses as deep as a file wants. Here nothing recurses, and only texts, lists and mappings come out.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import Any

from vignettes.diagnostics import quoted
from vignettes.reading.faults import MOST, Faults, Unreadable
from vignettes.reading.nodes import SHIFT, ListNode, MapNode, Node, Scalar, Written, packed
from vignettes.reading.syntax import told

# Nothing here may appear in a file: control characters (tab and line ends excepted), marks that turn the
# direction of text around, line ends that only some editors know, and codes that are no characters.
REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold.

    Attributes:
        size: bytes.
        depth: lists and mappings within one another.
        events: YAML events: about two for every key with its value.
        faults: faults reported.
    """

    size: int = 50_000_000
    depth: int = 24
    events: int = 8_000_000
    faults: int = MOST


def decoded(data: bytes, faults: Faults, limits: Limits) -> str:
    """Return the text of a file's bytes, a byte-order mark left out, and put it into the faults' ``written``.

    Raises:
        Unreadable: it is too large, empty, not UTF-8, or holds a character that is refused.
    """
    if len(data) > limits.size:
        raise faults.stop("V102", too_large(len(data), limits), 0)
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as fault:
        faults.written = Written(faults.written.file, data.decode(errors="replace"))
        before = data[: fault.start].decode()
        wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        message = "This file is UTF-16, not UTF-8." if wide else "This character is not UTF-8."
        raise faults.stop("V103", message, faults.written.at_index(len(before))) from None
    faults.written = Written(faults.written.file, text)
    if not text or text.isspace():
        raise faults.stop("V104", "This file is empty.", 0)
    if refused := REFUSED.search(text):
        raise faults.stop("V105", _refusal(refused.group()), faults.written.at_index(refused.start()))
    return text


def too_large(size: int, limits: Limits) -> str:
    """Return the sentence for a file of this size in bytes."""
    return f"This file has {size:,} bytes; at most {limits.size:,} are read."


def read_tree(text: str, faults: Faults, limits: Limits) -> Node:
    """Return the tree of a text and put it into the faults' ``written``.

    Duplicate keys, anchors, aliases and tags are all reported, up to the faults' limit; reading goes on
    behind them.

    Raises:
        Unreadable: it is not YAML, or too deep, or too large, or nothing but comments.
    """
    import yaml

    parser = parser_of(text)
    try:
        root = _Builder(parser, faults, limits).build()
    except yaml.YAMLError as fault:
        line, column, code, message = told(fault, faults.written)
        raise faults.stop(code, message, packed(line, column)) from None
    finally:
        parser.dispose()
    if root is None or (isinstance(root, Scalar) and root.is_null):
        raise faults.stop("V104", "This file holds nothing but comments.", 0)
    faults.written.root = root
    return root


def parser_of(text: str, *, pure: bool = False) -> Any:
    """Return libyaml's parser or, where it is not installed or not wanted, PyYAML's own: slower, same events."""
    if not pure:
        try:
            from yaml._yaml import CParser

            return CParser(text)
        except ImportError:
            pass
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class PureParser(Reader, Scanner, Parser):
        def __init__(self, stream: str) -> None:
            Reader.__init__(self, stream)
            Scanner.__init__(self)
            Parser.__init__(self)

    return PureParser(text)


def _refusal(character: str) -> str:
    kind = "control character" if ord(character) < 0xA0 else "invisible character"
    return f"The {kind} U+{ord(character):04X} is not allowed in a file."


class _Builder:
    """Builds the tree from events.

    ``into`` is the list or mapping being filled, ``stack`` holds those around it, ``key`` is the key of a mapping
    whose value comes next. Scalars are nine in ten events, so their path is written out in one method.
    """

    def __init__(self, parser: Any, faults: Faults, limits: Limits) -> None:
        self.parser = parser
        self.faults = faults
        self.limits = limits
        self.root: Node | None = None
        self.stack: list[MapNode | ListNode | None] = []
        self.into: MapNode | ListNode | None = None
        self.key: tuple[str, int] | None = None
        self.documents = 0

    def build(self) -> Node | None:
        """Take all events and return the root, or None where there is none."""
        import yaml

        scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        ends, last = (yaml.MappingEndEvent, yaml.SequenceEndEvent), yaml.StreamEndEvent
        get, most, count = self.parser.get_event, self.limits.events, 0
        while (kind := (event := get()).__class__) is not last:
            count += 1
            if count > most:
                raise self._stop("V113", f"This file has more than {most:,} parts.", event)
            if kind is scalar:
                self._scalar(event)
            elif kind is mapping or kind is sequence:
                self._open(event, MapNode if kind is mapping else ListNode)
            elif kind in ends:
                self.into = self.stack.pop()
            elif kind is yaml.AliasEvent:
                self._refuse("V109", f"The alias {quoted('*' + event.anchor)} is not used here.", event)
                event.value, event.style, event.anchor, event.tag = "", None, None, None
                self._scalar(event)
            elif kind is yaml.DocumentStartEvent:
                self._document(event)
        return self.root

    def _scalar(self, event: Any) -> None:
        text, style, mark, into = event.value, event.style, event.start_mark, self.into
        if event.anchor or event.tag:
            self._marked(event)
        if style == '"' and not text.isprintable() and (refused := REFUSED.search(text)):
            self._refuse("V105", _refusal(refused.group()), event)
            text = REFUSED.sub("\ufffd", text)
        at = mark.line << SHIFT | mark.column
        if isinstance(into, MapNode):
            key = self.key
            if key is None:
                self.key = (text, at)
                return
            self.key = None
            name, key_at = key
            if name in into.entries:
                self._twice(name, key_at, into)
            else:
                into.entries[name] = (key_at, Scalar(text, not style, at))
        elif into is None:
            self.root = Scalar(text, not style, at)
        else:
            into.items.append(Scalar(text, not style, at))

    def _open(self, event: Any, kind: type[MapNode] | type[ListNode]) -> None:
        into = self.into
        if event.anchor or event.tag:
            self._marked(event)
        if len(self.stack) >= self.limits.depth:
            raise self._stop("V112", f"Lists and mappings lie more than {self.limits.depth} deep here.", event)
        node = kind(packed(event.start_mark.line, event.start_mark.column))
        if isinstance(into, MapNode):
            if self.key is None:
                raise self._stop("V114", "A key is one text, not a list or a mapping.", event)
            name, key_at = self.key
            self.key = None
            if name in into.entries:
                self._twice(name, key_at, into)
            else:
                into.entries[name] = (key_at, node)
        elif into is None:
            self.root = node
        else:
            into.items.append(node)
        self.stack.append(into)
        self.into = node

    def _twice(self, name: str, at: int, into: MapNode) -> None:
        first = self.faults.written.place(into.entries[name][0]).line
        message = f"The key {quoted(name)} stands here a second time; the first is in line {first}."
        self.faults.add("V108", message, at, stops=True)
        if self.faults.full:
            raise Unreadable(message)

    def _marked(self, event: Any) -> None:
        if event.anchor:
            self._refuse("V109", f"The anchor {quoted('&' + event.anchor)} is not used here.", event)
        if event.tag:
            self._refuse("V110", f"The tag {quoted(event.tag)} is not used here.", event)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self._stop("V111", "A second document begins here; a file holds one.", event)

    def _refuse(self, code: str, message: str, event: Any) -> None:
        self.faults.add(code, message, packed(event.start_mark.line, event.start_mark.column), stops=True)
        if self.faults.full:
            raise Unreadable(message)

    def _stop(self, code: str, message: str, event: Any) -> Unreadable:
        return self.faults.stop(code, message, packed(event.start_mark.line, event.start_mark.column))
