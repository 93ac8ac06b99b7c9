"""The published seed document: its structure, its facts, and each page where its address says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

import pytest
from tests.build.html_reading import Element, read_page
from tests.site_fixtures import SEED_PAGE, Flavour, Site, SiteMaker

from decision_trees import Check, Tree

pytestmark = pytest.mark.build

MATERIAL = Flavour()


class Arrow(NamedTuple):
    """An arrow of the document's drawing."""

    check: str
    answer: str
    to: str
    note: str = ""


# The drawing at the head of the seed document.
ARROWS = (
    Arrow("immediate-result", "Yes", "under-one-second"),
    Arrow("under-one-second", "Yes", "b-unavailable"),
    Arrow("b-unavailable", "No", "sync-call"),
    Arrow("b-unavailable", "Yes", "no-circuit-breaker"),
    Arrow("under-one-second", "No", "polling-or-callback", "operation takes > 1s"),
    Arrow("polling-or-callback", "Yes", "webhook"),
    Arrow("polling-or-callback", "No", "long-sync-calls"),
    Arrow("immediate-result", "No", "fan-out", "caller does not need immediate result"),
    Arrow("fan-out", "Yes", "message-order"),
    Arrow("message-order", "Yes", "kafka"),
    Arrow("message-order", "No", "pub-sub"),
    Arrow("fan-out", "No", "replay", "single consumer or simple queue"),
    Arrow("replay", "Yes", "kafka"),
    Arrow("replay", "No", "delivery-guarantee"),
    Arrow("delivery-guarantee", "Exactly-once", "transactional-queue"),
    Arrow("delivery-guarantee", "At-least-once", "standard-queue"),
)
START = "immediate-result"
DECISIONS = ("sync-call", "standard-queue", "kafka", "pub-sub", "webhook", "transactional-queue")
WARNINGS = ("long-sync-calls", "no-circuit-breaker")
TERMINALS = DECISIONS + WARNINGS
CHECKS = tuple(dict.fromkeys(arrow.check for arrow in ARROWS))
INCOMPLETE = {"polling-or-callback", "transactional-queue"}

# What the drawing calls an end, by the last arrow to it.
NAMES_OF_ENDS = {
    ("b-unavailable", "No"): "Synchronous HTTP/gRPC (tight coupling accepted)",
    ("b-unavailable", "Yes"): "Consider circuit breaker + sync, or async with polling",
    ("polling-or-callback", "Yes"): "Async with webhook/callback (fire-and-forget + notify)",
    ("polling-or-callback", "No"): "Long sync calls — evaluate queue + frontend polling",
    ("message-order", "Yes"): "Async with Kafka/Kinesis (ordered, partitioned stream)",
    ("message-order", "No"): "Async with SNS/EventBridge (pub-sub fan-out)",
    ("replay", "Yes"): "Async with Kafka (log-based, replayable)",
    ("delivery-guarantee", "Exactly-once"): (
        "Async with transactional queue (SQS FIFO + idempotency key, or Kafka transactions)"
    ),
    ("delivery-guarantee", "At-least-once"): "Async with SQS/RabbitMQ standard queue",
}

