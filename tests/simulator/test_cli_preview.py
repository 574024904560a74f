"""``simulator preview`` from outside, and the play under an edit that it rests on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.previewing import rules_in_view, started
from tests.journeys.terminals import TOY, Terminal, run
from tests.strategies import vignettes
from vignettes.reading import read_bytes


def toy(*edits: tuple[str, str]):
    text = TOY.read_text("utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    vignette = read_bytes(text.encode(), "toy.yaml").vignette
    assert vignette is not None
    return vignette


def after(vignette, *choices):
    preview = started(vignette)
    for choice in choices:
        preview = preview.chosen(next(one for one in preview.offered if one.id == choice))
    return preview


# The play under an edit


def test_it_stays_where_the_choices_still_lead():
    preview, told = after(toy(), "b", "a").reloaded(toy(("A cultural broker", "A broker")))
    assert (preview.state.place, preview.choices, told) == ("D3", ("b", "a"), "Still at 'D3'.")


def test_it_stays_at_its_scene_where_another_way_now_leads():
    preview, told = after(toy(), "b", "a").reloaded(toy(("next: D3, because: Taking", "next: D4, because: Taking")))
    assert preview.state.place == "D3"
    assert told == "Still at 'D3', though these choices now lead to 'D4'."
    assert {act.name for act in preview.trace} == {"consult", "alt-training"}


def test_it_stays_where_a_choice_made_is_gone():
    preview, told = after(toy(), "b", "a").reloaded(toy(("a: {say: \"" + "a" * 80, "z: {say: \"" + "a" * 80)))
    assert preview.state.place == "D3"
    assert told == "Still at 'D3', though choice 2, 'a', is not open there any more."


def test_it_says_where_its_scene_is_gone():
    preview, told = after(toy(), "b", "a").reloaded(toy(("D3", "D3x")))
    assert preview.state.place == "D3x"
    assert told == "'D3' is not there any more. The play stands at 'D3x', after choice 2."


def test_a_jump_keeps_what_was_done_and_back_returns_to_it():
    preview = after(toy(), "b").jumped("D4")
    assert preview.state.place == "D4"
    assert [act.name for act in preview.trace] == ["consult"]
    onward = preview.chosen(preview.offered[0])
    assert dict(rules_in_view(onward)) == {"C1": "kept so far", "C3": "broken", "C4": "open"}
    assert onward.back() == preview
    moved, told = onward.reloaded(toy(("D4", "D9")))
    assert (moved.state.place, told) == ("D1", "'D4' is not there any more. The case begins again.")


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(vignettes(), vignettes(), st.lists(st.integers(0, 5), max_size=6), st.sampled_from(["s0", "s2", "good", "poor"]))
def test_no_edit_breaks_it(first, second, picks, place):
    preview = started(first)
    for pick in picks:
        if preview.offered:
            preview = preview.chosen(preview.offered[pick % len(preview.offered)])
    assert preview.reloaded(first)[0] == preview
    if place in first.scenes or place in first.endings:
        preview = preview.jumped(place)
    moved, told = preview.reloaded(second)
    assert told.endswith(".")
    here = second.scenes.get(preview.state.place)
    if "Still at" in told and (here is None or here.is_decision):
        assert moved.state.place == preview.state.place


# The command


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "mine.yaml"
    file.write_bytes(TOY.read_bytes())
    return file


def test_a_play_shows_what_it_remembers(tmp_path: Path, mine: Path):
    done = run(tmp_path, "preview", "mine.yaml", given="b\n/back\n1\n/go D4\n/go D44\n/scenes\nzz\n/quit\n")
    assert done.returncode == 0
    told = " ".join(done.stdout.split())
    assert "[a, acceptable]" in told
    assert "Acts: consult" in told
    assert "Rules: " in told
    assert "There is no scene or ending 'D44'. Did you mean" in told
    assert "Scenes: D1, D2, D3, D4, D5" in told
    assert "'zz' is neither a response open here nor a command." in told
    assert "warnings (/faults shows them)" in told
    assert not (tmp_path / "data").exists()


def test_saving_reads_it_again_at_the_same_scene(tmp_path: Path, mine: Path):
    terminal = Terminal(tmp_path, "preview", "mine.yaml")
    terminal.sees("faults shows them")
    terminal.types("b")
    terminal.sees("There is training you could take.")
    terminal.sees("faults shows them")
    mine.write_text(mine.read_text("utf-8").replace("There is training", "There is a course"), "utf-8")
    terminal.sees("Read again. Still at 'D2'.")
    terminal.sees("There is a course you could take.")
    mine.write_text("id: [\n", "utf-8")
    terminal.sees("The play goes on with the file as it was.")
    terminal.types("/quit")
    assert terminal.ends() == 0


def test_a_file_that_cannot_be_played_is_told_and_waits(tmp_path: Path, mine: Path):
    mine.write_text("id: [\n", "utf-8")
    done = run(tmp_path, "preview", "mine.yaml", given="1\n/faults\n")
    assert done.returncode == 0
    assert "cannot be played as it is" in done.stdout
    assert "There is nothing to play yet." in done.stdout


def test_hostile_text_reaches_no_terminal(tmp_path: Path, mine: Path):
    mine.write_text(mine.read_text("utf-8").replace("There is training", "\\e[31mThere is"), "utf-8")
    done = run(tmp_path, "preview", "mine.yaml", given="b\n\x1b[2J\n")
    assert "\x1b" not in done.stdout


def test_a_missing_file_is_used_wrongly(tmp_path: Path):
    assert run(tmp_path, "preview", "none.yaml").returncode == 2
