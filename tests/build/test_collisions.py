"""Two things that want one place in the site: refused with both named, unless an author may have it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from mkdocs.commands import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from tests.build.html_reading import read_page
from tests.site_fixtures import TINY_TREE, Flavour, build_site, settings, write_site

pytestmark = pytest.mark.build

HAND_WRITTEN = "# By hand\n"
DIRECTORIES, FLAT = Flavour(), Flavour(directory_urls=False)


def a_site(folder: Path, files: Mapping[str, str], flavour: Flavour | None = None) -> Path:
    site = {"mkdocs.yml": settings(flavour, plugins=["decision-trees"]), "docs/index.md": "# Home\n"}
    return write_site(folder, {**site, **{f"docs/{path}": text for path, text in files.items()}})


def refused(folder: Path, caplog: pytest.LogCaptureFixture) -> str:
    """Build a site that must be refused, and give what is said."""
    with pytest.raises(Abort):
        build_site(folder)
    assert not list((folder / "site").rglob("*.html"))
    return caplog.text


def test_one_id_in_two_folders_is_refused(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    trees = {"here/queue.tree.yaml": TINY_TREE, "there/deep/queue.tree.yaml": TINY_TREE}
    said = refused(a_site(tmp_path, trees), caplog)
    assert said.count("error[duplicate-id]: `queue` is the id of two trees") == 1
    assert "docs/here/queue.tree.yaml:1:1" in said
    assert "docs/there/deep/queue.tree.yaml:1:1" in said


@pytest.mark.parametrize(
    ("page", "flavour", "thing"),
    [
        ("trees/queue/index.md", DIRECTORIES, "the tree `queue`"),
        ("trees/queue/README.md", DIRECTORIES, "the tree `queue`"),
        ("trees/queue.md", DIRECTORIES, "the tree `queue`"),
        ("trees/queue/index.md", FLAT, "the tree `queue`"),
        ("trees/queue/log.md", DIRECTORIES, "the decision `log`"),
        ("trees/queue/log/index.md", DIRECTORIES, "the decision `log`"),
        ("trees/queue/replay.md", FLAT, "the check `replay`"),
        ("trees/Queue/LOG.md", DIRECTORIES, "the decision `log`"),
    ],
)
def test_a_page_by_hand_where_a_tree_is_published_is_refused(
    page: str, flavour: Flavour, thing: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = {"trees/queue.tree.yaml": TINY_TREE, page: HAND_WRITTEN}
    said = refused(a_site(tmp_path, files, flavour), caplog)
    assert f"error[address-collision]: {thing} and `{page}` would both be published at `trees/queue/" in said
    assert "docs/trees/queue.tree.yaml:" in said


def test_a_flat_site_has_room_for_a_page_beside_a_tree(tmp_path: Path) -> None:
    files = {"trees/queue.tree.yaml": TINY_TREE, "trees/queue.md": HAND_WRITTEN}
    published = build_site(a_site(tmp_path, files, FLAT))
    assert (published / "trees" / "queue.html").is_file()
    assert (published / "trees" / "queue" / "index.html").is_file()


@pytest.mark.parametrize(
    ("tree", "page"),
    [("trees/all-outcomes", "trees/all-outcomes.md"), ("trees/queue", "trees/queue/index.md")],
)
def test_a_tree_where_a_list_of_trees_is_published_is_refused(
    tree: str, page: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = {f"{tree}.tree.yaml": TINY_TREE, "trees/queue/deep.tree.yaml": TINY_TREE}
    said = refused(a_site(tmp_path, files), caplog)
    assert f"the tree `{Path(tree).name}` and the generated page `{page}` would both be published" in said


@pytest.mark.parametrize("page", ["trees/index.md", "trees/README.md", "trees/all-outcomes/index.md"])
def test_an_author_writes_a_page_of_lists_by_hand(page: str, tmp_path: Path) -> None:
    files = {"trees/queue.tree.yaml": TINY_TREE, page: HAND_WRITTEN, "trees/about.md": "# About\n"}
    folder = a_site(tmp_path, files)
    nav = ["index.md", {"Decisions": "trees/"}, "trees/about.md"]
    (folder / "mkdocs.yml").write_text(settings(plugins=["decision-trees"], nav=nav), encoding="utf-8")
    published = build_site(folder)
    written = Path(page).parent if Path(page).stem in {"index", "README"} else Path(page).with_suffix("")
    assert read_page(published / written / "index.html").one("h1").text == "By hand¶"
    in_nav = {link.href for link in read_page(published / "index.html").select("nav.md-nav--primary a")}
    assert {"trees/", "trees/all-outcomes/", "trees/queue/", "trees/tree-health/"} <= in_nav


# --- data files, redirects, files and folders -----------------------------------------------------

NODE_TREE = TINY_TREE.replace("Yes: log", "Yes: tree").replace("  log: ", "  tree: ")
FORMER_TREE = f"{TINY_TREE}formerly: [old]\n"
FORMER_NODE = TINY_TREE.replace("{title: Kafka,", "{title: Kafka, formerly: [old],")
TWO_FORMER = FORMER_NODE.replace("{title: Standard queue,", "{title: Standard queue, formerly: [old],")


@pytest.mark.parametrize("flavour", [DIRECTORIES, FLAT], ids=str)
def test_a_node_called_tree_is_published_beside_the_data_file(flavour: Flavour, tmp_path: Path) -> None:
    folder = a_site(tmp_path, {"trees/queue.tree.yaml": NODE_TREE}, flavour)
    published = build_site(folder) / "trees" / "queue"
    page = published / ("tree/index.html" if flavour.directory_urls else "tree.html")
    assert "Kafka" in read_page(page).one("h1").text
    assert (published / "tree.md").read_text("utf-8").startswith("# Pick a queue\n")
    assert (published / "tree.json").is_file()


def test_a_page_by_hand_called_tree_is_published_beside_the_data_file(tmp_path: Path) -> None:
    files = {"trees/queue.tree.yaml": TINY_TREE, "trees/queue/tree.md": HAND_WRITTEN}
    published = build_site(a_site(tmp_path, files)) / "trees" / "queue"
    assert read_page(published / "tree" / "index.html").one("h1").text == "By hand¶"
    assert (published / "tree.md").read_text("utf-8").startswith("# Pick a queue\n")


def test_a_file_named_as_the_host_knows_ours_is_published_too(tmp_path: Path) -> None:
    mine = {f"trees/queue/tree.md{end}": f"mine {end}" for end in (".data", ".data.data")}
    published = build_site(a_site(tmp_path, {"trees/queue.tree.yaml": TINY_TREE, **mine}))
    for file, text in mine.items():
        assert (published / file).read_text("utf-8") == text
    assert (published / "trees/queue/tree.md").read_text("utf-8").startswith("# Pick a queue\n")


@pytest.mark.parametrize(
    ("tree", "others", "said"),
    [
        (
            TINY_TREE,
            ["trees/queue/tree.json"],
            (
                "`tree.json` of the tree `queue` and `trees/queue/tree.json` would both be published at "
                "`trees/queue/tree.json`"
            ),
        ),
        (
            TINY_TREE,
            ["trees/Queue/Tree.JSON"],
            (
                "`tree.json` of the tree `queue` and `trees/Queue/Tree.JSON` would both be published at "
                "`trees/queue/tree.json`"
            ),
        ),
        (
            NODE_TREE,
            ["trees/queue/tree.md"],
            "the decision `tree` and `trees/queue/tree.md` would both be published at `trees/queue/tree/`",
        ),
        (
            TINY_TREE,
            ["trees/queue/log"],
            "`trees/queue/log` would be published as a file where the decision `log` needs a folder",
        ),
        (
            TINY_TREE,
            ["trees/queue/tree.json/notes.txt"],
            (
                "`tree.json` of the tree `queue` would be published as a file where "
                "`trees/queue/tree.json/notes.txt` needs a folder"
            ),
        ),
        (
            FORMER_TREE,
            ["trees/old.md"],
            "the former address of `Pick a queue` and `trees/old.md` would both be published at `trees/old/`",
        ),
        (
            FORMER_TREE,
            ["trees/old/index.html"],
            (
                "the former address of `Pick a queue` and `trees/old/index.html` would both be published at "
                "`trees/old/`"
            ),
        ),
        (
            FORMER_NODE,
            ["trees/queue/old/index.md"],
            (
                "the former address of `Kafka` and `trees/queue/old/index.md` would both be published at "
                "`trees/queue/old/`"
            ),
        ),
        (
            TWO_FORMER,
            [],
            (
                "the former address of `Standard queue` and the former address of `Kafka` would both be "
                "published at `trees/queue/old/`"
            ),
        ),
        (
            FORMER_NODE.replace("[old]", "[replay]"),
            [],
            (
                "the former address of `Kafka` and the check `replay` would both be published at "
                "`trees/queue/replay/`"
            ),
        ),
        (
            TINY_TREE.replace("replay", "index"),
            [],
            "the check `index` and the tree `queue` would both be published at `trees/queue/`",
        ),
    ],
)
def test_two_things_for_one_place_are_refused(
    tree: str, others: list[str], said: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = {"trees/queue.tree.yaml": tree, **dict.fromkeys(others, HAND_WRITTEN)}
    assert f"error[address-collision]: {said}\n" in refused(a_site(tmp_path, files), caplog)


OFFERED = ("llms.txt", "trees/tree-health.md")
"""What an author may write by hand, as the manual says."""


@pytest.mark.parametrize(
    "file",
    [
        *OFFERED,
        "trees/index.json",
        "assets/decision-trees/tree.schema.json",
        "assets/decision-trees/tree-data.schema.json",
    ],
)
def test_an_authors_file_in_place_of_a_generated_one_is_said_where_the_manual_does_not_offer_it(
    file: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    published = build_site(a_site(tmp_path, {"trees/queue.tree.yaml": TINY_TREE, file: HAND_WRITTEN}))
    told = f"this file is published in place of the generated file `{file}`"
    assert (told in caplog.text) is (file not in OFFERED)
    if not file.endswith(".md"):
        assert (published / file).read_text("utf-8") == HAND_WRITTEN


@pytest.mark.parametrize(
    "file", ["trees/queue/log.md", "trees/queue.md", "llms.txt", "trees/queue/tree.json"]
)
def test_a_file_that_the_site_leaves_out_is_in_nobodys_way(file: str, tmp_path: Path) -> None:
    folder = a_site(tmp_path, {"trees/queue.tree.yaml": TINY_TREE, file: HAND_WRITTEN})
    (folder / "mkdocs.yml").write_text(settings(plugins=["decision-trees"], exclude_docs=file), "utf-8")
    published = build_site(folder)
    pages = {"trees/queue/log.md": "trees/queue/log/index.html", "trees/queue.md": "trees/queue/index.html"}
    assert "By hand" not in (published / pages.get(file, file)).read_text("utf-8")


LATE_HOOK = """
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File


