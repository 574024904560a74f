"""A vignette as integer tables: a state of play is one whole number of bit fields.

Such states hash, compare and merge at once, and forgetting what no longer matters is one ``&``: for every
place, :class:`Tables` knows which fields anything further on can still read before they are set anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from vignettes.conditions import Condition
from vignettes.model import Act, Exit, Passages, Response, Scene, Vignette
from vignettes.playing import State

Test = Callable[[int], bool]
LOST = -1  # a way that leads nowhere: into a ring of interludes, or where no exit is open
BEYOND = -2  # a way that leads past the budget of states


class Lost(NamedTuple):
    """A way that leads nowhere. ``place`` is the interlude or decision from which nothing leads on.

    ``kind`` is "ring" (interludes that lead round to themselves) or "no way" (no exit's condition holds).
    """

    place: str
    kind: str


class Way(NamedTuple):
    """How one gets from a choice, or from the start, to the next decision or ending.

    Attributes:
        state: the settled state, or LOST.
        acts: acts of all scenes entered on the way, the decision's own last.
        through: the interludes passed, in order.
        shown: text ids shown on the way: the response's result and the interludes' texts (only with texts).
        lost: why the way leads nowhere, if so.
    """

    state: int
    acts: tuple[Act, ...] = ()
    through: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    lost: Lost | None = None


class _Field(NamedTuple):
    shift: int
    mask: int  # in place
    minimum: int
    size: int  # largest stored value

    def read(self, state: int) -> int:
        return ((state & self.mask) >> self.shift) + self.minimum


class _Change(NamedTuple):
    field: _Field
    adds: bool
    amount: int


class _Option(NamedTuple):
    id: str
    test: Test | None
    used: int  # the bit of a ``once`` response, else 0
    changes: tuple[_Change, ...]
    sets: int  # bits of acts done and of ``once``
    exits: tuple[tuple[Test | None, int], ...]
    result: tuple[tuple[str, Test | None], ...]


class _Spot(NamedTuple):
    id: str
    sets: int  # bits set on entering
    acts: tuple[Act, ...]
    options: tuple[_Option, ...]
    exits: tuple[tuple[Test | None, int], ...]
    texts: tuple[tuple[str, Test | None], ...]
    ending: bool


class Tables:
    """The compiled form of one vignette.

    Args:
        vignette: what to compile.
        texts: whether states must also keep apart what only texts' conditions ask about.
    """

    def __init__(self, vignette: Vignette, *, texts: bool = False) -> None:
        self.vignette = vignette
        self.texts = texts
        self.places = (*vignette.scenes, *vignette.endings)
        self._index = {place: index for index, place in enumerate(self.places)}
        self.place_mask = (1 << max(1, len(self.places).bit_length())) - 1
        self._next_bit = self.place_mask.bit_length()
        self._fields = {name: self._field(v.minimum, v.maximum) for name, v in vignette.variables.items()}
        self._done = {act: self._bit() for act in sorted(vignette.watched_acts)}
        self._visited = {scene: self._bit() for scene in sorted(vignette.watched_scenes)}
        self._used = {(r.scene, r.id): self._bit()
                      for scene in vignette.decisions for r in scene.responses if r.once}
        self.all_bits = (1 << self._next_bit) - 1
        self._tests: dict[str, Test] = {}
        self.spots = tuple(self._spot(place) for place in self.places)
        self.live = _Liveness(self).solve()

    def _bit(self) -> int:
        self._next_bit += 1
        return 1 << (self._next_bit - 1)

    def _field(self, minimum: int, maximum: int) -> _Field:
        size = max(0, maximum - minimum)
        width = max(1, size.bit_length())
        field = _Field(self._next_bit, ((1 << width) - 1) << self._next_bit, minimum, size)
        self._next_bit += width
        return field

    # --- compiling -------------------------------------------------------------------------------------

    def reads(self, condition: Condition | None) -> int:
        """Return the bits a condition looks at; 0 for none."""
        if condition is None:
            return 0
        bits = 0
        for name in condition.variables:
            bits |= self._fields[name].mask if name in self._fields else 0
        for act in condition.acts:
            bits |= self._done.get(act, 0)
        for scene in condition.scenes:
            bits |= self._visited.get(scene, 0)
        return bits

    def test(self, condition: Condition | None) -> Test | None:
        """Return a remembering test of a packed state; None where there is no condition."""
        if condition is None:
            return None
        if condition.text in self._tests:
            return self._tests[condition.text]
        mask = self.reads(condition)
        fields = {name: self._fields[name] for name in condition.variables if name in self._fields}
        done = {act: self._done[act] for act in condition.acts if act in self._done}
        visited = {scene: self._visited[scene] for scene in condition.scenes if scene in self._visited}
        known: dict[int, bool] = {}

        def asked(state: int) -> bool:
            key = state & mask
            held = known.get(key)
            if held is None:
                values: defaultdict[str, int] = defaultdict(int)
                values.update((name, field.read(key)) for name, field in fields.items())
                held = known[key] = condition.holds(
                    values,
                    {act for act, bit in done.items() if key & bit},
                    {scene for scene, bit in visited.items() if key & bit},
                )
            return held

        self._tests[condition.text] = asked
        return asked

    def _exits(self, exits: Iterable[Exit]) -> tuple[tuple[Test | None, int], ...]:
        return tuple((self.test(way.when), self._index[way.to]) for way in exits)

    def _passages(self, *groups: Passages) -> tuple[tuple[str, Test | None], ...]:
        return tuple((p.text_id, self.test(p.when)) for group in groups for p in group) if self.texts else ()

    def act_bits(self, acts: Iterable[Act]) -> int:
        """Return the bits that doing these acts sets."""
        bits = 0
        for act in acts:
            bits |= self._done.get(act.name, 0)
        return bits

    def _option(self, response: Response) -> _Option:
        used = self._used.get((response.scene, response.id), 0)
        changes = tuple(_Change(self._fields[e.variable], e.adds, e.amount)
                        for e in response.effects if e.variable in self._fields)
        return _Option(response.id, self.test(response.when), used, changes,
                       used | self.act_bits(response.acts), self._exits(response.exits),
                       self._passages(response.result))

    def _spot(self, place: str) -> _Spot:
        scene = self.vignette.scenes.get(place)
        if scene is None:
            ending = self.vignette.endings[place]
            return _Spot(place, self._visited.get(place, 0), (), (), (),
                         self._passages(ending.narration, ending.client_view), True)
        return _Spot(place, self._visited.get(place, 0) | self.act_bits(scene.acts), scene.acts,
                     tuple(self._option(r) for r in scene.responses), self._exits(scene.exits),
                     self._passages(scene.narration, scene.client, scene.inner), False)

    # --- playing ---------------------------------------------------------------------------------------

    def pack(self, state: State) -> int:
        """Return a play state as a whole number, all fields kept."""
        bits = self._index[state.place]
        for field, value in zip(self._fields.values(), state.values, strict=True):
            bits |= (value - field.minimum) << field.shift
        for act in state.done:
            bits |= self._done.get(act, 0)
        for scene in state.visited:
            bits |= self._visited.get(scene, 0)
        for pair in state.used:
            bits |= self._used.get(pair, 0)
        return bits

    def project(self, state: int) -> int:
        """Forget what nothing further on can read."""
        return state & self.live[state & self.place_mask]

    def index_of(self, place: str) -> int:
        """Return the number of a place among ``places`` and ``spots``."""
        return self._index[place]

    def spot(self, state: int) -> _Spot:
        """Return the table of the place a packed state stands at."""
        return self.spots[state & self.place_mask]

    def blank(self) -> int:
        """Return the state before the start scene is entered: variables at their start values."""
        bits = 0
        for name, field in self._fields.items():
            bits |= (self.vignette.variables[name].start - field.minimum) << field.shift
        return bits

    def begin(self) -> Way:
        """Return the way from the start to the first decision or ending."""
        return self._settle(self.enter(self.blank(), self._index[self.vignette.start]), ())

    def open(self, state: int) -> list[_Option]:
        """Return the options open in a settled state, in the order written."""
        return [option for option in self.spots[state & self.place_mask].options
                if not state & option.used and (option.test is None or option.test(state))]

    def after(self, state: int, option: _Option) -> int:
        """Return the state after an option's ``set`` and ``acts``, still in its scene."""
        for field, adds, amount in option.changes:
            value = ((state & field.mask) >> field.shift) + amount if adds else amount - field.minimum
            value = 0 if value < 0 else min(value, field.size)
            state = state & ~field.mask | value << field.shift
        return state | option.sets

    def choose(self, state: int, option: _Option) -> Way:
        """Return the way from an open option to the next decision or ending."""
        state = self.after(state, option)
        shown = self._held(state, option.result)
        for test, target in option.exits:
            if test is None or test(state):
                return self._settle(self.enter(state, target), shown)
        return Way(LOST, (), (), shown, Lost(self.places[state & self.place_mask], "no way"))

    def texts_at(self, state: int) -> tuple[str, ...]:
        """Return the text ids shown at the place of a packed state (none unless compiled with texts)."""
        return self._held(state, self.spots[state & self.place_mask].texts)

    def _held(self, state: int, texts: tuple[tuple[str, Test | None], ...]) -> tuple[str, ...]:
        return tuple([text for text, test in texts if test is None or test(state)]) if texts else ()

    def enter(self, state: int, target: int) -> int:
        """Return the state on entering a place, given by its index."""
        return state & ~self.place_mask | target | self.spots[target].sets

    def _settle(self, state: int, shown: tuple[str, ...]) -> Way:
        spot = self.spots[state & self.place_mask]
        if spot.options or spot.ending:
            return Way(state & self.live[state & self.place_mask], spot.acts, (), shown)
        acts = spot.acts
        through: tuple[str, ...] = ()
        seen: set[int] = set()
        while not (spot.options or spot.ending):
            through += (spot.id,)
            shown += self._held(state, spot.texts)
            state = self.project(state)
            target = next((to for test, to in spot.exits if test is None or test(state)), None)
            if target is None or state in seen:
                return Way(LOST, acts, through, shown, Lost(spot.id, "no way" if target is None else "ring"))
            seen.add(state)
            state = self.enter(state, target)
            spot = self.spots[target]
            acts += spot.acts
        return Way(self.project(state), acts, through, shown)


class _Liveness:
    """Backward flow over the places: which bits can still be read before they are set anew."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.live = [0] * len(tables.places)
        self.index = {place: at for at, place in enumerate(tables.places)}

    def solve(self) -> tuple[int, ...]:
        """Return for each place the bits worth keeping once it has been entered, its own id included."""
        changed = True
        while changed:
            changed = False
            for at in range(len(self.live) - 1, -1, -1):
                found = self._at(self.tables.places[at])
                if found != self.live[at]:
                    self.live[at], changed = found, True
        return tuple(bits | self.tables.place_mask for bits in self.live)

    def _texts(self, *groups: Passages) -> int:
        bits = 0
        if self.tables.texts:
            for group in groups:
                for passage in group:
                    bits |= self.tables.reads(passage.when)
        return bits

    def _ways(self, exits: Iterable[Exit]) -> int:
        bits = 0
        for way in exits:
            target = self.index[way.to]
            bits |= self.tables.reads(way.when) | self.live[target] & ~self.tables.spots[target].sets
        return bits

    def _at(self, place: str) -> int:
        scene = self.tables.vignette.scenes.get(place)
        if scene is None:
            ending = self.tables.vignette.endings[place]
            return self._texts(ending.narration, ending.client_view)
        bits = self._texts(scene.narration, scene.client, scene.inner) | self._ways(scene.exits)
        return bits | self._options(scene, self.tables.spots[self.index[place]])

    def _options(self, scene: Scene, spot: _Spot) -> int:
        bits = 0
        for response, option in zip(scene.responses, spot.options, strict=True):
            assigned = option.sets
            for change in option.changes:
                assigned |= 0 if change.adds else change.field.mask
            after = self._ways(response.exits) | self._texts(response.result)
            bits |= after & ~assigned | self.tables.reads(response.when) | option.used
        return bits
