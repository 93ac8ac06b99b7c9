"""How ids, targets and addresses are written."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from decision_trees.model.span import Span
from decision_trees.model.tree import Target, Text

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

MOST_ID_CHARACTERS = 64

TARGETS = "a node's id, `tree-id/`, or `tree-id/node-id`"
"""What a target may be, in words."""

_TARGET = re.compile(rf"(?:(?P<tree>{ID.pattern})/)?(?P<node>{ID.pattern})?")

SAFE_SCHEMES = ("http", "https", "mailto")


def is_id(text: str) -> bool:
    """Say whether a text may be the id of a tree, a node or an answer."""
    return len(text) <= MOST_ID_CHARACTERS and ID.fullmatch(text) is not None


def slug(label: str) -> str:
    """Turn words into an id: lower case, accents dropped, all else a hyphen; empty if nothing is left."""
    return _cut(_hyphenated(label))


def _hyphenated(label: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_only.lower()))


def _cut(words: str) -> str:
    return words[:MOST_ID_CHARACTERS].rstrip("-")


def answer_ids(labels: Sequence[str]) -> list[str]:
    """Make the ids of a check's answers from their labels.

    Signs that tell labels apart are spelt out: `< 300` is `lt-300`, `50 %` is `50-percent`, `C++` is
    `c-plus-plus`. Labels that are alike as far as an id is long have a digest of themselves in it, and so
    has a label of which no letter or digit is ASCII: no author has to write an id, and an address stays the
    same when answers change places.

    Args:
        labels: The labels, without marks.

    Returns:
        An id for each of them. Two are the same where two labels say the same.
    """
    whole = [_hyphenated(_spelt_out(label)) for label in labels]
    counts = Counter(map(_cut, whole))
    return [
        _with_digest(words, label)
        if not words or (len(words) > MOST_ID_CHARACTERS and counts[_cut(words)] > 1)
        else _cut(words)
        for words, label in zip(whole, labels, strict=True)
    ]


def _with_digest(words: str, label: str) -> str:
    digest = hashlib.sha256(label.encode()).hexdigest()[:8]
    room = MOST_ID_CHARACTERS - len(digest) - 1
    return f"{words[:room].rstrip('-') or 'answer'}-{digest}"


def _spelt_out(label: str) -> str:
    """Write the signs of a label as words."""
    if label.isascii() and label.replace(" ", "").isalnum():
        return label  # as are most
    text = _PLACEHOLDER.sub(r" \1 ", unicodedata.normalize("NFKC", label))
    for sign, word in _SIGNS:
        text = sign.sub(f" {word} ", text)
    # As a unit it is no letter of a Greek word.
    return _MICRO.sub("u", text)


_SIGNS = tuple(
    (re.compile(sign), word)
    for sign, word in (
        (r"<=|=<|[\u2264\u2266\u2a7d]", "lte"),
        (r">=|=>|[\u2265\u2267\u2a7e]", "gte"),
        (r"!=|<>|\u2260", "not"),
        (r"<", "lt"),
        (r">", "gt"),
        (r"=+", "eq"),
        (r"[~\u2248]", "about"),
        (r"\+/-|\u00b1", "plus-minus"),
        (r"\+", "plus"),
        (r"\u2212|(?<![\w)-])(?<!\d )-(?=[\d.])", "minus"),
        (r"[\u2010-\u2015]", "-"),
        (r"%", "percent"),
        (r"\u2030", "permille"),
        (r"&+", "and"),
        (r"(?<=[A-Za-z])#", "sharp"),
        (r"#", "number"),
        (r"\u20ac", "euro"),
        (r"\$", "dollar"),
        (r"\u00a3", "pound"),
        (r"\u00a5", "yen"),
        (r"\u00a7", "section"),
        (r"\u221e", "infinity"),
    )
)
"""Signs that tell labels apart and are no letters, longer ones first, and the words for them."""

# `<name>` compares nothing.
_PLACEHOLDER = re.compile(r"<(/?[A-Za-z][^<>\s]*)>")

_MICRO = re.compile(r"(?<![^\W\d_])\u03bc(?=[A-Za-z])")


def mended(written: str) -> str:
    """The id that an author is to write, which is another one only where it is not well formed."""
    return written if is_id(written) else slug(written)


def parse_target(written: str, span: Span) -> Target | None:
    """Read a target: `node`, `tree/` or `tree/node`; None where it is none of them."""
    match = _TARGET.fullmatch(written)
    return Target(match["tree"], match["node"], span) if match and written else None


def read_target(text: Text) -> Target:
    """Read a target; what is none stands as the name of a node, which is looked for like any other."""
    return parse_target(text.value, text.span) or Target(None, text.value, text.span)


def unsafe_scheme(url: str) -> str | None:
    """Name the scheme for which a page must not link to `url`; None where it may.

    Browsers ignore white space and control characters inside a scheme, and read character references in
    an address, so the same is done here.
    """
    scheme, colon, _ = re.sub(r"[\x00-\x20\x7f]", "", html.unescape(url)).partition(":")
    if not colon or "/" in scheme or "?" in scheme or "#" in scheme:
        return None
    return None if scheme.lower() in SAFE_SCHEMES else scheme
