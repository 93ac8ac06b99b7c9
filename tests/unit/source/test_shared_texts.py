"""One question that is asked in several places: its texts are written once."""

from datetime import date
from pathlib import Path

from decision_trees.cli.main import main
from decision_trees.compare.compare import compare
from decision_trees.layout.addresses import Addresses
from decision_trees.model.tree import Check, Tree
from decision_trees.reading.read import Settings, read
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.site import Site
from decision_trees.source.decode import decode

# A table of the form of SSVC's: the same decision points in every row.
TABLE = """
title: When to patch
guidance: none
checks:
  exploitation:
    question: What is known of exploitation?
    answers: {None: exposure-quiet, Public code: exposure-known, Active: exposure-active}
  exposure-quiet:
    question: Who can reach the system?
    title: Exposure
    assess: Look at the firewall's rules, not at its drawing.
    look_for: A way in from outside.
    pick: first
    answers: {Nobody outside: defer, Everybody: scheduled}
  exposure-known:
    same_as: exposure-quiet
    answers: {Nobody outside: scheduled, Everybody: out-of-cycle}
  exposure-active:
    same_as: exposure-quiet
    title: Exposure under attack
    look_for: Traces of a visit.
    answers: {Nobody outside: out-of-cycle, Everybody: immediate}
decisions:
  defer: Leave it
  scheduled: With the next release
  out-of-cycle: This week
  immediate: Now
"""


def tree_from(source: str) -> Tree:
    tree = decode(source, "t.tree.yaml").tree
    assert tree is not None
    return tree


def check_of(source: str, check_id: str) -> Check:
    check = tree_from(source).nodes[check_id]
    assert isinstance(check, Check)
    return check


def texts_of(check: Check) -> dict[str, str]:
    return {section.key: section.text.value for section in check.sections}


def test_texts_are_taken_from_the_check_that_has_them() -> None:
    assert read({"t.tree.yaml": TABLE}).diagnostics == ()
    first, known = check_of(TABLE, "exposure-quiet"), check_of(TABLE, "exposure-known")
    assert (known.question, known.title, known.sections) == (first.question, first.title, first.sections)
    assert known.pick_first
    assert [answer.to.node for answer in known.answers] == ["scheduled", "out-of-cycle"]


def test_a_place_may_have_texts_of_its_own() -> None:
    active = check_of(TABLE, "exposure-active")
    assert str(active.title) == "Exposure under attack"
    assert str(active.question) == "Who can reach the system?"
    assert texts_of(active) == {
        "assess": "Look at the firewall's rules, not at its drawing.",
        "look_for": "Traces of a visit.",
    }


def test_each_place_has_its_page_with_the_texts() -> None:
    reading = read({"trees/t.tree.yaml": TABLE}, Settings(today=date(2026, 11, 23)))
    (tree,) = reading.library.trees.values()
    maker = PageMaker(reading.library, Site(addresses=Addresses(), today=date(2026, 11, 23)))
    pages = {page.node: page.content for page in maker.pages(tree)}
    for place in ("exposure-quiet", "exposure-known", "exposure-active"):
        assert "firewall" in pages[place]


def test_a_check_without_a_question_of_its_own_or_of_another_is_told() -> None:
    codes = [
        diagnostic.code
        for diagnostic in read(
            {"t.tree.yaml": TABLE.replace("    same_as: exposure-quiet\n", "")}
        ).diagnostics
    ]
    assert codes.count("missing-key") == 2
    lost = TABLE.replace("same_as: exposure-q", "same_as: q") + "decisions: {x: X}\n"
    assert "unknown-target" not in [diagnostic.code for diagnostic in read({"t.tree.yaml": lost}).diagnostics]


def test_a_renamed_check_is_still_named(tmp_path: Path) -> None:
    file = tmp_path / "t.tree.yaml"
    file.write_text(TABLE, encoding="utf-8")
    assert main(["rename", "t/exposure-quiet", "exposure", "--in", str(tmp_path)]) == 0
    written = file.read_text("utf-8")
    assert written.count("same_as: exposure\n") == 2
    assert str(check_of(written, "exposure-known").question) == "Who can reach the system?"


def test_versions_with_other_ids_are_matched_by_what_they_say() -> None:
    other = TABLE.replace("exposure-", "reach-").replace("exploitation:", "known:")
    other = other.replace("out-of-cycle:", "soon:").replace(": out-of-cycle", ": soon")
    comparison = compare(tree_from(TABLE), tree_from(other))
    assert comparison.added == ()
    assert comparison.removed == ()
    assert dict(comparison.renamed) == {
        "exploitation": "known",
        "exposure-quiet": "reach-quiet",
        "exposure-known": "reach-known",
        "exposure-active": "reach-active",
        "out-of-cycle": "soon",
    }


def test_more_of_the_same_on_one_side_are_not_matched() -> None:
    fewer = TABLE.replace("exposure-", "reach-").replace(", Active: reach-active", ", Active: immediate")
    first, rest = fewer.partition("  reach-active:")[0], fewer.partition("decisions:")[2]
    comparison = compare(tree_from(TABLE), tree_from(f"{first}decisions:{rest}"))
    assert dict(comparison.renamed) == {"exposure-quiet": "reach-quiet", "exposure-known": "reach-known"}
    assert [node.id for node in comparison.removed] == ["exposure-active"]
