"""`diff` on real repositories with links and submodules: what is not looked at is not called unchanged."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from decision_trees.cli.main import main
from decision_trees.reading import unseen
from decision_trees.reading.files import FolderEntry
from decision_trees.reading.git import Git, GitError
from decision_trees.reading.revisions import Revision
from decision_trees.reading.work_tree import WorkTree

GIT = shutil.which("git") or "git"
TREE = """\
title: T
question: Q?
checks: {a: {question: A?, answers: {Yes: b, No: c}}}
decisions: {b: Kafka, c: SQS}
"""
CHANGED = TREE.replace("Kafka", "Pulsar")
SITE = "plugins: [decision-trees]\n"
NO_CHANGE = "no change for a reader\n"


def change(tree_id: str = "t") -> str:
    return f"{tree_id}\n  Questions, titles and answers\n    b: title now “Pulsar”, was “Kafka”\n"


def git(*arguments: str, at: Path | str = ".") -> str:
    settings = ("user.name=A", "user.email=a@example.org", "protocol.file.allow=always")
    options = (word for setting in settings for word in ("-c", setting))
    done = subprocess.run([GIT, *options, *arguments], cwd=at, check=True, capture_output=True, text=True)
    return done.stdout


def write(folder: Path, contents: Mapping[str, str | None]) -> None:
    """Write files, links (`-> target`), or nothing in the place of what is there (None)."""
    for name, text in contents.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_symlink() or file.is_file():
            file.unlink()
        if text is not None and text.startswith("-> "):
            file.symlink_to(text.removeprefix("-> "))
        elif text is not None:
            file.write_text(text, "utf-8")


def commit(at: Path | str = ".") -> None:
    git("add", "--all", at=at)
    git("commit", "--allow-empty", "--message=One", at=at)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the repository, with a tree."""
    write(tmp_path / "outside", {"t.tree.yaml": TREE, "logo.png": "", "notes/x.txt": ""})
    return tmp_path / "outside"


def of_nobody(patch: pytest.MonkeyPatch, settings: Path) -> None:
    """Let git know neither of a repository around us nor of anybody's settings."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        patch.delenv(name)
    patch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty repository with one commit, to be copied."""
    repository = tmp_path_factory.mktemp("repository")
    with pytest.MonkeyPatch.context() as patch:
        of_nobody(patch, repository / "no-settings")
        git("init", "--template=", "--initial-branch=main", at=repository)
        commit(repository)
    return repository


