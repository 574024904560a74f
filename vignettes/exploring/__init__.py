"""Exploring: the graph of all states of play, what can be reached in it, and how many paths it holds."""

from vignettes.exploring.counting import PathCount, count_paths, is_unbounded, spread
from vignettes.exploring.finding import DeadEnd, Findings, Stray, Trap
from vignettes.exploring.following import Follower, Pick
from vignettes.exploring.graph import BUDGET, Edge, Graph, build
from vignettes.exploring.merging import same_futures
from vignettes.exploring.tables import BEYOND, LOST, Lost
from vignettes.exploring.visiting import Visiting, seen_in, visiting

__all__ = [
    "BEYOND", "BUDGET", "LOST", "DeadEnd", "Edge", "Findings", "Follower", "Graph", "Lost", "PathCount", "Pick",
    "Stray", "Trap",
    "Visiting", "build", "count_paths", "is_unbounded", "same_futures", "seen_in", "spread", "visiting",
]
