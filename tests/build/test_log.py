"""Whatever an author writes, the log of a build has no line that is not ours, and obeys nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.build.test_bad_input import a_site
from tests.hostile import hostile_tree
from tests.log_services import acts
from tests.mkdocs_process import mkdocs_build

pytestmark = pytest.mark.build

FORGED = "x\n::error::forged\r\n##[add-mask]forged\N{RIGHT-TO-LEFT OVERRIDE}"


@pytest.fixture(autouse=True)
def _without_a_banner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")  # which is in colour


def terse_tree(text: str) -> str:
    """Write a right tree about which warnings quote a text."""
    tree = {
        "title": text,
        "question": text,
        "checks": {
            "one": {"question": text, "assess": "Ask.", "answers": {f"{text} 1": "two", f"{text} 2": "good"}},
            "two": {"question": text, "answers": {text: "good"}},
        },
        "decisions": {"good": text},
    }
    return json.dumps(tree, ensure_ascii=False)


@pytest.mark.parametrize("strict", [[], ["--strict"]])
def test_warnings(strict: list[str], tmp_path: Path) -> None:
    told: list[str] = []
    for text in ("plain", FORGED):
        trees = {f"t{number}": terse_tree(text) for number in range(8)}
        folder = a_site(tmp_path / str(len(told)), trees={**trees, "right": hostile_tree(text)})
        done = mkdocs_build(folder, *strict)
        assert done.returncode == bool(strict)
        told.append(done.stderr)
    assert "single-answer" in told[1]
    assert "forged" in told[1]
    assert not acts(told[1])
    assert len(told[0].splitlines()) == len(told[1].splitlines())


@pytest.mark.parametrize(
    "tree",
    [
        json.dumps({"title": "T", FORGED: FORGED, "checks": {FORGED: {"answers": {FORGED: FORGED}}}}),
        f"title: T\x1b[1m\n::error::x: {FORGED}",
    ],
)
def test_errors(tree: str, tmp_path: Path) -> None:
    done = mkdocs_build(a_site(tmp_path, trees={"t": tree}))
    assert done.returncode == 1
    assert "error[" in done.stderr
    assert not acts(done.stderr)


@pytest.mark.parametrize("option", ["levels", "words"])
def test_options(option: str, tmp_path: Path) -> None:
    done = mkdocs_build(a_site(tmp_path, trees={}, options={option: {FORGED: "off"}}))
    assert done.returncode == 1
    assert f"`{option}` sets `x ::error::forged" in done.stderr
    assert not acts(done.stderr)


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    folder = a_site(tmp_path, trees={})
    place = folder / "docs" / b"tr\xe4\x1bs".decode("utf-8", "surrogateescape")
    place.mkdir()
    (place / "t.tree.yaml").write_text(hostile_tree("plain"), "utf-8")
    done = mkdocs_build(folder)
    assert done.returncode == 1
    assert "`tr<U+DCE4><U+001B>s/t.tree.yaml` can have no address" in done.stderr
    assert not acts(done.stderr)
