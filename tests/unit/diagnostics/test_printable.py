from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.log_services import acts

from decision_trees.diagnostics.printable import harmless, one_line, path, path_for_programs, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A question?", "A question?"),
        (" two\r\nlines\tand\n\nmore ", "two lines and more"),
        ("\x1b[31mred\x07\x00", "<U+001B>[31mred<U+0007><U+0000>"),
        ("a\x85b\u2028c\u2029d\x0be", "a<U+0085>b<U+2028>c<U+2029>d<U+000B>e"),
        ("admin\u202e // nimda\u2069", "admin<U+202E> // nimda<U+2069>"),
        ("a\udce4b\ud800", "a<U+DCE4>b<U+D800>"),
        ("a\u200bb\ufeffc\u00add\u2060e", "a<U+200B>b<U+FEFF>c<U+00AD>d<U+2060>e"),
        ("x\U000e0041\U000e0042", "x<U+E0041><U+E0042>"),
        # What scripts need, and what a terminal shows.
        (
            "👩\u200d🚀 می\u200cخ متى\u200f؟ 1\u00a0%\u3000長",
            "👩\u200d🚀 می\u200cخ متى\u200f؟ 1\u00a0%\u3000長",
        ),
        ("\ue000 \U0001fae9", "\ue000 \U0001fae9"),
        ("see ##[error]x", "see # #[error]x"),
        ("##vso[task.x] ##TeamCity[y]", "# #vso[task.x] # #TeamCity[y]"),
        ("#\u200d#[error]x", "# \u200d#[error]x"),
        ("## heading, # [x]", "## heading, # [x]"),
        ("::error::x", "::error::x"),  # no line of ours begins with it: see `printable` and `path`
    ],
)
def test_a_text_on_one_line(text: str, shown: str) -> None:
    assert one_line(text) == shown
    assert one_line(shown) == shown


def test_white_space_of_a_piece_is_kept() -> None:
    assert harmless("  a \t b\r") == "  a \t b<U+000D>"


@pytest.mark.parametrize(
    ("report", "shown"),
    [
        ("::error::x", ": :error::x"),
        ("a\n  ::add-mask::x\nb ::error::y", "a\n  : :add-mask::x\nb ::error::y"),
        ("\u00a0\u2003::error::x", "\u00a0\u2003: :error::x"),
        ("\u200d::error::x\n\u3000\u200f:\ufe0f:x", "\u200d: :error::x\n\u3000\u200f: \ufe0f:x"),
        ("  ::: a.tree.yaml:1:1 first `x::y`", "  ::: a.tree.yaml:1:1 first `x::y`"),
        ("a\r::error::x", "a<U+000D>::error::x"),
        (": x\n:", ": x\n:"),
    ],
)
def test_lines_that_a_service_would_obey(report: str, shown: str) -> None:
    assert printable(report) == shown
    assert printable(shown) == shown
    assert acts(report) == (report != shown)


def test_the_name_of_a_file_stays_one() -> None:
    assert path("docs/a.tree.yaml") == "docs/a.tree.yaml"
    assert path("::error::x.tree.yaml") == "./::error::x.tree.yaml"
    assert path("a\nb.tree.yaml") == "a b.tree.yaml"
    assert path_for_programs("a\udce4\n.yaml") == "a\ufffd\n.yaml"


PIECES = [
    *("::error::", "::add-mask::", ":", "##[", "##vso[", "##teamcity[", "#", "[", "error ", "x::", " ", "\t"),
    *(
        "\n",
        "\r",
        "\x85",
        "\u2028",
        "\x1b[1m",
        "\x9b",
        "\u202e",
        "\u200d",
        "\u200f",
        "\ufe0f",
        "\ud800",
        "\u3000",
    ),
]
hostile = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text()


@given(hostile)
def test_no_text_acts(text: str) -> None:
    assert "\n" not in one_line(text)
    for report in (f"message: {one_line(text)}", printable(text), printable(f"  {one_line(text)}")):
        assert not acts(report)
        assert report.encode().decode() == report
