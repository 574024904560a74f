"""The debrief as parts to read: words first, then decision by decision, then the order of things, the path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from simulator.flow import Flow, Setting, Turn
from simulator.flow.view import explain
from simulator.screens.widgets.prose import Block, heading, marked, note, paragraph
from simulator.taming import tame, tame_line
from vignettes.model import RATING_ON_SCREEN, Response, Scene
from vignettes.playing import shown

if TYPE_CHECKING:
    from vignettes.sources import Source

_STRENGTH = {"must": "must", "should": "should", "may": "may", "describes": "describes"}


@dataclass(frozen=True)
class Part:
    """One page of the debrief.

    Attributes:
        title: a few words for the line at the top.
        blocks: what there is to read.
        step: the step (from 0) that this part is about, or None.
    """

    title: str
    blocks: tuple[Block, ...]
    step: int | None = None


def label(text: str) -> Block:
    """Return a small label that stands right above what it names."""
    return Block(Content.styled(text, "bold $accent"), after=0)


def decision_part(setting: Setting, turn: Turn, step: int, sources: Mapping[str, Source]) -> Part:
    """Return one decision: what was chosen beside one's own words, why, and what else there was."""
    scene = setting.vignette.scenes[turn.visit.scene]
    chosen = scene.response(turn.visit.chosen)
    blocks: list[Block] = []
    for text in shown(setting.vignette, turn.before, scene.client):
        blocks += marked(text, "$quiet", bar="│ ")
    if turn.own_words.strip():
        blocks += [label("In your own words"), paragraph(turn.own_words), *_nearest(scene, turn)]
    blocks += [label("You chose"), paragraph(chosen.text)]
    blocks += _explained(chosen, scene)
    blocks += cited(chosen, sources)
    if turn.reason.strip():
        may = "may be read out" if turn.share_reason else "yours alone"
        blocks += [label(f"Your reason ({may})"), paragraph(turn.reason)]
    others = [scene.response(name) for name in turn.visit.offered if name != chosen.id]
    if others:
        blocks.append(heading("What else there was"))
    for other in sorted(others, key=lambda r: -(r.rating if r.rating is not None else 0)):
        blocks += [paragraph(other.text, first="• ", rest="  ", after=0)]
        blocks += [_indented(block) for block in _explained(other, scene)]
    return Part(f"Decision {step + 1}", tuple(blocks), step)


def _indented(block: Block) -> Block:
    return Block(block.content, "  " + block.first, "  " + block.rest, block.after, block.mark_style)


def _nearest(scene: Scene, turn: Turn) -> list[Block]:
    if turn.nearest is None:
        return []
    return [note(f"You marked as nearest: {tame_line(scene.response(turn.nearest).text)}")]


def _explained(response: Response, scene: Scene) -> list[Block]:
    found = explain(response, ambiguous=scene.ambiguous)
    if scene.ambiguous:
        word = "Here experts differ"
    elif not scene.scored or found.rating is None:
        word = ""
    else:
        word = found.rating.capitalize()
    blocks = [Block(Content.styled(word, "bold $primary"), after=0)] if word else []
    return blocks + marked(response.because)


def cited(response: Response, sources: Mapping[str, Source]) -> list[Block]:
    """Return what a response follows and what it goes against, each with whose word it is and how strong."""
    blocks: list[Block] = []
    for names, verb in ((response.upholds, "In line with"), (response.breaches, "At odds with")):
        for name in names:
            source = sources.get(name)
            if source is None:
                blocks.append(Block(Content.styled(f"{verb} {tame_line(name, 60)}", "$quiet"), after=0))
                continue
            whose = "the article" if source.layer == "article" else "good practice and the codes"
            check = "; check the current code" if source.checked in ("V2", "M") and source.layer != "article" else ""
            text = f"{verb} {whose} ({_STRENGTH.get(source.strength, source.strength)}{check}): "
            blocks.append(Block(Content.assemble((text, "$quiet"), (tame(source.paraphrase, lines=False), "$quiet")),
                                after=0))
    return [*blocks, Block(Content(" "), after=0)] if blocks else []


def ending_part(setting: Setting, flow: Flow) -> Part:
    """Return what the client took away, and how it ended."""
    vignette = setting.vignette
    ending = vignette.endings[flow.state.place]
    name = tame_line(vignette.client.get("name", "The client"), 60)
    blocks = [label(f"{name}, afterwards")]
    for text in shown(vignette, flow.state, ending.client_view):
        blocks += marked(text, bar="│ ")
    if len(blocks) == 1:
        blocks = []
    for text in shown(vignette, flow.state, ending.narration):
        blocks += marked(text)
    return Part("In short", tuple(blocks))


def path_part(setting: Setting, flow: Flow) -> Part:
    """Return the path taken, as text."""
    blocks: list[Block] = []
    for number, turn in enumerate(flow.turns, 1):
        scene = setting.vignette.scenes[turn.visit.scene]
        chosen = scene.response(turn.visit.chosen)
        word = RATING_ON_SCREEN.get(chosen.rating_word or "", "") if scene.scored and not scene.ambiguous else ""
        text = Content.assemble(tame_line(chosen.text, 140), (f"  {word}" if word else "", "$primary"))
        blocks.append(Block(text, f"{number:>2}  ", "    "))
    ending = setting.vignette.endings.get(flow.state.place)
    if ending is not None:
        blocks.append(Block(Content.styled(f"It ended {ending.outcome}ly." if ending.outcome == "poor" else
                                           f"A {ending.outcome} ending.", "$quiet"), "    ", "    "))
    return Part("The path", tuple(blocks))
