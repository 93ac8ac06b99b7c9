"""Typed reading of source nodes.

A `MappingReader` is one mapping read by its `Shape`: each reading method returns a value of its type or,
having said why, the nearest thing to it, so that one mistake does not hide the next. Every type of value has
its reading method here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date as Day  # noqa: N812 - `date` is the method that reads one

from decision_trees.diagnostics.wording import nearest, shorten
from decision_trees.model.ids import read_target, unsafe_scheme
from decision_trees.model.tree import Target, Text
from decision_trees.source import dates, how_to_write, keys
from decision_trees.source.double_keys import entries
from decision_trees.source.keys import TEXT_TYPES, ValueType
from decision_trees.source.opened_mapping import OpenedMapping, looks_like
from decision_trees.source.texts import (
    check_id,
    check_length,
    describe,
    tell_lost,
    tell_odd_bar,
    unwrapped,
    without_odd_spaces,
)
from decision_trees.source.yaml import Entry, Mapping, Scalar, Sequence, YamlNode, is_empty


class MappingReader(OpenedMapping):
    """One mapping of the source, whose values are read by their types."""

    def line(self, key: str) -> Text | None:
        """Read text on one line; line breaks in it become spaces."""
        node = self._values.get(key)
        text = self._text(key, node)
        if text is None:
            return None
        if isinstance(node, Scalar) and self.shape.keys[key].takes is ValueType.LINE:
            check_length(f"`{key}`", node, self._report)
        return unwrapped(text)

    def needed_line(self, key: str) -> Text:
        """Read a required line; an empty one stands in for what was reported as missing."""
        return self.line(key) or Text("", self.owner)

    def prose(self, key: str) -> Text | None:
        """Read Markdown."""
        return self._text(key, self._values.get(key))

    def needed_prose(self, key: str) -> Text:
        """Read required Markdown; an empty text stands in for what was reported as missing."""
        return self.prose(key) or Text("", self.owner)

    def lines(self, key: str) -> tuple[Text, ...]:
        """Read a list of texts; an item with nothing behind its `-` is as good as none."""
        items = [item for item in self.items(key) if not is_empty(item)]
        for item in items:
            if isinstance(item, Scalar):
                check_length(f"`{key}`", item, self._report)
        return tuple(unwrapped(text) for item in items if (text := self._text(key, item)))

    def ids(self, key: str) -> tuple[Text, ...]:
        """Read a list of ids."""
        return tuple(text for text in self.lines(key) if check_id(text, self._report))

    def id(self, key: str) -> Text | None:
        """Read an id."""
        text = self.line(key)
        return text if text and check_id(text, self._report) else None

    def flag(self, key: str) -> bool:
        """Read `true` or `false`; false where nothing is written, true where it is neither."""
        text = self.line(key)
        if text and text.value not in ("true", "false"):
            self._report.say(
                "wrong-type",
                text.span,
                f"`{key}` takes `true` or `false`, not `{shorten(text.value)}`",
                help=how_to_write.FLAG_IS,
            )
        return text is not None and text.value != "false"

    def date(self, key: str) -> Day | None:
        """Read a calendar day."""
        text = self.line(key)
        if not text:
            return None
        day = dates.read(text.value)
        if day is None:
            self._report.say(
                "bad-date",
                text.span,
                f"`{shorten(text.value)}` is not a calendar day",
                label=dates.hint(text.value),
                help=how_to_write.DATE_IS,
            )
        return day

    def target(self, key: str) -> Target | None:
        """Read a target."""
        text = self.line(key)
        return read_target(text) if text else None

    def url(self, key: str) -> Text | None:
        """Read an address."""
        text = self.line(key)
        if text and (scheme := unsafe_scheme(text.value)) is not None:
            self._report.say(
                "unsafe-url",
                text.span,
                f"a page must not link to `{shorten(scheme)}:` addresses",
                help=how_to_write.URL_IS,
            )
            return None
        return text

    def one_or_more(self, key: str) -> tuple[Text, ...]:
        """Read a list of texts, or a single text."""
        if isinstance(self._values.get(key), Scalar):
            return (self.needed_line(key),)
        return self.lines(key)

    def choice(self, key: str, choices: Collection[str]) -> str | None:
        """Read one of some words, taking a slip for the word that was meant."""
        text = self.line(key)
        chosen = self._chosen(key, text, choices) if text else None
        return chosen.value if chosen else None

    def choices(self, key: str, choices: Collection[str]) -> tuple[Text, ...]:
        """Read one or several of some words, likewise; those that cannot be guessed are left out."""
        if together := self._without_brackets(key, choices):
            return together
        chosen = (self._chosen(key, text, choices) for text in self.one_or_more(key))
        return tuple(text for text in chosen if text)

    def _without_brackets(self, key: str, choices: Collection[str]) -> tuple[Text, ...]:
        """Read several of the words that stand where a list of them belongs, and report it."""
        node = self._values.get(key)
        if not isinstance(node, Scalar):
            return ()
        places = {word: re.search(rf"\b{word}\b", node.text) for word in choices}
        words = sorted((place.start(), word) for word, place in places.items() if place)
        if len(words) < _SEVERAL:
            return ()
        self._report.say(
            "wrong-type",
            node.span,
            f"`{key}` takes several words as a list, not as the text `{shorten(node.text)}`",
            help=f"write `{key}: [{', '.join(word for _, word in words)}]`",
        )
        return tuple(Text(word, node.span) for _, word in words)

    def _chosen(self, key: str, text: Text, choices: Collection[str]) -> Text | None:
        if text.value in choices:
            return text
        meant = nearest(text.value, choices)
        self._report.say(
            "wrong-type",
            text.span,
            f"`{key}` takes {_either(choices)}, not `{shorten(text.value)}`",
            label=f"did you mean `{meant}`?" if meant else "",
            help="" if meant else how_to_write.ONE_OF_THESE,
        )
        return Text(meant, text.span) if meant else None

    def count(self, key: str) -> int | None:
        """Read a whole number from 1."""
        text = self.line(key)
        if text is None:
            return None
        if re.fullmatch(r"[1-9]\d{0,8}", text.value, re.ASCII):
            return int(text.value)
        message = f"`{key}` takes a whole number from 1, not `{shorten(text.value)}`"
        self._report.say("wrong-type", text.span, message, help="write a number, or leave the key out")
        return None

    def items(self, key: str) -> tuple[YamlNode, ...]:
        """Read a list, whatever it holds."""
        node = self._values.get(key)
        if node is None or isinstance(node, Sequence):
            return node.items if node else ()
        self._wrong_type(key, node)
        return ()

    def entries(self, key: str) -> tuple[Entry, ...]:
        """Read a mapping whose keys are the author's own."""
        node = self._values.get(key)
        if node is None:
            return ()
        if isinstance(node, Mapping):
            found = entries(node, self._report)
            # What stands in quotes is meant.
            return tuple(without_odd_spaces(one, self._report) if one.key.plain else one for one in found)
        self._wrong_type(key, node)
        return ()

    def _text(self, key: str, node: YamlNode | None) -> Text | None:
        if node is None:
            return None
        if isinstance(node, Scalar):
            if self.shape.keys[key].takes in TEXT_TYPES:
                tell_lost(node, self._report)
                tell_odd_bar(node, self._report)
            return Text(node.text.strip("\n"), node.span)
        self._wrong_type(key, node)
        return Text("", node.span)

    def _wrong_type(self, key: str, node: YamlNode) -> None:
        kind = self.shape.keys[key].takes
        inner = looks_like(node)
        if kind is ValueType.TARGET and inner:
            home = keys.SECTIONS[inner.name]
            help_ = f"move it below `{home}:`, give it an id there, and write that id here"
            message = f"`{key}` takes a target: {inner.name} cannot be written here"
            self._report.say("wrong-type", node.span, message, help=help_)
            return
        self._report.say(
            "wrong-type",
            node.span,
            f"`{key}` takes {how_to_write.with_article(kind)}, not {describe(node)}",
            label=how_to_write.almost(node, kind),
            help=how_to_write.instead_of(node, kind),
        )


_SEVERAL = 2


def _either(choices: Iterable[str]) -> str:
    *others, last = (f"`{choice}`" for choice in choices)
    return f"{', '.join(others)} or {last}"
