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
    )
)
_MONTH_ALONE = re.compile(rf"\d{{4}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{4}}|{_MONTH},?\s*\d{{4}}", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
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
    plain = _HYPHENS.sub("-", unicodedata.normalize("NFKC", text)).strip()
    found = next((found for form in _FORMS if (found := form.fullmatch(plain))), None)
    if found is not None:
        return _numbers(found)
    if _MONTH_ALONE.fullmatch(plain):
        return "the day is missing"
    return "the year takes four digits" if _SHORT_YEAR.fullmatch(plain) else ""


def _numbers(found: re.Match[str]) -> str:
    parts = found.groupdict()
    month = 1 + _MONTHS.index(parts["name"].lower()) if "name" in parts else int(parts["month"])
    year, day = int(parts["year"]), int(parts["day"])
    if not 1 <= month <= _MONTHS_OF_A_YEAR:
        return f"there is no month {month}"
    if not date.min.year <= year:
        return f"there is no year {year}"
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        return f"that month has {days} days"
    return f"did you mean `{date(year, month, day).isoformat()}`?"
