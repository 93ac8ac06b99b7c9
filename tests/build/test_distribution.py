"""The wheel as a user gets it: built, installed in a clean environment, and used without a network."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from hatch_build import NOTICES
from tests.locks import DEV, LOWEST, listed, pinned_here
from tests.notices import read_notices
from tests.site_fixtures import REPOSITORY, Flavour, settings, write_site

from decision_trees.diagnostics.codes import CODES

pytestmark = pytest.mark.build

ASSETS = "decision_trees/templates/assets/decision-trees"

FIVE_LINES = """\
title: Pick a queue
question: Which queue do we need?
checks: {replay: {question: Replay past messages, assess: Ask., answers: {Yes: log, No: queue}}}
decisions: {log: {title: Kafka, choose: A log.}}
warnings: {queue: {title: No replay, risk: Messages are gone.}}
"""

NO_NETWORK = """\
import socket

def refuse(*_):
    raise OSError("this build has no network")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""
"""A `sitecustomize` module: Python runs it first."""


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    """Run a command that must succeed, and return what it printed."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={**os.environ, **environment},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The source distribution, and the wheel built from it as a registry's users build it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, folder=REPOSITORY)
    [sdist], [wheel] = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return {"sdist": sdist, "wheel": wheel}


@pytest.fixture(scope="module")
def environment(distributions: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean virtual environment with the wheel and Material, in the versions of the lock."""
    folder = tmp_path_factory.mktemp("environment")
    install(folder, DEV, distributions["wheel"], "mkdocs-material")
    return folder


def install(folder: Path, lock: Path, *packages: str | Path) -> None:
    """Make a clean virtual environment in a folder, with packages and what they require as it is locked."""
    venv.create(folder)
    pinned = pinned_here(lock)
    lines = "".join(f"{name}=={version}\n" for name, version in pinned.items())
    constraints = write_site(folder, {"constraints.txt": lines}) / "constraints.txt"
    pip = (sys.executable, "-m", "pip", "--python", folder, "--disable-pip-version-check")
    # Compiled is what is used, when it is used.
    options = ("--quiet", "--no-compile", "--only-binary=:all:", "--constraint", constraints)
    run(*pip, "install", *options, *packages, folder=folder)
    installed = listed(run(*pip, "list", "--format=freeze", folder=folder))
    assert installed.pop("mkdocs-decision-trees")  # which no lock names
    assert installed.items() <= pinned.items()


def test_the_wheel_holds_all_that_a_site_needs_and_no_tests(distributions: dict[str, Path]) -> None:
    with zipfile.ZipFile(distributions["wheel"]) as wheel:
        names = set(wheel.namelist())
        scripts = {
            name: wheel.read(f"{ASSETS}/{name}").decode("utf-8")
            for name in ("decision-tree.js", "mermaid.min.js")
        }
        notices = wheel.read(f"{ASSETS}/{NOTICES}").decode("utf-8")
        [metadata] = [name for name in names if name.endswith(".dist-info/METADATA")]
        told = email.message_from_bytes(wheel.read(metadata))
        kept = {
            name: wheel.read(f"{metadata.rpartition('/')[0]}/licenses/{name}").decode("utf-8")
            for name in told.get_all("License-File", ())
        }
    templates = {
        path.name for path in (REPOSITORY / "plugin/decision_trees/templates/decision-trees").iterdir()
    }
    assert {"tree.html", "check.html", "terminal.html", "document.md"} <= templates
    expected = {f"decision_trees/templates/decision-trees/{name}" for name in templates}
    expected |= {f"{ASSETS}/decision-tree.css", "decision_trees/py.typed"}
    expected |= {f"decision_trees/diagnostics/explanations/{code}.md" for code in CODES}
    assert sorted(expected - names) == []
    assert "customElements.define" in scripts["decision-tree.js"]
    assert scripts["mermaid.min.js"].startswith("/* mermaid 11.17.2, MIT")
    assert "decisionTreesMermaid" in scripts["mermaid.min.js"]
    assert {"mermaid", "dompurify", "roughjs"} <= {notice.name for notice in read_notices(notices)}
    assert kept[f"plugin/{ASSETS}/{NOTICES}"] == notices
    assert "MIT License" in kept["LICENSE"]
    assert told["License-Expression"].startswith("MIT AND ")
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"decision_trees"}


