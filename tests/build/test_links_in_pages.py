"""Links and fences of ours in other pages: found where Markdown finds them, or told and not published."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mkdocs.commands import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from tests.build.html_reading import read_page
from tests.site_fixtures import TINY_TREE, build_site, settings, write_site

pytestmark = pytest.mark.build

EXTENSIONS = ["tables", "attr_list", "md_in_html", "footnotes", "admonition", "pymdownx.superfences"]
FENCE = "```decision-tree\n{tree: queue, show: outline}\n```\n"


def write(folder: Path, page: str, *, hook: str = "", **files: str) -> Path:
    snippets = {"pymdownx.snippets": {"base_path": [str(folder / "parts")], "check_paths": True}}
    texts = {
        "mkdocs.yml": settings(markdown_extensions=[*EXTENSIONS, snippets], hooks=["hook.py"]),
        "hook.py": hook,
        "docs/index.md": "# Home\n",
        "docs/guide/page.md": page,
        "docs/trees/queue.tree.yaml": TINY_TREE,
        **{f"parts/{name}.md": text for name, text in files.items()},
    }
    return write_site(folder, texts)


def links(folder: Path, page: str = "guide/page/index.html") -> list[tuple[str, str]]:
    """The words and addresses of the links into the tree, in a site that is built."""
    found = read_page(build_site(folder) / page).select("a[href]")
    ours = [
        (link.text, link.attributes["href"]) for link in found if "trees/queue/" in link.attributes["href"]
    ]
    return [link for link in ours if link[0] != "Pick a queue"]  # as the navigation has it


KAFKA = "../../trees/queue/log/"
TITLE = "Kafka"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("[x](to:queue/log)", [("x", KAFKA)], id="inline"),
        pytest.param("[](to:queue/log)", [(TITLE, KAFKA)], id="without words"),
        pytest.param("[x](<to:queue/log> 'Title')", [("x", KAFKA)], id="in angle brackets"),
        pytest.param("[x][y]\n\n[y]: to:queue/log", [("x", KAFKA)], id="by reference"),
        pytest.param("[x](TO:queue/log)", [("x", KAFKA)], id="in capitals"),
        pytest.param("A <to:queue/log> b", [(TITLE, KAFKA)], id="by itself"),
        pytest.param('<a href="to:queue/log">x</a>', [("x", KAFKA)], id="HTML"),
        pytest.param("<p>\n<a class=y href='to:queue/log'>x</a>\n</p>", [("x", KAFKA)], id="a block of HTML"),
        pytest.param('<div markdown="1">\n[x](to:queue/log)\n</div>', [("x", KAFKA)], id="Markdown in HTML"),
        pytest.param("| a |\n| - |\n| [x](to:queue/log) |", [("x", KAFKA)], id="a table"),
        pytest.param("!!! note\n\n    [x](to:queue/log)", [("x", KAFKA)], id="an admonition"),
        pytest.param("- a\n\n    [x](to:queue/log)", [("x", KAFKA)], id="a list"),
        pytest.param("> [x](to:queue/log)", [("x", KAFKA)], id="a quotation"),
        pytest.param("a[^1]\n\n[^1]: [x](to:queue/log)", [("x", KAFKA)], id="a note"),
        pytest.param("[x](to:queue/log){: .button }", [("x", KAFKA)], id="with attributes"),
        pytest.param('--8<-- "part.md"', [("part", KAFKA)], id="a snippet"),
    ],
)
def test_a_link_leads_to_its_target(page: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    site = write(tmp_path, f"# Page\n\n{page}\n", part="[part](to:queue/log)")
    assert links(site) == expected


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("`[x](to:lost/)`", id="inline"),
        pytest.param("    [x](to:lost/)", id="indented"),
        pytest.param("\t[x](to:lost/)", id="indented by a tab"),
        pytest.param("- a\n\n        [x](to:lost/)", id="indented in a list"),
        pytest.param("    <a href='to:lost/'>x</a>", id="indented HTML"),
        pytest.param("```\n[x](to:lost/)\n<to:lost/>\n```", id="a fence"),
        pytest.param("<pre>\n[x](to:lost/)\n</pre>", id="preformatted"),
        pytest.param("<!-- [x](to:lost/) <a href='to:lost/'> -->", id="a comment"),
        pytest.param("<script>x = '<a href=\"to:lost/\">'</script>", id="a script"),
    ],
)
def test_what_is_code_is_left_as_it_is(code: str, tmp_path: Path) -> None:
    assert links(write(tmp_path, f"# Page\n\n{code}\n")) == []


INTO_CONTENT = "def on_page_content(html, page, **_):\n    return html + {html!r}\n"
INTO_PAGE = (
    "def on_post_page(output, page, **_):\n    return output.replace('</article>', {html!r} + '</article>')\n"
)
GENERATED = """
from mkdocs.structure.files import File

