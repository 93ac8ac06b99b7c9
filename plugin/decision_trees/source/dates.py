"""Days as the format has them, and what was meant by one that is written otherwise."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_BETWEEN = r"[-/._ ]"

# Written in any other way, a number may be the day as well as the month.
_FORMS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        rf"(?P<year>\d{{4}}){_BETWEEN}(?P<month>\d{{1,2}}){_BETWEEN}(?P<day>\d{{1,2}})(?:[t ]\s*\d.*)?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<day>\d{1,2})\.\s*(?P<month>\d{1,2})\.\s*(?P<year>\d{4})",
        r"(?P<day>1[3-9]|[23]\d)[-/](?P<month>\d{1,2})[-/](?P<year>\d{4})",
        r"(?P<month>\d{1,2})[-/](?P<day>1[3-9]|[23]\d)[-/](?P<year>\d{4})",
        rf"{_DAY}\.?[- ]*{_MONTH},?[- ]*(?P<year>\d{{4}})",
        rf"{_MONTH}[- ]*{_DAY},?[- ]+(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})[- ]*{_MONTH}[- ]*{_DAY}",
        r"(?P<year>\d{4})[年년] ?(?P<month>\d{1,2})[月월] ?(?P<day>\d{1,2})[日号일]",
    )
)
_EITHER = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", re.ASCII)
"""Day and month, or month and day."""

_TOO_SHORT = (
    (re.compile(r"\d{4}"), "month and day are missing"),
    (
        re.compile(rf"\d{{4}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{4}}|{_MONTH},?\s*\d{{4}}", re.IGNORECASE),
        "the day is missing",
    ),
    (
        re.compile(r"\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}"),
        "the year takes four digits",
    ),
)
_HYPHENS = re.compile("[\u2010-\u2015\u2212]")

_MONTHS_OF_A_YEAR = 12


def read(text: str) -> date | None:
    """Read a day; None where the text is none."""
    if not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def hint(text: str) -> str:
    """Say what is wrong with a text that is no day, or which day was meant; empty where nobody can tell."""
    plain = _HYPHENS.sub("-", unicodedata.normalize("NFKC", text)).strip(" .,;")
    if found := next((found for form in _FORMS if (found := form.fullmatch(plain))), None):
        parts = found.groupdict()
        month = 1 + _MONTHS.index(parts["name"].lower()) if "name" in parts else int(parts["month"])
        return _meant(int(parts["year"]), month, int(parts["day"]))
    if found := _EITHER.fullmatch(plain):
        one, other, year = map(int, found.groups())
        return _meant(year, one, other) if one == other else _meant_either(year, one, other)
    return next((words for form, words in _TOO_SHORT if form.fullmatch(plain)), "")


def _meant(year: int, month: int, day: int) -> str:
    if not 1 <= month <= _MONTHS_OF_A_YEAR:
        return f"there is no month {month}"
    if not date.min.year <= year:
        return f"there is no year {year}"
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        return f"that month has {days} days"
    return f"did you mean `{date(year, month, day).isoformat()}`?"


def _meant_either(year: int, one: int, other: int) -> str:
    """Say what a day may be of which either number may be the month."""
    both = sorted([(one, other), (other, one)])
    if not all(1 <= number <= _MONTHS_OF_A_YEAR for number in (one, other)) or year < date.min.year:
        return ""
    first, second = (date(year, *numbers).isoformat() for numbers in both)
    return f"did you mean `{first}` or `{second}`?"
