"""Running expected plays: each says where it went elsewhere than its author wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from scoring.ledger import Account, account
from scoring.rules import RuleResult
from scoring.soundness.words import amount
from vignettes.diagnostics import Diagnostic, in_order, overridden, quoted
from vignettes.model import Vignette
from vignettes.playing import Path, State, Stuck, Visit, begin, choose, open_responses, settle
from vignettes.plays import Choice, Play, Plays
from vignettes.reading.faults import nearest

SHOWN = 5  # open responses, and charges, named in one sentence


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an expected play went.

    Attributes:
        name: the play's.
        ending: where it ended; None where it came to no ending.
        quality: its decision quality; None where it came to no ending, or nothing was at stake.
        diagnostics: all that went otherwise than expected, as the author's ``checks:`` want them.
    """

    name: str
    ending: str | None
    quality: Fraction | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def passed(self) -> bool:
        """Tell whether all went as expected."""
        return not self.diagnostics


def run(vignette: Vignette, plays: Plays) -> tuple[Outcome, ...]:
    """Play every expected play and return how each went, in the order written."""
    return tuple(_Run(vignette, plays, play).outcome() for play in plays.plays)


class _Elsewhere(Exception):
    """The play went elsewhere; carries the fault."""

    def __init__(self, fault: Diagnostic) -> None:
        super().__init__(fault.message)
        self.fault = fault


