"""Typed reading of source nodes.

A `Record` is one mapping read by its `Shape`: unknown, double and missing keys are reported as it is
opened, and each reading method returns a value of its type or, having said why, the nearest thing to it,
so that one mistake does not hide the next. The module is long because every type of value has its reading
method here, and with it the words for what can be wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date as Day  # noqa: N812 - `date` is the method that reads one

from decision_trees import schema
from decision_trees.diagnostics import Diagnostic, Related, Span, did_you_mean, nearest, shorten
from decision_trees.grammar import TARGETS, is_id, read_target, slug, unsafe_scheme
from decision_trees.model import Target, Text
from decision_trees.schema import Kind, Shape
from decision_trees.source import Entry, Mapping, Node, Scalar, Sequence


class Report(list[Diagnostic]):
    """Where a reader puts what it finds wrong.

    Attributes:
        complete: Whether nothing was left unread, for its key is unknown, that may hold nodes or answers.
        all_nodes: Whether nothing was left unread that may be a node.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.complete = self.all_nodes = True

    def say(  # noqa: PLR0913 - the parts of a diagnostic, each named at the call
        self,
        code: str,
        span: Span,
        message: str,
        *,
        label: str = "",
        help: str = "",  # noqa: A002 - the word a diagnostic uses
        related: tuple[Related, ...] = (),
    ) -> None:
        """Add one diagnostic."""
        self.append(Diagnostic(code, span, message, label, help, related))


class Record:
    """One mapping of the source, read by its shape.

    Attributes:
        owner: Where to point when a key is missing.
        readable: Whether a mapping stands there at all.
        complete: Whether something stands there, and every key of it is known or can be guessed.
        tells_missing: Whether missing keys are told of; another key may stand for them.
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
        self._shape = shape
        self._report = report
        self._values: dict[str, Node] = {}
        self._keys: dict[str, Scalar] = {}
        self.readable = isinstance(node, Mapping) or _is_empty(node)
        self.complete = self.readable and not _is_empty(node)
        self._strays_below: str | None = None
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
            if name in self._shape.keys:
                self._keep(name, entry)
                section = name if self._shape.keys[name].kind in _SECTIONS else ""
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

    def _unknown(self, entry: Entry, section: str) -> None:
        """Report an unknown key, and read its value as that of the key that was probably meant.

        Args:
            entry: The key and its value.
            section: The key of the section below which it stands and, for lack of indentation, is no part of.
        """
        name = entry.key.text
        meant = self._meant(entry)
        if meant is None:
            self._lose(entry, section)
            return
        self._say_unknown(entry, did_you_mean(name, [meant]), _OWN_KEYS)
        if meant in self._shape.keys:
            self._keep(meant, entry)

    def _meant(self, entry: Entry) -> str | None:
        name = entry.key.text
        own = name.lower().replace("_", "-")
        if own.startswith(_OWN):
            return own
        free = (key for key in self._shape.keys.values() if key.name not in self._keys)
        # A mapping is rather a node that is not indented than a text whose key is misspelt.
        fitting = [key.name for key in free if key.kind in _SECTIONS or not isinstance(entry.value, Mapping)]
        return nearest(name, fitting)

    def _lose(self, entry: Entry, section: str) -> None:
        """Report a key whose value cannot be read; what stands below the key of an empty section, once."""
        outdented = section != "" and section not in self._values
        if outdented and self._strays_below == section:
            return
        self.complete = self.tells_missing = False
        self._strays_below = section
        pasted = entry.key.text != entry.key.text.strip()
        is_answer = section == "answers" or self._shape is schema.ANSWER
        if outdented or pasted or is_answer or not isinstance(entry.value, Scalar):
            self._report.complete = False
        if isinstance(entry.value, Mapping):
            self._report.all_nodes = False
        help_ = f"{_its_keys(self._shape)}; {_OWN_KEYS}"
        if outdented:
            self._say_unknown(entry, f"indent what belongs to `{section}`", f"`{section}` is empty so far")
        elif pasted:
            self._say_unknown(entry, "what stands before it is no plain space", "indent it anew")
        else:
            self._say_unknown(entry, self._where_it_may_belong(entry, section), help_)

    def _where_it_may_belong(self, entry: Entry, section: str) -> str:
        if self._shape is schema.ANSWER:
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
        keys, such = ("keys", "such keys") if len(found) > 1 else ("key", "such a key")
        home = _home(first.key.text)
        self._report.say(
            "unknown-key",
            first.key.span,
            f"{self._shape.name} has no {keys} {names}",
            label=f"{home.name} has {such}" if home else "",
            help=f"{_its_keys(self._shape)}; {_OWN_KEYS}",
        )

    def _say_unknown(self, entry: Entry, label: str, help_: str) -> None:
        message = f"{self._shape.name} has no key `{shorten(entry.key.text)}`"
        self._report.say("unknown-key", entry.key.span, message, label=label, help=help_)

    def _require(self) -> None:
        for key in self._shape.keys.values():
            if key.required and key.name not in self._values:
                empty = self._keys.get(key.name)
                says = key.says[0].lower() + key.says[1:].removesuffix(".")
                self._report.say(
                    "missing-key",
                    empty.span if empty else self.owner,
                    f"{self._shape.name} needs `{key.name}`, which is {'empty' if empty else 'missing'}",
                    help=f"{'fill in' if empty else 'add'} `{key.name}`: {says}",
                )

    def __contains__(self, key: str) -> bool:
        """Say whether a key was written with a value."""
        return key in self._values

    def key_span(self, key: str) -> Span:
        """Where a key is written, or the mapping's owner where it is not."""
        return self._keys[key].span if key in self._keys else self.owner

    def line(self, key: str) -> Text | None:
        """Read text on one line; line breaks in it become spaces."""
        text = self._text(key, self._values.get(key))
        if text is None or "\n" not in text.value:
            return text
        return Text(text.value.replace("\n", " "), text.span)

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
        """Read a list of texts."""
        found = (self._text(key, item) for item in self.items(key))
        return tuple(text for text in found if text)

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
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.value, re.ASCII):
            try:
                return Day.fromisoformat(text.value)
            except ValueError:
                pass
        self._report.say(
            "bad-date",
            text.span,
            f"`{shorten(text.value)}` is not a calendar day",
            help=_DATE_IS,
        )
        return None

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
            help="" if meant else "write one of these, or leave the key out",
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
            return Text(node.text.strip("\n"), node.span)
        self._wrong_type(key, node)
        return Text("", node.span)

    def _wrong_type(self, key: str, node: Node) -> None:
        kind = self._shape.keys[key].kind
        self._report.say(
            "wrong-type",
            node.span,
            f"`{key}` takes {_WITH_ARTICLE.get(kind, f'a {kind}')}, not {describe(node)}",
            help=_HOW_TO_WRITE[kind],
        )


