"""Files beside the pages that list trees for programs: `index.json` and `llms.txt`."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import Any

from decision_trees.layout.addresses import Addresses, data_address, quoted, relative_address, tree_page
from decision_trees.model.tree import Tree
from decision_trees.prose.escape import document_line, document_text
from decision_trees.site.tree_json import in_lines

FORMAT_VERSION = 1
"""The version of `index.json`."""


def index_json(trees: Iterable[Tree], folder: str, addresses: Addresses) -> str:
    """Write the trees of a folder for programs: `index.json`, whose addresses are relative to it."""
    here = quoted(posixpath.join(folder, "index.json"))

    def record(tree: Tree) -> Mapping[str, Any]:
        return {
            "id": tree.id,
            "version": tree.digest,
            "title": str(tree.title),
            "question": str(tree.question),
            "category": str(tree.category) if tree.category else None,
            "domains": [str(domain) for domain in tree.domains],
            "url": relative_address(addresses.of(tree_page(tree.file)), here),
            "data": relative_address(data_address(tree.file, "tree.json"), here),
        }

    data = {"format": FORMAT_VERSION, "trees": [record(tree) for tree in trees]}
    return in_lines(data) + "\n"


def llms_txt(name: str, description: str, trees: Iterable[Tree]) -> str:
    """Write the site's trees as `llms.txt` (llmstxt.org): a list that leads to each as one document."""
    lines = [f"# {document_text(name)}", ""]
    if description:
        lines += [f"> {document_text(description)}", ""]
    lines += ["## Decision trees", ""]
    for tree in trees:
        title, question = document_line(tree.title.line), document_line(tree.question.line)
        lines.append(f"- [{title}]({data_address(tree.file, 'tree.md')}): {question}")
    return "\n".join(lines) + "\n"
