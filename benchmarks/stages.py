"""`python -m benchmarks.stages`: where the time of a build goes, by stage, for our site and the one by hand.

Each site is built from nothing a few times, each time in a new process, in which the functions of each stage
are wrapped by a clock. A stage within another is not counted twice: its time is taken from the other's. The
table has the middle of the rounds.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import inspect
import multiprocessing
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from mkdocs.plugins import CombinedEvent

from benchmarks.corpus import Site, write
from benchmarks.figures import Budget
from benchmarks.running import BY_HAND, OURS, REPOSITORY, forms
from benchmarks.tables import table

OWN = Budget(1.0)
"""Milliseconds a page that it may take in a cold build to make of sources what is published."""

OWN_STAGES: Mapping[str, tuple[str, ...]] = {
    "sources decoded": ("decision_trees.hosts.mkdocs.sources:DecodedSources.decode",),
    "trees checked": ("decision_trees.hosts.mkdocs.build:read",),
    "views": ("decision_trees.site.view_builder:TreeViewer.view",),
    "pages": (
        "decision_trees.site.page_maker:PageMaker._tree_page",
        "decision_trees.site.page_maker:PageMaker._node_page",
        "decision_trees.site.page_maker:PageMaker._listing",
    ),
    "charts": (
        "decision_trees.site.chart:ChartBuilder.whole",
        "decision_trees.site.chart:ChartBuilder.around",
    ),
    "data files": (
        "decision_trees.site.tree_json:TreeData.text",
        "decision_trees.site.page_maker:PageMaker.document",
        "decision_trees.site.publish:index_json",
        "decision_trees.site.publish:llms_txt",
    ),
}
"""Our stages: where the functions of each are looked up when they are called."""

HOOK_STAGES: Mapping[str, tuple[str, ...]] = {
    "pages handed to the host": (
        "decision_trees.hosts.mkdocs.pages:PublishedPage.read_source",
        "decision_trees.hosts.mkdocs.pages:PublishedPage.render",
    ),
    "page shells": ("decision_trees.hosts.mkdocs.build:Build.finish_together",),
    "search entries": ("decision_trees.hosts.mkdocs.build:Build.finish",),
    "cache": (
        "decision_trees.site.publication_cache:PublicationCache._find",
        "decision_trees.site.publication_cache:PublicationCache._keep",
        "decision_trees.site.publication_cache:_read_pages",
        "decision_trees.site.publication_cache:_read_files",
        "decision_trees.cache.store:Cache.load",
        "decision_trees.cache.store:Cache.save",
        "decision_trees.cache.store:Cache.tidy",
    ),
    "the rest of our hooks": (
        "decision_trees.hosts.mkdocs.plugin:DecisionTreesPlugin.on_config",
        "decision_trees.hosts.mkdocs.build:Build.publish",
        "decision_trees.hosts.mkdocs.build:Build.place",
        "decision_trees.hosts.mkdocs.build:Build.check_others",
    ),
}
"""What we do in the host's build beside that, likewise."""

HOST_STAGES: Mapping[str, tuple[str, ...]] = {
    "Markdown to HTML": ("markdown:Markdown.convert", "mkdocs.structure.pages:Page.render"),
    "templates": (
        "mkdocs.commands.build:_build_page",
        "mkdocs.commands.build:_build_theme_template",
    ),
    "search": (
        "material.plugins.search.plugin:SearchPlugin.on_page_context",
        "material.plugins.search.plugin:SearchPlugin.on_post_build",
    ),
    "links to anchors checked": ("mkdocs.structure.pages:Page.validate_anchor_links",),
    "writing": ("mkdocs.utils:write_file", "mkdocs.structure.files:File.copy_file"),
}
"""The host's, likewise; Markdown to HTML is that of pages and of prose, whoever asks for it."""

REST = "start-up and all else"


