"""Links of Markdown in the words of a node: words stay words, and addresses become a text of the node."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from decision_trees.importing.doubts import Doubts
from decision_trees.importing.draft import DraftNode

_LINK = re.compile(r"!?\[(?P<words>[^\[\]]*)\]\(<?(?P<url>[^()\s<>]*)>?(?:[ \t]+\"[^\"]*\")?\)")

_KEYS = {"check": "assess", "step": "do", "warning": "mitigation"}

_IN_ADDRESS = "/:?#@!$&'*+,;=%~-._"


def without_links(text: str) -> str:
    """A text with the words of its links alone."""
    return _LINK.sub(lambda found: found["words"] or found["url"], text)


def anchors(text: str) -> list[str]:
    """The anchors within the file to which a text links: `#retention`."""
    return [unquote(found["url"]) for found in _LINK.finditer(text) if found["url"].startswith("#")]


def anchor_of(heading: str) -> str:
    """The anchor that a heading has where Markdown is shown: `#is-it-big`; empty where it has no letters."""
    words = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return f"#{words.replace(' ', '-')}" if words.strip(" -") else ""


def add_link(node: DraftNode, words: str, url: str) -> None:
    """Give a node a link below its other texts."""
    title = " ".join(words.replace("[", "(").replace("]", ")").split()) or "More"
    link = f"[{title}]({quote(url, safe=_IN_ADDRESS)})"
    key = _KEYS.get(node.kind, "next_step")
    node.texts[key] = "\n\n".join(filter(None, (node.texts.get(key, ""), link)))


def is_address(url: str) -> bool:
    """Whether an address leads to the same place from wherever it stands."""
    try:
        return urlsplit(url).scheme in ("http", "https", "mailto")
    except ValueError:
        return False


def take_links(node: DraftNode, doubts: Doubts) -> None:
    """Let a node's words be without links, and its texts have those that lead out of the file.

    Args:
        node: The node; a link within the file becomes its words alone, by which a question is referred to.
        doubts: Gets the addresses of other files, which lead nowhere from where the tree will be.
    """
    links = [(found["words"], found["url"]) for found in _LINK.finditer(node.text)]
    node.text = without_links(node.text)
    for words, url in links:
        if is_address(url):
            add_link(node, words, url)
        elif url.startswith("#"):
            node.refers_to = unquote(url)
        elif url:
            says = f"“{node.text}” leads to `{url}`"
            doubts.ask("unknown-reference", node, says, "the address is left out", others=())
