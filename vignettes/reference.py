"""The reference of the format, as Markdown, generated from :mod:`vignettes.form`."""

from __future__ import annotations

from vignettes import form
from vignettes.form import Key

HEAD = """\
# The format of a vignette

<!-- Written by `python3 dev.py docs` from vignettes/form.py; change it there. -->

A vignette is one YAML file in UTF-8. A new one begins with `simulator new ID`; [authoring.md](authoring.md) builds one
step by step, [editors.md](editors.md) sets up an editor that knows the keys, and `simulator check` tells every fault.
Keys in **bold** must be there.
"""
TAIL = """\
## Conditions

`when` takes variables, whole numbers, `true`, `false`, `done(act)` and `visited(scene)`, compared with `==`, `!=`, `<`,
`<=`, `>`, `>=`, one comparison at a time, and joined by `and`, `or`, `not` and parentheses. `not` binds closest, then
`and`, then `or`. A hyphen belongs to a name: `limit-named` is one variable. `done` and `visited` include the scene one
stands in.

    when: rapport >= 1 and not done(refer)

## Text

Narration, briefing, results and an ending's texts may use Markdown: emphasis, lists, quotations. Everything else is
shown as it stands. Nothing in a text is ever obeyed by the terminal or a web page.

YAML's own traps are closed: `no`, `yes` and `on` stay words, a key written twice is a fault, anchors and tags are
refused. A text that holds `: ` or begins with a mark such as `[`, `{`, `*`, `&`, `#`, `"` or `-` needs quotation marks,
or a block that begins with `|`.
"""
TITLES = {
    "vignette": "The file", "client": "`client`", "clinician": "`clinician`", "variable": "A variable",
    "scene": "A scene", "response": "A response", "ending": "An ending", "rule": "A rule",
    "review": "`review`", "check": "A check", "plays file": "Expected plays: `NAME.plays.yaml`", "play": "A play",
}
NOTES = {
    "variable": "A number has `min` and `max` and never leaves them; `true` or `false` has neither.",
    "scene": "With `responses` it is a decision; without, it goes on to `next`.",
    "response": "Every response has `say` or `do`, an explanation and somewhere to go.",
    "rule": "Exactly one of the first ten keys says what is asked for. A rule that never came up is neither kept nor "
            "broken, and costs nothing.",
    "check": "What keeps a case from being played stays an error. The codes are in [diagnostics.md](diagnostics.md).",
    "plays file": "A file beside the vignette, run by `simulator check`: an edit that changes a verdict is seen at "
                  "once, with the step at which the play went elsewhere.",
    "play": "A rule that did not come up counts as neither kept nor broken.",
}


def document() -> str:
    """Return the whole reference as one page of Markdown."""
    parts = {**form.PARTS, **form.PLAYS_PARTS}
    return "\n".join([HEAD, *(_section(name, keys) for name, keys in parts.items()), TAIL])


def _section(name: str, keys: tuple[Key, ...]) -> str:
    note = f"{NOTES[name]}\n\n" if name in NOTES else ""
    rows = "".join(f"| {_name(key)} | {_takes(key)} | {_means(key)} |\n" for key in keys)
    return f"## {TITLES[name]}\n\n{note}| key | takes | means |\n|---|---|---|\n{rows}"


def _name(key: Key) -> str:
    return f"**`{key.name}`**" if key.required else f"`{key.name}`"


def _means(key: Key) -> str:
    return key.means.replace("|", "\\|") + (f" Default: `{key.default}`." if key.default else "")


def _takes(key: Key) -> str:
    how, _, part = key.takes.partition(" ")
    if how in ("each", "one") and part:
        title = TITLES[part]
        link = f"[{title[0].lower()}{title[1:]}](#{title.strip('`').lower().replace(' ', '-')})"
        return f"by name, {link} each" if how == "each" else link
    if key.takes == "word":
        return " ".join(f"`{word}`" for word in key.words)
    told = form.KINDS[key.takes]
    if key.low is not None and key.high is not None:
        return f"{told} from {key.low} to {key.high}"
    return f"{told}, at least {key.low}" if key.low is not None else told
