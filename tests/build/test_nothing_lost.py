"""Whatever is set, lies about and is run: nobody's files are deleted, changed or written but those it is for.

That is the site, our own folder in the cache, and for `new` and `rename` what they say. Everything happens in
a folder with a project, a home and a folder for temporary files, all of which are looked at after every step.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mkdocs.commands import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException
from tests.site_fixtures import TINY_TREE, write_site

from decision_trees.cache.folder import TAG
from decision_trees.cli.main import main

pytestmark = [pytest.mark.build, pytest.mark.slow]

BUDGET = 25 if settings().max_examples < 1_000 else 400
"""How many sequences there are: one takes seconds."""

PROJECT = "home/project"
FILES = {
    "docs/index.md": "# Home\n\nSee [](to:a/log).\n",
    "docs/a.tree.yaml": TINY_TREE,
    "docs/trees/b.tree.yaml": TINY_TREE,
    "docs/trees/page.md": "# Page\n\n[](to:b/)\n",
    "src/c.tree.yaml": TINY_TREE,
    "src/main.py": "print()\n",
    "shared/of-another-tool.json": "{}",
    "overrides/notes.txt": "mine",
    "README.md": "# Mine\n",
    ".gitignore": "site\n",
    "../mine/file.txt": "mine",
    "../mine/0123456789abcdef0123456789abcdef.record": "mine",
    "../mine/page.md": "# Mine\n",
    "../empty/.keep": "",
    "../.profile": "mine",
    "../../tmp/of-another-tool": "mine",
}

SITES = ("site", "public/site", "../mine/site")
CACHES = (
    *("", ".", "..", "../..", "/", "~", "docs", "docs/trees", "docs/new", "docs/../src", "site", "site/x"),
    *("public", "overrides", "overrides/x", ".cache", ".cache/decision-trees", "shared", "shared/x/y", "src"),
    *(
        "~/caches",
        "../mine",
        "../empty/x",
        "README.md",
        "README.md/x",
        "link",
        "link/x",
        "a\0b",
        "x" * 300,
        "\n",
    ),
)
USUAL = ".cache/decision-trees"

# Where links are laid, and where they lead: to a folder, to a file, to nothing.
LINKS = (
    *(".cache", USUAL, "shared/x", "link", "public", "src/link", "docs/fresh.tree.yaml", "fresh.tree.yaml"),
    *(
        "docs/.a.tree.yaml.new",
        "docs/trees/.b.tree.yaml.new",
        "site/trees",
        "site/a",
        "site/assets",
        "site/search",
    ),
    *("site/llms.txt", "site/a/tree.json", "site/trees/b/index.html"),
)
TARGETS = ("mine", "empty", "mine/file.txt", "mine/page.md", "nowhere")

# What lies in the folder of a cache: the name, and what it holds; None for a link to a file of the user's.
INTRUDERS = (
    *(("notes.txt", "mine"), ("0123456789abcdef0123456789abcdef.record", "mine"), ("folder/file", "mine")),
    *(("fedcba9876543210fedcba9876543210.record", None), (".gitignore", "mine"), ("records", "mine")),
)

COMMANDS = (
    *(("check", "docs"), ("check", "docs", "--strict"), ("check", "."), ("schema",), ("diff", "docs", "src")),
    *(("walk", "docs/a.tree.yaml"), ("walk", "docs/trees/b.tree.yaml"), ("diff", "src", "../mine")),
    *(("new", "fresh"), ("new", "docs/fresh"), ("new", "docs/a"), ("new", "site/d"), ("new", "link/e")),
    *(("rename", "a/", "a2", "--in", "docs"), ("rename", "a/log", "kafka", "--in", "docs", "src")),
    *(
        ("rename", "b/replay", "again", "--in", "docs", "--dry-run"),
        ("rename", "b/", "fresh", "--in", "docs"),
    ),
    *(
        ("rename", "b/", "b2", "--in", "docs/trees", "docs"),
        ("rename", "log", "topic", "--in", "src/c.tree.yaml"),
    ),
)


@dataclass
class World:
    """The folder in which everything happens.

    Attributes:
        root: It.
        mine: Files of the user's where a build may write others: in the folders of caches.
        caches: Folders that a cache was allowed to be in.
    """

    root: Path
    mine: set[Path] = field(default_factory=set)
    caches: set[Path] = field(default_factory=set)

    @property
    def project(self) -> Path:
        """Where the site's settings lie, and where commands run."""
        return self.root / PROJECT

    def state(self) -> dict[Path, object]:
        """Everything that is there: folders, where links lead, and what files hold."""
        found: dict[Path, object] = {}
        for folder, folders, files in os.walk(self.root):
            for path in (Path(folder, name) for name in (*folders, *files)):
                if path.is_symlink():
                    found[path] = "to", path.readlink()
                else:
                    found[path] = "folder" if path.is_dir() else path.read_bytes()
        return found

    def is_ours(self, path: Path) -> bool:
        """Whether we may write or delete something: in our own folder in a cache, or on the way to it."""
        if path in self.mine:
            return False
        for cache in self.caches:
            if path.is_relative_to(cache):
                first, *rest = path.relative_to(cache).parts or ("",)
                name = rest[0] if len(rest) == 1 else ""
                ours = name in {TAG, ".gitignore"} or re.fullmatch(
                    r"[0-9a-f]{32}(\.[0-9a-f]{16})?\.record", name
                )
                return not first or bool(
                    re.fullmatch(r"decision-trees-[0-9a-f]{16}", first) and (ours or not rest)
                )
            if cache.is_relative_to(path):
                return True
        return False


