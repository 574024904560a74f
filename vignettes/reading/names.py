"""Names, checked once all are known: targets, variables, acts, scenes, sources, codes."""

from __future__ import annotations

from collections.abc import Collection

from vignettes.conditions import Condition
from vignettes.diagnostics import quoted
from vignettes.model import Vignette
from vignettes.reading.draft import Draft
from vignettes.reading.faults import MOST_COMPARED
from vignettes.reading.nodes import Scalar


def check(draft: Draft, vignette: Vignette, sources: Collection[str] | None) -> None:
    """Add a fault for every name that nothing bears.

    Args:
        draft: the names used, and where.
        vignette: the names there are.
        sources: the ids of the known sources; None: they are not checked.
    """
    _one_namespace(draft, vignette)
    _targets(draft, vignette)
    for condition, scalar in draft.conditions:
        _condition(draft, vignette, condition, scalar)
    for effect, _, at in draft.effects:
        if effect.variable not in vignette.variables:
            draft.faults.unknown("V204", effect.variable, "is not a variable", vignette.variables, at, stops=True)
    _patterns(draft)
    if sources is not None:
        for cited in draft.sources:
            if cited.name not in sources:
                draft.faults.unknown("V208", cited.name, "is not a known source", sources, cited.at)
    _codes(draft)


def _one_namespace(draft: Draft, vignette: Vignette) -> None:
    for name in (name for name in vignette.endings if name in vignette.scenes):
        message = f"{quoted(name)} is both a scene and an ending; a target could mean either."
        draft.faults.add("V202", message, draft.at("endings", name), stops=True)


def _targets(draft: Draft, vignette: Vignette) -> None:
    start = draft.start
    if start is not None and start.name not in vignette.scenes:
        ending = start.name in vignette.endings
        what = "is an ending, and a case starts in a scene" if ending else "is not a scene"
        draft.faults.unknown("V203", start.name, what, vignette.scenes, start.at, stops=True)
    known = [*vignette.scenes, *vignette.endings]
    names = frozenset(known)
    for target in draft.targets:
        if target.name not in names:
            draft.faults.unknown("V203", target.name, "is neither a scene nor an ending", known, target.at, stops=True)


def _condition(draft: Draft, vignette: Vignette, condition: Condition, scalar: Scalar) -> None:
    asked = (
        ("V204", condition.variables, vignette.variables, "is not a variable", True),
        ("V205", condition.acts, draft.acts, "is not an act that any scene or response does", False),
        ("V206", condition.scenes, vignette.scenes, "is not a scene", False),
    )
    for code, names, known, what, stops in asked:
        for name, offset in names.items():
            if name not in known:
                at = draft.faults.written.within(scalar, offset)
                draft.faults.unknown(code, name, what, known, at, stops=stops)


def _patterns(draft: Draft) -> None:
    compared = 0
    for pattern, at in draft.patterns:
        done = draft.acts.get(pattern.name)
        compared += len(done or ())
        if compared > MOST_COMPARED:
            return
        if done is None:
            what = "is an act of this rule only: no scene or response does it"
            draft.faults.unknown("V207", pattern.name, what, draft.acts, at)
        elif not any(set(pattern.where) <= set(attributes) for attributes in done):
            message = f"No scene or response does {quoted(str(pattern))}, only {quoted(pattern.name)} otherwise."
            draft.faults.add("V214", message, at)


def _codes(draft: Draft) -> None:
    if not draft.codes:
        return
    from vignettes.catalogue import codes

    stopping = {fault.code for fault in draft.faults.found if fault.stops}
    known = codes()
    for code in draft.codes:
        if code.name not in known:
            draft.faults.unknown("V210", code.name, "is not the code of a check", known, code.at)
        elif code.name in stopping:
            message = f"{quoted(code.name)} keeps this case from being played, so 'checks' cannot change it."
            draft.faults.add("V213", message, code.at)
