"""The laws of the ledger, on made-up vignettes that use all that the format has."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.ledger import account
from scoring.rules import makes_offer
from tests.strategies import plays, vignettes
from vignettes.model import Act, ActPattern, Ending, Exit, Response, Rule, Scene, Vignette
from vignettes.playing import Path, Visit, walk
from vignettes.sources import Source

NO_KEYS: frozenset[str] = frozenset()
SOURCES = {
    name: Source(name, "article" if name.startswith("R") else "practice", "H1", name[2:].lower())
    for name in ("R-MUST", "R-SHOULD", "R-MAY", "X-MUST")
}
either = st.one_of(plays(), plays(vignettes(endless=True), most=12))


def scored(vignette: Vignette, path: Path, key: frozenset[str] = NO_KEYS):
    return account(vignette, path, key=key, sources=SOURCES)


def with_scene(vignette: Vignette, scene: Scene) -> Vignette:
    return replace(vignette, scenes={**vignette.scenes, scene.id: scene})


@given(either)
def test_no_loss_is_the_same_as_no_base_loss_and_no_broken_rule(play):
    found = scored(*play)
    flawless = not any(step.base for step in found.steps) and not any(rule.broken for rule in found.rules)
    assert (found.loss == 0) == flawless
    if flawless and found.complete:
        assert found.decision_quality in (1, None)
        assert found.process_conformance in (1, None)


@given(either)
def test_charges_add_up(play):
    found = scored(*play)
    base = sum(step.base for step in found.steps)
    assert found.loss == sum(step.charged for step in found.steps) == base + sum(c.added for c in found.charges)
    assert found.loss == sum(reason.amount for step in found.steps for reason in step.reasons)
    assert base <= found.loss <= base + sum(charge.pen for charge in found.charges)
    assert all(reason.amount > 0 for step in found.steps for reason in step.reasons)


@given(either)
def test_layers_add_up(play):
    found = scored(*play)
    assert found.layers["article"].loss + found.layers["practice"].loss == found.loss
    assert sum(layer.base for layer in found.layers.values()) == sum(step.base for step in found.steps)
    without = account(*play, key=NO_KEYS)
    assert without.layers["article"].loss == 0
    assert without.loss == found.loss


@given(either)
def test_a_point_is_absorbed_once_and_only_where_it_may_be(play):
    vignette, path = play
    found = scored(vignette, path)
    rules = {rule.id: rule for rule in found.rules}
    taken = [Fraction(0)] * len(found.steps)
    for charge in found.charges:
        assert charge.pen == charge.left + sum(amount for _, amount in charge.absorbed)
        for step, amount in charge.absorbed:
            assert step in (charge.at, *rules[charge.id].declined)
            assert amount > 0
            taken[step] += amount
    assert all(amount <= step.base for amount, step in zip(taken, found.steps, strict=True))


@given(either)
def test_a_lapse_is_charged_once(play):
    found = scored(*play)
    by_lapse: dict[int, list] = {}
    for charge in found.charges:
        by_lapse.setdefault(charge.lapse, []).append(charge)
    for charges in by_lapse.values():
        assert [charge.listed for charge in charges] == [False] + [True] * (len(charges) - 1)
    assert {rule.id for rule in found.rules if rule.broken} == {charge.id for charge in found.charges}


@given(either, st.data())
def test_figures_keep_within_their_bounds(play, data):
    vignette, path = play
    keys = frozenset(data.draw(st.sets(st.sampled_from([scene.id for scene in vignette.decisions] or ["none"]))))
    keys &= {scene.id for scene in vignette.decisions}
    found = scored(vignette, path, keys)
    for figure in (found.decision_quality, found.decision_quality_strict, found.process_conformance):
        assert figure is None or 0 <= figure <= 1
    if found.complete:
        assert found.coverage.visited <= found.coverage.key == len(keys)
        if found.decision_quality is not None:
            assert found.decision_quality_strict <= found.decision_quality
        if keys <= {step.scene for step in found.steps}:
            assert found.decision_quality_strict == found.decision_quality
    assert found.repairs.taken <= found.repairs.offered <= len(found.steps)


@given(either, st.data())
def test_a_lower_rating_of_a_chosen_response_never_lowers_the_loss(play, data):
    """Held wherever it leaves the order within lapses as it was; see the exception below."""
    vignette, path = play
    rated = [visit for visit in path.visits if vignette.scenes[visit.scene].response(visit.chosen).rating]
    assume(rated)
    visit = data.draw(st.sampled_from(rated))
    scene = vignette.scenes[visit.scene]
    chosen = scene.response(visit.chosen)
    lower = chosen.rating * data.draw(st.sampled_from(list(map(Fraction, ("0", "1/2", "3/4", "9/10")))))
    lowered = replace(chosen, rating=lower)
    assume(makes_offer(lowered) == makes_offer(chosen) or not chosen.acts)
    changed = with_scene(
        vignette, replace(scene, responses=tuple(lowered if r is chosen else r for r in scene.responses)))
    before, after = scored(vignette, path), scored(changed, path)
    others = [step for step, v in enumerate(path.visits) if v is not visit]
    assume(all(after.steps[step].base == before.steps[step].base for step in others))
    assume([charge.id for charge in before.charges] == [charge.id for charge in after.charges])
    assert after.loss >= before.loss


@given(plays(vignettes(max_rules=8)), st.data())
def test_a_broken_rule_less_never_raises_the_loss(play, data):
    """Held wherever it leaves the order of the lapses as it was; see the exception below."""
    vignette, path = play
    before = scored(vignette, path)
    assume(before.charges)
    gone = data.draw(st.sampled_from([charge.id for charge in before.charges]))
    fewer = replace(vignette, rules={name: rule for name, rule in vignette.rules.items() if name != gone})
    after = scored(fewer, path)
    remaining = {charge.id: charge.lapse for charge in before.charges if charge.id != gone}
    assume([remaining[charge.id] for charge in after.charges] == sorted(remaining.values()))
    assert after.loss <= before.loss


@given(plays(), st.data())
def test_display_order_changes_nothing(play, data):
    vignette, path = play
    shuffled = replace(vignette, scenes={
        name: replace(scene, responses=tuple(data.draw(st.permutations(scene.responses))))
        for name, scene in vignette.scenes.items()
    })
    again, _ = walk(shuffled, [visit.chosen for visit in path.visits])
    assert scored(shuffled, again) == scored(vignette, path)


@given(plays())
def test_replaying_gives_the_same_numbers(play):
    vignette, path = play
    again, _ = walk(vignette, [visit.chosen for visit in path.visits])
    assert again == path
    assert scored(vignette, again) == scored(vignette, path)


@given(plays())
def test_a_choice_that_was_not_kept_changes_no_number(play):
    vignette, path = play
    visits = tuple(v if vignette.scenes[v.scene].keep else Visit(v.scene, v.offered, "", v.before) for v in path.visits)
    found, full = scored(vignette, path._replace(visits=visits)), scored(vignette, path)
    assert found == full


@given(either)
def test_order_of_the_rules_in_the_file_changes_no_number(play):
    vignette, path = play
    turned = replace(vignette, rules=dict(reversed(vignette.rules.items())))
    found, other = scored(vignette, path), scored(turned, path)
    assert found.charges == other.charges
    assert found.loss == other.loss
    assert found.process_conformance == other.process_conformance


def decision(scene: str, weight: int, onward: str, **acts: tuple[Fraction, tuple[str, ...]]) -> Scene:
    return Scene(scene, weight=Fraction(weight), responses=tuple(
        Response(name, scene, "say", name, (Exit(onward),), rating=rating, acts=tuple(map(Act, done)))
        for name, (rating, done) in acts.items()
    ))


def ordered(name: str, template: str, first: str, second: str | None, penalty: Fraction) -> Rule:
    return Rule(name, template, tuple(map(ActPattern, first)), ActPattern(second) if second else None, penalty)


def case(scenes: list[Scene], rules: list[Rule]) -> Vignette:
    return Vignette("case", "", scenes[0].id, {scene.id: scene for scene in scenes},
                    {"end": Ending("end", "mixed", Fraction(1, 2))}, "", rules={rule.id: rule for rule in rules})


def test_the_exception_to_the_law_on_ratings():
    """A whole case, sound in all its parts, in which a chosen response is rated lower and the loss falls.

    It takes two rules broken by one response and a third that shares a declined step with one of them; see
    test_lapses for why. The letter of the rules is kept.
    """
    best, worst = Fraction(1), Fraction(0)

    def loss(rating: Fraction) -> Fraction:
        vignette = case(
            [
                decision("d1", 1, "d2", yes=(best, ("p",)), no=(rating, ())),
                decision("d2", 2, "d3", yes=(best, ("q",)), no=(worst, ())),
                decision("d3", 2, "d4", yes=(best, ()), no=(worst, ("y", "x"))),
                decision("d4", 1, "end", yes=(best, ("e",))),
            ],
            [
                ordered("z", "precedence", "p", "y", Fraction(3)),
                ordered("w", "precedence", "q", "x", Fraction(2)),
                ordered("v", "precedence", "q", "e", Fraction(2)),
            ],
        )
        path, _ = walk(vignette, ["no", "no", "no", "yes"])
        return scored(vignette, path).loss

    assert loss(Fraction(1, 10)) == 7
    assert loss(Fraction(0)) == 5


def test_the_exception_to_the_law_on_a_rule_less():
    """A whole case in which a broken rule is taken away and the loss rises: a lapse moves behind another."""
    best, worst = Fraction(1), Fraction(0)
    rules = [
        ordered("owed", "existence", "h", None, Fraction(1, 2)),
        ordered("late", "responded_existence", "a", "h", Fraction(1)),
        ordered("some", "precedence_any", "hc", "e", Fraction(1)),
    ]
    scenes = [
        decision("d1", 1, "d2", yes=(best, ("h",)), no=(worst, ())),
        decision("d2", 1, "d3", yes=(best, ("c",)), no=(worst, ())),
        decision("d3", 1, "d4", yes=(best, ("e",))),
        decision("d4", 1, "end", yes=(best, ("a",))),
    ]
    path, _ = walk(case(scenes, rules), ["no", "no", "yes", "yes"])
    assert scored(case(scenes, rules), path).loss == 2
    assert scored(case(scenes, rules[1:]), path).loss == 3
