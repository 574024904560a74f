"""Made-up vignettes and plays for property tests: small, always playable, and using all that the format has.

Every template, scenes' acts, attributes, interludes, conditional ``when`` and ``next``, ``once``, loops,
ambiguous and unscored decisions, choices that are not kept, numbers as ratings. Every play of a vignette
without ``endless`` loops ends, so that all of its paths can be listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

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

ACTS = ("a", "b", "c")
GROUNDS = ("x", "y")
NUMBERS = tuple(sorted({*RATINGS.values(), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(7, 10)}))
WEIGHTS = tuple(map(Fraction, ("0", "1/2", "1", "1", "1", "2", "3")))
PENALTIES = tuple(map(Fraction, ("1/2", "1", "3/2", "2", "3")))

acts = st.builds(
    Act,
    st.sampled_from(ACTS),
    st.sampled_from(((), (), (("ground", "x"),), (("ground", "y"),))),
)
patterns = st.builds(
    ActPattern,
    st.sampled_from(ACTS),
    st.sampled_from(((), (), (), (("ground", "x"),))),
)


@st.composite
def rules(draw: st.DrawFn, name: str = "r", templates: tuple[str, ...] = TEMPLATES) -> Rule:
    """One rule of any template."""
    template = draw(st.sampled_from(templates))
    if template == "absence":
        first, second = (), draw(patterns)
    elif template in ("existence", "at_most_once"):
        first, second = (draw(patterns),), None
    elif template in ("precedence_all", "precedence_any"):
        first = tuple(draw(st.lists(patterns, min_size=1, max_size=3)))
        second = draw(patterns)
    else:
        first, second = (draw(patterns),), draw(patterns)
    return Rule(
        name, template, first, second, draw(st.sampled_from(PENALTIES)),
        source=draw(st.sampled_from((None, "R-MUST", "R-SHOULD", "R-MAY", "X-MUST"))),
        critical=draw(st.booleans()), because=f"Why {name} matters.",
    )


def conditions(places: tuple[str, ...]) -> st.SearchStrategy[Condition]:
    """Conditions on the variables ``v`` and ``flag``, on acts done, and on these scenes visited."""
    simple = st.one_of(
        st.sampled_from(("v >= 1", "v == 0", "v < 2", "flag", "flag == false")),
        st.sampled_from(ACTS).map("done({})".format),
        st.sampled_from(places).map("visited({})".format),
    )
    whole = st.one_of(
        simple, simple.map("not {}".format), st.tuples(simple, simple, st.sampled_from(("and", "or"))).map(
            lambda parts: f"{parts[0]} {parts[2]} {parts[1]}"),
    )
    return whole.map(parse)


effects = st.lists(
    st.sampled_from((
        Effect("v", True, 1), Effect("v", True, -1), Effect("v", False, 0), Effect("flag", False, 1),
        Effect("flag", False, 0),
    )),
    max_size=2,
).map(tuple)
some_acts = st.lists(acts, max_size=2).map(tuple)


@st.composite
def exits(draw: st.DrawFn, targets: tuple[str, ...], places: tuple[str, ...]) -> tuple[Exit, ...]:
    """One way on, or a conditional one and another."""
    last = Exit(draw(st.sampled_from(targets)))
    if draw(st.integers(0, 3)):
        return (last,)
    return (Exit(draw(st.sampled_from(targets)), draw(conditions(places))), last)


@st.composite
def decisions(
    draw: st.DrawFn, place: str, onward: tuple[str, ...], back: tuple[str, ...], places: tuple[str, ...], endless: bool
) -> Scene:
    """One decision; its first response is always open, a response that leads back is open once."""
    kind = draw(st.sampled_from(("scored",) * 5 + ("ambiguous", "unscored", "not kept")))
    scored = kind in ("scored", "ambiguous")
    responses = []
    for number in range(draw(st.integers(1, 3))):
        returns = number > 0 and back and kind != "not kept" and draw(st.integers(0, 3)) == 0
        rating = draw(st.sampled_from(NUMBERS)) if scored else None
        contraindicated = scored and draw(st.integers(0, 7)) == 0
        responses.append(Response(
            id=f"r{number}", scene=place, kind=draw(st.sampled_from(("say", "do"))),
            text="word " * draw(st.integers(1, 5)),
            exits=draw(exits(back if returns else onward, places)),
            when=draw(conditions(places)) if number and draw(st.integers(0, 3)) == 0 else None,
            once=bool(number) and ((bool(returns) and not endless) or draw(st.integers(0, 5)) == 0),
            rating=Fraction(0) if contraindicated else rating,
            rating_word=nearest_rating(rating) if rating is not None else None,
            contraindicated=contraindicated,
            repair=draw(st.integers(0, 5)) == 0,
            tends=draw(st.sampled_from((None, None, "over-referral", "under-referral"))),
            acts=draw(some_acts) if kind != "not kept" else (),
            upholds=draw(st.sampled_from(((), ("R-MUST",), ("R-MAY",), ("X-MUST",)))),
            breaches=draw(st.sampled_from(((), (), ("R-MUST",), ("R-SHOULD",), ("R-MAY",), ("X-MUST",)))),
            because=f"Why {place}/r{number}.",
            effects=draw(effects) if kind != "not kept" else (),
        ))
    if kind == "not kept":  # its response may steer texts only, so all lead the same way
        shared = draw(exits(onward, places))
        responses = [Response(id=r.id, scene=place, kind=r.kind, text=r.text, exits=shared, because=r.because)
                     for r in responses]
    return Scene(
        place, acts=draw(some_acts), weight=draw(st.sampled_from(WEIGHTS)), ambiguous=kind == "ambiguous",
        scored=scored, keep=kind != "not kept", responses=tuple(responses),
        key=draw(st.sampled_from((None,) * 6 + (True, False))) if kind == "scored" else None,
    )


@st.composite
def vignettes(
    draw: st.DrawFn, *, max_scenes: int = 5, max_rules: int = 5, endless: bool = False,
    templates: tuple[str, ...] = TEMPLATES,
) -> Vignette:
    """A small vignette that can always be played to an ending.

    Args:
        draw: given by hypothesis.
        max_scenes: scenes at most, interludes among them.
        max_rules: rules at most.
        endless: whether a loop may be gone round for ever; else a response that leads back is open once.
        templates: templates that rules may have.
    """
    places = tuple(f"s{number}" for number in range(draw(st.integers(1, max_scenes))))
    names = ("good", "mixed", "poor")
    scenes = {}
    for number, place in enumerate(places):
        onward = (*places[number + 1 :], *(places[number + 1 :] or ()), *names)
        back = places[: number + 1]
        if number + 1 < len(places) and draw(st.integers(0, 4)) == 0:
            scenes[place] = Scene(place, acts=draw(some_acts), exits=draw(exits(onward, places)))
        else:
            scenes[place] = draw(decisions(place, onward, back, places, endless))
    count = draw(st.integers(0, max_rules))
    return Vignette(
        id="made-up", title="Made up", start=places[0], scenes=scenes,
        endings={
            "good": Ending("good", "good", Fraction(1)),
            "mixed": Ending("mixed", "mixed", draw(st.sampled_from((Fraction(2, 5), Fraction(1, 2))))),
            "poor": Ending("poor", "poor", Fraction(0)),
        },
        content_hash="0" * 64,
        variables={"v": Variable("v", 0, 0, 2), "flag": Variable("flag", 0, 0, 1, boolean=True)},
        rules={f"r{number}": draw(rules(f"r{number}", templates)) for number in range(count)},
    )


@st.composite
def plays(draw: st.DrawFn, made: st.SearchStrategy[Vignette] | None = None, *, most: int = 30) -> tuple[Vignette, Path]:
    """A vignette and a path through it: complete, or cut short after ``most`` decisions."""
    vignette = draw(made if made is not None else vignettes())
    state, before = settle(vignette, begin(vignette))
    visits: list[Visit] = []
    while state.place not in vignette.endings:
        if len(visits) == most:
            return vignette, Path(tuple(visits), None)
        offered = open_responses(vignette, state)
        response = draw(st.sampled_from(offered))
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
