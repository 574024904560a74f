"""Files that no author meant, met from outside: each is refused in a sentence, and nothing hangs or fills up."""

from __future__ import annotations

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
