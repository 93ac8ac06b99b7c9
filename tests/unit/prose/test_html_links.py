from __future__ import annotations

import pytest

from decision_trees.prose.html_links import rewrite, targets


def moved(url: str) -> tuple[str, str] | None:
    return (f"/{url}&x", "<b>Words</b>") if url.startswith("a") else None


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("text", "text"),
        ('<a href="ab">x</a>', '<a href="/ab&amp;x">x</a>'),
        ('<a href="ab"></a>', '<a href="/ab&amp;x"><b>Words</b></a>'),
        ("<a href=ab class='y'>x</a>", "<a href=\"/ab&amp;x\" class='y'>x</a>"),
        ("<A\nHREF = 'a&amp;b'>x</A>", '<A\nHREF = "/a&amp;b&amp;x">x</A>'),
        ('<img src="ab" alt="">', '<img src="/ab&amp;x" alt="">'),
        ('<a href="">x</a>', '<a href="">x</a>'),
        ('<a href="b"></a>', '<a href="b"></a>'),
        ('<a data-href="ab">x</a>', '<a data-href="ab">x</a>'),
        ("<a title='<a href=\"ab\">'>x</a>", "<a title='<a href=\"ab\">'>x</a>"),
        ('<!-- <a href="ab"> --><a href="ab">x</a>', '<!-- <a href="ab"> --><a href="/ab&amp;x">x</a>'),
        ('<style>a[href="ab"]</style>', '<style>a[href="ab"]</style>'),
        ('<script>"<a href=ab>"', '<script>"<a href=ab>"'),
        ('1 < 2 <a href="ab">', '1 < 2 <a href="/ab&amp;x">'),
        ('<a href="ab', '<a href="ab'),
        ("<ab/>", "<ab/>"),
        ("<to:x>", "<to:x>"),
    ],
)
def test_addresses_in_start_tags_are_replaced(html: str, expected: str) -> None:
    assert rewrite(html, moved) == expected


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<a href="to:a/"> <a href=TO:b/c>', ["to:a/", "TO:b/c"]),
        ('<a href="x"> to:a/', []),
        ("<code>to:a/</code>", []),
        ('<a title="to:a/">', []),
    ],
)
def test_links_to_targets_that_are_left_are_found(html: str, left: list[str]) -> None:
    assert [*targets(html)] == left


@pytest.mark.parametrize(
    "piece", ["<", "<a ", '<a "', "<a '", "<a href=", "<!--", "<script>", "<to:", '"', "<a href='"]
)
def test_long_and_hostile_texts_end(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert rewrite(text, lambda _: None) == text
