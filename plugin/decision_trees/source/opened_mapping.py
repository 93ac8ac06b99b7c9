"""Opening a mapping of the source: which of its keys stand there.

Unknown, double and missing keys are reported as it is opened, and what an author probably meant is read
all the same, so that one mistake does not hide the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from decision_trees.diagnostics.wording import did_you_mean, nearest, shorten
from decision_trees.model.span import Span
from decision_trees.source import keys, lookalikes, other_words
from decision_trees.source.double_keys import entries
from decision_trees.source.keys import OWN_PREFIX, SECTION_TYPES, TEXT_TYPES, Shape
from decision_trees.source.report import Report
from decision_trees.source.texts import describe, tell_arrow, tell_lost, without_odd_spaces
from decision_trees.source.yaml import Entry, Mapping, Scalar, YamlNode, is_empty


class OpenedMapping:
    """One mapping of the source, read by its shape.

    Attributes:
        owner: Where to point when a key is missing.
        shape: Its keys.
        readable: Whether a mapping stands there at all.
        complete: Whether something stands there, and every key of it is known or can be guessed.
        tells_missing: Whether missing keys are told of; another key may stand for them.
        beside: Texts under unknown keys that stand below the key of a section, as if that were indented.
    """

    def __init__(self, node: YamlNode, shape: Shape, owner: Span, report: Report) -> None:
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
        self._values: dict[str, YamlNode] = {}
        self._keys: dict[str, Scalar] = {}
        self.readable = isinstance(node, Mapping) or is_empty(node)
        self.complete = self.readable and not is_empty(node)
        self._strays_below: str | None = None
        self.beside: defaultdict[str, list[Entry]] = defaultdict(list)
        self.tells_missing = self.readable
        if not self.readable:
            wanted = f"{shape.short} or a mapping" if shape.short else "a mapping"
            message = f"{shape.name} is {wanted}, not {describe(node)}"
            label = "an answer leads to one place" if shape is keys.ANSWER else ""
            lines = f"write {_title_of(shape, node)}`key: value` lines; {_its_keys(shape)}"
            help_ = "write one target, without brackets and hyphens" if shape is keys.ANSWER else lines
            report.say("wrong-type", node.span, message, label=label, help=help_)
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
                section = name if self.shape.keys[name].takes in SECTION_TYPES else ""
            elif not name.startswith(OWN_PREFIX):
                strays.append((entry, section))
        if self.shape in (keys.ANSWER, keys.CHECK):
            strays = self._without_conditions(strays)
        foreign = [entry for entry, _ in strays if self._is_foreign(entry)]
        for entry, section in strays:
            if entry not in foreign:
                self._unknown(entry, section)
        if foreign:
            self._say_foreign(foreign)

    def _is_foreign(self, entry: Entry) -> bool:
        """Whether a key is one of another kind of mapping, and not another word for one of this."""
        is_text = isinstance(entry.value, Scalar)
        if self.shape is keys.ANSWER and is_text:
            return _home(entry.key.text) is not None and entry.key.text not in other_words.LEADING
        return _home(entry.key.text) is not None

    def _without_conditions(self, strays: list[tuple[Entry, str]]) -> list[tuple[Entry, str]]:
        """Report words of programming languages at once, and give what is left."""
        words = [entry.key for entry, _ in strays if entry.key.text.lower() in other_words.CONDITIONS]
        if not words:
            return strays
        self.complete = self.tells_missing = self._report.complete = False
        names = ", ".join(f"`{word.text}`" for word in words)
        label, mend = "ask that, too", "write a check of its own and lead to it: its answers"
        if self.shape is keys.CHECK:
            label, mend = "answers say that", "write `answers:`: the lines below it, `Yes:` and `No:`,"
        self._report.say(
            "unknown-key",
            words[0].span,
            f"{self.shape.name} has no {names}: a tree asks what is true",
            label=label,
            help=f"{mend} lead where `then` and `else` would",
        )
        return [
            (entry, section)
            for entry, section in strays
            if entry.key not in words and entry.key.text != "then"
        ]

    def _keep(self, name: str, entry: Entry) -> None:
        self._keys[name] = entry.key
        if not is_empty(entry.value):
            self._values[name] = entry.value
        elif isinstance(entry.value, Scalar) and self.shape.keys[name].takes in TEXT_TYPES:
            tell_lost(entry.value, self._report)

    def _unknown(self, entry: Entry, section: str) -> None:
        """Report an unknown key, and read its value as that of the key that was probably meant.

        Args:
            entry: The key and its value.
            section: The key of the section below which it stands and, for lack of indentation, is no part of.
        """
        name = entry.key.text
        if lookalikes.around(name):
            self._keep_pasted(without_odd_spaces(entry, self._report))
            return
        if self.shape is keys.TREE and tell_arrow(entry, "unknown-key", self._report):
            self.complete = self.tells_missing = False
            return
        meant = self._meant(entry)
        if meant is None:
            self._lose(entry, section)
            return
        self._say_unknown(entry, did_you_mean(name, [meant]) or f"did you mean `{meant}`?", _OWN_KEYS)
        if meant in self.shape.keys:
            self._keep(meant, entry)

    def _keep_pasted(self, entry: Entry) -> None:
        """Read a key that was mended, unless it belongs elsewhere."""
        name = entry.key.text
        if name in self.shape.keys and name not in self._keys:
            self._keep(name, entry)
        else:
            self._report.elsewhere.add(name)
            self.complete = self.tells_missing = self._report.complete = self._report.all_nodes = False

    def _meant(self, entry: Entry) -> str | None:
        name = entry.key.text
        own = name.lower().replace("_", "-")
        if own.startswith(OWN_PREFIX):
            return own
        free = (key for key in self.shape.keys.values() if key.name not in self._keys)
        # A mapping is rather a node that is not indented than a text whose key is misspelt.
        fitting = [
            key.name for key in free if key.takes in SECTION_TYPES or not isinstance(entry.value, Mapping)
        ]
        return other_words.meant(name, fitting) or nearest(name, fitting)

    def _lose(self, entry: Entry, section: str) -> None:
        """Report a key whose value cannot be read; what stands below the key of an empty section, once."""
        node = looks_like(entry.value)
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
        if self.shape is keys.ANSWER and entry.key.text in other_words.LEADING:
            return "an answer leads to one place, and `to` names it"
        if self.shape is keys.ANSWER and is_empty(entry.value):
            return "a target stands behind the colon, without braces"
        if self.shape is keys.ANSWER:
            return "indent it less if it is another answer"
        if self.shape is keys.CHECK and "answers" not in self._keys and isinstance(entry.value, Scalar):
            return "write it below `answers:`, indented, if it is an answer"
        if section and is_empty(entry.value):
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
        if name in self._values or not self.tells_missing or name in self._report.elsewhere:
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


_OWN_KEYS = f"keys of your own start with `{OWN_PREFIX}`"


def _home(key: str) -> Shape | None:
    """What has a key of this name."""
    return next((shape for shape in keys.SHAPES if key in shape.keys), None)


def _title_of(shape: Shape, node: YamlNode) -> str:
    """Name the line that a text becomes which stands in place of a node, if it is one."""
    if shape.name not in keys.SECTIONS or not isinstance(node, Scalar):
        return ""
    name = next(key.name for key in shape.keys.values() if key.name in {"question", "title"})
    return f"`{name}: {shorten(node.text, 30)}` below it, indented, and other "


def _its_keys(shape: Shape) -> str:
    return f"its keys are {', '.join(f'`{name}`' for name in shape.keys)}"


def looks_like(value: YamlNode) -> Shape | None:
    """The kind of check, step or terminal that a mapping looks like; None where it looks like none."""
    if not isinstance(value, Mapping):
        return None
    return keys.node_with(entry.key.text for entry in value.entries)
