"""What helps an author who has written something else in the place of a value."""

from __future__ import annotations

import re

from decision_trees.diagnostics.wording import shorten
from decision_trees.model.ids import TARGETS, is_id, slug
from decision_trees.source import arrows, lookalikes, other_words
from decision_trees.source.keys import SECTION_TYPES, ValueType
from decision_trees.source.texts import ID_IS
from decision_trees.source.yaml import Mapping, Scalar, Sequence, YamlNode

FLAG_IS = "write `true`, or leave the key out"

DATE_IS = "write year-month-day, as in `2027-04-01`"

URL_IS = "use http, https, mailto, or a path in the docs folder"

ONE_OF_THESE = "write one of these, or leave the key out"

HOW_TO_WRITE = {
    ValueType.LINE: "quote it if it is meant as text",
    ValueType.PROSE: "write Markdown, lists too, in a block that begins with `|`",
    ValueType.ID: ID_IS,
    ValueType.DATE: DATE_IS,
    ValueType.FLAG: FLAG_IS,
    ValueType.TARGET: f"write {TARGETS}",
    ValueType.URL: URL_IS,
    ValueType.GUIDANCE: ONE_OF_THESE,
    ValueType.PICK: ONE_OF_THESE,
    **dict.fromkeys(
        [ValueType.LINES, ValueType.IDS], "write it in brackets, or each one on a line behind `- `"
    ),
    **dict.fromkeys(
        [ValueType.EDGE_CASES, ValueType.REFERENCES, ValueType.SCENARIOS],
        "write `- ` before each, also before a single one",
    ),
    **dict.fromkeys(SECTION_TYPES, "write `key: value` lines below it, indented"),
}
"""How a value of each type is written."""

_WITH_ARTICLE = {
    ValueType.LINE: "text",
    ValueType.PROSE: "Markdown text",
    ValueType.ID: "an id",
    ValueType.URL: "an address",
    ValueType.FLAG: "`true` or `false`",
    ValueType.GUIDANCE: "`none` or `expected`",
    ValueType.PICK: "`first`",
}


def with_article(kind: ValueType) -> str:
    """Name a type in the midst of a sentence."""
    return _WITH_ARTICLE.get(kind, f"a {kind}")


def almost(node: YamlNode, kind: ValueType) -> str:
    """Say why a text is no mapping or list, where one character makes it a text; empty otherwise."""
    if not isinstance(node, Scalar) or not node.plain:
        return ""
    return _almost_a_pair(node) if kind in SECTION_TYPES else _almost_an_item(node.text)


def _almost_a_pair(node: Scalar) -> str:
    if arrows.drawn(_first_line(node)):
        return arrows.FOR_COLON
    pair = _ALMOST_A_PAIR.match(node.text)
    if pair and pair["colon"] == ":":
        return "a space is missing behind the colon"
    return f"{lookalikes.name(pair['colon'])} is no colon to YAML" if pair else ""


def _almost_an_item(text: str) -> str:
    if text[0] in _WIDE_BRACKETS:
        return f"{lookalikes.name(text[0])} opens no list to YAML: write plain brackets, and plain commas"
    odd = lookalikes.before_item(text)
    if odd and text.startswith("-"):
        return f"{lookalikes.name(odd)} stands behind the hyphen: write a plain space"
    if odd:
        return f"{lookalikes.name(odd)} begins it: write a plain hyphen and a space"
    return "a space is missing behind the hyphen" if _ALMOST_AN_ITEM.match(text) else ""


def item_mark(key: Scalar) -> str:
    """Name the sign that an author has put before a key as before an item of a list; empty where none is."""
    found = _ITEM_MARK.match(key.text) if key.plain else None
    if not found:
        return ""
    return "a hyphen" if found[0] == "-" else lookalikes.name(found[0])


_WIDE_BRACKETS = "\uff3b\u3010\u3014"

_ITEM_MARK = re.compile(rf"-(?=[^\W\d])|[{lookalikes.HYPHENS}](?=\s+\S)")

_ALMOST_A_PAIR = re.compile(rf"[^:{lookalikes.COLONS}]+(?P<colon>[:{lookalikes.COLONS}])(?!//)\S")

_ALMOST_AN_ITEM = re.compile(r"-[^\W\d]")


def _first_line(node: Scalar) -> str:
    """The first pair of words around an arrow, of a text whose line breaks YAML has made spaces."""
    words = node.text.split(" ")
    place = next((at for at, word in enumerate(words) if arrows.is_arrow(word)), len(words))
    return " ".join(words[: place + 2])


def instead_of(node: YamlNode, kind: ValueType) -> str:
    """Say how a value of a type is written, with words of what stands there in its place."""
    if kind not in SECTION_TYPES:
        return HOW_TO_WRITE[kind]
    if isinstance(node, Scalar) and (pair := arrows.drawn(_first_line(node))):
        return f"write `{shorten(str(pair))}`, and each on a line of its own"
    if isinstance(node, Sequence) and node.items:
        return _instead_of_item(node.items[0], kind)
    return HOW_TO_WRITE[kind]


def _instead_of_item(item: YamlNode, kind: ValueType) -> str:
    """Say how the first item of a list is written in a mapping, and with it all others."""
    if isinstance(item, Scalar):
        name = item.text if kind in _OF_WORDS or is_id(item.text) else slug(item.text)
        return f"write no `- `, and behind each {_BEHIND[kind]}: `{shorten(name, 30)}: {_EXAMPLE[kind]}`"
    if isinstance(item, Mapping):
        texts = {key.text: value.text for key, value in item.entries if isinstance(value, Scalar)}
        name = next((key for key in _NAMING if key in texts), "")
        target = next((key for key in texts if key in other_words.LEADING), "")
        if name and target and kind is ValueType.ANSWERS and len(item.entries) == len((name, target)):
            return f"write no `- `, and each on one line: `{shorten(f'{texts[name]}: {texts[target]}')}`"
        if name and len(item.entries) > 1:
            text = shorten(texts[name], 30)
            return f"write `{text}:` for `- {name}: {text}`, and what else belongs to it below, indented"
    return "write `key: value` lines, without `- `"


_OF_WORDS = (ValueType.ANSWERS, ValueType.GIVEN)

_NAMING = ("id", "answer", "label", "option", "key", "when", "name", "value", "check", "title", "text")

_BEHIND = {
    ValueType.CHECKS: "its question",
    ValueType.STEPS: "its title",
    ValueType.DECISIONS: "its title",
    ValueType.WARNINGS: "its title",
    ValueType.ANSWERS: "what it leads to",
    ValueType.GIVEN: "the answer",
}

_EXAMPLE = {
    ValueType.CHECKS: "{question: …}",
    ValueType.STEPS: "{title: …}",
    ValueType.DECISIONS: "Its title",
    ValueType.WARNINGS: "{title: …}",
    ValueType.ANSWERS: "its-id",
    ValueType.GIVEN: "Yes",
}