# Figures and names that a reader of the document must find again, by the node they belong to.
FACTS = {
    "immediate-result": ("response path", "convenience", "loading state", "async is viable"),
    "under-one-second": (
        *("< 1 second", "P99", "1-50ms", "50-500ms", "100ms-5s", "seconds to minutes", "50ms P50", "5s P99"),
        *("SLO", "backpressure", "thread pool", "staging", "peak load", "at idle"),
    ),
    "b-unavailable": (
        *("10 synchronous dependencies", "99.9%", "about 99%", "one nine", "cache", "SLO", "degraded"),
        *("defer the operation", "failure budget"),
    ),
    "fan-out": (
        *("OrderPlaced", "3+", "inventory reservation", "email notification", "analytics pipeline"),
        *("fraud detection", "loyalty points calculation", "N-way coupling", "message bus"),
        *("A calls B, B calls C, C calls D", "multiplies latency"),
    ),
    "message-order": (
        *("user created", "user updated", "email sent", "user ID 123", "entity ID", "partition"),
        *("Stateful consumers", "Global ordering", "parallelism"),
    ),
    "replay": (
        *("SQS", "RabbitMQ", "Kafka", "configurable period", "event sourcing", "immutable", "acknowledged"),
        *("regulatory compliance", "a new consumer", "a bug", "an audit", "log retention"),
    ),
    "delivery-guarantee": (
        *("Exactly-once", "at-least-once", "idempotency", "FIFO", "charged twice", "critical failure"),
        *("the same email", "recoverable"),
    ),
    "sync-call": (
        *("HTTP", "gRPC", "Hystrix", "Resilience4j", "Envoy", "service mesh", "distributed tracing"),
        *("timeout", "request-response", "observability"),
    ),
    "standard-queue": (
        *("AWS SQS", "RabbitMQ", "Google Pub/Sub", "N retries", "DLQ", "queue depth", "point-to-point"),
        *("Durability", "Decoupling", "Backpressure", "At-least-once", "idempotent", "autoscale"),
        *("background jobs", "work queues", "single-consumer"),
    ),
    "kafka": (
        *("Apache Kafka", "self-hosted", "Confluent Cloud", "AWS Kinesis", "100k+ events", "consumer lag"),
        *("consumer groups", "consumer group ID", "retention period", "event sourcing", "entity ID"),
    ),
    "pub-sub": (
        *("AWS SNS", "Google Pub/Sub", "AWS EventBridge", "schema registry", "schema discovery", "contract"),
        *("catalog of event types", "isolated"),
    ),
    "webhook": (
        *("> 1s", "payment processing", "report generation", "ML inference", "minutes or hours"),
        *("Fire-and-forget", "Payload", "authenticates", "retry policy", "expiry"),
    ),
    "long-sync-calls": (
        *("> 1s", "Thread pools", "job ID", "status endpoint", "User-facing", "strict timeout"),
        *("polling pattern", "outage"),
    ),
    "no-circuit-breaker": ("timeout", "circuit breaker", "N failures", "fallback", "Thread pools", "cascade"),
}
EDGE_CASES = {
    "Request-reply over async infrastructure": (
        *(
            "correlation ID",
            "reply-to queue",
            "durability",
            "decoupling",
            "polls",
            "subscribes",
            "complexity",
        ),
    ),
    "Database as message queue (outbox pattern)": (
        *("outbox pattern", "exactly-once", "one transaction", "local database", "message bus"),
        *("without distributed transactions",),
    ),
    "Synchronous calls in a monolith": ("function call", "over a network"),
    "User-facing real-time features": (
        *("gRPC", "HTTP", "sub-100ms", "Search autocomplete", "live collaboration", "interactive dashboards"),
    ),
    "Saga pattern for distributed transactions": (
        *("choreography", "orchestration", "compensating", "roll back"),
    ),
}
SECTIONS = {
    **dict.fromkeys(CHECKS, ("How to assess", "What you're looking for", "Common pitfall")),
    **dict.fromkeys(DECISIONS, ("Choose", "Next step", "Why")),
    **dict.fromkeys(WARNINGS, ("When", "Risk", "Mitigation")),
    **dict.fromkeys(INCOMPLETE, ()),
}


def paths(node: str = START, way: Sequence[Arrow] = ()) -> Iterator[tuple[Arrow, ...]]:
    """Give every path of the drawing from the start to an end."""
    arrows = [arrow for arrow in ARROWS if arrow.check == node]
    if not arrows:
        yield tuple(way)
    for arrow in arrows:
        yield from paths(arrow.to, (*way, arrow))


PATHS = tuple(paths())


@pytest.fixture(scope="module")
def site(seed_site: SiteMaker) -> Site:
    return seed_site(MATERIAL)


@pytest.fixture(scope="module")
def tree_page(site: Site) -> Element:
    return article(read_page(site.file(SEED_PAGE)))