def on_files(files, config):
    file = File.generated(config, "guide/made.md", content={text!r})
    files.append(file)
"""


@pytest.mark.parametrize("hook", [INTO_CONTENT, INTO_PAGE], ids=["content", "page"])
def test_a_link_that_another_plugin_puts_in_is_resolved(hook: str, tmp_path: Path) -> None:
    site = write(tmp_path, "# Page\n", hook=hook.format(html='<p><a href="to:queue/log"></a></p>'))
    assert links(site) == [(TITLE, KAFKA)]


def test_a_page_that_another_plugin_makes_is_a_page_like_any(tmp_path: Path) -> None:
    hook = GENERATED.format(text=f"# Made\n\n[x](to:queue/log)\n\n{FENCE}")
    site = write(tmp_path, "# Page\n", hook=hook)
    assert ("x", KAFKA) in links(site, "guide/made/index.html")
    page = read_page(site / "site" / "guide" / "made" / "index.html")
    assert len(page.select("div.dt-embedded--outline")) == 1


def refused(site: Path, caplog: pytest.LogCaptureFixture) -> str:
    """What is said of a site that is not built; nothing of its pages is published."""
    with pytest.raises(Abort):
        build_site(site)
    return caplog.text


@pytest.mark.parametrize(
    ("page", "hook", "said"),
    [
        pytest.param('--8<-- "part.md"', "", "docs/guide/page.md:1:1", id="a snippet"),
        pytest.param("", INTO_CONTENT, "hook.py:2:", id="content of a hook's"),
        pytest.param("<p><b\nhref='to:lost/log'>x</b></p>", "", "docs/guide/page.md:4:7", id="HTML"),
    ],
)
def test_a_link_that_leads_nowhere_stops_the_build(
    page: str, hook: str, said: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    html = hook.format(html='<a href="to:lost/log">x</a>')
    site = write(tmp_path, f"# Page\n\n{page}\n", hook=html, part="[part](to:lost/log)")
    report = refused(site, caplog)
    assert "error[unknown-tree]: no tree is named `lost`" in report
    assert said in report
    assert not (site / "site" / "guide").exists()


def test_a_page_that_is_finished_by_another_plugin_is_not_published_half(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    site = write(tmp_path, "# Page\n", hook=INTO_PAGE.format(html='<a href="to:lost/">x</a>'))
    assert "error[unknown-tree]" in refused(site, caplog)
    assert not (site / "site" / "guide" / "page").exists()


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        pytest.param(FENCE, 1, id="a fence"),
        pytest.param('--8<-- "part.md"', 1, id="a snippet"),
        pytest.param("> Quoted\n>\n" + "".join(f"> {line}\n" for line in FENCE.splitlines()), 1, id="quoted"),
        pytest.param(
            "1. One\n\n" + "".join(f"    {line}\n" for line in FENCE.splitlines()), 1, id="in a list"
        ),
        pytest.param("".join(f"    {line}\n" for line in FENCE.splitlines()), 0, id="indented code"),
        pytest.param(f"````markdown\n{FENCE}````", 0, id="a fence about it"),
        pytest.param(f"<pre>\n{FENCE}</pre>", 0, id="preformatted"),
        pytest.param(f"`<!--` is no comment\n\n{FENCE}", 1, id="behind code that looks like a comment"),
    ],
)
def test_a_fence_is_found_where_markdown_finds_it(page: str, shown: int, tmp_path: Path) -> None:
    site = build_site(write(tmp_path, f"# Page\n\n{page}\n", part=FENCE))
    found = read_page(site / "guide" / "page" / "index.html")
    assert len(found.select("div.dt-embedded--outline")) == shown
    assert ("show: outline" in found.text) is (not shown)


def test_a_mistake_in_a_fence_from_elsewhere_stops_the_build(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    site = write(tmp_path, '# Page\n\n--8<-- "part.md"\n', part=FENCE.replace("queue", "lost"))
    assert "error[unknown-tree]: no tree is named `lost`" in refused(site, caplog)


BY_ITSELF = """
from markdown import Markdown

