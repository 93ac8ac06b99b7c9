from __future__ import annotations

from pathlib import Path

import pytest
from tests.neighbours.harness import OURS, build, commit, faults, run, write

pytestmark = [pytest.mark.build, pytest.mark.beside("mkdocs-rss-plugin")]


@pytest.mark.parametrize("use_git", [True, False])
def test_pages_of_trees_are_in_the_feed(tmp_path: Path, *, use_git: bool) -> None:
    write(tmp_path, ["search", OURS, {"rss": {"use_git": use_git, "length": 100}}])
    commit(tmp_path, "Ada", "2020-02-03")
    built = run(tmp_path)
    assert faults(built) == []
    feed = (built.published / "feed_rss_created.xml").read_text(encoding="utf-8")
    assert "<title>Pick a queue</title>" in feed
    assert ("<pubDate>Mon, 03 Feb 2020" in feed) == use_git


def test_without_history_as_a_page_by_hand(tmp_path: Path) -> None:
    assert faults(build(tmp_path, ["search", {"rss": {"use_git": False}}, OURS])) == []
