"""Line mode at a terminal: from the first run to the debrief, back and again, left and resumed."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.terminals import ROOM, TOY, Terminal, run

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="pseudo-terminals are of Unix")

CHOICE, CONFIRM, ON, READ = "(a number; ? for help):", "Your answer:", "Enter goes on:", "? for help:"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator:
    """Start the program at a terminal; all that were started are ended."""
    running: list[Terminal] = []

    def start(*arguments: str, **more) -> Terminal:
        running.append(Terminal(tmp_path, *arguments, **more))
        return running[-1]

    yield start
    for one in running:
        one.close()


def first_run(at: Terminal, name: str = "Ana", recorded: str = "y") -> None:
    at.answers("Your name", name)
    at.sees("Who sees it")
    at.answers("(y or n)", recorded)


def to_first_decision(at: Terminal, mode: str = "") -> None:
    at.answers("Enter means 1", mode)
    at.sees("The door stands open.")
    at.answers(ON)


def own_words(at: Terminal, *lines: str) -> None:
    at.sees("nothing about a real client")
    at.sees("Enter alone passes):")
    for line in lines:
        at.types(line)
    at.types()


def choose(at: Terminal, response: str, *, confidence: str | None = None) -> None:
    at.answers(CHOICE, response)
    if confidence is not None:
        at.answers("1 to 5 (Enter leaves it out):", confidence)
    at.answers(CONFIRM)


def to_the_end(at: Terminal, last: str = "go-on") -> None:
    """Play the small room from its first decision on."""
    own_words(at, "I would wait.")
    choose(at, "offer-a-chair", confidence="4")
    at.answers(ON)
    choose(at, "stay")
    choose(at, "tell-all")
    at.answers(ON)
    choose(at, last, confidence="")
    if last == "pass-on":
        at.answers(ON)
    at.answers("Enter goes on to the debrief:")


def events_of(folder: Path) -> list[tuple[int, str, dict]]:
    """All that is kept of everyone's attempts, in order."""
    from simulator.records.store import open_store

    async def asked() -> list[tuple[int, str, dict]]:
        store = open_store(folder / "data")
        kept = [await store.data_of(person.id) for person in await store.trainees()]
        await store.close()
        events = [event for person in kept for attempt in person["attempts"] for event in attempt["events"]]
        return [(event["seq"], event["kind"], event["data"]) for event in events]

    return asyncio.run(asked())


def test_from_the_first_run_to_the_debrief(opened, tmp_path: Path):
    at = opened("--plain", "--library", str(ROOM.parent))
    at.sees("Supervision simulator")
    at.sees("practice tool for education")
    first_run(at)
    assert "recorded" in at.sees("Vignettes").lower()
    listed = at.answers("Number or id (? for help):", "small-room")
    assert "The small room [small-room]: introductory, 3 minutes, endings seen 0 of 2." in " ".join(listed.split())
    assert "a loss in the family and anger" in " ".join(at.sees("Nothing is kept of that.").split())
    for told in ("Your client", "they/them", "Trainee in the second year", "You have met twice.", "- Mo came by bus.",
                 "1. rehearsal:", "2. guided:", "3. assessment:", "not an examination"):  # fmt: skip
        at.sees(told)
    to_first_decision(at)
    at.sees("Mo stands by the window and does not sit.")
    at.sees("Mo says: It is cold in here.")
    at.sees("You notice: You want to close the window.")
    to_the_end(at)
    at.sees("Debrief")
    at.sees("What Mo took away")
    at.sees("I was asked, and I stayed.")
    at.answers(READ)
    at.sees("Decision 1")
    at.sees("In your own words: “I would wait.”")
    assert "quality" not in at.heard.lower(), "words come before numbers"
    at.answers(READ, "n")
    at.sees("In numbers")
    at.sees("Decision quality 1")
    at.answers(READ, "q")
    at.sees("Goodbye.")
    assert at.ends() == 0
    kinds = [kind for _, kind, _ in events_of(tmp_path)]
    assert kinds == ["started", "own-words", "chosen", "chosen", "chosen", "chosen", "ended"]
    assert "small-room" in run(tmp_path, "list", "--library", str(ROOM.parent)).stdout
    listed = json.loads(run(tmp_path, "list", "--json", "--library", str(ROOM.parent)).stdout)["vignettes"]
    assert next(v for v in listed if v["id"] == "small-room")["endings"] == {"seen": 1, "all": 2}


