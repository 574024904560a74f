"""Taking what is expected out of the tree, one key at a time, and saying all that is not as expected.

Every method returns something usable, whatever stands in the file, so that one fault never hides another.
``vital`` marks what the way through the case depends on: a fault there stops play.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction

from vignettes import form
from vignettes.diagnostics import quoted
from vignettes.reading.faults import Faults
from vignettes.reading.nodes import ListNode, MapNode, Node, Scalar

ID = re.compile(form.ID)
WHOLE = re.compile(r"[+-]?[0-9]+")
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
MOST_DIGITS = 9  # of a number, before the point and after it
LARGEST = 10**MOST_DIGITS - 1


class Takes:
    """Turns single nodes into values. ``what`` names the thing in messages, such as ``'minutes'``."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults

    def shape(self, node: Node, expected: str, what: str, *, vital: bool = False) -> None:
        """Add the fault that something else stands where a text, a list or a mapping is expected."""
        found = "a list" if isinstance(node, ListNode) else "a mapping" if isinstance(node, MapNode) else None
        found = found or ("nothing" if isinstance(node, Scalar) and node.is_null else "a text")
        self.faults.add("V115", f"{what} is {expected}; here is {found}.", node.at, stops=vital)

    def text(self, node: Node, what: str, *, vital: bool = False) -> str:
        """Return a text; a number counts as one, ``true`` and ``false`` without quotation marks do not."""
        if not isinstance(node, Scalar):
            self.shape(node, "a text", what, vital=vital)
            return ""
        if node.is_null or not node.text.strip():
            self.faults.add("V122", f"{what} is empty.", node.at, stops=vital)
            return ""
        if node.boolean is not None:
            message = f"{what} is a text; put {quoted(node.text)} in quotation marks."
            self.faults.add("V115", message, node.at, stops=vital)
        return node.text

    def flag(self, node: Node, what: str, default: bool) -> bool:
        """Return true or false."""
        value = node.boolean if isinstance(node, Scalar) else None
        if value is None:
            self.faults.add("V118", f"{what} is true or false{_but(node)}.", node.at)
            return default
        return value

    def number(self, node: Node, what: str) -> Fraction | None:
        """Return a number exactly as written, or None with a fault."""
        if not isinstance(node, Scalar) or not node.plain or not NUMBER.fullmatch(node.text):
            self.faults.add("V119", f"{what} is a number{_but(node)}.", node.at)
            return None
        digits, _, exponent = node.text.lower().partition("e")
        whole, _, decimals = digits.lstrip("+-0").partition(".")
        if max(len(whole), len(decimals)) > MOST_DIGITS or len(exponent.lstrip("+-0")) > 1:
            self._too_long(node, what)
            return None
        return Fraction(node.text)

    def whole(self, node: Node, what: str, *, vital: bool = False) -> int | None:
        """Return a whole number, or None with a fault."""
        if not isinstance(node, Scalar) or not node.plain or not WHOLE.fullmatch(node.text):
            self.faults.add("V119", f"{what} is a whole number{_but(node)}.", node.at, stops=vital)
            return None
        if len(node.text.lstrip("+-")) > MOST_DIGITS:
            self._too_long(node, what, vital=vital)
            return None
        return int(node.text)

    def _too_long(self, node: Scalar, what: str, *, vital: bool = False) -> None:
        message = f"{what} is {quoted(node.text)}; a number has at most {MOST_DIGITS} digits on each side of the point."
        self.faults.add("V120", message, node.at, stops=vital)

    def id(self, text: str, at: int, what: str) -> bool:
        """Tell whether a text is an id; if not, add the fault."""
        if ID.fullmatch(text):
            return True
        message = f"{quoted(text)} cannot be {what}: an id begins with a letter and has letters, digits, - and _ only."
        if len(text) > 64:
            message = f"{quoted(text)} cannot be {what}: an id has at most 64 characters."
        self.faults.add("V201", message, at, stops=True)
        return False

    def mapping(self, node: Node, what: str, *, vital: bool = False) -> MapNode | None:
        """Return a mapping, or None with a fault."""
        if isinstance(node, MapNode):
            return node
        self.shape(node, "a mapping ('key: value' lines)", what, vital=vital)
        return None

    def items(self, node: Node, what: str, *, vital: bool = False) -> list[Node]:
        """Return the parts of a list; one thing alone counts as a list of one, with a fault."""
        if isinstance(node, ListNode):
            return node.items
        self.shape(node, "a list ('- ' lines, or [a, b])", what, vital=vital)
        return [] if isinstance(node, Scalar) and node.is_null else [node]


