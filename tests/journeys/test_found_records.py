"""Records touched by other hands, and names typed carelessly, as the commands that read them meet them."""

from __future__ import annotations

import json
import sqlite3

import pytest

from tests.journeys.terminals import TOY, run


@pytest.fixture
def played(tmp_path):
    assert run(tmp_path, "play", str(TOY), "--trainee", "Ann", given="b\na\na\nb\n").returncode == 0
    return tmp_path


@pytest.mark.parametrize("broken", ["[]", "null", "7", '{"fractions": []}', '{"fractions": 3}'])
def test_broken_figures_are_as_none(played, broken):
    store = sqlite3.connect(played / "data" / "records.sqlite3")
    with store:
        store.execute("update figures set data = ?", (broken,))
    store.close()
    done = run(played, "history", "--json")
    assert done.returncode == 0, done.stderr
    (attempt,) = json.loads(done.stdout)["attempts"]
    assert attempt["ending"] == "END_good"
    assert attempt["decision_quality"] is None


def test_blanks_around_a_name_mean_nothing(played):
    done = run(played, "history", "--trainee", " Ann ")
    assert done.returncode == 0, done.stderr
    assert "Scoring oracle" in done.stdout


def test_one_damaged_attempt_does_not_hide_the_others(tmp_path):
    """An event that is no JSON: the profile leaves that attempt out and says so; the history still lists both."""
    for _ in range(2):
        done = run(tmp_path, "play", str(TOY), "--plain", "--trainee", "Ana", given="b\na\na\nb\n")
        assert done.returncode == 0, done.stderr
    with sqlite3.connect(tmp_path / "data" / "records.sqlite3") as store:
        attempt = store.execute("select min(attempt) from events").fetchone()[0]
        store.execute("update events set data = '{not json' where seq = 2 and attempt = ?", (attempt,))
    store.close()
    told = run(tmp_path, "progress")
    assert told.returncode == 0, told.stderr
    assert "Attempts counted: 1" in told.stdout
    assert "cannot be read any more: 1" in told.stdout
    assert len(json.loads(run(tmp_path, "history", "--json").stdout)["attempts"]) == 2