_SHAPES = (
    schema.CHECK,
    schema.DECISION,
    schema.WARNING,
    schema.ANSWER,
    schema.EDGE_CASE,
    schema.REFERENCE,
    schema.SCENARIO,
    schema.TREE,
)


_WITH_ARTICLE = {
    Kind.LINE: "text",
    Kind.PROSE: "Markdown text",
    Kind.ID: "an id",
    Kind.URL: "an address",
    Kind.FLAG: "`true` or `false`",
}


_OWN = "x-"
_OWN_KEYS = f"keys of your own start with `{_OWN}`"
_SECTIONS = (Kind.CHECKS, Kind.DECISIONS, Kind.WARNINGS, Kind.ANSWERS, Kind.GIVEN)


_FLAG_IS = "write `true`, or leave the key out"
_DATE_IS = "write year-month-day, as in `2027-04-01`"
_URL_IS = "use http, https, mailto, or a path in the docs folder"
_ID_IS = "use up to 64 lower-case letters, digits and single hyphens"
_HOW_TO_WRITE = {
    Kind.LINE: "quote it if it is meant as text",
    Kind.PROSE: "write Markdown, lists too, in a block that begins with `|`",
    Kind.ID: _ID_IS,
    Kind.DATE: _DATE_IS,
    Kind.FLAG: _FLAG_IS,
    Kind.TARGET: f"write {TARGETS}",
    Kind.URL: _URL_IS,
    **dict.fromkeys([Kind.LINES, Kind.IDS], "write it in brackets, or each one on a line behind `- `"),
    **dict.fromkeys(
        [Kind.EDGE_CASES, Kind.REFERENCES, Kind.SCENARIOS], "write `- ` before each, also before a single one"
    ),
    **dict.fromkeys(
        [Kind.CHECKS, Kind.DECISIONS, Kind.WARNINGS, Kind.ANSWERS, Kind.GIVEN],
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
        help=_ID_IS,
    )
    return False


def _home(key: str) -> Shape | None:
    """What has a key of this name."""
    return next((shape for shape in _SHAPES if key in shape.keys), None)


def _is_empty(node: Node) -> bool:
    if isinstance(node, Scalar):
        return node.is_null
    return not (node.items if isinstance(node, Sequence) else node.entries)


def describe(node: Node) -> str:
    """Name what stands in the source."""
    if isinstance(node, Scalar):
        return "nothing" if node.is_null else f"the text `{shorten(node.text)}`"
    return "a list" if isinstance(node, Sequence) else "a mapping"


def _either(choices: Iterable[str]) -> str:
    *others, last = (f"`{choice}`" for choice in choices)
    return f"{', '.join(others)} or {last}"


def _its_keys(shape: Shape) -> str:
    return f"its keys are {', '.join(f'`{name}`' for name in shape.keys)}"
