"""What a rule does over all plays: nothing, never a kept one, or a charge for a recommended choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from scoring.soundness.following import Charged, Following
from scoring.soundness.verdicts import BROKEN, KEPT
from scoring.soundness.words import amount
from vignettes.checking.reach import way_in_words
from vignettes.diagnostics import Diagnostic, quoted
from vignettes.exploring import BUDGET, Graph
from vignettes.model import ActPattern, Rule, Vignette
from vignettes.sources import ARTICLE, Source

if TYPE_CHECKING:
    from vignettes.reading import Reading


def check(reading: Reading, graph: Graph, sources: Mapping[str, Source], *, budget: int = BUDGET
          ) -> Iterator[Diagnostic]:
    """Yield what is amiss with each rule, decided on all states of play.

    Args:
        reading: what reading the file gave.
        graph: the vignette's complete graph.
        sources: the known sources.
        budget: the most states followed a rule; past it V520 says that nothing was decided of this one.
    """
    for rule in graph.vignette.rules.values():
        yield from _permitted(reading, rule, sources)
        following = Following(rule, graph, budget)
        if not following.complete:
            message = f"The rule {quoted(rule.id)} has more than {budget:,} states to follow; it was not decided."
            yield reading.marks.diagnostic("V520", message, "rules", rule.id)
            continue
        yield from _idle(reading, graph.vignette, following)
        for charged in following.charged():
            yield _charging(reading, rule, charged)


def _permitted(reading: Reading, rule: Rule, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    source = sources.get(rule.source) if rule.source else None
    if source is not None and source.layer == ARTICLE and not source.binds:
        message = (f"The rule {quoted(rule.id)} charges for {quoted(source.id)}, but the article only "
                   f"{'permits' if source.strength == 'may' else 'describes'} it.")
        yield reading.marks.diagnostic("V510", message, "rules", rule.id, "source")


def _idle(reading: Reading, vignette: Vignette, following: Following) -> Iterator[Diagnostic]:
    rule, verdicts = following.rule, following.verdicts
    if not verdicts or not _known(vignette, rule):
        return  # no play ends, or an act is nowhere done: both are said elsewhere
    if not verdicts & {KEPT, BROKEN}:
        message = f"The rule {quoted(rule.id)} comes up on no path: nobody can keep it or break it."
        yield reading.marks.diagnostic("V502", message, "rules", rule.id)
    elif KEPT not in verdicts:
        message = f"The rule {quoted(rule.id)} is broken on every path on which it comes up."
        yield reading.marks.diagnostic("V503", message, "rules", rule.id)


def _known(vignette: Vignette, rule: Rule) -> bool:
    """Tell whether all acts of a rule are done somewhere in the file."""
    acts = {act for scene in vignette.scenes.values() for act in scene.acts}
    acts |= {act for scene in vignette.decisions for response in scene.responses for act in response.acts}
    return all(any(pattern.matches(act) for act in acts) for pattern in _patterns(rule))


def _patterns(rule: Rule) -> tuple[ActPattern, ...]:
    return (*rule.first, rule.second) if rule.second is not None else rule.first


def _charging(reading: Reading, rule: Rule, charged: Charged) -> Diagnostic:
    missing = [str(pattern) for at, pattern in enumerate(_patterns(rule)) if charged.missing >> at & 1]
    if missing:
        acts = " and ".join(map(quoted, missing))
        can = "could still be done instead" if charged.beside else "can no longer be done there"
        why = f"{acts} was left out before and {can}"
    else:
        why = "it does what the rule is against"
    message = (f"The recommended {quoted(charged.response)} is charged {amount(charged.amount)} by the rule "
               f"{quoted(rule.id)}: {why}; it is so by {way_in_words(charged.way)}.")
    return reading.marks.diagnostic("V505", message, "scenes", charged.scene, "responses", charged.response)
