"""Files that no author meant, met from outside: each is refused in a sentence, and nothing hangs or fills up."""

from __future__ import annotations

import os

import pytest

from tests.journeys.terminals import run

RING = """\
format: 1
id: ring
title: A ring
summary: Two scenes that lead to each other.
start: a
scenes:
  a: {narration: Round., next: b}
  b: {narration: And round., next: a}
endings:
  e: {outcome: good, value: 1, narration: Never.}
"""


def test_scenes_that_go_round_without_end_stop_the_play(tmp_path):
    (tmp_path / "ring.yaml").write_text(RING, encoding="utf-8")
    done = run(tmp_path, "play", "ring.yaml")
    assert done.returncode == 1
    assert "round in a ring without a decision" in done.stderr
    assert len(done.stdout) < 1000


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of Unix")
def test_a_pipe_or_a_device_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    for file in ("pipe.yaml", "/dev/zero"):
        done = run(tmp_path, "play", file)
        assert done.returncode == 1
        assert "it is not an ordinary file" in done.stderr


def test_a_file_too_large_is_refused_in_play_as_elsewhere(tmp_path):
    with open(tmp_path / "large.yaml", "wb") as file:
        file.truncate(60_000_000)
    done = run(tmp_path, "play", "large.yaml")
    assert done.returncode == 1
    assert "at most" in done.stderr
