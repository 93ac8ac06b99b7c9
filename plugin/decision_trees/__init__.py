"""Decision trees, authored as data and published as documentation."""

from decision_trees.diagnostics import Diagnostic, Level, Related, Span
from decision_trees.library import Library
from decision_trees.model import Answer, Check, Decision, EdgeCase, Scenario, Tree, Warning  # noqa: A004
from decision_trees.reading import Reading, Settings, load, read

__all__ = [
    "Answer",
    "Check",
    "Decision",
    "Diagnostic",
    "EdgeCase",
    "Level",
    "Library",
    "Reading",
    "Related",
    "Scenario",
    "Settings",
    "Span",
    "Tree",
    "Warning",
    "load",
    "read",
]