class _Run:
    def __init__(self, vignette: Vignette, plays: Plays, play: Play) -> None:
        self.vignette = vignette
        self.marks = plays.marks
        self.play = play
        self.visits: list[Visit] = []

    def outcome(self) -> Outcome:
        found = [*self._names()]
        ending = quality = None
        try:
            path = self._path()
            result = account(self.vignette, path, key=frozenset())
            ending, quality = path.ending, result.decision_quality
            found.extend(self._verdicts(path, result))
        except _Elsewhere as elsewhere:
            found.append(elsewhere.fault)
        return Outcome(self.play.name, ending, quality, in_order(overridden(found, self.vignette.overrides)))

    def _fault(self, code: str, message: str, *steps: str | int, near: str | None = None) -> Diagnostic:
        return self.marks.diagnostic(code, message, "plays", self.play.name, *steps, nearest=near)

    # --- playing -----------------------------------------------------------------------------------------

    def _path(self) -> Path:
        """Return the path of the choices. Raises _Elsewhere where they cannot be made, or do not fit."""
        try:
            state, acts = settle(self.vignette, begin(self.vignette))
            for at, choice in enumerate(self.play.choices):
                visit = self._visit(state, at, choice)._replace(before=acts)
                self.visits.append(visit)
                response = self.vignette.scenes[visit.scene].response(visit.chosen)
                state, acts = settle(self.vignette, choose(self.vignette, state, response))
        except Stuck as fault:
            raise self._too_short(fault.place, "from where nothing leads on") from None
        if state.place not in self.vignette.endings:
            raise self._too_short(state.place, "before any ending")
        return Path(tuple(self.visits), state.place, acts)

    def _too_short(self, place: str, why: str) -> _Elsewhere:
        message = f"Play {quoted(self.play.name)} stops at {quoted(place)}{self._after()}, {why}."
        return _Elsewhere(self._fault("V704", message, "choices"))

    def _visit(self, state: State, at: int, choice: Choice) -> Visit:
        """Return the visit a choice makes, where it can be made and is meant for the scene one stands at."""
        here = f"decision {at + 1} of play {quoted(self.play.name)}"
        if state.place in self.vignette.endings:
            message = (f"Play {quoted(self.play.name)} ended at {quoted(state.place)}{self._after()}, so choice "
                       f"{at + 1}, {quoted(str(choice))}, comes too late.")
            raise _Elsewhere(self._fault("V704", message, "choices", at))
        if choice.scene is not None and choice.scene != state.place:
            message = (f"{here[0].upper()}{here[1:]} came at {quoted(state.place)}{self._after()}, not at "
                       f"{quoted(choice.scene)}.")
            raise _Elsewhere(self._fault("V703", message, "choices", at))
        offered = tuple(response.id for response in open_responses(self.vignette, state))
        if choice.response not in offered:
            raise _Elsewhere(self._not_open(state, at, choice, offered, here))
        return Visit(state.place, offered, choice.response)

    def _not_open(self, state: State, at: int, choice: Choice, offered: tuple[str, ...], here: str) -> Diagnostic:
        every = [response.id for response in self.vignette.scenes[state.place].responses]
        known = choice.response in every
        near = None if known else nearest(choice.response[:100], every)
        what = "is not open" if known else "is not a response"
        open_ones = ", ".join(offered[:SHOWN]) + (", …" if len(offered) > SHOWN else "") or "none"
        message = (f"At {here}, {quoted(choice.response)} {what} at {quoted(state.place)}{self._after()}; open are: "
                   f"{open_ones}.")
        return self._fault("V702", message, "choices", at, near=near)

    def _after(self) -> str:
        """Return the end of a phrase that names the choice made last."""
        if not self.visits:
            return ""
        last = self.visits[-1]
        return f" after {quoted(f'{last.scene}/{last.chosen}')} (decision {len(self.visits)})"

    # --- verdicts ----------------------------------------------------------------------------------------

    def _names(self) -> Iterator[Diagnostic]:
        """Yield names of endings and rules that the vignette does not have."""
        endings = [self.play.ending] if self.play.ending is not None else []
        for key, names, what, known in (("ending", endings, "ending", tuple(self.vignette.endings)),
                                        ("kept", self.play.kept, "rule", tuple(self.vignette.rules)),
                                        ("broken", self.play.broken, "rule", tuple(self.vignette.rules))):
            for at, name in enumerate(names):
                if name not in known:
                    near = nearest(name[:100], known)
                    hint = f"; did you mean {quoted(near)}?" if near else "."
                    message = f"{quoted(name)} is no {what} of this vignette{hint}"
                    yield self._fault("V708", message, key, *([] if key == "ending" else [at]), near=near)

    def _verdicts(self, path: Path, result: Account) -> Iterator[Diagnostic]:
        expected = self.play.ending
        if expected in self.vignette.endings and path.ending != expected:
            message = (f"Play {quoted(self.play.name)} ended at {quoted(path.ending or '')}{self._after()}, not at "
                       f"{quoted(expected or '')}.")
            yield self._fault("V705", message, "ending")
        yield from self._score(result)
        yield from self._rules(result)

    def _score(self, result: Account) -> Iterator[Diagnostic]:
        low, high, quality = self.play.low, self.play.high, result.decision_quality
        if low is None and high is None:
            return
        if quality is None:
            message = f"Play {quoted(self.play.name)} has no score: nothing is at stake on its way."
            yield self._fault("V706", message, "score")
        elif (low is not None and quality < low) or (high is not None and quality > high):
            bound = f"below {_exactly(low)}" if low is not None and quality < low else f"above {_exactly(high)}"
            message = (f"Play {quoted(self.play.name)} scores {_exactly(quality)}, {bound}. "
                       f"{self._charges(result)}")
            yield self._fault("V706", message, "score")

    def _charges(self, result: Account) -> str:
        """Return in words what was charged at which decision."""
        charged = [f"{amount(step.charged)} at decision {at}, {quoted(f'{step.scene}/{self.visits[at - 1].chosen}')}"
                   for at, step in enumerate(result.steps, 1) if step.charged]
        if not charged:
            return "Nothing was charged."
        return "Charged: " + "; ".join(charged[:SHOWN]) + ("; …" if len(charged) > SHOWN else "") + "."

    def _rules(self, result: Account) -> Iterator[Diagnostic]:
        fared = {rule.id: rule for rule in result.rules}
        for key, names in (("kept", self.play.kept), ("broken", self.play.broken)):
            for at, name in enumerate(names):
                one = fared.get(name)
                if one is None or (one.applicable and one.broken == (key == "broken")):
                    continue
                message = (f"In play {quoted(self.play.name)}, rule {quoted(name)} {self._went(one)}; it was to be "
                           f"{key}.")
                yield self._fault("V707", message, key, at)

    def _went(self, rule: RuleResult) -> str:
        """Return in words how a rule fared."""
        if not rule.applicable:
            return "did not come up"
        if rule.broken_at is None:
            return "was kept"
        visit = self.visits[rule.broken_at]
        return f"was broken at decision {rule.broken_at + 1}, {quoted(f'{visit.scene}/{visit.chosen}')}"


def _exactly(figure: Fraction | None) -> str:
    """Return a figure with three decimals, and exactly where those are not all of it."""
    if figure is None:
        return ""
    rounded = f"{float(figure):.3f}".rstrip("0").rstrip(".")
    return rounded if Fraction(rounded) == figure else f"{rounded} ({figure})"
