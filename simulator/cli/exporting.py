"""``export``: records out, for those whom they may be shown to."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import open_records, store_exists
from simulator.cli.output import remark, say

if TYPE_CHECKING:
    from simulator.records import Record


@click.group("export")
def export_command() -> None:
    """Write out what was recorded here, for those whom it may be shown to."""


@export_command.command("objections")
@click.option("--vignette", metavar="ID", help="Those to this vignette only.")
def objections_command(*, vignette: str | None) -> None:
    """Print the objections that trainees agreed to share, one JSON document a line, without names.

    Each has vignette, content_hash (of the text played), scene, response, and reason.
    """
    if not store_exists():
        remark("Nothing has been recorded here yet.")
        return
    found = asyncio.run(_objections(vignette))
    for one in sorted(found, key=_order):
        say(json.dumps(one, ensure_ascii=True).replace("\x7f", "\\u007f"))
    if not found and sys.stderr.isatty():
        remark("No objection has been shared.")


def _order(one: dict[str, Any]) -> tuple[str, ...]:
    """Sort by what is said, so that the order tells nothing of who said it, or when."""
    return tuple(str(one[name]) for name in ("vignette", "scene", "response", "reason", "content_hash"))


async def _objections(vignette: str | None) -> list[dict[str, Any]]:
    records = open_records()
    try:
        found = []
        for trainee in await records.trainees():
            for summary in await records.attempts(trainee.id):
                if vignette in (None, summary.begun.vignette):
                    found += shared_objections(await records.read(summary.begun.id))
        return found
    finally:
        await records.close()


def shared_objections(record: Record) -> list[dict[str, Any]]:
    """Return an attempt's objections that may be shared, without anything that tells whose they are.

    Of several to the same choice the last one stands; one taken back, or no longer shared, is gone.
    """
    last: dict[tuple[object, object], dict[str, Any]] = {}
    for kept in record.events:
        if kept.event.kind == "objected":
            data = kept.event.data
            last[data.get("scene"), data.get("response")] = dict(data)
    return [
        {
            "vignette": record.begun.vignette,
            "content_hash": record.begun.content_hash,
            "scene": data.get("scene"),
            "response": data.get("response"),
            "reason": data.get("reason"),
        }
        for data in last.values()
        if data.get("share") is True and data.get("reason")
    ]