def article(page: Element) -> Element:
    return page.one("article")


def node_file(site: Site, node: str) -> Path:
    return site.file(SEED_PAGE.replace("index.md", f"{node}.md"))


def node_page(site: Site, node: str) -> Element:
    return article(read_page(node_file(site, node)))


def heading(tree: Tree, node_id: str) -> str:
    node = tree.nodes[node_id]
    return str(node.question if isinstance(node, Check) else node.title)


def title_of(page: Element) -> str:
    """The first heading, without the theme's permalink."""
    return page.one("h1").text.removesuffix("¶")


def conditions(tree: Tree, way: Sequence[Arrow]) -> list[str]:
    """A path as the pages word it."""
    return [f"{tree.nodes[arrow.check].title}: {arrow.answer}" for arrow in way]


def test_the_drawing_is_whole() -> None:
    assert (len(CHECKS), len(TERMINALS), len(ARROWS), len(PATHS)) == (8, 8, 16, 9)


def test_the_tree_page_opens_with_what_the_document_says_of_itself(tree_page: Element) -> None:
    assert title_of(tree_page) == "Sync vs async communication"
    assert tree_page.one("p.dt-question").text == (
        "Should service A communicate with service B synchronously or asynchronously?"
    )
    facts = [fact.text for fact in tree_page.select("ul.dt-facts li")]
    assert facts == ["Architecture decisions", "3-4 minutes", "8 checks", "8 outcomes"]
    assert {tag.text for tag in tree_page.select(".md-tag")} == {
        *("microservices", "messaging", "architecture", "distributed-systems", "reliability")
    }


def test_the_question_comes_before_all_else(tree_page: Element) -> None:
    order = [element for element in tree_page if element.tag in {"h1", "decision-tree", "decision-chart"}]
    assert [element.tag for element in order] == ["h1", "decision-tree", "decision-chart"]


def test_the_walk_holds_every_node_and_every_answer(tree_page: Element) -> None:
    walk = tree_page.one("decision-tree")
    assert walk.attributes["data-start"] == START
    kinds = {
        step.attributes["data-node"]: step.attributes["data-kind"] for step in walk.select("section.dt-step")
    }
    assert kinds == {
        **dict.fromkeys(CHECKS, "check"),
        **dict.fromkeys(DECISIONS, "decision"),
        **dict.fromkeys(WARNINGS, "warning"),
    }
    answers = {
        (step.attributes["data-node"], link.one(".dt-answer__label").text, link.href)
        for step in walk.select("section.dt-step")
        for link in step.select("a.dt-answer")
    }
    assert answers == {(arrow.check, arrow.answer, f"#step-{arrow.to}") for arrow in ARROWS}


@pytest.mark.parametrize("node", [*CHECKS, *TERMINALS])
def test_a_step_stands_under_its_id_with_its_heading_and_page(
    node: str, tree_page: Element, seed: Tree
) -> None:
    step = tree_page.one(f"section#step-{node}")
    title = step.one(".dt-step__title")
    assert title.tag in {"h2", "h3"}
    assert title.text == heading(seed, node)
    assert step.one(".dt-step__page a").href == f"{node}/"


@pytest.mark.parametrize("node", FACTS)
def test_the_facts_of_a_node_are_in_its_step_and_on_its_page(
    node: str, site: Site, tree_page: Element
) -> None:
    texts = {"step": tree_page.one(f"section#step-{node}").text, "page": node_page(site, node).text}
    missing = [(place, fact) for fact in FACTS[node] for place, text in texts.items() if fact not in text]
    assert missing == []


def test_every_edge_case_is_told_with_its_facts(tree_page: Element) -> None:
    text = tree_page.text
    titles = [title.text.removesuffix("¶") for title in tree_page.select("h3")]
    assert [title for title in titles if title in EDGE_CASES] == list(EDGE_CASES)
    last = [*list(EDGE_CASES)[1:], ""]
    for (title, facts), following in zip(EDGE_CASES.items(), last, strict=True):
        part = text.partition(title)[2].partition(following)[0] if following else text.partition(title)[2]
        assert [fact for fact in facts if fact not in part] == []


