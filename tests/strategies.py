"""Made-up vignettes and plays for property tests: small, always playable, and using all that the format has.

Every template, scenes' acts, attributes, interludes, conditional ``when`` and ``next``, ``once``, loops,
ambiguous and unscored decisions, choices that are not kept, numbers as ratings. Every play of a vignette
without ``endless`` loops ends, so that all of its paths can be listed.

Half of them are built from single draws, which shrink well; half from one seed, which spreads better.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TypeVar

from hypothesis import strategies as st

from vignettes.conditions import Condition, parse
from vignettes.model import (
    RATINGS,
    TEMPLATES,
    Act,
    ActPattern,
    Effect,
    Ending,
    Exit,
    Response,
    Rule,
    Scene,
    Variable,
    Vignette,
    nearest_rating,
)
from vignettes.playing import Path, State, Visit, begin, choose, open_responses, settle

T = TypeVar("T")
Pick = Callable[[Sequence[T]], T]

ACTS = ("a", "b", "c")
ENDINGS = ("good", "mixed", "poor")
ATTRIBUTES = ((), (), (("ground", "x"),), (("ground", "y"),))
NUMBERS = (*RATINGS.values(), *map(Fraction, ("1", "1", "3/4", "7/10", "1/2", "1/4")))
WEIGHTS = tuple(map(Fraction, ("1", "1", "1", "1/2", "2", "3", "0")))
PENALTIES = tuple(map(Fraction, ("1/2", "1", "3/2", "2", "3")))
EFFECTS = (
    Effect("v", True, 1), Effect("v", True, -1), Effect("v", False, 0), Effect("flag", False, 1),
    Effect("flag", False, 0),
)
SIMPLE = ("v >= 1", "v == 0", "v < 2", "flag", "flag == false", *map("done({})".format, ACTS))


class Maker:
    """Makes parts of vignettes, taking every choice from ``pick``."""

    def __init__(self, pick: Pick, *, endless: bool, templates: Sequence[str]) -> None:
        self.pick = pick
        self.endless = endless
        self.templates = templates
        self.places: tuple[str, ...] = ()

    def one_in(self, number: int) -> bool:
        return self.pick(range(number)) == number - 1

    def acts(self, counts: Sequence[int]) -> tuple[Act, ...]:
        return tuple(Act(self.pick(ACTS), self.pick(ATTRIBUTES)) for _ in range(self.pick(counts)))

    def pattern(self) -> ActPattern:
        return ActPattern(self.pick(ACTS), (("ground", "x"),) if self.one_in(4) else ())

    def condition(self) -> Condition:
        simple = (*SIMPLE, *map("visited({})".format, self.places))
        text = self.pick(simple)
        if self.one_in(3):
            text = f"not {text}"
        if self.one_in(4):
            text += f" {self.pick(('and', 'or'))} {self.pick(simple)}"
        return parse(text)

    def exits(self, targets: Sequence[str]) -> tuple[Exit, ...]:
        last = Exit(self.pick(targets))
        return (Exit(self.pick(targets), self.condition()), last) if self.one_in(4) else (last,)

    def response(self, place: str, number: int, kind: str, onward: Sequence[str], back: Sequence[str]) -> Response:
        """Make one response; the first is always open, and one that leads back is open once unless endless."""
        returns = number > 0 and self.one_in(5)
        rating = self.pick(NUMBERS) if kind in ("scored", "ambiguous") else None
        contraindicated = rating is not None and self.one_in(8)
        return Response(
            id=f"r{number}", scene=place, kind=self.pick(("say", "do")), text="word " * self.pick(range(1, 6)),
            exits=self.exits(back if returns else onward),
            when=self.condition() if number and self.one_in(4) else None,
            once=number > 0 and ((returns and not self.endless) or self.one_in(6)),
            rating=Fraction(0) if contraindicated else rating,
            rating_word=nearest_rating(rating) if rating is not None else None,
            contraindicated=contraindicated,
            repair=self.one_in(6),
            tends=self.pick((None, None, "over-referral", "under-referral")),
            acts=self.acts((0, 1, 1, 1, 2)),
            upholds=self.pick(((), ("R-MUST",), ("R-MAY",), ("X-MUST",))),
            breaches=self.pick(((), (), ("R-MUST",), ("R-SHOULD",), ("R-MAY",), ("X-MUST",))),
            because=f"Why {place}/r{number}.",
            effects=tuple(self.pick(EFFECTS) for _ in range(self.pick((0, 1, 2)))),
        )

    def decision(self, place: str, onward: Sequence[str], back: Sequence[str]) -> Scene:
        kind = self.pick(("scored",) * 6 + ("ambiguous", "unscored", "not kept"))
        count = self.pick((2, 3, 3, 2, 1))
        if kind == "not kept":  # its response may steer texts only, so all lead the same way and do nothing
            exits = self.exits(onward)
            responses = tuple(Response(f"r{n}", place, "say", "word", exits, because="Why.") for n in range(count))
        else:
            responses = tuple(self.response(place, n, kind, onward, back) for n in range(count))
        return Scene(
            place, acts=self.acts((0, 0, 0, 0, 1)), weight=self.pick(WEIGHTS), ambiguous=kind == "ambiguous",
            scored=kind in ("scored", "ambiguous"), keep=kind != "not kept", responses=responses,
            key=self.pick((None,) * 6 + (True, False)) if kind == "scored" else None,
        )

    def rule(self, name: str) -> Rule:
        template = self.pick(self.templates)
        first: tuple[ActPattern, ...] = (self.pattern(),)
        second: ActPattern | None = self.pattern()
        if template == "absence":
            first = ()
        elif template in ("existence", "at_most_once"):
            second = None
        elif template in ("precedence_all", "precedence_any"):
            first = tuple(self.pattern() for _ in range(self.pick((2, 1, 3))))
        return Rule(
            name, template, first, second, self.pick(PENALTIES),
            source=self.pick((None, "R-MUST", "R-SHOULD", "R-MAY", "X-MUST")),
            critical=self.one_in(3), because=f"Why {name} matters.",
        )

    def vignette(self, scenes: int, rules: int) -> Vignette:
        count = max(1, scenes - self.pick((0, 1, 0, 1, 2, 3, 4, scenes - 1)))
        self.places = tuple(f"s{number}" for number in range(count))
        straight = self.one_in(2)  # every path of this kind comes by nearly every scene
        made = {}
        for number, place in enumerate(self.places):
            after = self.places[number + 1 :]
            onward = after[:1] if straight and after else (*after[:1] * 12, *after[1:], *ENDINGS)
            if after and self.one_in(6):
                made[place] = Scene(place, acts=self.acts((0, 1)), exits=self.exits(onward))
            else:
                made[place] = self.decision(place, onward, self.places[: number + 1])
        names = [f"r{number}" for number in range(max(0, rules - self.pick((0, 0, 1, 2, rules))))]
        return Vignette(
            id="made-up", title="Made up", start=self.places[0], scenes=made,
            endings={
                "good": Ending("good", "good", Fraction(1)),
                "mixed": Ending("mixed", "mixed", self.pick((Fraction(2, 5), Fraction(1, 2)))),
                "poor": Ending("poor", "poor", Fraction(0)),
            },
            content_hash="0" * 64,
            variables={"v": Variable("v", 0, 0, 2), "flag": Variable("flag", 0, 0, 1, boolean=True)},
            rules={name: self.rule(name) for name in names},
        )


@st.composite
def conditions(draw: st.DrawFn, places: Sequence[str]) -> Condition:
    """A condition on the variables ``v`` and ``flag``, on acts done, and on these scenes visited."""
    maker = Maker(lambda options: draw(st.sampled_from(options)), endless=False, templates=TEMPLATES)
    maker.places = tuple(places)
    return maker.condition()


@st.composite
def vignettes(
    draw: st.DrawFn, *, max_scenes: int = 6, max_rules: int = 5, endless: bool = False,
    templates: Sequence[str] = TEMPLATES,
) -> Vignette:
    """A small vignette that can always be played to an ending.

    Args:
        draw: given by hypothesis.
        max_scenes: scenes at most, interludes among them.
        max_rules: rules at most.
        endless: whether a loop may be gone round for ever; else a response that leads back is open once.
        templates: templates that rules may have.
    """
    if draw(st.booleans()):
        pick = random.Random(draw(st.integers(0, 2**32 - 1))).choice
    else:
        def pick(options):
            return draw(st.sampled_from(options))
    return Maker(pick, endless=endless, templates=templates).vignette(max_scenes, max_rules)


@st.composite
def plays(draw: st.DrawFn, made: st.SearchStrategy[Vignette] | None = None, *, most: int = 30) -> tuple[Vignette, Path]:
    """A vignette and a path through it: complete, or cut short after ``most`` decisions."""
    vignette = draw(made if made is not None else vignettes())
    chance = random.Random(draw(st.integers(0, 2**32 - 1)))
    state, before = settle(vignette, begin(vignette))
    visits: list[Visit] = []
    while state.place not in vignette.endings:
        if len(visits) == most:
            return vignette, Path(tuple(visits), None)
        offered = open_responses(vignette, state)
        response = chance.choice(offered)
        visits.append(Visit(state.place, tuple(r.id for r in offered), response.id, before))
        state, before = settle(vignette, choose(vignette, state, response))
    return vignette, Path(tuple(visits), state.place, before)


def all_paths(vignette: Vignette, limit: int = 100_000) -> Iterator[tuple[Path, Fraction]]:
    """Yield every complete path of a vignette without endless loops, with its chance in random play.

    Raises:
        OverflowError: there are more than ``limit``.
    """
    found = 0
    state, before = settle(vignette, begin(vignette))
    waiting: list[tuple[State, tuple[Act, ...], tuple[Visit, ...], Fraction]] = [(state, before, (), Fraction(1))]
    while waiting:
        state, before, visits, chance = waiting.pop()
        if state.place in vignette.endings:
            found += 1
            if found > limit:
                raise OverflowError(f"more than {limit} paths")
            yield Path(visits, state.place, before), chance
            continue
        offered = open_responses(vignette, state)
        ids = tuple(r.id for r in offered)
        for response in offered:
            after, acts_on_the_way = settle(vignette, choose(vignette, state, response))
            visit = Visit(state.place, ids, response.id, before)
            waiting.append((after, acts_on_the_way, (*visits, visit), chance / len(offered)))
