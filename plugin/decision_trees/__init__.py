"""Decision trees, authored as data and published as documentation."""

from decision_trees.analysis.library import Library
from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic, Related
from decision_trees.model.span import Span
from decision_trees.model.tree import (
    Answer,
    Check,
    Decision,
    EdgeCase,
    Given,
    Reference,
    Scenario,
    Section,
    Step,
    Target,
    Text,
    Tree,
    Warning,  # noqa: A004 - the format's word
)
from decision_trees.reading.load import load
from decision_trees.reading.read import Reading, Settings, read

__all__ = [
    "Answer",
    "Check",
    "Decision",
    "Diagnostic",
    "EdgeCase",
    "Given",
    "Level",
    "Library",
    "Reading",
    "Reference",
    "Related",
    "Scenario",
    "Section",
    "Settings",
    "Span",
    "Step",
    "Target",
    "Text",
    "Tree",
    "Warning",
    "load",
    "read",
]
