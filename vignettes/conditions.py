"""The language of ``when``: parsed once into a small tree, evaluated against facts, never given to ``eval``.

Grammar, loosest first::

    either     = both { "or" both }
    both       = negated { "and" negated }
    negated    = "not" negated | comparison
    comparison = operand [ ("==" | "!=" | "<=" | ">=" | "<" | ">") operand ]
    operand    = whole number | "true" | "false" | name
               | "done" "(" name ")" | "visited" "(" name ")" | "(" either ")"

A hyphen belongs to a name, so ``limit-named`` is one variable. Only one comparison stands at a time:
``1 < a < 3`` is refused with a hint to write ``1 < a and a < 3``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field

MAX_LENGTH = 2_000  # characters of one condition
MAX_DEPTH = 50  # parentheses and "not" within one another
MAX_DIGITS = 9

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[+-]?\d+)|(?P<name>[A-Za-z][A-Za-z0-9_-]*)|(?P<sign>==|!=|<=|>=|<|>|\(|\))|(?P<other>\S))"
)
_COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}
_WORDS = frozenset({"and", "or", "not", "true", "false", "done", "visited"})

Evaluate = Callable[[Mapping[str, int], Set[str], Set[str]], int]


class ConditionFault(ValueError):
    """A condition that cannot be read. ``offset`` is where, in characters from the start of its text."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


@dataclass(frozen=True)
class Condition:
    """A parsed ``when``.

    Attributes:
        text: as the author wrote it.
        variables, acts, scenes: the names it reads, each with the offset of its first mention.
        comparisons: (variable, sign, number) of comparisons of one variable with one number, for checking.
    """

    text: str
    variables: Mapping[str, int]
    acts: Mapping[str, int]
    scenes: Mapping[str, int]
    comparisons: tuple[tuple[str, str, int], ...] = ()
    _evaluate: Evaluate = field(repr=False, compare=False, default=lambda values, done, visited: 1)

    def holds(self, values: Mapping[str, int], done: Set[str], visited: Set[str]) -> bool:
        """Tell whether it holds: ``values`` by variable (booleans as 0 and 1), acts done, scenes visited."""
        return bool(self._evaluate(values, done, visited))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # number, name, sign, other, end
    text: str
    offset: int


def _tokens(text: str) -> list[_Token]:
    found = []
    position = 0
    while match := _TOKEN.match(text, position):
        kind = match.lastgroup or "other"
        found.append(_Token(kind, match.group(kind), match.start(kind)))
        position = match.end()
    found.append(_Token("end", "", len(text)))
    return found


class _Parser:
    """Recursive descent over the tokens; collects the names it meets."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0
        self.variables: dict[str, int] = {}
        self.acts: dict[str, int] = {}
        self.scenes: dict[str, int] = {}
        self.comparisons: list[tuple[str, str, int]] = []

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        token = self.token
        self.at += 1
        return token

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ConditionFault("this condition is nested too deeply", self.token.offset)

    def is_word(self, word: str) -> bool:
        return self.token.kind == "name" and self.token.text == word

    def either(self) -> Evaluate:
        parts = [self.both()]
        while self.is_word("or"):
            self.take()
            parts.append(self.both())
        if len(parts) == 1:
            return parts[0]
        return lambda values, done, visited: any(part(values, done, visited) for part in parts)

    def both(self) -> Evaluate:
        parts = [self.negated()]
        while self.is_word("and"):
            self.take()
            parts.append(self.negated())
        if len(parts) == 1:
            return parts[0]
        return lambda values, done, visited: all(part(values, done, visited) for part in parts)

    def negated(self) -> Evaluate:
        if not self.is_word("not"):
            return self.comparison()
        self.take()
        self.deeper()
        inner = self.negated()
        self.depth -= 1
        return lambda values, done, visited: not inner(values, done, visited)

    def comparison(self) -> Evaluate:
        first = self.token
        left = self.operand()
        if self.token.text not in _COMPARISONS:
            return left
        sign = self.take()
        second = self.token
        right = self.operand()
        if self.token.text in _COMPARISONS:
            raise ConditionFault("only one comparison stands at a time; join two with 'and'", self.token.offset)
        if first.kind == "name" and first.text not in _WORDS and second.kind == "number":
            self.comparisons.append((first.text, sign.text, int(second.text)))
        compare = _COMPARISONS[sign.text]
        return lambda values, done, visited: compare(left(values, done, visited), right(values, done, visited))

    def operand(self) -> Evaluate:
        token = self.take()
        if token.kind == "number":
            return self.number(token)
        if token.text == "(":
            self.deeper()
            inner = self.either()
            self.depth -= 1
            self.close()
            return inner
        if token.kind != "name" or token.text in ("and", "or", "not"):
            shown = f"'{token.text}'" if token.text else "the end"
            raise ConditionFault(f"expected a variable, a number, done(…) or visited(…), not {shown}", token.offset)
        if token.text in ("true", "false"):
            value = int(token.text == "true")
            return lambda values, done, visited: value
        if token.text in ("done", "visited"):
            return self.fact(token)
        name = token.text
        self.variables.setdefault(name, token.offset)
        return lambda values, done, visited: values[name]

    def number(self, token: _Token) -> Evaluate:
        if len(token.text.lstrip("+-")) > MAX_DIGITS:
            raise ConditionFault("this number is too large", token.offset)
        number = int(token.text)
        return lambda values, done, visited: number

    def fact(self, word: _Token) -> Evaluate:
        if self.token.text != "(":
            raise ConditionFault(f"'{word.text}' is followed by a name in parentheses", self.token.offset)
        self.take()
        named = self.take()
        if named.kind != "name":
            raise ConditionFault(f"'{word.text}(…)' names one {'act' if word.text == 'done' else 'scene'}",
                                 named.offset)
        self.close()
        name = named.text
        if word.text == "done":
            self.acts.setdefault(name, named.offset)
            return lambda values, done, visited: name in done
        self.scenes.setdefault(name, named.offset)
        return lambda values, done, visited: name in visited

    def close(self) -> None:
        token = self.take()
        if token.text != ")":
            raise ConditionFault("a closing parenthesis is missing", token.offset)


def parse(text: str) -> Condition:
    """Parse the text of a ``when``.

    Raises:
        ConditionFault: with a sentence and an offset, for anything the grammar does not know.
    """
    if len(text) > MAX_LENGTH:
        raise ConditionFault(f"a condition has at most {MAX_LENGTH:,} characters", MAX_LENGTH)
    parser = _Parser(text)
    evaluate = parser.either()
    if parser.token.kind != "end":
        raise ConditionFault(f"'{parser.token.text}' was not expected here", parser.token.offset)
    return Condition(text, parser.variables, parser.acts, parser.scenes, tuple(parser.comparisons), evaluate)