def test_what_is_typed_is_kept_as_typed(opened, tmp_path: Path):
    at = opened("--plain", str(ROOM))
    first_run(at)
    to_first_decision(at)
    own_words(at, "First Grüße", "second line")
    at.answers(CHOICE, "say-nothing")
    at.answers("1 to 5 (Enter leaves it out):", "unsure")
    at.answers(CONFIRM, "why")
    at.sees("Please type nothing about a real client.")
    at.answers("Your reason, then an empty line:", "because I was tired")
    at.types()
    at.answers("(y or n; Enter means no)", "y")
    at.answers(CONFIRM, "y")
    at.answers(CHOICE, "q")
    at.sees("the next start offers to go on")
    assert at.ends() == 0
    kept = events_of(tmp_path)
    assert kept[1][2]["text"] == "First Grüße\nsecond line"
    chosen = kept[2][2]
    assert (chosen["confidence"], chosen["reason"], chosen["share_reason"]) == (0.4, "because I was tired", True)
    assert chosen["response"] == "say-nothing"
    assert chosen["thinking_ms"] > 0


def test_taking_another_response_before_confirming(opened):
    at = opened("--plain", str(TOY), "--order", "written", "--unrecorded")
    at.answers("Enter means 1")
    at.answers(CHOICE, "1")
    at.sees("You would say")
    at.answers(CONFIRM, "n")
    at.sees("2. Say:")
    at.answers(CHOICE, "zzz")
    at.sees("Please type a number from 1 to 3")
    at.answers(CHOICE, "c")
    at.answers(CONFIRM, "hm")
    at.sees("Please press Enter")
    at.answers(CONFIRM)
    at.sees("sent away for who they are")


def test_a_letter_that_is_a_response_means_the_response(opened):
    at = opened("--plain", str(TOY), "--order", "written", "--unrecorded")
    at.answers("Enter means 1", "2")
    at.answers(CHOICE, "b")
    at.sees("bbbbb")
    at.answers(CONFIRM)
    at.sees("Consulting is best.")
    at.answers("b takes the choice back:")
    at.answers(CHOICE, "/b")
    assert "Decision 1" in at.sees("2. Say:")
    at.answers(CHOICE, "/q")
    at.answers("(y or n)", "n")
    at.answers(CHOICE, "/q")
    at.answers("(y or n)", "y")
    assert at.ends() == 0


def test_guided_mode_explains_and_takes_back(opened, tmp_path: Path):
    at = opened("--plain", str(ROOM))
    first_run(at)
    to_first_decision(at, "guided")
    own_words(at)
    choose(at, "say-nothing", confidence="")
    at.sees("This sets back.")
    at.sees("Why: Silence can weigh on a new client.")
    at.sees("At odds with:")
    at.answers("b takes the choice back:", "b")
    choose(at, "offer-a-chair", confidence="5")
    at.sees("This serves the client.")
    at.answers("b takes the choice back:", "q")
    assert at.ends() == 0
    assert [kind for _, kind, _ in events_of(tmp_path)] == ["started", "chosen", "rewound", "chosen"]


def test_rehearsal_has_no_way_back_but_again_from_any_decision(opened, tmp_path: Path):
    at = opened("--plain", str(ROOM))
    first_run(at)
    to_first_decision(at)
    own_words(at)
    choose(at, "offer-a-chair", confidence="")
    at.answers(ON)
    choose(at, "stay")
    at.answers(CHOICE, "b")
    at.sees("Going back is for guided mode")
    choose(at, "tell-little")
    at.answers(ON)
    choose(at, "pass-on", confidence="")
    at.answers(ON)
    at.answers("Enter goes on to the debrief:")
    at.answers(READ, "9")
    at.sees("There is no decision 9")
    at.answers(READ, "3")
    assert "Decision 3" in at.sees("At noon")
    choose(at, "tell-all")
    at.answers(ON)
    choose(at, "go-on", confidence="")
    at.answers("Enter goes on to the debrief:")
    at.sees("You went back once.")
    at.answers(READ, "q")
    assert at.ends() == 0
    kinds = [kind for _, kind, _ in events_of(tmp_path)]
    assert kinds == ["started", *["chosen"] * 4, "ended", "rewound", *["chosen"] * 2, "ended"]


def test_an_assessment_is_played_once(opened):
    at = opened("--plain", str(TOY), "--mode", "assessment", "--order", "written", "--unrecorded")
    at.answers("Enter begins", "")
    choose(at, "c")
    at.answers("Enter goes on to the debrief:")
    assert "plays again" not in at.answers(READ, "1")
    at.sees("An assessment is played once")
    at.answers(READ, "q")
    assert at.ends() == 0


