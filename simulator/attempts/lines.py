"""From what was played to what scoring sees: paths, figures and the debrief of an attempt's lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.flow import Flow, Setting, Turn, path_of
from vignettes.model import Vignette
from vignettes.playing import Path, walk

if TYPE_CHECKING:
    from scoring.debrief import FirstLine, Said
    from scoring.ledger import Account
    from vignettes.sources import Source


def first_line(flow: Flow) -> tuple[Turn, ...]:
    """Return the turns up to the first rewind: all that profiles and cohort figures count."""
    return flow.turns if flow.first_line is None else flow.first_line


def first_path(setting: Setting, flow: Flow) -> Path:
    """Return the path up to the first rewind: all that profiles and cohort figures count."""
    if flow.first_line is None:
        return path_of(setting, flow)
    visits = tuple(turn.visit for turn in flow.first_line)
    if flow.first_ending is None:
        return Path(visits, None)
    whole, _ = walk(setting.vignette, [visit.chosen for visit in visits])
    return Path(visits, flow.first_ending, whole.closing)


def first_choices(flow: Flow) -> dict[int, str]:
    """Return by step what was chosen first where the line finally played has another choice.

    A decision met again within a line is compared with the same meeting of it on the first line.
    """
    first = {key: turn.visit.chosen for key, turn in _meetings(first_line(flow)).items()}
    return {
        step: first[key]
        for step, (key, turn) in enumerate(_meetings(flow.turns).items())
        if key in first and first[key] != turn.visit.chosen
    }


def _meetings(turns: tuple[Turn, ...]) -> dict[tuple[str, int], Turn]:
    met: Counter[str] = Counter()
    found = {}
    for turn in turns:
        found[turn.visit.scene, met[turn.visit.scene]] = turn
        met[turn.visit.scene] += 1
    return found


def account_of(setting: Setting, flow: Flow, sources: Mapping[str, Source] | None = None) -> Account:
    """Score the line finally played."""
    from scoring.ledger import account

    return account(setting.vignette, path_of(setting, flow), key=keys_of(setting.vignette), sources=sources)


def keys_of(vignette: Vignette) -> frozenset[str]:
    """Return the ids of a vignette's key decisions."""
    from scoring.exploring import key_decisions

    return key_decisions(vignette).keys


def figures_of(
    setting: Setting, flow: Flow, sources: Mapping[str, Source] | None = None, *, key: frozenset[str] | None = None
) -> dict[str, Any]:
    """Return the figures to keep of an attempt whose line finally played has ended.

    They are those of ``score --json`` for that line, with ``rewinds``, and under ``first`` those of the line
    up to the first rewind (None where there was none).

    Args:
        setting: of the attempt.
        flow: where it stands.
        sources: what the vignette cites; without them the layers cannot be told apart and are left out.
        key: ids of the key decisions, where they are at hand.
    """
    from scoring.debrief import figures
    from scoring.ledger import account

    keys = keys_of(setting.vignette) if key is None else key

    def told(path: Path) -> dict[str, Any]:
        data = figures(account(setting.vignette, path, key=keys, sources=sources))
        if sources is None:
            data["layers"] = None
        return data

    first = None if flow.first_line is None else told(first_path(setting, flow))
    return {**told(path_of(setting, flow)), "rewinds": flow.rewinds, "first": first}


def said_of(setting: Setting, flow: Flow) -> dict[int, Said]:
    """Return by step what the trainee added on the line finally played, and the order the responses had."""
    from scoring.debrief import Said

    def told(turn: Turn) -> Said:
        scene = setting.vignette.scenes[turn.visit.scene]
        offered = [scene.response(name) for name in turn.visit.offered]
        return Said(
            own_words=turn.own_words,
            nearest=turn.nearest,
            confidence=turn.confidence,
            reason=turn.reason,
            objection=turn.objection,
            order=tuple(response.id for response in setting.in_order(scene.id, offered)),
        )

    return {step: told(turn) for step, turn in enumerate(flow.turns)}


def first_of(flow: Flow) -> FirstLine | None:
    """Return the line first played, for the debrief; None where the trainee never went back."""
    from scoring.debrief import FirstLine

    if flow.first_line is None:
        return None
    return FirstLine(tuple(turn.visit for turn in flow.first_line), flow.first_ending, flow.rewinds)
