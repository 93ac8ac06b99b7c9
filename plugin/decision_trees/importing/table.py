"""Decision tables: each row says what is decided where its conditions hold. They are reduced to a graph.

A table has an outcome in one column; those before it are conditions. SSVC's tables are of this kind.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from decision_trees.importing import questions
from decision_trees.importing.doubts import Doubts, ImportRefusedError, folded
from decision_trees.importing.draft import Draft, DraftArrow
from decision_trees.importing.ends import add_end
from decision_trees.importing.mermaid import label as plain
from decision_trees.importing.rows import NumberedLine
from decision_trees.importing.wording import is_question, read_label, unmarked

MOST_ROWS = 5_000
MOST_COLUMNS = 30
MOST_WORK = 1_000_000
MOST_CONFLICTS = 50

_NAMES_OUTCOME = re.compile(
    r"\b(?:outcome|decision|decide|priority|action|recommendation|recommended|result|use|choose|choice|then|answer"
    r"|verdict|approach|option|pick|target|tool|solution|severity|level)s?\b",
    re.IGNORECASE,
)
_NAMES_CONDITION = re.compile(
    r"\b(?:when|if|condition|situation|need|scenario|use when|criteria|case)s?\b", re.IGNORECASE
)
_TEXTS = {
    "why": "why",
    "reason": "why",
    "rationale": "why",
    "because": "why",
    "next step": "next_step",
    "next steps": "next_step",
    "note": "choose",
    "notes": "choose",
    "description": "choose",
    "details": "choose",
    "comment": "choose",
    "comments": "choose",
    "example": "choose",
    "examples": "choose",
}
_NUMBERS = re.compile(r"(?:row|no\.?|nr\.?|#|id|number)", re.IGNORECASE)
_NUMBER = re.compile(r"[^\s\d]{0,8}\d[\w.-]{0,8}[.):]?")
_ANY = {"", "*", "-", "–", "—", "any", "all", "n/a"}


class TableRow(NamedTuple):
    """A row: its cells, and its line."""

    cells: tuple[str, ...]
    line: int


@dataclass(slots=True)
class Table:
    """A table: its columns' names, its rows, and where it begins."""

    names: tuple[str, ...]
    rows: list[TableRow] = field(default_factory=list)
    line: int = 1


def read_table(lines: Sequence[NumberedLine]) -> Table:
    """Read a table of Markdown, or CSV with any of the usual signs between its cells.

    Raises:
        ImportRefusedError: It has no rows, or is too large.
    """
    filled = [line for line in lines if line.text.strip()]
    first = filled[0].number if filled else 1
    rows = _markdown(filled) if _is_markdown(filled) else _separated(lines)
    if len(rows) < 3:  # noqa: PLR2004 - a head and two rows, or nothing is decided
        raise ImportRefusedError(
            "asks-nothing", first, "this table has no two rows to decide between", "name the columns"
        )
    if len(rows) > MOST_ROWS or len(rows[0].cells) > MOST_COLUMNS:
        message = f"this table has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns"
        raise ImportRefusedError("too-deep", first, message, "cut it into several")
    width = len(rows[0].cells)
    names = tuple(name or f"Column {number}" for number, name in enumerate(rows[0].cells, 1))
    padded = [TableRow((*row.cells[:width], *[""] * (width - len(row.cells))), row.line) for row in rows[1:]]
    return Table(names, padded, first)


def _is_markdown(lines: Sequence[NumberedLine]) -> bool:
    return len(lines) > 1 and "|" in lines[0].text and not set(lines[1].text) - set("|-: \t")


def _markdown(lines: Sequence[NumberedLine]) -> list[TableRow]:
    return [TableRow(_cells(line.text), line.number) for line in (lines[0], *lines[2:])]


def _cells(text: str) -> tuple[str, ...]:
    """The cells of a row; a bar behind a backslash is none."""
    parts = text.strip().replace("\\|", "\0").split("|")
    if not parts[0].strip():
        parts = parts[1:]
    if parts and not parts[-1].strip():
        parts = parts[:-1]
    return tuple(_plain(part.replace("\0", "|")) for part in parts)


def _plain(cell: str) -> str:
    return " ".join(unmarked(plain(cell)).split())


def _separated(lines: Sequence[NumberedLine]) -> list[TableRow]:
    text = "\n".join(line.text for line in lines)
    head = next((line.text for line in lines if line.text.strip()), "")
    separator = max((",", ";", "\t", "|"), key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True)
    begins = lines[0].number if lines else 1
    rows: list[TableRow] = []
    line = begins
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(TableRow(tuple(" ".join(cell.split()) for cell in cells), line))
            line = begins + reader.line_num
    except csv.Error as error:
        raise ImportRefusedError("unreadable", line, f"this is no CSV: {error}", "export it again") from error
    return rows


# --- what the columns are ----------------------------------------------------------------------------


