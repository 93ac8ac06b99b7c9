"""What reads a log other than people: a terminal, and the services that run builds."""

from __future__ import annotations

import re
import unicodedata

_ACTING = {"Cc", "Zl", "Zp", "Cs"}
_NOT_READ = {"Cf", "Mn", "Me"}
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def acts(output: str) -> bool:
    """Say whether anything in an output acts on whoever reads it.

    Written by what is known of the services, not by what we do: GitHub's runner splits at every line break,
    takes away white space, compares as people read, and looks for its older commands anywhere in a line.
    """
    if _TURNING.search(output):
        return True
    categories = {char: unicodedata.category(char) for char in {*output} - {*"\t\r\n"}}
    if not _ACTING.isdisjoint(categories.values()):
        return True
    unread = {ord(char): None for char, category in categories.items() if category in _NOT_READ}
    for line in re.split(r"\r\n|\r|\n", output.translate(unread)):
        if re.match(r"\s*::(?!:)", line) or re.search(r"##[a-z]*\[", line, re.IGNORECASE):
            return True
    return "\r" in output
