"""``view``: what there is to show and to do now, as data. Texts are untamed; a face must never obey them."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.flow.state import Flow, Mode, Setting, Stage, Turn
from vignettes.model import RATING_ON_SCREEN, Passages, Response
from vignettes.playing import State, apply, begin, choose, go_on, open_responses, shown


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text to show. Kinds: briefing, narration, client, inner, result, ending, client-view, chosen, own-words.

    All but ``chosen`` and ``own-words`` may hold Markdown. ``client`` is what the client says.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """One response as shown: its number from 1, and whether it is said or done."""

    number: int
    response: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Guided mode, after a choice: its rating in the words of the screens (None: not rated), and why."""

    rating: str | None
    because: str
    upholds: tuple[str, ...]
    breaches: tuple[str, ...]
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class View:
    """Everything a face needs now.

    Attributes:
        stage: what kind of moment this is.
        title: the vignette's title.
        client: the client's name.
        mode: rehearsal, guided or assessment.
        place: the id of the scene or ending.
        paragraphs: the texts of this moment, in order.
        options: the responses open, in the order shown; empty where none are to be seen yet.
        picked: the option to be confirmed.
        own_words: what the trainee wrote here.
        asks_confidence: whether confirming asks how sure.
        decision: the number of the decision this is or was, from 1; 0 before the first.
        explanation: guided mode's explanation, at what happened.
        outcome: the ending's outcome in the format's word, at an ending.
        can_go_back: whether Back is possible.
    """

    stage: Stage
    title: str
    client: str
    mode: Mode
    place: str
    paragraphs: tuple[Paragraph, ...] = ()
    options: tuple[Option, ...] = ()
    picked: Option | None = None
    own_words: str = ""
    asks_confidence: bool = False
    decision: int = 0
    explanation: Explanation | None = None
    outcome: str | None = None
    can_go_back: bool = False


def view(setting: Setting, flow: Flow) -> View:
    """Return what is to be shown in this state."""
    options = _options(setting, flow)
    scene = setting.vignette.scenes.get(flow.state.place)
    ending = setting.vignette.endings.get(flow.state.place)
    deciding = flow.stage in (Stage.OWN_WORDS, Stage.DECISION, Stage.CONFIRM)
    return View(
        stage=flow.stage,
        title=setting.vignette.title,
        client=setting.vignette.client.get("name", "The client"),
        mode=setting.mode,
        place=flow.state.place,
        paragraphs=_paragraphs(setting, flow),
        options=options,
        picked=next((option for option in options if option.response == flow.picked), None),
        own_words=flow.own_words,
        asks_confidence=bool(setting.asks and scene and scene.confidence),
        decision=len(flow.turns) + deciding,
        explanation=_explanation(setting, flow),
        outcome=ending.outcome if ending and flow.stage in (Stage.ENDING, Stage.DEBRIEF) else None,
        can_go_back=(
            setting.mode is Mode.GUIDED and bool(flow.turns) and flow.stage not in _NO_BACK and not flow.backlog
        ),
    )


_NO_BACK = (Stage.CONSENT, Stage.BRIEFING, Stage.DEBRIEF, Stage.DECLINED)


def transcript(setting: Setting, flow: Flow) -> tuple[Paragraph, ...]:
    """Return all that was shown on the line so far, before the present moment: scenes passed, choices, results."""
    vignette, state = setting.vignette, begin(setting.vignette)
    told: list[Paragraph] = []
    for turn in flow.turns:
        told += _passed(setting, state, turn.before)
        told += _scene_texts(setting, turn.before)
        told += _taken(setting, turn)
        state = choose(vignette, turn.before, vignette.scenes[turn.visit.scene].response(turn.visit.chosen))
    if flow.stage is Stage.OUTCOME:
        return tuple(told[: len(told) - len(_taken(setting, flow.turns[-1]))])
    if flow.stage not in (Stage.CONSENT, Stage.BRIEFING, Stage.DECLINED):
        told += _passed(setting, state, flow.state)
    return tuple(told)


def _passed(setting: Setting, state: State, to: State) -> list[Paragraph]:
    """Return the texts of the scenes without responses that lie between two states."""
    told: list[Paragraph] = []
    while state != to:
        scene = setting.vignette.scenes.get(state.place)
        if scene is None or scene.is_decision:
            break
        told += _scene_texts(setting, state)
        state = go_on(setting.vignette, state)
    return told


def _options(setting: Setting, flow: Flow) -> tuple[Option, ...]:
    if flow.stage not in (Stage.DECISION, Stage.CONFIRM):
        return ()
    offered = setting.in_order(flow.state.place, open_responses(setting.vignette, flow.state))
    return tuple(Option(number, r.id, r.kind, r.text) for number, r in enumerate(offered, 1))


def _texts(setting: Setting, state: State, kind: str, passages: Passages) -> list[Paragraph]:
    return [Paragraph(kind, text) for text in shown(setting.vignette, state, passages)]


def _scene_texts(setting: Setting, state: State) -> list[Paragraph]:
    scene = setting.vignette.scenes[state.place]
    told = _texts(setting, state, "narration", scene.narration)
    told += _texts(setting, state, "client", scene.client)
    return told + _texts(setting, state, "inner", scene.inner)


def _paragraphs(setting: Setting, flow: Flow) -> tuple[Paragraph, ...]:
    vignette, state = setting.vignette, flow.state
    if flow.stage in (Stage.CONSENT, Stage.BRIEFING, Stage.DECLINED):
        return tuple(_texts(setting, state, "briefing", vignette.briefing))
    if flow.stage is Stage.OUTCOME:
        return tuple(_taken(setting, flow.turns[-1]))
    if flow.stage in (Stage.ENDING, Stage.DEBRIEF):
        ending = vignette.endings[state.place]
        told = _texts(setting, state, "ending", ending.narration)
        return tuple(told + _texts(setting, state, "client-view", ending.client_view))
    return tuple(_scene_texts(setting, state))


def _taken(setting: Setting, turn: Turn) -> list[Paragraph]:
    response = setting.vignette.scenes[turn.visit.scene].response(turn.visit.chosen)
    told = [Paragraph("own-words", turn.own_words)] if turn.own_words.strip() else []
    told.append(Paragraph("chosen", response.text))
    return told + _texts(setting, apply(setting.vignette, turn.before, response), "result", response.result)


def _explanation(setting: Setting, flow: Flow) -> Explanation | None:
    if flow.stage is not Stage.OUTCOME or setting.mode is not Mode.GUIDED:
        return None
    visit = flow.turns[-1].visit
    scene = setting.vignette.scenes[visit.scene]
    return explain(scene.response(visit.chosen), ambiguous=scene.ambiguous)


def explain(response: Response, *, ambiguous: bool) -> Explanation:
    """Return a response's explanation; an ambiguous decision's rating is not shown, since experts differ."""
    word = None if ambiguous or response.rating_word is None else RATING_ON_SCREEN[response.rating_word]
    return Explanation(word, response.because, response.upholds, response.breaches, ambiguous)
