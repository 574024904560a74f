"""``privacy``: what is kept on a person, for that person to see, take away and delete."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.cli.common import UsedWrongly, trainee_option
from simulator.cli.output import say, say_json
from simulator.cli.past import NOTHING, ask_records, attempt_meant_by
from simulator.cli.running import CouldNot
from simulator.taming import tame_line

if TYPE_CHECKING:
    from simulator.records import Records, Trainee

Result = TypeVar("Result")

yes_option = click.option("--yes", is_flag=True, help="Do not ask again; needed without a terminal.")


@click.group("privacy")
def privacy_command() -> None:
    """See, take away and delete what is kept on you.

    Everything is on this computer. Whoever can use your account on it can do this too.
    """


@privacy_command.command("show")
@trainee_option
def show_command(*, trainee: str | None) -> None:
    """Print everything that is kept on you, as one JSON document."""
    found = _asked(trainee, lambda records, person: records.data_of(person.id))
    say_json(found)


@privacy_command.command("save")
@click.argument("file", metavar="FILE")
@trainee_option
def save_command(file: str, *, trainee: str | None) -> None:
    """Write everything that is kept on you to a new FILE, as one JSON document that only you may read."""
    found = _asked(trainee, lambda records, person: records.data_of(person.id))
    _write_new(Path(file), found)
    say(f"Saved in {tame_line(file)}.")


def _write_new(file: Path, found: dict[str, Any]) -> None:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as copy:
            json.dump(found, copy, indent=2, allow_nan=False)
            copy.write("\n")
    except FileExistsError:
        raise UsedWrongly(f"{tame_line(str(file))} is there already; name a new file.") from None
    except OSError as fault:
        raise CouldNot(f"{tame_line(str(file))} could not be written ({fault.strerror}).") from None


@privacy_command.command("delete")
@click.argument("attempt", metavar="[NUMBER or ID]", required=False)
@click.option("--everything", is_flag=True, help="Delete all attempts, and you with them.")
@trainee_option
@yes_option
def delete_command(attempt: str | None, *, everything: bool, trainee: str | None, yes: bool) -> None:
    """Delete one attempt, by its number in 'simulator history', or everything. It cannot be undone."""
    if everything == (attempt is not None):
        raise UsedWrongly("Say which attempt to delete, or --everything.")
    if attempt is not None:
        every = _asked(trainee, lambda records, person: records.attempts(person.id))
        meant = attempt_meant_by(attempt, every)
        _confirm(f"Delete the attempt at '{tame_line(meant.begun.title)}' for good?", yes=yes)
        _asked(trainee, lambda records, person: records.delete_attempt(meant.begun.id))
    else:
        name = _asked(trainee, _name)
        _confirm(f"Delete {name} and everything kept on them for good?", yes=yes)
        gone = _asked(trainee, _delete_all)
        from simulator import preferences

        if preferences.read().get(preferences.TRAINEE) == gone:
            preferences.keep(preferences.TRAINEE, None)
    say("Deleted.")


@privacy_command.command("forget-name")
@trainee_option
@yes_option
def forget_name_command(*, trainee: str | None, yes: bool) -> None:
    """Remove your name; your attempts stay, without one."""
    _confirm(f"Remove the name {_asked(trainee, _name)}?", yes=yes)
    _asked(trainee, lambda records, person: records.rename(person.id, None))
    say("Removed.")


async def _name(records: Records, person: Trainee) -> str:
    return tame_line(person.name or "someone without a name")


async def _delete_all(records: Records, person: Trainee) -> str:
    await records.delete_trainee(person.id)
    return person.id


def _asked(trainee: str | None, work: Callable[[Records, Trainee], Awaitable[Result]]) -> Result:
    """Do some work with the records of a person. Raises UsedWrongly where nothing is recorded."""
    found = ask_records(trainee, lambda records, person: _boxed(work(records, person)))
    if found is None:
        raise UsedWrongly(NOTHING)
    return found[0]


async def _boxed(work: Awaitable[Result]) -> tuple[Result]:
    return (await work,)


def _confirm(question: str, *, yes: bool) -> None:
    """Ask before something is gone. Raises UsedWrongly where nobody can be asked, Abort where it is refused."""
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsedWrongly("There is no terminal to ask in; add --yes if you mean it. Nothing was changed.")
    sys.stdout.write(f"{question} (y or n) ")
    sys.stdout.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        say("Nothing was changed.")
        raise click.exceptions.Exit(0)
