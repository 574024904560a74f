"""Line mode without a terminal: one choice a line, nothing asked, nothing lost, no escapes."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.journeys.terminals import ROOM, TOY, run


def kept_in(folder: Path) -> list[dict]:
    """Everything kept, a person each."""
    from simulator.records.store import open_store

    async def asked() -> list[dict]:
        store = open_store(folder / "data")
        people = [await store.data_of(person.id) for person in await store.trainees()]
        await store.close()
        return people

    return asyncio.run(asked())


def kinds_in(folder: Path) -> list[list[str]]:
    return [[event["kind"] for event in attempt["events"]] for one in kept_in(folder) for attempt in one["attempts"]]


def test_a_whole_play_by_ids_and_numbers(tmp_path: Path):
    done = run(tmp_path, "play", str(TOY), "--order", "written", given="b\n1\na\n2\n")
    assert done.returncode == 0
    assert "The client is served." in done.stdout
    assert "Decision quality 1" in done.stdout
    assert "nothing of this play is recorded" in done.stderr
    assert "[b]" in done.stdout, "ids are shown to scripts"
    assert not (tmp_path / "data" / "records.sqlite3").exists() or kept_in(tmp_path) == []


def test_nothing_is_asked(tmp_path: Path):
    done = run(tmp_path, "play", str(ROOM), "--seed", "1", given="offer-a-chair\nstay\ntell-all\ngo-on\n")
    assert done.returncode == 0
    for question in ("own words, then", "How sure", "Your answer", "Enter goes on", "(y or n)", "Your name"):
        assert question not in done.stdout
    assert "This vignette contains: a loss in the family and anger." in done.stdout
    assert "You have met twice." in done.stdout
    assert "You meet again on Thursday." in done.stdout


def test_a_seed_fixes_the_order_shown(tmp_path: Path):
    def order(*arguments: str) -> str:
        return run(tmp_path, "play", str(ROOM), *arguments).stdout

    assert order("--seed", "5") == order("--seed", "5")
    assert len({order("--seed", str(seed)) for seed in range(6)}) > 1
    written = order("--order", "written")
    assert written.index("[offer-a-chair]") < written.index("[close-it]") < written.index("[say-nothing]")


@pytest.mark.parametrize("given", ["", "\n\n", "offer-a-chair\n", "offer-a-chair", "offer-a-chair\nstay\n# a remark\n"])
def test_the_end_of_input_keeps_what_was_chosen(tmp_path: Path, given: str):
    done = run(tmp_path, "play", str(ROOM), "--trainee", "Ana", given=given)
    assert done.returncode == 0
    assert "Ana is new here" in done.stderr
    assert "What you chose so far is kept" in done.stdout
    choices = sum(1 for line in given.split("\n") if line and not line.startswith("#"))
    assert kinds_in(tmp_path) == [["started", *["chosen"] * choices]]


def test_an_unfinished_play_is_gone_on_with_on_request(tmp_path: Path):
    run(tmp_path, "play", str(ROOM), "--trainee", "Ana", given="close-it\n")
    done = run(tmp_path, "play", str(ROOM), "--resume", given="stay\ntell-all\n")
    assert done.returncode == 0
    assert "nothing of this play" not in done.stderr, "who played last is known"
    assert "You walk back by the river." in done.stdout
    assert kinds_in(tmp_path) == [["started", *["chosen"] * 3]]
    done = run(tmp_path, "play", str(ROOM), given="close-it\n")
    assert "--resume goes on with it" in done.stderr
    assert sorted(map(len, kinds_in(tmp_path))) == [2, 4], "without asking for it, a new one is begun"


def test_an_unkept_choice_is_asked_again_on_resuming(tmp_path: Path):
    run(tmp_path, "play", str(ROOM), "--trainee", "Ana", given="close-it\nstay\ntell-all\n")
    done = run(tmp_path, "play", str(ROOM), "--resume", given="refer\ngo-on\n")
    assert "Which way do you lean yourself?" in done.stdout
    assert "At noon" not in done.stdout.partition("Debrief")[0]
    assert "You meet again on Thursday." in done.stdout
    assert kinds_in(tmp_path) == [["started", *["chosen"] * 4, "ended"]]


def test_without_an_id_the_latest_unfinished_play_is_gone_on_with(tmp_path: Path):
    run(tmp_path, "play", str(TOY), "--trainee", "Ana", given="b\n")
    run(tmp_path, "play", str(ROOM), "--trainee", "Ana", given="close-it\n")
    done = run(tmp_path, "--resume", given="stay\n")
    assert "At noon" in done.stdout
    done = run(tmp_path, given="1\nstay\ntell-all\ngo-on\n")
    assert "Go on where you left" in done.stdout, "the list names what waits, and its first line chooses"
    assert "You meet again on Thursday." in done.stdout


def test_resume_after_an_ending_begins_anew_and_says_so(tmp_path: Path):
    whole = "close-it\nstay\ntell-all\ngo-on\n"
    run(tmp_path, "play", str(ROOM), "--trainee", "Ana", given=whole)
    done = run(tmp_path, "play", str(ROOM), "--resume", given=whole)
    assert "this is a new one" in done.stderr
    assert kinds_in(tmp_path) == [["started", *["chosen"] * 4, "ended"]] * 2


def test_what_is_not_open_is_told_and_asked_again(tmp_path: Path):
    given = "fly\n\x1b[31m99\x07\ngo-on\noffer-a-chair\nstay\ntell-all\ngo-on\n"
    done = run(tmp_path, "play", str(ROOM), given=given)
    assert done.returncode == 0
    assert "'fly' is not open; open are:" in done.stderr
    assert "You meet again on Thursday." in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert "\x07" not in done.stdout + done.stderr


def test_bytes_that_are_no_text_are_told(tmp_path: Path):
    done = run(tmp_path, "play", str(TOY), given=b"\xff\xfe\x00\nc\n")
    assert done.returncode == 0
    assert "is not open" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_an_id_the_first_line_names_the_vignette(tmp_path: Path):
    done = run(tmp_path, "--library", str(ROOM.parent), given="nosuch\nsmall-room\nclose-it\n")
    assert done.returncode == 0
    assert "There is no 'nosuch' here." in done.stderr
    assert "The room is quiet." in done.stdout
    assert run(tmp_path).returncode == 0, "no input at all is fine"


def test_guided_mode_explains_and_goes_back(tmp_path: Path):
    done = run(tmp_path, "play", str(ROOM), "--mode", "guided", "--trainee", "A", given="say-nothing\nback\nclose-it\n")
    assert "Why: Silence can weigh on a new client." in done.stdout
    assert "This is workable." in done.stdout
    assert kinds_in(tmp_path) == [["started", "chosen", "rewound", "chosen"]]


def test_an_assessment_has_no_way_back(tmp_path: Path):
    run(tmp_path, "play", str(ROOM), "--mode", "assessment", "--trainee", "A", given="say-nothing\nback\nstay\n")
    assert kinds_in(tmp_path) == [["started", "chosen", "chosen"]]


def test_unrecorded_writes_nothing_at_all(tmp_path: Path):
    done = run(tmp_path, "play", str(ROOM), "--unrecorded", given="close-it\n")
    assert "Nothing of this play is being recorded." in done.stderr
    assert "nothing of it is kept" in " ".join(done.stdout.split())
    assert not (tmp_path / "data").exists()


def test_the_figures_of_a_play_are_those_of_score(tmp_path: Path, request: pytest.FixtureRequest):
    expected = json.loads((TOY.parent / "toy-expected.json").read_text())["paths"]
    for path in expected[::6]:
        choices = path["choices"]
        run(tmp_path, "play", str(TOY), "--trainee", "Ana", given="\n".join(choices) + "\n")
        scored = json.loads(run(tmp_path, "score", str(TOY), "--choices", ",".join(choices), "--json").stdout)
        kept = json.loads(run(tmp_path, "history", "1", "--json").stdout)
        assert kept["steps"] == scored["steps"]
        assert kept["fractions"] == scored["fractions"]
        assert scored["fractions"]["decision_quality"] == path["decision_quality"]
        assert scored["fractions"]["loss"] == path["loss"]


def test_records_that_cannot_be_written_are_told_and_the_play_goes_on(tmp_path: Path):
    (tmp_path / "data").write_text("a file stands where the folder should be")
    done = run(tmp_path, "play", str(ROOM), "--trainee", "Ana", given="close-it\nstay\ntell-all\ngo-on\n")
    assert done.returncode == 0
    assert "unrecorded" in done.stderr
    assert "Traceback" not in done.stderr
    assert "You meet again on Thursday." in done.stdout


def test_a_damaged_store_is_told_and_left_as_it_is(tmp_path: Path):
    (tmp_path / "data").mkdir()
    store = tmp_path / "data" / "records.sqlite3"
    store.write_bytes(b"this is no store at all, but long enough to look at\n" * 100)
    before = store.read_bytes()
    done = run(tmp_path, "play", str(TOY), "--trainee", "Ana", given="c\n")
    assert done.returncode == 0
    assert "unrecorded" in done.stderr
    assert store.read_bytes() == before
    history = run(tmp_path, "history", "--trainee", "Ana")
    assert history.returncode == 3
    assert history.stderr.startswith("simulator: ")
    assert len(history.stderr.strip().splitlines()) == 1
    listed = run(tmp_path, "list", "--trainee", "Ana")
    assert listed.returncode == 0, "the list itself needs no records"
    assert "not known" in listed.stderr


def test_a_file_that_cannot_be_played_is_told_with_its_place(tmp_path: Path):
    broken = tmp_path / "broken.yaml"
    broken.write_text(TOY.read_text().replace("next: D2,", "next: D22,", 1))
    for command in (["play", "broken.yaml"], ["score", "broken.yaml", "--choices", "a"], ["explore", "broken.yaml"]):
        done = run(tmp_path, *command)
        assert done.returncode == 1
        assert "broken.yaml:" in done.stderr
        assert "simulator check" in done.stderr


HOSTILE = "\x1b[2J\x1b]0;owned\x07 \u202egnorw [red]x[/red] [/ \u2066 <b>\x9b31m"


def test_hostile_texts_reach_no_terminal(tmp_path: Path):
    """The file is read from bytes that hold what YAML lets through: escapes written out in quotation marks."""
    quoted = json.dumps(HOSTILE)
    text = ROOM.read_text()
    for plain in (
        "Mo stands by the window and does *not* sit.", "It is cold in here.", "Get up and close the window.",
        "The room is quiet.", "It answers what was said.", "The small room", "Mo waits at the window.",
    ):  # fmt: skip
        assert plain in text
        text = text.replace(plain, quoted, 1)
    file = tmp_path / "hostile.yaml"
    file.write_text(text)
    for arguments in (["play", "hostile.yaml", "--mode", "guided"], ["score", "hostile.yaml", "--choices",
                      "close-it,stay,tell-all,go-on"], ["check", "hostile.yaml"], ["explore", "hostile.yaml"],
                      ["graph", "hostile.yaml"], ["list", "--library", "."],
                      ["list", "--library", ".", "--json"], ["check", "hostile.yaml", "--json"]):  # fmt: skip
        done = run(tmp_path, *arguments, given="close-it\nstay\ntell-all\ngo-on\n")
        shown = done.stdout + done.stderr
        for obeyed in "\x1b\x07\u202e\u2066\x9b":
            assert obeyed not in shown, (arguments, obeyed)
        assert "Traceback" not in shown


def test_hostile_names_of_people_and_vignettes(tmp_path: Path):
    done = run(tmp_path, "play", str(TOY), "--trainee", "\x1b[31mEve\u202e", given="c\n")
    assert "\x1b" not in done.stdout + done.stderr
    assert done.returncode == 0
    done = run(tmp_path, "play", "\x1b[31mnothing\u202e")
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert "\u202e" not in done.stderr
