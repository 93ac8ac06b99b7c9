"""The schema that lies beside an author's trees, for the editor."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from decision_trees.cli import atomic_writes
from decision_trees.diagnostics.printable import one_line
from decision_trees.source import json_schema

_WRITTEN_BY = "Written by `decision-trees new`, which renews it: "
_MARK = re.compile(rf'^  "\$comment": "{_WRITTEN_BY}(?P<digest>\w+)",\n', re.MULTILINE)


def text() -> str:
    """The schema, with a comment by which it is known again as ours and unchanged."""
    plain = json_schema.text()
    first, _, rest = plain.partition("\n")
    return f'{first}\n  "$comment": "{_WRITTEN_BY}{_digest(plain)}",\n{rest}'


def put(schema: Path) -> str:
    """Write the schema, unless something else lies there, and tell where it is if that is news."""
    shown = one_line(Path(os.path.relpath(schema)).as_posix())
    try:
        if not os.path.lexists(schema):
            atomic_writes.create(schema, text().encode())
            return f"{shown}: by which an editor completes and checks it\n"
        if _is_old(schema):
            atomic_writes.replace(schema, text().encode())
            return f"{shown}: renewed, for this version\n"
    except OSError as error:
        return f"{shown}: cannot be written, so editors complete nothing: {error.strerror}\n"
    return ""


def _is_old(schema: Path) -> bool:
    """Whether a file is what another version wrote, and nobody has changed it since."""
    if schema.is_symlink() or not schema.is_file():
        return False
    written = schema.read_text("utf-8", "replace")
    mark = _MARK.search(written)
    return bool(mark and _digest(_MARK.sub("", written, count=1)) == mark["digest"] and written != text())


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()
