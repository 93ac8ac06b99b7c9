"""Any text as a label: written by our escape function, drawn by the real mermaid, read back from the SVG."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import Visitor
from tests.browser.walking import MKDOCS
from tests.site_fixtures import REPOSITORY, SiteMaker

from decision_trees.site.chart import escape

pytestmark = [
    pytest.mark.browser,
    pytest.mark.seldom_in_firefox("labels are read back from what mermaid wrote, the same in every browser"),
]

BATCH = 50
# In a page with a chart of many labels each takes longer to draw: half the time is saved by small ones.
READ_AT_ONCE = 10
SHORT, LONG = 1_000, 20_000

# Labels that a text file cannot hold, or that cannot be seen in one.
INVISIBLE = (
    *(
        "",
        " ",
        " a",
        "a ",
        "a\tb",
        "a\u00a0b",
        "a\u2003b",
        "a\u3000b",
        "\u00a0",
        "\u200b",
        "\u2060",
        "\ufeffa",
    ),
    *("a\u00adb", "a\u200db", "\u200fabc", "\u202eabc\u202c", "e\u0301", "\u2028", "\u2029", "\x85", "\x7f"),
    *("\x01", "a\x02b", "\x07", "\x1b[31m", "\ud800", "\ufffe", "\ufdd0"),
    *("a" * 300, "ab " * 100, "-" * 80, "#" * 50, "&" * 50, "<" * 50, '"' * 50),
)
NASTY = (*(Path(__file__).parent / "nasty_labels.txt").read_text(encoding="utf-8").splitlines(), *INVISIBLE)
SIGNS = "\"'`#;&<>{}[]()|%$\\/-=.:@!?,*_~^+ \t0é日ש👍\u200d\u202eﬂ°¶ß\u00a0"
WORDS = ("amp;", "lt;", "quot;", "#35;", "fa:fa-", "%%{init", "\\n", "script", "end", "br", "$$", "  ")

READ_LABELS = """
async (source) => {
  document.querySelector("decision-chart")?.remove();
  const chart = document.createElement("decision-chart");
  const held = document.createElement("pre");
  held.className = "dt-chart__source";
  held.textContent = source;
  chart.append(held);
  document.body.prepend(chart);
  const giveUp = performance.now() + 20000;
  while (!chart.shadowRoot?.querySelector("svg")) {
    if (performance.now() > giveUp) return null;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const svg = chart.shadowRoot.querySelector("svg");
  const number = (id) => Number(/n(\\d+)/.exec(id)[1]);
  const read = (elements, id) =>
    Object.fromEntries(Array.from(elements, (element) => [number(id(element)), element.textContent]));
  const all = Array.from(svg.querySelectorAll("*"));
  return {
    nodes: read(svg.querySelectorAll("g.node.check"), (node) => node.id.split("flowchart-").pop()),
    edges: read(svg.querySelectorAll("g.edgeLabel g.label"), (edge) => edge.dataset.id),
    elements: [...new Set(all.map((element) => element.localName))],
    handlers: all.flatMap((element) => element.getAttributeNames()).filter((name) => name.startsWith("on")),
  };
}
"""

HARMLESS = {"svg", "title", "desc", "style", "g", "defs", "marker", "path", "circle", "rect", "polygon"} | {
    *("foreignObject", "div", "span", "p", "a", "text", "tspan", "linearGradient", "stop", "filter"),
    "feDropShadow",
}


def labels(count: int, seed: int) -> Iterator[str]:
    """Give every nasty label, then random ones made of nasty pieces and of any characters."""
    yield from NASTY
    chance = random.Random(seed)  # noqa: S311 - no secret

    def piece() -> str:
        anything = chr(chance.choice((chance.randint(1, 0x2FF), chance.randint(1, 0xFFFF))))
        return chance.choice((chance.choice(SIGNS), chance.choice(SIGNS), chance.choice(WORDS), anything))

    for _ in range(count - len(NASTY)):
        yield "".join(piece() for _ in range(chance.randint(1, 12)))


def visible(text: str) -> str:
    """What a reader can see of a text: without what is invisible or is no character at all."""
    text = text.replace("\ufb02", "fl")
    text = "".join(" " if char.isspace() else char for char in text)
    text = "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cs", "Cn"})
    return " ".join(text.replace("\u2060", "").replace("\u200b", "").split())


def chart_of(batch: Sequence[str]) -> str:
    """Write a chart with each label on a node and on an arrow."""
    lines = ["flowchart LR"]
    for number, label in enumerate(batch):
        escaped = escape(label)
        lines += [
            f'n{number}["{escaped}"]:::check',
            f'n{number} -->|"{escaped}"| m{number}["m"]',
        ]
    return "\n".join(lines)


def mismatches(page: Page, batch: Sequence[str]) -> list[tuple[str, str, str | None]]:
    """Draw labels and name those that do not read back as written: place, label, what is shown."""
    found = page.evaluate(READ_LABELS, chart_of(batch))
    if found is None:
        return [("chart", label, None) for label in batch]
    assert set(found["elements"]) <= HARMLESS
    assert found["handlers"] == []
    return [
        (place, label, shown)
        for place in ("nodes", "edges")
        for number, label in enumerate(batch)
        if visible(shown := found[place].get(str(number), "")) != visible(label)
    ]


@pytest.mark.slow
def test_every_label_reads_back_as_it_was_written(
    request: pytest.FixtureRequest, visitor: Visitor, seed_site: SiteMaker, serve: Callable[[Path], str]
) -> None:
    is_long = request.config.getoption("--hypothesis-profile") == "fuzz"
    seed = random.SystemRandom().randrange(2**32) if is_long else 1
    page = visitor.page()
    page.goto(serve(seed_site(MKDOCS.flavour).published) + "guides/first/plain/")
    written = list(labels(LONG if is_long else SHORT, seed))
    starts = range(0, len(written), READ_AT_ONCE)
    batches = [written[start : start + READ_AT_ONCE] for start in starts]
    wrong = [mismatch for batch in batches for mismatch in mismatches(page, batch)]
    assert wrong == [], f"with the random seed {seed}"


def test_a_label_that_is_not_escaped_is_found(
    visitor: Visitor, seed_site: SiteMaker, serve: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reading back itself: what the escape function is for."""
    monkeypatch.setitem(globals(), "escape", str)
    page = visitor.page()
    page.goto(serve(seed_site(MKDOCS.flavour).published) + "guides/first/plain/")
    assert [place for place, *_ in mismatches(page, ["#35;", "plain"])] == ["nodes", "edges"]


WHOLE = REPOSITORY / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"

DRAW_BOTH = """
async (source) => {
  const draw = async (mermaid) => {
    mermaid.initialize({ startOnLoad: false, securityLevel: "strict", deterministicIds: true });
    return (await mermaid.render("chart", source)).svg;
  };
  return [await draw(globalThis.decisionTreesMermaid), await draw(globalThis.mermaid)];
}
"""


@pytest.mark.slow
def test_what_is_bundled_of_mermaid_draws_as_the_whole_of_it(
    visitor: Visitor, seed_site: SiteMaker, serve: Callable[[Path], str]
) -> None:
    visitor.expected.append("translate(undefined, NaN)")  # what mermaid makes of a label that is empty
    page = visitor.page()
    page.goto(serve(seed_site(MKDOCS.flavour).published) + "guides/first/plain/")
    page.add_script_tag(path=WHOLE)
    page.add_script_tag(path=seed_site(MKDOCS.flavour).published / "assets/decision-trees/mermaid.min.js")
    written = list(labels(SHORT, 1))
    for start in range(0, len(written), BATCH):
        ours, whole = page.evaluate(DRAW_BOTH, chart_of(written[start : start + BATCH]))
        assert ours == whole
        assert "n0" in ours
