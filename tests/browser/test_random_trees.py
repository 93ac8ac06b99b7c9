"""Trees nobody thought of: the walk in the page comes to the ends that the model says."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browser.conftest import Visitor, address_in
from tests.browser.walking import Scene
from tests.site_fixtures import Flavour, Site, settings, write_site

from decision_trees import load
from decision_trees.analysis.graph import Graph

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.seldom_in_firefox("the walk's reckoning is the same in every browser"),
]

SCENE = Scene(Flavour("mkdocs"))

# Clicks through answers, by id, and tells where that leads. The first click of a walk starts it again.
WALK = """
(answers) => {
  const shown = () => document.querySelector(".dt-step:not([hidden])").dataset.node;
  const buttons = [...document.querySelectorAll(".dt-walk button")];
  if (location.hash) buttons.find((button) => button.textContent === "Start again").click();
  const met = [shown()];
  for (const answer of answers) {
    document.querySelector(`.dt-step:not([hidden]) a.dt-answer[data-answer="${answer}"]`).click();
    met.push(shown());
  }
  return [met, location.hash];
}
"""


def random_tree(number: int) -> dict[str, object]:
    """Make a small tree in which every node is reached, with arrows that join, and some that go back."""
    dice = random.Random(number)  # noqa: S311 - trees, not secrets
    checks = [f"c{n}" for n in range(dice.randint(1, 6))]
    ends = [f"e{n}" for n in range(dice.randint(2, 4))]
    nodes = [*checks, *ends]
    targets: dict[str, list[str]] = {check: [] for check in checks}
    for place, node in enumerate(nodes[1:], start=1):
        targets[dice.choice(checks[:place])].append(node)
    for place, check in enumerate(checks):
        later = nodes[place + 1 :]
        targets[check] += dice.choices(later, k=max(dice.randint(0, 2), 2 - len(targets[check])))
    answers: dict[str, dict[str, object]] = {
        check: {f"Answer {n}": target for n, target in enumerate(targets[check])} for check in checks
    }
    if len(checks) > 1 and "c1" in targets["c0"]:
        answers["c1"]["Ask again"] = {"to": "c0", "loop": "something has changed"}
    return {
        "title": f"Tree {number}",
        "question": "Where does it lead?",
        "checks": {check: {"question": f"What of {check}?", "answers": answers[check]} for check in checks},
        "decisions": {end: f"End {end}" for end in ends},
    }


def test_random_trees_are_walked_to_every_end(
    request: pytest.FixtureRequest, tmp_path: Path, visitor: Visitor, serve: Callable[[Path], str]
) -> None:
    is_long = request.config.getoption("--hypothesis-profile") == "fuzz"
    numbers = range(200 if is_long else 25)
    sources = {f"docs/t{number}.tree.yaml": json.dumps(random_tree(number)) for number in numbers}
    quiet = {"levels": {"missing-guidance": "off", "same-target": "off"}}
    chosen = settings(SCENE.flavour, plugins=["search", {"decision-trees": quiet}])
    files = {"mkdocs.yml": chosen, "docs/index.md": "# Home\n", **sources}
    site = Site(SCENE.flavour, write_site(tmp_path, files))
    page = visitor.page(chart=False)
    walked = 0
    for tree in load(tmp_path / "docs").library.trees.values():
        graph = Graph(tree)
        page.goto(address_in(site, f"{tree.id}/index.md", SCENE, serve), wait_until="domcontentloaded")
        page.wait_for_selector(".dt-walk--on")
        for end in tree.terminals:
            steps = graph.shortest_to(end.id)
            met, fragment = page.evaluate(WALK, [step.answer.id for step in steps])
            assert met == [*(step.node.id for step in steps), end.id]
            assert fragment == "#walk?" + "&".join(f"{step.node.id}={step.answer.id}" for step in steps)
            walked += 1
    assert walked >= 2 * len(numbers)
