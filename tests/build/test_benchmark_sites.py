"""The sites of a benchmark's corpus build without warnings, and what they publish can be measured."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import output
from benchmarks.corpus import Form, files_by_hand, our_files, write
from tests.site_fixtures import build_site

pytestmark = pytest.mark.build


@pytest.mark.parametrize("form", [files_by_hand, our_files])
def test_a_site_builds(form: Form, tmp_path: Path) -> None:
    corpus = write(tmp_path, 1, {"site": form})
    site = corpus.sites["site"]
    assert build_site(site.folder) == site.published
    measured = output.measure(site, corpus.nodes)
    assert measured.index_packed < measured.index < measured.total
    assert measured.node_packed < measured.shell
