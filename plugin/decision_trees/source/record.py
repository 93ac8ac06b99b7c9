"""Typed reading of source nodes.

A `Record` is one mapping read by its `Shape`: unknown, double and missing keys are reported as it is
opened, and each reading method returns a value of its type or, having said why, the nearest thing to it,
so that one mistake does not hide the next. Every type of value has its reading method here, and with it the
words for what can be wrong with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date as Day  # noqa: N812 - `date` is the method that reads one

from decision_trees.diagnostics.diagnostic import Related
from decision_trees.diagnostics.wording import did_you_mean, nearest, shorten
from decision_trees.model.ids import TARGETS, read_target, unsafe_scheme
from decision_trees.model.span import Span
from decision_trees.model.tree import Target, Text
from decision_trees.source import dates, keys, lookalikes
from decision_trees.source.keys import Kind, Shape
from decision_trees.source.mends import INDENT_ANEW
from decision_trees.source.report import Report
from decision_trees.source.texts import ID_IS, check_id, check_length, describe, one_line, tell_lost
from decision_trees.source.yaml import Entry, Mapping, Node, Scalar, Sequence


class Record:
    """One mapping of the source, read by its shape.

    Attributes:
        owner: Where to point when a key is missing.
        shape: Its keys.
        readable: Whether a mapping stands there at all.
        complete: Whether something stands there, and every key of it is known or can be guessed.
        tells_missing: Whether missing keys are told of; another key may stand for them.
        beside: Texts under unknown keys that stand below the key of a section, as if that were indented.
    """

    def __init__(self, node: Node, shape: Shape, owner: Span, report: Report) -> None:
        """Open a mapping and report the keys that it should not have, or should.

        Args:
            node: What stands in the source.
            shape: What should.
            owner: Where to point when a key is missing: the id or key that the mapping belongs to.
            report: Where to say what is wrong.
        """
        self.owner = owner
        self.shape = shape
        self._report = report
        self._values: dict[str, Node] = {}
        self._keys: dict[str, Scalar] = {}
        self.readable = isinstance(node, Mapping) or _is_empty(node)
        self.complete = self.readable and not _is_empty(node)
        self._strays_below: str | None = None
        self.beside: defaultdict[str, list[Entry]] = defaultdict(list)
        self.tells_missing = self.readable
        if not self.readable:
            wanted = f"{shape.short} or a mapping" if shape.short else "a mapping"
            message = f"{shape.name} is {wanted}, not {describe(node)}"
            report.say("wrong-type", node.span, message, help=f"write `key: value` lines; {_its_keys(shape)}")
            report.complete = False
            return
        if isinstance(node, Mapping):
            self._take(entries(node, report, shape.keys))
        if self.tells_missing:
            self._require()

    def _take(self, found: Iterable[Entry]) -> None:
        strays: list[tuple[Entry, str]] = []
        section = ""
        for entry in found:
            name = entry.key.text
            if name in self.shape.keys:
                self._keep(name, entry)
                section = name if self.shape.keys[name].kind in _SECTIONS else ""
            elif not name.startswith(_OWN):
                strays.append((entry, section))
        for entry, section in strays:
            if not _home(entry.key.text):
                self._unknown(entry, section)
        if foreign := [entry for entry, _ in strays if _home(entry.key.text)]:
            self._say_foreign(foreign)

    def _keep(self, name: str, entry: Entry) -> None:
        self._keys[name] = entry.key
        if not _is_empty(entry.value):
            self._values[name] = entry.value
        elif isinstance(entry.value, Scalar) and self.shape.keys[name].kind in _TEXTS:
            tell_lost(entry.value, self._report)

    def _unknown(self, entry: Entry, section: str) -> None:
        """Report an unknown key, and read its value as that of the key that was probably meant.

        Args:
            entry: The key and its value.
            section: The key of the section below which it stands and, for lack of indentation, is no part of.
        """
        name = entry.key.text
        if odd := lookalikes.around(name):
            self._say_pasted(entry, odd)
            return
        meant = self._meant(entry)
        if meant is None:
            self._lose(entry, section)
            return
        self._say_unknown(entry, did_you_mean(name, [meant]), _OWN_KEYS)
        if meant in self.shape.keys:
            self._keep(meant, entry)

    def _say_pasted(self, entry: Entry, odd: str) -> None:
        """Report what stands around a key and is no plain space, and read the key without it."""
        key, name = entry.key, lookalikes.without(entry.key.text).strip()
        is_before = key.text.startswith(odd)
        start = key.span.column + (0 if is_before else len(key.text) - len(odd))
        self._report.say(
            "unknown-key",
            key.span._replace(column=start, end_column=start + len(odd)),
            f"{lookalikes.name(odd[0])} stands {'before' if is_before else 'behind'} `{shorten(name)}`",
            label="YAML takes it for a part of the key",
            help=INDENT_ANEW if is_before else "delete it",
        )
        if name in self.shape.keys and name not in self._keys:
            self._keep(name, entry)
        else:
            self.complete = self.tells_missing = self._report.complete = self._report.all_nodes = False

    def _meant(self, entry: Entry) -> str | None:
        name = entry.key.text
        own = name.lower().replace("_", "-")
        if own.startswith(_OWN):
            return own
        free = (key for key in self.shape.keys.values() if key.name not in self._keys)
        # A mapping is rather a node that is not indented than a text whose key is misspelt.
        fitting = [key.name for key in free if key.kind in _SECTIONS or not isinstance(entry.value, Mapping)]
        return nearest(name, fitting)

    def _lose(self, entry: Entry, section: str) -> None:
        """Report a key whose value cannot be read; what stands below the key of an empty section, once."""
        node = _node_of(entry.value)
        outdented = section != "" and section not in self._values
        if outdented and self._strays_below == section:
            return
        self.complete = self.tells_missing = False
        self._strays_below = section
        is_answer = section == "answers" or self.shape is keys.ANSWER
        if outdented or is_answer or not isinstance(entry.value, Scalar):
            self._report.complete = False
        if isinstance(entry.value, Mapping):
            self._report.all_nodes = False
        help_ = f"{_its_keys(self.shape)}; {_OWN_KEYS}"
        if outdented:
            self._say_unknown(entry, f"indent what belongs to `{section}`", f"`{section}` is empty so far")
        elif node and self.shape in (keys.TREE, keys.ANSWER):
            self._say_out_of_place(entry.key, node, section)
        elif self.shape is keys.TREE and section and isinstance(entry.value, Scalar):
            self.beside[section].append(entry)
            self._say_unknown(entry, f"indent it if it belongs to `{section}`", _OWN_KEYS)
        else:
            self._say_unknown(entry, self._where_it_may_belong(entry, section), help_)

    def _say_out_of_place(self, key: Scalar, node: Shape, section: str = "") -> None:
        """Report a check, step or terminal that is written where none can be."""
        home, name = keys.SECTIONS[node.name], shorten(key.text)
        if self.shape is keys.TREE:
            message = f"`{name}` is {node.name}, and stands outside of `{home}`"
            label = "indent it by two spaces" if section == home else f"move it below `{home}:`, indented"
            help_ = f"the ids below `{home}:` are indented, and what belongs to each of them further"
        else:
            message = f"{node.name} is written inside {self.shape.name}, which only leads to one"
            label = f"move it below `{home}:`"
            help_ = "give it an id there, and write that id behind the answer: `Yes: its-id`"
        self._report.say("unknown-key", key.span, message, label=label, help=help_)

    def _where_it_may_belong(self, entry: Entry, section: str) -> str:
        if self.shape is keys.ANSWER:
            return "indent it less if it is another answer"
        if section and _is_empty(entry.value):
            return "indent it less if it is an id"
        return f"indent it if it belongs to `{section}`" if section == "answers" else ""

    def _say_foreign(self, found: list[Entry]) -> None:
        """Report keys of another kind of mapping, which this one may be altogether."""
        self.complete = False
        self.tells_missing = len(self._values) > len(found)
        if not all(isinstance(entry.value, Scalar) for entry in found):
            self._report.complete = False
        first, names = found[0], ", ".join(f"`{entry.key.text}`" for entry in found)
        node = keys.node_with(entry.key.text for entry in found)
        if node and self.shape is keys.ANSWER:
            self._say_out_of_place(first.key, node)
            return
        words, such = ("keys", "such keys") if len(found) > 1 else ("key", "such a key")
        home, move = _home(first.key.text), ""
        if node and self.shape.name in keys.SECTIONS:
            home, move = node, f"; if it is {node.name}, move it below `{keys.SECTIONS[node.name]}:`"
        self._report.say(
            "unknown-key",
            first.key.span,
            f"{self.shape.name} has no {words} {names}",
            label=f"{home.name} has {such}" if home else "",
            help=f"{_its_keys(self.shape)}; {_OWN_KEYS}{move}",
        )

    def _say_unknown(self, entry: Entry, label: str, help_: str) -> None:
        message = f"{self.shape.name} has no key `{shorten(entry.key.text)}`"
        self._report.say("unknown-key", entry.key.span, message, label=label, help=help_)

    def _require(self) -> None:
        for key in self.shape.keys.values():
            if key.required:
                self.require(key.name)

    def require(self, name: str) -> None:
        """Report a key that is not there or empty, unless missing keys are not told of."""
        if name in self._values or not self.tells_missing:
            return
        empty = self._keys.get(name)
        says = self.shape.keys[name].says.partition(". ")[0].removesuffix(".")
        self._report.say(
            "missing-key",
            empty.span if empty else self.owner,
            f"{self.shape.name} needs `{name}`, which is {'empty' if empty else 'missing'}",
            help=f"{'fill in' if empty else 'add'} `{name}`: {says[0].lower()}{says[1:]}",
        )

    def __contains__(self, key: str) -> bool:
        """Say whether a key was written with a value."""
        return key in self._values

    def key_span(self, key: str) -> Span:
        """Where a key is written, or the mapping's owner where it is not."""
        return self._keys[key].span if key in self._keys else self.owner

    def line(self, key: str) -> Text | None:
        """Read text on one line; line breaks in it become spaces."""
        node = self._values.get(key)
        text = self._text(key, node)
        if text is None:
            return None
        if isinstance(node, Scalar) and self.shape.keys[key].kind is Kind.LINE:
            check_length(f"`{key}`", node, self._report)
        return one_line(text)

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
        items = [item for item in self.items(key) if not _is_empty(item)]
        for item in items:
            if isinstance(item, Scalar):
                check_length(f"`{key}`", item, self._report)
        return tuple(one_line(text) for item in items if (text := self._text(key, item)))

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
                help=_FLAG_IS,
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
                help=_DATE_IS,
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
                help=_URL_IS,
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
        if text is None:
            return None
        if text.value in choices:
            return text.value
        meant = nearest(text.value, choices)
        self._report.say(
            "wrong-type",
            text.span,
            f"`{key}` takes {_either(choices)}, not `{shorten(text.value)}`",
            label=f"did you mean `{meant}`?" if meant else "",
            help="" if meant else _ONE_OF_THESE,
        )
        return meant

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

    def items(self, key: str) -> tuple[Node, ...]:
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
            return entries(node, self._report)
        self._wrong_type(key, node)
        return ()

    def _text(self, key: str, node: Node | None) -> Text | None:
        if node is None:
            return None
        if isinstance(node, Scalar):
            if self.shape.keys[key].kind in _TEXTS:
                tell_lost(node, self._report)
            return Text(node.text.strip("\n"), node.span)
        self._wrong_type(key, node)
        return Text("", node.span)

    def _wrong_type(self, key: str, node: Node) -> None:
        kind = self.shape.keys[key].kind
        inner = _node_of(node)
        if kind is Kind.TARGET and inner:
            home = keys.SECTIONS[inner.name]
            help_ = f"move it below `{home}:`, give it an id there, and write that id here"
            message = f"`{key}` takes a target: {inner.name} cannot be written here"
            self._report.say("wrong-type", node.span, message, help=help_)
            return
        self._report.say(
            "wrong-type",
            node.span,
            f"`{key}` takes {_WITH_ARTICLE.get(kind, f'a {kind}')}, not {describe(node)}",
            label=_almost(node, kind),
            help=_HOW_TO_WRITE[kind],
        )


