"""Characters that look like the plain ones of YAML and are others, as they come with what is pasted."""

from __future__ import annotations

import re
import unicodedata

_WIDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NARROW = "\u00ad\u034f\u180e\u200b-\u200f\u2060\u2061-\u2064\ufeff"

SPACES = f"{_WIDE}{_NARROW}"
"""Spaces that YAML takes for letters, and what is not to be seen at all, for a set of a pattern."""

COLONS = "\uff1a\ufe55\ufe13\ufe30\u2236\ua789\u02d0\u05c3\u0589"
"""Signs that look like a colon, likewise."""

HYPHENS = "\u2010-\u2015\u2022\u2023\u2043\u2212\u25aa\u25cf\u25e6\ufe58\ufe63\uff0d\u00b7"
"""Signs that editors write for a hyphen before an item, likewise."""

QUOTES = "\u2018-\u201f\u00ab\u00bb\u2039\u203a\u300c-\u300f\u301d-\u301f\uff02\uff07\u00b4"
"""Quotes that are none to YAML, likewise."""

BRACKETS = "\uff3b\uff5b\u3010\u3014\uff08"
"""Brackets and braces that open nothing, likewise."""

COMMAS = "\uff0c\u3001\u060c\ufe50"
"""Signs that look like a comma, likewise."""

BARS = "\uff5c\uff1e\u2502\u00a6\u01c0\u2223"
"""Signs that look like those with which a block begins, likewise."""

_AROUND = re.compile(rf"^[{SPACES}]+|[{SPACES}]+$")
_ZERO_WIDTH = re.compile(f"[{_NARROW}]")
_ANY = re.compile(f"[{SPACES}]")
_ITEM = re.compile(rf"(?P<plain>-)?(?(plain)(?P<space>[{SPACES}])|(?P<sign>[{HYPHENS}]))[{SPACES} ]*\S")


def without(text: str) -> str:
    """A text with plain spaces alone, and nothing in it that is not to be seen."""
    return _ANY.sub(" ", _ZERO_WIDTH.sub("", text))


def around(key: str) -> str:
    """What stands before or behind a key and is no plain space; empty where nothing does."""
    found = _AROUND.search(key)
    return found[0] if found else ""


def before_item(text: str) -> str:
    """The character for which a text that was to be an item of a list is none; empty where there is none."""
    found = _ITEM.match(text)
    return (found["space"] or found["sign"]) if found else ""


def name(char: str) -> str:
    """Name a character: "a no-break space (U+00A0)"."""
    words = unicodedata.name(char, "character").lower().replace("fullwidth", "full-width")
    article = "an" if words[0] in "aeiou" else "a"
    return f"{article} {words} (U+{ord(char):04X})"
