"""What the settings of a site say of its docs folder, read without the host."""

from __future__ import annotations

from pathlib import Path

import pytest

from decision_trees.diagnostics.codes import Level
from decision_trees.reading.docs_folder import MOST_BASES, DocsFolder, docs_folder_of
from decision_trees.reading.files import DISK, PathKind


def docs(folder: Path, settings: str, name: str = "mkdocs.yml") -> DocsFolder:
    (folder / name).write_text(settings, "utf-8")
    found = docs_folder_of(DISK, folder.as_posix())
    assert found is not None
    return found


def files(folder: Path, settings: str, *names: str) -> list[str]:
    for name in names:
        file = folder / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"")
    return [file.path for file in docs(folder, settings).found if file.kind is PathKind.FILE]


@pytest.mark.parametrize("name", ["mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml"])
def test_defaults_are_the_hosts(name: str, tmp_path: Path) -> None:
    found = docs(tmp_path, "site_name: A\n", name)
    assert found.path == f"{tmp_path.as_posix()}/docs"
    assert found.site_folder == f"{tmp_path.as_posix()}/site"
    assert found.addresses.use_directory_urls
    assert found.health
    assert not found.publishes
    assert found.levels == {}


@pytest.mark.parametrize(
    ("settings", "folder"),
    [
        ("docs_dir: content/", "content"),
        ("docs_dir: ../docs", "../docs"),
        ("docs_dir: .", "."),
        ("docs_dir:", "docs"),
        ("docs_dir: null", "docs"),
        ("docs_dir: [a]", "docs"),
        ("docs_dir: !ENV DOCS", "from-env"),
        ("docs_dir: !ENV [NOT_SET, DOCS]", "DOCS"),
        ("docs_dir: !ENV [NOT_SET, DOCS, c]", "from-env"),
        ("docs_dir: !ENV [NOT_SET, c]", "c"),
        ("docs_dir: !ENV [NOT_SET]", "docs"),
        ("docs_dir: !ENV NOT_SET", "docs"),
        ("docs_dir: /abs/docs", "/abs/docs"),
        ("x: !!python/name:material.extensions.emoji.twemoji ''\ndocs_dir: content", "content"),
        ("\ufeffdocs_dir: content", "content"),
    ],
)
def test_where_the_docs_folder_is(
    settings: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCS", "from-env")
    monkeypatch.delenv("NOT_SET", raising=False)
    assert docs(tmp_path, settings).path == DISK.absolute(str(tmp_path / folder))


@pytest.mark.parametrize(
    "settings",
    [
        *("- a\n", "", "a: [", "\x00"),
        pytest.param("[" * 10_000, marks=pytest.mark.unmeasured("only a library that reads YAML runs long")),
    ],
)
def test_settings_that_cannot_be_read_are_none(settings: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(settings, "utf-8")
    assert docs_folder_of(DISK, tmp_path.as_posix()) is None
    (tmp_path / "mkdocs.yml").write_bytes(b"\xff")
    assert docs_folder_of(DISK, tmp_path.as_posix()) is None
    (tmp_path / "mkdocs.yaml").write_text("site_name: A\n", "utf-8")
    assert docs_folder_of(DISK, tmp_path.as_posix()) is not None


@pytest.mark.parametrize(
    ("plugins", "publishes", "health", "levels"),
    [
        ("[search]", False, True, {}),
        ("[search, decision-trees]", True, True, {}),
        ("[decision-trees: {health: false, levels: {stale: error}}]", True, False, {"stale": Level.ERROR}),
        (
            "{decision-trees: {levels: {stale: off, draft: false, cycle: off}}}",
            True,
            True,
            {"stale": "off", "draft": "off"},
        ),
        ("[decision-trees: {levels: {no-code: error, stale: loud}}]", True, True, {}),
        ("[decision-trees: {levels: [stale]}]", True, True, {}),
        ("[decision-trees: {enabled: false}]", False, True, {}),
        ("[[decision-trees]]", False, True, {}),
        ("decision-trees", False, True, {}),
    ],
)
def test_the_plugins_options_are_known(
    plugins: str, *, publishes: bool, health: bool, levels: dict[str, str], tmp_path: Path
) -> None:
    found = docs(tmp_path, f"plugins: {plugins}\nuse_directory_urls: no\n")
    assert (found.publishes, found.health, found.levels) == (publishes, health, levels)
    assert not found.addresses.use_directory_urls


def test_settings_inherit(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "all.yml").write_text(
        "INHERIT: ../root.yml\ndocs_dir: base-docs\nplugins: [search]\n", "utf-8"
    )
    (tmp_path / "root.yml").write_text(
        "use_directory_urls: false\ndocs_dir: root-docs\nplugins: [decision-trees]\n", "utf-8"
    )
    found = docs(tmp_path, "INHERIT: base/all.yml\n")
    assert found.path == f"{tmp_path.as_posix()}/base-docs"
    assert not found.addresses.use_directory_urls
    assert found.publishes
    assert docs(tmp_path, "INHERIT: nowhere.yml\ndocs_dir: a\n").path.endswith("/a")


@pytest.mark.parametrize(
    "written", ["{a: https://site.test/, b: c}", "[a:b, 'c']", "{a: b:c}", "[https://site.test/]"]
)
def test_settings_are_read_wherever_an_address_stands_in_them(written: str, tmp_path: Path) -> None:
    assert docs(tmp_path, f"extra: {written}\ndocs_dir: a\n").path.endswith("/a")


def test_settings_that_inherit_in_a_circle_end(tmp_path: Path) -> None:
    assert docs(tmp_path, "INHERIT: mkdocs.yml\n").path.endswith("/docs")
    assert MOST_BASES > 1


ALL = (".a/x", ".b", "drafts/x", "node_modules/x", "sub/.c", "sub/templates/x", "templates/x", "x")


@pytest.mark.parametrize(
    ("exclude", "published"),
    [
        ("", ["x", "drafts/x", "node_modules/x", "sub/templates/x"]),
        ("|\n  drafts/\n  # nothing\n  node_modules\n", ["x", "sub/templates/x"]),
        ("|\n  !.b\n  !.c\n", [".b", "x", "drafts/x", "node_modules/x", "sub/.c", "sub/templates/x"]),
        (
            "|\n  !/.a/x\n  !/.a\n  !/templates\n",
            ["x", ".a/x", "drafts/x", "node_modules/x", "sub/templates/x", "templates/x"],
        ),
        ("'*'", []),
    ],
)
def test_what_the_host_leaves_out_is_left_out(exclude: str, published: list[str], tmp_path: Path) -> None:
    assert files(tmp_path, f"exclude_docs: {exclude}\n", *ALL) == published


@pytest.mark.parametrize(
    ("folders", "published"),
    [
        ("[trees]", ["a.md", "trees/a.tree.yaml", "trees/deep/b.tree.yaml"]),
        (
            "[/trees/, 't*s/*/trees']",
            ["a.md", "teams/a/trees/d.tree.yaml", "trees/a.tree.yaml", "trees/deep/b.tree.yaml"],
        ),
        ("['trees/**']", ["a.md", "trees/a.tree.yaml", "trees/deep/b.tree.yaml"]),
        ("[elsewhere]", ["a.md"]),
    ],
)
def test_trees_of_other_folders_are_left_alone(folders: str, published: list[str], tmp_path: Path) -> None:
    trees = (
        "trees/a.tree.yaml",
        "trees/deep/b.tree.yaml",
        "teams/a/trees/d.tree.yaml",
        "c.tree.yaml",
        "c.tree.yml",
    )
    settings = f"plugins: [{{decision-trees: {{folders: {folders}}}}}]"
    assert sorted(files(tmp_path, settings, "a.md", *trees)) == published


def test_a_docs_folder_that_is_not_there_cannot_be_searched(tmp_path: Path) -> None:
    found = docs(tmp_path, "site_name: A\n").found
    assert [(file.path, file.kind) for file in found] == [(".", PathKind.LOCKED)]
