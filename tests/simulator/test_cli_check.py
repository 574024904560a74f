"""``simulator check`` from outside: strictness, annotations, explanations, folders and their coverage."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.journeys.terminals import ROOM, TOY, run
from vignettes.catalogue import entries


@pytest.fixture
def folder(tmp_path: Path, over) -> Path:
    """A folder of two vignettes, one of them faulty, with sources of its own."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "one.yaml").write_text(over("scenes: {first: {responses: {ask: {upholds: [R-ASK]}}}}"))
    (mine / "two.yaml").write_text(over("id: other\nscenes: {first: {responses: {ask: {next: latter}}}}"))
    (mine / "sources.yaml").write_text(
        "sections: {S: {label: Asking}}\nsources:\n"
        + "".join(f"  {name}: {{layer: article, section: S, strength: should, paraphrase: Do it.}}\n"
                  for name in ("R-ASK", "R-WAIT")))
    return mine


def test_strict_lets_warnings_fail(tmp_path: Path):
    assert run(tmp_path, "check", str(TOY)).returncode == 0
    assert run(tmp_path, "check", str(TOY), "--strict").returncode == 1


def test_strict_passes_what_has_no_fault(tmp_path: Path):
    assert run(tmp_path, "check", "flirting-client", "--strict").returncode == 0


def test_annotations_name_file_line_and_column(tmp_path: Path):
    (tmp_path / "a,b.yaml").write_text(TOY.read_text().replace("next: D2,", "next: D22,", 1))
    done = run(tmp_path, "check", "a,b.yaml", "--format", "github")
    assert done.returncode == 1
    line = next(n for n, text in enumerate((tmp_path / "a,b.yaml").read_text().split("\n"), 1) if "D22" in text)
    found = [told for told in done.stdout.split("\n") if told.startswith("::")]
    wanted = rf"::error file=a%2Cb\.yaml,line={line},col=\d+,title=V203 An unknown target::'D22' is neither"
    assert [told for told in found if re.match(wanted, told)]
    assert all(re.match(r"::(error|warning) file=[^,:]+,line=\d+,col=\d+,title=[^,:]+::.", told) for told in found)
    assert done.stdout.strip().split("\n")[-1].endswith("in 1 file.")
    here = run(tmp_path, "check", str(tmp_path / "a,b.yaml"), "--format", "github").stdout
    assert "file=a%2Cb.yaml," in here, "as seen from the working folder"


def test_no_text_of_a_file_becomes_a_command(tmp_path: Path, over):
    (tmp_path / "x.yaml").write_text(over('scenes: {first: {responses: {ask: {next: "a\\n::error file=b::c 100%"}}}}'))
    told = run(tmp_path, "check", "x.yaml", "--format", "github").stdout
    assert "100%25" in told
    assert not [line for line in told.split("\n") if line.startswith("::error file=b")]


def test_json_and_another_format_exclude_each_other(tmp_path: Path):
    done = run(tmp_path, "check", str(TOY), "--json", "--format", "github")
    assert (done.returncode, "choose one" in done.stderr) == (2, True)


@pytest.mark.parametrize("code", ["V203", "v203"])
def test_explain_tells_all_of_an_entry(tmp_path: Path, code: str):
    done = run(tmp_path, "check", "--explain", code)
    assert done.returncode == 0
    for told in ("V203: An unknown target (error", "Why: The case would break off here.", "Mend: ", "Raises it:",
                 "    scenes:\n      first:\n        responses:\n          ask: {next: latter}\n", "Does not:"):
        assert told in done.stdout
    as_json = json.loads(run(tmp_path, "check", "--explain", code, "--json").stdout)
    assert as_json["code"] == "V203"
    assert {"severity", "since", "title", "why", "mend", "bad", "good"} <= as_json.keys()


def test_every_code_can_be_explained():
    from click.testing import CliRunner

    from simulator.cli.checking import check_command

    for entry in entries():
        done = CliRunner().invoke(check_command, ["--explain", entry.code], standalone_mode=False)
        assert done.output.startswith(f"{entry.code}: "), done.exception
        assert "Mend: " in done.output


@pytest.mark.parametrize("code", ["V999", "../V203", "", "\x1b[31m"])
def test_an_unknown_code_is_used_wrongly(tmp_path: Path, code: str):
    done = run(tmp_path, "check", "--explain", code)
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no fault with the code" in done.stderr
    assert "\x1b" not in done.stderr