def _almost(node: Node, kind: Kind) -> str:
    """Why a text is no mapping or list, where one character makes it a text."""
    if not isinstance(node, Scalar) or not node.plain:
        return ""
    if kind in _SECTIONS:
        pair = _ALMOST_A_PAIR.match(node.text)
        if pair and pair["colon"] == ":":
            return "a space is missing behind the colon"
        return f"{lookalikes.name(pair['colon'])} is no colon to YAML" if pair else ""
    odd = lookalikes.before_item(node.text)
    if odd and node.text.startswith("-"):
        return f"{lookalikes.name(odd)} stands behind the hyphen: write a plain space"
    return f"{lookalikes.name(odd)} begins it: write a plain hyphen and a space" if odd else ""


_ALMOST_A_PAIR = re.compile(rf"[^:{lookalikes.COLONS}]+(?P<colon>[:{lookalikes.COLONS}])(?!//)\S")


def _node_of(value: Node) -> Shape | None:
    """The kind of check, step or terminal that a mapping looks like; None where it looks like none."""
    if not isinstance(value, Mapping):
        return None
    return keys.node_with(entry.key.text for entry in value.entries)


_TEXTS = (Kind.LINE, Kind.PROSE, Kind.LINES)


_WITH_ARTICLE = {
    Kind.LINE: "text",
    Kind.PROSE: "Markdown text",
    Kind.ID: "an id",
    Kind.URL: "an address",
    Kind.FLAG: "`true` or `false`",
    Kind.GUIDANCE: "`none` or `expected`",
    Kind.PICK: "`first`",
}