def on_post_page(output, **_):
    return output + Markdown(extensions={extensions}).convert({text!r})
"""


@pytest.mark.parametrize(
    "extensions",
    [["fenced_code"], ["fenced_code", "decision_trees"], ["pymdownx.superfences", "decision_trees"]],
    ids=str,
)
def test_a_fence_that_another_plugin_renders_by_itself_is_told(
    extensions: list[str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hook = BY_ITSELF.format(extensions=extensions, text=FENCE)
    report = refused(write(tmp_path, "# Page\n", hook=hook), caplog)
    assert "error[unread-fence]" in report
    assert "hook.py:5:" in report
    assert "docs/index.md:1:1" in report  # the first page to be finished


OURS = {"trees/queue/log": "./", "trees/queue": "log/", "trees": "queue/log/"}
"""Some of our pages, and how each links to the first."""

INTO_MARKDOWN = "def on_page_markdown(markdown, page, **_):\n    return markdown + {html!r}\n"
INTO_CONTEXT = "def on_page_context(context, page, **_):\n    page.content += {html!r}\n"
HOOKS = pytest.mark.parametrize(
    "hook",
    [INTO_MARKDOWN, INTO_CONTENT, INTO_CONTEXT, INTO_PAGE],
    ids=["Markdown", "content", "context", "page"],
)


@HOOKS
def test_a_link_that_another_plugin_puts_into_a_page_of_a_tree_is_resolved(hook: str, tmp_path: Path) -> None:
    site = build_site(write(tmp_path, "# Page\n", hook=hook.format(html="\n\n<a href=to:queue/log></a>\n")))
    for page, address in OURS.items():
        found = read_page(site / page / "index.html").select("a")
        assert [link.href for link in found if link.text == TITLE and "class" not in link.attributes] == [
            address
        ]


@HOOKS
@pytest.mark.parametrize(
    "written",
    ['<a href="TO:lost/log">x</a>', '<code class="language-decision-tree">x'],
    ids=["a link", "a fence"],
)
@pytest.mark.parametrize("page", ["trees/queue/log.md", "trees/index.md"])
def test_what_it_leaves_there_stops_the_build(
    hook: str, written: str, page: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    only = hook.format(html=f"\n\n{written}\n").replace("{html!r}", "").split("\n", 1)
    body = f"    if page.file.src_uri != {page!r}:\n        return None\n"
    site = write(tmp_path, "# Page\n", hook=f"{only[0]}\n{body}{only[1]}")
    report = refused(site, caplog)
    assert f"error[{'unknown-tree' if 'TO:' in written else 'unread-fence'}]" in report
    assert f"--> {site}/hook.py:4:" in report
    assert f"::: {site / 'docs'}/{page}:1:1".replace(f"{Path.cwd()}/", "") in report
    is_of_a_tree = page.startswith("trees/queue/")
    assert (
        "the page is made of this; another plugin or a hook has written into it" in report
    ) == is_of_a_tree
    assert not (site / "site" / page.removesuffix("index.md").removesuffix(".md") / "index.html").exists()


def _with_templates(folder: Path, link: str) -> Path:
    """A site that links to a tree in its navigation, its footer, and in a page for errors and one more."""
    page = '{% extends "base.html" %}{% block content %}' + link + "{% endblock %}"
    files = {"overrides/404.html": page, "docs/extra/more.html": f"<html>{link}</html>"}
    write_site(write(folder, "# Page\n"), files)
    theme = {"name": "material", "font": False, "custom_dir": "overrides"}
    nav = ["index.md", {"A log": "to:queue/log"}, "guide/page.md", {"Trees": "trees/"}]
    made = settings(theme=theme, nav=nav, copyright=link, extra_templates=["extra/more.html"])
    return write_site(folder, {"mkdocs.yml": made})


def test_links_in_templates_and_settings_lead_to_trees(tmp_path: Path) -> None:
    site = build_site(_with_templates(tmp_path, '<a href="to:queue/log"></a>'))
    assert "to:queue" not in "".join(path.read_text("utf-8") for path in site.rglob("*.html"))
    for page, address in {
        "404.html": "/sub/path/trees/queue/log/",
        "extra/more.html": "../trees/queue/log/",
        "index.html": "trees/queue/log/",
        "trees/queue/replay/index.html": "../log/",
    }.items():
        found = [link.href for link in read_page(site / page).select("a") if link.text == TITLE]
        assert address in found, page
    nav = [link.href for link in read_page(site / "404.html").select("a") if link.text.strip() == "A log"]
    assert {*nav} == {"/sub/path/trees/queue/log/"}


def test_a_link_of_a_template_that_leads_nowhere_stops_the_build(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    report = refused(_with_templates(tmp_path, '<a href="to:queue/lost"></a>'), caplog)
    assert "error[unknown-target]" in report
    assert f"--> {tmp_path}/overrides/404.html:1:54" in report
    assert '<a href="to:queue/lost"></a>{% endblock %}' in report
    assert not (tmp_path / "site" / "404.html").exists()


LEFT = '<a href="to:queue/lost">x</a>\n<pre class="language-decision-tree">'
BASE = "{% extends 'base.html' %}"


@pytest.mark.parametrize(
    ("files", "written", "places"),
    [
        pytest.param(
            {"overrides/main.html": f"{BASE}\n{{% block footer %}}{LEFT}{{% endblock %}}"},
            "",
            ("overrides/main.html:2:28", "overrides/main.html:3:22"),
            id="a template",
        ),
        pytest.param(
            {
                "overrides/main.html": f"{BASE}{{% block footer %}}{{% include 'b.html' %}}{{% endblock %}}",
                "overrides/b.html": LEFT,
            },
            "",
            ("overrides/b.html:1:10", "overrides/b.html:2:22"),
            id="one that it includes",
        ),
        pytest.param(
            {"hook.py": INTO_PAGE.format(html=LEFT)}, "", ("hook.py:2:51", "hook.py:2:94"), id="hook"
        ),
        pytest.param({}, LEFT, ("mkdocs.yml:", "mkdocs.yml:"), id="the settings"),
    ],
)
@pytest.mark.parametrize("is_serve", [False, True])
def test_what_is_left_is_told_once_where_it_is_written(  # noqa: PLR0913 - what is written, and where
    files: dict[str, str],
    written: str,
    places: tuple[str, str],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    *,
    is_serve: bool,
) -> None:
    theme = {"name": "material", "font": False, "custom_dir": "overrides"}
    write_site(write(tmp_path, "# Page\n"), {"overrides/empty.txt": "", **files})
    made = settings(theme=theme, hooks=["hook.py"], copyright=written)
    write_site(tmp_path, {"mkdocs.yml": made})
    report = _told_under_serve(tmp_path, caplog) if is_serve else refused(tmp_path, caplog)
    for code, place in zip(("unknown-target", "unread-fence"), places, strict=True):
        assert report.count(f"error[{code}]") == 1
        assert re.search(rf"error\[{code}\].*\n +--> {tmp_path}/{place}", report)


def _told_under_serve(site: Path, caplog: pytest.LogCaptureFixture) -> str:
    config = load_config(str(site / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)
    build.build(config)
    return caplog.text


def test_all_that_a_hook_leaves_in_content_is_told_at_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # In pieces, so that each page has to be looked at for what came out.
    hook = INTO_CONTENT.format(html='<a href="to:{}/">x</a>').rstrip() + ".format('lost')\n"
    report = refused(write(tmp_path, "# Page\n", hook=hook), caplog)
    for page in (
        "index.md",
        "guide/page.md",
        "trees/index.md",
        "trees/queue/index.md",
        "trees/queue/log.md",
    ):
        assert f"docs/{page}:1:1" in report
    assert not list(tmp_path.glob("site/**/*.html"))


def test_under_serve_it_is_told_and_the_site_is_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    site = write(tmp_path, "# Page\n", hook=INTO_CONTENT.format(html='<a href="to:lost/">x</a>'))
    assert "error[unknown-tree]" in _told_under_serve(site, caplog)
    assert (site / "site" / "guide" / "page" / "index.html").exists()
