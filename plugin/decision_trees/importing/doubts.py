"""What a foreign tree leaves open: told as diagnostics, and decided by answers that are given beforehand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from decision_trees.diagnostics.codes import Code, Level, registry
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.wording import did_you_mean, shorten
from decision_trees.importing.draft import Draft, DraftNode
from decision_trees.importing.scalars import plain_or_quoted
from decision_trees.model.span import Span
from decision_trees.source import yaml

DOUBTS: Mapping[str, Code] = registry(
    ("overlapping-answers", Level.WARNING, "Answers are questions themselves and may hold at the same time."),
    ("made-up-question", Level.WARNING, "Something branches and asks nothing."),
    ("asked-in-turn", Level.WARNING, "Questions stand side by side."),
    ("one-answer", Level.WARNING, "A question has one answer only, and the other leads nowhere."),
    ("no-outcome", Level.WARNING, "An answer leads nowhere."),
    ("unanswered-question", Level.WARNING, "An end is a question without answers."),
    ("text-or-branches", Level.WARNING, "What stands below an end is taken as its text."),
    ("unlabelled-arrow", Level.WARNING, "One of several arrows has no words."),
    ("arrow-head", Level.WARNING, "A letter of the words on an arrow is an arrow head to mermaid."),
    ("same-label", Level.WARNING, "Two answers of a question have the same words."),
    ("several-starts", Level.WARNING, "More than one node has no arrow into it, or all have one."),
    ("left-out", Level.WARNING, "Something is not part of the tree, or not understood, and is left out."),
    ("unsure-else", Level.WARNING, "An ELSE may belong to more than one IF."),
    ("loop-without-reason", Level.WARNING, "An arrow goes back and does not say why."),
    ("warning-or-decision", Level.WARNING, "A sign or a colour makes an end a warning."),
    ("no-section", Level.WARNING, "A question or an end has no section with its texts."),
    (
        "unsure-match",
        Level.WARNING,
        "A section was taken for something that it may not belong to.",
    ),
    ("same-outcome", Level.WARNING, "Two ends may be one."),
    ("unused-section", Level.WARNING, "A section with texts belongs to nothing in the tree."),
    ("unknown-reference", Level.WARNING, "A cross-reference leads to nothing that is known."),
    ("too-long", Level.WARNING, "A text is too long for a line."),
    ("conflicting-rows", Level.WARNING, "Two rows or lines say the same, and come to different ends."),
    ("missing-rows", Level.WARNING, "A table says nothing of some combinations."),
    ("text-column", Level.WARNING, "A column of a table is taken as text."),
    ("changed-by-hand", Level.WARNING, "A tree has been changed since it was imported."),
    (
        "wrong-answer",
        Level.ERROR,
        "An answers file gives an answer that does not fit, or is none.",
    ),
    ("unused-answer", Level.WARNING, "An answers file answers what nothing asks."),
    ("file-listing", Level.ERROR, "It lists files."),
    ("checklist", Level.ERROR, "It is a list of things to tick off, without an outcome."),
    ("asks-nothing", Level.ERROR, "It asks nothing, or decides nothing."),
    ("box-drawing", Level.ERROR, "It is drawn in two dimensions."),
    ("too-deep", Level.ERROR, "It nests deeper, or is larger, than a tree may."),
    ("no-outcome-column", Level.ERROR, "A table has no column that the others decide."),
    ("unsupported-form", Level.ERROR, "It is of a form that is not read."),
    ("unreadable", Level.ERROR, "It is not of the form that its name or its fence says."),
    ("not-a-tree", Level.ERROR, "What came of it would not pass the check."),
)
"""Everything that an import may tell, in the order in which the manual lists it."""

YES = "yes"
"""The answer that confirms what was assumed."""


class ImportRefusedError(Exception):
    """A foreign tree cannot be brought in."""

    def __init__(self, code: str, line: int, message: str, help_: str) -> None:
        """Take a code of `DOUBTS`, the line, what is in the way, and what to do."""
        super().__init__(message)
        self.code = code
        self.line = line
        self.message = message
        self.help = help_


@dataclass(slots=True)
class _Reply:
    value: str
    span: Span
    used: bool = False


class Replies:
    """Answers to doubts, by the doubt's code and what it is about."""

    def __init__(self) -> None:
        self._replies: dict[tuple[str, str], _Reply] = {}
        self.problems: list[Diagnostic] = []

    @classmethod
    def read(cls, text: str, file: str) -> Replies:
        """Read an answers file: a mapping of codes to mappings of what is asked about to the answer."""
        replies = cls()
        composed = yaml.compose(text, file)
        replies.problems += composed.diagnostics
        if composed.root is not None:
            for code, about, value in _entries(replies, composed.root):
                replies._replies[code.text, folded(about.text)] = _Reply(value.text, about.span)
        return replies

    def take(self, code: str, about: str) -> tuple[str, Span] | None:
        """Find the answer to a doubt."""
        reply = self._replies.get((code, folded(about)))
        if reply is None:
            return None
        reply.used = True
        return reply.value, reply.span

    def unused(self) -> Iterator[Diagnostic]:
        """Answers that nothing has asked for."""
        for (code, about), reply in self._replies.items():
            if not reply.used:
                message = f"nothing asks `{code}` about “{shorten(about)}”"
                yield diagnostic("unused-answer", reply.span, message, "remove it, or mend its words")


