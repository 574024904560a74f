"""No bytes make the reader raise, and whatever it calls playable can be played."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vignettes.catalogue.examples import SOURCES, whole
from vignettes.diagnostics import render
from vignettes.playing import Stuck, apply, begin, choose, open_responses, settle, shown
from vignettes.reading import Limits, Reading, read_bytes

TOY = (Path(__file__).resolve().parent.parent / "oracle" / "toy.yaml").read_text(encoding="utf-8")
RICH = whole("""
variables:
  rapport: {start: 2, min: 0, max: 4}
  named: {start: false}
scenes:
  first:
    client: [{when: rapport >= 1 and not done(refer), text: Hm.}, Well.]
    responses:
      ask: {set: {rapport: +1, named: true}, acts: [{refer: {reason: x}}], upholds: [R-EXPLORE], result: [{text: x}]}
      wait: {when: rapport < 4 or visited(first), once: true, next: [{when: named, to: later}, {to: second}]}
  second: {narration: x, next: first}
rules:
  r: {precedence: [refer, {refer: {reason: x}}], penalty: 0.5, source: R-MAY, because: x}
checks: {V405: {severity: "off", because: x}}
""")
calm = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


def held(data: bytes) -> Reading:
    """Read, and hold what every reading must hold."""
    reading = read_bytes(data, "x.yaml", SOURCES, limits=Limits(events=20_000, faults=50))
    errors = [d for d in reading.diagnostics if d.severity == "error"]
    assert reading.vignette is not None or errors
    assert (reading.vignette is None) == any(d.stops for d in reading.diagnostics) or len(reading.diagnostics) > 50
    for diagnostic in reading.diagnostics:
        assert diagnostic.place.line >= 1
        assert diagnostic.place.column >= 1
        assert "\n" not in diagnostic.message
        assert diagnostic.message.isprintable()
        assert diagnostic.message.endswith((".", "?"))
        render(diagnostic)
    if reading.vignette is not None:
        play(reading.vignette)
    return reading


def play(vignette) -> None:
    """Take the first way and the last way through, a few steps."""
    for last in (False, True):
        state = begin(vignette)
        for _ in range(12):
            try:
                state, _ = settle(vignette, state)
            except Stuck:
                break
            scene = vignette.scenes.get(state.place)
            if scene is None:
                break
            for passages in (scene.narration, scene.client, scene.inner):
                shown(vignette, state, passages)
            offered = open_responses(vignette, state)
            if not offered:
                break
            response = offered[-1 if last else 0]
            shown(vignette, apply(vignette, state, response), response.result)
            state = choose(vignette, state, response)


@calm
@given(st.binary(max_size=400))
def test_no_bytes_raise(data):
    held(data)


@calm
@given(st.text(alphabet="ab:- \n\t[]{},&*!|>%@`'\"#?\\~0+=.\u202e\x1bé", max_size=200))
def test_no_text_of_yaml_signs_raises(text):
    held(text.encode())


PIECES = sorted(
    set(re.findall(r"[\w-]+|[^\w\s]|\n +", RICH))
    | {
        "",
        " ",
        "\n",
        "\t",
        ": ",
        "- ",
        "null",
        "~",
        "yes",
        "1e999",
        "-1",
        "+1",
        "=-1",
        "=",
        "9" * 40,
        "[]",
        "{}",
        "[[",
        "}}",
        "'",
        '"',
        "&a ",
        "*a",
        "!!str ",
        "---\n",
        "\u202e",
        "\x1b",
        "\\",
        "# ",
        "when: ",
        "(",
        ")",
        "<",
        "TODO:",
        "{when: named, to: later}",
        "[a, b]",
        "done(",
        "visited(later)",
        "not ",
        "true",
        "keep: false\n",
        "scored: false\n",
        "ambiguous: true\n",
    }
)


@st.composite
def mangled(draw):
    """The text of a sound case with a few places cut out, doubled, or replaced by pieces that mean something."""
    text = draw(st.sampled_from([RICH, TOY]))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 2, 5, 20, 100])))
        text = text[:start] + draw(st.sampled_from([*PIECES, text[start:end] * 2])) + text[end:]
    return text


@calm
@given(mangled())
def test_nothing_near_a_sound_case_raises(text):
    held(text.encode())


SCALARS = st.sampled_from(
    [
        "x",
        "1",
        "0",
        "-1",
        "+1",
        "0.5",
        "1e9",
        "true",
        "false",
        "no",
        "null",
        "''",
        "'+1'",
        "first",
        "later",
        "nowhere",
        "rapport >= 1",
        "done(refer)",
        "recommended",
        "harmful",
        "good",
        "R-MAY",
        "[]",
        "{}",
        "[x]",
        "[[x], y]",
        "[x, y]",
        "{x: y}",
        "{x: {y: z}}",
        "[{when: named, to: later}, {to: first}]",
        "[{when: rapport > 1, text: x}]",
        "{rapport: 1, named: +1}",
        "{start: 1, min: 0, max: 2}",
    ]
)
LINES = re.compile(r"^( *)(\S[^:\n]*):(?: .*)?$", re.MULTILINE)


@st.composite
def twisted(draw):
    """A sound case in which the values of some keys are replaced, and some keys moved elsewhere."""
    lines = RICH.split("\n")
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(lines) - 1))
        match = LINES.match(lines[at])
        if match is None:
            continue
        indent, key = match.groups()
        end = at + 1
        while end < len(lines) and lines[end].startswith(indent + " "):
            end += 1
        how = draw(st.sampled_from(["replace", "replace", "replace", "drop", "rename"]))
        if how == "replace":
            lines[at:end] = [f"{indent}{key}: {draw(SCALARS)}"]
        elif how == "drop":
            del lines[at:end]
        else:
            lines[at] = lines[at].replace(
                key, draw(st.sampled_from(["next", "when", "say", "x", "first", "weight", "set", '""'])), 1
            )
        lines = lines or [""]
    return "\n".join(lines)


@settings(calm, max_examples=600)
@given(twisted())
def test_any_value_under_any_key_is_read_or_told(text):
    held(text.encode())


def test_the_sound_cases_are_sound():
    assert held(RICH.encode()).vignette is not None
    assert held(TOY.encode()).vignette is not None
