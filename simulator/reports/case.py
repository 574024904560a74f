"""A case on paper: one HTML page that prints well, for reviewers, for acting it out, or for a reading group.

``review``    everything, with a margin for comments beside every scene and lines for the reviewers' names
``roles``     a card for each role, a page each, and none of the key
``observer``  what an observer looks for, decision by decision, with room for notes
``case``      the case without its key: texts and responses, in an order that tells nothing
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING

from simulator import wording
from simulator.plain.markdown import blocks
from simulator.taming import tame_line
from vignettes.model import RATING_ON_SCREEN

if TYPE_CHECKING:
    from vignettes.model import Exit, Passages, Response, Scene, Vignette
    from vignettes.sources import Source

KINDS = ("review", "roles", "observer", "case")
_TITLES = {"review": "Review copy", "roles": "Role cards", "observer": "Observer's sheet", "case": "The case"}
_STYLE = """
body{font:11.5pt/1.45 Georgia,serif;color:#111;background:#fff;margin:0}
main{max-width:46em;margin:2em auto;padding:0 1em}
h1{font-size:1.6em;margin-bottom:.1em}h2{font-size:1.15em;border-bottom:1px solid #999;margin:1.8em 0 .4em}
h3{font-size:1em;margin:.9em 0 .1em}p{margin:.35em 0;white-space:pre-line}.small{font-size:.85em;color:#444}
.client{border-left:3px solid #555;padding-left:.7em}.inner{font-style:italic}.response{margin:.6em 0 .6em 1.2em}
.scene{break-inside:avoid-page}.beside{display:grid;grid-template-columns:1fr 14em;gap:1.2em}
.margin{border-left:1px dotted #777}.rule{border-bottom:1px solid #999;height:1.9em}.card{break-after:page}
.card:last-child{break-after:auto}@page{margin:18mm}@media print{main{max-width:none;margin:0;padding:0}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def case_page(vignette: Vignette, kind: str, sources: Mapping[str, Source] | None = None) -> str:
    """Return a vignette as a page to print.

    Args:
        vignette: the case.
        kind: one of :data:`KINDS`.
        sources: what it cites, told in the review copy.
    """
    makers = {"review": lambda: _review(vignette, sources or {}), "roles": lambda: _roles(vignette),
              "observer": lambda: _observer(vignette), "case": lambda: _case(vignette)}
    title = escape(tame_line(vignette.title, 200))
    return "\n".join([
        f'<!doctype html>\n<html lang="{escape(vignette.language)}">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>",
        f'<h1>{title}</h1>\n<p class="small">{escape(_TITLES[kind])} · {escape(vignette.id)} · '
        f"{escape(wording.review_words(vignette.review))}</p>",
        *makers[kind](), "</main>\n</body>\n</html>\n",
    ])


def _paragraph(text: str, kind: str = "") -> str:
    look = f' class="{kind}"' if kind else ""
    return f"<p{look}>{escape(tame_line(text, 20_000))}</p>"


def _markdown(text: str, kind: str = "") -> Iterator[str]:
    for block in blocks(text):
        look = f' class="{kind}"' if kind else ""
        yield f"<p{look}>{escape(block.first + block.text)}</p>"


def _passages(passages: Passages, kind: str = "", *, conditions: bool = False) -> Iterator[str]:
    for passage in passages:
        if passage.when is not None:
            yield _paragraph(f"If {passage.when.text}:" if conditions else "Where it fits:", "small")
        yield from _markdown(passage.text, kind)


def _heading(level: int, text: str) -> str:
    return f"<h{level}>{escape(tame_line(text, 300))}</h{level}>"


def _lines(number: int) -> str:
    return '<div class="rule"></div>' * number


def _people(vignette: Vignette) -> Iterator[str]:
    for title, known in (("The client", vignette.client), ("The clinician", vignette.clinician)):
        if known:
            yield _heading(2, title)
            yield from (_paragraph(f"{name.replace('_', ' ').capitalize()}: {text}") for name, text in known.items())


def _opening(vignette: Vignette) -> Iterator[str]:
    if vignette.content_note:
        yield _paragraph(f"This case contains: {', '.join(vignette.content_note)}.")
    yield from _people(vignette)
    if vignette.briefing:
        yield _heading(2, "What you know walking in")
        yield from _passages(vignette.briefing)


def _texts(scene: Scene, *, conditions: bool = False) -> Iterator[str]:
    yield from _passages(scene.narration, conditions=conditions)
    yield from _passages(scene.client, "client", conditions=conditions)
    yield from _passages(scene.inner, "inner", conditions=conditions)


def _numbers(vignette: Vignette) -> dict[str, str]:
    """Return how scenes and endings are called on paper: by number, endings by letter."""
    found = {scene: f"scene {at}" for at, scene in enumerate(vignette.scenes, 1)}
    return found | {ending: f"ending {at}" for at, ending in enumerate(vignette.endings, 1)}


def _onward(exits: Iterable[Exit], numbers: Mapping[str, str]) -> str:
    ways = [f"{numbers[way.to]}" + (f" if {way.when.text}" if way.when is not None else "") for way in exits]
    return "Goes on to " + "; else ".join(ways) + "."


# --- the review copy -------------------------------------------------------------------------------------


def _review(vignette: Vignette, sources: Mapping[str, Source]) -> Iterator[str]:
    yield from _opening(vignette)
    numbers = _numbers(vignette)
    for scene in vignette.scenes.values():
        yield '<section class="beside"><div>'
        yield _heading(2, f"{numbers[scene.id].capitalize()}: {scene.id}")
        yield from _texts(scene, conditions=True)
        for response in scene.responses:
            yield from _reviewed(response, numbers, sources)
        if not scene.responses:
            yield _paragraph(_onward(scene.exits, numbers), "small")
        yield '</div><div class="margin"></div></section>'
    for ending in vignette.endings.values():
        yield '<section class="beside"><div>'
        yield _heading(2, f"{numbers[ending.id].capitalize()}: {ending.id} ({ending.outcome}, {float(ending.value):g})")
        yield from _passages(ending.narration, conditions=True)
        yield from _passages(ending.client_view, "client", conditions=True)
        yield '</div><div class="margin"></div></section>'
    if vignette.rules:
        yield _heading(2, "Rules")
    for rule in vignette.rules.values():
        patterns = [*map(str, rule.first), *([str(rule.second)] if rule.second is not None else [])]
        yield _paragraph(f"{rule.id}: {rule.template.replace('_', ' ')} ({', '.join(patterns)}), costs "
                         f"{float(rule.penalty):g}{', critical' if rule.critical else ''}. {rule.because}")
    if vignette.differences:
        yield _heading(2, "Where experts or codes differ")
        yield from _markdown(vignette.differences)
    yield _heading(2, "Signed off")
    for who in ("Clinical reader", "Cultural reader"):
        yield _paragraph(f"{who}, name and date:") + _lines(1)


def _reviewed(response: Response, numbers: Mapping[str, str], sources: Mapping[str, Source]) -> Iterator[str]:
    yield '<div class="response">'
    yield _paragraph(f"{response.kind.capitalize()}: {response.text}")
    rated = RATING_ON_SCREEN.get(response.rating_word or "", "not rated")
    marks = ["contraindicated"] * response.contraindicated + ["a repair"] * response.repair
    offered = f", offered if {response.when.text}" if response.when is not None else ""
    yield _paragraph(f"{response.id}: {', '.join([rated, *marks])}{offered}", "small")
    yield _paragraph(response.because)
    for words, cited in (("Upholds", response.upholds), ("Goes against", response.breaches)):
        for name in cited:
            told = sources[name].paraphrase if name in sources else ""
            yield _paragraph(f"{words} {name}: {told}" if told else f"{words} {name}", "small")
    yield from _passages(response.result, conditions=True)
    yield _paragraph(_onward(response.exits, numbers), "small")
    yield "</div>"


# --- the others ------------------------------------------------------------------------------------------


def _roles(vignette: Vignette) -> Iterator[str]:
    written = dict(vignette.roles)
    client = written.pop("client", "")
    clinician = written.pop("clinician", "")
    yield '<section class="card">'
    yield _heading(2, "The client")
    yield from (_paragraph(f"{name.capitalize()}: {text}") for name, text in vignette.client.items())
    yield from _markdown(client)
    yield _heading(3, "What you say, scene by scene")
    for scene in vignette.scenes.values():
        yield from _passages(scene.client, "client")
    yield '</section><section class="card">'
    yield _heading(2, "The clinician")
    yield from (_paragraph(f"{name.capitalize()}: {text}") for name, text in vignette.clinician.items())
    yield from _markdown(clinician)
    yield from _passages(vignette.briefing)
    yield "</section>"
    for name, text in written.items():
        yield '<section class="card">'
        yield _heading(2, name.replace("_", " ").capitalize())
        yield from _markdown(text)
        yield "</section>"


def _observer(vignette: Vignette) -> Iterator[str]:
    yield from _markdown(vignette.roles.get("observer", ""))
    yield _paragraph("Write down what was said and done, not whether it was good. Talk about it afterwards.")
    for at, scene in enumerate(vignette.decisions, 1):
        yield '<section class="scene">'
        yield _heading(2, f"Decision {at}")
        yield from _texts(scene)
        for words in ("What the clinician said or did", "What the client did then", "What you noticed in yourself"):
            yield _heading(3, words) + _lines(2)
        yield "</section>"
    if vignette.questions:
        yield _heading(2, "For the talk afterwards")
        yield from (_paragraph(question) + _lines(2) for question in vignette.questions)


def _case(vignette: Vignette) -> Iterator[str]:
    yield from _opening(vignette)
    numbers = _numbers(vignette)
    for scene in vignette.scenes.values():
        yield '<section class="scene">'
        yield _heading(2, numbers[scene.id].capitalize())
        yield from _texts(scene)
        for at, response in enumerate(sorted(scene.responses, key=lambda one: one.text)):
            yield _paragraph(f"{chr(ord('a') + at % 26)}) {response.kind.capitalize()}: {response.text}", "response")
        yield "</section>"
    if vignette.questions:
        yield _heading(2, "For the talk afterwards")
        yield from (_paragraph(question) for question in vignette.questions)
