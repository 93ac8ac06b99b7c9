"""The tags of a tree's page, which belong below its walk.

Only a theme knows how it prints tags, and what each of them links to: it prints them as on any page, above
the content, and they are moved from there once the page is finished.
"""

from __future__ import annotations

import re

_PRINTED = re.compile(r"""<nav\s[^>]*\bclass=["']?md-tags\b[^>]*>.*?</nav>\s*""", re.DOTALL)

_PLACE = re.compile(r"""(<div class=["']?dt-tags["']?>)\s*</div>""")


def move_tags(output: str) -> str:
    """Move tags that a theme has printed above a page's content to where the page has room for them.

    Args:
        output: A finished page of ours.

    Returns:
        The page; as it is where it has no such room, or its theme prints no tags.
    """
    place = _PLACE.search(output)
    printed = _PRINTED.search(output, 0, place.start()) if place else None
    if not place or not printed:
        return output
    before, between = output[: printed.start()], output[printed.end() : place.end(1)]
    return f"{before}{between}{printed[0].strip()}{output[place.end(1) :]}"
