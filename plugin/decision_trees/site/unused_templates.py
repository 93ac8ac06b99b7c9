"""Templates of a site's own that override none of ours: they would be left without effect, and unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from decision_trees.diagnostics.wording import did_you_mean, nearest
from decision_trees.layout.addresses import ASSETS
from decision_trees.site.site import TEMPLATES

_FOLDER = "decision-trees"
_TEMPLATES = frozenset(path.name for path in (TEMPLATES / _FOLDER).iterdir())
_STEMS = {name.partition(".")[0]: name for name in _TEMPLATES}
_ASSETS = frozenset(path.name for path in (TEMPLATES / ASSETS).iterdir())

_FORMER = frozenset({"finished.html"})
"""What 0.1.0 had, and nothing stands in its place."""

_COMMON = frozenset({"index.html"})
"""Names of ours that anything may have: in another folder they say nothing."""

_PAGES = frozenset({"", ".htm", ".html", ".j2", ".jinja", ".jinja2", ".xhtml"})
"""How names of templates end; an editor's copies end otherwise."""

_SOURCES = _PAGES | {".md", ".txt", ".xml"}
"""Those that may include others, too."""


def unused_templates(
    folders: Sequence[str], custom: str | None = None, loaded: Collection[str] = ()
) -> Iterator[tuple[Path, str]]:
    """Find what lies in a site's folders of templates to stand in place of ours, and does not.

    Args:
        folders: The folders that templates are looked for in.
        custom: That of them which is the site's own, if there is one: it is looked through to the bottom.
        loaded: Paths in any of them that the site's settings name.

    Returns:
        The path of each, and what to do about it.
    """
    for name in folders:
        folder = Path(name)
        if folder == TEMPLATES or not folder.is_dir():
            continue
        found = folder.rglob("*") if name == custom else folder.glob(f"{_FOLDER}/*")
        files = sorted(path for path in found if path.is_file())
        others = [Path(other) for other in folders if other != name]
        for path in files:
            place = path.relative_to(folder)
            is_known = place.as_posix() in loaded or any((other / place).exists() for other in others)
            if not is_known and (told := _told_of(path, place)) and not _is_included(path, files):
                yield path, told


def templates_beside(root: Path, folders: Collection[str]) -> Iterator[tuple[Path, str]]:
    """Find templates that would stand in place of ours if the site looked for any where they lie.

    Args:
        root: The folder of the site's settings, which is looked through one folder deep.
        folders: The folders that templates are looked for in, and that of the built site.

    Returns:
        The path of each, and what to do about it.
    """
    known = {Path(folder).resolve() for folder in folders}
    for path in sorted({*root.glob(f"{_FOLDER}/*.html"), *root.glob(f"*/{_FOLDER}/*.html")}):
        if path.name in _TEMPLATES and path.parents[1].resolve() not in known and "{" in _text(path):
            yield path, f"`theme.custom_dir` has to name the folder that `{_FOLDER}` lies in"


def _told_of(path: Path, place: Path) -> str:
    """Say what is wrong with a file, by its place in a folder of templates; empty if nothing is."""
    name, parent = place.name, place.parent.as_posix()
    if parent == ASSETS:
        return "" if name in _ASSETS else did_you_mean(name, _ASSETS)
    if parent == _FOLDER:
        return _told_of_name(name, place.suffix)
    if name in _TEMPLATES - _COMMON and "{% extends" not in _text(path):
        return f"it has to lie in `{_FOLDER}/` of the folder that `theme.custom_dir` names"
    return ""


def _told_of_name(name: str, suffix: str) -> str:
    stem = name.partition(".")[0]
    is_note = suffix == ".md" and stem.isupper()  # README.md
    if name in _TEMPLATES or suffix not in _SOURCES or is_note or name.startswith("."):
        return ""
    if name in _FORMER:
        return "nothing stands in the place of that of 0.1.0: delete it"
    if meant := nearest(stem, _STEMS):
        return f"did you mean `{_STEMS[meant]}`?"
    return "none is called so, and none of yours includes it" if suffix in _PAGES else ""


def _is_included(path: Path, files: Iterable[Path]) -> bool:
    """Whether another file names it: then it is a part of a site's own templates."""
    others = (file for file in files if file != path and file.suffix in _SOURCES)
    return any(path.name in _text(file) for file in others)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""
