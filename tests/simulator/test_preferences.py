"""Preferences: a small file that never stands in anybody's way."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from simulator import preferences
from simulator.records.place import PREFERENCES_FILE


def test_nothing_is_preferred_at_first_and_looking_writes_nothing(tmp_path: Path):
    assert preferences.read(tmp_path / "data") == {}
    assert not (tmp_path / "data").exists()


def test_what_is_preferred_is_remembered_and_forgotten(tmp_path: Path):
    folder = tmp_path / "data"
    preferences.keep(preferences.TRAINEE, "an id", folder)
    preferences.keep(preferences.THEME, "dark \ud800 [/]", folder)
    assert preferences.read(folder) == {"trainee": "an id", "theme": "dark \ud800 [/]"}
    preferences.keep(preferences.TRAINEE, None, folder)
    assert preferences.read(folder) == {"theme": "dark \ud800 [/]"}
    assert [path.name for path in folder.iterdir()] == [PREFERENCES_FILE]


def test_the_folder_is_the_one_the_environment_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SIMULATOR_DATA", str(tmp_path / "data"))
    preferences.keep("theme", "light")
    assert preferences.read() == {"theme": "light"}
    assert (tmp_path / "data" / PREFERENCES_FILE).exists()


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
def test_nobody_else_may_read_them(tmp_path: Path):
    before = os.umask(0)
    try:
        preferences.keep("theme", "dark", tmp_path / "data")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "data" / PREFERENCES_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\xff\xfe", b"[1, 2]", b"null", b"{", b'{"theme"', b"[" * 50_000, b'{"theme": "' + b"x" * 200_000 + b'"}'],
    ids=range(8),
)
def test_a_damaged_file_means_the_defaults_and_is_replaced(tmp_path: Path, content: bytes):
    (tmp_path / PREFERENCES_FILE).write_bytes(content)
    assert preferences.read(tmp_path) == {}
    preferences.keep("theme", "dark", tmp_path)
    assert preferences.read(tmp_path) == {"theme": "dark"}


def test_what_another_version_wrote_stays(tmp_path: Path):
    (tmp_path / PREFERENCES_FILE).write_text('{"theme": 5, "columns": [1, 2], "trainee": "x"}')
    assert preferences.read(tmp_path) == {"trainee": "x"}
    preferences.keep("trainee", "y", tmp_path)
    assert json.loads((tmp_path / PREFERENCES_FILE).read_text()) == {"theme": 5, "columns": [1, 2], "trainee": "y"}


def test_a_place_out_of_reach_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").touch()
    preferences.keep("theme", "dark", tmp_path / "file")
    assert preferences.read(tmp_path / "file") == {}
    preferences.keep("theme", "dark", tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    preferences.keep("theme", "light", tmp_path)
    assert preferences.read(tmp_path) == {"theme": "dark"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", PREFERENCES_FILE]
