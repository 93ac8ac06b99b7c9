"""What is wrong with a tree, as data: what, where and how to mend it. How that looks is in `render`."""

from __future__ import annotations

import dataclasses
import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from decision_trees.diagnostics.codes import CODES, Level
from decision_trees.diagnostics.printable import one_line
from decision_trees.model.span import Span


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that a diagnostic speaks of, with what is to be seen there."""

    message: str
    span: Span

    def __post_init__(self) -> None:
        """Write the message on one line."""
        object.__setattr__(self, "message", one_line(self.message))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong: what, where, and what to do about it.

    Attributes:
        code: A key of `CODES`.
        span: The place to mend.
        message: One sentence that names the thing, without its full stop.
        label: A few words for the marked place itself.
        help: What to do, as one sentence or a few words.
        related: Other places that explain this one.
        level: Set from `CODES` when left out.
    """

    code: str
    span: Span
    message: str
    label: str = ""
    help: str = ""
    related: tuple[Related, ...] = ()
    level: Level = Level.OFF

    def __post_init__(self) -> None:
        """Write every text on one line, and take the level from the registry unless one was given."""
        for name in ("message", "label", "help"):
            object.__setattr__(self, name, one_line(getattr(self, name)))
        if self.level is Level.OFF:
            object.__setattr__(self, "level", CODES[self.code].level)

    @property
    def spans(self) -> tuple[Span, ...]:
        """All places that it speaks of, its own first."""
        return self.span, *(related.span for related in self.related)

    def below(self, lines: int) -> Diagnostic:
        """The same in a text that stands so many lines further down."""
        related = tuple(Related(related.message, related.span.below(lines)) for related in self.related)
        return dataclasses.replace(self, span=self.span.below(lines), related=related)

    def under(self, folder: str) -> Diagnostic:
        """The same with every file named by its path from outside of the folder they lie in."""
        return self.with_files(lambda file: path_under(folder, file))

    def with_files(self, name: Callable[[str], str]) -> Diagnostic:
        """The same with every file by another name."""
        related = tuple(Related(related.message, _moved(related.span, name)) for related in self.related)
        return dataclasses.replace(self, span=_moved(self.span, name), related=related)


def path_under(folder: str, file: str) -> str:
    """The path from outside of a folder to a file that is named as seen from in it."""
    path = posixpath.join(folder, file)
    return posixpath.normpath(path) if file.startswith("../") else path


def _moved(span: Span, name: Callable[[str], str]) -> Span:
    return span._replace(file=name(span.file))


def apply_levels(diagnostics: Iterable[Diagnostic], levels: Mapping[str, Level]) -> list[Diagnostic]:
    """Give each diagnostic the level that a site sets for its code, and drop those set to off."""
    return [
        dataclasses.replace(diagnostic, level=level)
        for diagnostic in diagnostics
        if (level := levels.get(diagnostic.code, diagnostic.level)) is not Level.OFF
    ]


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by level, errors first, and by place, each said once."""
    return sorted(
        set(diagnostics),
        key=lambda diagnostic: (
            _RANKS[diagnostic.level],
            diagnostic.span,
            diagnostic.code,
            diagnostic.message,
        ),
    )


_RANKS = {level: rank for rank, level in enumerate(Level)}
