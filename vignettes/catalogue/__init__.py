"""The catalogue of faults: one YAML file a code, read when asked for.

Codes: V1 reading, V2 names and structure, V3 the way through, V4 texts and fairness, V5 scoring, V6 library,
V7 expected plays.
From an entry come the explanation an author sees, the documentation and a test of its two examples.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of fault.

    Attributes:
        code: such as ``V203``.
        severity: ``error`` or ``warning``.
        since: the version of the program that first reported it.
        title: in a few words.
        why: why it matters, in a sentence or two.
        mend: how to mend it.
        bad: an example that raises it.
        good: the same, mended.
        trial: how the examples are tried, see :mod:`vignettes.catalogue.examples`.
    """

    code: str
    severity: str
    since: str
    title: str
    why: str
    mend: str
    bad: str
    good: str
    trial: Mapping[str, str] = field(default_factory=dict)


def codes() -> tuple[str, ...]:
    """Return all codes, in order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("V*.yaml")))


@cache
def entry(code: str) -> Entry:
    """Return the entry of a code; raises KeyError for an unknown one."""
    path = FOLDER / f"{code}.yaml"
    if not code.isalnum() or not path.is_file():
        raise KeyError(code)
    return _read(path)


def entries() -> tuple[Entry, ...]:
    """Return all entries, by code."""
    return tuple(entry(code) for code in codes())


def _read(path: Path) -> Entry:
    from vignettes.reading.events import Limits, read_tree
    from vignettes.reading.faults import Faults
    from vignettes.reading.nodes import MapNode, Scalar, Written

    text = path.read_text(encoding="utf-8")
    root = read_tree(text, Faults(Written(str(path), text)), Limits())
    if not isinstance(root, MapNode):
        raise ValueError(f"{path.name} is not a mapping")
    texts = {key: node.text for key, (_, node) in root.entries.items() if isinstance(node, Scalar)}
    trial = root.get("trial")
    settings = trial.entries if isinstance(trial, MapNode) else {}
    return Entry(
        **texts, trial={key: node.text for key, (_, node) in settings.items() if isinstance(node, Scalar)}
    )
