"""``simulator explore`` from outside: lines, spread, coverage, and the shortest way to a place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.journeys.terminals import ROOM, TOY, run
from vignettes.library import shipped

PROMISED = {"states", "paths", "key_decisions", "strategies", "best", "worst", "sampled"}


def document(folder: Path, *arguments: str) -> dict:
    return json.loads(run(folder, *arguments, "--json").stdout)


def test_the_document_keeps_what_is_promised(tmp_path: Path):
    found = document(tmp_path, "explore", str(TOY))
    assert found.keys() >= PROMISED
    assert found["strategies"].keys() == {"random", "first", "last", "longest", "shortest"}
    assert found["visited"]["responses"]["D1/c"] == pytest.approx(1 / 3)
    assert found["scores"]["full"] == pytest.approx(1 / 36)


def test_the_odd_lines_are_printed_and_score_what_they_say(tmp_path: Path):
    told = run(tmp_path, "explore", str(TOY)).stdout.split("\n")
    for words, quality in (("Worst line that still ends well (END_good, 0.583):", 0.583),
                           ("Best line that ends badly (END_term, 0.500):", 0.5)):
        line = told[told.index(words) + 1].strip()
        scored = document(tmp_path, "score", str(TOY), "--choices", line)
        assert scored["decision_quality"] == pytest.approx(quality, abs=0.0005)
        assert scored["ending"] in words


def test_spread_and_coverage_are_printed(tmp_path: Path):
    told = run(tmp_path, "explore", str(TOY)).stdout
    assert "Scores of random play: half lie between 0.000 and 0.583, half below 0.375" in told
    assert "  0.0 to 0.1   33.3%  ####" in told
    assert "\nD5                         7.4%\n  a                        3.7%\n" in told


@pytest.mark.parametrize(("goal", "length"), [("D1", 0), ("D4", 3), ("END_refer", 3), ("END_early", 1)])
def test_the_way_to_a_place_is_shortest_and_leads_there(tmp_path: Path, goal: str, length: int):
    found = document(tmp_path, "explore", str(TOY), "--to", goal)
    assert (found["to"], found["reached"], len(found["choices"])) == (goal, True, length)
    assert len(found["scenes"]) == length
    done = run(tmp_path, "explore", str(TOY), "--to", goal)
    assert done.returncode == 0
    if length:
        assert f"  {','.join(found['choices'])}\n" in done.stdout
    else:
        assert "before the first choice" in done.stdout


def test_where_nothing_leads_it_says_so(tmp_path: Path, over):
    (tmp_path / "x.yaml").write_text(over("scenes: {alone: {narration: Nobody., next: later}}"))
    done = run(tmp_path, "explore", "x.yaml", "--to", "alone")
    assert (done.returncode, "not reached by any play" in done.stdout) == (1, True)
    assert document(tmp_path, "explore", "x.yaml", "--to", "alone")["choices"] is None


def test_the_way_into_a_dead_end_is_told(tmp_path: Path, over):
    (tmp_path / "x.yaml").write_text(over("""
scenes:
  first: {responses: {ask: {next: stuck}}}
  never: {narration: No., next: later}
  stuck:
    narration: Here.
    responses: {a: {say: A., when: visited(never), rating: recommended, because: So., next: later}}
"""))
    found = document(tmp_path, "explore", "x.yaml", "--to", "stuck")
    assert (found["choices"], found["scenes"]) == (["ask"], ["first"])


@pytest.mark.parametrize("name", [str(TOY), str(ROOM), "too-close-to-home"])
def test_the_plays_printed_hold(tmp_path: Path, name: str):
    file = TOY if name == str(TOY) else ROOM if name == str(ROOM) else shipped() / f"{name}.yaml"
    (tmp_path / "x.yaml").write_bytes(file.read_bytes())
    done = run(tmp_path, "explore", "x.yaml", "--plays")
    assert done.returncode == 0
    (tmp_path / "x.plays.yaml").write_text(done.stdout)
    found = document(tmp_path, "check", "x.yaml")
    assert len(found["plays"]) >= 3
    assert all(play["passed"] for play in found["plays"])
    assert not [d for d in found["diagnostics"] if d["file"].endswith("plays.yaml")]
    assert run(tmp_path, "explore", "x.yaml", "--plays", "--json").returncode == 2


def test_an_unknown_place_names_the_nearest(tmp_path: Path):
    done = run(tmp_path, "explore", str(TOY), "--to", "END_god")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean 'END_good'?" in done.stderr
