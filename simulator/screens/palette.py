"""The command palette, so that no key in it can end the program."""

from __future__ import annotations

import contextlib

from textual.command import CommandPalette


class Palette(CommandPalette):
    """The library's palette; paging through a list not laid out yet moves nothing, where the library fails."""

    def _action_command_list(self, action: str) -> None:
        with contextlib.suppress(LookupError):
            super()._action_command_list(action)