_OWN = "x-"

_OWN_KEYS = f"keys of your own start with `{_OWN}`"

_SECTIONS = (Kind.CHECKS, Kind.STEPS, Kind.DECISIONS, Kind.WARNINGS, Kind.ANSWERS, Kind.GIVEN)


_FLAG_IS = "write `true`, or leave the key out"

_DATE_IS = "write year-month-day, as in `2027-04-01`"

_URL_IS = "use http, https, mailto, or a path in the docs folder"

_ONE_OF_THESE = "write one of these, or leave the key out"

_HOW_TO_WRITE = {
    Kind.LINE: "quote it if it is meant as text",
    Kind.PROSE: "write Markdown, lists too, in a block that begins with `|`",
    Kind.ID: ID_IS,
    Kind.DATE: _DATE_IS,
    Kind.FLAG: _FLAG_IS,
    Kind.TARGET: f"write {TARGETS}",
    Kind.URL: _URL_IS,
    Kind.GUIDANCE: _ONE_OF_THESE,
    Kind.PICK: _ONE_OF_THESE,
    **dict.fromkeys([Kind.LINES, Kind.IDS], "write it in brackets, or each one on a line behind `- `"),
    **dict.fromkeys(
        [Kind.EDGE_CASES, Kind.REFERENCES, Kind.SCENARIOS], "write `- ` before each, also before a single one"
    ),
    **dict.fromkeys(
        _SECTIONS,
        "write `key: value` lines, without `- `",
    ),
}