class DecisionColumns(NamedTuple):
    """Which columns are conditions, which one is the outcome, and which hold texts of it, by their keys."""

    conditions: tuple[int, ...]
    outcome: int
    texts: dict[int, str]


def decide_columns(table: Table, doubts: Doubts, draft: Draft) -> DecisionColumns:
    """Find out what the columns are.

    Raises:
        ImportRefusedError: No column is decided by the others.
    """
    texts = {place: _TEXTS[folded(name)] for place, name in enumerate(table.names) if folded(name) in _TEXTS}
    rest = [
        place
        for place, name in enumerate(table.names)
        if place not in texts and not (_NUMBERS.fullmatch(name) and _numbers_rows(table, place))
    ]
    if len(rest) < 2:  # noqa: PLR2004 - a condition and an outcome
        raise ImportRefusedError(
            "no-outcome-column",
            table.line,
            "no column of this table is decided by the others",
            "name the outcome",
        )
    if len(rest) == 2:  # noqa: PLR2004 - one of each
        outcome = _of_two(table, rest)
    else:
        named = [
            place
            for place in rest
            if _NAMES_OUTCOME.search(table.names[place]) and not is_question(table.names[place])
        ]
        outcome = rest[-1] if rest[-1] in named or not named else named[-1]
        others = [place for place in rest if place != outcome]
        if _reads_as_prose(table, others):
            raise ImportRefusedError(
                "no-outcome-column",
                table.line,
                "this table describes, and does not decide: most cells of its columns differ",
                "leave the columns whose values are the cases, and one with the outcome",
            )
    if outcome != rest[-1] and len(rest) > 2:  # noqa: PLR2004 - as above
        names = [table.names[place] for place in rest]
        reply = doubts.ask(
            "text-column",
            draft,
            f"the column “{table.names[outcome]}” is taken as the outcome",
            "those beside it are conditions",
            about="outcome",
            line=table.line,
            others=names,
        )
        outcome = rest[names.index(reply)] if reply is not None else outcome
    return DecisionColumns(tuple(place for place in rest if place != outcome), outcome, texts)


def _numbers_rows(table: Table, place: int) -> bool:
    """Whether the cells of a column are numbers of rows, by which one may refer to them."""
    cells = [row.cells[place] for row in table.rows]
    return len({*cells}) == len(cells) and all(map(_NUMBER.fullmatch, cells))


def _of_two(table: Table, places: Sequence[int]) -> int:
    """Which of two columns is the outcome: `Use | When` has it first."""
    first, second = (table.names[place] for place in places)
    first_outcome = _NAMES_OUTCOME.search(first) and not _NAMES_CONDITION.search(first)
    second_condition = _NAMES_CONDITION.search(second)
    return (
        places[0] if second_condition and (first_outcome or not _NAMES_CONDITION.search(first)) else places[1]
    )


def _reads_as_prose(table: Table, places: Iterable[int]) -> bool:
    """Whether nearly every cell of nearly every column is another one: a comparison, not a decision."""
    differing = [len({row.cells[place] for row in table.rows}) > len(table.rows) * 0.8 for place in places]
    return len(table.rows) > 2 and all(differing)  # noqa: PLR2004 - of two rows all may differ


# --- from rows to a graph --------------------------------------------------------------------------------


def read_decisions(table: Table, title: str, doubts: Doubts) -> Draft:
    """Reduce a table to a graph: what decides nothing is not asked, and equal parts are shared.

    Raises:
        ImportRefusedError: It decides nothing.
    """
    if asking := questions.columns_of(table.names, [row.cells for row in table.rows]):
        return questions.read_questions(table.names, table.rows, asking, Draft(title, table.line), doubts)
    draft = Draft(title, table.line)
    columns = decide_columns(table, doubts, draft)
    if len({folded(row.cells[columns.outcome]) for row in table.rows}) == 1:
        raise ImportRefusedError(
            "asks-nothing", table.line, "all rows of this table come to the same", "nothing is decided"
        )
    return _Reduction(table, columns, draft, doubts).run()


