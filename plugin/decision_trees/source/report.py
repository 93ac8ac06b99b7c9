"""What a reader of sources reports."""

from __future__ import annotations

from decision_trees.diagnostics.diagnostic import Diagnostic, Related
from decision_trees.model.span import Span


class Report(list[Diagnostic]):
    """Where a reader puts what it finds wrong.

    Attributes:
        complete: Whether nothing was left unread, for its key is unknown, that may hold nodes or answers.
        all_nodes: Whether nothing was left unread that may be a node.
        elsewhere: Keys that were found where they do not belong; where they do, none is missing.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.complete = self.all_nodes = True
        self.elsewhere: set[str] = set()

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