class Fields(Takes):
    """The entries of one mapping. Keys it does not know are reported when it is made.

    ``of`` is how messages name the mapping, ``known`` its possible keys (None: any), ``home`` where a missing key
    is reported: the key it stands under.
    """

    def __init__(
        self, faults: Faults, node: MapNode, of: str, known: tuple[str, ...] | None, home: int | None = None
    ) -> None:
        super().__init__(faults)
        self.node = node
        self.of = of
        self.home = node.at if home is None else home
        for key, (at, _) in node.entries.items():
            if known is None or key in known:
                continue
            if key.strip() in known:
                message = f"A character that only looks like a blank belongs to the key {quoted(key.strip())} here."
                faults.add("V116", message, at, nearest=key.strip())
            else:
                faults.unknown("V116", key, f"is not a key of {of}", known, at)

    def name(self, key: str) -> str:
        """Return how messages name a key here."""
        return f"'{key}' of {self.of}"

    @property
    def subject(self) -> str:
        """Return how a sentence begins that is about the mapping."""
        return self.of[0].upper() + self.of[1:]

    def at(self, key: str) -> int:
        """Return where a key stands, or what it is missing from."""
        entry = self.node.entries.get(key)
        return self.home if entry is None else entry[0]

    def get(self, key: str, *, required: bool = False, vital: bool = False) -> Node | None:
        """Return a value; None where the key is missing (a fault if required) or its value is null."""
        entry = self.node.entries.get(key)
        if entry is None:
            if required:
                self.faults.add("V117", f"'{key}' is missing from {self.of}.", self.home, stops=vital)
            return None
        value = entry[1]
        if isinstance(value, Scalar) and value.is_null:
            if required:
                self.faults.add("V122", f"{self.name(key)} is empty.", entry[0], stops=vital)
            return None
        return value

    def text_of(self, key: str, *, required: bool = False, vital: bool = False) -> str:
        """Return a text, empty where there is none."""
        node = self.get(key, required=required, vital=vital)
        return "" if node is None else self.text(node, self.name(key), vital=vital)

    def texts_of(self, key: str) -> list[tuple[str, int]]:
        """Return the texts of a list with their positions."""
        node = self.get(key)
        parts = [] if node is None else self.items(node, self.name(key))
        found = [(self.text(part, f"each part of {self.name(key)}"), part.at) for part in parts]
        return [(text, at) for text, at in found if text]

    def flag_of(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        node = self.get(key)
        return default if node is None else self.flag(node, self.name(key), default)

    def number_of(self, key: str, default: Fraction, low: int = 0, high: int = LARGEST) -> Fraction:
        """Return a number within bounds, the default where it is missing or faulty."""
        node = self.get(key)
        found = None if node is None else self.number(node, self.name(key))
        if node is None or found is None:
            return default
        if not low <= found <= high:
            bounds = f"at least {low}" if high == LARGEST else f"from {low} to {high}"
            self.faults.add("V120", f"{self.name(key)} is {bounds}{_but(node)}.", node.at)
            return default
        return found

    def whole_of(self, key: str, default: int, low: int = 0, high: int = LARGEST) -> int:
        """Return a whole number within bounds, the default where it is missing or faulty."""
        node = self.get(key)
        found = None if node is None else self.whole(node, self.name(key))
        if node is None or found is None:
            return default
        if not low <= found <= high:
            self.faults.add("V120", f"{self.name(key)} is from {low} to {high}{_but(node)}.", node.at)
            return default
        return found

    def word_of(self, key: str, words: Iterable[str], default: str, *, required: bool = False) -> str:
        """Return one of some words, the default where it is missing or another."""
        node = self.get(key, required=required)
        if node is None:
            return default
        words = tuple(words)
        if not isinstance(node, Scalar):
            self.shape(node, f"one of {', '.join(words)}", self.name(key))
            return default
        if node.text not in words:
            what = f"is not a word for {self.name(key)} ({', '.join(words)})"
            self.faults.unknown("V121", node.text, what, words, node.at)
            return default
        return node.text

    def mapping_of(self, key: str, *, required: bool = False, vital: bool = False) -> Mapping[str, tuple[int, Node]]:
        """Return the entries of a mapping, empty where there is none."""
        node = self.get(key, required=required, vital=vital)
        found = None if node is None else self.mapping(node, self.name(key), vital=vital)
        return {} if found is None else found.entries


def _but(node: Node) -> str:
    """Return the end of a sentence that says what stands there instead."""
    if isinstance(node, Scalar):
        return ", not empty" if node.is_null else f", not {quoted(node.text)}"
    return ", not a list" if isinstance(node, ListNode) else ", not a mapping"
