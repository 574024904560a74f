"""What a file may try: every guard refuses with its own code at its own place, and nothing raises."""

from __future__ import annotations

import os

import pytest

from vignettes.reading import Limits, read_bytes, read_file
from vignettes.reading.events import parser_of

HEAD = "format: 1\nid: x\ntitle: X\n"

HOSTILE = {
    "a key twice": (HEAD + "title: Y\n", "V108", 4, 1),
    "a key twice, deep down": (HEAD + "scenes:\n  a:\n    client: x\n    client: y\n", "V108", 7, 5),
    "an anchor": (HEAD + "summary: &a x\n", "V109", 4, 10),
    "an anchor on a mapping": (HEAD + "client: &a\n  name: x\n", "V109", 4, 9),
    "an alias": (HEAD + "summary: *a\n", "V109", 4, 10),
    "an alias as a key": (HEAD + "*a : x\n", "V109", 4, 1),
    "a tag": (HEAD + "summary: !!str x\n", "V110", 4, 10),
    "a tag that runs code": (HEAD + 'summary: !!python/object/apply:os.system ["true"]\n', "V110", 4, 10),
    "a tag on a key": (HEAD + "!!str summary: x\n", "V110", 4, 1),
    "the empty tag": (HEAD + "summary: ! x\n", "V110", 4, 10),
    "two documents": (HEAD + "---\n" + HEAD, "V111", 4, 1),
    "deep lists": (HEAD + "questions: " + "[" * 100_000, "V112", 4, None),
    "deep mappings": (HEAD + "client: " + "{a: " * 100_000, "V112", 4, None),
    "deep dashes": (HEAD + "questions:\n" + "- " * 100_000, "V112", 5, None),
    "a list as a key": (HEAD + "[a]: x\n", "V114", 4, 1),
    "a mapping as a key": (HEAD + "? {a: b}\n: x\n", "V114", 4, 3),
    "a bell": (HEAD + "summary: a\x07b\n", "V105", 4, 11),
    "an escape sequence": (HEAD + "summary: a\x1b[31mb\n", "V105", 4, 11),
    "an escape sequence, spelt": (HEAD + 'summary: "a\\e[31mb"\n', "V105", 4, 10),
    "an escape sequence in a key": (HEAD + '"a\\e[31mb": x\n', "V105", 4, 1),
    "an eight-bit control": (HEAD + "summary: a\x9bb\n", "V105", 4, 11),
    "an override of direction": (HEAD + "summary: a\u202eb\n", "V105", 4, 11),
    "an override of direction, spelt": (HEAD + 'summary: "a\\u202Eb"\n', "V105", 4, 10),
    "an isolate of direction": (HEAD + "summary: a\u2066b\n", "V105", 4, 11),
    "a null byte": (HEAD + "summary: a\0b\n", "V105", 4, 11),
    "a byte-order mark inside": (HEAD + "summary: a\ufeffb\n", "V105", 4, 11),
    "a line separator": (HEAD + "summary: a\u2028b\n", "V105", 4, 11),
    "a tab as indentation": (HEAD + "client:\n\tname: x\n", "V107", 5, 1),
    "an open quotation mark": (HEAD + 'summary: "x\n', "V106", 4, 10),
    "an open list": (HEAD + "questions: [a\n", "V106", None, None),
    "a colon in a text": (HEAD + "summary: a: b\n", "V106", 4, 11),
    "a bad escape": (HEAD + 'summary: "\\q"\n', "V106", 4, None),
    "a star in front": (HEAD + "summary: *really* sad\n", "V109", 4, 10),
}


@pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "without libyaml"])
@pytest.mark.parametrize(("text", "code", "line", "column"), HOSTILE.values(), ids=HOSTILE)
def test_refused_with_a_place(text, code, line, column, pure, monkeypatch):
    if pure:
        monkeypatch.setattr("vignettes.reading.events.parser_of", lambda text: parser_of(text, pure=True))
    reading = read_bytes(text.encode(), "x.yaml")
    assert reading.vignette is None
    [fault, *_] = [d for d in reading.diagnostics if d.code == code] or [None]
    assert fault is not None, reading.diagnostics
    assert fault.severity == "error"
    if not pure or code not in ("V106", "V107", "V109"):  # the two parsers give up a few columns apart
        assert line in (None, fault.place.line)
        assert column in (None, fault.place.column)


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b"", "V104", 1, 1),
        (b"\xef\xbb\xbf", "V104", 1, 1),
        (b" \n\t\r\n", "V104", 1, 1),
        (b"# a comment\n", "V104", 1, 1),
        (b"---\n", "V104", 1, 1),
        (b"format: 1\ntitle: Ren\xe9e\n", "V103", 2, 11),
        (b"\xef\xbb\xbfid: Ren\xe9e\n", "V103", 1, 8),
        ("id: x\n".encode("utf-16"), "V103", 1, 1),
        (b"id: \xed\xa0\x80\n", "V103", 1, 5),
        ("é\n".encode() + b"id: \xff\n", "V103", 2, 5),
        (b"just words\n", "V115", 1, 1),
        (b"- a\n- b\n", "V115", 1, 1),
    ],
)
def test_not_a_text_at_all(data, code, line, column):
    reading = read_bytes(data, "x.yaml")
    assert reading.vignette is None
    assert [(d.code, d.place.line, d.place.column) for d in reading.diagnostics] == [(code, line, column)]


@pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "without libyaml"])
def test_half_an_emoji_never_becomes_text(pure, monkeypatch):
    if pure:
        monkeypatch.setattr("vignettes.reading.events.parser_of", lambda text: parser_of(text, pure=True))
    reading = read_bytes(b'title: "\\ud83d"\n', "x.yaml")
    assert {d.code for d in reading.diagnostics} & {"V105", "V106"}
    assert reading.vignette is None


def test_nothing_of_what_a_tag_asks_for_is_done(tmp_path):
    target = tmp_path / "made"
    read_bytes(f'a: !!python/object/apply:os.mkdir ["{target}"]\n'.encode(), "x.yaml")
    assert not target.exists()


def test_an_alias_bomb_stays_small():
    bomb = "a: &a [x, x]\n" + "".join(f"{chr(b + 1)}: &{chr(b + 1)} [*{chr(b)}, *{chr(b)}]\n" for b in range(97, 120))
    reading = read_bytes(bomb.encode(), "x.yaml")
    assert reading.vignette is None
    assert {d.code for d in reading.diagnostics} >= {"V109"}


def test_a_file_over_the_limit_is_refused_by_its_size(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_001)  # a hole: no byte of it need be read
    [fault] = read_file(path).diagnostics
    assert fault.code == "V102"
    assert "50,000,001" in fault.message


def test_45_megabytes_are_read(toy_text):
    data = (toy_text + "differences: " + "word " * 9_000_000).encode()
    assert len(data) > 45_000_000
    reading = read_bytes(data, "x.yaml")
    assert reading.vignette is not None
    assert not reading.diagnostics


def test_the_limit_on_parts_leaves_room_for_45_megabytes_of_vignette(toy_text):
    import yaml

    events = sum(1 for _ in yaml.parse(toy_text, Loader=yaml.CSafeLoader))
    assert events / len(toy_text) * 45_000_000 < Limits().events


def test_too_many_parts_end_the_reading():
    reading = read_bytes(b"questions: [" + b"a," * 100 + b"]", "x.yaml", limits=Limits(events=50))
    assert [d.code for d in reading.diagnostics] == ["V113"]


@pytest.mark.parametrize("name", ["missing.yaml", "folder", "pipe", "nul\0in-it.yaml", "x" * 5000])
def test_what_is_no_ordinary_file(tmp_path, name):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    [fault] = read_file(f"{tmp_path}/{name}").diagnostics
    assert fault.code == "V101"
    assert fault.message.startswith("This file cannot be opened: ")


def test_accepted_with_a_byte_order_mark_and_with_crlf(toy_text, made):
    plain = made(toy_text)
    for data in (b"\xef\xbb\xbf" + toy_text.encode(), toy_text.replace("\n", "\r\n").encode()):
        other = made(data)
        assert other.scenes == plain.scenes
        assert other.rules == plain.rules
        assert other.content_hash != plain.content_hash


def test_places_after_a_byte_order_mark_and_crlf_are_those_of_an_editor():
    [*_, fault] = read_bytes(b"\xef\xbb\xbftitel: x\r\n\r\nid: a\r\nlevle: x\r\n", "x.yaml").diagnostics
    assert (fault.place.line, fault.place.column, fault.source_line) == (4, 1, "levle: x")


def test_many_faults_are_cut_and_say_so():
    reading = read_bytes("".join(f"k{n}: 1\n" for n in range(3000)).encode(), "x.yaml")
    assert len(reading.diagnostics) == 1001
    assert [d.code for d in reading.diagnostics].count("V124") == 1


def test_a_huge_line_is_not_carried_along_with_every_fault():
    reading = read_bytes(b"{a: 1, a: 2, b: '" + b"x" * 100_000 + b"'}", "x.yaml")
    assert all(len(d.source_line) <= 10_000 for d in reading.diagnostics)


def test_without_libyaml_the_same_vignette_is_read(toy_text, made, monkeypatch):
    plain = made(toy_text)
    monkeypatch.setattr("vignettes.reading.events.parser_of", lambda text: parser_of(text, pure=True))
    assert made(toy_text) == plain


def test_reading_leaves_the_search_for_garbage_as_it_was(toy_text):
    import gc

    assert gc.isenabled()
    read_bytes(toy_text.encode(), "x.yaml")
    read_bytes(b"a: [", "x.yaml")
    assert gc.isenabled()
