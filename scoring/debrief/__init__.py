"""The debrief: the explained account of an attempt, as data, and as lines of text."""

from scoring.debrief.case import FirstLine, Said
from scoring.debrief.consequences import Worth, worth_in
from scoring.debrief.document import debrief
from scoring.debrief.figures import figures, numbers
from scoring.debrief.text import Line, lines

__all__ = ["FirstLine", "Line", "Said", "Worth", "debrief", "figures", "lines", "numbers", "worth_in"]