def test_left_and_resumed_where_it_was(opened, tmp_path: Path):
    at = opened("--plain", str(ROOM))
    first_run(at)
    to_first_decision(at)
    own_words(at)
    choose(at, "offer-a-chair", confidence="")
    at.answers(ON, "q")
    assert at.ends() == 0

    at = opened("--plain", "--library", str(ROOM.parent))
    at.sees("Go on where you left")
    at.sees("1. The small room: 1 decision made")
    at.answers("Number or id (? for help):", "1")
    at.sees("You chose: Would you like to sit with me?")
    at.sees("Mo sits down slowly.")
    at.answers(ON)
    choose(at, "refer")
    at.answers(CHOICE, "q")
    assert at.ends() == 0

    at = opened("--plain", str(ROOM))
    at.sees("You have an unfinished attempt at 'The small room', with 2 decisions made.")
    at.answers("(y or n; Enter means yes)")
    at.sees("Which way do you lean yourself?")  # not kept, so it is asked again
    choose(at, "stay")
    choose(at, "tell-all")
    at.answers(ON, "q")
    assert at.ends() == 0
    kept = [data.get("response") for _, kind, data in events_of(tmp_path) if kind == "chosen"]
    assert kept == ["offer-a-chair", None, "tell-all"]


def test_resumed_without_being_asked(opened):
    at = opened("--plain", str(ROOM))
    first_run(at)
    to_first_decision(at)
    own_words(at, "mine")
    at.answers(CHOICE, "q")
    assert at.ends() == 0
    at = opened("--plain", "--resume")
    at.sees("Going on: The small room")
    at.sees("Decision 1")
    choose(at, "offer-a-chair", confidence="")
    at.sees("Mo sits down slowly.")


def test_another_vignette_leaves_no_trace_of_the_one_skipped(opened, tmp_path: Path):
    at = opened("--plain", str(ROOM))
    first_run(at)
    at.answers("o opens another vignette", "o")
    at.answers("Number or id (? for help):", "q")
    assert at.ends() == 0
    assert events_of(tmp_path) == []


def test_who_does_not_want_a_record_has_none(opened, tmp_path: Path):
    at = opened("--plain", str(ROOM))
    first_run(at, recorded="n")
    at.answers("Enter means 1")
    at.sees("Nothing of this play is being recorded.")
    at.answers(ON)
    own_words(at, "secret words")
    choose(at, "close-it", confidence="")
    at.answers(ON, "q")
    at.sees("If you leave now, it is gone.")
    at.answers("(y or n)", "y")
    assert at.ends() == 0
    assert events_of(tmp_path) == []
    assert b"secret words" not in b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir())


def test_a_shared_computer(opened):
    at = opened("--plain")
    first_run(at, "Ana")
    at.answers("Number or id (? for help):", "w")
    at.sees("1. Ana")
    at.answers("Enter alone plays without being recorded):", "Ben")
    at.answers("(y or n)", "n")
    at.sees("Playing: Ben.")
    at.answers("Number or id (? for help):", "q")
    assert at.ends() == 0
    at = opened("--plain")
    at.sees("Playing: Ben.")
    at.answers("Number or id (? for help):", "w")
    at.sees("2. Ana")
    at.answers("Enter alone plays without being recorded):", "2")
    at.sees("Playing: Ana. Recorded on this computer")
    at.answers("Number or id (? for help):", "q")
    assert at.ends() == 0


def test_help_resources_and_about_are_reachable_from_every_moment(opened):
    at = opened("--plain", str(ROOM))
    prompts = ["Your name", "Enter means 1", ON, "Enter alone passes):", CHOICE, "1 to 5", CONFIRM, ON]
    go_on = {"Your name": "Ana", CHOICE: "offer-a-chair", "1 to 5": "3"}
    for prompt in prompts:
        for asked, told in (("r", "988lifeline.org"), ("?", "What you can type here"), ("a", "fictional")):
            at.answers(prompt, asked)
            if prompt == "Enter alone passes):":
                at.types()
            at.sees(told)
        at.answers(prompt, go_on.get(prompt, ""))
        if prompt == "Your name":
            at.answers("(y or n)", "y")


def test_nearest_to_ones_own_words(opened, tmp_path: Path):
    at = opened("--plain", str(ROOM))
    first_run(at)
    to_first_decision(at)
    to_the_end(at)
    at.answers(READ, "mark 2")
    at.sees("they are: 1.")
    at.answers(READ, "mark 1")
    at.answers("Enter leaves it):", "offer-a-chair")
    at.sees("Noted.")
    at.answers(READ, "q")
    assert at.ends() == 0
    assert events_of(tmp_path)[-1][1:] == ("nearest", {"step": 0, "response": "offer-a-chair"})


