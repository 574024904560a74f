"""The debrief as a document: what it promises, where it stands, and what it must never say."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.debrief import FirstLine, Said, debrief, figures, worth_in
from scoring.debrief.citing import CHECKS, STRENGTHS
from scoring.debrief.words import decimal, listed, named, numbered, quoted
from scoring.ledger import account
from tests.strategies import plays, vignettes
from vignettes.conditions import parse
from vignettes.exploring import build
from vignettes.model import (
    Act,
    ActPattern,
    Effect,
    Ending,
    Exit,
    Passage,
    Response,
    Rule,
    Scene,
    Variable,
    Vignette,
)
from vignettes.playing import Path, walk
from vignettes.sources import Backing, Code, Source, Sources

KEYS = frozenset({"opening", "referral"})
SOURCES = Sources(
    by_id={
        "R-MUST": Source("R-MUST", "article", "H1", "must", paraphrase="Put the client first.", checked="V",
                         competency="C6"),
        "R-SHOULD": Source("R-SHOULD", "article", "H1", "should", paraphrase="See your supervisor.", checked="V",
                           competency="C7"),
        "R-MAY": Source("R-MAY", "article", "H1", "may", paraphrase="You could explore it.", checked="V",
                        competency="C4"),
        "X-MUST": Source("X-MUST", "practice", "", "must", paraphrase="Hand over.", checked="M", competency="C8",
                         backing=(Backing("APA-psychol 10.10", "V2", "2002", "Prepare endings."),)),
    },
    sections={"H1": "Training, the body and culture"},
    competencies={"C4": "Boundaries", "C6": "Collaboration", "C7": "Consultation", "C8": "Continuity"},
    codes={"APA-psychol": Code("APA-psychol", "American Psychological Association ethics code", "2002")},
)


def text(words: str, when: str | None = None) -> Passage:
    return Passage(words, "id", parse(when) if when else None)


def response(name: str, scene: str, rating: str | None, onward: str, **more) -> Response:
    exact = None if rating is None else Fraction(rating)
    return Response(name, scene, more.pop("kind", "say"), more.pop("text", f'"Say {name}."'), (Exit(onward),),
                    rating=exact, because=f"Because of {name}.", result=(text(f"Result of {name}."),), **more)


def made() -> Vignette:
    """A case in four decisions: an opening, a split of views, a talk with an interlude before it, a referral."""
    scenes = [
        Scene("opening", narration=(text("She sits down."), text("You are warm.", "warmth >= 1")),
              client=(text("I am here."),), inner=(text("Your hands are cold."),), open=True, responses=(
                  response("ask", "opening", "1", "views", acts=(Act("consult"),), upholds=("R-SHOULD",),
                           effects=(Effect("warmth", True, 1),)),
                  response("wait", "opening", "2/3", "views", breaches=("R-MAY",)),
                  response("push", "opening", "1/3", "views", breaches=("R-SHOULD",), tends="over-referral"),
              )),
        Scene("views", ambiguous=True, responses=(
            response("one", "views", "1", "hall"), response("other", "views", "0", "hall"),
        )),
        Scene("hall", narration=(text("The hall is quiet."),), exits=(Exit("talk"),)),
        Scene("talk", narration=(text("She has news."), text("You are warm.", "warmth >= 1")), weight=Fraction(2),
              responses=(
                  response("listen", "talk", "1", "referral", upholds=("R-MUST",), repair=True),
                  response("leave", "talk", "0", "alone", contraindicated=True, breaches=("R-MUST",)),
              )),
        Scene("referral", responses=(
            response("refer", "referral", "1", "helped", kind="do", text="Write the letter.", acts=(Act("refer"),),
                     upholds=("X-MUST",)),
            response("drop", "referral", "1/3", "dropped", acts=(Act("drop"),)),
        )),
    ]
    return Vignette(
        "case", "A case", "opening", {scene.id: scene for scene in scenes},
        {
            "helped": Ending("helped", "good", Fraction(1), (text("She goes on."),),
                             (text("I was heard."), text("It was warm.", "warmth >= 1"))),
            "dropped": Ending("dropped", "mixed", Fraction(1, 2), (), (text("I was sent off."),)),
            "alone": Ending("alone", "poor", Fraction(0), (), (text("I was alone."),)),
        },
        "0" * 64,
        variables={"warmth": Variable("warmth", 0, 0, 2)},
        client={"name": "Ada"},
        differences="Some would wait.",
        rules={
            "consult-first": Rule("consult-first", "precedence", (ActPattern("consult"),), ActPattern("refer"),
                                  Fraction(2), "R-SHOULD", False, "Two see more than one."),
            "no-dropping": Rule("no-dropping", "absence", (), ActPattern("drop"), Fraction(1), "X-MUST", True,
                                "It is abandonment."),
        },
    )


CASE = made()


def told(*choices: str, partial: bool = False, vignette: Vignette = CASE, **more) -> dict:
    path, _ = walk(vignette, list(choices), partial=partial)
    found = account(vignette, path, key=KEYS, sources=SOURCES)
    return debrief(vignette, path, found, sources=SOURCES, worth=worth_in(build(vignette)), **more)


BEST = ("ask", "one", "listen", "refer")
ORDER = ("wait", "one", "listen", "refer")


def test_it_keeps_what_score_promises(toy, toy_expected):
    keys = frozenset(toy_expected["key_decisions"])
    for known in toy_expected["paths"]:
        path, _ = walk(toy, known["choices"])
        found = account(toy, path, key=keys)
        document = debrief(toy, path, found)
        assert document["vignette"] == "scoring-oracle"
        assert document["ending"] == known["ending"]
        for name in ("loss", "decision_quality", "decision_quality_strict", "process_conformance"):
            assert document["fractions"][name] == known[name]
            assert document[name] == (None if known[name] is None else float(Fraction(known[name])))
        assert document["coverage"] == known["coverage"]
        assert document["critical"] == known["critical"]
        assert document["contraindicated"] == []
        assert [step["fractions"]["base"] for step in document["steps"]] == known["base"]
        assert [step["fractions"]["charged"] for step in document["steps"]] == known["charged"]
        assert [bool(step["reasons"]) for step in document["steps"]] == [charged != "0" for charged in known["charged"]]
        assert {rule["id"]: rule["fractions"]["fulfilment"] for rule in document["rules"]} == known["rules"]
        assert set(document["layers"]) == {"article", "practice"}
        assert document["repairs"] == {"taken": 0, "offered": 0}
        assert figures(found).items() <= {**document, "rules": figures(found)["rules"]}.items()


made_up = plays(vignettes(max_scenes=5))


@given(made_up)
def test_it_is_plain_data_and_leaves_nothing_out(play):
    vignette, path = play
    found = account(vignette, path, key=frozenset(), sources=SOURCES)
    document = debrief(vignette, path, found, sources=SOURCES, worth=worth_in(build(vignette)))
    assert json.loads(json.dumps(document)) == document
    assert [decision["scene"] for decision in document["decisions"]] == [visit.scene for visit in path.visits]
    for decision, visit in zip(document["decisions"], path.visits, strict=True):
        assert [r["id"] for r in decision["responses"]] == list(visit.offered)
        assert all(r["because"] for r in decision["responses"])
    assert {note["rule"] for note in document["notes"]} == {rule.id for rule in found.rules if rule.broken}
    assert {rule["id"] for rule in document["rules"]} == set(vignette.rules)
    assert all(document["first_page"][part]["sentence"] for part in ("done_well", "repairs", "practise"))


@given(made_up)
def test_the_drops_add_up_to_what_was_lost_of_the_best_ending(play):
    vignette, path = play
    graph = build(vignette)
    document = debrief(vignette, path, account(vignette, path, key=frozenset()), worth=worth_in(graph))
    view = document["consequences"]
    drops = [Fraction(step["fractions"]["drop"]) for step in view["steps"]]
    start, end = Fraction(view["fractions"]["start"]), vignette.endings[path.ending].value
    assert sum(drops) == start - end
    assert all(drop >= 0 for drop in drops)
    turn = document["first_page"]["turning_point"]
    if any(drops):
        assert turn["step"] == drops.index(max(drops))
        assert turn["dropped"]


@given(made_up)
def test_a_note_on_an_order_stands_between_its_decisions(play):
    vignette, path = play
    document = debrief(vignette, path, account(vignette, path, key=frozenset()))
    for note in document["notes"]:
        assert 0 < note["place"] <= len(path.visits)
        if note["after"] is not None:
            assert note["after"] < note["before"]
            if note["kind"] == "order":
                assert note["after"] < note["place"] <= note["before"]


@given(made_up)
def test_the_words_on_a_choice_do_not_depend_on_the_rules(play):
    vignette, path = play
    bare = replace(vignette, rules={})
    one, other = (debrief(v, path, account(v, path, key=frozenset())) for v in (vignette, bare))
    assert one["decisions"] == other["decisions"]


@given(made_up)
def test_nothing_of_the_two_layers_shares_a_sentence(play):
    vignette, path = play
    document = debrief(vignette, path, account(vignette, path, key=frozenset(), sources=SOURCES), sources=SOURCES)
    for told_count in [*document["counts"], *STRENGTHS.values(), *CHECKS.values()]:
        for one in re.split(r"(?<=[.;])\s", told_count):
            assert not ("article" in one and ("codes" in one or "practice" in one))
    for layer, fates in document["recommendations"].items():
        assert all(one["layer"] == layer for found in fates.values() for one in found)
    assert all(one["strength"] in ("must", "should") for one in document["recommendations"]["article"]["missed"])
    assert "random" not in json.dumps(document)


def test_an_order_is_told_between_its_decisions_and_not_of_the_recommended_response():
    document = told(*ORDER)
    (note,) = document["notes"]
    assert (note["after"], note["before"], note["place"]) == (0, 3, 3)
    assert note["sentence"] == (
        "‘refer’ came at decision 4 (referral), with ‘consult’ not done before. There was room for it at decision 1.")
    assert "not about either choice" in note["aside"]
    assert note["counting"] == "What was lost at decision 1 covers a part of it; only the rest is counted."
    assert document["decisions"][3]["compared"] == "This is the response the case recommends here."


def test_a_rule_on_one_act_is_told_after_its_decision():
    (note,) = told("ask", "one", "listen", "drop")["notes"]
    assert (note["kind"], note["before"], note["place"]) == ("done", 3, 4)
    assert note["counting"] == "What was lost at decision 4 covers a part of it; only the rest is counted."


def test_the_first_page_without_loss():
    page = told(*BEST)["first_page"]
    assert page["client"] == "Ada"
    assert page["client_view"] == ["I was heard.", "It was warm."]
    assert page["turning_point"]["sentence"].startswith("No choice closed off the best ending. What mattered most was "
                                                        "decision 3 (talk)")
    assert page["done_well"]["step"] == 2
    assert page["done_well"]["sentence"].startswith("At decision 3 (talk) you went back to something and mended it")
    assert page["repairs"]["sentence"] == "You took the one chance to mend something."
    assert page["practise"]["step"] is None
    assert page["talk"] == []


def test_the_turning_point_is_where_the_best_ending_fell_most():
    page = told("push", "one", "listen", "drop")["first_page"]
    assert page["turning_point"]["step"] == 3
    assert page["turning_point"]["sentence"] == (
        "The turning point was decision 4 (referral). Until then a good ending was within reach; after it, the best "
        "still open was a mixed ending. You chose: “Say drop.”")
    assert page["talk"][0]["rule"] == "no-dropping"
    assert "talk this through with your supervisor" in page["talk"][0]["sentence"]
    assert page["practise"]["rule"] == "no-dropping"
    assert page["practise"]["competency"] == "Continuity"


def test_without_a_drop_or_with_no_view_the_costliest_choice_mattered_most():
    page = told("push", "one", "listen", "refer")["first_page"]
    assert page["turning_point"]["step"] == 3  # the order added more than the first choice cost
    assert page["turning_point"]["rule"] == "consult-first"
    calm = replace(CASE, rules={})
    path, _ = walk(calm, ["push", "one", "listen", "refer"])
    document = debrief(calm, path, account(calm, path, key=KEYS))
    assert document["consequences"] is None
    assert document["first_page"]["turning_point"]["sentence"].startswith(
        "What mattered most was decision 1 (opening): there most was set back.")
    assert document["first_page"]["practise"]["sentence"] == (
        "Go back to decision 1 (opening) and say aloud: “Say ask.” Then say it in your own words.")


def test_a_contraindicated_choice_is_named_whatever_else_happened():
    document = told("ask", "one", "leave")
    assert document["contraindicated"] == ["talk/leave"]
    assert document["first_page"]["talk"][0]["response"] == "leave"
    assert document["decisions"][2]["compared"].endswith(
        "Whatever else happened, this choice is one to talk through with your supervisor.")
    assert document["decisions"][2]["responses"][1]["rating"] == "risks harm"


def test_a_decision_is_told_as_it_was_met():
    document = told(*BEST, said={0: Said(own_words="I would wait", nearest="wait", confidence=.8, reason="Hunch")})
    opening, views, talk, _ = document["decisions"]
    assert opening["texts"] == {"scene": "opening", "narration": ["She sits down."], "client": ["I am here."],
                                "inner": ["Your hands are cold."]}
    assert (opening["own_words"], opening["nearest"], opening["reason"]) == ("I would wait", "wait", "Hunch")
    assert opening["confidence"] == {"probability": .8, "label": "fairly sure"}
    assert opening["best"] == ["ask"]
    assert [r["rating"] for r in opening["responses"]] == ["serves the client", "workable", "sets back"]
    assert [r["result"] for r in opening["responses"]] == [["Result of ask."], ["Result of wait."], ["Result of push."]]
    assert talk["texts"]["narration"] == ["She has news.", "You are warm."]
    assert talk["on_the_way"][0]["narration"] == ["The hall is quiet."]
    assert views["experts_differ"]
    assert all(r["rating"] is None for r in views["responses"])
    assert not any(r["best"] for r in views["responses"])


def test_what_another_response_would_have_shown_follows_its_own_effects():
    scene = CASE.scenes["opening"]
    warm = replace(scene.responses[0], result=(text("It warms.", "warmth >= 1"), text("It cools.", "warmth == 0")))
    cold = replace(scene.responses[1], result=warm.result)
    vignette = replace(CASE, scenes={**CASE.scenes, "opening": replace(scene, responses=(warm, cold))})
    found = told(*BEST, vignette=vignette)["decisions"][0]["responses"]
    assert [r["result"] for r in found] == [["It warms."], ["It cools."]]


def test_sources_say_whose_they_are_how_strong_and_how_well_checked():
    document = told("wait", "one", "listen", "refer")
    opening, referral = document["decisions"][0], document["decisions"][3]
    (may,) = opening["responses"][1]["sources"]
    assert (may["role"], may["layer"], may["strength"]) == ("breaches", "article", "may")
    assert may["strength_words"] == "The article offers this as a possibility; it asks for nothing."
    assert may["section"] == "Training, the body and culture"
    (must,) = referral["responses"][0]["sources"]
    assert "check the current code" in must["checked_words"]
    assert must["backing"][0]["label"] == "American Psychological Association ethics code, 10.10"
    assert "check the current code" in must["backing"][0]["checked_words"]
    found = document["recommendations"]
    assert [one["id"] for one in found["article"]["passed_by"]] == ["R-MAY"]
    assert [one["id"] for one in found["article"]["missed"]] == ["R-SHOULD"]
    assert found["article"]["missed"][0]["where"] == "by the rule “consult first”"
    assert [one["id"] for one in found["practice"]["met"]] == ["X-MUST"]


def test_a_source_that_is_not_known_has_its_id_alone():
    path, _ = walk(CASE, list(BEST))
    document = debrief(CASE, path, account(CASE, path, key=KEYS))
    assert document["decisions"][0]["responses"][0]["sources"] == [
        {"role": "upholds", "id": "R-SHOULD", "known": False}]


def test_counts_come_first_and_a_quality_never_without_its_ending():
    counts = told(*ORDER)["counts"]
    assert counts == [
        "2 of 3 choices that count were the best open.",
        "1 of 2 rules that came up were kept.",
        "The one chance to mend something was taken.",
        "2 of 2 key decisions were on your way.",
        "Decision quality 0.5, with a good ending (helped): the share kept of what was at stake on your way.",
        "Rules by their weight: 0.33 kept.",
        "Lost against what the article asks for or advises: 1.67 of 4 at stake.",
        "Lost against the codes and good practice: 0.33 of 4 at stake.",
    ]
    for sentences in (told("ask", "one", "leave")["counts"], counts):
        assert all("ending" in one for one in sentences if "quality" in one.lower())


def test_a_line_cut_short_says_so_and_adds_nothing_up():
    document = told("push", "one", partial=True)
    assert document["ending"] is None
    assert document["cut_short"]
    assert document["closing"] is None
    assert document["decision_quality"] is None
    assert document["coverage"] is None
    assert document["rules"] == []
    assert document["counts"] == ["The one choice that counts was not the best open.",
                                  "This line stopped before an ending, so nothing more is added up."]
    assert len(document["decisions"]) == 2


def test_after_a_rewind_the_first_choices_stand_beside():
    first, _ = walk(CASE, ["ask", "other", "leave"])
    rewinds = told(*BEST, first=FirstLine(first.visits, first.ending, 2))["rewinds"]
    assert rewinds["sentence"].startswith("You went back twice.")
    assert rewinds["same_up_to"] == 1
    assert [choice["response"] for choice in rewinds["choices"]] == ["ask", "other", "leave"]
    assert rewinds["ending"] == "alone"
    assert told(*BEST)["rewinds"] is None


@settings(max_examples=50)
@given(made_up)
def test_a_choice_that_is_not_kept_is_never_told(play):
    vignette, path = play
    blank = path._replace(visits=tuple(
        visit if vignette.scenes[visit.scene].keep else visit._replace(chosen="") for visit in path.visits))
    one, other = (debrief(vignette, p, account(vignette, p, key=frozenset())) for p in (path, blank))
    assert one["decisions"] == other["decisions"]
    assert one["first_page"] == other["first_page"]
    for decision, step in zip(one["decisions"], one["steps"], strict=True):
        if not vignette.scenes[decision["scene"]].keep:
            assert decision["chosen"] is None
            assert step["response"] is None
            assert not any(r["chosen"] for r in decision["responses"])


def test_the_order_shown_is_the_order_told():
    document = told(*BEST, said={0: Said(order=("push", "ask", "wait"))})
    assert [r["id"] for r in document["decisions"][0]["responses"]] == ["push", "ask", "wait"]


def test_a_path_of_another_vignette_is_refused(toy):
    path, _ = walk(CASE, list(BEST))
    with pytest.raises(ValueError, match="stands at"):
        debrief(toy, path, account(CASE, path, key=KEYS))


def test_a_case_without_decisions_has_a_debrief_too():
    endings = {"e": Ending("e", "good", Fraction(1))}
    vignette = Vignette("v", "V", "s", {"s": Scene("s", exits=(Exit("e"),))}, endings, "")
    path = Path((), "e")
    document = debrief(vignette, path, account(vignette, path, key=frozenset()), worth=worth_in(build(vignette)))
    assert document["first_page"]["turning_point"] is None
    assert "No choice on this line counts." in document["counts"]


@pytest.mark.parametrize(("figure", "shown"), [
    ("0", "0"), ("1", "1"), ("2/3", "0.67"), ("3/4", "0.75"), ("1/2", "0.5"), ("999/1000", "0.99"), ("1/1000", "0.01"),
    ("7/2", "3.5"), ("10", "10"), ("1999/1000", "2"),
])
def test_decimals(figure, shown):
    assert decimal(Fraction(figure)) == shown


def test_small_words():
    assert named("first-remark_2") == "first remark 2"
    assert quoted('"A date, \n really?"') == "“A date, really?”"
    assert quoted('Stand. "Stop."') == "“Stand. \"Stop.\"”"
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert numbered([0]) == "decision 1"
    assert numbered([0, 2]) == "decisions 1 and 3"


@given(st.fractions(min_value=0, max_value=20))
def test_decimals_never_round_to_all_or_nothing(figure):
    if decimal(figure) in ("0", "1"):
        assert figure in (0, 1) or abs(figure - 1) < Fraction(1, 100) < figure
