"""Standard streams that are missing, closed or full, as a daemon or a careless script leaves them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.journeys.terminals import TOY, Terminal, environment

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="redirections are those of a Unix shell")

COMMANDS = ["list", "resources", "--help", f"score {TOY} --choices b,a,a,b --json", f"check {TOY}", f"play {TOY}"]


def shell(folder, command, redirection):
    line = f"exec {sys.executable} -m simulator {command} {redirection}"
    return subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, text=True, env=environment(folder), cwd=folder, timeout=120,
        check=False,
    )  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("redirection", ["<&-", ">&-", "</dev/null 2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_leads_nowhere_and_breaks_nothing(tmp_path, command, redirection):
    done = shell(tmp_path, command, redirection)
    assert done.returncode == 0
    assert "went wrong" not in done.stderr
    assert not list(tmp_path.rglob("crash*"))


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")
def test_a_diverted_error_stream_leads_to_line_mode(tmp_path):
    """The full screen is drawn by way of the error stream; where that leads to a file, line mode plays instead."""
    command = f"{sys.executable} -m simulator 2>{tmp_path / 'log'}"
    at = Terminal(tmp_path, "-c", command, program=("/bin/sh",))
    try:
        at.sees("Your name")
        at.types("q")
        assert at.ends() == 0
        assert b"\x1b[" not in (tmp_path / "log").read_bytes()
    finally:
        at.close()
