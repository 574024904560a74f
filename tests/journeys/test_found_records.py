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
