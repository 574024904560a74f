"""The light read of headers: the same answer as the full reader, nothing heavy imported, never a crash."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vignettes.library import files, shipped
from vignettes.reading import read_bytes, read_header
from vignettes.reading.header import _in_full, _scanned, _Unsure, header_of

REST = "start: s\nscenes:\n  s: {narration: x, next: e}\nendings:\n  e: {outcome: good, value: 1, narration: x}\n"


def scanned(text):
    """The line-by-line reading, or None where it is unsure."""
    try:
        return _scanned(text, "x.yaml")
    except _Unsure:
        return None


@pytest.mark.parametrize("path", list(files([shipped()])), ids=os.path.basename)
def test_shipped_vignettes_are_plain_enough_to_be_read_line_by_line(path):
    with open(path, "rb") as stream:
        data = stream.read()
    light = scanned(data.decode())
    assert light is not None
    assert light == _in_full(data, "x.yaml")
    assert read_header(path) == light._replace(file=path)


@pytest.mark.parametrize("path", list(files([shipped()])), ids=os.path.basename)
def test_headers_agree_with_vignettes(path):
    with open(path, "rb") as stream:
        vignette = read_bytes(stream.read(), path).vignette
    header = read_header(path)
    for name in ("id", "title", "summary", "level", "language", "minutes", "content_note", "variant_of"):
        assert getattr(header, name) == getattr(vignette, name)
    assert header.endings == tuple(vignette.endings)
    assert header.client == vignette.client.get("name", "")


def test_the_toy(toy_file, toy_text):
    header = read_header(toy_file)
    assert (header.id, header.title, header.fault) == ("scoring-oracle", "Scoring oracle", None)
    assert header.endings == ("END_good", "END_refer", "END_term", "END_early")
    assert scanned(toy_text) is not None


PLAIN = {
    "bare": "Late again",
    "double": '"Late: again"',
    "single": "'It''s late: again'",
    "next line": "\n  Late again",
    "two lines": "Late\n  again",
    "folded": ">-\n  Late\n  again",
    "folded, with its end": ">\n  Late\n  again",
    "block": "|\n  Late\n  again",
    "quotation marks inside": 'Late "again" and it\'s fine',
    "a word of YAML 1.1": "no",
    "a number": "1984",
    "a hash inside": "no#comment",
    "a colon inside": "a:b",
    "other letters": "Später – wieder 日本",
    "hyphen inside": "Late - again",
}
ODD = {
    "comment": "Late # again",
    "escape": '"Late\\u0020again"',
    "quoted over lines": '"Late\n  again"',
    "blank line inside": "Late\n\n  again",
    "folded with a blank line": ">-\n  Late\n\n  again",
    "deeper line": ">-\n  Late\n    again",
    "empty quotation marks": '"" # nothing',
    "indentation given": ">2\n  Late",
    "comment line inside": "\n  # why\n  Late",
}


@pytest.mark.parametrize("title", PLAIN.values(), ids=PLAIN)
def test_plain_texts_are_read_line_by_line_as_the_full_reader_reads_them(title):
    text = f"format: 1\nid: x\ntitle: {title}\n{REST}"
    light = scanned(text)
    assert light is not None
    assert light == _in_full(text.encode(), "x.yaml")


@pytest.mark.parametrize("title", ODD.values(), ids=ODD)
def test_other_texts_go_to_the_full_reader(title):
    text = f"format: 1\nid: x\ntitle: {title}\n{REST}"
    assert scanned(text) is None
    header = header_of(text.encode(), "x.yaml")
    assert header == _in_full(text.encode(), "x.yaml")


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("content_note: [a, b c]", "content_note", ("a", "b c")),
        ('content_note: ["a, b", c]', "content_note", ("a, b", "c")),
        ("content_note: []", "content_note", ()),
        ("content_note:\n  - a\n  - 'b: c'", "content_note", ("a", "b: c")),
        ("content_note:\n- a\n- b", "content_note", ("a", "b")),
        ("content_note:", "content_note", ()),
        ("minutes: 12", "minutes", 12),
        ("minutes: twelve", "minutes", 0),
        ("level: advanced", "level", "advanced"),
        ("level: hard", "level", "introductory"),
        ("client: {name: Mo, age: 34}", "client", "Mo"),
        ('client: {age: 34, name: "Mo, or M."}', "client", "Mo, or M."),
        ("client: {family: {name: no}}", "client", ""),
        ("client: {family: {name: no}, name: Mo}", "client", "Mo"),
        ("client:\n  age: 34\n  name: Mo\n  presenting: x", "client", "Mo"),
        ("client:\n  name: >-\n    Mo\n  age: 3", "client", "Mo"),
        ("client:\n  presenting:\n    name: no\n  age: 3", "client", ""),
        ("variant_of: other", "variant_of", "other"),
        ("variant_of: not an id", "variant_of", None),
        ("language: pt-BR", "language", "pt-BR"),
    ],
)
def test_other_fields(line, field, value):
    text = f"format: 1\nid: x\ntitle: X\n{line}\n{REST}"
    assert getattr(header_of(text.encode(), "x.yaml"), field) == value
    assert getattr(_in_full(text.encode(), "x.yaml"), field) == value


@pytest.mark.parametrize(
    "change",
    [
        lambda t: "\ufeff" + t,
        lambda t: t.replace("\n", "\r\n"),
        lambda t: "# x\n\n" + t,
        lambda t: t.replace("endings:\n", "endings:\n  # the only one\n"),
        lambda t: "---\n" + t,
    ],
)
def test_what_an_editor_may_add(change):
    text = change(f"format: 1\nid: x\ntitle: X\n{REST}")
    header = header_of(text.encode(), "x.yaml")
    assert (header.id, header.title, header.endings, header.fault) == ("x", "X", ("e",), None)


HOSTILE = {
    "empty": b"",
    "not UTF-8": b"id: \xff",
    "binary": bytes(range(256)) * 10,
    "no id": b"title: x\n",
    "an id that is none": f"id: ../x\ntitle: X\n{REST}".encode(),
    "an id with an escape": f'id: "a\\e"\ntitle: X\n{REST}'.encode(),
    "an escape in the title": f"id: x\ntitle: a\x1b[31m\n{REST}".encode(),
    "an override of direction": f"id: x\ntitle: a\u202eb\n{REST}".encode(),
    "the id twice": f"id: x\nid: y\ntitle: X\n{REST}".encode(),
    "an anchor": f"id: &a x\ntitle: *a\n{REST}".encode(),
    "a list": b"- a\n",
    "deep": b"[" * 100_000,
    "a broken line": f"id: x\ntitle: X\nwhat is this\n{REST}".encode(),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_have_a_fault(data):
    header = header_of(data, "folder/case.yaml")
    assert header.fault
    assert header.id == "case"
    assert header.title == "case.yaml"


def test_what_is_no_file_has_a_fault(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    with (tmp_path / "large.yaml").open("wb") as stream:
        stream.truncate(50_000_001)
    for name in ("pipe.yaml", "folder.yaml", "large.yaml", "missing.yaml", "nul\0.yaml"):
        assert read_header(f"{tmp_path}/{name}").fault


def test_a_large_file_that_is_not_plain_is_not_read_in_full():
    header = header_of(b"id: x\ntitle: 'X' # y\n" + b"#" * 3_000_000 + b"\n" + REST.encode(), "x.yaml")
    assert header.fault is not None
    assert "large" in header.fault


def test_nothing_heavy_is_imported():
    code = (
        "import sys; from vignettes.library import headers, shipped; assert headers([shipped()]);"
        "print([m for m in ('yaml', 'pydantic', 'textual', 'dataclasses', 'vignettes.model') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@given(st.binary(max_size=300))
def test_no_bytes_raise(data):
    assert header_of(data, "x.yaml").file == "x.yaml"


CHARACTERS = st.text(alphabet="ab -:#'\"[]{},&*!|>%@\n\\~1é", max_size=25)


@settings(max_examples=400, deadline=None)
@given(CHARACTERS, CHARACTERS)
def test_the_light_read_never_differs_from_the_full_one(title, notes):
    text = f"format: 1\nid: x\ntitle: {title}\ncontent_note: {notes}\n{REST}"
    light = scanned(text)
    if light is not None:
        full = _in_full(text.encode(), "x.yaml")
        assert full.fault or light == full


@pytest.mark.parametrize(("written", "meant"), [
    ('["panic attacks, mostly past"]', ("panic attacks, mostly past",)),
    ("[grief, 'a, b', \"c\"]", ("grief", "a, b", "c")),
    ("['it''s, so']", ("it's, so",)),
])
def test_a_comma_in_quotation_marks_parts_nothing_and_needs_no_full_read(written, meant):
    text = f"format: 1\nid: a\ntitle: A\ncontent_note: {written}\n{REST}"
    light = scanned(text)
    assert light is not None
    assert light == _in_full(text.encode(), "x.yaml")
    assert light.content_note == meant
