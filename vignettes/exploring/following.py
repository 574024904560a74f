"""Following one way of choosing to where it leads: always the first response, say, or one drawn by lot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vignettes.exploring.tables import Tables
from vignettes.model import Response, Vignette
from vignettes.playing import Path, Visit

Pick = Callable[[Sequence[Response]], Response]
MOST_DECISIONS = 10_000


class Follower:
    """Plays a vignette over and over, quickly. Compiles it once."""

    def __init__(self, vignette: Vignette) -> None:
        self.vignette = vignette
        self._tables = Tables(vignette)

    def follow(self, pick: Pick, *, steadily: bool = False, most: int = MOST_DECISIONS) -> Path:
        """Return the path on which ``pick`` chooses among the open responses, in the order written.

        The path has no ending where play is stuck, where ``most`` decisions did not lead to one, or where it
        goes round: a steady pick, which always chooses alike, never leaves a state that it has come back to.

        Args:
            pick: chooses one of the responses given to it.
            steadily: whether it always chooses alike in the same state.
            most: decisions after which to give up.
        """
        way = self._tables.begin()
        visits: list[Visit] = []
        seen: set[int] = set()
        while way.lost is None and len(visits) < most:
            spot = self._tables.spot(way.state)
            if spot.ending:
                return Path(tuple(visits), spot.id, way.acts)
            options = self._tables.open(way.state)
            if not options or (steadily and way.state in seen):
                break
            seen.add(way.state)
            scene = self.vignette.scenes[spot.id]
            chosen = pick([scene.response(option.id) for option in options])
            visits.append(Visit(spot.id, tuple([option.id for option in options]), chosen.id, way.acts))
            way = self._tables.choose(way.state, next(o for o in options if o.id == chosen.id))
        return Path(tuple(visits), None)
