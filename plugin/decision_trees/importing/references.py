"""What an end may refer to: a question by its words or its number."""

from __future__ import annotations

import re
from typing import NamedTuple

from decision_trees.importing.doubts import folded

_REFERENCE = re.compile(
    r"(?:(?:please\s+)?(?:go|goto|back|return|jump|continue|proceed|skip|see|to|at|with|on|from|gehe?n?|weiter"
    r"|zurück|siehe|zu|bei|mit|zur|va|aller|allez|voir|passez|passer|à|au|vaya|ir|ver|pase|al?|→|->)\b[\s:]*)+",
    re.IGNORECASE,
)
_TO_NUMBER = re.compile(
    r"(?:(?:the\s+)?(?:question|step|check|row|number|no\.?|frage|schritt|zeile|nr\.?|punkt|étape|n°|pregunta|paso"
    r"|質問)\s*|[qf#]\s?)?(?P<number>\d+[a-z]?)\s*(?:へ|に進む)?[.)]?",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\((?:shown |see )?(?:above|below)\)$", re.IGNORECASE)


class Referent(NamedTuple):
    """What a text may refer to.

    Attributes:
        forms: How what it refers to may be called, the likeliest first, as `folded` has it.
        number: The number of a question; empty where it is none.
        is_bare: Whether it is a number and no more, which may be an end as well.
        is_elsewhere: Whether it says that what it names stands elsewhere: `(above)`.
    """

    forms: tuple[str, ...]
    number: str
    is_bare: bool
    is_elsewhere: bool


def refer(text: str) -> Referent:
    """Find out what a text may refer to: `go to question 2`, `see “Is it big?” (below)`."""
    words = _ASIDE.sub("", " ".join(text.split()))
    bare = _REFERENCE.sub("", words, count=1).strip(" “”\"'") if _REFERENCE.match(words) else words
    found = _TO_NUMBER.fullmatch(bare)
    number = found["number"].lower() if found else ""
    forms = [folded(words), folded(bare), number]
    if words != number:
        forms.append(f"question {number}")
    is_elsewhere = _ASIDE.search(text) is not None
    return Referent(
        tuple(form for form in forms if form), number, words.strip(" .)").lower() == number, is_elsewhere
    )