@dataclass
class Clock:
    """Adds up processor time by stage.

    Attributes:
        spent: Seconds by stage so far, less those of stages within it.
    """

    spent: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _running: list[str] = field(default_factory=lambda: [REST])
    _since: float = 0.0

    def switch(self) -> None:
        """Charge the time since the last switch to the stage that runs."""
        now = time.process_time()
        self.spent[self._running[-1]] += now - self._since
        self._since = now

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap a function so that its time is charged to a stage."""

        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the function takes and gives
            self.switch()
            self._running.append(stage)
            try:
                return function(*args, **kwargs)
            finally:
                self.switch()
                self._running.pop()

        return wrapper

    def watch(self, stage: str, place: str) -> None:
        """Charge the function at a place to a stage from now on."""
        owner, name = find(place)
        setattr(owner, name, self.timed(stage, getattr(owner, name)))


def find(place: str) -> tuple[Any, str]:
    """Find the function at a place, such as `package.module:Class.method`.

    Returns:
        What has it as an attribute, and the attribute's name.

    Raises:
        AttributeError: There is none.
        TypeError: It makes a generator, whose time would not be seen, or is several hooks for one event.
    """
    module, _, path = place.partition(":")
    *owners, name = path.split(".")
    owner = functools.reduce(getattr, owners, importlib.import_module(module))
    function = getattr(owner, name)
    if inspect.isgeneratorfunction(function) or isinstance(function, CombinedEvent):
        raise TypeError(f"{place} makes a generator, or is several hooks")
    return owner, name


def main() -> None:
    """Build, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stages", description=__doc__)
    parser.add_argument("--size", type=int, default=50, help="how many trees (50)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each site is built (3)")
    parser.add_argument("--corpora", type=Path, default=REPOSITORY / ".cache" / "benchmarks", help="where to")
    options = parser.parse_args()
    both = {name: forms(options.size)[name] for name in (BY_HAND, OURS)}
    corpus = write(options.corpora / f"stages-{options.size}", options.size, both)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        found = list(pool.map(stages, [corpus.sites[BY_HAND], corpus.sites[OURS]] * options.rounds))
    print(report(corpus.pages, middle(found[::2]), middle(found[1::2])))  # noqa: T201 - the command's output


def stages(site: Site) -> Mapping[str, float]:
    """Build a site from nothing in this process.

    Returns:
        Seconds of processor time by stage since the process began.
    """
    shutil.rmtree(site.cache, ignore_errors=True)
    clock = Clock()
    for stage, places in {**OWN_STAGES, **HOOK_STAGES, **HOST_STAGES}.items():
        for place in places:
            clock.watch(stage, place)
    build, config = (importlib.import_module(f"mkdocs.{name}") for name in ("commands.build", "config"))
    os.chdir(site.folder)
    build.build(config.load_config())
    clock.switch()
    return clock.spent


def middle(rounds: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    """Take of each stage the middle of its times in several builds."""
    return {
        stage: median(times.get(stage, 0) for times in rounds)
        for stage in {**OWN_STAGES, **HOOK_STAGES, **HOST_STAGES, REST: ()}
    }


def report(pages: int, by_hand: Mapping[str, float], ours: Mapping[str, float]) -> str:
    """Write both as milliseconds a page."""

    def row(name: str, stages: tuple[str, ...]) -> list[str]:
        return [
            name,
            *(f"{sum(times[stage] for stage in stages) / pages * 1000:.2f}" for times in (by_hand, ours)),
        ]

    own, hooks, host = tuple(OWN_STAGES), tuple(HOOK_STAGES), (*HOST_STAGES, REST)
    rows = []
    for name, stages in (
        ("sources to what is published", own),
        ("our part in the host's build", hooks),
        ("the host's", host),
    ):
        rows += [*(row(stage, (stage,)) for stage in stages), row(f"**{name}**", stages)]
        if stages == own:
            rows[-1].append(OWN.mark(sum(ours[stage] for stage in own) / pages * 1000))
    rows.append(row("**all**", own + hooks + host))
    return table((f"ms a page, {pages:,} pages", "by hand", "ours", "limit"), rows)


if __name__ == "__main__":
    main()
