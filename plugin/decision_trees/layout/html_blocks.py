"""What Markdown must know of our HTML: which elements are blocks, and where finished HTML begins and ends."""

from __future__ import annotations

ELEMENTS = ("decision-tree", "decision-chart")
"""Our custom elements."""

BEGIN, END = "<!-- decision-trees -->", "<!-- /decision-trees -->"
"""The lines around finished HTML."""

PART = "<!-- decision-trees: part {} -->"
"""What stands for finished HTML, by its number, where other plugins and Markdown read a page of ours."""

UNREAD = "<!-- decision-trees: unread fence -->"
"""What stands behind a fence that asks for a tree and got none."""
