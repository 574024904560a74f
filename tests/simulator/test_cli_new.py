"""``simulator new`` and ``simulator schema`` from outside."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.journeys.terminals import ROOT, run


def test_what_is_written_checks_clean_and_plays(tmp_path: Path):
    done = run(tmp_path, "new", "first-steps")
    assert done.returncode == 0
    assert "first-steps.yaml" in done.stdout
    checked = run(tmp_path, "check", "first-steps.yaml", "--strict")
    assert (checked.returncode, checked.stdout) == (0, "Nothing to mend in 1 file.\n")
    line = json.loads(run(tmp_path, "explore", "first-steps.yaml", "--json").stdout)["least_loss_line"]
    played = run(tmp_path, "play", "first-steps.yaml", "--unrecorded", "--order", "written",
                 given="".join(f"{choice}\n" for choice in line))
    assert played.returncode == 0
    assert "Dana chooses to stay" in " ".join(played.stdout.split())


def test_it_is_commented_and_names_its_schema(tmp_path: Path):
    run(tmp_path, "new", "first-steps")
    text = (tmp_path / "first-steps.yaml").read_text("utf-8")
    assert text.split("\n")[0] == "# yaml-language-server: $schema=vignette.schema.json"
    assert text.count("#") > 15
    assert "title: \"First steps\"" in text
    assert json.loads((tmp_path / "vignette.schema.json").read_text("utf-8"))["title"] == "A vignette"


def test_the_title_is_kept_as_text(tmp_path: Path):
    title = 'A "case": #1 {x}'
    assert run(tmp_path, "new", "x", "--title", title).returncode == 0
    assert run(tmp_path, "check", "x.yaml", "--strict").returncode == 0
    listed = json.loads(run(tmp_path, "list", "--library", ".", "--json").stdout)["vignettes"]
    assert title in {one["title"] for one in listed}


def test_it_goes_into_a_folder_and_never_over_a_file(tmp_path: Path):
    (tmp_path / "mine").mkdir()
    assert run(tmp_path, "new", "one", "--folder", "mine").returncode == 0
    (tmp_path / "mine" / "vignette.schema.json").write_text("{}")
    assert run(tmp_path, "new", "two", "--folder", "mine").returncode == 0
    assert (tmp_path / "mine" / "vignette.schema.json").read_text() == "{}"
    again = run(tmp_path, "new", "one", "--folder", "mine")
    assert (again.returncode, "there already" in again.stderr) == (2, True)
    assert run(tmp_path, "check", "mine", "--strict").returncode == 0


@pytest.mark.parametrize("arguments", [["1st"], ["../x"], ["a b"], [""], ["x" * 65], ["x", "--title", "a\nb"],
                                       ["x", "--title", " "], ["x", "--folder", "none"], []])  # fmt: skip
def test_what_cannot_be_used_is_said(tmp_path: Path, arguments: list[str]):
    done = run(tmp_path, "new", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert not [path for path in tmp_path.iterdir() if path.suffix in (".yaml", ".json")]


@pytest.mark.parametrize(("arguments", "page"), [([], "vignette.schema.json"), (["--plays"], "plays.schema.json")])
def test_the_schema_is_printed_and_saved(tmp_path: Path, arguments: list[str], page: str):
    text = (ROOT / "docs" / page).read_text("utf-8")
    assert run(tmp_path, "schema", *arguments).stdout == text
    assert run(tmp_path, "schema", *arguments, "--save", "s.json").returncode == 0
    assert (tmp_path / "s.json").read_text("utf-8") == text
    assert run(tmp_path, "schema", *arguments, "--save", "s.json").returncode == 2


def test_the_editors_page_matches_what_the_check_prints(tmp_path: Path):
    page = (ROOT / "docs" / "editors.md").read_text("utf-8")
    assert page.split("    # yaml-language-server:")[1].split("\n")[0].strip() == "$schema=vignette.schema.json"
    for block in re.findall(r"```json\n(.*?)```", page, re.S):
        json.loads(block)
    pattern = json.loads(re.findall(r"```json\n(.*?)```", page, re.S)[1])["tasks"][0]["problemMatcher"]["pattern"]
    (tmp_path / "x.yaml").write_text("format: 1\n")
    told = run(tmp_path, "check", "--brief", ".").stdout.strip().split("\n")[:-1]
    found = [re.match(pattern["regexp"], line) for line in told]
    assert found
    assert all(found)
    assert found[0][pattern["file"]] == "x.yaml"
    for command in re.findall(r"simulator schema[^`\n]*", page):
        (tmp_path / "vignette.schema.json").unlink(missing_ok=True)
        assert run(tmp_path, *command.split()[1:]).returncode == 0