@event_priority({priority})
def on_files(files, config):
    file = File.generated(config, {path!r}, content="# By hand")
    file.dest_uri = {place!r} or file.dest_uri
    files.append(file)
"""


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("trees/queue/log/index.md", "{path} and the generated `trees/queue/log/index.html` would both be"),
        ("trees/queue/Tree.json", "{path} and the generated `trees/queue/tree.json` would both be"),
        (
            "trees/queue/tree.md/x.txt",
            "the generated `trees/queue/tree.md` would be published as a file where {path} needs a folder",
        ),
        ("trees/README.md", "{path} and the generated `trees/index.html` would both be"),
        ("about.md", ""),
    ],
)
def test_what_another_plugin_publishes_in_our_place_afterwards_is_refused(
    path: str, said: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = a_site(tmp_path, {"trees/queue.tree.yaml": TINY_TREE, "a.md": "# A\n", "a/index.md": "# A\n"})
    with_hook(folder, LATE_HOOK.format(path=path, place="", priority=-100))
    if said:
        with pytest.raises(Abort):
            build_site(folder)
        assert f"error[address-collision]: {said.format(path=f'`{path}`')}" in caplog.text
    else:
        assert (build_site(folder) / "about" / "index.html").is_file()


def with_hook(folder: Path, code: str) -> None:
    (folder / "hook.py").write_text(code, "utf-8")
    (folder / "mkdocs.yml").write_text(settings(plugins=["decision-trees"], hooks=["hook.py"]), "utf-8")


def test_a_page_that_another_plugin_publishes_elsewhere_is_not_lost_to_ours(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = a_site(tmp_path, {"trees/queue.tree.yaml": TINY_TREE})
    with_hook(folder, LATE_HOOK.format(path="trees/queue/log.md", place="elsewhere/index.html", priority=100))
    said = refused(folder, caplog)
    assert "the generated page `trees/queue/log.md` and another plugin's file have one name\n" in said
    assert "docs/trees/queue.tree.yaml:1:1\n" in said


def test_where_another_plugin_publishes_a_page_is_what_counts(tmp_path: Path) -> None:
    folder = a_site(tmp_path, {"trees/queue.tree.yaml": TINY_TREE})
    with_hook(folder, LATE_HOOK.format(path="trees/queue.md", place="elsewhere/index.html", priority=100))
    published = build_site(folder)
    assert read_page(published / "elsewhere" / "index.html").one("h1").text == "By hand¶"
    assert (published / "trees" / "queue" / "index.html").is_file()


def test_a_preview_shows_what_it_can_of_a_collision(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    files = {
        "trees/queue.tree.yaml": TINY_TREE,
        "trees/queue": HAND_WRITTEN,
        "trees/other.tree.yaml": NODE_TREE,
    }
    folder = a_site(tmp_path, files)
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
    config.plugins.on_startup(command="serve", dirty=False)
    build.build(config, serve_url="http://127.0.0.1:8000/")
    assert "`trees/queue` would be published as a file where the tree `queue` needs a folder" in caplog.text
    assert (folder / "site" / "trees" / "queue").read_text("utf-8") == HAND_WRITTEN
    assert (folder / "site" / "trees" / "other" / "tree" / "index.html").is_file()
