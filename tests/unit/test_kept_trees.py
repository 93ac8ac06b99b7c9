from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.test_pages import SNAPSHOTS

from decision_trees import kept_trees
from decision_trees.cache import Cache
from decision_trees.decode import Decoded, decode
from decision_trees.diagnostics import Diagnostic
from decision_trees.kept_trees import KeptTrees

FILE = "pick-a-queue.tree.yaml"
TEXT = (SNAPSHOTS / FILE).read_text("utf-8")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were decoded, and not read back."""
    texts: list[str] = []

    def noted(text: str, file: str) -> Decoded:
        texts.append(text)
        return decode(text, file)

    monkeypatch.setattr(kept_trees, "decode", noted)
    return texts


def test_a_tree_that_is_read_back_is_the_same(cache: Cache, decoded: list[str]) -> None:
    first = KeptTrees(cache, "code").decode(TEXT, FILE)
    again = KeptTrees(cache, "code").decode(TEXT, FILE)
    assert first == again == decode(TEXT, FILE)
    assert decoded == [TEXT]


@pytest.mark.parametrize(
    ("code", "text", "file"),
    [("other", TEXT, FILE), ("code", TEXT + "# more\n", FILE), ("code", TEXT, "other.tree.yaml")],
)
def test_another_text_is_decoded(code: str, text: str, file: str, cache: Cache, decoded: list[str]) -> None:
    KeptTrees(cache, "code").decode(TEXT, FILE)
    assert KeptTrees(cache, code).decode(text, file) == decode(text, file)
    assert decoded == [TEXT, text]


@pytest.mark.parametrize("text", ["title: [", "title: T\n"])
def test_a_tree_with_faults_is_decoded_every_time(text: str, cache: Cache, decoded: list[str]) -> None:
    for _ in range(2):
        assert KeptTrees(cache, "code").decode(text, FILE).diagnostics
    assert decoded == [text, text]


class Harm:
    """What a pickle of somebody else's could do."""

    def __init__(self, call: Callable[..., object], *arguments: object) -> None:
        self.call = call, arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.call


@pytest.mark.parametrize(
    "value",
    [
        Harm(print, "harm"),
        Harm(dt.timedelta, 1),
        Harm(Diagnostic.__init__, 1),
        Harm(decode, TEXT, FILE),
        {"no": "tree"},
    ],
)
def test_what_is_no_tree_is_not_made(
    value: object, cache: Cache, decoded: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    kept = KeptTrees(cache, "code")
    kept.decode(TEXT, FILE)
    [file] = cache._folder.iterdir()  # noqa: SLF001 - somebody else writes it
    key = file.read_bytes().split(b" ")[0].decode()
    for body in (pickle.dumps(value), b"", b"\x80\x05nothing"):
        cache.keep(f"tree {FILE}", key, body)
        assert kept.decode(TEXT, FILE) == decode(TEXT, FILE)
    assert decoded == [TEXT] * 4
    assert capsys.readouterr().out == ""


def test_functions_of_the_model_are_not_called() -> None:
    body = b"\x80\x04\x8c\x14decision_trees.model\x8c\x09dataclass\x93."
    assert kept_trees._unpacked(body) is None  # noqa: SLF001 - as it would come from a file
