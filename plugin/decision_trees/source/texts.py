"""Single texts of a source: made one line, and checked for what can be wrong with any of them."""

from __future__ import annotations

import re

from decision_trees.diagnostics.wording import shorten
from decision_trees.model.ids import is_id, slug
from decision_trees.model.tree import Text
from decision_trees.source import arrows, lookalikes
from decision_trees.source.keys import MOST_LINE_CHARACTERS
from decision_trees.source.mends_in_a_line import INDENT_ANEW
from decision_trees.source.report import Report
from decision_trees.source.yaml import Entry, Scalar, Sequence, YamlNode

ID_IS = "use up to 64 lower-case letters, digits and single hyphens"


def unwrapped(text: Text) -> Text:
    """Make a text one line: line breaks around it go, and those in it become spaces."""
    return Text(text.value.strip("\n").replace("\n", " "), text.span) if "\n" in text.value else text


def tell_lost(text: Scalar, report: Report) -> None:
    """Report what stands behind a text as a comment and is not written as one."""
    if text.lost is not None:
        report.say(
            "lost-text",
            text.lost,
            f"to YAML a comment begins here, so {_what_is_left(text)}",
            help="put all of it into quotes; a comment has two spaces before its sign, and one behind it",
        )


_ODD_BAR = re.compile(rf"[{lookalikes.BARS}][-+\d]*\s")


def tell_odd_bar(text: Scalar, report: Report) -> None:
    """Report a text that begins like a block, with a sign that only looks like the one of a block."""
    if text.plain and text.span.end_line > text.span.line and _ODD_BAR.match(text.text):
        report.say(
            "wrong-type",
            text.span._replace(end_line=text.span.line, end_column=text.span.column + 1),
            f"{lookalikes.name(text.text[0])} begins no block",
            label="YAML makes one line of the text",
            help="write `|` in its place",
        )


def _what_is_left(text: Scalar) -> str:
    return "there is no text" if text.is_null else f"the text is `{shorten(text.text)}` alone"


def without_odd_spaces(entry: Entry, report: Report) -> Entry:
    """Report what stands around a key and is no plain space, if there is any, and give the entry without."""
    key = entry.key
    odd = lookalikes.around(key.text)
    if not odd:
        return entry
    name = lookalikes.without(key.text).strip()
    is_before = key.text.startswith(odd)
    start = key.span.column + (0 if is_before else len(key.text) - len(odd))
    report.say(
        "unknown-key",
        key.span._replace(column=start, end_column=start + len(odd)),
        f"{lookalikes.name(odd[0])} stands {'before' if is_before else 'behind'} `{shorten(name)}`",
        label="YAML takes it for a part of the key",
        help=INDENT_ANEW if is_before else "delete it",
    )
    return entry._replace(key=key._replace(text=name))


def tell_arrow(entry: Entry, code: str, report: Report) -> bool:
    """Report an arrow between two nodes in place of the id or key of something, and say whether it is one."""
    key, value = entry
    arrow = arrows.drawn(key.text)
    if arrow is None:
        return False
    answer = value.text if isinstance(value, Scalar) and not value.is_null else "…"
    report.say(
        code,
        key.span,
        f"`{shorten(key.text)}` is an arrow: those are drawn by answers",
        label="these stand below the question of a check",
        help=f"write its question below `checks:` and an id, then `answers:` and `{answer}: {arrow.target}`",
    )
    report.complete = report.all_nodes = False
    return True


def check_length(what: str, text: Scalar, report: Report) -> None:
    """Report a text of one line that is too long for one; `what` names it."""
    if len(text.text) > MOST_LINE_CHARACTERS:
        message = f"{what} has {len(text.text):,} characters: at most {MOST_LINE_CHARACTERS:,} are published"
        report.say("too-much", text.span, message, help="write a short text here, and the rest as guidance")


def check_id(text: Text, report: Report) -> bool:
    """Report an id that is not well formed, and say whether it is."""
    if is_id(text.value):
        return True
    suggestion = slug(text.value)
    report.say(
        "bad-id",
        text.span,
        f"`{shorten(text.value)}` cannot be an id",
        label=f"for example `{suggestion}`" if suggestion else "",
        help=ID_IS,
    )
    return False


def describe(node: YamlNode) -> str:
    """Name what stands in the source."""
    if isinstance(node, Scalar):
        return "nothing" if node.is_null else f"the text `{shorten(node.text)}`"
    return "a list" if isinstance(node, Sequence) else "a mapping"