def test_the_source_distribution_can_be_built_without_npm(distributions: dict[str, Path]) -> None:
    with tarfile.open(distributions["sdist"]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {f"plugin/{ASSETS}/mermaid.min.js", f"plugin/{ASSETS}/{NOTICES}"} <= names
    assert {"hatch_build.py", "package-lock.json", "LICENSE", "pyproject.toml"} <= names
    assert not {name for name in names if name.startswith(("node_modules", ".venv", "site/"))}


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_the_installed_wheel_builds_a_site_without_a_network(
    theme: str, environment: Path, tmp_path: Path
) -> None:
    _expect_a_site(environment, theme, tmp_path)


def test_the_example_of_the_readme_becomes_a_site(environment: Path, tmp_path: Path) -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    tree, config = re.findall(r"^```yaml\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    assert "`docs/trees/pick-a-queue.tree.yaml`" in readme
    write_site(tmp_path, {"mkdocs.yml": config, "docs/trees/pick-a-queue.tree.yaml": tree})
    out = run(environment / "bin" / "mkdocs", "build", "--strict", folder=tmp_path)
    # The guidance is still to be written, and that is all there is to say.
    assert set(re.findall(r"(?:notice|warning|error)\[(.*?)\]", out)) == {"missing-guidance"}
    published = tmp_path / "site" / "trees" / "pick-a-queue" / "index.html"
    assert "Which queue do we need?" in published.read_text(encoding="utf-8")


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="the lowest versions have wheels for Python 3.11 only"
)
def test_the_lowest_versions_that_are_allowed_build_a_site(
    distributions: dict[str, Path], tmp_path: Path
) -> None:
    install(tmp_path / "environment", LOWEST, distributions["wheel"])
    _expect_a_site(tmp_path / "environment", "mkdocs", tmp_path)


def _expect_a_site(environment: Path, theme: str, tmp_path: Path) -> None:
    """Build a site of five lines without a network, and expect what is to be there."""
    write_site(
        tmp_path,
        {
            "mkdocs.yml": settings(Flavour(theme)),
            "docs/index.md": "# Home\n",
            "docs/trees/pick-a-queue.tree.yaml": FIVE_LINES,
            "no-network/sitecustomize.py": NO_NETWORK,
        },
    )
    build = (environment / "bin" / "mkdocs", "build", "--strict")
    run(*build, folder=tmp_path, PYTHONPATH=str(tmp_path / "no-network"))
    published = tmp_path / "site"
    tree = (published / "trees" / "pick-a-queue" / "index.html").read_text(encoding="utf-8")
    assert "Which queue do we need?" in tree
    assert 'data-start="replay"' in tree
    for node, title in {"replay": "Replay past messages", "log": "Kafka", "queue": "No replay"}.items():
        page = published / "trees" / "pick-a-queue" / node / "index.html"
        assert title in page.read_text(encoding="utf-8")
    assert (published / "assets" / "decision-trees" / "mermaid.min.js").stat().st_size > 800_000


def test_the_installed_package_is_typed_and_reads_a_tree_without_mkdocs(
    environment: Path, tmp_path: Path
) -> None:
    write_site(tmp_path, {"pick-a-queue.tree.yaml": FIVE_LINES})
    program = """
import sys, decision_trees
reading = decision_trees.load("pick-a-queue.tree.yaml")
print(reading.diagnostics, [node.id for node in reading.library.trees["pick-a-queue"].nodes.values()])
print(decision_trees.__file__, "mkdocs" in sys.modules, "markdown" in sys.modules)
"""
    out = run(environment / "bin" / "python", "-c", program, folder=tmp_path).splitlines()
    assert out[0] == "() ['replay', 'log', 'queue']"
    assert out[1].startswith(str(environment))
    assert out[1].endswith("False False")
