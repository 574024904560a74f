"""``python -m vignettes.catalogue``: all entries as Markdown, for the documentation."""

from __future__ import annotations

from vignettes.catalogue import Entry, entries

HEAD = """\
# Diagnostics

<!-- Written by `python3 dev.py docs` from the catalogue in vignettes/catalogue; change it there. -->

All that `simulator check` can say, by code. `simulator check --explain CODE` prints one entry in the terminal.
An error ends with exit status 1. A warning does not, unless `--strict` is given. In a vignette, `checks:` changes
the severity of a code for that file, or turns it `off`, with a reason; what keeps a case from being played stays an
error.

Examples show only what matters: each is laid over a small sound vignette.
"""
GROUPS = {
    "V1": "Reading the file", "V2": "Names and structure", "V3": "The way through", "V4": "Texts and fairness",
    "V5": "Scoring", "V6": "A whole library", "V7": "Expected plays",
}


def page(entry: Entry) -> str:
    """Return one entry as Markdown."""
    bad, good = ("".join(f"    {line}".rstrip() + "\n" for line in text.rstrip("\n").split("\n"))
                 for text in (entry.bad, entry.good))
    return (
        f"## {entry.code}: {entry.title}\n\n*{entry.severity}, since {entry.since}*\n\n{entry.why}\n\n"
        f"**How to mend it.** {entry.mend}\n\nRaises it:\n\n{bad}\nDoes not:\n\n{good}"
    )


def document() -> str:
    """Return the whole catalogue as one page of Markdown: a table of all codes, then every entry."""
    every = entries()
    parts = [HEAD]
    for group, title in GROUPS.items():
        mine = [entry for entry in every if entry.code.startswith(group)]
        if mine:
            rows = [f"| [{e.code}](#{_anchor(e)}) | {e.severity} | {e.title} |" for e in mine]
            parts.append("\n".join([f"**{title}**\n", "| code | severity | what |", "|---|---|---|", *rows, ""]))
    return "\n".join([*parts, *(page(entry) for entry in every)])


def _anchor(entry: Entry) -> str:
    """Return the anchor that Markdown's readers give the entry's heading."""
    heading = f"{entry.code}: {entry.title}".lower()
    return "".join("-" if c == " " else c for c in heading if c.isalnum() or c in " -_")


if __name__ == "__main__":
    print(document(), end="")