@pytest.fixture
def root(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository with one commit, in which we are."""
    of_nobody(monkeypatch, tmp_path / "no-settings")
    root = shutil.copytree(repository, tmp_path / "repository")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def said(root: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Compare with the last commit."""

    def run(*paths: str, revision: str = "HEAD", status: int = 0) -> str:
        assert root.is_dir()
        assert main(["diff", "--git", revision, *paths, "--exit-code"]) == status
        return capsys.readouterr().out

    return run  # type: ignore[return-value]


Said = Callable[..., str]


# --- links within the repository ------------------------------------------------------------------


@pytest.mark.parametrize(
    "link",
    [
        ("docs/linked", "../shared", "shared/t.tree.yaml"),
        ("docs/linked", "../shared/../shared/", "shared/t.tree.yaml"),
        ("docs/linked", "{root}/shared", "shared/t.tree.yaml"),
        ("docs", "shared", "shared/t.tree.yaml"),
        ("docs/t.tree.yaml", "../shared/t.tree.yaml", "shared/t.tree.yaml"),
        ("docs/t.tree.yaml", "../shared/any.txt", "shared/any.txt"),
        ("docs/linked", "../way/on", "shared/t.tree.yaml"),
    ],
)
@pytest.mark.parametrize("settings", [SITE, None], ids=["site", "no site"])
def test_what_a_link_leads_to_is_compared(
    link: tuple[str, str, str], settings: str | None, root: Path, said: Said
) -> None:
    name, target, real = link
    write(root, {"mkdocs.yml": settings, real: TREE, name: f"-> {target.format(root=root)}"})
    write(root, {"way/on": "-> ../shared"})
    commit()
    assert said("docs") == NO_CHANGE
    write(root, {real: CHANGED})
    assert said("docs", status=1) == change()
    commit()
    assert said("docs") == NO_CHANGE
    assert said("docs", revision="HEAD~", status=1) == change()


def test_a_link_that_leads_elsewhere_now_is_a_change(root: Path, said: Said) -> None:
    write(root, {"mkdocs.yml": SITE, "v1/t.tree.yaml": TREE, "v2/t.tree.yaml": CHANGED, "docs/v": "-> ../v1"})
    commit()
    write(root, {"docs/v": "-> ../v2"})
    assert said("docs", status=1) == said("docs/v", status=1) == change()


@pytest.mark.parametrize("path", ["docs", "docs/t.tree.yaml", "."])
def test_a_tree_becomes_a_link_and_back(path: str, root: Path, said: Said) -> None:
    write(root, {"mkdocs.yml": SITE, "docs/t.tree.yaml": TREE, "else/t.txt": CHANGED})
    commit()
    write(root, {"docs/t.tree.yaml": "-> ../else/t.txt"})
    assert said(path, status=1) == change()
    commit()
    write(root, {"docs/t.tree.yaml": CHANGED})
    assert said(path) == NO_CHANGE
    write(root, {"docs/t.tree.yaml": "-> ../else/t.txt", "docs/sub/t.tree.yaml": None})
    (root / "docs" / "t.tree.yaml").rename(root / "docs" / "sub" / "u.tree.yaml")
    (root / "docs" / "sub" / "u.tree.yaml").unlink()
    write(root, {"docs/sub/u.tree.yaml": "-> ../../else/t.txt"})
    assert "new: u, “T”" in said(".", status=1)


def test_links_in_a_circle_end_in_a_revision_as_on_the_disk(root: Path, said: Said) -> None:
    write(root, {"docs/t.tree.yaml": TREE, "docs/again": "-> .", "docs/a": "-> b", "docs/b": "-> a"})
    write(root, {"docs/x/up": "-> ../../docs", "mkdocs.yml": SITE})
    commit()
    write(root, {"docs/t.tree.yaml": CHANGED})
    assert said("docs", status=1) == change()


@pytest.mark.parametrize("target", ["nowhere", "t.tree.yaml/x", "b.tree.yaml"])
def test_a_tree_that_is_a_link_to_nowhere_cannot_be_read(target: str, root: Path, said: Said) -> None:
    write(root, {"docs/t.tree.yaml": TREE, "docs/b.tree.yaml": f"-> {target}", "mkdocs.yml": SITE})
    commit()
    assert "the file cannot be read: " in said("docs", status=1)
    write(root, {"docs/b.tree.yaml": None})
    assert re.search("-> HEAD:./docs/b.tree.yaml:1:1", said("docs", status=1))


# --- what leads out of the repository -------------------------------------------------------------

NOT_SEEN = "{path}: a link that leads out of the repository\n"


@pytest.mark.parametrize(
    "link",
    [
        ("docs/shared", "../../outside"),
        ("docs/shared", "{outside}"),
        ("docs/shared", "../way"),
        ("docs/t.tree.yaml", "../../outside/t.tree.yaml"),
        ("docs/t.tree.yaml", "../../outside/not-there"),
        ("docs/shared", "../../not-there"),
    ],
)
def test_what_leads_out_of_the_repository_is_not_called_unchanged(
    link: tuple[str, str], root: Path, outside: Path, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    name, target = link
    write(root, {"mkdocs.yml": SITE, "docs/u.tree.yaml": TREE, "way": "-> ../outside"})
    write(root, {name: f"-> {target.format(outside=outside)}"})
    commit()
    not_compared = f"Not compared\n  {NOT_SEEN.format(path=name)}"
    for paths in ([], ["docs"], ["docs", "mkdocs.yml"]):
        assert said(*paths, status=2) == f"no change for a reader in what was compared\n\n{not_compared}"
    write(root, {"docs/u.tree.yaml": CHANGED})
    assert said(status=2) == f"{change('u')}\n{not_compared}"
    assert said("docs/u.tree.yaml", status=1) == change("u")
    assert main(["diff", "--git", "HEAD"]) == 2
    assert capsys.readouterr().err == "decision-trees: not everything could be compared\n"


def test_one_side_that_cannot_be_seen_makes_nothing_new_or_gone(
    root: Path, outside: Path, said: Said
) -> None:
    write(root, {"mkdocs.yml": SITE, "docs/shared/t.tree.yaml": TREE, "docs/u.tree.yaml": TREE})
    commit()
    shutil.rmtree(root / "docs" / "shared")
    write(root, {"docs/shared": f"-> {outside}"})
    not_seen = NOT_SEEN.format(path="docs/shared")
    told = f"no change for a reader in what was compared\n\nNot compared\n  {not_seen}"
    assert said(status=2) == told
    commit()
    write(root, {"docs/shared": None, "docs/shared/t.tree.yaml": TREE})
    assert said(status=2) == told


@pytest.mark.parametrize("link", ["docs/logo.png", "docs/gone.png", "docs/notes", "tools"])
def test_links_out_of_the_repository_that_concern_no_tree_are_followed_by_nobody(
    link: str, root: Path, outside: Path, said: Said
) -> None:
    target = outside if link == "tools" else outside / link.removeprefix("docs/")
    write(root, {"mkdocs.yml": SITE, "docs/t.tree.yaml": TREE, link: f"-> {target}"})
    commit()
    assert said() == NO_CHANGE
    assert said(link, "docs/t.tree.yaml") == NO_CHANGE if link != "tools" else True


def test_a_path_that_leads_out_is_told_by_its_name(
    root: Path, outside: Path, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, {"docs": f"-> {outside}"})
    commit()
    assert NOT_SEEN.format(path="docs") in said("docs", status=2)
    assert NOT_SEEN.format(path="docs/t.tree.yaml") in said("docs/t.tree.yaml", status=2)
    for path in (str(outside), "../outside", "/"):
        assert main(["diff", "--git", "HEAD", path]) == 2
        assert capsys.readouterr().err == f"decision-trees: `{path}` is outside of the repository\n"


def test_the_repository_may_be_named_through_a_link(
    root: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, {"docs/t.tree.yaml": TREE})
    commit()
    write(root, {"docs/t.tree.yaml": CHANGED})
    (root.parent / "link").symlink_to(root)
    monkeypatch.chdir(root.parent / "link" / "docs")
    assert said(str(root.parent / "link" / "docs"), status=1) == said(status=1) == change()


# --- submodules -----------------------------------------------------------------------------------


@pytest.fixture
def module(root: Path, tmp_path: Path) -> Path:
    """A repository of its own with a tree in a folder, which is a submodule at `docs/sub`."""
    source = tmp_path / "module"
    source.mkdir()
    git("init", "--initial-branch=main", at=source)
    write(source, {"trees/t.tree.yaml": TREE, "linked": "-> trees"})
    commit(at=source)
    write(root, {"mkdocs.yml": f"{SITE}exclude_docs: sub/linked\n"})
    git("submodule", "add", str(source), "docs/sub")
    commit()
    return source


@pytest.mark.unmeasured("nearly all that runs is git")
@pytest.mark.parametrize("path", [".", "docs", "docs/sub", "docs/sub/trees", "docs/sub/trees/t.tree.yaml"])
def test_a_submodule_is_compared_with_what_was_recorded(
    path: str, root: Path, module: Path, said: Said
) -> None:
    assert said(path) == NO_CHANGE
    write(root / "docs" / "sub", {"trees/t.tree.yaml": CHANGED})
    assert said(path, status=1) == change()
    commit(at="docs/sub")
    assert said(path, status=1) == change()
    commit()
    assert said(path) == NO_CHANGE
    assert said(path, revision="HEAD~", status=1) == change()
    assert module.is_dir()


def test_links_lead_into_a_submodule_and_out_of_it(root: Path, module: Path, said: Said) -> None:
    write(root, {"docs/by-link": "-> sub/linked", "mkdocs.yml": f"{SITE}exclude_docs: sub\n"})
    write(root / "docs" / "sub", {"back": "-> ../other", "trees/out": "-> ../back"})
    write(root, {"docs/other/u.tree.yaml": TREE, "docs/from-sub": "-> sub/trees/out"})
    commit(at="docs/sub")
    write(root, {"mkdocs.yml": f"{SITE}exclude_docs: |\n  sub\n  other\n  by-link/out\n"})
    commit()
    assert said() == NO_CHANGE
    write(root, {"docs/other/u.tree.yaml": CHANGED})
    write(root / "docs" / "sub", {"trees/t.tree.yaml": CHANGED})
    assert said(status=1) == f"{change('t')}\n{change('u')}"
    assert module.is_dir()


@pytest.mark.parametrize("path", ["docs", "docs/sub", "docs/sub/trees", "."])
def test_a_submodule_that_is_not_checked_out_is_told(path: str, root: Path, module: Path, said: Said) -> None:
    git("submodule", "deinit", "--force", "docs/sub")
    told = said(path, status=2)
    named = "docs/sub/trees" if path == "docs/sub/trees" else "docs/sub"
    assert f"\nNot compared\n  {named}: a submodule that is not checked out\n" in told
    assert root.is_dir()
    assert module.is_dir()


def test_a_submodule_that_is_new_and_not_checked_out_is_told(root: Path, module: Path, said: Said) -> None:
    git("submodule", "deinit", "--force", "docs/sub")
    assert "docs/sub: a submodule that is not checked out" in said(revision="HEAD~", status=2)
    assert root.is_dir()
    assert module.is_dir()


def test_a_recorded_revision_that_is_not_here_is_told(root: Path, module: Path, said: Said) -> None:
    nowhere = "1" * 40
    git("update-index", "--cacheinfo", f"160000,{nowhere},docs/sub")
    git("commit", "--message=Two")
    told = said(status=2)
    assert "docs/sub: a submodule whose recorded revision is not here" in told
    assert "new: t" not in told
    assert root.is_dir()
    assert module.is_dir()


@pytest.mark.parametrize("settings", [SITE, None], ids=["site", "no site"])
def test_a_submodule_named_like_a_tree_is_none(
    settings: str | None, root: Path, module: Path, said: Said
) -> None:
    git("rm", "--cached", "--force", "docs/sub")
    shutil.rmtree(root / "docs" / "sub")
    write(root, {"mkdocs.yml": settings})
    git("submodule", "add", "--force", str(module), "docs/x.tree.yaml")
    write(root, {"docs/u.tree.yaml": TREE})
    commit()
    told = said("docs", status=1)
    assert told.count("error[unknown-file]: the file cannot be read: it is a folder") == 2
    assert " --> HEAD:./docs/x.tree.yaml:1:1" in told
    assert " --> docs/x.tree.yaml:1:1" in told
    assert said("docs/u.tree.yaml") == NO_CHANGE


def test_a_hook_of_gits_may_compare_submodules(
    root: Path, module: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root / "docs" / "sub", {"trees/t.tree.yaml": CHANGED, "trees/ignored.tree.yaml": TREE})
    write(root / "docs" / "sub", {".gitignore": "ignored*\n"})
    for name, value in {"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index", "GIT_PREFIX": ""}.items():
        monkeypatch.setenv(name, value)
    assert said(status=1) == f"{change()}\nNot compared\n  docs/sub/trees/ignored.tree.yaml: ignored by git\n"
    assert module.is_dir()


def test_a_repository_that_is_no_submodule_is_new(root: Path, said: Said) -> None:
    write(root, {"mkdocs.yml": SITE, "docs/u.tree.yaml": TREE})
    commit()
    write(root, {"docs/own/t.tree.yaml": TREE})
    git("init", at="docs/own")
    assert "new: t, “T”" in said(status=1)


# --- ignored files, folders that cannot be searched, several sites --------------------------------


def test_what_git_ignores_is_not_called_new_nor_unchanged(
    root: Path, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, {".gitignore": "generated\n", "mkdocs.yml": SITE, "docs/t.tree.yaml": TREE})
    commit()
    write(root, {"docs/generated/u.tree.yaml": TREE})
    told = "no change for a reader in what was compared\n\nNot compared\n"
    assert said() == said("docs") == f"{told}  docs/generated/u.tree.yaml: ignored by git\n"
    assert main(["diff", "--git", "HEAD", "docs/generated"]) == 0
    assert capsys.readouterr().out == f"{told}  docs/generated/u.tree.yaml: ignored by git\n"


def test_what_git_ignores_outside_of_any_site_is_told_beside_the_report(
    root: Path, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, {".gitignore": "site\n", "docs/t.tree.yaml": TREE})
    commit()
    write(root, {"site/u.tree.yaml": "broken: ["})
    assert main(["diff", "--git", "HEAD"]) == 0
    told = "decision-trees: not compared, for git ignores it: `site/u.tree.yaml`\n"
    assert capsys.readouterr() == (NO_CHANGE, told)
    assert main(["diff", "--git", "HEAD", "site"]) == 2
    assert "there are no trees in `site`, neither now nor in `HEAD`" in capsys.readouterr().err
    assert said("docs") == NO_CHANGE


def test_what_is_ignored_now_and_was_kept_is_compared(root: Path, said: Said) -> None:
    write(root, {"mkdocs.yml": SITE, "docs/t.tree.yaml": TREE})
    commit()
    write(root, {".gitignore": "docs\n", "docs/t.tree.yaml": CHANGED})
    git("rm", "--cached", "docs/t.tree.yaml")
    assert said(status=1) == change()


def test_a_folder_that_cannot_be_searched_is_told(
    root: Path, said: Said, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, {"mkdocs.yml": SITE, "docs/t.tree.yaml": TREE, "docs/locked/u.tree.yaml": TREE})
    commit()
    real = WorkTree.__mro__[1].items  # type: ignore[attr-defined]

    def items(disk: object, folder: str) -> list[FolderEntry]:
        if folder.endswith("/locked"):
            raise PermissionError  # root may look everywhere
        return real(disk, folder)  # type: ignore[no-any-return]

    monkeypatch.setattr("decision_trees.reading.files.Disk.items", items)
    told = "Not compared\n  docs/locked: a folder that cannot be searched\n"
    assert said(status=2) == f"no change for a reader in what was compared\n\n{told}"
    assert main(["diff", "docs", "docs"]) == 2
    assert told in capsys.readouterr().out


def test_trees_of_one_id_in_several_sites_are_compared_site_by_site(root: Path, said: Said) -> None:
    for site in ("one", "two"):
        write(root, {f"{site}/mkdocs.yml": SITE, f"{site}/docs/t.tree.yaml": TREE})
    commit()
    write(root, {"two/docs/t.tree.yaml": CHANGED, "one/docs/u.tree.yaml": TREE})
    assert said(status=1) == f"Trees\n  New and removed\n    new: u, “T”\n\n{change()}"
    write(root, {"one/docs/t.tree.yaml": CHANGED, "two/docs/t.tree.yaml": TREE})
    assert change() in said(status=1)


def test_a_tree_that_moves_into_a_site_is_the_same_tree(root: Path, said: Said) -> None:
    write(root, {"trees/t.tree.yaml": TREE})
    commit()
    write(root, {"trees/t.tree.yaml": None, "docs/t.tree.yaml": CHANGED, "mkdocs.yml": SITE})
    assert said(status=1) == change()


def test_what_the_site_leaves_out_is_gone(root: Path, said: Said) -> None:
    write(root, {"mkdocs.yml": SITE, "docs/t.tree.yaml": TREE, "docs/u.tree.yaml": TREE})
    commit()
    write(root, {"mkdocs.yml": f"{SITE}exclude_docs: t.tree.yaml\n"})
    assert said(status=1) == "Trees\n  New and removed\n    removed: t, “T”\n"


def test_names_that_are_not_utf8_are_found_in_a_revision(root: Path, said: Said) -> None:
    folder = os.fsdecode(b"docs/\xff")
    write(root, {f"{folder}/t.tree.yaml": TREE, f"{folder}/l": f"-> {folder}/t.tree.yaml"})
    commit()
    write(root, {f"{folder}/t.tree.yaml": CHANGED})
    assert said(status=1) == change()


# --- a version in a revision ----------------------------------------------------------------------


def test_a_version_that_cannot_be_seen_as_a_whole_is_told(
    root: Path, outside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, {"docs/t.tree.yaml": TREE, "docs/shared": f"-> {outside}", "mkdocs.yml": SITE})
    commit()
    assert main(["diff", "HEAD:docs", "docs/t.tree.yaml"]) == 2
    told = "Not compared\n  HEAD:./docs/shared: a link that leads out of the repository\n"
    assert capsys.readouterr().out == f"no change for a reader in what was compared\n\n{told}"
    assert main(["diff", "HEAD:docs/shared", "docs/t.tree.yaml", "--format", "markdown"]) == 2
    assert "## Not compared\n\n- `HEAD:./docs/shared`: a link that " in capsys.readouterr().out


@pytest.mark.parametrize("version", ["HEAD:docs/none", "HEAD:docs/t.tree.yaml/x", "HEAD:mkdocs.yml/"])
def test_a_version_without_trees_is_told(
    version: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, {"docs/t.tree.yaml": TREE, "mkdocs.yml": SITE})
    commit()
    assert main(["diff", version, "docs"]) in {1, 2}
    assert main(["diff", "none", "none"]) in {1, 2}
    assert "Traceback" not in capsys.readouterr().err


# --- what git is asked ----------------------------------------------------------------------------


def test_a_revision_is_read_like_the_disk(root: Path) -> None:
    write(root, {"docs/t.tree.yaml": TREE, "docs/x.txt": "text", "INHERIT.yml": "docs_dir: docs\n"})
    write(root, {"mkdocs.yml": "INHERIT: INHERIT.yml\n"})
    commit()
    revision = Revision("HEAD")
    at = root.as_posix()
    assert revision.items(f"{at}/docs") == [FolderEntry("t.tree.yaml"), FolderEntry("x.txt")]
    assert revision.read(f"{at}/docs/x.txt") == b"text"
    assert [revision.exists(path) for path in (f"{at}/docs", f"{at}/none", "/x")] == [True, False, False]
    assert revision.real(f"{at}/none") == f"{at}/none"
    assert not revision.is_folder(f"{at}/none")
    for name in ("docs", "none", "docs/x.txt/y"):
        with pytest.raises(OSError, match=r"folder|directory"):
            revision.read(f"{at}/{name}")
    with pytest.raises(NotADirectoryError):
        revision.items(f"{at}/docs/x.txt")


def test_what_leads_out_is_there_though_nobody_can_see_it(root: Path, outside: Path) -> None:
    write(root, {"out": f"-> {outside}"})
    commit()
    assert Revision("HEAD").exists(f"{root.as_posix()}/out")


def test_an_object_that_git_has_lost_is_told(
    root: Path, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, {"docs/t.tree.yaml": TREE})
    commit()
    blob = git("rev-parse", "HEAD:docs/t.tree.yaml").strip()
    (root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert said(status=2) == ""
    assert main(["diff", "--git", "HEAD"]) == 2
    assert capsys.readouterr().err == f"decision-trees: git has lost the object {blob}\n"


def test_a_large_folder_outside_is_not_searched_to_its_end(
    root: Path, outside: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, {"mkdocs.yml": SITE, "docs/t.tree.yaml": TREE, "docs/notes": f"-> {outside}/notes"})
    commit()
    assert said() == NO_CHANGE
    monkeypatch.setattr(unseen, "MOST_LOOKED_AT", 1)
    assert "docs/notes: a link that leads out of the repository" in said(status=2)


def test_git_is_asked_about_another_repository_without_our_environment(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    with pytest.raises(GitError):
        Git(str(root)).run("rev-parse", "HEAD")
    assert Git(str(root), is_ours=False).run("rev-parse", "HEAD")