def test_the_end_of_input_leaves_quietly_and_keeps_what_was_chosen(opened, tmp_path: Path):
    at = opened("--plain", str(ROOM))
    first_run(at)
    to_first_decision(at)
    own_words(at)
    choose(at, "close-it", confidence="")
    at.sees(ON)
    at.child.sendeof()
    at.sees("What you chose so far is kept")
    assert at.ends() == 0
    assert [kind for _, kind, _ in events_of(tmp_path)] == ["started", "chosen"]


@pytest.mark.parametrize("moment", [
    "who", "consent", "list", "briefing", "interlude", "own words", "decision", "confirm", "debrief",
])  # fmt: skip
def test_ctrl_c_at_any_moment_is_one_sentence(opened, tmp_path: Path, moment: str):
    at = opened("--plain", "--library", str(ROOM.parent))
    prompts = {
        "who": ("Your name", "Ana"), "consent": ("(y or n)", "y"), "list": ("(? for help):", "small-room"),
        "briefing": ("Enter means 1", ""), "interlude": (ON, ""), "own words": ("Enter alone passes):", ""),
        "decision": (CHOICE, "close-it"), "sure": ("1 to 5 (Enter leaves it out):", ""), "confirm": (CONFIRM, ""),
        "outcome": (ON, ""), "lean": (CHOICE, "stay"), "lean confirmed": (CONFIRM, ""), "third": (CHOICE, "tell-all"),
        "third confirmed": (CONFIRM, ""), "by the river": (ON, ""), "last": (CHOICE, "go-on"),
        "last sure": ("1 to 5", ""), "last confirmed": (CONFIRM, ""),
        "ending": ("Enter goes on to the debrief:", ""), "debrief": (READ, ""),
    }  # fmt: skip
    for name, (prompt, answer) in prompts.items():
        at.sees(prompt)
        if name == moment:
            break
        at.types(answer)
    at.heard = ""
    at.child.sendintr()
    assert at.ends() == 130
    said = " ".join(at.heard.split()).partition("Stopped.")[2].strip()
    if moment in ("who", "consent", "list", "briefing"):
        assert said == ""
    elif moment == "debrief":
        assert said == "This attempt is kept; 'simulator history' lists it and shows its debrief again."
    else:
        assert said == "What you chose so far is kept; the next start offers to go on from there."
    assert re.search(r"\n\r?Stopped\.", at.heard.replace("\r", "")), "the sentence stands on a line of its own"
    kinds = [kind for _, kind, _ in events_of(tmp_path)]
    assert ("started" in kinds) == (moment not in ("who", "consent", "list", "briefing"))
    assert ("ended" in kinds) == (moment == "debrief")


def test_a_dumb_terminal_gets_line_mode(opened):
    at = opened(TERM="dumb")
    at.sees("Your name")


def test_lines_are_never_wider_than_the_terminal_or_75_columns(opened):
    for columns, widest in ((80, 75), (40, 39), (200, 75)):
        at = opened("--plain", str(ROOM), "--unrecorded", columns=columns)
        at.sees("Enter means 1")
        lines = at.heard.replace("\r", "").split("\n")
        assert max(map(len, lines)) <= widest
        assert max(map(len, lines)) > widest - 12
        at.close()


def test_the_figures_of_a_play_are_those_of_score(opened, tmp_path: Path):
    at = opened("--plain", str(ROOM))
    first_run(at)
    to_first_decision(at)
    own_words(at)
    choose(at, "say-nothing", confidence="")
    choose(at, "refer")
    choose(at, "tell-little")
    at.answers(ON)
    choose(at, "pass-on", confidence="")
    at.answers(ON)
    at.answers("Enter goes on to the debrief:")
    at.answers(READ, "n")
    told = at.sees("at stake")
    at.answers(READ, "q")
    assert at.ends() == 0
    choices = "say-nothing,refer,tell-little,pass-on"
    scored = json.loads(run(tmp_path, "score", str(ROOM), "--choices", choices, "--json").stdout)
    assert all(" ".join(count.split()) in " ".join((told + at.heard).split()) for count in scored["counts"])
    again = json.loads(run(tmp_path, "history", "1", "--json").stdout)
    for figure in ("loss", "decision_quality", "decision_quality_strict", "coverage", "process_conformance", "critical",
                   "layers", "repairs", "fractions"):  # fmt: skip
        assert again[figure] == scored[figure]
    kept = json.loads(run(tmp_path, "history", "--json").stdout)["attempts"][0]
    assert kept["decision_quality"] == scored["decision_quality"]
