"""Sources: the shipped file, and what a file of sources may not do."""

from __future__ import annotations

import pytest

from vignettes.library import SOURCES, shipped
from vignettes.sources import CHECKED, LAYERS, STRENGTHS, Sources, SourcesFault, read_sources

ONE = "sources:\n  X-A: {layer: practice, strength: should, paraphrase: Ask.}\n"


@pytest.fixture(scope="module")
def known():
    return read_sources(shipped() / SOURCES)


def test_the_shipped_sources_are_whole(known):
    assert len(known) >= 70
    for source in known.values():
        assert source.layer in LAYERS
        assert source.strength in STRENGTHS
        assert source.checked in CHECKED
        assert source.paraphrase
        assert (source.layer == "article") is source.id.startswith("R-")
        assert source.competency in known.competencies
        assert source.layer == "practice" or source.section in known.sections
        assert source.binds is (source.strength in ("must", "should"))
        for backing in source.backing:
            assert backing.checked in CHECKED
            assert backing.ref in known.bibliography or backing.ref.split()[0] in known.codes


def test_sources_are_a_mapping(known):
    assert known["R-WEIGH"].strength == "may"
    assert "R-NOTHING" not in known
    assert list(known) == list(known.keys())
    with pytest.raises(KeyError):
        known["R-NOTHING"]
    assert Sources() == {}


def test_joined_sources_keep_both_and_prefer_the_later(tmp_path, known):
    path = tmp_path / "sources.yaml"
    path.write_text(ONE + "  R-WEIGH: {layer: practice, strength: must, paraphrase: Weigh.}\n")
    both = known.joined(read_sources(path))
    assert both["X-A"].paraphrase == "Ask."
    assert both["R-WEIGH"].strength == "must"
    assert both.competencies == known.competencies
    assert len(both) == len(known) + 1


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", ":1:1"),
        ("- a\n", ":1:1"),
        ("sources: [", ":"),
        (ONE + "  X-A: {}\n", ":3:3"),
        ("sources:\n  X-A: {layer: attic, strength: should, paraphrase: x}\n", ":2:16"),
        ("sources:\n  X-A: {layer: practice, strength: shall, paraphrase: x}\n", ":2:36"),
        ("sources:\n  X-A: {layer: practice, strength: should}\n", ":2:3"),
        ("sources:\n  X A: {layer: practice, strength: should, paraphrase: x}\n", ":2:3"),
        (ONE + "    sauce: x\n", ":"),
        ("sources: !!python/name:os.system\n", ":1:10"),
        (ONE + "sauces: {}\n", ":3:1"),
        (ONE.replace("Ask.", "'a\x1b'"), ":2:"),
        (ONE + "codes: {A: {name: [x]}}\n", ":3:19"),
        (ONE.replace("Ask.", "Ask., backing: x"), ":2:"),
        (ONE.replace("Ask.", "Ask., backing: [x]"), ":2:"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(tmp_path, text, where):
    path = tmp_path / "sources.yaml"
    path.write_text(text)
    with pytest.raises(SourcesFault) as caught:
        read_sources(path)
    assert f"sources.yaml{where}" in str(caught.value)
    assert caught.value.diagnostics


def test_a_missing_file(tmp_path):
    with pytest.raises(SourcesFault, match="cannot be opened"):
        read_sources(tmp_path / "sources.yaml")
