"""The form of a vignette's file, described once: its keys, what each takes, and what it means.

The reader takes its key names, words and bounds from here; the JSON Schema for editors (:mod:`vignettes.schema`)
and the reference of the format are generated from it.
"""

from __future__ import annotations

from dataclasses import dataclass

ID = r"[A-Za-z][A-Za-z0-9_-]{0,63}"
LANGUAGE = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
FORMAT = "1"
LEVELS = ("introductory", "intermediate", "advanced")
OUTCOMES = ("good", "mixed", "poor")
TENDS = ("over-referral", "under-referral")
SEVERITIES = ("error", "warning", "off")
LONGEST_MINUTES = 600
RATING_WORDS = ("recommended", "acceptable", "inadvisable", "harmful")
ON_ONE = ("absence", "at_most_once", "existence")
ON_SEVERAL = ("precedence_all", "precedence_any")
ON_TWO = ("precedence", "response", "responded_existence", "not_succession", "not_co_existence")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a mapping.

    Attributes:
        name: as written.
        takes: what it takes, a name of :data:`KINDS`; ``each PART`` for named parts, ``one PART`` for a mapping.
        means: what it is for, in Markdown.
        required: whether it must be there.
        words: the words it may be, where it takes a ``word``.
        low, high: bounds of a number, where it has any.
        default: what holds where it is missing, as an author would write it.
    """

    name: str
    takes: str
    means: str
    required: bool = False
    words: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    default: str = ""


KINDS = {
    "format": f"{FORMAT}",
    "id": "an id: a letter, then letters, digits, `-` and `_`, at most 64 characters",
    "language": "a tag such as `en` or `pt-BR`",
    "text": "a text",
    "texts": "a list of texts",
    "named texts": "texts by name",
    "passages": "a text, or a list of texts and of `{when, text}`: all that hold are shown, in order",
    "flag": "`true` or `false`",
    "number": "a number",
    "whole": "a whole number",
    "word": "a word",
    "condition": "a condition",
    "acts": "a list of acts: names, or `{name: {attribute: value}}`",
    "act": "an act: a name, or `{name: {attribute: value}}`",
    "two acts": "`[A, B]`, two acts",
    "several acts": "`[[A1, A2, …], B]`, acts",
    "ways": "a scene or an ending, or a list of `{when, to}`, the last without `when`",
    "effects": "by variable: `+1` or `-1` to add, `3` or `=-1` to set, `true` or `false`",
    "rating": "a word, or a number from 0 to 1",
    "start": "a whole number, or `true` or `false`",
    "choices": "a list of responses, each `response` or `scene/response`",
    "bounds": "a number from 0 to 1, or `{min, max}`",
}
"""What a key can take, in words."""

VIGNETTE = (
    Key("format", "format", "The form of the file.", required=True),
    Key("id", "id", "What the case is known by, in records too; it never changes.", required=True),
    Key("title", "text", "What the list shows.", required=True),
    Key("summary", "text", "One sentence for the list."),
    Key("language", "language", "The language it is written in.", default="en"),
    Key("level", "word", "How much it asks of a trainee.", words=LEVELS, default=LEVELS[0]),
    Key("minutes", "whole", "How long a play takes.", low=1, high=LONGEST_MINUTES),
    Key("variant_of", "id", "The vignette of which this is a variant."),
    Key("content_note", "texts", "What a trainee is told the case contains, before it starts."),
    Key("client", "one client", "Who the client is."),
    Key("clinician", "one clinician", "Who the trainee is in this case."),
    Key("briefing", "passages", "What one knows walking in. Markdown."),
    Key("variables", "each variable", "What the case remembers, by name."),
    Key("start", "id", "The scene it starts in.", required=True),
    Key("scenes", "each scene", "The moments of the case, by id.", required=True),
    Key("endings", "each ending", "Where it closes, by id; scenes and endings share their ids.", required=True),
    Key("rules", "each rule", "What must be done before, after or never, by id."),
    Key("questions", "texts", "For the supervisor's debrief."),
    Key("differences", "text", "Where experts or codes differ from the article."),
    Key("roles", "named texts", "Cards for acting the case out, such as `client` and `observer`."),
    Key("review", "one review", "Who has reviewed it, and when."),
    Key("checks", "each check", "An author's word on a diagnostic, by its code."),
)
CLIENT = (
    Key("name", "text", "What the client is called."),
    Key("age", "text", "How old."),
    Key("pronouns", "text", "Such as `she/her`."),
    Key("presenting", "text", "What the client came for."),
)
CLINICIAN = (
    Key("role", "text", "Where and as what the trainee works here."),
    Key("training", "text", "What they have been trained in."),
)
REVIEW = (
    Key("clinical", "text", "Who reviewed it as a clinician, and when; empty: not yet."),
    Key("cultural", "text", "Who reviewed it as a cultural reader, and when; empty: not yet."),
)
VARIABLE = (
    Key("start", "start", "What it is at the start. A number needs bounds; true or false has none.", required=True),
    Key("min", "whole", "The least it can become."),
    Key("max", "whole", "The most it can become."),
)
SCENE = (
    Key("narration", "passages", "What happens. Markdown."),
    Key("client", "passages", "What the client says."),
    Key("inner", "passages", "What one notices in oneself."),
    Key("acts", "acts", "What happens here before any response, for rules and `done(…)`."),
    Key("open", "flag", "Whether the trainee first says in their own words what they would do; never scored.",
        default="false"),
    Key("weight", "number", "What the decision counts for.", low=0, default="1"),
    Key("ambiguous", "flag", "Whether experts differ here: discussed, without loss.", default="false"),
    Key("key", "flag", "Whether it counts as a key decision, whatever exploring finds."),
    Key("confidence", "flag", "Whether it asks how sure one is.", default="false"),
    Key("scored", "flag", "Whether it has a key at all; `false`: no ratings, no charge.", default="true"),
    Key("keep", "flag", "Whether the response is recorded; `false` only with `scored: false`.", default="true"),
    Key("responses", "each response", "What one could say or do, by id. Without responses the scene goes on."),
    Key("next", "ways", "Where a scene without responses goes on to."),
)
RESPONSE = (
    Key("say", "text", "What one says. A response has `say` or `do`, not both."),
    Key("do", "text", "What one does."),
    Key("when", "condition", "Offered only while this holds."),
    Key("once", "flag", "Whether it is offered only until it is chosen.", default="false"),
    Key("rating", "rating", "How it serves the client: `recommended` 1, `acceptable` 2/3, `inadvisable` 1/3, "
        "`harmful` 0. Needed where the decision is scored.", words=RATING_WORDS),
    Key("contraindicated", "flag", "Rated 0, and named in the debrief whatever else happened.", default="false"),
    Key("repair", "flag", "Whether it mends an earlier mistake.", default="false"),
    Key("tends", "word", "Which way it errs.", words=TENDS),
    Key("acts", "acts", "What it does, for rules and `done(…)`."),
    Key("upholds", "texts", "Ids of the recommendations and standards it follows."),
    Key("breaches", "texts", "Ids of those it goes against."),
    Key("because", "text", "Why it is rated so: what the debrief explains.", required=True),
    Key("result", "passages", "What happens next, shown at once. Markdown."),
    Key("set", "effects", "What it changes."),
    Key("next", "ways", "Where it leads, decided after `set` and `acts`.", required=True),
)
ENDING = (
    Key("outcome", "word", "In a word.", required=True, words=OUTCOMES),
    Key("value", "number", "How good it is for the client.", required=True, low=0, high=1),
    Key("narration", "passages", "What happens. Markdown.", required=True),
    Key("client_view", "passages", "The client, in a few sentences, on what this was like."),
)
RULE = (
    *(Key(name, "act", means) for name, means in (
        ("absence", "Never do B."), ("at_most_once", "Do A at most once."), ("existence", "Do A."))),
    *(Key(name, "two acts", means) for name, means in (
        ("precedence", "A before the first B."), ("response", "After every A, B."),
        ("responded_existence", "Where A is done, B at any time."), ("not_succession", "No B after an A."),
        ("not_co_existence", "Not both."))),
    *(Key(name, "several acts", means) for name, means in (
        ("precedence_all", "All of A1, A2, … before the first B."),
        ("precedence_any", "One of A1, A2, … before the first B."))),
    Key("penalty", "number", "What breaking it costs: above 0, at most twice the heaviest weight.", required=True,
        low=0),
    Key("source", "text", "The recommendation or standard it is drawn from."),
    Key("critical", "flag", "Whether breaking it asks for a talk with the supervisor.", default="false"),
    Key("because", "text", "Why it matters.", required=True),
)
CHECK = (
    Key("severity", "word", "What it counts as in this file.", required=True, words=SEVERITIES),
    Key("because", "text", "Why.", required=True),
)
PLAYS = (
    Key("format", "format", "The form of the file.", required=True),
    Key("plays", "each play", "The plays, by name.", required=True),
)
PLAY = (
    Key("choices", "choices", "The responses chosen, a decision each, up to an ending. With its scene, a choice also "
        "says where the play must stand.", required=True),
    Key("ending", "text", "Where it must end."),
    Key("score", "bounds", "What decision quality must be."),
    Key("kept", "texts", "Rules that must have come up and been kept."),
    Key("broken", "texts", "Rules that must have been broken."),
    Key("because", "text", "Why this play matters, for whoever reads the file."),
)
PARTS: dict[str, tuple[Key, ...]] = {
    "vignette": VIGNETTE, "client": CLIENT, "clinician": CLINICIAN, "variable": VARIABLE, "scene": SCENE,
    "response": RESPONSE, "ending": ENDING, "rule": RULE, "review": REVIEW, "check": CHECK,
}
"""The mappings of a vignette's file, by what they are."""
PLAYS_PARTS: dict[str, tuple[Key, ...]] = {"plays file": PLAYS, "play": PLAY}
"""Those of a file of plays."""


def names(part: tuple[Key, ...]) -> tuple[str, ...]:
    """Return the names of a part's keys, in order."""
    return tuple(key.name for key in part)
