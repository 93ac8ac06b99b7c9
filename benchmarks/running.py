"""Builds that are measured, each in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.corpus import Corpus, Form, Site, beside, change_line, files_by_hand, our_files
from benchmarks.figures import Budget
from benchmarks.sphinx_form import sphinx_files

REPOSITORY = Path(__file__).parents[1]

OURS, BY_HAND, ZENSICAL, SPHINX = "ours", "by-hand", "zensical", "sphinx-needs"
"""The names of sites."""

OURS_COLD, BY_HAND_COLD, BY_HAND_SERVED = "ours, cold", "by hand", "by hand, rebuilt by `mkdocs serve`"
"""The names of variants that others are compared with, or that figures of their own are made of."""


@dataclass(frozen=True)
class Run:
    """What a build took: seconds of processor time, seconds on the clock, and MB of memory at its peak."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True)
class Variant:
    """One way to build a corpus.

    Attributes:
        name: What it is called in the tables.
        site: The name of the site it builds.
        measure: Prepares and measures one build.
        base: The variant it is compared with; its own name where it is one itself.
        budget: What the ratio of its processor time may come to.
        budget_in_company: The same beside `NEIGHBOURS`.
    """

    name: str
    site: str
    measure: Callable[[Site], Run]
    base: str = BY_HAND_COLD
    budget: Budget | None = None
    budget_in_company: Budget | None = None


MOST_FOR_PEERS = 50
"""How many trees there are at most where other generators take part: one of them takes hours for all."""


NEIGHBOURS = ("meta", "section-index", "include-markdown", "glightbox", "redirects", "awesome-nav")
"""Six plugins that many sites have; with the theme's search and tags they are eight."""

SETTINGS: Mapping[str, object] = {
    "i18n": {
        "docs_structure": "suffix",
        "languages": [
            {"locale": "en", "name": "English", "default": True, "build": True},
            {"locale": "de", "name": "Deutsch", "build": True},
        ],
    },
}
"""Of plugins that do nothing without."""


def forms(count: int, neighbours: Sequence[str] = ()) -> Mapping[str, Form]:
    """What a corpus of so many trees is written as; as other generators' only where these are installed."""
    if neighbours:
        plugins = [{name: SETTINGS[name]} if name in SETTINGS else name for name in neighbours]
        return {OURS: beside(our_files, plugins), BY_HAND: beside(files_by_hand, plugins)}
    peers: Mapping[str, Form] = {ZENSICAL: files_by_hand, SPHINX: sphinx_files}
    installed = {name: form for name, form in peers.items() if find_spec(name.replace("-", "_"))}
    return {OURS: our_files, BY_HAND: files_by_hand, **(installed if count <= MOST_FOR_PEERS else {})}


def measure(corpus: Corpus, rounds: int) -> Mapping[str, Sequence[Run]]:
    """Build a corpus in every way, so many times in turn.

    Returns:
        The runs of each variant, one for each round.
    """
    variants = [variant for variant in VARIANTS if variant.site in corpus.sites]
    runs: dict[str, list[Run]] = {variant.name: [] for variant in variants}
    for _ in range(rounds):
        for variant in variants:
            runs[variant.name].append(variant.measure(corpus.sites[variant.site]))
    return runs


def commit(folder: Path) -> None:
    """Make a repository of a folder: some plugins ask Git for the dates of pages."""
    someone = ("-c", "user.name=someone", "-c", "user.email=someone@example.org")
    for command in (("init",), ("add", "."), (*someone, "commit", "--message", "Begin")):
        run(("git", *command), folder)


def builder(site: Site) -> tuple[str, ...]:
    """Give the command that builds a site."""
    commands = {ZENSICAL: ("zensical", "build"), SPHINX: ("sphinx", "--quiet", "docs", "site")}
    return (sys.executable, "-m", *commands.get(site.folder.name, ("mkdocs", "build", "--quiet")))


def _cold(site: Site) -> Run:
    shutil.rmtree(site.published, ignore_errors=True)
    shutil.rmtree(site.cache, ignore_errors=True)
    return run(builder(site), site.folder)[0]


def _warm(site: Site) -> Run:
    """Build as CI does with a restored cache: files as new as a check-out makes them, nothing published."""
    shutil.rmtree(site.published, ignore_errors=True)
    change_line(site.edited)
    for file in site.folder.glob("docs/**/*"):
        file.touch()
    return run(builder(site), site.folder)[0]


def _rebuilt(site: Site, *options: str) -> Run:
    """Build, change one line and build again in one process; its memory is that of both builds."""
    command = (sys.executable, "-m", "benchmarks.rebuild", *options, str(site.edited))
    both, output = run(command, site.folder)
    second = json.loads(output)
    return Run(second["cpu"], second["wall"], both.memory)


def _rebuilt_dirty(site: Site) -> Run:
    return _rebuilt(site, "--dirty")


def run(command: Sequence[str], folder: Path) -> tuple[Run, str]:
    """Run a command in a folder and measure the whole process with its children.

    The kernel counts the memory of this process, up to when it starts the command, to the command's peak. So
    this process must stay smaller than what it measures, and imports no generator of sites.

    Returns:
        What it took, and what it printed.

    Raises:
        RuntimeError: The command failed.
    """
    # Installed packages are compiled; where Python may not write, those of a checkout never would be.
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": ""}
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as errors, tempfile.TemporaryFile("w+") as output:
        with subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=errors) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if process.returncode:
            errors.seek(0)
            raise RuntimeError(f"{' '.join(command)} failed:\n{errors.read()}")
        output.seek(0)
        return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024), output.read()


VARIANTS = (
    Variant(BY_HAND_COLD, BY_HAND, _cold),
    Variant(OURS_COLD, OURS, _cold, BY_HAND_COLD, Budget(0.8), Budget(0.8)),
    Variant("ours, warm, one line changed", OURS, _warm, BY_HAND_COLD, Budget(0.45), Budget(0.5)),
    Variant("Zensical, cold", ZENSICAL, _cold),
    Variant("Zensical, warm, one line changed", ZENSICAL, _warm),
    Variant("Sphinx with sphinx-needs, cold", SPHINX, _cold),
    Variant(BY_HAND_SERVED, BY_HAND, _rebuilt, BY_HAND_SERVED),
    Variant("ours, rebuilt by `mkdocs serve`", OURS, _rebuilt, BY_HAND_SERVED, Budget(0.35), Budget(0.5)),
    Variant(
        "ours, rebuilt by `mkdocs serve --dirty`",
        OURS,
        _rebuilt_dirty,
        BY_HAND_SERVED,
        Budget(0.10),
        Budget(0.15),
    ),
)
"""Every way to build, in the order of a round: a warm build finds what the cold one before it left."""
