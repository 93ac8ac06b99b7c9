"""`decision-trees diff --format html`: one page that shows what changed for a reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.build.html_reading import Element, read_html
from tests.unit.compare.test_compare import QUEUE, edited, tree

from decision_trees.cli import Status
from decision_trees.cli.main import main
from decision_trees.compare.compare import compare_all
from decision_trees.site.review import MOST_WORDS, as_html

SHORT = QUEUE.partition("scenarios:\n")[0]
HOSTILE = "<img src=x onerror=alert(1)> <script>alert(2)</script>"


def review(old: str, new: str) -> Element:
    return read_html(as_html(compare_all([tree(old)], [tree(new)])))


def rows(page: Element, version: str) -> list[str]:
    """What each row of a version's indented tree says, without the rows below it."""
    (drawing,) = page.select(f"section[aria-label={version}]")
    return [
        " ".join(
            " ".join(
                child if isinstance(child, str) else child.text for child in row.children if is_own(child)
            ).split()
        )
        for row in drawing.select("li")
    ]


def is_own(part: Element | str) -> bool:
    return isinstance(part, str) or part.tag not in {"ul", "details"}


def test_both_versions_are_drawn_with_a_mark_on_all_that_is_not_as_it_was() -> None:
    new = edited(
        SHORT,
        ("Are there several consumers?", "Are there two or more consumers?"),
        ("      Yes: log\n", "      Yes: size\n"),
        ("{to: queue, note: a simple one}", "{to: pub-sub, note: the simple one}"),
        (
            "decisions:\n",
            "  size: {question: Is it large?, answers: {Yes: log, No: queue}}\ndecisions:\n",
        ),
    )
    page = review(SHORT, new)
    assert rows(page, "Before") == [
        "Are there several consumers? ≠ changed",
        "Yes SNS",
        "No Does a consumer replay messages?",
        "Yes Kafka → leads elsewhere",
        "No SQS → leads elsewhere ≠ answer changed a simple one",
    ]
    assert rows(page, "After") == [
        "Are there two or more consumers? ≠ changed",
        "Yes SNS",
        "No Does a consumer replay messages?",
        "Yes Is it large? → leads elsewhere + new",
        "Yes Kafka + new",
        "No SQS + new",
        "No SNS → leads elsewhere ≠ answer changed the simple one",
    ]


def test_what_is_gone_and_what_is_called_otherwise_is_marked() -> None:
    new = edited(
        QUEUE,
        ("      Yes: pub-sub\n      No: replay\n", "      Nobody knows: replay\n      No: replay\n"),
        ("  pub-sub: SNS\n", ""),
        ("  log: Kafka\n", "  stream: {title: Kafka, formerly: [log]}\n"),
        ("      Yes: log\n", "      Yes: stream\n"),
        ("{to: log, note: once settled}", "{to: stream, note: once settled}"),
        ("expect: log", "expect: stream"),
    )
    page = review(QUEUE, new)
    assert rows(page, "Before")[1] == "Yes SNS \N{MINUS SIGN} removed"
    assert rows(page, "Before")[3] == "Yes Kafka ≠ changed"
    assert rows(page, "After")[1] == "Nobody knows Does a consumer replay messages? + new"
    assert "No Does a consumer replay messages? see above" in rows(page, "After")


def test_another_start_is_marked_at_the_top() -> None:
    page = review(SHORT, edited(SHORT, ("checks:\n", "start: replay\nchecks:\n")))
    assert rows(page, "Before")[0] == "Are there several consumers? → leads elsewhere"
    assert rows(page, "After")[0] == "Does a consumer replay messages? → leads elsewhere"


def test_steps_loops_and_other_trees_are_drawn() -> None:
    new = edited(
        QUEUE,
        ("      Yes: pub-sub\n", "      Yes: measure\n      Nobody knows: other/there\n"),
        ("{to: queue, note: a simple one}", "{to: fan-out, note: a simple one, loop: Ask again.}"),
        ("decisions:\n", "steps:\n  measure: {title: Measure it, then: pub-sub}\ndecisions:\n"),
        ("replay: No}, expect: queue", "replay: Yes}, expect: log"),
    )
    page = review(QUEUE, new)
    after = rows(page, "After")
    assert "Yes Measure it → leads elsewhere + new" in after
    assert "SNS + new" in after
    assert "Nobody knows other/there + new another tree" in after
    assert any("a simple one; Ask again." in row for row in after)


