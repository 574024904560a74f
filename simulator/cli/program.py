"""The commands and their help. Each command's code is imported when it is called for."""

from __future__ import annotations

import importlib
from typing import Any

import click

from simulator.cli.running import NAME

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 88}

COMMANDS = {
    "play": ("playing", "Play a vignette: the full screen, or line mode with --plain."),
    "list": ("listing", "List the vignettes, with endings seen of all."),
    "history": ("past", "List your past attempts."),
    "progress": ("past", "Show your profile by competency."),
    "score": ("judging", "Show the debrief of a path; nothing is recorded."),
    "check": ("checking", "Report every fault of vignette files, with its place and how to mend it."),
    "explore": ("exploring", "Count states and paths; best, worst, random and blind play."),
    "graph": ("drawing", "Draw a vignette as a graph."),
    "new": ("making", "Write a small vignette to begin from."),
    "preview": ("previewing", "Play a file while writing it, read again on every save."),
    "print": ("printing", "Write a case as a page to print: for reviewers, role play or reading."),
    "schema": ("making", "Print the JSON Schema of the format, for editors."),
    "export": ("exporting", "Write out what may be shown: objections, for authors."),
    "privacy": ("privacy", "See, take away and delete what is kept on you."),
    "resources": ("listing", "Where to find help."),
    "about": ("listing", "What this program is, and what it is not."),
}

EPILOG = (
    "FILE may be a path or the id of a vignette that 'simulator list' names. Exit status: 0 done, 1 found faults, "
    "2 used wrongly, 3 could not (disk, lock, network), 130 interrupted. SIMULATOR_DATA names the folder in which "
    "records are kept, SIMULATOR_LIBRARY further folders of vignettes; NO_COLOR is honoured."
)


def nearest(word: str, known: list[str]) -> str | None:
    """Return the known word most like this one, if any is near."""
    import difflib

    found = difflib.get_close_matches(word, known, n=1, cutoff=0.55)
    return found[0] if found else None


class Program(click.Group):
    """The group of all commands; without one, it plays."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a person meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command when it is called for."""
        known = COMMANDS.get(cmd_name)
        if known is None:
            return None
        command: click.Command = getattr(importlib.import_module(f"simulator.cli.{known[0]}"), f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take no command, or options alone, to mean ``play``."""
        if not args or (args[0].startswith("-") and args[0] not in ("-h", "--help", "--version", "--")):
            args = ["play", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; where there is none of this name, say which is nearest."""
        name = args[0]
        if name not in COMMANDS:
            near = nearest(name, list(COMMANDS))
            hint = f" Did you mean '{near}'?" if near else ""
            raise click.UsageError(f"There is no command '{name[:60]}'.{hint}", ctx)
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("supervision-simulator")
        except PackageNotFoundError:
            number = "(not installed)"
        click.echo(f"{NAME} {number}")
        ctx.exit()


@click.group(NAME, cls=Program, context_settings=CONTEXT, epilog=EPILOG)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
              help="Print the version and leave.")
def program(**_options: Any) -> None:
    """Practise when to refer a client and when to stay, in branching vignettes.

    Without a command, it plays: the full screen in a terminal, line mode elsewhere.
    """