def outline_arrows(item: Element) -> Iterator[Arrow]:
    """Read a line of the outline and those below it back into arrows."""
    [here] = item.direct("a")
    for line in [line for lines in item.direct("ul") for line in lines.direct("li")]:
        [answer], notes, [to] = (
            line.direct(".dt-branch__answer"),
            line.direct(".dt-branch__note"),
            line.direct("a"),
        )
        note = "".join(note.text for note in notes)
        yield Arrow(here.href.rstrip("/"), answer.text, to.href.rstrip("/"), note)
        yield from outline_arrows(line)


def test_the_outline_nests_every_node_under_the_answer_to_it(tree_page: Element) -> None:
    outline = tree_page.one("decision-chart details.dt-outline")
    assert "open" in outline.attributes
    [start] = outline.direct("ul")[0].direct("li")
    assert start.direct("a")[0].href == f"{START}/"
    assert sorted(outline_arrows(start)) == sorted(ARROWS)


def test_checks_are_numbered_as_a_walk_meets_them(site: Site, tree_page: Element, seed: Tree) -> None:
    [checks, *_] = tree_page.select("div.dt-list")
    names = [f"{number}. {seed.nodes[check].title}" for number, check in enumerate(CHECKS, 1)]
    assert [link.text for link in checks.select("a")] == names
    for number, check in enumerate(CHECKS, 1):
        assert tree_page.one(f"section#step-{check}").one("p.dt-kind").text == f"Check {number}"
        assert node_page(site, check).one("p.dt-kind").text == f"Check {number} of {len(CHECKS)}"


def test_the_lists_name_every_node_with_the_number_of_ways(tree_page: Element, seed: Tree) -> None:
    items = {item.one("a").href.rstrip("/"): item.text for item in tree_page.select("div.dt-list li")}
    assert set(items) == {*CHECKS, *TERMINALS}
    for terminal in TERMINALS:
        ways = sum(path[-1].to == terminal for path in PATHS)
        assert str(seed.nodes[terminal].title) in items[terminal]
        assert ("one way" if ways == 1 else f"{ways} ways") in items[terminal]


def test_each_worked_example_leads_to_its_end(tree_page: Element, seed: Tree) -> None:
    examples = tree_page.select("a.dt-scenario")
    walks = {
        tuple(tuple(pair.split("=")) for pair in example.href.removeprefix("#walk?").split("&"))
        for example in examples
    }
    ids = {(check.id, str(answer.label)): answer.id for check in seed.checks for answer in check.answers}
    expected = {tuple((arrow.check, ids[arrow.check, arrow.answer]) for arrow in path) for path in PATHS}
    assert walks == expected


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_page_leads_on_by_each_answer(check: str, site: Site, tree_page: Element, seed: Tree) -> None:
    page = node_page(site, check)

    def numbered(node: str) -> str:
        return tree_page.one(f"section#step-{node}").one("p.dt-kind").text

    assert title_of(page) == heading(seed, check)
    here = site.flavour.address(f"trees/sync-vs-async/{check}.md")
    found = []
    for link in page.select("ul.dt-answers a.dt-answer"):
        notes = [note.text for note in link.select(".dt-answer__note")]
        to = urljoin(here, link.href).removeprefix("trees/sync-vs-async/").rstrip("/")
        found.append((link.one(".dt-answer__label").text, *notes, link.one(".dt-answer__to").text, to))
    expected = [
        (
            arrow.answer,
            *([arrow.note] if arrow.note else []),
            f"{numbered(arrow.to)}: {NAMES_OF_ENDS.get((check, arrow.answer)) or heading(seed, arrow.to)}",
            arrow.to,
        )
        for arrow in ARROWS
        if arrow.check == check
    ]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("node", [*CHECKS, *TERMINALS])
