"""A cache from somebody else, under digests that are right, writes what the trees say and nothing else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st
from mkdocs.commands import build
from mkdocs.config import load_config
from tests import records
from tests.site_fixtures import TINY_TREE, Flavour, settings, write_site

from decision_trees.cache.folder import TAG
from decision_trees.cache.store import Cache, CacheRecord

pytestmark = [pytest.mark.build, pytest.mark.slow]

BUDGET = 30 if budget().max_examples < 1_000 else 2_000
KEY = "DECISION_TREES_CACHE_KEY"

FILES = {
    "docs/index.md": "# Home\n\n[The log](to:a/log)\n",
    "docs/a.tree.yaml": TINY_TREE.replace("question:", "formerly: [old]\ndomains: [d]\nquestion:", 1),
    "docs/trees/b.tree.yaml": TINY_TREE.replace("Pick a queue", "Pick another"),
}


@dataclass
class Project:
    """A site that has been built once, and its cache.

    Attributes:
        root: Where it lies.
        clean: What a build without any cache publishes.
        kept: The records, by name and key.
    """

    root: Path
    clean: Mapping[str, bytes]
    kept: Mapping[tuple[str, str], CacheRecord]

    def cache(self) -> Cache:
        """The cache, as somebody else may open it."""
        (tag,) = self.root.glob(f".cache/decision-trees/*/{TAG}")
        return Cache(tag.parent)

    def published(self, *, dirty: bool = False) -> dict[str, bytes]:
        """Build, and read what was published."""
        config = load_config(str(self.root / "mkdocs.yml"))
        config.plugins.on_startup(command="build", dirty=dirty)
        with patch.dict(os.environ, SOURCE_DATE_EPOCH="0"):
            build.build(config, dirty=dirty)
        site = self.root / "site"
        return {
            path.relative_to(site).as_posix(): path.read_bytes()
            for path in site.rglob("*")
            if path.is_file() and path.suffix != ".gz"
        }

    def others(self) -> dict[Path, bytes]:
        """All that lies beside the site and the cache, here and in the folder above."""
        return {
            path: path.read_bytes()
            for path in self.root.parent.rglob("*")
            if path.is_file() and not {"site", ".cache"} & {*path.relative_to(self.root.parent).parts}
        }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("records") / "project"
    write_site(root, {"mkdocs.yml": settings(Flavour("mkdocs"), site_name="Records"), **FILES})
    found = Project(root, {}, {})
    kept: dict[tuple[str, str], CacheRecord] = {}
    save = Cache.save

    def noted(self: Cache, name: str, key: str, *arguments: object) -> CacheRecord | None:
        record = save(self, name, key, *arguments)  # type: ignore[arg-type]
        assert record is not None
        kept[name, key] = record
        return record

    with patch.object(Cache, "save", noted):
        first = found.published(dirty=True)
    assert sorted(name.partition(" ")[0] for name, _ in kept) == [
        *("contents", "contents", "in", "published", "published", "shapes", "shown", "texts", "texts"),
    ]
    shutil.rmtree(root / ".cache")
    found.clean = found.published()
    assert found.clean == first
    found.kept = kept
    return found


@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 2**32)), min_size=1, max_size=8),
    st.booleans(),
)
@budget(max_examples=BUDGET)
def test_files_are_written_where_the_trees_say_and_nowhere_else(
    project: Project,
    harms: list[tuple[int, int]],
    dirty: bool,  # noqa: FBT001
) -> None:
    cache = project.cache()
    bodies = {name_and_key: record.body for name_and_key, record in project.kept.items()}
    for number, seed in harms:
        name_and_key = [*project.kept][number]
        bodies[name_and_key] = records.harmed(project.kept[name_and_key].body, Random(seed))  # noqa: S311
    for (name, key), body in bodies.items():
        records.write(cache, name, key, body)
    before = project.others()
    if dirty:
        shutil.rmtree(project.root / "site")
    assert project.published(dirty=dirty).keys() == project.clean.keys()
    assert project.others() == before


def test_whatever_is_wrong_with_it_in_form_the_site_is_that_of_a_clean_build(project: Project) -> None:
    for body in records.no_records():
        for name, key in project.kept:
            records.write(project.cache(), name, key, body)
        assert project.published() == project.clean


def test_texts_of_somebody_else_are_published_unless_there_is_a_secret(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What remains, as the manual says, and how it is shut out."""
    for (name, key), record in project.kept.items():
        value, texts = records.unpacked(record.body)
        texts = [text.replace("Kafka", "Theirs") for text in texts]
        records.write(project.cache(), name, key, records.packed(value, texts))
    monkeypatch.setenv(KEY, "ours")
    assert project.published() == project.clean
    assert project.published() == project.clean
    monkeypatch.delenv(KEY)
    assert project.published() == project.clean
    for (name, key), record in project.kept.items():
        value, texts = records.unpacked(record.body)
        texts = [text.replace("Kafka", "Theirs") for text in texts]
        records.write(project.cache(), name, key, records.packed(value, texts))
    found = project.published()
    assert found.keys() == project.clean.keys()
    assert b"Theirs" in found["a/log/index.html"]
