"""The notices of whose code is in the scripts, as a program reads them."""

from __future__ import annotations

import re
from typing import NamedTuple

RULE = f"{'-' * 78}\n"


class Notice(NamedTuple):
    """One package, the licence it names, and the text under which it stands."""

    name: str
    version: str
    licence: str
    text: str


def read_notices(text: str) -> list[Notice]:
    """Return the notices of a file, in its order."""
    notices = []
    for part in text.partition(f"\n{'=' * 78}\n")[0].split(RULE)[1:]:
        labels, _, licence_text = part.partition("\n\n")
        for label in labels.splitlines():
            match = re.fullmatch(r"(\S+) (\S+) \((.+)\)", label)
            assert match, label
            name, version, licence = match.groups()
            notices.append(Notice(name, version, licence, licence_text.strip()))
    return notices
