"""Authors' prose stands whole in its place: code that looks like our own HTML does not end it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.build.html_reading import Element, read_page
from tests.site_fixtures import Flavour, build_site, settings, write_site

pytestmark = pytest.mark.build

# HTML itself is an author's to write and to close, as on any page.
PROSE = [
    pytest.param("Close it with `</div>`, then go on.", "Close it with </div>, then go on.", id="end tag"),
    pytest.param("Close it with `</section>` here.", "Close it with </section> here.", id="our end tag"),
    pytest.param("Close it with `</script>` here.", "Close it with </script> here.", id="end of a script"),
    pytest.param("Open it with `<section>` here.", "Open it with <section> here.", id="start tag"),
    pytest.param("Use `List<String>` and `<!--` here.", "Use List<String> and <!-- here.", id="comment"),
    pytest.param(
        "Code:\n\n    </decision-tree></section>\n", "</decision-tree></section>", id="indented code"
    ),
    pytest.param("```html\n</div></section>\n```\n", "</div></section>", id="fenced code"),
    pytest.param("- Item\n\n        </div></section>\n", "</div></section>", id="code in a list"),
    pytest.param("Not **closed and [not\n\n`closed", "Not **closed and [not", id="unfinished Markdown"),
    pytest.param("1 < 2, 3 > 2 & 4 &lt; 5", "1 < 2, 3 > 2 & 4 < 5", id="signs"),
    pytest.param("# Heading\n\nText.\n\n## Another", "Text.", id="headings"),
    pytest.param("Text\n===\n\n---\n\nMore", "More", id="underlines"),
    pytest.param("{{ 7 * 7 }} {% if %} {# x #}", "{{ 7 * 7 }} {% if %} {# x #}", id="template code"),
]


@pytest.mark.parametrize(("prose", "shown"), PROSE)
def test_prose_stands_whole_in_its_place(prose: str, shown: str, tmp_path: Path) -> None:
    tree = {
        "title": "Prose",
        "question": "What now?",
        "checks": {
            "one": {
                "question": "Go on?",
                "assess": prose,
                "pitfall": "A.",
                "answers": {"Yes": "end", "No": "stop"},
            }
        },
        "decisions": {"end": {"title": "End", "choose": "B.", "why": prose, "next_step": "C."}},
        "warnings": {"stop": {"title": "Stop", "risk": prose, "mitigation": "D."}},
        "edge_cases": [{"title": "Edge", "text": prose}],
    }
    files = {
        "mkdocs.yml": settings(Flavour("mkdocs")),
        "docs/index.md": "# Home\n",
        "docs/prose.tree.yaml": json.dumps(tree),
    }
    published = build_site(write_site(tmp_path, files)) / "prose"
    page = read_page(published / "index.html")
    [walk] = page.select("decision-tree")
    steps = walk.one("div.dt-steps").direct("section.dt-step")
    assert [step.attributes["data-node"] for step in steps] == ["one", "end", "stop"]
    for step, texts in zip(steps, (["A."], ["B.", "C."], ["D."]), strict=True):
        _expect_whole([part.text for part in step.select(".dt-prose")], texts, shown)
    assert shown in page.text.rpartition("Edge cases")[2]
    for node, texts in {"one": ["A."], "end": ["B.", "C."], "stop": ["D."]}.items():
        own = read_page(published / node / "index.html")
        _expect_whole(_texts_of_sections(own), texts, shown)
        assert own.select(".dt-guidance .dt-guidance") == own.select(".dt-guidance .dt-answers") == []


def _texts_of_sections(page: Element) -> list[str]:
    """The texts of a page's sections, without their headings."""
    sections = page.select(".dt-guidance")
    return [section.text.removeprefix(section.select("h2")[0].text).strip() for section in sections]


def _expect_whole(found: list[str], short: list[str], shown: str) -> None:
    """Expect the short texts as they are, and one more that holds what the prose shows."""
    assert [text for text in found if text in short] == short
    [long] = [text for text in found if text not in short]
    assert shown in long
