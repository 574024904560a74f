"""The journey of one attempt as a pure state machine.

``step(setting, flow, command) -> flow, events`` moves; ``view(setting, flow)`` says what there is to show;
``restore(setting, events)`` brings an attempt back from its record. A face draws a :class:`View` and sends
commands; it decides nothing. No clock, no store, no screen: time and identity are added where events are kept.
"""

from simulator.flow.commands import (
    Agree,
    Back,
    Begin,
    Command,
    Confirm,
    Continue,
    Decline,
    GiveOwnWords,
    MarkNearest,
    NotNow,
    Object,
    Pick,
    TryAgain,
    Unpick,
)
from simulator.flow.restore import restore
from simulator.flow.state import CONFIDENCE_STEPS, Event, Flow, Mode, Setting, Stage, Turn, path_of
from simulator.flow.step import start, step
from simulator.flow.view import Explanation, Option, Paragraph, View, view

__all__ = [
    "CONFIDENCE_STEPS", "Agree", "Back", "Begin", "Command", "Confirm", "Continue", "Decline", "Event",
    "Explanation", "Flow", "GiveOwnWords", "MarkNearest", "Mode", "NotNow", "Object", "Option", "Paragraph", "Pick",
    "Setting", "Stage", "TryAgain", "Turn", "Unpick", "View", "path_of", "restore", "start", "step", "view",
]