class _Reduction:
    def __init__(self, table: Table, columns: DecisionColumns, draft: Draft, doubts: Doubts) -> None:
        self.table = table
        self.columns = columns
        self.draft = draft
        self.doubts = doubts
        self.ends: dict[tuple[str, ...], str] = {}
        self.parts: dict[object, str] = {}
        self.missing: list[str] = []
        self.work = 0
        self.conflicts: set[tuple[int, int]] = set()
        self.values = {place: _values(table.rows, place) for place in columns.conditions}
        # Worked out once: a row is looked at for each condition.
        self.outcomes = {
            id(row): (folded(row.cells[columns.outcome]), *(row.cells[place] for place in columns.texts))
            for row in table.rows
        }

    def run(self) -> Draft:
        draft, conditions = self.draft, self.columns.conditions
        draft.repeats = True
        draft.start = self._part(self.table.rows, conditions, ())
        if len(conditions) == 1:
            node = draft.nodes[draft.start]
            name = self.table.names[conditions[0]]
            asked = draft.title if is_question(draft.title) or not is_question(name) else name
            node.text = asked
        if self.missing:
            told = "; ".join(self.missing[:5]) + (" …" if len(self.missing) > 5 else "")  # noqa: PLR2004 - a few
            says = f"no row says what holds for {told}"
            self.doubts.ask(
                "missing-rows",
                draft,
                says,
                "what the other rows say is taken for all",
                about=draft.title,
                others=(),
            )
        return draft

    def _part(self, rows: Sequence[TableRow], conditions: tuple[int, ...], above: tuple[str, ...]) -> str:
        """The node that decides between rows by the conditions that are left."""
        outcomes = {self._outcome(row) for row in rows}
        if len(outcomes) == 1:
            for place in conditions:
                self._miss(place, {row.cells[place] for row in rows}, above)
            return self._end(rows[0])
        if not conditions:
            return self._conflict(rows)
        here, rest = conditions[0], conditions[1:]
        groups = self._groups(rows, here)
        branches = [(value, self._part(of_value, rest, (*above, value))) for value, of_value in groups]
        self._miss(here, dict(groups), above)
        if len({to for _, to in branches}) == 1:
            return branches[0][1]  # it decides nothing here
        shape = (here, tuple(branches))
        if shape not in self.parts:
            node = self.draft.add(self.table.names[here], rows[0].line, "check")
            lines = [of_value[0].line for _, of_value in groups]
            for (value, to), line in zip(branches, lines, strict=True):
                words = read_label(value)
                node.arrows.append(DraftArrow(words.text, to, line, note=words.note))
            self.parts[shape] = node.key
        return self.parts[shape]

    def _miss(self, place: int, said: Collection[str], above: tuple[str, ...]) -> None:
        """Note the values of a condition of which no row speaks."""
        if not any(folded(value) in _ANY for value in said):
            self.missing += [
                " and ".join([*above, value]) for value in self.values[place] if value not in said
            ]

    def _groups(self, rows: Sequence[TableRow], place: int) -> list[tuple[str, list[TableRow]]]:
        """The rows of each value of a condition, in the order of the table; `any` stands for all values."""
        groups: dict[str, list[TableRow]] = {}
        wild = [row for row in rows if folded(row.cells[place]) in _ANY]
        for row in rows:
            groups.setdefault(row.cells[place], [])
        values = self.values[place] if wild else [value for value in self.values[place] if value in groups]
        if not values:
            return [("", list(rows))]
        self.work += len(rows) + len(wild) * len(values)
        if self.work > MOST_WORK:
            message = "this table has too many combinations"
            raise ImportRefusedError("too-deep", self.table.line, message, "cut it into several")
        found: dict[str, list[TableRow]] = {value: [] for value in values}
        for row in rows:
            of_value = [row.cells[place]] if row.cells[place] in found else values
            for value in of_value:
                found[value].append(row)
        return list(found.items())

    def _outcome(self, row: TableRow) -> tuple[str, ...]:
        return self.outcomes[id(row)]

    def _end(self, row: TableRow) -> str:
        outcome = self._outcome(row)
        if outcome not in self.ends:
            node = add_end(self.draft, row.cells[self.columns.outcome], row.line, self.doubts)
            for place, key in self.columns.texts.items():
                if row.cells[place]:
                    self._say(node.texts, key if node.kind == "decision" else "when", row.cells[place])
            self.ends[outcome] = node.key
        return self.ends[outcome]

    @staticmethod
    def _say(texts: dict[str, str], key: str, text: str) -> None:
        texts[key] = "\n\n".join(filter(None, (texts.get(key, ""), text)))

    def _conflict(self, rows: Sequence[TableRow]) -> str:
        first, other = rows[0], next(row for row in rows if self._outcome(row) != self._outcome(rows[0]))
        ends = " and ".join(f"“{row.cells[self.columns.outcome]}”" for row in (first, other))
        says = f"lines {first.line} and {other.line} agree in all conditions, and come to {ends}"
        told = (first.line, other.line)
        if told in self.conflicts:
            return self._end(first)
        self.conflicts.add(told)
        if len(self.conflicts) > MOST_CONFLICTS:
            message = "too many rows of this table agree in all conditions, and come to different ends"
            raise ImportRefusedError(
                "no-outcome-column", self.table.line, message, "add what tells them apart"
            )
        assumed = f"line {first.line} counts, as in a table that is read from the top"
        self.doubts.note("conflicting-rows", self.draft, other.line, says, assumed)
        return self._end(first)


def _values(rows: Iterable[TableRow], place: int) -> list[str]:
    return [value for value in dict.fromkeys(row.cells[place] for row in rows) if folded(value) not in _ANY]
