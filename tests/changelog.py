"""`python -m tests.changelog X.Y.Z` puts what lies in `changes/` into the changelog, under that version.

towncrier writes a section of it, once a version. A version that was made ready and not released yet has one
already: there the new comes behind the old, kind by kind.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

BEGIN = "<!-- newest first -->\n"
_KIND = re.compile(r"^### (.+)\n+", re.MULTILINE)


def main(version: str) -> None:
    """Write the changelog anew, and delete the files that were put into it."""
    command = (sys.executable, "-m", "towncrier", "build", "--draft", "--version", version)
    drafted = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8").stdout
    changelog = Path("CHANGELOG.md")
    changelog.write_text(with_section(changelog.read_text("utf-8"), drafted, version), "utf-8")
    for path in Path("changes").glob("*.*.md"):
        path.unlink()


def with_section(changelog: str, drafted: str, version: str) -> str:
    """Put a section into a changelog, or what it says into the one that is there of that version."""
    title, _, new = drafted.strip().partition("\n")
    before, begin, sections = changelog.partition(BEGIN)
    is_there = re.match(rf"\n## {re.escape(version)} \(.*\n((?:(?!## ).*\n)*)", sections)
    old, rest = (is_there[1], sections[is_there.end() :]) if is_there else ("", sections.removeprefix("\n"))
    intro, *parts = _KIND.split(old)
    lists = dict(zip(parts[::2], parts[1::2], strict=True))
    _, *parts = _KIND.split(new)
    for kind, items in zip(parts[::2], parts[1::2], strict=True):
        lists[kind] = f"{lists.get(kind, '').strip()}\n{items.strip()}"
    written = [title, intro, *(f"### {kind}\n\n{items.strip()}" for kind, items in lists.items())]
    section = "\n\n".join(part.strip() for part in written if part.strip())
    return f"{before}{begin}\n{section}\n\n{rest}"


if __name__ == "__main__":
    main(sys.argv[1])
