"""Text that a terminal or a toolkit would obey, in every field, played through: it is shown, and never obeyed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.journeys.terminals import ROOM, Terminal, run
from tests.journeys.windows import F9, LINE_IDS

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="pseudo-terminals are of Unix")

ESCAPES = "\x1b[2J\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x9b31m\x1bPowned\x1b\\"
HOSTILE = {
    "markup": "[client] [/ [/] [bold red]loud[/] [@click=app.quit]go[/] $(id) `id` {0} %s",
    "emoji": "👩‍👧‍👦 🏳️‍🌈 e\u0301 ｗｉｄｅ עברית " * 5,
    "long": "word " * 2_000,
}
REFUSED = {"escapes": f"one {ESCAPES} two", "overrides": "gnol \u202egnorw\u202c \u2066 end"}
OBEYED = (b"owned\x07", b"\x1b]52", b"\x1b]0;", b"\x1bPowned", b"\xc2\x9b", "\u202e".encode(), "\u2066".encode(),
          "\u200b".encode(), b"[2J\x1b]")  # fmt: skip


def case_of(text: str) -> str:
    """A vignette with the text in every field that takes one, as JSON (which is YAML)."""
    responses = {
        name: {kind: f"{name} {text}", "rating": rating, "because": text, "result": f"so it goes {text}", "next": "end"}
        for name, kind, rating in (("one", "say", "recommended"), ("two", "do", "harmful"))
    }
    return json.dumps({
        "format": 1, "id": "hostile", "title": f"Hostile {text}"[:2000], "summary": text[:2000],
        "level": "introductory", "minutes": 1, "content_note": [text[:500]],
        "client": {"name": text[:500], "pronouns": text[:100], "presenting": text},
        "clinician": {"role": text, "training": text}, "briefing": text, "start": "only",
        "scenes": {"only": {"narration": text, "client": text, "inner": text, "open": True, "confidence": True,
                            "responses": responses}},
        "endings": {"end": {"outcome": "good", "value": 1, "narration": text, "client_view": text}},
        "differences": text, "questions": [text], "review": {"clinical": text[:200], "cultural": None},
    }, ensure_ascii=False)  # fmt: skip


@pytest.fixture(params=HOSTILE, ids=HOSTILE)
def hostile(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    (tmp_path / "hostile.yaml").write_text(case_of(HOSTILE[request.param]), encoding="utf-8")
    return HOSTILE[request.param]


def nothing_obeyed(raw: bytes) -> None:
    for obeyed in OBEYED:
        assert obeyed not in raw, obeyed


def test_on_the_full_screen_to_the_debrief(hostile, windows, tmp_path: Path):
    """What is typed is what a terminal sends of a paste: its escapes are keys, and none comes back."""
    typed = re.sub(r"[\x00-\x1f\x7f-\x9f]", "", hostile)[:200].strip()
    name = re.sub(r"[^\w\[\]/ ]", "", typed)[:40].strip()
    window = windows("play", "hostile.yaml", "--order", "written")  # the first response is the one in sight
    window.signs_in(name)
    window.plays(("one ",), written=typed, reason=typed)
    for _ in range(5):
        window.press("\x1b[C")
    window.press("f")
    window.press(F9)
    assert window.ended() == 0
    nothing_obeyed(window.raw)
    assert not list((tmp_path / "data").glob("crash*"))
    (kept,) = json.loads(run(tmp_path, "history", "--json").stdout)["attempts"]
    assert kept["ending"] == "end"


def test_in_line_mode_at_a_terminal_to_the_debrief(hostile, tmp_path: Path):
    typed = re.sub(r"[\x00-\x1f\x7f-\x9f]", "", hostile)[:200].strip()
    at = Terminal(tmp_path, "play", "hostile.yaml", "--plain", "--order", "written")
    try:
        at.answers("Your name", typed[:50])
        at.answers("(y or n)", "y")
        at.answers("Enter means 1")
        at.answers("Enter alone passes):", typed + "\r")
        at.answers("(a number; ? for help):", "1")
        at.answers("1 to 5 (Enter leaves it out):", "4")
        at.answers("Your answer:", "why")
        at.answers("then an empty line:", typed + "\r")
        at.answers("(y or n; Enter means no)", "y")
        at.answers("Your answer:")
        at.answers("Enter goes on:")
        at.answers("Enter goes on to the debrief:")
        at.answers("? for help:", "")
        at.answers("? for help:", "n")
        at.answers("? for help:", "q")
        assert at.ends() == 0
    finally:
        at.close()
    echoed = at.heard.replace(typed, "").replace(typed[:50], "")  # the terminal's own echo of what was typed
    nothing_obeyed(echoed.encode())
    assert not list((tmp_path / "data").glob("crash*"))


def test_in_a_pipe_every_word_of_it_is_shown(hostile, tmp_path: Path):
    done = run(tmp_path, "play", "hostile.yaml", "--trainee", hostile[:50], "--mode", "guided", given="one\n")
    assert done.returncode == 0, done.stderr
    shown = done.stdout + done.stderr
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]", shown)
    letters = "".join(re.findall(r"[a-z]", hostile))
    assert letters[:2000] in "".join(re.findall(r"[a-z]", re.sub(r"<U\+\w+>", "", shown)))


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_a_terminal_would_obey_is_refused_with_its_place(text, windows, tmp_path: Path):
    (tmp_path / "hostile.yaml").write_text(case_of(text), encoding="utf-8")
    window = windows("play", "hostile.yaml", "--library", ".", "--unrecorded")
    window.sees("hostile.yaml:1:")
    assert "not allowed in a file" in window.words
    window.press("enter", *["down"] * 9, F9)
    assert window.ended() == 0
    nothing_obeyed(window.raw)
    for command in (["play", "hostile.yaml"], ["list", "--library", "."], ["check", "hostile.yaml"]):
        done = run(tmp_path, *command)
        nothing_obeyed((done.stdout + done.stderr).encode())
    assert done.returncode == 1
    assert "not allowed in a file" in done.stdout + done.stderr


def test_a_hostile_name_and_what_is_typed_never_come_back_raw(tmp_path: Path):
    from simulator.taming import tame

    name = "\x1b]0;owned\x07\u202eeve"
    done = run(tmp_path, "play", str(ROOM), "--trainee", name, given=f"{ESCAPES}\n" + "\n".join(LINE_IDS) + "\n")
    assert done.returncode == 0
    assert "\u202e" not in tame(name)
    nothing_obeyed((done.stdout + done.stderr).encode())
    for command in (["history"], ["progress"], ["privacy", "--help"], ["list"]):
        again = run(tmp_path, *command)
        nothing_obeyed((again.stdout + again.stderr).encode())