def test_a_folder_is_looked_at_whole(folder: Path, tmp_path: Path):
    found = json.loads(run(tmp_path, "check", "mine", "--json").stdout)
    assert found["files"] == ["mine/one.yaml", "mine/two.yaml"]
    assert {"V203"} == {d["code"] for d in found["diagnostics"] if d["severity"] == "error"}
    idle = [d for d in found["diagnostics"] if d["code"] == "V601"]
    assert [d["severity"] for d in idle] == ["warning"]
    assert "R-WAIT" in idle[0]["message"]
    assert found["coverage"] == [{"folder": "mine", "exercised": 1, "all": 2, "missing": ["R-WAIT"]}]
    assert "V208" not in {d["code"] for d in found["diagnostics"]}, "its own sources are known"
    told = run(tmp_path, "check", "mine", "--brief").stdout
    assert "mine: 1 of 2 recommendations of the article are exercised." in told


def test_one_file_of_a_folder_knows_the_sources_beside_it(folder: Path, tmp_path: Path):
    found = json.loads(run(tmp_path, "check", "mine/one.yaml", "--json").stdout)
    assert "V208" not in {d["code"] for d in found["diagnostics"]}
    assert found["coverage"] == []


def test_faulty_sources_are_told_once_with_their_place(folder: Path, tmp_path: Path):
    (folder / "sources.yaml").write_text("sources: [\n")
    done = run(tmp_path, "check", "mine")
    assert done.returncode == 1
    assert done.stdout.count("sources.yaml:") == 1
    assert done.stderr == ""


def test_the_shipped_library_says_its_coverage(tmp_path: Path):
    [part] = json.loads(run(tmp_path, "check", "--json").stdout)["coverage"]
    assert 0 < part["exercised"] <= part["all"]
    assert len(part["missing"]) == part["all"] - part["exercised"]


def test_severity_follows_the_author(tmp_path: Path, over):
    text = over("briefing: 'TODO: write'\nchecks: {V404: {severity: error, because: We never ship a note.}}")
    (tmp_path / "x.yaml").write_text(text)
    assert run(tmp_path, "check", "x.yaml").returncode == 1
    assert run(tmp_path, "check", str(ROOM), "--brief").returncode == 0


# Expected plays

PLAYS = """\
format: 1
plays:
  best: {choices: [D1/b, D2/a, D3/a, D4/b], ending: END_good, score: 1}
  sent-away: {choices: [c], ending: END_early, score: {max: 0.1}, broken: [C2]}
"""


@pytest.fixture
def played(tmp_path: Path) -> Path:
    """A folder with the toy and expected plays beside it."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "toy.yaml").write_bytes(TOY.read_bytes())
    (mine / "toy.plays.yaml").write_text(PLAYS)
    return mine


@pytest.mark.parametrize("path", ["mine/toy.yaml", "mine/toy.plays.yaml", "mine"])
def test_plays_beside_a_vignette_are_run(tmp_path: Path, played: Path, path: str):
    done = run(tmp_path, "check", path, "--brief")
    assert done.returncode == 0, done.stdout
    assert "2 of 2 expected plays went as written." in done.stdout
    found = json.loads(run(tmp_path, "check", path, "--json").stdout)
    assert found["files"] == ["mine/toy.yaml"]
    assert [(play["play"], play["passed"], play["ending"]) for play in found["plays"]] == [
        ("best", True, "END_good"), ("sent-away", True, "END_early")]


def test_an_edit_that_changes_a_verdict_is_seen_at_its_step(tmp_path: Path, played: Path):
    edited = TOY.read_text().replace("acts: [alt-training], next: D3", "acts: [alt-training], next: D4")
    assert edited != TOY.read_text()
    (played / "toy.yaml").write_text(edited)
    done = run(tmp_path, "check", "mine/toy.yaml")
    assert done.returncode == 1
    assert re.search(r"mine/toy\.plays\.yaml:3:\d+: error V703: Decision 3 of play 'best' came at 'D4' after 'D2/a'",
                     done.stdout)
    assert "1 of 2 expected plays went as written." in done.stdout


def test_plays_are_no_vignette_of_a_folder(tmp_path: Path, played: Path):
    listed = json.loads(run(tmp_path, "list", "--library", "mine", "--json").stdout)
    assert listed.get("unreadable", []) == []
    assert "scoring-oracle" in {one["id"] for one in listed["vignettes"]}


@pytest.mark.parametrize("path", ["mine/other.plays.yaml", "mine"])
def test_plays_without_a_vignette_are_told(tmp_path: Path, played: Path, path: str):
    (played / "other.plays.yaml").write_text(PLAYS)
    done = run(tmp_path, "check", path, "--brief")
    assert done.returncode == 1
    assert "mine/other.plays.yaml:1:1: error V701" in done.stdout


def test_plays_of_a_vignette_that_cannot_be_played_wait(tmp_path: Path, played: Path):
    (played / "toy.yaml").write_text("id: [\n")
    done = run(tmp_path, "check", "mine/toy.yaml", "--brief")
    assert done.returncode == 1
    assert "V70" not in done.stdout
