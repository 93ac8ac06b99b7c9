from __future__ import annotations

from pathlib import Path

import pytest

from decision_trees.hosts.export import spool
from decision_trees.hosts.export.spool import Spool, Unmade


@pytest.mark.parametrize("in_memory", [1, 1000])
def test_files_come_back_as_they_were_put_there(in_memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_IN_MEMORY", in_memory)
    files = Spool()
    files.put("a.md", b"first")
    files.put("copy.png", Path("docs/copy.png"))
    files.put("empty.md", b"")
    files.put("a.md", b"second, and longer")
    files.put("b.md", b"b")
    unmade = Unmade("digest", "unmade.md", lambda _: b"made")
    files.put("unmade.md", unmade)
    assert dict(files) == {
        "a.md": b"second, and longer",
        "copy.png": Path("docs/copy.png"),
        "empty.md": b"",
        "b.md": b"b",
        "unmade.md": unmade,
    }
    assert len(files) == 5
    assert "c.md" not in files