def _entries(replies: Replies, root: yaml.YamlNode) -> Iterator[tuple[yaml.Scalar, yaml.Scalar, yaml.Scalar]]:
    """The answers of a file; what is none is told."""
    expected = "an answers file holds lines such as `same-outcome: {An end: the other end}`"
    if not isinstance(root, yaml.Mapping):
        replies.problems.append(diagnostic("wrong-answer", root.span, "this is no answers file", expected))
        return
    for code, answers in root.entries:
        if code.text not in DOUBTS:
            hint = did_you_mean(code.text, DOUBTS)
            message = f"there is no doubt `{shorten(code.text)}`"
            replies.problems.append(diagnostic("wrong-answer", code.span, message, hint or expected))
        elif not isinstance(answers, yaml.Mapping):
            replies.problems.append(
                diagnostic("wrong-answer", answers.span, f"`{code.text}` takes a mapping", expected)
            )
        else:
            for about, value in answers.entries:
                if isinstance(value, yaml.Scalar):
                    yield code, about, value
                else:
                    message = f"the answer about “{shorten(about.text)}” must be text"
                    replies.problems.append(diagnostic("wrong-answer", value.span, message, expected))


def folded(text: str) -> str:
    """A text as it is compared: without differences of case and white space."""
    return " ".join(text.casefold().split())


def diagnostic(code: str, span: Span, message: str, help_: str) -> Diagnostic:
    """Tell something at a place."""
    return Diagnostic(code, span, message, help=help_, level=DOUBTS[code].level)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is not clear, and may be decided by an answers file.

    Attributes:
        code: A code of `DOUBTS`.
        about: By which text an answers file names it.
        says: What is not clear, as one sentence.
        assumed: What is taken for granted until somebody says otherwise, in words.
        answers: What may be answered, `yes` among it; None where any text is an answer.
        span: Its place in the foreign file.
    """

    code: str
    about: str
    says: str
    assumed: str
    answers: tuple[str, ...] | None
    span: Span


@dataclass(slots=True)
class Doubts:
    """The doubts about one foreign tree.

    Attributes:
        file: The foreign file's name in messages.
        lines: Its lines, to mark what is meant in them.
        replies: Answers that are known.
        told: What is to be told.
        open: What nobody has decided.
    """

    file: str
    lines: Sequence[str] = ()
    replies: Replies = field(default_factory=Replies)
    told: list[Diagnostic] = field(default_factory=list)
    open: list[Doubt] = field(default_factory=list)

    def ask(  # noqa: PLR0913 - a question has so many parts
        self,
        code: str,
        place: DraftNode | Draft,
        says: str,
        assumed: str,
        *,
        about: str = "",
        line: int = 0,
        others: Collection[str] | None = None,
    ) -> str | None:
        """Ask what is not clear.

        Args:
            code: A code of `DOUBTS`.
            place: The node or the tree that it is about, which gets a comment.
            says: What is not clear, as one sentence.
            assumed: What is taken for granted until somebody says otherwise, in words.
            about: By which text an answers file names it; that of the place when left out.
            line: The line in the foreign file; that of the place when left out.
            others: What may be answered, beside `yes`; None where it is any text.

        Returns:
            The answer, None where there is none or it confirms what is assumed.
        """
        about = about or (place.text if isinstance(place, DraftNode) else place.title)
        reply = self.replies.take(code, about)
        if reply is not None:
            value, span = reply
            if folded(value) == YES:
                return None
            fitting = {folded(reply): reply for reply in others or ()}
            if others is None or folded(value) in fitting:
                return fitting.get(folded(value), value)
            choices = ", ".join(f"`{shorten(reply)}`" for reply in (YES, *others))
            self.told.append(
                diagnostic("wrong-answer", span, f"`{shorten(value)}` is no answer here", f"answer {choices}")
            )
        place.comments.append(f"{says}; {assumed}")
        span = self.span(line or place.line)
        self.told.append(diagnostic(code, span, says, _help(code, about, assumed, others)))
        answers = None if others is None else (*others, YES)
        self.open.append(Doubt(code, " ".join(about.split()), says, assumed, answers, span))
        return None

    def note(self, code: str, place: DraftNode | Draft, line: int, says: str, assumed: str) -> None:
        """Tell something to which there is no other answer than that it is known."""
        self.ask(code, place, says, assumed, about=says, line=line, others=())

    def span(self, line: int) -> Span:
        """The place of a line of the foreign file: what it says, without what draws it."""
        text = self.lines[line - 1].rstrip() if 0 < line <= len(self.lines) else ""
        column = len(text) - len(text.lstrip(_DRAWS)) + 1 if text.strip(_DRAWS) else 1
        return Span(self.file, line, column, line, max(len(text) + 1, column + 1))

    def refuse(self, error: ImportRefusedError, level: Level = Level.ERROR) -> None:
        """Tell why there is no tree."""
        self.told.append(
            Diagnostic(error.code, self.span(error.line), error.message, help=error.help, level=level)
        )


_DRAWS = " \t│┃├└┣┗╰─━|`+\\-"

_MOST_CHOICES = 4


def _help(code: str, about: str, assumed: str, others: Collection[str] | None) -> str:
    """How to say otherwise, or that it is right."""
    if others is None:
        choices = "your words"
    else:
        named = [shorten(other, 40) for other in (*others, YES)]
        choices = " or ".join([*named[:_MOST_CHOICES], *(["…"] if len(named) > _MOST_CHOICES else [])])
    key = plain_or_quoted(" ".join(about.split()), in_flow=True)
    return f"{assumed}; to decide it, put `{code}: {{{key}: …}}` into the file for --answers, with {choices}"
