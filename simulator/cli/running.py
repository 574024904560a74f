"""``main``: the one way in and out. Every fault becomes a sentence and an exit status."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from simulator.cli.output import prepare_streams, remark
from simulator.taming import tame

if TYPE_CHECKING:
    from simulator.records import RecordsError

NAME = "simulator"
DONE, FAULTS, USED_WRONGLY, COULD_NOT, INTERRUPTED = 0, 1, 2, 3, 130


class CouldNot(click.ClickException):
    """Something outside the program was in the way; the text says what, what was kept, and what to do."""

    exit_code = COULD_NOT


class Stopped(Exception):
    """Ctrl-C, with the sentence that says what became of the attempt."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; prints a sentence where it failed, never a traceback."""
    prepare_streams()
    from simulator.cli.program import program

    if f"_{NAME.upper()}_COMPLETE" in os.environ:  # a shell asks for completions
        program.main(prog_name=NAME)
    words = list(sys.argv[1:] if arguments is None else arguments)
    status = _guarded(lambda: _invoke(program, words))
    flushed = _guarded(_flush)
    return status or flushed


def _invoke(program: click.Group, words: list[str]) -> int:
    with program.make_context(NAME, words) as context:
        found = program.invoke(context)
    return found if isinstance(found, int) else DONE


def _flush() -> int:
    sys.stdout.flush()
    return DONE


def _guarded(work: Callable[[], int]) -> int:
    """Do a piece of work and return its exit status, whatever happens in it."""
    try:
        return work()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, EOFError, click.Abort, Stopped) as stop:
        _quietly(tame(str(stop)) or "Stopped.")
        return INTERRUPTED
    except click.UsageError as fault:
        way = fault.ctx.command_path if fault.ctx is not None else NAME
        _quietly(f"{NAME}: {tame(fault.format_message())}\nTry '{way} --help'.")
        return USED_WRONGLY
    except click.ClickException as fault:
        _quietly(f"{NAME}: {tame(fault.format_message())}")
        return fault.exit_code
    except BrokenPipeError:
        _give_up_stdout()
        return DONE  # whoever read the output has had enough
    except OSError as fault:
        return _outside(fault)
    except Exception as fault:
        return _inside(fault)


def _quietly(text: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        remark(text)


def _give_up_stdout() -> None:
    """Let what is still to be printed go nowhere, so that leaving is quiet."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _outside(fault: OSError) -> int:
    """Say what the system refused."""
    if fault.errno in (errno.EPIPE, errno.EINVAL) and os.name == "nt":
        _give_up_stdout()
        return DONE
    why = fault.strerror or type(fault).__name__
    where = f" ({tame(str(fault.filename))})" if fault.filename else ""
    _give_up_stdout()
    _quietly(f"{NAME}: The system refused: {why}{where}. What was kept before is untouched.")
    return COULD_NOT


def _inside(fault: Exception) -> int:
    """Say what went wrong: a fault of the records in its own words, one of our own by kind and place only."""
    if _is_of_records(fault):
        _quietly(f"{NAME}: {tame(str(fault))}")
        return COULD_NOT
    from simulator.cli.faults import crash_sentence

    _quietly(f"{NAME}: {crash_sentence(fault)}")
    return COULD_NOT


def _is_of_records(fault: Exception) -> bool:
    records = sys.modules.get("simulator.records")
    if records is None:
        return False
    kind: type[RecordsError] = records.RecordsError
    return isinstance(fault, kind)
