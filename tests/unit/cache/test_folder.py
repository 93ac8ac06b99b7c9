from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import rmtree
from threading import Barrier

import pytest

from decision_trees.cache.folder import TAG, UnfitFolderError, claim, find_place, is_ours, read_regular

USUAL = ".cache/decision-trees"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a file of the site's settings, which lies one folder deeper than the test's."""
    root = tmp_path / "home" / "project"
    for name in ("docs/trees", "overrides", "site"):
        (root / name).mkdir(parents=True)
    (root / "mkdocs.yml").touch()
    return root


def found(project: Path, wanted: str, settings: str = "mkdocs.yml") -> Path:
    others = {
        "the docs folder": project / "docs",
        "the site's folder": project / "site",
        "the theme's folder": project / "overrides",
    }
    return find_place(wanted, project / settings, others)


def refusal(project: Path, wanted: str) -> str:
    with pytest.raises(UnfitFolderError) as error:
        found(project, wanted)
    return str(error.value).replace(str(project), "…")


@pytest.mark.parametrize("wanted", [USUAL, ".cache", "a/b/c", "../elsewhere", "docs2", "docs/../build"])
def test_a_folder_of_the_sites_own_is_found_in_any_that_is_free(project: Path, wanted: str) -> None:
    place = found(project, wanted)
    assert place.parent == Path(os.path.normpath(project / wanted))
    assert place.name.startswith("decision-trees-")
    assert not place.exists()
    claim(place)
    assert found(project, wanted) == place


def test_an_absolute_path_and_the_home_folder_are_understood(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert found(project, str(tmp_path / "x")).parent == tmp_path / "x"
    assert found(project, "~/caches").parent == tmp_path / "home" / "caches"
    assert found(project, "~nobody-of-this-name/x").parent == project / "~nobody-of-this-name" / "x"


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ("", "which is the folder of the site's settings"),
        (".", "which is the folder of the site's settings"),
        ("docs/..", "which is the folder of the site's settings"),
        ("..", "and the folder of the site's settings lies in it"),
        ("/", "and the folder of the site's settings lies in it"),
        ("../project", "which is the folder of the site's settings"),
        ("docs", "which is the docs folder"),
        ("docs/", "which is the docs folder"),
        ("docs/trees", "which lies in the docs folder"),
        ("docs/new/.cache", "which lies in the docs folder"),
        ("site", "which is the site's folder"),
        ("site/.cache", "which lies in the site's folder"),
        ("overrides/x", "which lies in the theme's folder"),
        (".git", "which is git's own"),
        (".git/decision-trees", "which is git's own"),
        ("../.git/modules/x", "which is git's own"),
        (" ", "which is blank"),
        ("\t\n", "which is blank"),
    ],
)
def test_folders_of_the_site_are_refused(project: Path, wanted: str, why: str) -> None:
    told = f"`cache_dir` is {wanted!r}, {why}: name a folder of its own, such as `.cache/decision-trees`"
    assert refusal(project, wanted) == told


def test_a_link_into_gits_own_folder_is_refused(project: Path) -> None:
    (project / ".git").mkdir()
    (project / "link").symlink_to(project / ".git", target_is_directory=True)
    assert "which is git's own" in refusal(project, "link/x")


def test_an_absolute_path_to_the_docs_folder_is_refused(project: Path) -> None:
    assert "which lies in the docs folder" in refusal(project, str(project / "docs" / "x"))


def test_a_folder_is_refused_before_it_is_there(project: Path) -> None:
    (project / "site").rmdir()
    assert "which is the site's folder" in refusal(project, "site")


def test_a_docs_folder_that_is_a_link_is_known_by_where_it_leads(project: Path) -> None:
    real = project.parent / "shared" / "docs"
    real.parent.mkdir()
    (project / "docs").rename(real)
    (project / "docs").symlink_to(real)
    assert "which lies in the docs folder" in refusal(project, "../shared/docs/x")
    assert "and the docs folder lies in it" in refusal(project, "../shared")


def test_a_folder_is_known_under_another_name(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on disks for which names that differ by case are one."""

    def samefile(path: Path, other: Path) -> bool:
        return str(path).casefold() == str(other).casefold()

    monkeypatch.setattr(Path, "samefile", samefile)
    assert "which is the docs folder" in refusal(project, "Docs")


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        (".cache", USUAL),
        (".cache/decision-trees", USUAL),
        ("a", "a/b/c"),
        ("a/b", "a/b/c"),
        ("a/b/c", "a/b/c"),
    ],
)
@pytest.mark.parametrize("leads_somewhere", [True, False])
def test_links_are_refused(project: Path, link: str, wanted: str, leads_somewhere: bool) -> None:  # noqa: FBT001
    mine = project.parent / "mine"
    if leads_somewhere:
        mine.mkdir()
    (project / link).parent.mkdir(parents=True, exist_ok=True)
    (project / link).symlink_to(mine)
    assert refusal(project, wanted) == (
        f"`cache_dir` is '{wanted}', but `…/{link}` is a link: delete it, or name where it leads"
    )


