"""What the manual says of a code: its page is a part of the package."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from decision_trees.diagnostics.codes import CODES

_IN_PACKAGE = Path(__file__).with_name("explanations")

# Where the package is used from its repository, the manual lies beside it.
_IN_REPOSITORY = Path(__file__).parents[3] / "content" / "codes"

_LINK = re.compile(r"\[(?P<text>[^\[\]]+)\]\([\w./#-]+\)")
_FENCE = re.compile(r"^(?P<mark>`{3,}).*?^(?P=mark)[ ]*$", re.MULTILINE | re.DOTALL)
_CASE = re.compile(r"^## ", re.MULTILINE)

_NO_PROBLEMS = "```text\nno problems\n```"

EXAMPLES = 3
"""How many examples an explanation shows unless all are asked for."""


def page(code: str) -> str:
    """The manual's page of a code, as Markdown."""
    folder = _IN_PACKAGE if _IN_PACKAGE.is_dir() else _IN_REPOSITORY
    return (folder / f"{code}.md").read_text("utf-8")


def introduction(code: str) -> str:
    """What the page says before its examples, as plain paragraphs."""
    _, _, text = _CASE.split(page(code), maxsplit=1)[0].partition("\n")
    return _LINK.sub(r"\g<text>", text).strip()


def explanation(code: str, most: int | None = EXAMPLES) -> tuple[str, int]:
    """The page with its first examples.

    Args:
        code: The code.
        most: How many examples of the mistake, and of what is none, are in it; all where it is None.

    Returns:
        Markdown without links, and how many examples are left out.
    """
    cases = [f"## {case.rstrip()}" for case in _CASE.split(_without_links(page(code)))[1:]]
    wrong = [case for case in cases if _NO_PROBLEMS not in case]
    shown = cases if most is None else [*wrong[:most], *[case for case in cases if case not in wrong][:1]]
    return "\n\n".join([f"# {code}", introduction(code), *shown]), len(cases) - len(shown)


def _without_links(markdown: str) -> str:
    """Leave out where links lead, but not in the examples."""
    parts, done = [], 0
    for fence in _FENCE.finditer(markdown):
        parts += [_LINK.sub(r"\g<text>", markdown[done : fence.start()]), fence[0]]
        done = fence.end()
    return "".join((*parts, _LINK.sub(r"\g<text>", markdown[done:])))


@lru_cache(maxsize=1)
def documentation() -> str | None:
    """The address of the manual, as the package's metadata names it."""
    from importlib.metadata import PackageNotFoundError, metadata  # noqa: PLC0415 - long to load, seldom needed

    try:
        named = metadata("mkdocs-decision-trees").get_all("Project-URL") or []
    except PackageNotFoundError:
        return None
    urls = dict(re.split(r",\s*", url, maxsplit=1) for url in named)
    return urls.get("Documentation")


def address(code: str) -> str | None:
    """The address of what is said of a code, where the package's metadata names that of the documentation."""
    base = documentation()
    page = f"codes/{code}/" if code in CODES else "import/#what-it-may-say"
    return f"{base.rstrip('/')}/{page}" if base else None


def pointer(code: str) -> str:
    """Where more is said of a code: an address, or a command."""
    return address(code) or f"decision-trees explain {code}"