def test_a_page_has_its_title_its_kind_and_its_sections(node: str, site: Site, seed: Tree) -> None:
    page = node_page(site, node)
    assert title_of(page) == heading(seed, node)
    kind = "Check" if node in CHECKS else "Decision" if node in DECISIONS else "Warning"
    assert page.one("p.dt-kind").text.split()[0] == kind
    assert tuple(title.text.removesuffix("¶") for title in page.select(".dt-guidance h2")) == SECTIONS[node]
    for section in page.select(".dt-guidance"):
        assert section.select("p") or section.select("li")


@pytest.mark.parametrize("node", [*CHECKS, *TERMINALS])
def test_a_page_shows_the_shortest_way_as_links(node: str, site: Site, seed: Tree) -> None:
    here = site.flavour.address(f"trees/sync-vs-async/{node}.md")
    links = node_page(site, node).select("nav.dt-trail li a")
    assert links[0].text == str(seed.title)
    ways = [way[:length] for way in PATHS for length in range(len(way) + 1)]
    to_node = [way for way in ways if (way[-1].to if way else START) == node]
    shortest = min(to_node, key=len)
    assert [link.text for link in links[1:]] == conditions(seed, shortest)
    assert [urljoin(here, link.href) for link in links] == [
        "trees/sync-vs-async/",
        *(f"trees/sync-vs-async/{arrow.check}/" for arrow in shortest),
    ]


@pytest.mark.parametrize("terminal", TERMINALS)
def test_a_terminal_page_tells_every_way_in(terminal: str, site: Site, seed: Tree) -> None:
    page = node_page(site, terminal)
    shared = [
        link.text
        for paragraph in page.select("p")
        if paragraph.text.startswith("In every case")
        for link in paragraph.select("a")
    ]
    ways = [sorted(shared + [link.text for link in item.select("a")]) for item in page.select(".dt-ways li")]
    expected = [path for path in PATHS if path[-1].to == terminal]
    assert sorted(ways) == sorted(sorted(conditions(seed, path)) for path in expected)
    asides = {aside.text for aside in page.select(".dt-ways__aside")}
    names = {NAMES_OF_ENDS[path[-1].check, path[-1].answer] for path in expected}
    assert names - asides <= {str(seed.nodes[terminal].title)}


@pytest.mark.parametrize("check", [check for check in CHECKS if check != START])
def test_a_check_page_tells_the_answer_that_leads_to_it(check: str, site: Site, seed: Tree) -> None:
    last = [item.select("a")[-1].text for item in node_page(site, check).select(".dt-ways li")]
    assert last == [
        f"{seed.nodes[arrow.check].title}: {arrow.answer}" for arrow in ARROWS if arrow.to == check
    ]


@pytest.mark.parametrize("node", sorted(INCOMPLETE))
def test_a_node_without_texts_says_so_and_invents_nothing(node: str, site: Site, tree_page: Element) -> None:
    source = "https://code.example/repository/edit/main/docs/trees/sync-vs-async.tree.yaml"
    for part in (node_page(site, node), tree_page.one(f"section#step-{node}")):
        assert "not written yet" in part.one(".dt-incomplete").text
        assert part.one(".dt-incomplete a").href == source
        assert part.select(".dt-guidance") == []


@pytest.mark.parametrize("node", [node for node in (*CHECKS, *TERMINALS) if node not in INCOMPLETE])
def test_only_an_incomplete_node_says_so(node: str, site: Site) -> None:
    assert node_page(site, node).select(".dt-incomplete") == []


def test_no_heading_is_empty(site: Site) -> None:
    """Every heading of a page is followed by something other than a heading of its rank or above."""
    for file in sorted(site.published.rglob("*.html")):
        if "sync-vs-async" not in file.as_posix():
            continue
        outer = article(read_page(file))
        waiting: Element | None = None
        for element in outer:
            if element.tag in {"h1", "h2", "h3", "h4"}:
                assert element.text
                assert waiting is None or element.tag > waiting.tag, f"{waiting.text} in {file} is empty"
                waiting = element
            elif element.tag in {"p", "li", "table", "pre", "ul", "ol"} and element.text:
                waiting = None
        assert waiting is None