def test_a_link_elsewhere_is_refused_and_where_it_leads_is_not(project: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to("disk")
    assert "is a link" in refusal(project, str(tmp_path / "link" / "caches"))
    assert found(project, str(tmp_path / "disk" / "caches")).parent == tmp_path / "disk" / "caches"


def test_a_project_may_be_come_by_through_links(project: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(project.parent)
    through = tmp_path / "link" / "project"
    assert found(through, USUAL).parent == through / USUAL
    assert "which lies in the docs folder" in refusal(through, "docs/x")


def test_a_link_in_place_of_the_sites_own_folder_is_refused(project: Path) -> None:
    place = found(project, USUAL)
    place.parent.mkdir(parents=True)
    place.symlink_to(project / "docs")
    assert f"{place.name}` is a link" in refusal(project, USUAL)


def test_a_file_is_no_folder(project: Path) -> None:
    (project / "file").touch()
    for wanted in ("file", "file/x"):
        assert refusal(project, wanted) == (
            f"`cache_dir` is '{wanted}', but `…/file` is no folder: delete it, or name another"
        )


def test_a_zero_byte_is_in_no_path(project: Path) -> None:
    assert refusal(project, "a\0b") == "`cache_dir` is 'a\\x00b', which is no path"


def test_what_no_disk_takes_is_left_to_the_disk(project: Path) -> None:
    assert found(project, "x" * 300).parent == project / ("x" * 300)


def test_a_folder_that_holds_what_is_not_ours_is_refused(project: Path) -> None:
    place = found(project, USUAL)
    place.mkdir(parents=True)
    assert found(project, USUAL) == place
    (place / "mine").touch()
    assert "holds what is not ours: delete it, or name another" in refusal(project, USUAL)


def test_a_folder_that_we_may_not_look_into_is_refused(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = found(project, USUAL)
    place.mkdir(parents=True)

    def locked(_: object) -> list[str]:
        raise PermissionError

    monkeypatch.setattr(os, "listdir", locked)
    assert "holds what is not ours" in refusal(project, USUAL)


def test_sites_that_share_a_folder_have_one_each_wherever_they_are_copied(
    project: Path, tmp_path: Path
) -> None:
    both = {found(project, USUAL), found(project, USUAL, "mkdocs.en.yml")}
    assert len({place.name for place in both}) == 2
    copy = tmp_path / "copy"
    assert {found(copy, USUAL).name, found(copy, USUAL, "mkdocs.en.yml").name} == {
        place.name for place in both
    }


def test_a_site_on_another_drive_is_known_by_its_whole_path(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def relpath(*_: object) -> str:
        raise ValueError("path is on mount 'C:', start on mount 'D:'")

    usual = found(project, USUAL)
    monkeypatch.setattr(os.path, "relpath", relpath)
    assert found(project, USUAL) not in {usual, found(project, USUAL, "mkdocs.en.yml")}


# --- making a folder ours -------------------------------------------------------------------------


def test_a_folder_that_we_made_is_ours_and_left_out_of_backups_and_of_git(tmp_path: Path) -> None:
    place = tmp_path / "a" / "b"
    assert not is_ours(place)
    claim(place)
    assert is_ours(place)
    claim(place)
    assert (place / TAG).read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")
    assert (place / ".gitignore").read_text("utf-8") == "*\n"
    assert not is_ours(place.parent)


def test_an_empty_folder_becomes_ours(tmp_path: Path) -> None:
    claim(tmp_path)
    assert is_ours(tmp_path)


@pytest.mark.parametrize("is_there", [False, True])
def test_whoever_claims_it_in_the_same_moment_has_it_too(project: Path, *, is_there: bool) -> None:
    """Two runs in one checkout, as `check` in an editor beside a build."""
    place = found(project, USUAL)
    together = Barrier(8)

    def claim_together(_: int) -> Path:
        together.wait()
        claim(place)
        return found(project, USUAL)

    for _ in range(20):
        if is_there:
            place.mkdir(parents=True)
        with ThreadPoolExecutor(8) as claimants:
            assert [*claimants.map(claim_together, range(8))] == [place] * 8
        assert is_ours(place)
        assert [*place.parent.iterdir()] == [place]
        rmtree(place)


@pytest.mark.parametrize(
    "tag", [b"", b"Signature: 8a477f597d28d172789f06886806bc55\n# Of another tool.\n", None]
)
def test_what_has_another_tag_or_none_is_not_ours(tmp_path: Path, tag: bytes | None) -> None:
    (tmp_path / TAG if tag is not None else tmp_path / "mine").write_bytes(tag or b"")
    with pytest.raises(OSError, match="it is not ours"):
        claim(tmp_path)
    assert len([*tmp_path.iterdir()]) == 1
    assert not is_ours(tmp_path)


def test_a_link_to_a_folder_of_ours_is_not_ours(tmp_path: Path) -> None:
    claim(tmp_path / "a")
    (tmp_path / "link").symlink_to("a")
    assert not is_ours(tmp_path / "link")
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").symlink_to("empty")
    with pytest.raises(OSError, match="it is not ours"):
        claim(tmp_path / "other")
    assert [*(tmp_path / "empty").iterdir()] == []


def test_a_tag_that_is_a_link_is_none(tmp_path: Path) -> None:
    claim(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / TAG).symlink_to(tmp_path / "a" / TAG)
    assert not is_ours(tmp_path / "b")


def test_junctions_are_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claim(tmp_path)
    monkeypatch.setattr(os.path, "isjunction", lambda _: True, raising=False)
    assert not is_ours(tmp_path)


def test_only_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("file")
    os.mkfifo(tmp_path / "pipe")
    assert read_regular(tmp_path / "file", 2) == b"ab"
    for name in ("link", "pipe", ".", "none"):
        with pytest.raises(OSError, match=r"it is no file|No such file"):
            read_regular(tmp_path / name, 2)
