"""What the YAML parser complains about, said so that someone who never met YAML can mend it."""

from __future__ import annotations

from typing import Any

from vignettes.reading.nodes import Written, unpacked

# The parser's problem (a part of it) -> our sentence. The first that fits is taken.
_SENTENCES = (
    ("mapping values are not allowed",
     "A colon followed by a blank stands inside a text, or a line is indented wrongly."),
    ("could not find expected ':'", "A key without its colon, or a text that goes on at the wrong indentation."),
    ("found unexpected end of stream", "The file ends inside a text: a closing quotation mark is missing."),
    ("found unknown escape", "A backslash inside double quotation marks begins an escape that does not exist."),
    ("did not find expected ',' or ']'", "A list in [ ] is not closed, or a comma is missing between its parts."),
    ("expected ',' or ']'", "A list in [ ] is not closed, or a comma is missing between its parts."),
    ("did not find expected ',' or '}'", "A mapping in { } is not closed, or a comma is missing between its parts."),
    ("expected ',' or '}'", "A mapping in { } is not closed, or a comma is missing between its parts."),
    ("did not find expected '-' indicator", "A list's parts must begin with '- ' at one and the same indentation."),
    ("expected <block end>", "This line is indented differently from those it belongs to."),
    ("did not find expected key",
     "This line is indented differently from those it belongs to, or a quoted text ended too early."),
    ("block sequence entries are not allowed", "A list cannot begin here; put it on the next line, indented."),
    ("did not find expected node content", "A value is missing here."),
    ("cannot start any token", "A text cannot begin with this character; put it in quotation marks."),
    ("document start", "A second text begins where the file should have ended."),
    ("tag", "A tag (a word that begins with '!') is not used here."),
    ("anchor", "'&' and '*' mean something special at the start of a text; put the text in quotation marks."),
    ("alias", "'&' and '*' mean something special at the start of a text; put the text in quotation marks."),
    ("directive", "A line cannot begin with '%'."),
)


def told(fault: Any, written: Written) -> tuple[int, int, str, str]:
    """Return line and column (from 0), code and message for what PyYAML raised."""
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    if mark is None:  # its reader met a character it does not take; it knows the index only
        line, column = unpacked(written.at_index(min(getattr(fault, "position", 0), len(written.text))))
        return line, column, "V106", "The text cannot be read from here on."
    problem = getattr(fault, "problem", None) or ""
    line, column = mark.line, mark.column
    before = written.line(line + 1)[: column + 1]
    if "\t" in before and not before.strip():
        return line, column, "V107", "This line is indented with a tab."
    for part, sentence in _SENTENCES:
        if part in problem:
            return line, column, "V106", sentence
    return line, column, "V106", "The text cannot be read from here on."
