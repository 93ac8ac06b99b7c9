from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from urllib.parse import quote

import pytest

from decision_trees.hosts.mkdocs.page_shell import CONTENT, Shell, is_plain, mark

KAFKA = {"title": "Kafka", "description": "Which queue: Kafka", CONTENT: "<h1>Kafka</h1>\n<p>A &amp; b</p>"}
QUEUE = {"title": "A queue", "description": "Which queue: A queue", CONTENT: '<h1 id="a">A queue</h1>'}
MARKS = {name: mark(name) for name in KAFKA}

Theme = Callable[[Mapping[str, str]], str]


def plain_theme(page: Mapping[str, str]) -> str:
    title, description, content = page["title"], page["description"], page[CONTENT]
    head = f'<title>{title} - Site</title><meta name="description" content="{description}">'
    return f"{head}<nav>{title}</nav><main>{content}</main><footer>Site</footer>"


def heading_theme(page: Mapping[str, str]) -> str:
    """Give a page without a heading one, as Material does."""
    heading = "" if "<h1" in page[CONTENT] else f"<h1>{page['title']}</h1>"
    return plain_theme({**page, CONTENT: heading + page[CONTENT]})


def length_theme(page: Mapping[str, str]) -> str:
    return f"{plain_theme(page)}<p>{len(page[CONTENT])} characters</p>"


def capital_theme(page: Mapping[str, str]) -> str:
    return plain_theme({**page, "title": page["title"].upper()})


def silent_theme(_: Mapping[str, str]) -> str:
    return "<title>Site</title>"


@pytest.mark.parametrize("theme", [plain_theme, heading_theme, silent_theme])
def test_a_filled_shell_is_what_the_theme_gives(theme: Theme) -> None:
    shell = Shell.of(theme(MARKS))
    assert shell.gives(theme(KAFKA), KAFKA)
    assert shell.fill(QUEUE) == theme(QUEUE)


@pytest.mark.parametrize("theme", [length_theme, capital_theme])
def test_a_page_with_more_of_its_own_gives_no_shell(theme: Theme) -> None:
    assert not Shell.of(theme(MARKS)).gives(theme(KAFKA), KAFKA)


def test_a_page_that_lacks_a_value_gives_no_shell() -> None:
    without = {name: value for name, value in KAFKA.items() if name != "description"}
    assert not Shell.of(plain_theme(MARKS)).gives(plain_theme(KAFKA), without)


@pytest.mark.parametrize(
    "filtered",
    [
        lambda title: quote(title, safe="/"),
        lambda title: title.replace(" ", "-"),
        json.dumps,
        lambda title: title[:12],
        lambda title: str(len(title.split())),
    ],
    ids=["urlencode", "replace", "tojson", "truncate", "wordcount"],
)
def test_a_theme_that_changes_plain_text_gives_no_shell(filtered: Callable[[str], str]) -> None:
    other = {**KAFKA, "title": "A log that is kept, and can be read again from any place"}
    marked, finished = (f"<p>{filtered(page['title'])}</p>" for page in (MARKS, other))
    assert not Shell.of(marked).gives(finished, other)


def test_values_are_put_in_as_they_are() -> None:
    shell = Shell.of(plain_theme(MARKS))
    values = {"title": r"\1", "description": mark("title"), CONTENT: mark(CONTENT)}
    assert shell.fill(values) == plain_theme(values)


def test_marks_are_plain_text_and_that_of_the_content_is_a_heading() -> None:
    assert MARKS == {
        "title": "decision trees, für/title sign",
        "description": "decision trees, für/description sign",
        CONTENT: "<h1>decision trees, für/content sign</h1>",
    }


@pytest.mark.parametrize("length", [0, 30, 31, 32, 33, 200])
def test_a_mark_is_as_long_as_what_it_stands_for(length: int) -> None:
    long = mark("title", length)
    assert length <= len(long) <= max(len(mark("title")), length + 2)
    assert Shell.of(f"<p>{long}</p>").pieces == ("<p>", "title", "</p>")
    cut = f"<p>{long[:-1]}</p>"
    assert Shell.of(cut).pieces == (cut,)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Standard queue",
        "Größe, in Zeichen",
        "1,000 messages a second?",
        "100 %: it (mostly) works; or not!",
        "https://example.org/trees/pick-a-queue/log.html",
        "~me@home+1",
    ],
)
def test_words_and_addresses_are_plain(value: str) -> None:
    assert is_plain(value)


@pytest.mark.parametrize(
    "value",
    ["a < b", "a > b", "A & B", "A &amp; B", 'Say "yes"', "It's", "two\nlines", "end\n", "{{ a }}", "`a`"],
)
def test_what_a_template_may_escape_is_not_plain(value: str) -> None:
    assert not is_plain(value)


@pytest.mark.parametrize("value", [mark("title"), f"about {mark('x')}", "decision trees, für/any signs"])
def test_marks_in_values_are_refused(value: str) -> None:
    assert not is_plain(value)


def test_words_of_a_mark_alone_are_plain() -> None:
    assert is_plain("decision trees")
    assert is_plain("a sign of decision trees, für/any")
