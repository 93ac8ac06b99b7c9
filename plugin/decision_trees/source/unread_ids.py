"""What may be the ids of nodes in a source that cannot be read."""

from __future__ import annotations

import re

from decision_trees.source.keys import KEY_NAMES

_ID = re.compile(r"^[ ]+(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*):(?:[ ]|$)", re.MULTILINE)


def node_ids(text: str) -> set[str]:
    """What may be the ids of nodes in a source, even in one that cannot be read."""
    return {found["id"] for found in _ID.finditer(text)} - KEY_NAMES
