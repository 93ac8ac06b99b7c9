"""How ids, targets and addresses are written."""

from __future__ import annotations

import html
import re
import unicodedata

from decision_trees.diagnostics import Span
from decision_trees.model import Target, Text

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MOST_ID_CHARACTERS = 64

TARGETS = "a node's id, `tree-id/`, or `tree-id/node-id`"
"""What a target may be, in words."""

_TARGET = re.compile(rf"(?:(?P<tree>{ID.pattern})/)?(?P<node>{ID.pattern})?")
_SAFE_SCHEMES = ("http", "https", "mailto")


def is_id(text: str) -> bool:
    """Say whether a text may be the id of a tree, a node or an answer."""
    return len(text) <= MOST_ID_CHARACTERS and ID.fullmatch(text) is not None


def slug(label: str) -> str:
    """Turn words into an id: lower case, accents dropped, all else a hyphen; empty if nothing is left."""
    ascii_only = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_only.lower())
    return "-".join(words)[:MOST_ID_CHARACTERS].rstrip("-")


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
    return None if scheme.lower() in _SAFE_SCHEMES else scheme
