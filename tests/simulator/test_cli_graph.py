"""``simulator graph`` from outside: formats, the terminal's width and encoding, large vignettes, saving."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.journeys.terminals import TOY, Terminal, run
from vignettes.drawing.text import cells


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> dict[int, Path]:
    """Vignettes of 40 and of 200 scenes in a row."""
    found = {}
    for count in (40, 200):
        after = {n: f"scene-{n + 1}" if n < count else "end" for n in range(1, count + 1)}
        scenes = "".join(
            f"  scene-{n}:\n    narration: Part {n}.\n    responses:\n"
            f"      on: {{say: On., rating: recommended, because: So., next: {after[n]}}}\n"
            f"      out: {{say: Out., rating: harmful, because: No., next: end}}\n" for n in range(1, count + 1))
        found[count] = tmp_path_factory.mktemp("large") / f"{count}.yaml"
        found[count].write_text(
            f"format: 1\nid: n{count}\ntitle: Ürsula's case\nstart: scene-1\nscenes:\n{scenes}"
            "endings:\n  end: {outcome: good, value: 1, narration: Done.}\n")
    return found


@pytest.mark.parametrize("count", [40, 200])
@pytest.mark.parametrize("kind", ["text", "mermaid", "dot", "svg"])
def test_every_scene_of_a_large_vignette_is_drawn(tmp_path: Path, large, count: int, kind: str):
    done = run(tmp_path, "graph", str(large[count]), "--format", kind)
    assert done.returncode == 0
    drawn = set(re.findall(r"scene-\d+", done.stdout.replace("scene_", "scene-")))
    assert {f"scene-{n}" for n in range(1, count + 1)} <= drawn
    if kind == "text":
        assert max(map(cells, done.stdout.split("\n"))) <= 80
        assert done.stdout.count("\n") <= 8 * count + 20
    if kind == "svg":
        assert ElementTree.fromstring(done.stdout).tag.endswith("svg")


@pytest.mark.parametrize("width", [40, 60, 200])
def test_the_width_asked_for_is_kept(tmp_path: Path, large, width: int):
    told = run(tmp_path, "graph", str(large[40]), "--width", str(width)).stdout
    assert width - 2 <= max(map(cells, told.split("\n"))) <= width


@pytest.mark.parametrize("columns", [50, 120])
def test_the_terminals_width_is_used(tmp_path: Path, columns: int):
    terminal = Terminal(tmp_path, "graph", str(TOY), columns=columns)
    assert terminal.ends() == 0
    lines = [line.rstrip("\r") for line in terminal.heard.split("\n")]
    assert max(map(cells, lines)) == columns - 1


def test_ascii_where_the_encoding_shows_no_more(tmp_path: Path, large):
    done = run(tmp_path, "graph", str(large[40]), PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert "-> 2 scene-2" in done.stdout
    assert done.stdout.split("\n")[0] == "?rsula's case"
    assert "●" in run(tmp_path, "graph", str(TOY), "--choices", "b").stdout


@pytest.mark.parametrize("kind", ["mermaid", "dot", "svg"])
def test_formats_are_utf_8_whatever_the_encoding(tmp_path: Path, large, kind: str):
    plain = run(tmp_path, "graph", str(large[40]), "--format", kind).stdout
    assert "Ürsula" in plain
    assert run(tmp_path, "graph", str(large[40]), "--format", kind, PYTHONIOENCODING="ascii").stdout == plain


def test_a_drawing_is_saved_once(tmp_path: Path):
    done = run(tmp_path, "graph", str(TOY), "--format", "svg", "--save", "toy.svg")
    assert (done.returncode, done.stdout) == (0, "Saved in toy.svg.\n")
    assert (tmp_path / "toy.svg").read_text("utf-8") == run(tmp_path, "graph", str(TOY), "--format", "svg").stdout
    again = run(tmp_path, "graph", str(TOY), "--save", "toy.svg")
    assert (again.returncode, "there already" in again.stderr) == (2, True)
    assert run(tmp_path, "graph", str(TOY), "--save", "no/where.svg").returncode == 3


def test_the_path_taken_is_marked_step_by_step(tmp_path: Path):
    told = run(tmp_path, "graph", str(TOY), "--choices", "a, a, b").stdout
    assert re.search(r"●1 +· a", told)
    assert re.search(r"●3 +· b", told)
