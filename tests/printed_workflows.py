"""Writes the manual's workflows into a folder, for `make lint` to have them checked like those that we run.

Run with the folder: `python -m tests.printed_workflows FOLDER`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tests.site_fixtures import REPOSITORY

_WORKFLOW = re.compile(
    r'^```yaml title="(?P<name>\.github/workflows/[\w-]+\.yml)"\n(?P<text>(?:.*\n)*?)```$', re.MULTILINE
)


def printed_workflows() -> dict[str, str]:
    """The whole workflows in the manual, by the name under which each is to be saved."""
    pages = (path.read_text("utf-8") for path in (REPOSITORY / "content").glob("*.md"))
    return {found["name"]: found["text"] for text in pages for found in _WORKFLOW.finditer(text)}


def main(folder: Path) -> None:
    """Write them."""
    for name, text in printed_workflows().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
