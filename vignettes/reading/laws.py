"""What holds for each decision, variable and rule by itself, as far as the file alone can tell."""

from __future__ import annotations

from vignettes.conditions import Condition
from vignettes.diagnostics import quoted
from vignettes.model import Response, Scene, Variable, Vignette
from vignettes.reading.draft import Draft
from vignettes.reading.nodes import MapNode, Scalar

_NOT_SCORED = "the decision is not scored"
_AMBIGUOUS = "an ambiguous decision counts for nothing and is never key"
_MIRRORED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def check(draft: Draft, vignette: Vignette) -> None:
    """Add a fault for everything that cannot be meant as written."""
    ruled = {p.name for rule in vignette.rules.values() for p in (*rule.first, rule.second) if p is not None}
    for scene in vignette.decisions:
        if scene.scored:
            _scored(draft, scene)
        else:
            _unscored(draft, scene)
        if not scene.keep:
            _unkept(draft, vignette, scene, ruled)
    _variables(draft, vignette)
    _effects(draft, vignette)
    for condition, scalar in draft.conditions:
        _comparisons(draft, vignette, condition, scalar)
    _penalties(draft, vignette)


def _scored(draft: Draft, scene: Scene) -> None:
    steps = ("scenes", scene.id)
    if scene.ambiguous:
        _idle(draft, steps, ["weight"] + ["key"] * (scene.key is True), "V246", _AMBIGUOUS)
        return
    if len(scene.responses) == 1:
        draft.faults.add("V249", f"The decision {quoted(scene.id)} offers one response only.", draft.at(*steps))
    # A missing rating counts as 1 and has no word: its own fault is enough.
    if not any(response.rating == 1 for response in scene.responses):
        draft.faults.add("V248", f"The decision {quoted(scene.id)} has no recommended response.", draft.at(*steps))


def _unscored(draft: Draft, scene: Scene) -> None:
    keys = ["weight"] + ["key"] * (scene.key is True) + ["ambiguous"] * scene.ambiguous
    _idle(draft, ("scenes", scene.id), keys, "V241", _NOT_SCORED)
    for response in scene.responses:
        keys = ["rating"] + ["contraindicated"] * response.contraindicated
        _idle(draft, ("scenes", scene.id, "responses", response.id), keys, "V241", _NOT_SCORED)


def _idle(draft: Draft, steps: tuple[str, ...], keys: list[str], code: str, why: str) -> None:
    """Report keys that are written at a scene or response and have no effect there."""
    node = draft.faults.written.find(*steps)[1]
    for key in keys:
        if isinstance(node, MapNode) and key in node.entries:
            draft.faults.add(code, f"'{key}' has no effect here: {why}.", node.entries[key][0])


def _unkept(draft: Draft, vignette: Vignette, scene: Scene, ruled: set[str]) -> None:
    """Check that what is not recorded cannot change the way through, nor a rule's verdict."""
    if scene.scored:
        message = f"The decision {quoted(scene.id)} is scored, so its response must be kept."
        draft.faults.add("V242", message, draft.at("scenes", scene.id, "keep"))
        return
    for response in scene.responses:
        for key, message in _steers(vignette, scene, response, ruled):
            draft.faults.add("V243", message, draft.at("scenes", scene.id, "responses", response.id, key))


def _steers(vignette: Vignette, scene: Scene, response: Response, ruled: set[str]) -> list[tuple[str, str]]:
    variables, acts, _ = vignette.steering
    found = [
        ("set", f"The response is not kept, but {quoted(effect.variable)} decides where the case goes.")
        for effect in response.effects
        if effect.variable in variables
    ]
    for act in response.acts:
        if act.name in acts:
            found.append(("acts", f"The response is not kept, but {quoted(act.name)} decides where the case goes."))
        elif act.name in ruled:
            found.append(("acts", f"The response is not kept, but a rule asks for {quoted(act.name)}."))
    if response.exits != scene.responses[0].exits:
        found.append(("next", "The response is not kept, so all responses here must lead to the same place."))
    return found


def _variables(draft: Draft, vignette: Vignette) -> None:
    read = {name for condition, _ in draft.conditions for name in condition.variables}
    written = {effect.variable for effect, _, _ in draft.effects}
    if not read | written <= vignette.variables.keys():
        return  # a name was misspelt, and the variable that was meant would be called unused
    for name in vignette.variables:
        if name not in read:
            rest = "read by any condition" if name in written else "set or read"
            draft.faults.add("V251", f"The variable {quoted(name)} is never {rest}.", draft.at("variables", name))
        elif name not in written:
            message = f"The variable {quoted(name)} is never set: it stays as it starts."
            draft.faults.add("V252", message, draft.at("variables", name))


def _effects(draft: Draft, vignette: Vignette) -> None:
    for effect, node, _ in draft.effects:
        variable = vignette.variables.get(effect.variable)
        if variable is None:
            continue
        if variable.boolean != (node.boolean is not None):
            is_a, takes = ("true or false", "true or false") if variable.boolean else ("a number", "a number, +n or -n")
            message = f"{quoted(variable.name)} is {is_a}; {quoted(node.text)} cannot set it, only {takes}."
            draft.faults.add("V225", message, node.at, stops=True)
        elif not effect.adds and not variable.minimum <= effect.amount <= variable.maximum:
            bounds = f"{variable.minimum} to {variable.maximum}"
            message = f"{quoted(variable.name)} goes from {bounds}, so it cannot become {effect.amount}."
            draft.faults.add("V255", message, node.at)


def _comparisons(draft: Draft, vignette: Vignette, condition: Condition, scalar: Scalar) -> None:
    for name, sign, number in condition.comparisons:
        variable = vignette.variables.get(name)
        if variable is None:
            continue
        always = _always(variable, sign, number)
        if always or _always(variable, _MIRRORED[sign], number):
            what = "always holds" if always else "can never hold"
            bounds = f"{variable.minimum} to {variable.maximum}"
            message = f"{quoted(f'{name} {sign} {number}')} {what}: {quoted(name)} goes from {bounds}."
            at = draft.faults.written.within(scalar, condition.variables[name])
            draft.faults.add("V254", message, at)


def _always(variable: Variable, sign: str, number: int) -> bool:
    """Tell whether a comparison holds for every value of a variable."""
    low, high = variable.minimum, variable.maximum
    return {
        "==": low == high == number,
        "!=": not low <= number <= high,
        "<": high < number,
        "<=": high <= number,
        ">": low > number,
        ">=": low >= number,
    }[sign]


def _penalties(draft: Draft, vignette: Vignette) -> None:
    heaviest = max((scene.stake for scene in vignette.decisions), default=0)
    for rule in vignette.rules.values():
        if heaviest and rule.penalty > 2 * heaviest:
            message = (f"The penalty of {quoted(rule.id)} is {float(rule.penalty):g}, more than twice the heaviest "
                       f"decision's weight ({float(heaviest):g}).")
            draft.faults.add("V501", message, draft.at("rules", rule.id, "penalty"))
