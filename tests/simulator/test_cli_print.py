"""``simulator print`` from outside: what each page holds, what it keeps back, and that no text is obeyed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.journeys.terminals import ROOM, TOY, run
from vignettes.reading import read_file

KINDS = ("review", "roles", "observer", "case")


class Tags(HTMLParser):
    """Checks that what is opened is closed, and gathers tags, attributes and words."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def page(folder: Path, file: Path | str, kind: str) -> tuple[str, Tags]:
    done = run(folder, "print", str(file), "--as", kind, "--save", f"{kind}.html")
    assert done.returncode == 0, done.stderr
    text = (folder / f"{kind}.html").read_text("utf-8")
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    return text, tags


def told(tags: Tags) -> str:
    return " ".join(" ".join(tags.words).split())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["flirting-client", str(ROOM), str(TOY)])
def test_every_page_is_whole_and_refers_to_no_other_host(tmp_path: Path, kind: str, name: str):
    text, tags = page(tmp_path, name, kind)
    assert "http:" not in text
    assert "https:" not in text
    assert not tags.seen & {"script", "img", "link", "iframe", "a"}
    assert {"@page", "default-src 'none'"} <= set(re.findall(r"@page|default-src 'none'", text.replace("&#x27;", "'")))


def test_the_review_copy_holds_everything(tmp_path: Path):
    words = told(page(tmp_path, ROOM, "review")[1])
    vignette = read_file(ROOM).vignette
    for scene in vignette.scenes.values():
        for response in scene.responses:
            assert " ".join(response.because.split()) in words
            assert response.id in words
    assert "Signed off" in words
    assert "serves the client" in words
    assert all(rule in words for rule in vignette.rules)


@pytest.mark.parametrize("kind", ["roles", "observer", "case"])
def test_the_others_keep_the_key_back(tmp_path: Path, kind: str):
    vignette = read_file(ROOM).vignette
    words = told(page(tmp_path, ROOM, kind)[1])
    for scene in vignette.scenes.values():
        for response in scene.responses:
            assert " ".join(response.because.split()) not in words
            assert response.id not in words
    assert not re.search(r"serves the client|workable|sets back|risks harm|recommended|inadvisable", words)


def test_the_case_has_every_response_and_the_observer_every_decision(tmp_path: Path):
    vignette = read_file(ROOM).vignette
    words = told(page(tmp_path, ROOM, "case")[1])
    assert all(" ".join(r.text.split()) in words for scene in vignette.decisions for r in scene.responses)
    sheet = told(page(tmp_path, ROOM, "observer")[1])
    assert f"Decision {len(vignette.decisions)}" in sheet
    assert f"Decision {len(vignette.decisions) + 1}" not in sheet


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_stays_text(tmp_path: Path, over, kind: str):
    hostile = "'<script>alert(1)</script><b x=\"&quot;\">\\u202e'"
    (tmp_path / "x.yaml").write_text(over(f"""
title: {hostile}
client: {{name: {hostile}}}
roles: {{client: {hostile}, observer: {hostile}, "<i>": {hostile}}}
questions: [{hostile}]
scenes: {{first: {{client: {hostile}, responses: {{ask: {{say: {hostile}}}}}}}}}
"""))
    _, tags = page(tmp_path, "x.yaml", kind)
    assert not tags.seen & {"script", "b", "i"}
    assert "<script>alert(1)" in told(tags)


def test_it_is_named_after_the_case_and_never_written_over(tmp_path: Path):
    assert run(tmp_path, "print", str(ROOM), "--as", "case").stdout == "Saved in small-room-case.html.\n"
    assert run(tmp_path, "print", str(ROOM), "--as", "case").returncode == 2
