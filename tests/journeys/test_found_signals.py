"""A signal that asks the full screen to stop: the terminal is put back as it was, and what was chosen is kept."""

from __future__ import annotations

import signal

import pytest

from tests.journeys.terminals import ROOM, Terminal

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="pseudo-terminals are of Unix")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_to_stop_puts_the_terminal_back(tmp_path, number, status):
    terminal = Terminal(tmp_path, "play", str(ROOM), "--unrecorded", TERM="xterm-256color")
    terminal.sees("Begin")
    terminal.child.kill(number)
    assert terminal.ends() == status
    assert "\x1b[?1049l" in terminal.heard  # the other screen is left
    assert "\x1b[?1000l" in terminal.heard  # and the mouse let go
    assert "Stopped." in terminal.heard
