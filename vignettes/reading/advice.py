"""What an author should hear about texts, citations and fairness, as far as the file alone can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import comb
from typing import TYPE_CHECKING

from vignettes.diagnostics import quoted
from vignettes.model import ACCEPTABLE, Response, Scene, Vignette
from vignettes.reading.draft import Draft
from vignettes.reading.nodes import MapNode

if TYPE_CHECKING:
    from vignettes.sources import Source

TODO = "TODO:"
CHANCE = 0.1  # how unlikely a pattern must be by chance before an author hears of it


def check(draft: Draft, vignette: Vignette, sources: Mapping[str, Source] | None) -> None:
    """Add what an author should hear.

    Args:
        draft: what was gathered on the way.
        vignette: the vignette.
        sources: the known sources; None: citations are not looked at.
    """
    _unfinished(draft)
    for scene in vignette.scenes.values():
        if not (scene.narration or scene.client or scene.inner):
            _nothing_shown(draft, scene)
    if sources is not None:
        _citations(draft, vignette, sources)
    _giveaways(draft, vignette)


def _nothing_shown(draft: Draft, scene: Scene) -> None:
    at, node = draft.faults.written.find("scenes", scene.id)
    if not (isinstance(node, MapNode) and node.entries.keys() & {"narration", "client", "inner"}):
        draft.faults.add("V407", f"Nothing is shown at scene {quoted(scene.id)}.", at)


def _unfinished(draft: Draft) -> None:
    written = draft.faults.written
    if TODO not in written.text:  # most files have none, and a look at every text costs more
        return
    for scalar in written.scalars():
        offset = scalar.text.find(TODO)
        if offset >= 0:
            rest = scalar.text[offset + len(TODO):].strip().split("\n")[0]
            told = f": {quoted(rest)}." if rest else "."
            draft.faults.add("V404", f"Something is still to be done here{told}", written.word(scalar, TODO))


def _citations(draft: Draft, vignette: Vignette, sources: Mapping[str, Source]) -> None:
    responses = [response for scene in vignette.decisions for response in scene.responses]
    silent = [response for response in responses if not (response.upholds or response.breaches)]
    if responses and len(silent) == len(responses):
        draft.faults.add("V402", "No response of this vignette cites a source.", draft.at("scenes"))
    else:
        for response in silent:
            draft.faults.add("V402", f"Response {quoted(response.id)} cites no source.", _at(draft, response))
    for response in responses:
        known = [sources[cited] for cited in response.breaches if cited in sources]
        if response.rating is None or response.rating >= ACCEPTABLE or len(known) < len(response.breaches):
            continue
        if known and not any(source.binds for source in known):
            strengths = " and ".join(sorted({source.strength for source in known}))
            message = (f"Response {quoted(response.id)} is rated below acceptable, but all it breaches is of "
                       f"strength {strengths}.")
            draft.faults.add("V403", message, _at(draft, response, "breaches"))


def _at(draft: Draft, response: Response, *steps: str) -> int:
    return draft.at("scenes", response.scene, "responses", response.id, *steps)


def _giveaways(draft: Draft, vignette: Vignette) -> None:
    """Report recommended responses that can be told by their length or place.

    A pattern is reported where it holds at every one of two or more decisions, or at half or more of them
    and so often by chance only once in ten times.
    """
    decisions = [s for s in vignette.decisions if s.stake and len(s.responses) > 1 and len(_recommended(s)) == 1]
    if len(decisions) < 2:
        return
    chance = sum(1 / len(scene.responses) for scene in decisions) / len(decisions)
    at = draft.at("scenes")
    for word, sign in (("longest", 1), ("shortest", -1)):
        hits = sum(_stands_out(scene, sign) for scene in decisions)
        if _striking(hits, len(decisions), chance):
            message = f"At {_of(hits, decisions)} the recommended response is the {word}."
            draft.faults.add("V405", message, at)
    places = Counter(scene.responses.index(_recommended(scene)[0]) for scene in decisions)
    for place, hits in places.items():
        if _striking(hits, len(decisions), chance):
            message = f"At {_of(hits, decisions)} the recommended response is written in place {place + 1}."
            draft.faults.add("V406", message, at)


def _of(hits: int, decisions: Sequence[Scene]) -> str:
    return f"{hits} of {len(decisions)} decisions"


def _recommended(scene: Scene) -> list[Response]:
    return [response for response in scene.responses if response.rating == 1]


def _stands_out(scene: Scene, sign: int) -> bool:
    """Tell whether the recommended response alone is the longest (sign 1) or the shortest (sign -1)."""
    [recommended] = _recommended(scene)
    return all(sign * len(r.text) < sign * len(recommended.text) for r in scene.responses if r is not recommended)


def _striking(hits: int, decisions: int, chance: float) -> bool:
    """Tell whether a pattern is one to report; see :func:`_giveaways`."""
    if hits == decisions:
        return True
    if 2 * hits < decisions:
        return False
    if decisions > 300:  # chance cannot do this any more, and the sum below would be long
        return True
    tail = sum(
        comb(decisions, k) * chance**k * (1 - chance) ** (decisions - k) for k in range(hits, decisions + 1)
    )
    return tail <= CHANCE
