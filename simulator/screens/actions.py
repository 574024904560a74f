"""The one registry of what keys do: screens bind from it, the key bar and the help page read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True)
class Action:
    """One thing a key does.

    Attributes:
        id: its name here and in a person's own keymap.
        key: Textual's key names, separated by commas.
        action: the action run.
        label: one or two words for the key bar.
        help: what it does, for the help page.
        bar: its place in the key bar, from 1; 0: not there.
        shown_as: how the key is written.
        priority: whether it goes before what is being typed.
    """

    id: str
    key: str
    action: str
    label: str
    help: str
    bar: int = 0
    shown_as: str = ""
    priority: bool = False


_ALL = (
    # Everywhere
    Action("quick-exit", "f9", "app.quick_exit", "Quick exit",
           "Clear the screen and leave at once. The attempt is kept.", 9, "F9", priority=True),
    Action("help", "f1,question_mark", "app.help", "Help", "Show this page.", 7, "F1"),
    Action("resources", "f2", "app.resources", "Resources",
           "Show where to find help for yourself or someone else.", 8, "F2", priority=True),
    Action("settings", "f3", "app.settings", "Settings", "Choose the colours, or let someone else play.", 0, "F3"),
    Action("palette", "ctrl+p", "app.command_palette", "Commands", "Find a command by its name.", 0, "Ctrl+P"),
    Action("quit", "ctrl+q", "app.leave", "Quit", "Leave the program. The attempt is kept.", 5, "Ctrl+Q",
           priority=True),
    Action("interrupt", "ctrl+c", "app.interrupt", "Interrupt", "Stop the program. The attempt is kept.", 0, "Ctrl+C"),
    Action("close", "escape", "close", "Back", "Go back.", 6, "Esc"),
    Action("read-down", "pagedown", "read(1)", "More", "Scroll the text down.", 4, "PgDn"),
    Action("read-up", "pageup", "read(-1)", "Read back", "Scroll the text up.", 0, "PgUp"),
    Action("read-top", "home", "read(-99)", "To the top", "Scroll to the beginning.", 0, "Home"),
    Action("read-end", "end", "read(99)", "To the end", "Scroll to the end.", 0, "End"),
    # Library
    Action("open", "enter", "open", "Open", "Read the briefing of this vignette.", 1, "Enter"),
    Action("resume", "r", "resume", "Resume", "Go on with the attempt begun here.", 2, "r"),
    Action("history", "h", "history", "History", "Show your past attempts, each with its debrief.", 3, "h"),
    Action("about", "a", "app.about", "About", "What this program is, what is recorded, and who sees it.", 0, "a"),
    Action("progress", "p", "progress", "Progress", "What your attempts showed so far, and what to try next.", 4, "p"),
    Action("filter", "slash", "filter", "Filter", "Show only cases of a level, a length, a competency, or without a "
           "content note.", 4, "/"),
    Action("own-data", "d", "app.own_data", "Your data", "See, save or delete everything that is kept on you.", 0, "d"),
    # Past attempts, progress, one's own data
    Action("delete", "x,delete", "delete", "Delete", "Delete the marked attempt, after asking.", 2, "x"),
    Action("open-next", "enter", "open_next", "Open it", "Open the case suggested.", 1, "Enter"),
    Action("save-data", "s", "save_data", "Save", "Save everything kept on you in a file of your own.", 1, "s"),
    Action("forget-name", "n", "forget_name", "Forget name", "Remove your name; your attempts stay.", 3, "n"),
    Action("delete-everything", "x", "delete_everything", "Delete all", "Delete everything kept on you, after asking.",
           2, "x"),
    # Briefing
    Action("begin", "enter", "begin", "Begin", "Start the session.", 1, "Enter"),
    Action("mode", "m", "next_mode", "Mode", "Choose the next way of playing.", 2, "m"),
    Action("another", "o", "another", "Another one", "Leave this vignette and open another. Nothing is kept of it.", 3,
           "o"),
    # Who plays
    Action("this-person", "enter", "this_person", "Play", "Play as the person marked.", 1, "Enter"),
    # Play
    *(Action(f"response-{n}", str(n), f"take({n})", "Choose" if n == 1 else "",
             "Take up the response of this number; it still has to be confirmed." if n == 1 else "",
             1 if n == 1 else 0, "1-9" if n == 1 else "") for n in range(1, 10)),
    Action("forward", "enter", "forward", "Go on", "Take up the marked response, confirm it, or go on.", 2, "Enter"),
    Action("step-back", "escape", "step_back", "Back",
           "Back to the responses; from there, leave the session, which is kept.", 6, "Esc"),
    Action("take-back", "b", "take_back", "Take back", "Guided mode: decide the last decision again.", 5, "b"),
    Action("so-far", "t", "so_far", "So far", "Read again what was said and done until now.", 5, "t"),
    Action("say-it", "ctrl+s,f4", "say_it", "Done", "Keep your own words and see the responses.", 2, "F4",
           priority=True),
    Action("surer", "right", "surer(1)", "How sure", "How sure you are: one step more.", 3, "←→"),
    Action("less-sure", "left", "surer(-1)", "Less sure", "How sure you are: one step less.", 0, "←"),
    # Debrief
    Action("next-part", "right,n", "part(1)", "Decisions", "The next part of the debrief.", 1, "←→"),
    Action("part-before", "left,p", "part(-1)", "", "The part of the debrief before.", 0, "←"),
    Action("numbers", "f", "numbers", "Figures", "Show or hide the figures.", 3, "f"),
    Action("again", "g", "again", "Again", "Play on from the decision shown.", 2, "g"),
    Action("nearest", "w", "nearest", "Nearest", "Mark which response came nearest to your own words.", 5, "w"),
    Action("compare", "c", "compare", "Compare", "See the line first played and the one played last beside each other.",
           3, "c"),
    Action("save-debrief", "s", "save_debrief", "Save", "Save this debrief as a web page, Markdown or a picture.", 4,
           "s"),
    Action("object", "d", "object", "Disagree", "Say why you disagree with what is said of this decision.", 4, "d"),
    Action("new-person", "ctrl+o", "new_person", "Someone else", "Let someone else play on this computer.", 2,
           "Ctrl+O"),
)
ACTIONS: Mapping[str, Action] = {action.id: action for action in _ALL}


def bindings(*ids: str) -> list[BindingType]:
    """Return Textual bindings of these actions."""
    return [
        Binding(a.key, a.action, a.label, show=bool(a.bar), key_display=a.shown_as or None, priority=a.priority,
                tooltip=a.help, id=a.id)
        for a in (ACTIONS[name] for name in ids)
    ]


DIGITS = tuple(f"response-{n}" for n in range(1, 10))
READING = ("read-down", "read-up", "read-top", "read-end")
EVERYWHERE = ("quick-exit", "help", "resources", "settings", "palette", "quit", "interrupt")