def test_branches_in_which_nothing_changed_are_folded() -> None:
    page = review(QUEUE, edited(QUEUE, ("      Yes: pub-sub\n", "      Yes: log\n")))
    assert [folded.one("summary").text for folded in page.select("details")] == ["as before", "as before"]


def test_texts_are_compared_word_by_word() -> None:
    new = edited(
        QUEUE,
        ("Count them.", "Count all of them."),
        ("  trap:", "  trip:"),
        ("edge_cases:\n", "edge_cases:\n"),
    )
    page = review(QUEUE, new)
    (assess,) = [
        part for part in page.select("section.review-part") if part.attributes["id"] == "tree-1-fan-out"
    ]
    assert [added.text for added in assess.select("ins")] == ["all of"]
    assert assess.select("del") == []
    (heading,) = [link for link in page.select("a") if link.attributes.get("href") == "#tree-1-fan-out"][:1]
    assert heading.text == "Are there several consumers?"


def test_a_text_that_is_new_or_gone_stands_beside_nothing() -> None:
    page = review(QUEUE, edited(QUEUE, ("summary: One sentence.\n", ""), ("    pitfall: Convenience.\n", "")))
    assert [nothing.text for nothing in page.select(".review-none")] == ["nothing", "nothing"]
    assert {gone.text for gone in page.select("del")} == {"One sentence.", "Convenience."}


def test_long_texts_are_shown_whole_on_both_sides() -> None:
    many = "word " * MOST_WORDS
    page = review(QUEUE, edited(QUEUE, ("Count them.", f"Count {many}.")))
    assert any(gone.text == "Count them." for gone in page.select("del"))


def test_words_that_come_again_and_again_are_compared_all_the_same() -> None:
    half = MOST_WORDS // 4  # each word has a space behind it
    was, now = "word " * half, "another word " * (half // 2)
    page = review(*(edited(QUEUE, ("Count them.", f"Count {text}.")) for text in (was, now)))
    assert page.select("ins")
    assert page.select("del")


def test_what_no_author_wrote_is_named_and_not_shown() -> None:
    page = review(
        QUEUE, edited(QUEUE, ("    assess: Count them.\n", "    assess: Count them.\n    pick: first\n"))
    )
    (said,) = [what for what in page.select(".review-what") if "pick the first" in what.text]
    assert said.text == "the advice to pick the first answer that fits added"


def test_trees_that_are_new_or_gone_are_drawn_alone() -> None:
    html = as_html(
        compare_all([tree(QUEUE, "old-one")], [tree(QUEUE.replace("Pick a queue", "Another"), "new-one")])
    )
    page = read_html(html)
    assert [label.text for label in page.select("nav .review-label")] == ["New tree", "Removed tree"]
    assert (
        len(page.select("section[aria-label=Before]")) == len(page.select("section[aria-label=After]")) == 1
    )
    assert page.select("details") == page.select(".review-mark--new.dt") == []


def test_that_nothing_changed_and_what_was_not_compared_is_said() -> None:
    page = read_html(as_html(compare_all([tree(QUEUE)], [tree(QUEUE)]), {"broken": "it has errors"}))
    assert "No change for a reader in what was compared." in page.text
    assert "broken: it has errors" in page.text


def test_nothing_of_a_stranger_acts_and_nothing_is_loaded() -> None:
    new = (
        QUEUE.replace("Count them.", HOSTILE).replace("SNS", f'"{HOSTILE}"').replace("Audit", f'"{HOSTILE}"')
    )
    html = as_html(compare_all([tree(QUEUE)], [tree(new)]))
    page = read_html(html)
    assert page.select("script") == page.select("img") == page.select("link") == []
    assert "default-src 'none'" in html
    assert "url(" not in html.replace("mask: url(data:", "")
    assert all(link.attributes.get("href", "#").startswith("#") for link in page.select("a"))


def test_the_command_prints_the_page(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for name, text in (("old", QUEUE), ("new", QUEUE.replace("SNS", "Ein Thema"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pick-a-queue.tree.yaml").write_text(text, "utf-8")
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--format", "html"]) == Status.OK
    said = capsysbinary.readouterr().out.decode()
    assert said.startswith('<!doctype html>\n<html lang="en">')
    assert "Ein Thema" in said