def entries(node: Mapping, report: Report, known: Collection[str] = ()) -> tuple[Entry, ...]:
    """Give each key of a mapping once, reporting those written again.

    Several keys that are written again have one cause, a line that is lost above them, and are told once:
    those of known names, and others if they stand in a row. Not where that line is there, but not in its
    place: as an unknown key with nothing behind it.

    Args:
        node: The mapping.
        report: Where to say so.
        known: The keys that it may have; none where they are the author's own.

    Returns:
        The entries. Of two values the first that is not empty counts.
    """
    first: dict[str, Scalar] = {}
    kept: dict[str, Entry] = {}
    rows: list[dict[str, Scalar]] = [{}]
    is_below_lost_line = False
    for entry in node.entries:
        name = entry.key.text
        if name not in first:
            first[name] = entry.key
            is_unknown = bool(known) and name not in known and not name.startswith(_OWN)
            is_below_lost_line |= is_unknown and _is_empty(entry.value)
            if not known:
                rows.append({})
        elif is_below_lost_line:
            report.all_nodes = False
        elif name in rows[-1]:
            rows.append({name: entry.key})
        else:
            rows[-1][name] = entry.key
        if name not in kept or _is_empty(kept[name].value):
            kept[name] = entry
    for row in filter(None, rows):
        _say_twice([*row.values()], first, report)
    return tuple(kept.values())


def _say_twice(row: list[Scalar], first: dict[str, Scalar], report: Report) -> None:
    key, *others = row
    lost = f"this and {len(others)} more" if others else "this one"
    help_ = "remove or rename one of the two"
    if others:
        report.all_nodes = False
        help_ = "write the line that is missing above, an id or a `- `, or remove what is there twice"
    report.say(
        "duplicate-key",
        key.span,
        f"`{shorten(key.text)}` is written twice",
        label=f"{lost} would be lost",
        help=help_,
        related=(Related("first written here", first[key.text].span),),
    )


def _home(key: str) -> Shape | None:
    """What has a key of this name."""
    return next((shape for shape in keys.SHAPES if key in shape.keys), None)


def _is_empty(node: Node) -> bool:
    if isinstance(node, Scalar):
        return node.is_null
    return not (node.items if isinstance(node, Sequence) else node.entries)


def _either(choices: Iterable[str]) -> str:
    *others, last = (f"`{choice}`" for choice in choices)
    return f"{', '.join(others)} or {last}"


def _its_keys(shape: Shape) -> str:
    return f"its keys are {', '.join(f'`{name}`' for name in shape.keys)}"
