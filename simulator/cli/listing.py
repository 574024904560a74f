"""``list``, ``about``, ``resources``: what can be known without playing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import (
    all_folders,
    json_option,
    library_option,
    open_records,
    person_of,
    store_exists,
    trainee_option,
)
from simulator.cli.output import remark, say, say_json, say_table, say_wrapped, width_of
from simulator.taming import tame, tame_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vignettes.reading.header import Header


@click.command("list")
@trainee_option
@library_option
@json_option
def list_command(trainee: str | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """List the vignettes: id, title, level, minutes, and how many of its endings you have seen."""
    from vignettes.library import headers

    found = headers(all_folders(folders))
    seen = _endings_seen(trainee)
    if as_json:
        say_json({"vignettes": [_as_json(header, seen) for header in found if not header.fault],
                  "unreadable": [{"file": h.file, "fault": h.fault} for h in found if h.fault]})
        return
    rows = [_row(header, seen) for header in found if not header.fault]
    if rows:
        say_table(("id", "title", "level", "minutes", "endings seen"), rows, right=(3, 4))
    else:
        say("There are no vignettes here.")
    for header in found:
        if header.fault:
            remark(f"{tame_line(header.file)} is left out: {tame(header.fault)}")
    noted = [header for header in found if header.content_note and not header.fault]
    if noted:
        say()
        say("Content notes:")
        for header in noted:
            say_wrapped(f"{tame_line(header.id)}: {tame_line(', '.join(header.content_note))}", "  ", "    ")


def _row(header: Header, seen: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    return (
        tame_line(header.id),
        tame_line(header.title, 40),
        tame_line(header.level),
        str(header.minutes) if header.minutes else "",
        f"{_count(header, seen)} of {len(header.endings)}",
    )


def _count(header: Header, seen: Mapping[str, frozenset[str]]) -> int:
    return len(seen.get(header.id, frozenset()) & set(header.endings))


def _as_json(header: Header, seen: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    return {
        "id": header.id,
        "title": header.title,
        "summary": header.summary,
        "level": header.level,
        "language": header.language,
        "minutes": header.minutes,
        "content_note": list(header.content_note),
        "variant_of": header.variant_of,
        "endings": {"seen": _count(header, seen), "all": len(header.endings)},
        "file": header.file,
    }


def _endings_seen(named: str | None) -> Mapping[str, frozenset[str]]:
    """Return by vignette which endings a person has seen; says so and goes on where the records are out of reach."""
    if not store_exists():
        if named is not None:
            remark("Nothing has been recorded here yet, so no endings are known to be seen.")
        return {}
    from simulator import preferences

    if named is None and preferences.TRAINEE not in preferences.read():
        return {}  # nobody is known to play here, so the records need not be opened
    import asyncio

    from simulator.records import RecordsError

    try:
        return asyncio.run(_ask_records(named))
    except RecordsError as fault:
        remark(f"Endings seen are not known: {tame(str(fault))}")
        return {}


async def _ask_records(named: str | None) -> Mapping[str, frozenset[str]]:
    records = open_records()
    try:
        person = await person_of(records, named)
        return {} if person is None else await records.endings_seen(person.id)
    finally:
        await records.close()


@click.command("about")
def about_command() -> None:
    """Say what this program is, what it is not, and what it keeps."""
    from simulator.plain.help import tell_about
    from simulator.plain.paper import Paper

    tell_about(Paper(say, width_of(sys.stdout)))


@click.command("resources")
def resources_command() -> None:
    """Say where to find help, for you or for anyone in danger."""
    from simulator.plain.help import tell_resources
    from simulator.plain.paper import Paper

    tell_resources(Paper(say, width_of(sys.stdout)))
