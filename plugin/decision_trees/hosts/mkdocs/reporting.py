"""What is told in the host's log, and what stops a build."""

from __future__ import annotations

import logging
import shlex
from collections.abc import Mapping, Sequence

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from decision_trees.analysis.library import Library
from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic, in_order
from decision_trees.diagnostics.render import text
from decision_trees.hosts.mkdocs.memory import Memory
from decision_trees.hosts.mkdocs.tally import Tally
from decision_trees.reading.read import Reading

log = get_plugin_logger("decision-trees")

_log_levels = {Level.ERROR: log.error, Level.WARNING: log.warning, Level.NOTICE: log.info}


class Reporter:
    """Tells what is wrong, in files as their author names them."""

    def __init__(self, docs_folder: str, tally: Tally, memory: Memory | None = None) -> None:
        """Take the folder that files lie in, what counts, and, for who is watching, what was told before.

        For an author who is watching, nothing stops.
        """
        self._docs_folder = docs_folder
        self._tally = tally
        self.names: Mapping[str, str] = {}
        self._memory = memory
        self._as_before: list[Diagnostic] = []

    def rename(self, names: Mapping[str, str]) -> None:
        """Tell of some sources by other names than they were read by."""
        self.names = names

    def report(self, reading: Reading) -> None:
        """Tell what is wrong with sources and pages that were read.

        Raises:
            PluginError: Something is an error, and nobody is watching.
        """
        shown = reading.renamed(self.names).under(self._docs_folder)
        if reading.has_errors and self._memory is None:
            raise PluginError("\n\n" + text.frames(shown.diagnostics, shown.sources))
        self._tally.add_problems(shown.diagnostics)
        new, known = self._memory.parted(shown.diagnostics) if self._memory else (shown.diagnostics, [])
        self._as_before += known
        told = text.report(new, shown.sources, beside=known)
        for level, written in (*told.framed, *told.lines, *told.causes):
            _log_levels[level](written)

    def warn(self, message: str, *values: str) -> None:
        """Warn of something else than a tree or a page; `values` stand in place of `%s`."""
        self.tell(logging.WARNING, message, *values)

    def tell(self, level: int, message: str, *values: str) -> None:
        """Tell of it with a level of the log's, and count it if that is a warning."""
        self._tally.add_problems((), warnings=int(level >= logging.WARNING))
        log.log(level, message, *values)

    def tell_the_rest(self) -> None:
        """Count what is as the last build told it, and say where it is shown."""
        if self._as_before:
            command = f"decision-trees check {shlex.quote(self._docs_folder)}"
            worst = in_order(self._as_before)[0].level
            _log_levels[worst]("As before: %s. `%s` shows all.", text.count(self._as_before), command)
            self._as_before = []

    def add(self, found: Sequence[Diagnostic], sources: Mapping[str, str] | None = None) -> None:
        """Tell what came out later, likewise; `sources` are the texts of files by path, as far as at hand.

        Raises:
            PluginError: Something is an error, and nobody is watching.
        """
        self.report(Reading(Library(()), tuple(found), sources or {}))
