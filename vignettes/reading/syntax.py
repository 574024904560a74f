"""What the YAML parser complains about, said so that someone who never met YAML can mend it."""

from __future__ import annotations

from typing import Any, NamedTuple

from vignettes.reading.nodes import Written, unpacked


class Complaint(NamedTuple):
    """One kind of complaint.

    Attributes:
        part: what the parser's words hold.
        message: what we say instead.
        code: the catalogue's code.
        opening: whether the place is where the text in question begins, not where the parser gave up.
    """

    part: str
    message: str
    code: str = "V106"
    opening: bool = False


UNKNOWN = Complaint("", "The text cannot be read from here on.")
_QUOTE = "put the text in quotation marks"
_INDENTED = "This line is indented unlike those it belongs to, or a quoted text ended early."

# The first that fits is taken.
COMPLAINTS = (
    Complaint("scanning an anchor", f"'&' at the start of a text makes an anchor; {_QUOTE}.", "V109", True),
    Complaint("scanning an alias", f"'*' at the start of a text makes an alias; {_QUOTE}.", "V109", True),
    Complaint("a tag directive", f"A line cannot begin with '%'; {_QUOTE}."),
    Complaint("a directive", f"A line cannot begin with '%'; {_QUOTE}."),
    Complaint(" a tag ", f"'!' at the start of a text makes a tag; {_QUOTE}.", "V110", True),
    Complaint("found undefined tag handle", f"'!' at the start of a text makes a tag; {_QUOTE}.", "V110", True),
    Complaint("unexpected end of stream", "The quotation mark here is never closed.", opening=True),
    Complaint("scanning a quoted scalar found unexpected document",
              "The quotation mark here is never closed.", opening=True),
    Complaint("unknown escape", "A backslash inside double quotation marks begins an escape that does not exist."),
    Complaint("a quoted scalar", "An escape inside these double quotation marks cannot be read."),
    Complaint("a double-quoted scalar", "An escape inside these double quotation marks cannot be read."),
    Complaint("a block scalar", "Behind | or > the line must end; the text goes on the next line, indented."),
    Complaint("mapping values are not allowed",
              "A colon followed by a blank stands inside a text, or a line is indented wrongly."),
    Complaint("could not find expected ':'",
              "This line has no key with a colon, or belongs to the text above it and is indented too little.",
              opening=True),
    Complaint("',' or ']'", "A list in [ ] is not closed, or a comma is missing between its parts."),
    Complaint("',' or '}'", "A mapping in { } is not closed, or a comma is missing between its parts."),
    Complaint("'-' indicator", "A list's parts must begin with '- ' at one and the same indentation."),
    Complaint("sequence entries are not allowed", "A list cannot begin here; put it on the next line, indented."),
    Complaint("expected <block end>", _INDENTED),
    Complaint("did not find expected key", _INDENTED),
    Complaint("expected node content", "A value is missing here."),
    Complaint("expected the node content", "A value is missing here."),
    Complaint("cannot start any token", f"A text cannot begin with this character; {_QUOTE}."),
    Complaint("<document start>", "Something is left over here where the file should have ended."),
)


def told(fault: Any, written: Written) -> tuple[int, int, str, str]:
    """Return line and column (from 0), code and message for what PyYAML raised."""
    problem_at, opened_at = getattr(fault, "problem_mark", None), getattr(fault, "context_mark", None)
    if problem_at is None:  # its reader met a character it does not take; it knows the index only
        line, column = unpacked(written.at_index(min(getattr(fault, "position", 0), len(written.text))))
        return line, column, UNKNOWN.code, UNKNOWN.message
    line, column = problem_at.line, problem_at.column
    before = written.line(line + 1)[: column + 1]
    if "\t" in before and not before.strip():
        return line, column, "V107", "This line is indented with a tab."
    words = f"{fault.context or ''} {fault.problem or ''}"
    complaint = next((c for c in COMPLAINTS if c.part in words), UNKNOWN)
    if complaint.opening and opened_at is not None:
        line, column = opened_at.line, opened_at.column
    return line, column, complaint.code, complaint.message
