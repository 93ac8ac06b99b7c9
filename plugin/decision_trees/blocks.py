"""What Markdown must know of our HTML: which elements are blocks, and where finished HTML begins and ends."""

from __future__ import annotations

ELEMENTS = ("decision-tree", "decision-chart")
"""Our custom elements."""

BEGIN, END = "<!-- decision-trees -->", "<!-- /decision-trees -->"
"""The lines around finished HTML."""
