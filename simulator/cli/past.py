"""``history`` and ``progress``: what is kept of a person's attempts, told to them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.cli.common import (
    UsedWrongly,
    json_option,
    library_option,
    open_records,
    person_of,
    sources_of,
    store_exists,
    trainee_option,
)
from simulator.cli.output import say, say_json, say_table, say_wrapped, width_of
from simulator.taming import tame_line

if TYPE_CHECKING:
    from simulator.records import Figures, Records, Summary, Trainee
    from vignettes.sources import Sources

Result = TypeVar("Result")

NOTHING = "Nothing has been recorded here yet."
NOBODY = "Nobody is known to have played here last. Name whose records you mean with --trainee."


def ask_records(named: str | None, work: Callable[[Records, Trainee], Awaitable[Result]]) -> Result | None:
    """Do some work with the records and whose they are; None where nothing is recorded, which is said."""
    if not store_exists():
        if named is not None:
            raise UsedWrongly(f"Nobody here is called '{tame_line(named)}'. {NOTHING}")
        return None

    async def asked() -> Result | None:
        records = open_records()
        try:
            person = await person_of(records, named)
            if person is None:
                raise UsedWrongly(NOBODY)
            return await work(records, person)
        finally:
            await records.close()

    return asyncio.run(asked())


@click.command("history")
@click.argument("attempt", metavar="[NUMBER or ID]", required=False)
@trainee_option
@library_option
@json_option
def history_command(attempt: str | None, *, trainee: str | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """List your past attempts, the latest first; with a NUMBER from that list, show the debrief again."""
    found = ask_records(trainee, _attempts)
    if found is None:
        _say_nothing({"attempts": []}, as_json=as_json)
        return
    if attempt is not None:
        _again(attempt_meant_by(attempt, [summary for summary, _ in found]), trainee, folders, as_json=as_json)
        return
    if as_json:
        say_json({"attempts": [_as_json(summary, figures) for summary, figures in found]})
        return
    if not found:
        say(NOTHING)
        return
    rows = [
        (str(number), _day(summary.last_at), tame_line(summary.begun.title, 30), summary.begun.mode,
         str(summary.steps), _ending(summary))
        for number, (summary, _) in enumerate(found, 1)
    ]
    say_table(("", "last played", "title", "mode", "decisions", "ending"), rows, right=(0, 4))


async def _attempts(records: Records, person: Trainee) -> list[tuple[Summary, Figures | None]]:
    figures = {one.attempt: one for one in await records.figures(person.id)}
    return [(summary, figures.get(summary.begun.id)) for summary in await records.attempts(person.id)]


def _day(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _ending(summary: Summary) -> str:
    ending = tame_line(summary.ending, 40) if summary.ending else "unfinished"
    times = {0: "", 1: ", went back once", 2: ", went back twice"}
    return ending + times.get(summary.rewinds, f", went back {summary.rewinds} times")


def _as_json(summary: Summary, figures: Figures | None) -> dict[str, Any]:
    begun = summary.begun
    data = figures.data if figures is not None and summary.ending else None
    kept = data if isinstance(data, dict) else {}  # figures are derived: broken ones are as none
    return {
        "id": begun.id,
        "vignette": begun.vignette,
        "title": begun.title,
        "mode": begun.mode,
        "begun": begun.created_at.isoformat(),
        "last": summary.last_at.isoformat(),
        "decisions": summary.steps,
        "ending": summary.ending,
        "first_ending": summary.first_ending,
        "rewinds": summary.rewinds,
        "finished": summary.finished,
        "decision_quality": kept.get("decision_quality"),
        "fractions": {"decision_quality": _fraction(kept, "decision_quality")},
    }


def _fraction(kept: dict[str, Any], name: str) -> Any:
    fractions = kept.get("fractions")
    return fractions.get(name) if isinstance(fractions, dict) else None


def attempt_meant_by(named: str, found: list[Summary]) -> Summary:
    """Return the attempt that a number in the history, or the start of an id, means. Raises UsedWrongly."""
    if named.isascii() and named.isdecimal() and 1 <= int(named[:6]) <= len(found):
        return found[int(named[:6]) - 1]
    same = [summary for summary in found if len(named) >= 4 and summary.begun.id.startswith(named)]
    if len(same) == 1:
        return same[0]
    raise UsedWrongly(f"There is no attempt '{tame_line(named, 60)}'; 'simulator history' lists them.")


def _again(summary: Summary, trainee: str | None, folders: tuple[Path, ...], *, as_json: bool) -> None:
    """Show the debrief of an attempt, on the vignette's text as it was played."""
    from simulator.attempts import replay, setting_of
    from simulator.debriefs import debrief_of
    from simulator.plain.debriefing import show_debrief
    from simulator.plain.paper import Paper

    if summary.ending is None:
        raise UsedWrongly("This attempt has not reached an ending, so there is no debrief yet; go on with it first.")
    record = ask_records(trainee, lambda records, person: records.read(summary.begun.id))
    assert record is not None
    setting = setting_of(record)
    document = debrief_of(setting, replay(setting, [kept.event for kept in record.events]), sources_of(folders))
    if as_json:
        say_json(document)
    else:
        show_debrief(Paper(say, width_of(sys.stdout)), document, numbers=True)


def _say_nothing(document: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say_json(document)
    else:
        say(NOTHING)


@click.command("progress")
@trainee_option
@library_option
@json_option
def progress_command(*, trainee: str | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """Show your profile by competency, with how often each was seen. An attempt counts up to its first rewind."""
    from simulator.attempts import paths_for_profile

    left_out: list[str] = []
    paths = ask_records(trainee, lambda records, person: paths_for_profile(records, person.id, left_out=left_out))
    if paths is None and not as_json:
        say(NOTHING)
        return
    from scoring.profile import document, profile, sentences

    sources = sources_of(folders)
    found = profile(paths or [], sources, sources.competencies)
    if as_json:
        say_json(document(found))
        return
    told = sentences(found)
    say(f"Attempts counted: {found.attempts}")
    if left_out:
        say(f"Left out, because their records cannot be read any more: {len(left_out)}")
    say()
    for sentence in told or ["Nothing can be said yet: no decision that counts has been met."]:
        say_wrapped(sentence, "", "  ")
    _say_unmet(sources, [one.label for one in found.competencies if not one.seen and not one.rules_up])


def _say_unmet(sources: Sources, labels: list[str]) -> None:
    if labels and len(labels) < len(sources.competencies):
        say()
        say_wrapped(f"Not met yet: {', '.join(labels)}.", "", "  ")
