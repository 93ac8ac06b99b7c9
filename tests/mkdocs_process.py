"""`mkdocs build` in a process of its own, as its users run it, that need not load MkDocs and a theme first.

To load them takes as long as to build a small site. So one process loads them, once for all tests of a
worker, and each build is made by a fork of it: nothing that one has done is there for the next.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory

_FORKS = get_context("forkserver")
# What is not installed is left out. Other plugins are not here: some change MkDocs where they are loaded.
_FORKS.set_forkserver_preload(
    [
        "mkdocs.__main__",
        "mkdocs.commands.build",
        "mkdocs.contrib.search",
        "markdown.extensions.tables",
        "markdown.extensions.toc",
        "material.plugins.search.plugin",
        "material.plugins.tags.plugin",
        "pymdownx.superfences",
        "decision_trees.hosts.mkdocs.plugin",
    ]
)
_REPOSITORY = Path(__file__).parents[1]


def mkdocs_build(
    folder: Path, *options: str, environment: Mapping[str, str] | None = None
) -> CompletedProcess[str]:
    """Build the site in a folder, as its author does.

    Args:
        folder: Where the command runs.
        options: What stands behind `mkdocs build`.
        environment: Variables beside those of this process.

    Returns:
        How it ended, with both its outputs.
    """
    command = ["mkdocs", "build", *options]
    with TemporaryDirectory() as outputs:
        files = [Path(outputs, name) for name in ("stdout", "stderr")]
        process = _FORKS.Process(
            target=_run, args=(folder, command, {**os.environ, **(environment or {})}, files)
        )
        process.start()
        process.join()
        told = [file.read_text("utf-8") for file in files]
        assert process.exitcode is not None
        done = CompletedProcess(command, process.exitcode, *told)
        process.close()
    return done


def _run(folder: Path, command: list[str], environment: Mapping[str, str], outputs: list[Path]) -> None:
    """Run a command in the fork."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for stream, file in zip((1, 2), outputs, strict=True):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), stream)
    sys.argv = command
    # As `python -m mkdocs` has it, without what pytest adds.
    sys.path[:] = [str(folder), *(path for path in sys.path if Path(path) != _REPOSITORY)]
    from mkdocs.__main__ import cli  # noqa: PLC0415 - only the fork needs it

    cli(prog_name="mkdocs")