Allowed = Callable[[Path], bool]


@contextmanager
def nothing_is_touched_but(world: World, allowed: Allowed) -> Iterator[None]:
    before = world.state()
    yield
    after = world.state()
    differing = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    wrong = {path: (before.get(path), after.get(path)) for path in differing if not allowed(path)}
    assert wrong == {}


@dataclass(frozen=True)
class Build:
    """A build with some settings."""

    site: str
    cache: str | None
    dirty: bool
    is_on: bool = True

    def run(self, world: World) -> None:
        """Build; that may be refused."""
        options: dict[str, object] = {} if self.is_on else {"cache": False}
        if self.cache is not None:
            options["cache_dir"] = self.cache
        config = {
            "site_name": "T",
            "site_dir": self.site,
            "theme": {"name": "mkdocs", "custom_dir": "overrides"},
        }
        plugins = ["search", {"decision-trees": options}]
        file = world.project / "mkdocs.yml"
        file.write_text(json.dumps({**config, "plugins": plugins}), "utf-8")
        site = Path(os.path.normpath(world.project / self.site))
        wanted = os.path.expanduser(USUAL if self.cache is None else self.cache)  # noqa: PTH111 - it may be anything
        if self.is_on:
            world.caches = {Path(os.path.normpath(world.project / wanted))}
        parents = {*site.parents}
        with nothing_is_touched_but(
            world, lambda path: path.is_relative_to(site) or path in parents or world.is_ours(path)
        ):
            try:
                loaded = load_config(str(file))
                loaded.plugins.on_startup(command="build", dirty=self.dirty)
                build.build(loaded, dirty=self.dirty)
            except (MkDocsException, Abort):
                pass


@dataclass(frozen=True)
class Command:
    """A command of ours."""

    words: tuple[str, ...]

    def run(self, world: World) -> None:
        """Run it in the project."""
        here, output = Path.cwd(), io.StringIO()
        may_change: set[Path] = set()
        with nothing_is_touched_but(world, lambda path: path in may_change):
            os.chdir(world.project)
            try:
                with (
                    redirect_stdout(output),
                    redirect_stderr(io.StringIO()),
                    patch("sys.stdin", io.StringIO("1\n")),
                ):
                    status = main(self.words)
                may_change |= set(self._told(output.getvalue())) if status == 0 else set()
            finally:
                os.chdir(here)

    def _told(self, output: str) -> Iterator[Path]:
        """The files that the command says it has written."""
        if self.words[0] == "new":
            yield Path(output.partition(": a small tree")[0]).resolve()
            for schema in re.findall(r"^(.*): by which an editor completes", output, re.MULTILINE):
                yield Path(schema).resolve()
        if self.words[0] == "rename" and "--dry-run" not in self.words:
            for file, new_file in re.findall(r"^(.*?)(?: -> (.*))?: \d+ places?$", output, re.MULTILINE):
                yield Path(file).resolve() if not new_file else Path(file).absolute()
                if new_file:
                    yield Path(new_file).absolute()


@dataclass(frozen=True)
class Link:
    """Somebody lays a link."""

    place: str
    target: str

    def run(self, world: World) -> None:
        """Lay it, in place of what is there if that is no file of the user's."""
        place = world.project / self.place
        if place.is_symlink() or place.is_file():
            if self.place.startswith("site"):
                place.unlink()
        elif place.is_dir() and self.place.startswith(("site", ".cache")):
            world.mine = {file for file in world.mine if not file.is_relative_to(place)}
            shutil.rmtree(place)
        if not os.path.lexists(place) and place.parent.resolve().is_relative_to(world.project):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(world.root / "home" / self.target)


