"""What reads a log other than people: a terminal, and the services that run builds."""

from __future__ import annotations

import re
import unicodedata

_NOT_READ = {"Cf", "Mn", "Me"}
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def acts(output: str) -> bool:
    """Say whether anything in an output acts on whoever reads it.

    Written by what is known of the services, not by what we do: GitHub's runner splits at every line break,
    takes away white space, compares as people read, and looks for its older commands anywhere in a line.
    """
    if _TURNING.search(output):
        return True
    for line in re.split(r"\r\n|\r|\n", output):
        if any(unicodedata.category(char) in {"Cc", "Zl", "Zp", "Cs"} and char != "\t" for char in line):
            return True
        read = "".join(char for char in line if unicodedata.category(char) not in _NOT_READ)
        if re.match(r"\s*::(?!:)", read) or re.search(r"##[a-z]*\[", read, re.IGNORECASE):
            return True
    return "\r" in output
