"""A debrief's document as lines of text, each of a kind, for faces to wrap, style and tame."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from scoring.debrief.words import quoted, sentence

Data = dict[str, Any]


class Line(NamedTuple):
    """One paragraph. Texts are untamed.

    Attributes:
        kind: ``title``, ``heading``, ``subheading``; ``scene``, ``client``, ``inner``, ``result`` (an author's text,
            Markdown allowed); ``own-words``, ``chosen``, ``response``; ``text``, ``because``, ``source``, ``note``,
            ``warning``, ``number``.
        text: the paragraph.
        indent: how deep it stands, from 0.
    """

    kind: str
    text: str
    indent: int = 0


def lines(document: Data, *, numbers: bool = True) -> Iterator[Line]:
    """Yield a debrief, words before numbers.

    Args:
        document: what :func:`scoring.debrief.debrief` returned.
        numbers: whether the figures in words come at the end.
    """
    yield Line("title", document["title"])
    if document["cut_short"]:
        yield Line("text", document["cut_short"])
    if document["rewinds"]:
        yield Line("text", document["rewinds"]["sentence"])
    yield from _first_page(document)
    yield from _Decisions(document).lines()
    yield from _first_choices(document)
    yield from _rules(document)
    yield from _recommendations(document)
    if document["differences"].strip():
        yield Line("heading", "Where experts and codes differ")
        yield from (Line("scene", part.strip()) for part in document["differences"].split("\n\n") if part.strip())
    yield from _consequences(document)
    if numbers:
        yield Line("heading", "In numbers")
        yield from (Line("number", count) for count in document["counts"])


def _first_page(document: Data) -> Iterator[Line]:
    page, closing = document["first_page"], document["closing"]
    if closing:
        yield Line("heading", f"The ending: {closing['name']}")
        for told in closing["on_the_way"]:
            yield from _texts(told)
        yield from (Line("scene", text) for text in closing["narration"])
        if page["client_view"]:
            yield Line("subheading", f"What {page['client']} took away")
            yield from (Line("client", text) for text in page["client_view"])
    for told in page["talk"]:
        yield Line("warning", told["sentence"])
        yield from _because(told, 1)
    if page["turning_point"]:
        yield Line("subheading", "The turning point" if page["turning_point"]["dropped"] else "What mattered most")
        yield Line("text", page["turning_point"]["sentence"])
        yield from _because(page["turning_point"], 1)
    for name, title in (("done_well", "Done well"), ("repairs", "Mending"), ("practise", "To practise")):
        told = page[name]
        area = f" ({told['competency']})" if told.get("competency") else ""
        yield Line("subheading", title + area)
        yield Line("text", told["sentence"])
        yield from _because(told, 1)


def _because(told: Data, indent: int) -> Iterator[Line]:
    if told.get("because", "").strip():
        yield Line("because", told["because"].strip(), indent)


def _texts(told: Data) -> Iterator[Line]:
    for key, kind in (("narration", "scene"), ("client", "client"), ("inner", "inner")):
        yield from (Line(kind, text) for text in told[key])


class _Decisions:
    """Decisions with the notes between them; a source is told in full once, then by name."""

    def __init__(self, document: Data) -> None:
        self.document = document
        self.told: set[str] = set()

    def lines(self) -> Iterator[Line]:
        decisions = self.document["decisions"]
        if decisions:
            yield Line("heading", "Decision by decision")
        for decision in decisions:
            yield from self.notes(decision["step"])
            yield from self.decision(decision)
        for place in range(len(decisions), len(decisions) + 2):
            yield from self.notes(place)

    def notes(self, place: int) -> Iterator[Line]:
        for note in self.document["notes"]:
            if note["place"] == place:
                prefix = "Between decisions: " if note["kind"] == "order" else ""
                yield Line("note", prefix + note["sentence"])
                yield from _because(note, 1)
                yield from (Line("text", text, 1) for text in (note["aside"], note["counting"]) if text)
                if note["source"]:
                    yield from self.source({"role": "asks", **note["source"]}, 1)

    def decision(self, decision: Data) -> Iterator[Line]:
        responses = decision["responses"]
        yield Line("subheading", f"Decision {decision['number']}: {decision['name']}")
        for told in (*decision["on_the_way"], decision["texts"]):
            yield from _texts(told)
        if decision["own_words"].strip():
            yield Line("own-words", f"In your own words: {quoted(decision['own_words'])}")
            beside = [quoted(r["text"]) for r in responses if r["recommended"]]
            yield from (Line("response", f"Beside them, what the case recommends: {text}") for text in beside)
        for response in responses:
            if response["chosen"]:
                yield Line("chosen", f"You chose: {_response(response)}")
        yield Line("text", decision["compared"])
        for response in responses:
            if response["chosen"]:
                yield from self.what_it_did(response, 1)
        if decision["confidence"]:
            yield Line("text", f"How sure you were: {decision['confidence']['label']}.")
        if decision["reason"].strip():
            yield Line("own-words", f"Your reason: {quoted(decision['reason'])}")
        if decision["objection"].strip():
            yield Line("own-words", f"You disagree, because: {quoted(decision['objection'])}")
        yield from self.others(decision)

    def others(self, decision: Data) -> Iterator[Line]:
        others = [response for response in decision["responses"] if not response["chosen"]]
        if others:
            yield Line("text", "What else was open:")
        for response in others:
            nearest = " You found it nearest to your own words." if response["id"] == decision["nearest"] else ""
            yield Line("response", _response(response) + nearest, 1)
            yield from self.what_it_did(response, 2)

    def what_it_did(self, response: Data, indent: int) -> Iterator[Line]:
        yield from (Line("result", text, indent) for text in response["result"])
        yield from _because(response, indent)
        for source in response["sources"]:
            yield from self.source(source, indent)

    def source(self, source: Data, indent: int) -> Iterator[Line]:
        if not source["known"]:
            yield Line("source", f"{source['id']}: not among the known sources.", indent)
            return
        against = "It goes against" if source["strength"] in ("must", "should") else "It leaves unused"
        role = {"upholds": "It rests on", "breaches": against, "asks": "Whose rule"}[source["role"]]
        if source["id"] in self.told:
            yield Line("source", f"{role}: {source['id']}, as above.", indent)
            return
        self.told.add(source["id"])
        where = f", in “{source['section']}”" if source["section"] else ""
        yield Line("source", f"{role}: {source['id']}{where}. {_claim(source)}", indent)
        if source["note"].strip():
            yield Line("source", source["note"].strip(), indent + 1)


def _claim(source: Data) -> str:
    """Return what a source says, how strongly, and, where it is not the text itself that was read, how we know."""
    told = f"{sentence(source['paraphrase'])} {source['strength_words']}"
    return told if source["checked"] == "V" else f"{told} {source['checked_words']}"


def _response(response: Data) -> str:
    best = "recommended here" if response["recommended"] else "the best open here" if response["best"] else None
    marks = [mark for mark in (response["rating"], best) if mark]
    return quoted(response["text"]) + (f" ({', '.join(marks)})" if marks else "")


def _first_choices(document: Data) -> Iterator[Line]:
    rewinds = document["rewinds"]
    if not rewinds:
        return
    yield Line("heading", "What you first chose")
    for number, choice in enumerate(rewinds["choices"], 1):
        same = number <= rewinds["same_up_to"]
        text = "the same" if same else quoted(choice["text"]) if choice["response"] else "not kept"
        yield Line("text", f"Decision {number} ({choice['name']}): {text}", 1)


def _rules(document: Data) -> Iterator[Line]:
    if document["rules"]:
        yield Line("heading", "Rules of this case")
    for rule in document["rules"]:
        yield Line("text", f"{rule['statement']} {rule['fate_words']}")


def _recommendations(document: Data) -> Iterator[Line]:
    layers = (("article", "What the article says"), ("practice", "What the codes and good practice say"))
    fates = (("met", "Met"), ("missed", "Missed"), ("passed_by", "Open to you, and left unused"))
    for layer, title in layers:
        found = document["recommendations"][layer]
        if any(found.values()):
            yield Line("heading", title)
        for fate, heading in fates:
            if found[fate]:
                yield Line("subheading", heading)
            for one in found[fate]:
                yield Line("source", f"{one['id']}, {one['where']}: {_claim(one)}", 1)


def _consequences(document: Data) -> Iterator[Line]:
    found = document["consequences"]
    if found and found["steps"]:
        yield Line("heading", "What stayed within reach")
        yield from (Line("text", step["sentence"]) for step in found["steps"])
        yield Line("text", found["aside"])