@dataclass(frozen=True)
class Intruder:
    """Somebody lays something into the folder of a cache, or a link in place of a record of ours."""

    name: str
    content: str | None
    replaces: bool

    def run(self, world: World) -> None:
        """Lay it into every one there is."""
        for folder in [path.parent for path in world.root.rglob(TAG)]:
            records = sorted(folder.glob("*.record"))
            file = records[0] if self.replaces and records else folder / self.name
            if file in world.mine or (file.exists() and not self.replaces):
                continue
            file.unlink(missing_ok=True)
            file.parent.mkdir(exist_ok=True)
            if self.content is None or self.replaces:
                file.symlink_to(world.root / "home" / "mine" / "file.txt")
                # A record takes the place of a link; what it leads to stays as it is.
                world.mine |= set() if self.replaces else {file}
            else:
                file.write_text(self.content, "utf-8")
                world.mine |= {file, *file.parents} - {folder, *folder.parents}


@dataclass(frozen=True)
class Copy:
    """Somebody copies the folders of caches to where a cache must not be, or may be one day."""

    place: str

    def run(self, world: World) -> None:
        """Copy them, if there is nothing."""
        for folder in [path.parent for path in world.root.rglob(TAG)]:
            place = world.project / self.place / folder.name
            if not os.path.lexists(place) and place.parent.resolve().is_relative_to(world.root):
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copytree(folder, place, symlinks=True)


Step = Build | Command | Link | Intruder | Copy
BUILDS = st.builds(
    Build,
    st.sampled_from(SITES),
    st.none() | st.sampled_from(CACHES),
    st.booleans(),
    st.sampled_from([True] * 4 + [False]),
)
STEPS: st.SearchStrategy[Step] = st.one_of(
    BUILDS,
    BUILDS,
    st.builds(Command, st.sampled_from(COMMANDS)),
    st.builds(Link, st.sampled_from(LINKS), st.sampled_from(TARGETS)),
    st.builds(
        lambda intruder, replaces: Intruder(intruder[0], intruder[1], replaces=replaces),
        st.sampled_from(INTRUDERS),
        st.booleans(),
    ),
    st.builds(Copy, st.sampled_from(["docs", "docs/trees", "src", "shared", "site", "../mine"])),
)


@contextmanager
def world() -> Iterator[World]:
    with tempfile.TemporaryDirectory() as folder:
        found = World(Path(os.path.realpath(folder)))
        write_site(found.project, FILES)
        home = str(found.root / "home")
        environment = {"HOME": home, "USERPROFILE": home, "TMPDIR": str(found.root / "tmp")}
        with patch.dict(os.environ, environment), patch.object(tempfile, "tempdir", str(found.root / "tmp")):
            yield found


def run(steps: Iterable[Step]) -> None:
    with world() as at_hand:
        for step in steps:
            step.run(at_hand)


PLAIN = Build("site", None, dirty=False)


@pytest.mark.parametrize("cache", CACHES)
def test_no_folder_for_a_cache_costs_anybody_a_file(cache: str) -> None:
    run([Build("site", cache, dirty=False), PLAIN, Build("site", cache, dirty=False)])


@pytest.mark.parametrize("place", LINKS)
@pytest.mark.parametrize("target", ["mine", "mine/file.txt"])
def test_no_link_that_lies_about_costs_anybody_a_file(place: str, target: str) -> None:
    run([PLAIN, Link(place, target), PLAIN, Build("site", None, dirty=True), *map(Command, COMMANDS[-9:])])


@given(st.lists(STEPS, min_size=1, max_size=8))
@settings(max_examples=BUDGET)
@example(
    [PLAIN, *(Intruder(intruder[0], intruder[1], replaces=False) for intruder in INTRUDERS), PLAIN, PLAIN]
)
@example([PLAIN, Intruder("notes.txt", None, replaces=True), PLAIN, PLAIN])
@example([PLAIN, Copy("docs/trees"), Build("site", "docs/trees", dirty=False), PLAIN])
@example([Build("site", "shared", dirty=False), Copy("src"), Build("site", "src", dirty=True)])
def test_nothing_is_touched_that_is_not_ours(steps: list[Step]) -> None:
    run(steps)


def test_a_step_that_touches_something_is_seen() -> None:
    """The proof that this file would find what it looks for."""

    def harm(world: World, change: Callable[[Path], object], path: str) -> None:
        with (
            pytest.raises(AssertionError),
            nothing_is_touched_but(world, world.is_ours),
        ):
            change(world.project / path)

    with world() as at_hand:
        PLAIN.run(at_hand)
        harm(at_hand, Path.unlink, "README.md")
        harm(at_hand, lambda path: path.write_text("more"), "src/main.py")
        harm(at_hand, Path.touch, "../../tmp/new")
        harm(at_hand, Path.mkdir, "docs/new")
        harm(at_hand, Path.touch, f"{USUAL}/new")
        (own,) = (at_hand.project / USUAL).glob("decision-trees-*")
        harm(at_hand, Path.touch, str(own / "new"))
        with nothing_is_touched_but(at_hand, at_hand.is_ours):
            next(own.glob("*.record")).unlink()
