"""Folders of vignettes: which files they hold, and what a person means by an id or a path."""

from __future__ import annotations

from pathlib import Path

import pytest

from vignettes.library import UnknownVignette, files, find, headers, shipped, sources
from vignettes.reading import read_file
from vignettes.sources import SourcesFault

CASE = (
    "format: 1\nid: {id}\ntitle: X\nstart: s\nscenes:\n  s: {{narration: x, next: e}}\n"
    "endings:\n  e: {{outcome: good, value: 1, narration: x}}\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "b.yaml").write_text(CASE.format(id="second-case"))
    (tmp_path / "a.yml").write_text(CASE.format(id="first-case"))
    (tmp_path / "broken.yaml").write_text("title: [")
    (tmp_path / ".hidden.yaml").write_text(CASE.format(id="hidden-case"))
    (tmp_path / "notes.txt").write_text("not a case")
    (tmp_path / "sources.yaml").write_text("sources: {}\n")
    return tmp_path


def test_vignettes_are_found_by_folder_and_name(folder):
    assert [Path(path).name for path in files([folder, folder / "missing"])] == ["a.yml", "b.yaml", "broken.yaml"]
    assert [header.id for header in headers([folder])] == ["first-case", "second-case", "broken"]


def test_an_id_a_path_and_neither(folder):
    assert find("second-case", [folder]) == folder / "b.yaml"
    assert find(str(folder / ".hidden.yaml"), [folder]) == folder / ".hidden.yaml"
    with pytest.raises(UnknownVignette, match="'secnd-case' is neither a known vignette nor a file; did you mean"):
        find("secnd-case", [folder])
    for name in ("", "\0", "x" * 10_000, "\x1b[31m"):
        with pytest.raises(UnknownVignette) as caught:
            find(name, [folder])
        assert "\x1b" not in str(caught.value)


def test_an_id_comes_before_a_file_of_that_name(folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "first-case").write_text("a file without an ending in its name")
    assert find("first-case", [folder]) == folder / "a.yml"


def test_the_first_folder_wins(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "z.yaml").write_text(CASE.format(id="first-case"))
    assert find("first-case", [other, folder]) == other / "z.yaml"


def test_a_folder_may_bring_sources_of_its_own(folder):
    (folder / "sources.yaml").write_text(
        "sources:\n  X-HOUSE: {layer: practice, strength: should, paraphrase: Knock before you enter.}\n"
    )
    found = sources([shipped(), folder])
    assert found["X-HOUSE"].paraphrase == "Knock before you enter."
    assert set(sources([])) < set(found)
    (folder / "sources.yaml").write_text("sources:\n  X-HOUSE: {layer: attic}\n")
    with pytest.raises(SourcesFault):
        sources([folder])


def test_shipped_vignettes_have_no_error_and_cite_known_sources():
    known = sources([shipped()])
    paths = list(files([shipped()]))
    assert paths
    for path in paths:
        reading = read_file(path, known)
        assert reading.vignette is not None
        assert not [d for d in reading.diagnostics if d.severity == "error"], reading.diagnostics
