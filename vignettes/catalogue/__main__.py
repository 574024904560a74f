"""``python -m vignettes.catalogue``: all entries as Markdown, for the documentation."""

from __future__ import annotations

from vignettes.catalogue import Entry, entries


def page(entry: Entry) -> str:
    """Return one entry as Markdown."""
    bad, good = ("".join(f"    {line}\n" for line in text.rstrip("\n").split("\n")) for text in (entry.bad, entry.good))
    return (
        f"## {entry.code}: {entry.title}\n\n*{entry.severity}, since {entry.since}*\n\n{entry.why}\n\n"
        f"**How to mend it.** {entry.mend}\n\nRaises it:\n\n{bad}\nDoes not:\n\n{good}"
    )


if __name__ == "__main__":
    print("\n".join(page(entry) for entry in entries()))
