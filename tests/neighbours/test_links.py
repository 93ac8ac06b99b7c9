from __future__ import annotations

from pathlib import Path

import pytest
from tests.neighbours.harness import OURS, build, faults

pytestmark = [pytest.mark.build]

REDIRECTS = {"redirects": {"redirect_maps": {"old.md": "trees/pick-a-queue/replay.md"}}}


@pytest.mark.beside("mkdocs-redirects")
@pytest.mark.parametrize("plugins", [(REDIRECTS, OURS), (OURS, REDIRECTS)], ids=["before us", "behind us"])
def test_an_address_is_sent_on_to_a_page_of_ours(tmp_path: Path, plugins: tuple[object, ...]) -> None:
    built = build(tmp_path, ["search", *plugins])
    assert faults(built) == []
    assert "../trees/pick-a-queue/replay/" in (built.published / "old/index.html").read_text(encoding="utf-8")


@pytest.mark.beside("mkdocs-htmlproofer-plugin")
@pytest.mark.parametrize("is_before", [True, False])
@pytest.mark.parametrize("strict_anchors", [True, False])
def test_all_links_are_proofed(tmp_path: Path, *, is_before: bool, strict_anchors: bool) -> None:
    proofer = {
        "htmlproofer": {
            "raise_error": True,
            "validate_external_urls": False,
            "strict_anchors": strict_anchors,
        }
    }
    built = build(tmp_path, ["search", *([proofer, OURS] if is_before else [OURS, proofer])])
    assert faults(built) == []
