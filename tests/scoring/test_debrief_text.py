"""The debrief as lines: words before numbers, everything told once and in its place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given

from scoring.debrief import FirstLine, Said, debrief, lines, worth_in
from scoring.debrief.notes import statement
from scoring.ledger import account
from tests.strategies import plays, vignettes
from vignettes.exploring import build
from vignettes.model import Act, ActPattern, Ending, Exit, Passage, Response, Rule, Scene, Vignette
from vignettes.playing import walk
from vignettes.sources import Source, Sources

KINDS = {
    "title", "heading", "subheading", "scene", "client", "inner", "result", "own-words", "chosen", "response", "text",
    "because", "source", "note", "warning", "number",
}
SOURCES = Sources(by_id={
    "R-MUST": Source("R-MUST", "article", "H1", "must", paraphrase="put the client first", checked="V"),
    "X-MUST": Source("X-MUST", "practice", "", "must", paraphrase="Hand over.", checked="M", note="Practice."),
}, sections={"H1": "Culture"})


def response(name: str, scene: str, rating: str, to: str, *acts: str, **more) -> Response:
    return Response(name, scene, "say", f'"Say {name}."', (Exit(to),), rating=Fraction(rating),
                    acts=tuple(map(Act, acts)), because=f"Because of {name}.", **more)


CASE = Vignette(
    "case", "A [case]", "one",
    {
        "one": Scene("one", narration=(Passage("She sits.", "id"),), open=True, responses=(
            response("ask", "one", "1", "two", "consult", upholds=("R-MUST",)),
            response("wait", "one", "1/3", "two", breaches=("X-MUST", "R-MUST")))),
        "two": Scene("two", responses=(
            response("refer", "two", "1", "end", "refer", upholds=("X-MUST",)),
            response("stay", "two", "1/2", "end"))),
    },
    {"end": Ending("end", "mixed", Fraction(1, 2), (), (Passage("It helped a bit.", "id"),))}, "",
    client={"name": "Ada"}, differences="Some wait.\n\nOthers do not.",
    rules={"first": Rule("first", "precedence", (ActPattern("consult"),), ActPattern("refer"), Fraction(2), "X-MUST",
                         True, "Two see more.")},
)


def document(*choices: str, **more) -> dict:
    path, _ = walk(CASE, list(choices))
    found = account(CASE, path, key=frozenset({"one"}), sources=SOURCES)
    return debrief(CASE, path, found, sources=SOURCES, worth=worth_in(build(CASE)), **more)


def told(*choices: str, **more) -> list[str]:
    return [f"{line.kind}: {line.text}" for line in lines(document(*choices, **more))]


def test_words_come_before_numbers_and_numbers_can_be_left_out():
    found = told("wait", "refer")
    heading = found.index("heading: In numbers")
    assert all(line.startswith("number: ") for line in found[heading + 1 :])
    assert not any(line.startswith("number: ") for line in found[:heading])
    without = list(lines(document("wait", "refer"), numbers=False))
    assert not any(line.kind == "number" for line in without)
    assert not any("quality" in line.text.lower() for line in without)


def test_what_the_client_took_away_comes_first_and_the_talk_right_after():
    found = told("wait", "refer")
    assert found[:4] == ["title: A [case]", "heading: The ending: end", "subheading: What Ada took away",
                         "client: It helped a bit."]
    assert found[4].startswith("warning: ‘refer’ came at decision 2 (two)")


def test_an_order_stands_between_its_decisions():
    found = told("wait", "refer")
    places = [found.index(next(line for line in found if line.startswith(start))) for start in (
        "subheading: Decision 1", "note: Between decisions: ‘refer’ came at decision 2", "subheading: Decision 2")]
    assert places == sorted(places)


def test_own_words_stand_beside_the_recommended_ones():
    found = told("wait", "stay", said={0: Said(own_words="I would\nwait", confidence=.99, reason="Hunch")})
    at = found.index("own-words: In your own words: “I would wait”")
    assert found[at + 1] == "response: Beside them, what the case recommends: “Say ask.”"
    assert found[at + 2] == "chosen: You chose: “Say wait.” (sets back)"
    assert "text: How sure you were: almost certain." in found
    assert "own-words: Your reason: “Hunch”" in found


def test_a_source_is_told_once_in_full_then_by_name():
    found = told("ask", "refer")
    at_decisions = found[found.index("heading: Decision by decision") : found.index("heading: Rules of this case")]
    full = [line for line in at_decisions if "Put the client first." in line]
    assert full == [
        "source: It rests on: R-MUST, in “Culture”. Put the client first. The article asks for this firmly."]
    assert "source: It goes against: R-MUST, as above." in at_decisions
    assert any("check the current code" in line for line in at_decisions if "X-MUST" in line)


def test_rules_and_recommendations_and_differences():
    found = told("ask", "stay")
    assert "text: ‘consult’ comes before ‘refer’. It did not come up on your way." in found
    assert "heading: What the article says" in found
    assert "heading: What the codes and good practice say" not in found
    at = found.index("heading: Where experts and codes differ")
    assert found[at + 1 : at + 3] == ["scene: Some wait.", "scene: Others do not."]


def test_a_rewind_is_said_with_what_was_first_chosen():
    first, _ = walk(CASE, ["ask", "stay"])
    found = told("ask", "refer", first=FirstLine(first.visits, "end", 1))
    assert found[1] == ("text: You went back once. This is the line you played last; beside it stands what you first "
                        "chose.")
    at = found.index("heading: What you first chose")
    assert found[at + 1 : at + 3] == ["text: Decision 1 (one): the same", "text: Decision 2 (two): “Say stay.”"]


def test_hostile_text_is_passed_on_as_it_is_for_faces_to_tame():
    hostile = "\x1b[31m[/]"
    found = told("ask", "stay", said={0: Said(own_words=hostile)})
    assert f"own-words: In your own words: “{hostile}”" in found


@given(plays(vignettes(max_scenes=5)))
def test_every_debrief_can_be_told(play):
    vignette, path = play
    found = account(vignette, path, key=frozenset(), sources=SOURCES)
    data = debrief(vignette, path, found, sources=SOURCES, worth=worth_in(build(vignette)))
    told_lines = list(lines(data))
    assert {line.kind for line in told_lines} <= KINDS
    assert all(line.text.strip() and line.indent >= 0 for line in told_lines)
    notes = [line for line in told_lines if line.kind == "note"]
    assert len(notes) == len(data["notes"])
    assert sum(line.kind == "warning" for line in told_lines) == len(data["first_page"]["talk"])
    whole = "\n".join(line.text for line in told_lines)
    assert all(decision["compared"] in whole for decision in data["decisions"])
    assert "None" not in whole


@pytest.mark.parametrize(("template", "first", "second", "words"), [
    ("absence", "", "b", "‘b’ does not belong here."),
    ("at_most_once", "a", "", "‘a’ is done once at most."),
    ("existence", "a", "", "‘a’ is done at some point."),
    ("precedence", "a", "b", "‘a’ comes before ‘b’."),
    ("precedence_all", "ac", "b", "‘a’ and ‘c’ come before ‘b’."),
    ("precedence_any", "ac", "b", "‘a’ or ‘c’ comes before ‘b’."),
    ("response", "a", "b", "After ‘a’ comes ‘b’, sooner or later."),
    ("responded_existence", "a", "b", "‘b’ goes with ‘a’, before or after it."),
    ("not_succession", "a", "b", "After ‘a’, ‘b’ no longer fits."),
    ("not_co_existence", "a", "b", "‘a’ and ‘b’ do not go together."),
])
def test_rules_are_said_as_sentences(template, first, second, words):
    rule = Rule("r", template, tuple(map(ActPattern, first)), ActPattern(second) if second else None, Fraction(1))
    assert statement(rule) == words


def test_an_act_with_attributes_is_said_with_them():
    barred = ActPattern("refer", (("reason", "cultural-unfamiliarity"),))
    assert statement(Rule("r", "absence", (), barred, Fraction(1))) == (
        "‘refer’ (reason: cultural unfamiliarity) does not belong here.")


def test_shipped_vignettes_can_be_told():
    from vignettes.reading import read_file

    folder = Path(__file__).resolve().parents[2] / "vignettes" / "library"
    for file in sorted(folder.glob("*.yaml")):
        if file.name == "sources.yaml":
            continue
        vignette = read_file(file).vignette
        if vignette is None:
            continue
        graph = build(vignette)
        ends = [node for node in range(len(graph)) if graph.is_ending(node)]
        path, _ = walk(vignette, list(graph.way_to(ends[-1])))
        found = account(vignette, path, key=frozenset())
        data = debrief(vignette, path, found, worth=worth_in(graph))
        assert list(lines(data))
